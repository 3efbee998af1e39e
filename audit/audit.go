// Package audit keeps the trail: every decision with all that it rests on, durably, in one SQLite file that is only ever added to.
//
// A [Run] appends decisions in batches. What [Run.Append] has acknowledged is on the disk; what it has not must not be shown.
// Entries are numbered by seq, dense from 0. Each has payloads in canonical JSON, which its leaf promises by their SHA-256. What can
// name a person is salted and stands in rows that can be erased: readings, parties, identifiers, the arguments of a run, what is
// known of a record that could not be judged, and what is said of a piece at the gate. Questions, inputs, outcomes and policies name
// nobody, and stay.
//
// Readings, inputs and outcomes are stored in pieces, so that what many of them have in common is stored once (package parts), and put
// together to the very bytes whenever they are read. A piece of readings that no reading is made of any more is erased with the last of them.
//
// Every entry is a leaf of an RFC 6962 tree, written in the same transaction. A checkpoint signs its root; whoever has one can be
// shown that an entry is in the tree, and that today's tree extends the one they saw.
//
// Several processes on one machine may append to one log. A log may not stand on a network share.
package audit

import (
	"time"

	"clearance/policy"
	"clearance/rights"
)

// Kind says what an entry records.
type Kind string

// The kinds of entry.
const (
	KindDecision Kind = "decision"  // a story was judged
	KindAvails   Kind = "avails"    // a story was judged in every territory and medium
	KindUnjudged Kind = "unjudged"  // a story could not be judged
	KindRunStart Kind = "run-start" // a program began to judge
	KindRunEnd   Kind = "run-end"   // it came to its end, with its counts
	KindKey      Kind = "key"       // a key was made that signs checkpoints
	KindErasure  Kind = "erasure"   // what was read from a story was erased

	KindGate       Kind = "gate"       // a piece was judged at the gate
	KindOverride   Kind = "override"   // somebody let a piece pass that was stopped
	KindSettlement Kind = "settlement" // an override was judged again
)

// Item is what a run appends: an Answer, a Key, or what is said at the gate: a Gate, an Override or a Settlement.
type Item interface {
	// seal makes the bytes that are stored of it in a log.
	seal(*Log) (Sealed, error)
}

// Answer is an item that answers a question about a record: a Decision or an Unjudged.
type Answer interface {
	Item
	// about gives the SHA-256 of the record, and what was asked.
	about() (record string, q rights.Question)
}

// Decision is the outcome for a reading, a question and a policy. With a grid in its outcome it is recorded as avails.
type Decision struct {
	Reading   rights.Reading
	Question  rights.Question
	Input     rights.Input // no words and no identifiers: it is stored for good
	Outcome   policy.Outcome
	GoodUntil *time.Time // when it may change; kept in whole seconds, rounded down; nil where nothing is known to change it
	Policy    string     // the digest of a policy that the log keeps, see Log.Keep
}

// Unjudged is a record that could not be judged.
type Unjudged struct {
	From     string          `json:"from"`   // the file, "-" for standard input
	Offset   int64           `json:"offset"` // the record's first byte in that file
	SHA256   string          `json:"sha256"` // of the record's bytes, in hexadecimal; "" where they are not known
	Reason   string          `json:"reason"`
	Question rights.Question `json:"-"`
	Policy   string          `json:"-"` // the digest of a policy that the log keeps, see Log.Keep
}

// Policy is a policy bundle under the digest of its exact bytes.
type Policy struct {
	Digest string // "sha256:" and 64 hexadecimal digits
	Bundle []byte
}

// RunInfo says what judges, and for whom.
type RunInfo struct {
	Program string   `json:"program"`
	Version string   `json:"version"`
	OPA     string   `json:"opa"` // the engine's version
	Actor   string   `json:"actor"`
	Args    []string `json:"args"` // the command line, without the program's name

	Resumes *int64 `json:"resumes,omitempty"` // the seq of the run that it goes on with
}

// Counts are what a run recorded.
type Counts struct {
	Cleared     int64 `json:"cleared"`
	Referred    int64 `json:"referred"`
	Blocked     int64 `json:"blocked"`
	Unjudged    int64 `json:"unjudged"`
	Interrupted bool  `json:"interrupted"` // the run ended before its input did
}

// Entry is one line of the trail. Fields that its kind does not have, and those that were erased, are zero.
type Entry struct {
	Seq       int64
	Recorded  time.Time // the moment of writing, UTC, in microseconds; never goes backwards
	Kind      Kind
	Run       int64          // the seq of its run's first entry
	StoryID   string         // as the record shows it
	Title     string         // as delivered; at a gate and of an override the file that the piece is
	SHA256    string         // of the record's bytes, or the piece's, in hexadecimal
	Verdict   policy.Verdict // "" unless a story or a piece was judged
	Action    string
	AsOf      time.Time  // the moment asked about, UTC
	GoodUntil *time.Time // UTC
	Policy    string     // the policy's digest
}
