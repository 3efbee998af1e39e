package rights

import _ "embed"

// InputSchema describes Input to the policy's type checker. It is JSON Schema, draft 7.
//
//go:embed input.schema.json
var InputSchema []byte

// Input is what a policy is asked: states and values only. It holds no words and no identifier, so that
// millions of stories share a few thousand inputs and nothing personal stands in them.
// No field is ever left out of its JSON: in Rego a missing one would silently switch a rule off.
type Input struct {
	Use     UseInput     `json:"use"`
	Record  RecordInput  `json:"record"`
	Holder  HolderInput  `json:"holder"`
	Notice  NoticeInput  `json:"notice"`
	Embargo EmbargoInput `json:"embargo"`
	Terms   TermsInput   `json:"terms"`
	Shots   []ShotInput  `json:"shots"`
}

// UseInput is what someone wants to do.
type UseInput struct {
	Action    string   `json:"action"`    // sell, publish, archive, modify, train
	Purpose   string   `json:"purpose"`   // editorial, news, commercial, training
	Territory []string `json:"territory"` // ISO 3166-1 alpha-2 codes and group names; none means everywhere
	Media     []string `json:"media"`     // none means every medium
	Party     bool     `json:"party"`     // whether the use names a party
	Term      bool     `json:"term"`      // whether the use states a term
}

// RecordInput is the form of the record.
type RecordInput struct {
	Labels   map[string]State `json:"labels"` // by the names in LabelNames: absent, empty, stated, contradictory
	ID       State            `json:"id"`
	Date     State            `json:"date"`
	Oddities []string         `json:"oddities"` // the kinds found, sorted, each once
}

// HolderInput is who holds the rights, and the sale flag.
type HolderInput struct {
	State State  `json:"state"`
	Name  State  `json:"name"`
	Kind  string `json:"kind"` // pool, other, none
	Sale  string `json:"sale"` // can_sell, cannot_sell, absent, unread, contradictory
}

// NoticeInput is the copyright notice.
type NoticeInput struct {
	State    State  `json:"state"`
	Claimant string `json:"claimant"` // holder (the claimant is the holder), us, other, none
	Year     string `json:"year"`     // same (as the story's), other, none
	Link     string `json:"link"`     // url, no_url, none
	Reserved bool   `json:"reserved"`
}

// EmbargoInput is the embargo at the moment, or over the term, of the use.
type EmbargoInput struct {
	State string `json:"state"` // absent, empty, contradictory, unreadable, endless, active, uncertain, over
	Zone  string `json:"zone"`  // stated, none
}

// TermsInput is the item's usage terms.
type TermsInput struct {
	State string `json:"state"` // absent, empty, contradictory, unread, nothing_stated
}

// ShotInput is one shot, in the order of the record.
type ShotInput struct {
	Source string `json:"source"` // holder, us, pool, third_party, absent, unreadable
	Terms  string `json:"terms"`  // none, unread
}
