package rights

import (
	"slices"

	"clearance/rights/language"
)

// Narrower gives the same case for a use that leaves out what some rules reach, taking the dimensions in an order: the first of
// territory and media that a rule speaks of. It reports false where leaving out more would not help.
func (c Case) Narrower(facts []string, order ...string) (Case, bool) {
	left := Except{}
	if e := c.Question.Use.Except; e != nil {
		left = Except{slices.Clone(e.Territory), slices.Clone(e.Media), slices.Clone(e.Party)}
	}
	for _, fact := range facts {
		if !c.leaveOut(fact, &left, order) {
			return c, false
		}
	}
	question := c.Question
	question.Use.Except = &left
	narrower := NewCase(c.Reading, question, c.House, c.Input.Others())
	place := narrower.Input.Use.Territory
	return narrower, (place.Everywhere || len(place.Codes) > 0) && len(narrower.Input.Use.Media) > 0
}

// leaveOut takes out of the use what one rule reaches.
func (c *Case) leaveOut(fact string, left *Except, order []string) bool {
	i := slices.IndexFunc(c.Input.Terms.Rules, func(r RuleInput) bool { return r.Fact == fact })
	if i < 0 {
		return false
	}
	rule := c.Input.Terms.Rules[i]
	for _, dimension := range append(order, "party", "social") {
		switch dimension {
		case "territory":
			if add(&left.Territory, reached(rule.Territory, language.Countries())) {
				return true
			}
		case "media":
			if add(&left.Media, reached(rule.Media, Media)) {
				return true
			}
		case "party":
			if c.asker.any && rule.Party == partyAny && add(&left.Party, c.partiesOf(fact)) {
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
func reached(set SetInput, all []string) []string {
	switch set.Form {
	case "in":
		return slices.Concat(set.Values, set.Maybe)
	case "outside":
		return difference(all, set.Values)
	}
	return nil
}

// add adds what is not there yet, and reports whether anything was not.
func add(list *[]string, values []string) bool {
	before := len(*list)
	*list = sorted(slices.Concat(*list, values))
	return len(*list) > before
}

func (c *Case) partiesOf(fact string) []string {
	var values []string
	c.Reading.numbered(func(name string, _ int, rule Rule) {
		if name == fact && rule.Party != nil {
			values = slices.Concat(rule.Party.Values, rule.Party.Perhaps)
		}
	})
	return values
}
