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
}

// Others is what is known of other records with the same identifier.
type Others struct {
	Twin    bool // another record of the same run states other rights
	Earlier bool // an earlier version that the trail knows states other rights
}

// NewCase turns a reading into what a policy is asked for a question in a house.
func NewCase(r Reading, q Question, h House, o Others) Case {
	c := Case{Reading: r, Question: q, House: h}
	c.Input = Input{
		Use: UseInput{
			Action: q.Use.Action, Purpose: q.Use.Purpose, Territory: list(q.Use.Territory), Media: list(q.Use.Media),
			Party: q.Use.Party != "", Term: q.Use.From != nil || q.Use.Until != nil,
		},
		Record: c.recordInput(o), Holder: r.holderInput(), Notice: c.noticeInput(), Embargo: c.embargoInput(),
		Terms: r.termsInput(), Shots: []ShotInput{},
	}
	for _, shot := range r.Shots {
		c.Input.Shots = append(c.Input.Shots, ShotInput{Source: c.relation(shot), Terms: termsOf(shot)})
	}
	for _, i := range c.zones() {
		c.changes(h.Zones[i].Until.Time)
	}
	c.Input.House = c.restsOn()
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

// age says whether the story is fresh. A day without a zone ends last at UTC−12.
func (c *Case) age() string {
	day, err := time.Parse(time.DateOnly, c.Reading.Record.Date.Value)
	if c.Reading.Record.Date.State != Stated || err != nil {
		return "undated"
	}
	old := day.AddDate(0, 0, 1+c.House.Fresh()).Add(12 * time.Hour)
	if !c.Question.AsOf.Before(old) {
		return "old"
	}
	if c.Reading.Embargo.State == Empty { // the only fact that being fresh matters to
		c.changes(old)
	}
	return "fresh"
}

func (r *Reading) holderInput() HolderInput {
	in := HolderInput{State: r.Holder.State, Name: r.Holder.Name.State, Kind: "none", Sale: string(r.Holder.Sale.State)}
	if r.Holder.Sale.State == Stated {
		in.Sale = r.Holder.Sale.Value
	}
	if r.Holder.Name.State == Stated {
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

func (r *Reading) termsInput() TermsInput {
	in := TermsInput{State: string(r.Terms.State), Elsewhere: "none"}
	if r.Terms.State == Stated {
		in.State = "nothing_stated"
	}
	if len(r.Terms.Elsewhere) > 0 {
		in.Elsewhere = "unread"
	}
	return in
}

// relation says whose a shot is. Only the holder, one of us, and for an item of POOL a source named POOL are not third parties.
func (c *Case) relation(shot Shot) string {
	r := c.Reading
	if shot.Source.State != Stated {
		return string(cmp.Or(shot.Source.State, Unreadable))
	}
	source, holder := shot.Source.Value, r.Holder.Name.Value
	switch {
	case r.Holder.Name.State == Stated && sameName(source, holder) && !alwaysThirdParty(source):
		return "holder"
	case alwaysThirdParty(source):
		return "third_party"
	case c.House.IsUs(source):
		return "us"
	case sameName(holder, "POOL") && isPool(source):
		return "pool"
	}
	return "third_party"
}

func termsOf(shot Shot) string {
	if shot.Terms.State == Absent {
		return "none"
	}
	return "unread"
}
