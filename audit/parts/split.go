package parts

import (
	"bytes"
	"encoding/binary"
	"sync"

	"clearance/rights/canonical"
)

// deepest bounds how deep a document may be that is taken apart.
const deepest = 100

// Split takes a document apart. Bytes that are not canonical JSON become one piece that is all hole.
func (f *Form) Split(data []byte) Pieces { return f.split(data, nil) }

func (f *Form) split(data []byte, elsewhere func(text []byte) bool) Pieces {
	s := scanners.Get().(*scanner)
	defer scanners.Put(s)
	*s = scanner{in: data, notes: s.notes[:0]}
	if hasControl(data) || !s.value(&f.Root, 0) || s.at != len(data) {
		s.notes = append(s.notes[:0], canonical.Note{Mark: ownText, To: len(data)})
	}
	s.in = nil
	return f.Take(data, s.notes, elsewhere)
}

// scanners are used again: what they note on the way is large.
var scanners = sync.Pool{New: func() any { return &scanner{} }}

// Columns gives what a document has in the form's columns: as Split does.
func (f *Form) Columns(data []byte) []any { return f.Split(data).Columns }

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

// scanner notes of a document what whoever wrote it could have noted. It need not know JSON well: whatever it takes for a number or a
// string, the bytes come back.
type scanner struct {
	in    []byte
	at    int
	notes []canonical.Note
}

// value steps over a value, and reports whether there is one.
func (s *scanner) value(p *canonical.Place, depth int) bool {
	if s.at >= len(s.in) || depth > deepest {
		return false
	}
	switch s.in[s.at] {
	case '{':
		return s.object(p, depth)
	case '[':
		return s.array(p, depth)
	case '"':
		return s.text(p)
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

func (s *scanner) word(w string) bool {
	if !bytes.HasPrefix(s.in[s.at:], []byte(w)) {
		return false
	}
	s.at += len(w)
	return true
}

// is steps over a byte, if it is this one.
func (s *scanner) is(b byte) bool {
	if s.at >= len(s.in) || s.in[s.at] != b {
		return false
	}
	s.at++
	return true
}

func (s *scanner) object(p *canonical.Place, depth int) bool {
	s.at++
	if s.is('}') {
		return true
	}
	for {
		key, ok := s.quoted()
		if !ok || !s.is(':') || !s.value(p.Below(string(key)), depth+1) {
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

func (s *scanner) array(p *canonical.Place, depth int) bool {
	s.at++
	if s.is(']') {
		return true
	}
	cut := p != nil && p.Cut
	if cut {
		s.cut(false)
	}
	for {
		if !s.value(p, depth+1) {
			return false
		}
		if s.at < len(s.in) && s.in[s.at] == ']' {
			if cut {
				s.cut(false)
			}
			s.at++
			return true
		}
		if !s.is(',') {
			return false
		}
		if cut {
			s.cut(true)
		}
	}
}

// quoted steps over a string and gives what stands between its quotes.
func (s *scanner) quoted() ([]byte, bool) {
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

func (s *scanner) text(p *canonical.Place) bool {
	text, ok := s.quoted()
	if ok && p != nil && p.Mark != 0 {
		s.notes = append(s.notes, canonical.Note{Mark: p.Mark, From: s.at - 1 - len(text), To: s.at - 1})
	}
	return ok
}

// number steps over a number. One that is not written as Go writes it stays in the text.
func (s *scanner) number() bool {
	start := s.at
	for s.at < len(s.in) && (s.in[s.at] == '-' || s.in[s.at] == '+' || s.in[s.at] == '.' || s.in[s.at]|' ' == 'e' || s.in[s.at]-'0' < 10) {
		s.at++
	}
	if n, ok := parse(s.in[start:s.at]); ok {
		s.notes = append(s.notes, canonical.Note{Mark: number, From: start, To: s.at, Number: n})
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

// cut notes that a piece may end here, or before the comma that was just stepped over.
func (s *scanner) cut(comma bool) {
	n := canonical.Note{Mark: canonical.Cut, From: s.at, To: s.at}
	if comma {
		n.From--
	}
	s.notes = append(s.notes, n)
}
