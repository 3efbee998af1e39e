package parts

import (
	"encoding/binary"
	"slices"
	"sync"

	"clearance/rights/canonical"
)

// shortest is how long a piece is at the least, in bytes of text. One that would be shorter joins the next: a reference takes room and
// time, too.
const shortest = 16

// Take takes apart a document of which it was noted, in the form's places, what stands where. It may change the notes. It leaves out the
// texts that somebody has elsewhere: whoever says so is asked of each piece in turn, if there is anyone.
func (f *Form) Take(data []byte, notes []canonical.Note, elsewhere func(text []byte) bool) Pieces {
	t := takers.Get().(*taker)
	defer takers.Put(t)
	t.begin(f, data)
	t.findColumns(notes)
	for i := range notes {
		t.take(&notes[i], elsewhere)
	}
	t.end(len(data), elsewhere)
	return t.done()
}

// takers are used again: what they work on is larger than what comes of it.
var takers = sync.Pool{New: func() any { return &taker{} }}

// taker is the work on one document.
type taker struct {
	in      []byte
	copied  int      // up to where the document stands in pieces
	begun   int      // where the text of the piece that is being made begins
	comma   bool     // whether a comma stands before it
	last    int64    // the number that was last
	strings [][]byte // those of columns and holes, as they stand in the document
	out     Pieces
}

func (t *taker) begin(f *Form, data []byte) {
	*t = taker{in: data, strings: slices.Grow(t.strings[:0], f.columns)[:f.columns],
		out: Pieces{Columns: make([]any, f.columns), text: t.out.text[:0], fills: t.out.fills[:0], ends: t.out.ends[:0]}}
	clear(t.strings)
}

// done gives what came of it, with nothing in it that will be used again.
func (t *taker) done() Pieces {
	out, text := t.out, len(t.out.text)
	both := append(append(make([]byte, 0, text+len(out.fills)), out.text...), out.fills...)
	out.text, out.fills, out.ends = both[:text:text], both[text:], slices.Clone(out.ends)
	t.in = nil
	clear(t.strings)
	return out
}

// findColumns finds the strings that stand in columns: the first in the place of each. Any other is the document's own.
func (t *taker) findColumns(notes []canonical.Note) {
	for i := range notes {
		n := &notes[i]
		c := int(n.Mark) - firstColumn
		if c < 0 {
			continue
		}
		text := t.in[n.From:n.To]
		if plain, ok := unescape(text); ok && t.strings[c] == nil {
			t.strings[c], t.out.Columns[c] = text, plain
		} else {
			n.Mark = ownText
		}
	}
}

func (t *taker) take(n *canonical.Note, elsewhere func([]byte) bool) {
	if n.Mark == canonical.Cut {
		t.cut(n.From, n.To, elsewhere)
		return
	}
	t.out.text = append(append(t.out.text, t.in[t.copied:n.From]...), n.Mark)
	t.copied = n.To
	switch n.Mark {
	case number:
		t.out.fills = binary.AppendVarint(t.out.fills, n.Number-t.last)
		t.last = n.Number
	case ownText:
		t.out.fills, t.strings = appendString(t.out.fills, t.in[n.From:n.To], t.strings)
	}
}

// cut ends a piece, unless it is too short yet. The next begins behind what may be a comma.
func (t *taker) cut(from, to int, elsewhere func([]byte) bool) {
	if len(t.out.text)-t.begun+from-t.copied < shortest {
		return
	}
	t.end(from, elsewhere)
	t.copied, t.comma = to, to > from
}

// end ends a piece.
func (t *taker) end(here int, elsewhere func([]byte) bool) {
	t.out.text = append(t.out.text, t.in[t.copied:here]...)
	if elsewhere != nil && elsewhere(t.out.text[t.begun:]) {
		t.out.text = t.out.text[:t.begun]
	}
	t.begun = len(t.out.text)
	t.out.ends = append(t.out.ends, end{text: len(t.out.text), fills: len(t.out.fills), comma: t.comma})
}
