package rights

import (
	"maps"
	"slices"
	"time"
)

// Case is everything a policy is asked about: a reading, a question, and a house, turned into an input.
type Case struct {
	Reading   Reading
	Question  Question
	House     House
	Input     Input
	GoodUntil *time.Time // the earliest later instant at which a time fact of the input changes state; nil: never
	Ruled     []int      // the house's rulings that the reading was read under, by their place

	asking *Asking
}

// Others is what is known of other records with the same identifier.
type Others struct {
	Twin    bool // another record of the same run states other rights
	Earlier bool // an earlier version that the trail knows states other rights
}

// NewCase turns a reading into what a policy is asked for a question in a house. For many readings Ask first.
func NewCase(r Reading, q Question, h House, o Others) Case { return Ask(q, h).Case(r, o) }

// Case turns a reading into what a policy is asked.
func (a *Asking) Case(r Reading, o Others) Case {
	m := making{Case: a.Recall(r)}
	m.zones = m.Case.zones()
	m.embargo = m.embargoIn(m.zones)
	m.Input = Input{
		Use: a.use, Record: m.recordInput(o), Holder: m.holderInput(), Notice: m.noticeInput(), Embargo: m.embargoInput(),
		Terms: m.termsInput(), Shots: make([]ShotInput, len(m.Reading.Shots)),
	}
	for i := range m.Reading.Shots {
		shot := &m.Reading.Shots[i]
		m.Input.Shots[i] = ShotInput{Source: m.relation(shot), Terms: termsOf(shot)}
	}
	m.houseChanges()
	m.Input.House = m.restsOn()
	if !m.until.IsZero() {
		until := m.until.UTC()
		m.GoodUntil = &until
	}
	return m.Case
}

// Recall gives a case without its input: a reading under the rulings of a house.
func Recall(r Reading, q Question, h House) Case { return put(q, h).Recall(r) }

// Recall gives a case without its input: a reading under the rulings of the house.
func (a *Asking) Recall(r Reading) Case {
	c := Case{Reading: r, Question: a.question, House: a.house, asking: a}
	c.rule()
	return c
}

// asked is the question put to the house, also for a case that somebody put together.
func (c *Case) asked() *Asking {
	if c.asking == nil {
		return put(c.Question, c.House)
	}
	return c.asking
}

// making is a case in the making: what several parts of its input follow from.
type making struct {
	Case
	zones   []int     // those of the house that the embargo is read in
	embargo Embargo   // in these zones
	until   time.Time // the earliest later instant at which a fact changes so far; zero: never
}

// changes notes an instant after the moment asked about at which a fact changes state.
func (m *making) changes(at time.Time) {
	if at.After(m.Question.AsOf) && (m.until.IsZero() || at.Before(m.until)) {
		m.until = at
	}
}

// list is never nil, so that it is never null in JSON.
func list(s []string) []string { return append([]string{}, s...) }

// embargoInput judges the embargo at the moment asked about, or at the start of the term: an embargo only ever ends, so
// its first instant is a term's worst.
func (m *making) embargoInput() EmbargoInput {
	e, in := &m.embargo, EmbargoInput{Zone: "none"}
	switch {
	case e.Zone != "":
		in.Zone = "stated"
	case len(m.zones) > 0:
		in.Zone = "house"
	}
	if from := m.Question.Use.From; from != nil {
		in.State, _ = e.at(*from)
		return in
	}
	var changes time.Time
	in.State, changes = e.at(m.Question.AsOf)
	m.changes(changes)
	return in
}

func (m *making) recordInput(o Others) RecordInput {
	r := &m.Reading
	in := RecordInput{
		Labels: labelStates(r.Record.Labels), ID: r.Record.ID.State, Date: r.Record.Date.State, Oddities: []string{},
		Age: m.age(), Twin: differs(o.Twin), Earlier: differs(o.Earlier),
	}
	for _, o := range r.Record.Oddities {
		in.Oddities = append(in.Oddities, o.Kind)
	}
	slices.Sort(in.Oddities)
	in.Oddities = slices.Compact(in.Oddities)
	return in
}

