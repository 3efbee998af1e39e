package rights

import (
	"slices"

	"clearance/rights/language"
)

// Narrower gives the same case for a use that leaves out what some rules reach, taking the dimensions in an order: the first of
// territory and media that a rule speaks of. It reports false where leaving out more would not help.
func (c *Case) Narrower(facts []string, order ...string) (narrower Case, ok bool) {
	var left Except
	if e := c.Question.Use.Except; e != nil {
		left = *e
	}
	order = append(slices.Clip(order), "party", "social")
	for _, fact := range facts {
		if !c.leaveOut(fact, &left, order) {
			return narrower, false
		}
	}
	asking := c.asked().leavingOut(left)
	narrower = c.put(asking)
	use := &asking.use
	return narrower, (use.Territory.Everywhere || len(use.Territory.Codes) > 0) && len(use.Media) > 0
}

// put is the same case for a use that leaves more out. Two parts of an input depend on what a use leaves out: the use, and how parties
// stand to a buyer who may be any of them until all of them are left out.
func (c *Case) put(narrower *Asking) Case {
	if c.asking == nil || len(c.Ruled) > 0 { // its input was not made here, or the rulings that it names are of an earlier reading
		return narrower.Case(c.Reading, c.Input.Others())
	}
	n := *c
	n.asking, n.Question, n.Input.Use = narrower, narrower.question, narrower.use
	own := false // the list of rules
	for i := range n.Input.Terms.Rules {
		if n.Input.Terms.Rules[i].Party != partyAny {
			continue
		}
		if !own {
			n.Input.Terms.Rules, own = slices.Clone(n.Input.Terms.Rules), true
		}
		rule, shot := n.ruleOf(i)
		n.Input.Terms.Rules[i].Party = n.party(rule, shot)
	}
	return n
}

// HasRule reports whether the input has a rule of the terms whose fact has this name.
func (c *Case) HasRule(fact string) bool { return c.placeOfRule(fact) >= 0 }

func (c *Case) placeOfRule(fact string) int {
	for i := range c.Input.Terms.Rules {
		if c.Input.Terms.Rules[i].Fact == fact {
			return i
		}
	}
	return -1
}

// leaveOut takes out of the use what one rule reaches.
func (c *Case) leaveOut(fact string, left *Except, order []string) bool {
	i := c.placeOfRule(fact)
	if i < 0 {
		return false
	}
	rule := &c.Input.Terms.Rules[i]
	for _, dimension := range order {
		switch dimension {
		case "territory":
			if add(&left.Territory, reached(&rule.Territory, language.CountriesBut)) {
				return true
			}
		case "media":
			if add(&left.Media, reached(&rule.Media, func(some []string) []string { return difference(Media, some) })) {
				return true
			}
		case "party":
			if c.asked().asker.any && rule.Party == partyAny && add(&left.Party, c.partiesOf(i)) {
				return true
			}
		case "social": // where it cannot be kept in
			if rule.Territory.Form != "all" && add(&left.Media, []string{"social"}) {
				return true
			}
		}
	}
	return false
}

// reached are the values of a dimension that a rule reaches, or may reach; none where it reaches all of them.
func reached(set *SetInput, allBut func(some []string) []string) []string {
	switch set.Form {
	case "in":
		return slices.Concat(set.Values, set.Maybe)
	case "outside":
		return allBut(set.Values)
	}
	return nil
}

// add adds what is not there yet, and reports whether anything was not.
func add(list *[]string, values []string) bool {
	before := len(*list)
	*list = sorted(slices.Concat(*list, values))
	return len(*list) > before
}

// partiesOf are the parties that a rule of the input names, or may mean.
func (c *Case) partiesOf(i int) []string {
	if rule, _ := c.ruleOf(i); rule != nil && rule.Party != nil {
		return slices.Concat(rule.Party.Values, rule.Party.Perhaps)
	}
	return nil
}

// ruleOf is the rule that one of the input was made from, and the shot that it holds for, -1 for all of them; nil where the reading has
// none.
func (c *Case) ruleOf(i int) (rule *Rule, shot int) {
	rules := c.Reading.Terms.Rules
	for shot = -1; i >= len(rules); {
		if shot++; shot == len(c.Reading.Shots) {
			return nil, shot
		}
		i -= len(rules)
		rules = c.Reading.Shots[shot].Rules
	}
	return &rules[i], shot
}
