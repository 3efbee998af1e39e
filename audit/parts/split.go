package parts

import (
	"bytes"
	"encoding/binary"
	"slices"
	"sync"
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

// Drop leaves out the texts of some pieces, of which the caller knows where they are.
func (p *Pieces) Drop(gone func(i int) bool) {
	kept := 0
	for i := range p.ends {
		if !gone(i) {
			kept += len(p.Text(i))
		}
	}
	text, begun := make([]byte, 0, kept), 0
	for i := range p.ends {
		one := p.text[begun:p.ends[i].text]
		begun = p.ends[i].text
		if !gone(i) {
			text = append(text, one...)
		}
		p.ends[i].text = len(text)
	}
	p.text = text
}

// Equal reports whether two documents are the same, but for texts that were dropped.
func (p *Pieces) Equal(q *Pieces) bool {
	return bytes.Equal(p.text, q.text) && bytes.Equal(p.fills, q.fills) && slices.Equal(p.ends, q.ends) && slices.Equal(p.Columns, q.Columns)
}

// Limits of what is taken apart. A piece that would be shorter joins the next: a reference takes room and time, too.
const (
	deepest  = 100
	shortest = 16
)

// Split takes a document apart. Bytes that are not canonical JSON become one piece that is all hole.
func (f *Form) Split(data []byte) Pieces {
	s := splitters.Get().(*splitter)
	defer splitters.Put(s)
	s.begin(f, data)
	if hasControl(data) || !s.value(&f.root, 0) || s.at != len(data) {
		s.begin(f, data)
		s.fill(ownText, 0, len(data))
	}
	s.end(len(data))
	s.encode()
	return s.take()
}

// splitters are used again: what they note on the way is larger than what comes of it.
var splitters = sync.Pool{New: func() any { return &splitter{holes: make([]hole, 0, 128)} }}

// take gives what came of it, with nothing in it that will be used again.
func (s *splitter) take() Pieces {
	out := s.out
	out.text, out.fills, out.ends = bytes.Clone(out.text), bytes.Clone(out.fills), slices.Clone(out.ends)
	s.in = nil
	return out
}

// Columns gives what a document has in the form's columns: as Split does.
func (f *Form) Columns(data []byte) []any { return f.Split(data).Columns }

// begin makes it ready for a document.
func (s *splitter) begin(f *Form, data []byte) {
	*s = splitter{in: data, columns: slices.Grow(s.columns[:0], f.columns)[:f.columns], holes: s.holes[:0],
		out: Pieces{Columns: make([]any, f.columns), text: s.out.text[:0], fills: s.out.fills[:0], ends: s.out.ends[:0]}}
	clear(s.columns)
}

// hasControl reports whether one of the bytes is below U+0020. It looks at eight at a time.
func hasControl(data []byte) bool {
	const each, high = 0x0101010101010101, 0x8080808080808080
	for ; len(data) >= 8; data = data[8:] {
		if x := binary.LittleEndian.Uint64(data); (x-firstText*each)&^x&high != 0 {
			return true
		}
	}
	for _, b := range data {
		if b < firstText {
			return true
		}
	}
	return false
}

// splitter is the work on one document. It need not know JSON well: whatever it takes for a number or a string, the bytes come back.
type splitter struct {
	in      []byte
	at      int
	copied  int      // up to where the document stands in pieces
	columns [][]byte // the strings of columns, as they stand in the document
	comma   bool     // whether a comma stands before the piece that is being made
	holes   []hole
	out     Pieces
}

// hole is what fills one: a number, or a range of the document.
type hole struct {
	mark     byte
	piece    int
	number   int64
	from, to int
}

// value steps over a value, and reports whether there is one.
func (s *splitter) value(n *node, depth int) bool {
	if s.at >= len(s.in) || depth > deepest {
		return false
	}
	switch s.in[s.at] {
	case '{':
		return s.object(n, depth)
	case '[':
		return s.array(n, depth)
	case '"':
		return s.text(n)
	case 't':
		return s.word("true")
	case 'f':
		return s.word("false")
	case 'n':
		return s.word("null")
	default:
		return s.number()
	}
}

func (s *splitter) word(w string) bool {
	if !bytes.HasPrefix(s.in[s.at:], []byte(w)) {
		return false
	}
	s.at += len(w)
	return true
}

// is steps over a byte, if it is this one.
func (s *splitter) is(b byte) bool {
	if s.at >= len(s.in) || s.in[s.at] != b {
		return false
	}
	s.at++
	return true
}

func (s *splitter) object(n *node, depth int) bool {
	s.at++
	if s.is('}') {
		return true
	}
	for {
		key, ok := s.quoted()
		if !ok || !s.is(':') || !s.value(n.below(key), depth+1) {
			return false
		}
		if s.is('}') {
			return true
		}
		if !s.is(',') {
			return false
		}
		if depth == 0 {
			s.cut(true)
		}
	}
}

func (s *splitter) array(n *node, depth int) bool {
	s.at++
	if s.is(']') {
		return true
	}
	if n.isCut() {
		s.cut(false)
	}
	for {
		if !s.value(n, depth+1) {
			return false
		}
		if s.at < len(s.in) && s.in[s.at] == ']' {
			if n.isCut() {
				s.cut(false)
			}
			s.at++
			return true
		}
		if !s.is(',') {
			return false
		}
		if n.isCut() {
			s.cut(true)
		}
	}
}

// quoted steps over a string and gives what stands between its quotes.
func (s *splitter) quoted() ([]byte, bool) {
	if !s.is('"') {
		return nil, false
	}
	start := s.at
	for {
		n := bytes.IndexByte(s.in[s.at:], '"')
		if n < 0 {
			return nil, false
		}
		s.at += n + 1
		slashes := 0
		for s.in[s.at-2-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return s.in[start : s.at-1], true
		}
	}
}

func (s *splitter) text(n *node) bool {
	text, ok := s.quoted()
	if !ok || n == nil || n.hole == 0 {
		return ok
	}
	mark := n.hole
	if c := int(mark) - firstColumn; c >= 0 {
		if plain, ok := unescape(text); ok && s.columns[c] == nil {
			s.columns[c], s.out.Columns[c] = text, plain
		} else {
			mark = ownText
		}
	}
	s.fill(mark, s.at-1-len(text), s.at-1)
	return true
}

// number steps over a number. One that is not written as Go writes it stays in the text.
func (s *splitter) number() bool {
	start := s.at
	for s.at < len(s.in) && (s.in[s.at] == '-' || s.in[s.at] == '+' || s.in[s.at] == '.' || s.in[s.at]|' ' == 'e' || s.in[s.at]-'0' < 10) {
		s.at++
	}
	n, ok := parse(s.in[start:s.at])
	if ok {
		s.fill(number, start, s.at)
		s.holes[len(s.holes)-1].number = n
	}
	return s.at > start
}

// parse reads a whole number of at most 18 digits.
func parse(text []byte) (n int64, ok bool) {
	digits := bytes.TrimPrefix(text, []byte("-"))
	if len(digits) == 0 || len(digits) > 18 || digits[0] == '0' && len(text) > 1 {
		return 0, false
	}
	for _, d := range digits {
		if d < '0' || d > '9' {
			return 0, false
		}
		n = 10*n + int64(d-'0')
	}
	if len(digits) < len(text) {
		n = -n
	}
	return n, true
}

// fill puts a mark in the place of a range of the document.
func (s *splitter) fill(mark byte, from, to int) {
	s.out.text = append(append(s.out.text, s.in[s.copied:from]...), mark)
	s.holes = append(s.holes, hole{mark: mark, piece: len(s.out.ends), from: from, to: to})
	s.copied = to
}

// cut ends a piece here, or before the comma that was just stepped over, unless it is too short yet.
func (s *splitter) cut(comma bool) {
	here := s.at
	if comma {
		here--
	}
	begun := 0
	if n := len(s.out.ends); n > 0 {
		begun = s.out.ends[n-1].text
	}
	if len(s.out.text)-begun+here-s.copied < shortest {
		return
	}
	s.end(here)
	s.copied, s.comma = s.at, comma
}

// end ends a piece.
func (s *splitter) end(here int) {
	s.out.text = append(s.out.text, s.in[s.copied:here]...)
	s.copied = here
	s.out.ends = append(s.out.ends, end{text: len(s.out.text), comma: s.comma})
	s.comma = false
}
