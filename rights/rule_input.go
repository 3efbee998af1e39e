package rights

import (
	"slices"

	"clearance/rights/language"
	"clearance/rights/when"
)

// SetInput is a dimension of a rule: the rule holds for all of it, in some values, or outside of them.
type SetInput struct {
	Form   string   `json:"form"`   // all, in, outside
	Values []string `json:"values"` // those in which it surely holds; outside: those that it surely leaves open
	Maybe  []string `json:"maybe"`  // those of which neither is sure
}

// RuleInput is one rule as of the moment: what it says as sets and states.
type RuleInput struct {
	Fact      string   `json:"fact"`  // the name of its fact: terms.rules.0, shots.1.rules.0
	Place     string   `json:"place"` // where it stands: terms, notice, story, shot
	Effect    string   `json:"effect"`
	Kind      string   `json:"kind"`   // one of language.Kinds
	Action    string   `json:"action"` // use, which is everything, or one of it
	Territory SetInput `json:"territory"`
	Media     SetInput `json:"media"`
	Purpose   SetInput `json:"purpose"`
	Party     string   `json:"party"` // how the asker stands to the parties it names
	Time      string   `json:"time"`  // always, later, now, uncertain, over: whether it holds at the moment, or in the term, of the use
	Named     bool     `json:"named"` // of a credit: whose it is stands there
}

// ruleInputs expands every rule of the reading.
func (c *Case) ruleInputs() []RuleInput {
	inputs := []RuleInput{}
	both := channelsOf(c.Reading.Terms.Rules)
	c.Reading.numbered(func(name string, shot int, rule Rule) {
		shots, scopes := c.Reading.Shots, both
		if shot >= 0 {
			shots, scopes = shots[shot:shot+1], channelsOf(shots[shot].Rules)
		}
		inputs = append(inputs, RuleInput{
			Fact: name, Place: rule.Place, Effect: string(rule.Effect), Kind: rule.Kind, Action: rule.Action,
			Territory: c.territoryOf(rule), Media: scopes.mediaOf(rule), Purpose: purposeOf(rule.Purpose),
			Party: c.party(rule, c.ownShots(shots, shot < 0)), Time: c.timeOf(rule), Named: rule.Note != "",
		})
	})
	return inputs
}

// territoryOf expands a rule's territory as of the story's day and the moment asked about: groups gain and lose members.
func (c *Case) territoryOf(rule Rule) SetInput {
	area := c.areaOf(rule.Territory)
	return SetInput{area.Form, list(area.Codes), list(area.Maybe)}
}

func (c *Case) areaOf(territory *language.Constraint) language.Area {
	day, _ := when.ParseDay(c.Reading.Record.Date.Value) // zero where it is not known: any day
	return territory.Area(c.Question.AsOf, c.Question.start(), day)
}

// purposes that one purpose has in it, and those that a bar on it puts in doubt: whoever bans commerce has not allowed training.
var purposeTree = map[string]struct{ values, maybe []string }{
	"editorial":  {[]string{"editorial", "news"}, nil},
	"news":       {[]string{"news"}, []string{"editorial"}},
	"commercial": {[]string{"commercial"}, []string{"training"}},
	"training":   {[]string{"training"}, nil},
}

func purposeOf(c *language.Constraint) SetInput {
	return expand(c, func(v string) ([]string, []string) { return purposeTree[v].values, purposeTree[v].maybe }, func(v string) ([]string, []string) {
		if v == "news" { // news is editorial, but not all that is editorial is news
			return []string{"news"}, []string{"editorial"}
		}
		return purposeTree[v].values, nil
	})
}

// expand makes the set of a constraint: barred says what a bar on a value surely and maybe reaches, open what one leaves open.
func expand(c *language.Constraint, barred, open func(value string) (values, maybe []string)) SetInput {
	if c == nil {
		return SetInput{"all", []string{}, []string{}}
	}
	set, of := SetInput{"in", []string{}, []string{}}, barred
	if c.Outside {
		set.Form, of = "outside", open
	}
	for _, v := range c.Values {
		values, maybe := of(v)
		set.Values, set.Maybe = append(set.Values, values...), append(set.Maybe, maybe...)
	}
	set.Values, set.Maybe = sorted(set.Values), sorted(set.Maybe)
	set.Maybe = slices.DeleteFunc(set.Maybe, func(v string) bool { return slices.Contains(set.Values, v) })
	return set
}

func sorted(s []string) []string {
	slices.Sort(s)
	return slices.Compact(s)
}

// A bar on online reaches social and mobile too, one on broadcast radio; what leaves one open leaves no other open.
var mediaTree = map[string][]string{
	"online": {"online", "social", "mobile"}, "broadcast": {"broadcast", "radio"},
}

func barredMedia(m string) ([]string, []string) {
	if below := mediaTree[m]; below != nil {
		return below, nil
	}
	return []string{m}, nil
}

func openMedia(m string) ([]string, []string) {
	if m == "broadcast" {
		return []string{"broadcast"}, []string{"radio"}
	}
	return []string{m}, nil
}

// channels are the rules of one text that stand in the scope of some media: Broadcast: … Digital: …
type channels []Rule

func channelsOf(rules []Rule) channels {
	return slices.DeleteFunc(slices.Clone(rules), func(r Rule) bool { return r.Channel == "" || r.Media == nil })
}

// mediaOf expands a rule's media. What an agency bars on both of its channels it bars in every medium; what it bars on one of
// them is in doubt in a medium that is on neither.
func (all channels) mediaOf(rule Rule) SetInput {
	set := expand(rule.Media, barredMedia, openMedia)
	if rule.Channel == "" || set.Form != "in" {
		return set
	}
	both := slices.Clone(set.Values)
	twice := false
	for _, other := range all {
		if other.Channel == rule.Channel || other.Media.Outside {
			continue
		}
		twice = twice || sameBar(rule, other)
	}
	for _, name := range rule.Beside { // what a channel says nothing of it leaves open
		for _, m := range language.ChannelMedia(name) {
			values, _ := barredMedia(m)
			both = append(both, values...)
		}
	}
	if twice {
		return SetInput{"all", []string{}, []string{}}
	}
	for _, m := range Media {
		if !slices.Contains(both, m) {
			set.Maybe = append(set.Maybe, m)
		}
	}
	set.Maybe = sorted(set.Maybe)
	return set
}

// sameBar reports whether two rules bar the same but for their channel.
func sameBar(a, b Rule) bool {
	same := func(x, y *language.Constraint) bool {
		return (x == nil) == (y == nil) && (x == nil || x.Outside == y.Outside && slices.Equal(x.Values, y.Values) && slices.Equal(x.Except, y.Except))
	}
	return a.Effect == b.Effect && a.Kind == b.Kind && a.Action == b.Action && same(a.Territory, b.Territory) && same(a.Purpose, b.Purpose) && same(a.Party, b.Party)
}
