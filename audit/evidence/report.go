package evidence

import (
	"clearance/policy"
	"clearance/rights"
)

// Status says how far a statement holds. Its zero value is none, and proves nothing.
type Status string

// How far a statement holds.
const (
	Proven    Status = "proven"
	NotProven Status = "not proven" // it may be so, but not by this file
	Erased    Status = "erased"     // it was erased, or left out; what was promised of it stands
	Broken    Status = "broken"     // it is not so: the file is damaged, or was altered
)

// Statement is one thing that a check looked at.
type Statement struct {
	Name   string `json:"name"` // the same in every version: checkpoint, entry, reading, …
	Status Status `json:"status"`
	Says   string `json:"says"`  // as a lawyer would
	Rests  string `json:"rests"` // on what it rests; "" where it is not proven
}

// Report is what a check found. Its zero value proves nothing.
type Report struct {
	OK         bool        `json:"ok"` // nothing is broken
	Origin     string      `json:"origin"`
	Size       int64       `json:"size"` // how many entries the checkpoint speaks of
	Root       string      `json:"root"` // of the tree over them, in base64
	Entry      int64       `json:"entry"`
	Kind       string      `json:"kind"`
	Recorded   string      `json:"recorded"` // RFC 3339, UTC, by the log's own clock
	Decision   *Decision   `json:"decision"` // null unless OK, and for a record that could not be judged
	Unjudged   *Unjudged   `json:"unjudged"` // null unless OK
	Statements []Statement `json:"statements"`
	Beyond     []string    `json:"beyond"` // what no such file can prove
}

// Decision is what was decided. Of what was erased nothing is left.
type Decision struct {
	Verdict   policy.Verdict     `json:"verdict"`
	Use       rights.Use         `json:"use"`
	AsOf      string             `json:"as_of"`      // RFC 3339, UTC
	GoodUntil string             `json:"good_until"` // RFC 3339, UTC; "" where nothing was known to change it
	Story     *rights.Source     `json:"story"`      // null: it was erased
	Findings  []policy.Explained `json:"findings"`   // without detail and words where the reading was erased
	OpenFor   []rights.Except    `json:"open_for"`   // narrower uses that were cleared
	Grid      *policy.Grid       `json:"grid"`       // null unless it was asked where the story is open
	Titles    map[string]string  `json:"titles"`     // what the codes of the grid mean
	Policy    string             `json:"policy"`
	By        *RunInfo           `json:"by"` // null: it was erased
}

// Unjudged is a record that could not be judged, as the trail keeps it.
type Unjudged struct {
	From   string `json:"from"`
	Offset int64  `json:"offset"`
	SHA256 string `json:"sha256"` // of the record's bytes, in hexadecimal; "" where they were not known
	Reason string `json:"reason"`
}

// RunInfo says what judged, and for whom, as the trail keeps it.
type RunInfo struct {
	Program string   `json:"program"`
	Version string   `json:"version"`
	OPA     string   `json:"opa"`
	Actor   string   `json:"actor"`
	Args    []string `json:"args"`

	Resumes *int64 `json:"resumes,omitempty"` // the entry that began the run that it goes on with
}

// beyond is what no file can prove.
var beyond = []string{
	"that the clock was right: the time is what the program that held the log says",
	"that no other decision was made, on this story or for this use: the log's owner can show the log",
	"that what the record states is true: the decision takes the record at its word",
}

const oneLog = "that everyone was shown the same log: compare the checkpoint with one that was published or kept elsewhere (--against)"

func (r *Report) add(name string, s Status, says, rests string) {
	r.Statements = append(r.Statements, Statement{name, s, says, rests})
}

// status is that of the statement with a name, "" where there is none.
func (r *Report) status(name string) Status {
	for _, s := range r.Statements {
		if s.Name == name {
			return s.Status
		}
	}
	return ""
}

// proven reports whether all statements with these names are.
func (r *Report) proven(names ...string) bool {
	for _, name := range names {
		if r.status(name) != Proven {
			return false
		}
	}
	return true
}

// broken is the first statement that is broken.
func (r *Report) broken() (Statement, bool) {
	for _, s := range r.Statements {
		if s.Status == Broken || s.Status == "" {
			return s, true
		}
	}
	return Statement{}, false
}
