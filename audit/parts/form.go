// Package parts takes canonical JSON apart, so that what many documents have in common is stored once and what is a document's own
// takes little room, and puts it together again to the very bytes.
//
// A document becomes pieces of text with holes. Every whole number is a hole, and so are the strings that a Form names: what filled
// them stands beside the pieces. Two documents that differ in numbers and names alone have the same pieces. A mark in the text stands
// for each hole: a byte below U+0020, which canonical JSON has nowhere.
package parts

import "strings"

// The marks of holes. A column's mark is firstColumn and its place in the form.
const (
	number      = 1
	ownText     = 2
	firstColumn = 3
	firstText   = 0x20 // from here on bytes are text
)

// Form says which strings of a document are its own, and where it is cut into pieces.
type Form struct {
	root    node
	columns int
}

// node is a place in a document. Arrays have none of their own: their elements stand in the place of the array.
type node struct {
	hole byte // the mark of a string here, 0 where it stays in the text
	cut  bool // elements of an array here are pieces
	next map[string]*node
}

// NewForm makes a form from the paths of strings that stand in columns, of others that are a document's own, and of arrays whose elements
// are pieces. A path is keys with points between them; steps into an array are left out.
func NewForm(columns, own, cut []string) *Form {
	f := &Form{columns: len(columns)}
	for i, path := range columns {
		f.at(path).hole = byte(firstColumn + i)
	}
	for _, path := range own {
		f.at(path).hole = ownText
	}
	for _, path := range cut {
		f.at(path).cut = true
	}
	return f
}

func (f *Form) at(path string) *node {
	n := &f.root
	for key := range strings.SplitSeq(path, ".") {
		if n.next[key] == nil {
			if n.next == nil {
				n.next = map[string]*node{}
			}
			n.next[key] = &node{}
		}
		n = n.next[key]
	}
	return n
}

// below is the place of a member; nil where the form says nothing of it.
func (n *node) below(key []byte) *node {
	if n == nil {
		return nil
	}
	return n.next[string(key)]
}

func (n *node) isCut() bool { return n != nil && n.cut }