// labelStates are the states of labels. Most records have the same ones as others: they share them.
func labelStates(labels map[string]Fact) map[string]State {
	states := func() map[string]State {
		all := make(map[string]State, len(labels))
		for name, fact := range labels {
			all[name] = fact.State
		}
		return all
	}
	var room room
	key := room[:0]
	for _, name := range labelNames {
		fact, ok := labels[name]
		if !ok || len(labels) != len(labelNames) { // no reading of this reader
			return states()
		}
		key = appendText(key, string(fact.State))
	}
	return metLabels.of(key, states)
}

var (
	metLabels  recent[map[string]State]
	labelNames = slices.Sorted(maps.Keys(LabelNames))
)

func differs(yes bool) string {
	if yes {
		return "differs"
	}
	return "none"
}

// age says whether the story is fresh, or ageing: fresh now, and not until its term ends. A day without a zone ends last at UTC−12.
func (m *making) age() string {
	day, err := time.Parse(time.DateOnly, m.Reading.Record.Date.Value)
	if m.Reading.Record.Date.State != Stated || err != nil {
		return "undated"
	}
	old := day.AddDate(0, 0, 1+m.House.Fresh()).Add(12 * time.Hour)
	if !m.Question.AsOf.Before(old) {
		return "old"
	}
	if m.Reading.Embargo.State == Empty || m.Reading.barsKeeping() { // all that being fresh matters to
		m.changes(old)
	}
	if use := &m.Question.Use; use.Until != nil && use.Until.After(old) || use.Until == nil && use.From != nil {
		return "ageing"
	}
	return "fresh"
}

func (c *Case) holderInput() HolderInput {
	h := &c.Reading.Holder
	in := HolderInput{State: h.State, Name: h.Name.State, Kind: "none", Sale: string(h.Sale.State)}
	if h.Sale.State == Stated {
		in.Sale = h.Sale.Value
	}
	if h.Name.State == Stated {
		holder := c.asking.who(h.Name.Value)
		in.Client = holder.client
		in.Kind = "other"
		if holder.pool {
			in.Kind = "pool"
		}
	}
	return in
}

func (c *Case) noticeInput() NoticeInput {
	r := &c.Reading
	n := &r.Notice
	in := NoticeInput{State: n.State, Claimant: "none", Year: "none", Link: "none", Reserved: n.Reserved.State == Stated}
	if n.Claimant.State == Stated {
		claimant := c.asking.who(n.Claimant.Value)
		in.Claimant = "other"
		if n.Claimant.Value != "" && claimant.same(c.asking.who(r.Holder.Name.Value)) {
			in.Claimant = "holder"
		}
		in.Us, in.Client = claimant.us, claimant.client
	}
	if n.Year.State == Stated {
		in.Year = "other"
		if r.Record.Date.State != Stated || n.Year.Value == r.Record.Date.Value[:4] {
			in.Year = "same"
		}
	}
	switch n.Link.State {
	case Stated:
		in.Link = "url"
	case Unreadable:
		in.Link = "no_url"
	}
	return in
}

func (m *making) termsInput() TermsInput {
	t := &m.Reading.Terms
	in := TermsInput{State: string(t.State), Elsewhere: "none", Rules: m.ruleInputs()}
	if t.State == Stated && t.Nothing {
		in.State = "nothing_stated"
	}
	switch {
	case len(t.Elsewhere) > 0:
		in.Elsewhere = "unread"
	case len(t.Stretches) > 0:
		in.Elsewhere = "stated"
	}
	return in
}

// barsKeeping reports whether a rule bars keeping the story: that matters once it is no longer fresh.
func (r *Reading) barsKeeping() bool {
	bars := func(rule Rule) bool { return rule.Kind == "archive" }
	return slices.ContainsFunc(r.Terms.Rules, bars) || slices.ContainsFunc(r.Shots, func(s Shot) bool { return slices.ContainsFunc(s.Rules, bars) })
}

func termsOf(shot *Shot) string {
	switch shot.Terms.State {
	case Absent:
		return "none"
	case Stated:
		return "stated"
	}
	return "unread"
}
