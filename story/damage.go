package story

import (
	"bytes"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A damaged label still has two of its three parts: the dash, the letters, the colon. So one with its dash is found from the
// dash on, and one without it from its colon back. Prose has dashes, colons and the words of labels too; labels of one common word
// therefore count as damaged only where a line starts, or between a dash and a colon.

// reach is how many letters after a dash are compared: the longest label, the letters it may have too many, its colon.
const reach = 32

// letters are the first ones after a dash, in lower case and without white space, as far as the next good label.
type letters struct {
	raw   []byte
	n     int
	of    [reach]byte // other for whatever is not ASCII
	at    [reach]int  // its place in the record
	had   [reach]set  // the letters before it
	colon bool        // whether there is one among them
}

const other = 0xFF

// set is a set of letters of the alphabet, one bit each; what is no letter is in none.
type set uint32

func (s set) with(b byte) set {
	if 'a' <= b && b <= 'z' {
		s |= 1 << (b - 'a')
	}
	return s
}

// read reads the letters from i on.
func (w *letters) read(s *scan, i int) {
	w.raw = s.raw
	had := set(0)
	for i < len(s.raw) && w.n < reach {
		c, size := lower(s.raw[i]), 1
		if isSpace(c) {
			i++
			continue
		}
		if class := classes[c]; class != plain {
			if dashAt(s.raw, i) > 0 && s.goodLabel(i) {
				break
			}
			w.colon = w.colon || class == colon
		}
		if c >= utf8.RuneSelf {
			c = other
			if s.encoding == UTF8 {
				_, size = utf8.DecodeRune(s.raw[i:])
			}
		}
		w.of[w.n] = c
		w.at[w.n], w.had[w.n] = i, had
		had = had.with(c)
		w.n++
		i += size
	}
}

func (s *scan) goodLabel(dash int) bool {
	_, end := labelAt(s.raw, dash)
	return end > 0
}

// damagedAfter finds a damaged label that has its dash, from dash to word, and gives its end.
func (s *scan) damagedAfter(dash, word int) (end int, ok bool) {
	spaceBefore := dash == 0 || isSpace(s.raw[dash-1])
	spaceAfter := word < len(s.raw) && isSpace(s.raw[word])
	if !spaceBefore && !spaceAfter {
		return 0, false // a hyphen within a word
	}
	var w letters
	if w.read(s, word); w.n == 0 || !w.colon && !isUpper(s.raw[w.at[0]]) {
		return 0, false // as after most dashes in prose: a label without a colon begins with a capital
	}
	lineStart := atLineStart(s.raw, dash)
	for i := range forms {
		f := &forms[i]
		if end, ok := f.misspelt(&w); ok {
			return end, true
		}
		if f.rare || lineStart {
			if end, ok := f.uncoloned(&w); ok {
				return end, true
			}
		}
	}
	return 0, false
}

// misspelt says whether the label, with a few letters off, stands at the start of w with its colon.
func (f *form) misspelt(w *letters) (end int, ok bool) {
	for n := len(f.letters) - f.edits; n <= len(f.letters)+f.edits && n < w.n; n++ {
		// An edit takes away one letter at most: few missing letters are the cheap half of the question.
		if w.of[n] == ':' && bits.OnesCount32(uint32(f.set&^w.had[n])) <= f.edits && within(f.edits, f.letters, w.of[:n]) {
			return w.at[n] + 1, true
		}
	}
	return 0, false
}

// uncoloned says whether the label's letters stand at the start of w, whatever follows. A capital tells them from prose. A colon may
// have become a letter, so one letter more still ends the word.
func (f *form) uncoloned(w *letters) (end int, ok bool) {
	n := len(f.letters)
	if w.n < n || string(w.of[:n]) != f.letters || !isUpper(w.raw[w.at[0]]) {
		return 0, false
	}
	end = w.at[n-1] + 1
	if end+1 < len(w.raw) && isLetter(w.raw[end]) && isLetter(w.raw[end+1]) {
		return 0, false
	}
	return end, true
}

// damagedBefore finds a label that ends with the colon at i and has lost its dash, and gives its start.
func (s *scan) damagedBefore(colon int) (start int, ok bool) {
	for i := range forms {
		f := &forms[i]
		if start := f.endingAt(s.raw, colon); start >= 0 && (f.rare || nearLineStart(s.raw, start)) {
			return start, true
		}
	}
	return 0, false
}

// endingAt is where the label starts whose last letter is the last one before i, -1 where there is none.
func (f *form) endingAt(raw []byte, i int) int {
	for k := len(f.letters) - 1; k >= 0; k-- {
		for i > 0 && isSpace(raw[i-1]) {
			i--
		}
		if i == 0 || lower(raw[i-1]) != f.letters[k] {
			return -1
		}
		i--
	}
	return i
}

// nearLineStart says whether so little but spaces stands before i on its line that it may be what became of a dash:
// one byte, or a few bytes of which some are not ASCII.
func nearLineStart(raw []byte, i int) bool {
	n, notASCII := 0, false
	for ; i > 0 && !isLineEnd(raw[i-1]); i-- {
		if b := raw[i-1]; !isGap(b) {
			n++
			notASCII = notASCII || b >= utf8.RuneSelf
		}
		if n > utf8.UTFMax {
			return false
		}
	}
	return n <= 1 || notASCII
}

// unknownLabel finds one to four words and a colon after a line-start dash that ends at i, and gives the place after the colon.
// A link ("https://…") is none.
func (s *scan) unknownLabel(dash, i int) (end int, ok bool) {
	const mostWords, mostBytes = 4, 40
	if !atLineStart(s.raw, dash) {
		return 0, false
	}
	raw := s.raw[:min(len(s.raw), i+mostBytes)]
	for range mostWords {
		if i = skipGap(raw, i); i == len(raw) || !s.letterAt(i) {
			return 0, false
		}
		for i < len(raw) && !isSpace(raw[i]) && raw[i] != ':' {
			i++
		}
		if i = skipGap(raw, i); i < len(raw) && raw[i] == ':' {
			link := i+2 < len(s.raw) && s.raw[i+1] == '/' && s.raw[i+2] == '/'
			return i + 1, !link
		}
	}
	return 0, false
}

// aliases are what other systems call the fields that matter most. Glued to the end of a line they are no prose.
var aliases = map[string]bool{
	"restriction": true, "restrictions": true, "usage": true, "usage terms": true, "terms": true, "terms of use": true,
	"rights": true, "usage rights": true, "copyright": true, "embargo": true, "embargo until": true, "embargoed until": true,
	"sale": true, "sales": true, "licence": true, "license": true, "access": true,
}

// gluedAlias finds an alias with its colon right after a dash that has white space on either side: one may be damaged.
func (s *scan) gluedAlias(dash, i int) (end int, ok bool) {
	const mostBytes = 24
	if dash == 0 || i == len(s.raw) || !isSpace(s.raw[dash-1]) && !isSpace(s.raw[i]) {
		return 0, false
	}
	colon := bytes.IndexByte(s.raw[i:min(len(s.raw), i+mostBytes)], ':')
	if colon < 0 {
		return 0, false
	}
	alias := strings.Join(strings.Fields(strings.ToLower(string(s.raw[i:i+colon]))), " ")
	return i + colon + 1, aliases[alias]
}

func (s *scan) letterAt(i int) bool {
	if s.encoding == UTF8 {
		r, _ := utf8.DecodeRune(s.raw[i:])
		return unicode.IsLetter(r)
	}
	return unicode.IsLetter(character(s.raw[i]))
}

// within says whether so many edits make b of a: a letter changed, left out, put in or swapped with its neighbour. It is the
// optimal string alignment distance, given up once a row has nothing within it. Neither a nor b is longer than reach.
func within(most int, a string, b []byte) bool {
	var rows [3][reach + 1]int // the row before the last, the last, this one; they take turns
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, last, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := last[j-1]
			if a[i-1] != b[j-1] {
				cost++
			}
			cost = min(cost, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cost = min(cost, before[j-2]+1)
			}
			row[j] = cost
			least = min(least, cost)
		}
		if least > most {
			return false
		}
	}
	return rows[len(a)%3][len(b)] <= most
}

func isUpper(b byte) bool  { return 'A' <= b && b <= 'Z' }
func isLetter(b byte) bool { return 'a' <= lower(b) && lower(b) <= 'z' }

func lower(b byte) byte {
	if isUpper(b) {
		return b | 0x20
	}
	return b
}
