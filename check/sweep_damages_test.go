package check_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"clearance/story"
)

// A damage is a record with something done to it. Touched are the bytes of the record as delivered that it changed.
type damage struct {
	kind    string
	touched []story.Span
	text    string
	last    bool // nothing comes after it in its file
}

// stride picks bytes: from the first on, each so many, and more of those in rights fields.
type stride struct{ first, each int }

func (by stride) picks(s *story.Story, at int) bool {
	const more = 8 // times
	each := by.each
	if inRights(s, at) {
		each = (each + more - 1) / more
	}
	return at%each == by.first%each
}

// damages gives a record damaged in every way: its fields, its words, its bytes and its end.
func damages(s *story.Story, bytes stride) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		for _, each := range []iter.Seq[damage]{fieldDamages(s), swaps(s), wordDamages(s), byteDamages(s, bytes), cuts(s, bytes)} {
			for d := range each {
				if !yield(d) {
					return
				}
			}
		}
	}
}

// extent is a field with its label and the white space before it.
func extent(s *story.Story, i int) story.Span {
	start := 0
	if i > 0 {
		start = s.Fields[i-1].Span.End
	}
	return story.Span{Start: start, End: s.Fields[i].Span.End}
}

func one(s story.Span) []story.Span { return []story.Span{s} }

func put(raw []byte, at story.Span, with string) string {
	return string(raw[:at.Start]) + with + string(raw[at.End:])
}

func fieldDamages(s *story.Story) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		for i, f := range s.Fields {
			all := extent(s, i)
			value, withLabel := string(s.Raw[f.Span.Start:f.Span.End]), string(s.Raw[all.Start:all.End])
			label := "\n- " + string(f.Label) + ":"
			for _, done := range []struct {
				kind string
				to   story.Span
				with string
			}{
				{"delete", all, ""},
				{"empty", f.Span, ""},
				{"garble", f.Span, "xqz"},
				{"garble the end of", f.Span, value + " xqz"},
				{"garble the start of", f.Span, "xqz " + value},
				{"double", all, withLabel + "\n" + strings.TrimLeft(withLabel, "\r\n ")},
				{"double the value of", f.Span, value + value},
				{"double with another value", all, withLabel + label + " other"},
				{"double, empty,", all, withLabel + label},
			} {
				if !yield(damage{done.kind + " " + string(f.Label), one(done.to), put(s.Raw, done.to, done.with), false}) {
					return
				}
			}
		}
	}
}

// swaps exchanges the values of two fields, and two fields with their labels.
func swaps(s *story.Story) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		for i := range s.Fields {
			for j := i + 1; j < len(s.Fields); j++ {
				a, b := s.Fields[i].Span, s.Fields[j].Span
				what := string(s.Fields[i].Label) + " and " + string(s.Fields[j].Label)
				if !yield(damage{"swap the values of " + what, []story.Span{a, b}, exchange(s.Raw, a, b), false}) {
					return
				}
				a, b = extent(s, i), extent(s, j)
				if i > 0 && !yield(damage{"swap " + what, []story.Span{a, b}, exchange(s.Raw, a, b), false}) {
					return
				}
			}
		}
	}
}

func exchange(raw []byte, a, b story.Span) string {
	return string(slices.Concat(raw[:a.Start], raw[b.Start:b.End], raw[a.End:b.Start], raw[a.Start:a.End], raw[b.End:]))
}

// rightsFields are where rights stand by the form of the record.
var rightsFields = []story.Label{story.Embargoed, story.CopyrightHolder, story.CopyrightNotice, story.UsageTerms}

// wordDamages deletes and doubles every word where rights may stand, exchanges it with the next one, and changes its case. In
// the story's text that is done within brackets only, unless all is swept.
func wordDamages(s *story.Story) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		for _, f := range s.Fields {
			text := f.Label == story.Summary || f.Label == story.Text
			if !text && !slices.Contains(rightsFields, f.Label) {
				continue
			}
			words := wordSpans(s.Raw, f.Span)
			for i, at := range words {
				if text && !*sweepAll && !inBracket(s.Raw[f.Span.Start:f.Span.End], at.Start-f.Span.Start) {
					continue
				}
				word := string(s.Raw[at.Start:at.End])
				all := []damage{
					{"delete the word", one(at), put(s.Raw, at, ""), false},
					{"double the word", one(at), put(s.Raw, at, word+" "+word), false},
				}
				for _, other := range []string{strings.ToLower(word), strings.ToUpper(word), capital(word)} {
					if other != word {
						all = append(all, damage{"change the case of the word", one(at), put(s.Raw, at, other), false})
					}
				}
				if i+1 < len(words) {
					all = append(all, damage{"swap the words", []story.Span{at, words[i+1]}, exchange(s.Raw, at, words[i+1]), false})
					glued := story.Span{Start: at.End, End: words[i+1].Start}
					all = append(all, damage{"glue the words", one(glued), put(s.Raw, glued, ""), false})
				}
				for _, d := range all {
					if !yield(d) {
						return
					}
				}
			}
		}
	}
}

func capital(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + strings.ToLower(word[1:])
}

// wordSpans are the words of a span: ASCII letters, digits and what belongs to them; brackets and the like are none.
func wordSpans(raw []byte, in story.Span) (words []story.Span) {
	letter := func(b byte) bool { return b > ' ' && !strings.ContainsRune("()[],;", rune(b)) }
	for i := in.Start; i < in.End; i++ {
		start := i
		for i < in.End && letter(raw[i]) {
			i++
		}
		if i > start {
			words = append(words, story.Span{Start: start, End: i})
		}
	}
	return words
}

func inBracket(text []byte, at int) bool {
	before := string(text[:at])
	return strings.LastIndexByte(before, '(') > strings.LastIndexByte(before, ')')
}

// byteDamages flips bits of every byte and drops every byte.
func byteDamages(s *story.Story, bytes stride) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		for i, b := range s.Raw {
			if !bytes.picks(s, i) {
				continue
			}
			bits := []byte{1, 2, 4, 8, 16, 32, 64, 128}
			if !*sweepAll {
				bits = []byte{32, 1 << (i / 3 % 8)} // a letter in the other case, and another bit at every place
			}
			at := story.Span{Start: i, End: i + 1}
			for _, bit := range bits {
				if !yield(damage{fmt.Sprintf("flip bit %d", bit), one(at), put(s.Raw, at, string([]byte{b ^ bit})), false}) {
					return
				}
			}
			if !yield(damage{"drop a byte", one(at), put(s.Raw, at, ""), false}) {
				return
			}
		}
	}
}

// inRights reports whether a byte stands in a rights field or its label.
func inRights(s *story.Story, at int) bool {
	for i, f := range s.Fields {
		if e := extent(s, i); e.Start <= at && at < e.End {
			return slices.Contains(rightsFields, f.Label)
		}
	}
	return false
}

// cuts ends the record, and its file with it.
func cuts(s *story.Story, bytes stride) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		for i := range s.Raw {
			if !bytes.picks(s, i) {
				continue
			}
			if !yield(damage{"cut", one(story.Span{Start: i, End: len(s.Raw)}), string(s.Raw[:i]), true}) {
				return
			}
		}
	}
}
