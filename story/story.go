// Package story reads archive records: a story as it was delivered, each field with its bytes.
package story

import (
	"crypto/sha256"
	"encoding/hex"
)

// Label is the name of a field, as the archive's form writes it.
type Label string

// The labels of the archive's form. Every record must carry all of them.
const (
	Title           Label = "Title"
	Date            Label = "Date"
	Summary         Label = "Summary"
	Embargoed       Label = "Embargoed"
	Keywords        Label = "Keywords"
	Location        Label = "Location"
	Country         Label = "Country"
	Topics          Label = "Topics"
	Identifier      Label = "Reuters ID"
	Text            Label = "Story Text"
	CopyrightHolder Label = "Copyright Holder"
	CopyrightNotice Label = "Copyright Notice"
	UsageTerms      Label = "Usage Terms/Restrictions"
)

// Labels are all labels in the order of the form.
var Labels = []Label{
	Title, Date, Summary, Embargoed, Keywords, Location, Country, Topics,
	Identifier, Text, CopyrightHolder, CopyrightNotice, UsageTerms,
}

// Span is a half-open range of bytes, counted from the record's first byte as delivered.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Encoding says how a record's bytes were read as text.
type Encoding string

// A record that is valid UTF-8 is read as such; any other is taken for Windows-1252.
const (
	UTF8        Encoding = "utf-8"
	Windows1252 Encoding = "windows-1252"
)

// Story is one record as delivered.
type Story struct {
	From     string   // the file it came from, "-" for standard input
	Offset   int64    // its first byte in that file
	Line     int      // the line of that byte, counted from 1
	Raw      []byte   // its bytes, without the line ends after its last one; not to be changed: the fields' texts are these bytes
	Encoding Encoding // how Raw was read as text
	Fields   []Field  // every field in the order it stands in
	Oddities []Oddity // what is wrong with its form
}

// Field is one occurrence of a label with its value.
type Field struct {
	Label Label
	Span  Span   // the value's bytes, without surrounding white space
	Text  string // the value as UTF-8

	marks []int // see place; nil where Text is Raw[Span.Start:Span.End]
}

// Oddity is a place where the record's form is damaged or hides something.
type Oddity struct {
	Kind OddityKind
	Span Span
	Text string // the words there, as UTF-8
}

// OddityKind says what is odd.
type OddityKind string

// Kinds of oddity. Each makes the record refer: nobody can tell what was meant.
const (
	UnknownLabel     OddityKind = "unknown_label"     // "- Word:" at a line start that is no label of the form
	DamagedLabel     OddityKind = "damaged_label"     // almost a label: a letter, its dash or its colon is off
	HiddenCharacter  OddityKind = "hidden_character"  // bidi controls, zero-width and other invisible characters
	StrayText        OddityKind = "stray_text"        // text right before the record, or before its first label: nobody can tell what it is about
	ControlCharacter OddityKind = "control_character" // a C0 or C1 control other than tab and line ends, or a byte no encoding gives a meaning
)

// All are the fields with a label, in the order they stand in.
func (s *Story) All(l Label) []Field {
	var all []Field
	for _, f := range s.Fields {
		if f.Label == l {
			all = append(all, f)
		}
	}
	return all
}

// SHA256 is the digest of the record's bytes, in hexadecimal.
func (s *Story) SHA256() string {
	sum := sha256.Sum256(s.Raw)
	var digits [2 * sha256.Size]byte
	hex.Encode(digits[:], sum[:])
	return string(digits[:])
}
