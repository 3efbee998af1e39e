package story

import (
	"bytes"
	"strings"
)

// A label stands after a dash with white space on both sides, at a line's start or glued to the end of a line, and ends
// with a colon. Dash and letters are compared as bytes, so that a label is found whatever the record's encoding.

// longestGap is how many spaces and tabs a label may hold between two of its parts. Any more make it a damaged label; the bound lets
// the reader find a title in a small window.
const longestGap = 256

// form is a label as it is compared with a record's bytes.
type form struct {
	label   Label
	words   string // in lower case
	letters string // in lower case, without white space
	set     set    // of the letters
	rare    bool   // hardly ever met in prose, so that damage to it is looked for everywhere
	edits   int    // how many letters may be off in a damaged one
}

// forms are the labels in the order of Labels.
var forms = formsOf(Labels)

// initials are the letters that labels begin with.
var initials = func() (initials [256]bool) {
	for _, f := range forms {
		initials[f.letters[0]] = true
	}
	return initials
}()

func formsOf(labels []Label) []form {
	var forms []form
	for _, l := range labels {
		words := strings.ToLower(string(l))
		f := form{label: l, words: words, letters: strings.ReplaceAll(words, " ", ""), edits: 1}
		if l == Embargoed || strings.Contains(words, " ") {
			f.rare, f.edits = true, 2
		}
		for _, b := range []byte(f.letters) {
			f.set = f.set.with(b)
		}
		forms = append(forms, f)
	}
	return forms
}

// labelAt reads the label whose dash stands at i, and gives the place after its colon, 0 where there is no label.
func labelAt(raw []byte, i int) (l Label, end int) {
	if i > 0 && !isSpace(raw[i-1]) {
		return "", 0
	}
	dash := i + dashAt(raw, i)
	word := skipGap(raw, dash)
	if dash == i || word == dash || word == len(raw) || !initials[raw[word]|0x20] {
		return "", 0
	}
	for _, f := range forms {
		if end := f.match(raw, word); end > 0 {
			return f.label, end
		}
	}
	return "", 0
}

// match reads the label's words and its colon from i on, and gives the place after the colon, 0 where they do not stand there.
func (f *form) match(raw []byte, i int) int {
	for k := range len(f.words) {
		switch c := f.words[k]; {
		case c == ' ':
			i = skipGap(raw, i)
			continue
		case c == '/':
			i = skipGap(raw, i)
			if i == len(raw) || raw[i] != '/' {
				return 0
			}
			i = skipGap(raw, i+1)
			continue
		case i == len(raw) || raw[i]|0x20 != c: // the letter in either case
			return 0
		}
		i++
	}
	if i = skipGap(raw, i); i == len(raw) || raw[i] != ':' {
		return 0
	}
	return i + 1
}

// longestTitle is how many bytes a title's label may take from its line's start to its colon.
const longestTitle = longestGap + len("—") + longestGap + len("Title") + longestGap + len(":")

// nextTitle finds the first line-start Title whose colon stands at searched or later: where its line starts, and its dash. The line
// has to start within raw, after a line end.
func nextTitle(raw []byte, searched int) (line, dash int, ok bool) {
	for i := searched; ; i++ {
		colon := bytes.IndexByte(raw[i:], ':')
		if colon < 0 {
			return 0, 0, false
		}
		i += colon
		if line, dash, ok := titleEndingAt(raw, i); ok {
			return line, dash, true
		}
	}
}

func titleEndingAt(raw []byte, colon int) (line, dash int, ok bool) {
	end := skipGapBack(raw, colon)
	word := max(0, end-len(Title))
	if !bytes.EqualFold(raw[word:end], []byte(Title)) {
		return 0, 0, false
	}
	dash = dashBefore(raw, skipGapBack(raw, word))
	line = skipGapBack(raw, dash)
	if line == 0 || !isLineEnd(raw[line-1]) {
		return 0, 0, false
	}
	l, after := labelAt(raw, dash)
	return line, dash, l == Title && after == colon+1
}

// dashAt is the length of the dash at i, 0 where there is none: a hyphen, or an en or em dash in UTF-8 or Windows-1252.
func dashAt(raw []byte, i int) int {
	if i == len(raw) {
		return 0
	}
	switch raw[i] {
	case '-', 0x96, 0x97:
		return 1
	case 0xE2:
		if i+2 < len(raw) && raw[i+1] == 0x80 && (raw[i+2] == 0x93 || raw[i+2] == 0x94) {
			return 3
		}
	}
	return 0
}

// dashBefore is where the dash starts that ends before i, i where there is none.
func dashBefore(raw []byte, i int) int {
	for _, size := range []int{1, 3} {
		if i >= size && dashAt(raw, i-size) == size {
			return i - size
		}
	}
	return i
}

// skipGap goes over spaces and tabs, as many as a label may hold.
func skipGap(raw []byte, i int) int {
	last := min(len(raw), i+longestGap)
	for i < last && isGap(raw[i]) {
		i++
	}
	return i
}

func skipGapBack(raw []byte, i int) int {
	first := max(0, i-longestGap)
	for i > first && isGap(raw[i-1]) {
		i--
	}
	return i
}

func isGap(b byte) bool     { return b == ' ' || b == '\t' }
func isLineEnd(b byte) bool { return b == '\n' || b == '\r' }
func isSpace(b byte) bool   { return isGap(b) || isLineEnd(b) }

// atLineStart says whether nothing but spaces and tabs stands before i on its line.
func atLineStart(raw []byte, i int) bool {
	for i > 0 && isGap(raw[i-1]) {
		i--
	}
	return i == 0 || isLineEnd(raw[i-1])
}
