package rights

import (
	"slices"
	"sync"

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
func (m *making) ruleInputs() []RuleInput {
	terms, shots := m.Reading.Terms.Rules, m.Reading.Shots
	count := len(terms)
	for i := range shots {
		count += len(shots[i].Rules)
	}
	inputs := make([]RuleInput, 0, count)
	for i := range terms {
		inputs = append(inputs, m.ruleInput(factOfRule(i), &terms[i], terms, -1))
	}
	for shot := range shots {
		rules := shots[shot].Rules
		for i := range rules {
			inputs = append(inputs, m.ruleInput(factOfShotRule(shot, i), &rules[i], rules, shot))
		}
	}
	return inputs
}

// ruleInput expands one rule of a text; shot is the one that it holds for, -1 for all of them.
func (m *making) ruleInput(name string, rule *Rule, text []Rule, shot int) RuleInput {
	return RuleInput{
		Fact: name, Place: rule.Place, Effect: string(rule.Effect), Kind: rule.Kind, Action: rule.Action,
		Territory: m.territoryOf(rule), Media: mediaOf(rule, text), Purpose: expanded(rule.Purpose, &ofPurposes),
		Party: m.party(rule, shot), Time: m.timeOf(rule), Named: rule.Note != "",
	}
}

// ruleNames are the names of the first rules, of the item and of shots: few records have more.
var ruleNames = sync.OnceValue(func() *struct {
	terms [64]string
	shots [32][8]string
} {
	var names = new(struct {
		terms [64]string
		shots [32][8]string
	})
	for i := range names.terms {
		names.terms[i] = ruleFact(i)
	}
	for shot := range names.shots {
		for i := range names.shots[shot] {
			names.shots[shot][i] = shotRuleFact(shot, i)
		}
	}
	return names
})

func factOfRule(i int) string {
	if names := ruleNames(); i < len(names.terms) {
		return names.terms[i]
	}
	return ruleFact(i)
}

func factOfShotRule(shot, i int) string {
	if names := ruleNames(); shot < len(names.shots) && i < len(names.shots[shot]) {
		return names.shots[shot][i]
	}
	return shotRuleFact(shot, i)
}

// territoryOf expands a rule's territory as of the story's day and the moment asked about: groups gain and lose members.
func (c *Case) territoryOf(rule *Rule) SetInput {
	if rule.Territory == nil {
		return SetInput{"all", []string{}, []string{}}
	}
	area := c.areaOf(rule.Territory)
	return SetInput{area.Form, area.Codes, area.Maybe}
}

func (c *Case) areaOf(territory *language.Constraint) language.Area {
	if !territory.IsDated() {
		return territory.Area()
	}
	day, _ := when.ParseDay(c.Reading.Record.Date.Value) // zero where it is not known: any day
	return territory.Area(c.Question.AsOf, c.Question.start(), day)
}

// mediaOf expands a rule's media. A text can speak of some media channel by channel: Broadcast: … Digital: … What an agency bars on
// both of its channels it bars in every medium; what it bars on one of them is in doubt in a medium that is on neither.
func mediaOf(rule *Rule, text []Rule) SetInput {
	set := expanded(rule.Media, &ofMedia)
	if rule.Channel == "" || set.Form != "in" {
		return set
	}
	both := slices.Clone(set.Values)
	for i := range text {
		other := &text[i]
		if other.Channel == "" || other.Media == nil || other.Channel == rule.Channel || other.Media.Outside {
			continue
		}
		if sameBar(rule, other) {
			return SetInput{"all", []string{}, []string{}}
		}
	}
	for _, name := range rule.Beside { // what a channel says nothing of it leaves open
		for _, m := range language.ChannelMedia(name) {
			both = append(both, ofMedia.reach([]string{m}).sure...)
		}
	}
	set.Maybe = slices.Clone(set.Maybe)
	for _, m := range Media {
		if !slices.Contains(both, m) {
			set.Maybe = append(set.Maybe, m)
		}
	}
	set.Maybe = sorted(set.Maybe)
	return set
}

// sameBar reports whether two rules bar the same but for their channel.
func sameBar(a, b *Rule) bool {
	same := func(x, y *language.Constraint) bool {
		return (x == nil) == (y == nil) && (x == nil || x.Outside == y.Outside && slices.Equal(x.Values, y.Values) && slices.Equal(x.Except, y.Except))
	}
	return a.Effect == b.Effect && a.Kind == b.Kind && a.Action == b.Action && same(a.Territory, b.Territory) && same(a.Purpose, b.Purpose) && same(a.Party, b.Party)
}
