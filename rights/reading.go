// Package rights reads what a record says about its rights, as of a moment: holder, notice, embargo, the language of restrictions.
package rights

import "time"

// ReaderVersion names the way of reading. It changes whenever the same record may be read differently.
const ReaderVersion = "2"

// State says how far a fact could be read. Its zero value is no state at all and clears nothing.
type State string

// The states of a fact.
const (
	Absent        State = "absent"        // the label is missing from the record
	Empty         State = "empty"         // the label is there, its value is not
	Stated        State = "stated"        // read, every byte of it
	Unreadable    State = "unreadable"    // words that do not give the fact their field is for
	Contradictory State = "contradictory" // the label stands more than once, with different values
	Unread        State = "unread"        // words are left over that nothing could read
)

// Words are bytes of a record, as delivered.
type Words struct {
	Field string `json:"field"` // the label of the field they stand in
	Start int    `json:"start"` // half-open range of bytes from the record's first byte
	End   int    `json:"end"`
	Text  string `json:"text"` // UTF-8, whatever the record's encoding

	Absent bool `json:"absent,omitempty"` // the label is missing: there are no words, Start and End are 0
}

// Fact is one thing read from a record: how far it could be read, what it was read as, and from which words.
type Fact struct {
	State State   `json:"state"`
	Value string  `json:"value,omitempty"`
	Words []Words `json:"words,omitempty"`
}

// Reading is everything read from one record.
type Reading struct {
	Reader  string  `json:"reader"` // ReaderVersion
	Story   Source  `json:"story"`
	Rights  string  `json:"rights"` // SHA-256, in hexadecimal, of what the record says about its rights
	Record  Record  `json:"record"`
	Holder  Holder  `json:"holder"`
	Notice  Notice  `json:"notice"`
	Embargo Embargo `json:"embargo"`
	Terms   Terms   `json:"terms"`
	Shots   []Shot  `json:"shots"`
}

// Source says which record a reading is of.
type Source struct {
	ID     string `json:"id"`     // the identifier, "" where none can be read
	Title  string `json:"title"`  // the first title, as delivered
	From   string `json:"from"`   // the file, "-" for standard input
	Offset int64  `json:"offset"` // the record's first byte in that file
	SHA256 string `json:"sha256"` // of the record's bytes, in hexadecimal
}

// Record is the form of the record: which labels it carries, its identifier and day, what is damaged.
type Record struct {
	Labels   map[string]Fact `json:"labels"` // by the names in LabelNames; words only where the label is contradictory
	ID       Fact            `json:"id"`
	Date     Fact            `json:"date"` // Value is an ISO day, 2009-12-05
	Oddities []Oddity        `json:"oddities"`
}

// Oddity is a damaged or hidden place of the record; Kind is a story.OddityKind.
type Oddity struct {
	Kind  string `json:"kind"`
	Words Words  `json:"words"`
}

// Holder is the field "Copyright Holder": a name and, in brackets, the archive desk's sale flag.
type Holder struct {
	Fact           // the whole field
	Name   Fact    `json:"name"`
	Sale   Fact    `json:"sale"` // Value is can_sell or cannot_sell
	Unread []Words `json:"unread,omitempty"`
}

// Notice is the field "Copyright Notice".
type Notice struct {
	Fact             // the whole field
	Claimant Fact    `json:"claimant"`
	Year     Fact    `json:"year"`
	Link     Fact    `json:"link"`             // a link label; Value is its URL, Unreadable without one
	Reserved Fact    `json:"reserved"`         // "All rights reserved" and its long forms
	Beside   []Words `json:"beside,omitempty"` // what else stands in it: terms
	Unread   []Words `json:"unread,omitempty"` // what could not be read of them
}

// Embargo is the field "Embargoed" as an interval of instants: before First it holds everywhere on Earth, from Last on nowhere.
type Embargo struct {
	Fact
	First   *time.Time `json:"first"` // UTC
	Last    *time.Time `json:"last"`  // UTC
	Zone    string     `json:"zone"`  // as stated, "" where none is
	Endless bool       `json:"endless"`
	Past    bool       `json:"past,omitempty"` // it only says that there was one
}

// Terms is the field "Usage Terms/Restrictions", and the rules that hold for the whole item, wherever they stand.
type Terms struct {
	Fact
	Nothing   bool    `json:"nothing,omitempty"` // the whole value is a known way of saying that nothing is stated
	Rules     []Rule  `json:"rules,omitempty"`
	Unread    []Words `json:"unread,omitempty"`
	Stretches []Words `json:"stretches,omitempty"` // words of the summary and the text that stand there as terms
	Elsewhere []Words `json:"elsewhere,omitempty"` // what could not be read of them
}

// Shot is one dateline of a shotlist: PLACE (DATE) (SOURCE - TERMS).
type Shot struct {
	Date   Fact    `json:"date"`   // as delivered
	Source Fact    `json:"source"` // Absent where no bracket follows the date
	Terms  Fact    `json:"terms"`  // Absent where the bracket names a source alone
	Rules  []Rule  `json:"rules,omitempty"`
	Unread []Words `json:"unread,omitempty"` // what could not be read of its terms
}
