package gate

import (
	"clearance/check"
	"clearance/policy"
	"clearance/rights"
)

// Answer is what the gate says of one piece, on the screen and as JSON alike.
type Answer struct {
	Verdict    policy.Verdict  `json:"verdict"` // the strictest of its stories and of what stands against the piece itself
	Passes     bool            `json:"passes"`  // it is cleared, or an override lets it pass
	Judged     bool            `json:"judged"`  // false where something failed: it is blocked for that
	Answer     string          `json:"answer"`  // in words
	AsOf       string          `json:"as_of"`
	GoodUntil  *string         `json:"good_until"` // the earliest later instant at which a story's answer may change
	Piece      Piece           `json:"piece"`
	Channel    string          `json:"channel"`    // "" where the use was asked for in words
	Everywhere bool            `json:"everywhere"` // the channel is not geo-limited: its territory counts for nothing
	Use        rights.Use      `json:"use"`
	Stories    []Story         `json:"stories"`  // in the order of the piece; one that it uses twice stands twice
	Findings   []check.Finding `json:"findings"` // about the piece itself
	Override   *Passed         `json:"override"` // what lets it pass all the same
	Policy     string          `json:"policy"`   // the policy's revision, "" where none could be loaded
	Entry      int64           `json:"entry"`    // where the trail keeps this answer; 0 where it does not

	raw    []byte // of the piece
	unread bool   // its bytes could not be had
}

// Piece is what is about to be published.
type Piece struct {
	From   string `json:"from"`
	Kind   string `json:"kind"` // markdown, html, json or record
	SHA256 string `json:"sha256"`
}

// Story is one story that a piece uses, where it is named, and what is declared of it.
type Story struct {
	ID      string `json:"id"`
	Title   string `json:"title"` // as delivered, "" where no record was found
	Start   int    `json:"start"` // the bytes of the piece that name it
	End     int    `json:"end"`
	Line    int    `json:"line"` // of Start, counted from 1
	Column  int    `json:"column"`
	Shots   []int  `json:"shots"`
	Seconds *int   `json:"seconds"`
	Credit  string `json:"credit"`

	Verdict    policy.Verdict  `json:"verdict"`    // with its conditions weighed
	Findings   []check.Finding `json:"findings"`   // of the gate: why there is no decision, or what the piece declares wrongly
	Conditions []Condition     `json:"conditions"` // of the decision, and whether the piece keeps them
	Decision   *check.Decision `json:"decision"`   // null where it was not judged
	Entry      *int64          `json:"entry"`      // of the decision, or of the record that could not be judged

	record  []byte   // the record's bytes, nil where none was found
	line    int      // of its first byte in its file
	besides []beside // which of the findings other records with its identifier make
}

// State says whether a condition is kept.
type State string

// The states of a condition.
const (
	Kept        State = "kept"        // by the use itself, or by what the piece declares and shows
	Confirmed   State = "confirmed"   // somebody says that it is
	Missing     State = "missing"     // the piece does not show or declare what it must
	Unconfirmed State = "unconfirmed" // nobody can check it, and nobody has confirmed it
)

// Condition is a condition of a decision, and whether it is kept.
type Condition struct {
	check.Finding
	State State    `json:"state"`
	By    string   `json:"by"`   // who has confirmed it
	Need  []string `json:"need"` // what to do, in words; none where it is kept
}

// Passed says which override lets a piece pass.
type Passed struct {
	Entry      int64    `json:"entry"`
	Note       string   `json:"note"`
	ApprovedBy []string `json:"approved_by"`
	Actor      string   `json:"actor"`
	Until      string   `json:"until"`
	New        bool     `json:"new"` // it was made by this run
}

// against is what keeps a story from being cleared, by code.
func (s Story) against() (all []check.Finding) {
	if s.Decision != nil {
		all = append(all, barring(s.Decision.Findings)...)
	}
	all = append(all, barring(s.Findings)...)
	for _, c := range s.Conditions {
		switch c.State {
		case Missing:
			c.Finding.Effect = policy.Block
			all = append(all, c.Finding)
		case Unconfirmed:
			c.Finding.Effect = policy.Refer
			all = append(all, c.Finding)
		}
	}
	return all
}

// barring are the findings that keep a story from being cleared.
func barring(findings []check.Finding) (all []check.Finding) {
	for _, f := range findings {
		if f.Effect == policy.Refer || f.Effect == policy.Block {
			all = append(all, f)
		}
	}
	return all
}

// verdictOf is the verdict that findings alone make.
func verdictOf(findings []check.Finding) policy.Verdict {
	v := policy.Cleared
	for _, f := range findings {
		if f.Effect == policy.Block {
			return policy.Blocked
		}
		v = policy.Referred
	}
	return v
}
