package rights

import (
	"cmp"
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

	asker asker
}

// Others is what is known of other records with the same identifier.
type Others struct {
	Twin    bool // another record of the same run states other rights
	Earlier bool // an earlier version that the trail knows states other rights
}

// NewCase turns a reading into what a policy is asked for a question in a house.
func NewCase(r Reading, q Question, h House, o Others) Case {
	c := Recall(r, q, h)
	c.asker = c.ask()
	c.Input = Input{
		Use: c.useInput(), Record: c.recordInput(o), Holder: c.holderInput(), Notice: c.noticeInput(), Embargo: c.embargoInput(),
		Terms: c.termsInput(), Shots: []ShotInput{},
	}
	for _, shot := range c.Reading.Shots {
		c.Input.Shots = append(c.Input.Shots, ShotInput{Source: c.relation(shot), Terms: termsOf(shot)})
	}
	c.houseChanges()
	c.Input.House = c.restsOn()
	return c
}

// Recall gives a case without its input: a reading under the rulings of a house.
func Recall(r Reading, q Question, h House) Case {
	c := Case{Reading: r, Question: q, House: h}
	c.rule()
	return c
}

// changes notes an instant after the moment asked about at which a fact changes state.
func (c *Case) changes(at time.Time) {
	if at.After(c.Question.AsOf) && (c.GoodUntil == nil || at.Before(*c.GoodUntil)) {
		at = at.UTC()
		c.GoodUntil = &at
	}
}

// list is never nil, so that it is never null in JSON.
func list(s []string) []string { return append([]string{}, s...) }

// embargoInput judges the embargo at the moment asked about, or at the start of the term: an embargo only ever ends, so
// its first instant is a term's worst.
func (c *Case) embargoInput() EmbargoInput {
	e, in := c.embargo(), EmbargoInput{Zone: "none"}
	switch {
	case e.Zone != "":
		in.Zone = "stated"
	case len(c.zones()) > 0:
		in.Zone = "house"
	}
	if from := c.Question.Use.From; from != nil {
		in.State, _ = e.at(*from)
		return in
	}
	var changes time.Time
	in.State, changes = e.at(c.Question.AsOf)
	c.changes(changes)
	return in
}

func (c *Case) recordInput(o Others) RecordInput {
	r := c.Reading
	in := RecordInput{
		Labels: map[string]State{}, ID: r.Record.ID.State, Date: r.Record.Date.State, Oddities: []string{},
		Age: c.age(), Twin: differs(o.Twin), Earlier: differs(o.Earlier),
	}
	for name, fact := range r.Record.Labels {
		in.Labels[name] = fact.State
	}
	for _, o := range r.Record.Oddities {
		in.Oddities = append(in.Oddities, o.Kind)
	}
	slices.Sort(in.Oddities)
	in.Oddities = slices.Compact(in.Oddities)
	return in
}

func differs(yes bool) string {
	if yes {
		return "differs"
	}
	return "none"
}

// age says whether the story is fresh, or ageing: fresh now, and not until its term ends. A day without a zone ends last at UTC−12.
func (c *Case) age() string {
	day, err := time.Parse(time.DateOnly, c.Reading.Record.Date.Value)
	if c.Reading.Record.Date.State != Stated || err != nil {
		return "undated"
	}
	old := day.AddDate(0, 0, 1+c.House.Fresh()).Add(12 * time.Hour)
	if !c.Question.AsOf.Before(old) {
		return "old"
	}
	if c.Reading.Embargo.State == Empty || c.Reading.barsKeeping() { // all that being fresh matters to
		c.changes(old)
	}
	if use := c.Question.Use; use.Until != nil && use.Until.After(old) || use.Until == nil && use.From != nil {
		return "ageing"
	}
	return "fresh"
}

func (c *Case) holderInput() HolderInput {
	r := c.Reading
	in := HolderInput{State: r.Holder.State, Name: r.Holder.Name.State, Kind: "none", Sale: string(r.Holder.Sale.State)}
	if r.Holder.Sale.State == Stated {
		in.Sale = r.Holder.Sale.Value
	}
	if r.Holder.Name.State == Stated {
		in.Client = c.House.ClientFor(r.Holder.Name.Value, c.Question.Use.Action)
		in.Kind = "other"
		if isPool(r.Holder.Name.Value) {
			in.Kind = "pool"
		}
	}
	return in
}

func (c *Case) noticeInput() NoticeInput {
	r := c.Reading
	n := r.Notice
	in := NoticeInput{State: n.State, Claimant: "none", Year: "none", Link: "none", Reserved: n.Reserved.State == Stated}
	if claimant := n.Claimant; claimant.State == Stated {
		in.Claimant = "other"
		if sameName(claimant.Value, r.Holder.Name.Value) {
			in.Claimant = "holder"
		}
		in.Us = c.House.IsUs(claimant.Value)
		in.Client = c.House.ClientFor(claimant.Value, c.Question.Use.Action)
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

func (c *Case) termsInput() TermsInput {
	t := c.Reading.Terms
	in := TermsInput{State: string(t.State), Elsewhere: "none", Rules: c.ruleInputs()}
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
	bars := false
	r.numbered(func(_ string, _ int, rule Rule) { bars = bars || rule.Kind == "archive" })
	return bars
}

// relation says whose a shot is. Only the holder, one of us, and for an item of POOL a source named POOL are not third parties.
func (c *Case) relation(shot Shot) string {
	r := c.Reading
	if shot.Source.State != Stated {
		return string(cmp.Or(shot.Source.State, Unreadable))
	}
	source, holder := shot.Source.Value, r.Holder.Name.Value
	switch {
	case alwaysThirdParty(source):
		return "third_party"
	case r.Holder.Name.State == Stated && creditedTo(source, func(n string) bool { return sameName(n, holder) }):
		return "holder"
	case creditedTo(source, c.House.IsUs):
		return "us"
	case sameName(holder, "POOL") && isPool(source):
		return "pool"
	}
	return "third_party"
}

// creditedTo reports whether a source is one that is meant, or one of its own staff that it does not name: STR / AFP. A name beside
// it may be a photographer's or an outlet's, and nobody can tell which: then it is a third party's.
func creditedTo(source string, meant func(name string) bool) bool {
	if meant(source) {
		return true
	}
	names := agencies(source)
	return slices.ContainsFunc(names, meant) && all(names, func(n string) bool { return meant(n) || staff[plain(n)] })
}

// staff is how agencies credit their own people without a name: a staff photographer, a stringer.
var staff = map[string]bool{"str": true, "stf": true, "staff": true, "stringer": true}

func termsOf(shot Shot) string {
	switch shot.Terms.State {
	case Absent:
		return "none"
	case Stated:
		return "stated"
	}
	return "unread"
}
