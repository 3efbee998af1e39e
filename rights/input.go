package rights

import _ "embed"

// InputSchema describes Input to the policy's type checker. It is JSON Schema, draft 7.
//
//go:embed input.schema.json
var InputSchema []byte

// Input is what a policy is asked: states and values only. It holds no words and no identifier, so that
// millions of stories share a few thousand inputs and nothing personal stands in them.
// No field is ever left out of its JSON: in Rego a missing one would silently switch a rule off.
// Inputs share their lists and labels with others that have the same ones: they must not be changed in place.
type Input struct {
	Use     UseInput     `json:"use"`
	Record  RecordInput  `json:"record"`
	Holder  HolderInput  `json:"holder"`
	Notice  NoticeInput  `json:"notice"`
	Embargo EmbargoInput `json:"embargo"`
	Terms   TermsInput   `json:"terms"`
	Shots   []ShotInput  `json:"shots"`
	House   []string     `json:"house"` // names of the facts the house states that this input rests on, such as zones.0
}

// Others is what the input says of other records with the same identifier.
func (in Input) Others() Others {
	return Others{Twin: in.Record.Twin != differs(false), Earlier: in.Record.Earlier != differs(false)}
}

// RecordInput is the form of the record.
type RecordInput struct {
	Labels   map[string]State `json:"labels"` // by the names in LabelNames: absent, empty, stated, contradictory
	ID       State            `json:"id"`
	Date     State            `json:"date"`
	Oddities []string         `json:"oddities"` // the kinds found, sorted, each once
	Age      string           `json:"age"`      // fresh, ageing (fresh now, and not to the end of the term), old, undated
	Twin     string           `json:"twin"`     // none, differs: another record of this run has the same identifier and other rights
	Earlier  string           `json:"earlier"`  // none, differs: the trail knows a record with the same identifier and other rights
}

// HolderInput is who holds the rights, and the sale flag.
type HolderInput struct {
	State State  `json:"state"`
	Name  State  `json:"name"`
	Kind  string `json:"kind"` // pool, other, none
	Sale  string `json:"sale"` // can_sell, cannot_sell, absent, unread, contradictory

	Client bool `json:"client"` // we are a registered client of the holder for this action
}

// NoticeInput is the copyright notice.
type NoticeInput struct {
	State    State  `json:"state"`
	Claimant string `json:"claimant"` // holder (the claimant is the holder), other, none
	Us       bool   `json:"us"`       // the claimant is one of us
	Client   bool   `json:"client"`   // we are a registered client of the claimant for this action
	Year     string `json:"year"`     // same (as the story's), other, none
	Link     string `json:"link"`     // url, no_url, none
	Reserved bool   `json:"reserved"`
}

// EmbargoInput is the embargo at the moment, or over the term, of the use.
type EmbargoInput struct {
	State string `json:"state"` // absent, empty, contradictory, unreadable, endless, active, uncertain, over, past
	Zone  string `json:"zone"`  // stated, house (the house states it), none
}

// TermsInput is what restricts the item or some of its shots.
type TermsInput struct {
	State     string      `json:"state"`     // of the usage terms: absent, empty, contradictory, unread, nothing_stated, stated
	Elsewhere string      `json:"elsewhere"` // of terms in the summary or the story's text: none, stated, unread
	Rules     []RuleInput `json:"rules"`     // all rules of the record, wherever they stand
}

// ShotInput is one shot, in the order of the record.
type ShotInput struct {
	Source string `json:"source"` // holder, us, pool, third_party, absent, unreadable
	Terms  string `json:"terms"`  // none, stated, unread
}
