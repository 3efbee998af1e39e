package rights

import (
	"strings"

	"clearance/story"
)

// field is one label of a record: its state and, where it is stated, the text that every occurrence agrees on.
type field struct {
	state State // Absent, Empty, Stated or Contradictory
	text  string
	first story.Field
	all   []story.Field // where the first is not all
}

// look finds a label in a record. Occurrences that say the same are one; any two that differ are a contradiction,
// never a choice, because a story can quote, or smuggle, a label.
func look(s *story.Story, l story.Label) field {
	f := field{state: Absent}
	for i := range s.Fields {
		switch other := &s.Fields[i]; {
		case other.Label != l:
		case f.state == Absent:
			f.first, f.text, f.state = *other, other.Text, Stated
			if f.text == "" {
				f.state = Empty
			}
		case other.Text != f.text:
			f.state, f.all = Contradictory, s.All(l)
			return f
		case f.state == Empty:
			f.all = s.All(l)
		}
	}
	return f
}

// fact is the field as a whole: its state and the words of every occurrence, or the mark that it is absent.
func (f field) fact(l story.Label) Fact { return f.factIn(nil, l) }

// factIn is fact for whoever has space for the words of one occurrence.
func (f field) factIn(space []Words, l story.Label) Fact {
	fact := Fact{State: f.state}
	switch {
	case f.state == Absent:
		fact.Words = append(space, Words{Field: string(l), Absent: true})
	case f.all == nil:
		fact.Words = append(space, whole(f.first))
	}
	for _, o := range f.all {
		fact.Words = append(fact.Words, whole(o))
	}
	return fact
}

// whole is the value of a field as words.
func whole(f story.Field) Words {
	return Words{Field: string(f.Label), Start: f.Span.Start, End: f.Span.End, Text: f.Text}
}

// part is Text[start:end] of a field as words.
func part(f story.Field, start, end int) Words {
	span := f.Words(start, end)
	return Words{Field: string(f.Label), Start: span.Start, End: span.End, Text: f.Text[start:end]}
}

// claims keeps which bytes of a field's text some reader has understood. What nobody claims is unread, and refers.
type claims struct {
	field story.Field
	read  []bool
}

func claim(f story.Field) *claims {
	return &claims{field: f, read: make([]bool, len(f.Text))}
}

// take marks text[start:end] as read and gives its words.
func (c *claims) take(start, end int) Words {
	for i := start; i < end; i++ {
		c.read[i] = true
	}
	return part(c.field, start, end)
}

// separators may stand between things that were read without being words themselves.
const separators = " \t\r\n.,;-–—"

// unread gives the runs of text that nobody claimed, without the separators around them.
func (c *claims) unread() []Words {
	var left []Words
	for i := 0; i < len(c.read); {
		if c.read[i] {
			i++
			continue
		}
		j := i
		for j < len(c.read) && !c.read[j] {
			j++
		}
		run := c.field.Text[i:j]
		start := i + len(run) - len(strings.TrimLeft(run, separators))
		end := i + len(strings.TrimRight(run, separators))
		if start < end {
			left = append(left, part(c.field, start, end))
		}
		i = j
	}
	return left
}
