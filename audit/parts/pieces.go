package parts

import (
	"bytes"
	"slices"
)

// Pieces is a document taken apart. The zero value is none.
type Pieces struct {
	Columns []any // by the form's columns: the string that stands there, nil where there is none

	text  []byte // of all pieces
	fills []byte // what fills their holes
	ends  []end
}

// end is where a piece ends, and whether a comma stands before it.
type end struct {
	text, fills int
	comma       bool
}

// Len is how many pieces there are.
func (p *Pieces) Len() int { return len(p.ends) }

// Text is the text of one piece.
func (p *Pieces) Text(i int) []byte {
	begun := 0
	if i > 0 {
		begun = p.ends[i-1].text
	}
	return p.text[begun:p.ends[i].text]
}

// Equal reports whether two documents are the same, but for texts that were dropped.
func (p *Pieces) Equal(q *Pieces) bool {
	return bytes.Equal(p.text, q.text) && bytes.Equal(p.fills, q.fills) && slices.Equal(p.ends, q.ends) && slices.Equal(p.Columns, q.Columns)
}
