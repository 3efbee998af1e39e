package odrl

import "clearance/rights"

// document is a policy as JSON-LD.
type document struct {
	Context     []any   `json:"@context"`
	UID         string  `json:"uid"`
	Type        string  `json:"type"`
	Profile     any     `json:"profile"`  // one, or a list of several
	Conflict    string  `json:"conflict"` // restrictions win; unless it is said, ODRL voids a policy that is at odds with itself
	Prohibition []entry `json:"prohibition,omitempty"`
	Obligation  []entry `json:"obligation,omitempty"`
	Referral    []entry `json:"clearance:referral,omitempty"`
	Note        []entry `json:"clearance:note,omitempty"`
	Unread      []words `json:"clearance:unread,omitempty"`
}

// entry is one rule. What stands behind Constraint is what ODRL cannot say, and narrows nothing.
type entry struct {
	UID             string       `json:"uid"` // the policy's, and the name of the rule's fact
	Action          string       `json:"action"`
	Target          string       `json:"target"`
	Assigner        string       `json:"assigner,omitempty"`
	AttributedParty *person      `json:"attributedParty,omitempty"`
	Constraint      []constraint `json:"constraint,omitempty"`

	Kind     string    `json:"clearance:kind,omitempty"`   // one of language.Kinds
	With     string    `json:"clearance:action,omitempty"` // of a duty: the action it goes with
	Place    string    `json:"clearance:place,omitempty"`  // where it stands: terms, notice, story, shot
	Part     bool      `json:"clearance:part,omitempty"`   // said of some of the shots: the bar is on the whole
	Channel  string    `json:"clearance:channel,omitempty"`
	Name     string    `json:"clearance:name,omitempty"` // as delivered
	From     *moment   `json:"clearance:from,omitempty"`
	Until    *moment   `json:"clearance:until,omitempty"`
	Start    string    `json:"clearance:clock,omitempty"` // what a delay is counted from
	Per      *typed    `json:"clearance:per,omitempty"`   // the time in which so many uses are allowed: the bar counts all of them
	Words    []words   `json:"clearance:words,omitempty"`
	Elements []element `json:"clearance:elements,omitempty"`
}

// constraint is a condition of a rule, or two of which one is enough.
type constraint struct {
	LeftOperand  string       `json:"leftOperand,omitempty"`
	Operator     string       `json:"operator,omitempty"`
	RightOperand any          `json:"rightOperand,omitempty"` // a typed value, or a list of names and identifiers
	Or           *alternative `json:"or,omitempty"`

	Except  []string `json:"clearance:except,omitempty"`  // as language.Constraint has them
	Perhaps []string `json:"clearance:perhaps,omitempty"` // a bar lists them behind the others: they may be meant
}

type alternative struct {
	List []constraint `json:"@list"`
}

// typed is a literal of a type of XML Schema, ref an identifier, person a party with a name.
type (
	typed struct {
		Value string `json:"@value"`
		Type  string `json:"@type"`
	}
	ref struct {
		UID string `json:"uid"`
	}
	person struct {
		Type string `json:"type"`
		Name string `json:"vcard:fn"`
	}
)

// moment is a time as written and the instants that bound it.
type moment struct {
	Text  string `json:"clearance:text"`
	First *typed `json:"clearance:first,omitempty"`
	Last  *typed `json:"clearance:last,omitempty"`
}

// words are bytes of the record, and their text where it is known.
type words struct {
	Start int    `json:"clearance:start"`
	End   int    `json:"clearance:end"`
	Field string `json:"clearance:field,omitempty"`
	Text  string `json:"clearance:text,omitempty"`
}

// element is one thing that a list of the rule names, as language.Element.
type element struct {
	Kind    string   `json:"clearance:kind"`
	Values  []string `json:"clearance:values,omitempty"`
	Except  []string `json:"clearance:except,omitempty"`
	Perhaps []string `json:"clearance:perhaps,omitempty"`
	Parent  string   `json:"clearance:parent,omitempty"`
	Start   int      `json:"clearance:start"`
	End     int      `json:"clearance:end"`
}

func wordsOf(list []rights.Words) []words {
	var all []words
	for _, w := range list {
		all = append(all, words{w.Start, w.End, w.Field, w.Text})
	}
	return all
}

func fromWords(list []words) []rights.Words {
	var all []rights.Words
	for _, w := range list {
		all = append(all, rights.Words{Field: w.Field, Start: w.Start, End: w.End, Text: w.Text})
	}
	return all
}
