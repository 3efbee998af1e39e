package language

import (
	"strings"
	"unicode/utf8"
)

var quotes = map[rune]rune{'"': '"', '“': '”', '„': '“', '«': '»', '\'': '\'', '‘': '’', '’': '’', '‹': '›'}

// closes are the marks that close.
var closes = func() map[rune]bool {
	set := map[rune]bool{}
	for _, mark := range quotes {
		set[mark] = true
	}
	return set
}()

// quoted gives where a name in quotation marks ends, or pos if there is none.
func (r *reader) quoted(pos int) int {
	start := r.tokens[pos].start
	before := strings.TrimRight(r.text[:start], " ")
	mark, n := utf8.DecodeLastRuneInString(before)
	closing, ok := quotes[mark]
	if !ok || pos == 0 || len(before)-n < r.tokens[pos-1].end {
		return pos
	}
	for end := pos; end < len(r.tokens) && end-pos < mostQuoted; end++ {
		if r.tokens[end].operator || !r.inLatin(end) || end > pos && r.endsName(end) {
			return pos
		}
		stretch := r.text[r.tokens[end].end:]
		if end+1 < len(r.tokens) {
			stretch = r.text[r.tokens[end].end:r.tokens[end+1].start]
		}
		if strings.ContainsRune(stretch, closing) || mark != closing && strings.ContainsRune(stretch, mark) {
			if r.termsInside(pos, end+1) {
				return pos
			}
			return end + 1
		}
	}
	return pos
}

// termsInside reports whether places, media and the like stand alone behind a dash, a slash or a comma in a quoted name.
func (r *reader) termsInside(pos, end int) bool {
	for i := pos + 1; i < end; i++ {
		if r.tokens[i].gap&(dash|slash|comma) != 0 && r.isTerms(i, r.endOfStretch(i, end)) {
			return true
		}
	}
	return false
}
