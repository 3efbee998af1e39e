package audit

import (
	"time"

	"clearance/policy"
	"clearance/rights"
)

// Piece names what is about to be published, by its exact bytes.
type Piece struct {
	From   string `json:"from"`   // the file, "-" for standard input
	SHA256 string `json:"sha256"` // of its bytes, in hexadecimal
}

// Gate is what was said of a piece at the gate, before it was published.
type Gate struct {
	Piece     Piece           `json:"piece"`
	Channel   string          `json:"channel,omitempty"`  // of the house, "" where the use was asked for in words
	Verdict   policy.Verdict  `json:"verdict"`            // the strictest of its stories and of what stands against the piece itself
	Passes    bool            `json:"passes"`             // it is cleared, or an override lets it pass
	None      bool            `json:"none,omitempty"`     // it states that it uses no story
	Stories   []GateStory     `json:"stories"`            // in the order of the piece
	Against   []Against       `json:"against"`            // all that keeps it from being cleared
	Confirmed []Confirmed     `json:"confirmed"`          // conditions that nobody can check, and who has confirmed them
	Override  *int64          `json:"override,omitempty"` // the seq of the one that lets it pass
	Question  rights.Question `json:"-"`
	Policy    string          `json:"-"` // the digest of a policy that the log keeps; "" where none could be loaded
}

// GateStory is one story that a piece uses, and what the piece declares of it.
type GateStory struct {
	ID      string         `json:"id"`
	Record  string         `json:"record,omitempty"`  // the SHA-256 of its record, "" where none was found
	Entry   *int64         `json:"entry,omitempty"`   // the seq of the decision on it, or of the record that could not be judged
	Verdict policy.Verdict `json:"verdict,omitempty"` // "" where it was not judged
	Shots   []int          `json:"shots,omitempty"`   // which of its shots, counted from 1; none is all of them
	Seconds *int           `json:"seconds,omitempty"` // how long it is shown, in seconds
	Credit  string         `json:"credit,omitempty"`  // the words by which it is credited
	Kept    []Condition    `json:"kept,omitempty"`    // conditions of the decision that the gate saw to be kept
}

// Condition is a condition of a decision, in the words of the policy that made it.
type Condition struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Against is one thing that keeps a piece from being cleared.
type Against struct {
	Story  string        `json:"story,omitempty"`  // "" where it is the piece itself
	Record string        `json:"record,omitempty"` // the SHA-256 of the record
	Code   string        `json:"code"`             // of a finding, or of a condition that is not kept
	Detail string        `json:"detail,omitempty"` // in the policy's words; "" for what the gate itself finds
	Effect policy.Effect `json:"effect"`           // refer or block
}

// Confirmed is a condition that somebody says is kept.
type Confirmed struct {
	Story  string `json:"story"`
	Record string `json:"record"`
	Code   string `json:"code"`
	Detail string `json:"detail"` // in the policy's words: it may make others of the same terms later
	Actor  string `json:"actor"`
}

// Override lets a piece pass that the gate stops: this piece, byte for byte, put to this use, in spite of what is named, and of
// nothing else.
type Override struct {
	Piece      Piece           `json:"piece"`
	Channel    string          `json:"channel,omitempty"`
	Against    []Against       `json:"against"` // what it lets pass
	Note       string          `json:"note"`    // why
	ApprovedBy []string        `json:"approved_by"`
	Actor      string          `json:"actor"` // who asked for it
	Until      time.Time       `json:"until"` // it lets nothing pass from this instant on, UTC, whole seconds
	Question   rights.Question `json:"-"`
	Policy     string          `json:"-"` // as in Gate
}

// Settlement says what became of an override when what it let pass was judged again. It names nobody, and stays.
type Settlement struct {
	Override int64          `json:"override"` // its seq
	Entries  []int64        `json:"entries"`  // the decisions that were made again, by their seq
	Verdict  policy.Verdict `json:"verdict"`  // of the piece, judged again; "" where that could not be done
	Against  []string       `json:"against"`  // the codes of what stands against it now
}
