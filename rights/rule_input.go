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
			Territory: c.territoryOf(rule), Media: scopes.mediaOf(rule), Purpose: expand(rule.Purpose, ofPurposes),
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

// channels are the rules of one text that stand in the scope of some media: Broadcast: … Digital: …
type channels []Rule

func channelsOf(rules []Rule) channels {
	return slices.DeleteFunc(slices.Clone(rules), func(r Rule) bool { return r.Channel == "" || r.Media == nil })
}

// mediaOf expands a rule's media. What an agency bars on both of its channels it bars in every medium; what it bars on one of
// them is in doubt in a medium that is on neither.
func (all channels) mediaOf(rule Rule) SetInput {
	set := expand(rule.Media, ofMedia)
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
			both = append(both, ofMedia.reach([]string{m}).sure...)
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
