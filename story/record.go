package story

import (
	"bytes"
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"
	"unsafe"
)

// mostOddities is how many oddities of one kind are kept. One is enough for a person to look at the record.
const mostOddities = 64

// space surrounds values. A no-break space is not among it: it is part of what was delivered.
const space = " \t\r\n"

// read finds the fields and the oddities of a record.
func read(raw []byte) *Story {
	s := scan{raw: raw, encoding: encodingOf(raw)}
	s.run()
	if len(s.labels) > 0 {
		if before := trim(raw, Span{0, s.labels[0].Start}); before.End > before.Start {
			s.note(StrayText, before.Start, before.End)
		}
	}
	return &Story{Raw: raw, Encoding: s.encoding, Fields: s.fields(), Oddities: s.oddities()}
}

// hasLabel says whether text has any label of the form.
func hasLabel(text []byte) bool {
	s := scan{raw: text, encoding: encodingOf(text)}
	s.run()
	return len(s.labels) > 0
}

// scan goes once over the bytes of a record and keeps what it comes by.
type scan struct {
	raw      []byte
	encoding Encoding
	labels   []labelled
	odd      map[OddityKind][]Oddity // in the order they stand in, without their text
}

// labelled is a label that was found, from its dash to after its colon.
type labelled struct {
	label Label
	Span
}

func (s *scan) run() {
	s.labels = make([]labelled, 0, len(Labels))
	for i := plainUntil(s.raw, 0); i < len(s.raw); i = plainUntil(s.raw, i) {
		switch classes[s.raw[i]] {
		case dash:
			i = s.dash(i, 1)
		case colon:
			if start, ok := s.damagedBefore(i); ok {
				s.note(DamagedLabel, start, i+1)
			}
			i++
		case control:
			s.note(ControlCharacter, i, i+1)
			i++
		case wide:
			i = s.wide(i)
		}
	}
}

// plainUntil is where the next byte after i stands that matters to the form; nearly all do not.
func plainUntil(raw []byte, i int) int {
	for i+3 < len(raw) && classes[raw[i]]|classes[raw[i+1]]|classes[raw[i+2]]|classes[raw[i+3]] == plain {
		i += 4
	}
	for i < len(raw) && classes[raw[i]] == plain {
		i++
	}
	return i
}

// dash looks for a label after the dash at i, and gives the place to go on from.
func (s *scan) dash(i, size int) int {
	if l, end := labelAt(s.raw, i); end > 0 {
		s.labels = append(s.labels, labelled{l, Span{i, end}})
		return end
	}
	if end, ok := s.damagedAfter(i, i+size); ok {
		s.note(DamagedLabel, i, end)
	} else if end, ok := s.unknownLabel(i, i+size); ok {
		s.note(UnknownLabel, i, end)
	} else if end, ok := s.gluedAlias(i, i+size); ok {
		s.note(UnknownLabel, i, end)
	}
	return i + size
}

// wide looks at the character at i, which is not ASCII, and gives the place to go on from.
func (s *scan) wide(i int) int {
	if size := dashAt(s.raw, i); size > 0 {
		return s.dash(i, size)
	}
	if s.encoding == Windows1252 {
		// A whole character of UTF-8 in a text that is none: one bad byte made it look like Windows-1252, and characters
		// that hide something look like letters now.
		if r, size := utf8.DecodeRune(s.raw[i:]); r != utf8.RuneError {
			s.note(cmp.Or(oddityOf(r), ControlCharacter), i, i+size)
			return i + size
		}
	}
	r, size := s.wideAt(i)
	if kind := oddityOf(r); kind != "" {
		s.note(kind, i, i+size)
	}
	if unicode.Is(unicode.Pd, r) || r == '−' || r == '•' { // what some systems make of a dash
		return s.dash(i, size)
	}
	return i + size
}

// note keeps an oddity, as one with the last of its kind where they touch.
func (s *scan) note(kind OddityKind, start, end int) {
	if s.odd == nil {
		s.odd = map[OddityKind][]Oddity{}
	}
	kept := s.odd[kind]
	if n := len(kept); n > 0 && start <= kept[n-1].Span.End {
		last := &kept[n-1].Span
		last.Start, last.End = min(last.Start, start), max(last.End, end)
	} else if n < mostOddities {
		s.odd[kind] = append(kept, Oddity{Kind: kind, Span: Span{start, end}})
	}
}

// fields are the labels found, each with the value that runs up to the next one.
func (s *scan) fields() []Field {
	if len(s.labels) == 0 {
		return nil
	}
	fields := make([]Field, len(s.labels))
	text := "" // of the whole record, shared by its fields
	if s.encoding == UTF8 {
		text = unsafe.String(unsafe.SliceData(s.raw), len(s.raw)) // nobody changes them any more
	}
	for i, l := range s.labels {
		end := len(s.raw)
		if i+1 < len(s.labels) {
			end = s.labels[i+1].Start
		}
		f := Field{Label: l.label, Span: trim(s.raw, Span{l.End, end})}
		if value := s.raw[f.Span.Start:f.Span.End]; s.encoding == UTF8 {
			f.Text = text[f.Span.Start:f.Span.End]
		} else if f.Text = decode(value); !ascii(value) {
			f.marks = marksOf(f.Text, f.Span.Start)
		}
		fields[i] = f
	}
	return fields
}

// oddities are all that were noted, in the order they stand in.
func (s *scan) oddities() []Oddity {
	var all []Oddity
	for _, kind := range []OddityKind{UnknownLabel, DamagedLabel, StrayText, HiddenCharacter, ControlCharacter} {
		for _, o := range s.odd[kind] {
			if words := s.raw[o.Span.Start:o.Span.End]; s.encoding == UTF8 {
				o.Text = string(words)
			} else {
				o.Text = decode(words)
			}
			all = append(all, o)
		}
	}
	slices.SortStableFunc(all, func(a, b Oddity) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return all
}

// trim takes surrounding white space off a span. What is nothing else becomes the empty span at its start.
func trim(raw []byte, s Span) Span {
	left := bytes.TrimLeft(raw[s.Start:s.End], space)
	if len(left) == 0 {
		return Span{s.Start, s.Start}
	}
	start := s.End - len(left)
	return Span{start, start + len(bytes.TrimRight(left, space))}
}
