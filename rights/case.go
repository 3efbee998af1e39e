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

// NewCase turns a reading into what a policy is asked for a question in a house.
func NewCase(r Reading, q Question, h House) Case {
	c := Case{Reading: r, Question: q, House: h}
	c.Input = Input{
		Use: UseInput{
			Action: q.Use.Action, Purpose: q.Use.Purpose, Territory: list(q.Use.Territory), Media: list(q.Use.Media),
			Party: q.Use.Party != "", Term: q.Use.From != nil || q.Use.Until != nil,
		},
		Record:  c.recordInput(),
		Holder:  r.holderInput(),
		Notice:  c.noticeInput(),
		Embargo: c.embargoInput(),
		Terms:   TermsInput{State: r.termsState()},
		Shots:   []ShotInput{},
	}
	for _, shot := range r.Shots {
		c.Input.Shots = append(c.Input.Shots, ShotInput{Source: c.relation(shot), Terms: termsOf(shot)})
	}
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
	e, in := c.Reading.Embargo, EmbargoInput{Zone: "none"}
	if e.Zone != "" {
		in.Zone = "stated"
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

func (c *Case) recordInput() RecordInput {
	r := c.Reading
	in := RecordInput{Labels: map[string]State{}, ID: r.Record.ID.State, Date: r.Record.Date.State, Oddities: []string{}}
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
	if n.Claimant.State == Stated {
		switch {
		case c.House.IsUs(n.Claimant.Value):
			in.Claimant = "us"
		case sameName(n.Claimant.Value, r.Holder.Name.Value):
			in.Claimant = "holder"
		default:
			in.Claimant = "other"
		}
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

func (r *Reading) termsState() string {
	if r.Terms.State == Stated {
		return "nothing_stated"
	}
	return string(r.Terms.State)
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
