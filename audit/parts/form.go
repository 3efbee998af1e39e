// Package parts takes canonical JSON apart, so that what many documents have in common is stored once and what is a document's own
// takes little room, and puts it together again to the very bytes.
//
// A document becomes pieces of text with holes. Every whole number is a hole, and so are the strings that a Form names: what filled
// them stands beside the pieces. Two documents that differ in numbers and names alone have the same pieces. A mark in the text stands
// for each hole: a byte below U+0020, which canonical JSON has nowhere.
package parts

import (
	"strings"

	"clearance/rights/canonical"
)

// The marks of holes. A column's mark is firstColumn and its place in the form.
const (
	number      = canonical.Number
	ownText     = 2
	firstColumn = 3
	firstText   = 0x20 // from here on bytes are text
)

// Form says which strings of a document are its own, and where it is cut into pieces.
type Form struct {
	Root    canonical.Place // what is noted of a document that is written to be taken apart
	columns int
}

// NewForm makes a form from the paths of strings that stand in columns, of others that are a document's own, and of arrays whose elements
// are pieces. A path is keys with points between them; steps into an array are left out.
func NewForm(columns, own, cut []string) *Form {
	f := &Form{columns: len(columns)}
	for i, path := range columns {
		f.at(path).Mark = byte(firstColumn + i)
	}
	for _, path := range own {
		f.at(path).Mark = ownText
	}
	for _, path := range cut {
		f.at(path).Cut = true
	}
	return f
}

func (f *Form) at(path string) *canonical.Place {
	p := &f.Root
	for key := range strings.SplitSeq(path, ".") {
		p = p.Add(key)
	}
	return p
}
