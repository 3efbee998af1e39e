package language

import (
	"strings"
	"unicode"
)

// endOfStretch gives where a run of words ends that nothing but space parts.
func (r *reader) endOfStretch(i, limit int) int {
	for i++; i < limit && r.tokens[i].gap&^(space|hyphen|quote) == 0; i++ {
	}
	return i
}

// goesOnTo gives where the part of a name ends that stands behind a slash, a dash or the word via at i, or i if it is none: a known
// party or source, an account, or what is written like a person's or an agency's name and has no word of ours in it. Words
// in capitals may be anything, so that they need a slash without space, and so does a single word. Behind a comma a list begins.
func (r *reader) goesOnTo(pos, i, limit int) int {
	gap, begin := r.tokens[i].gap, i
	if r.tokens[i].plain == "via" {
		begin++
	}
	end := begin
	for end < limit && r.tokens[end].plain != "via" && (end == begin || r.tokens[end].gap&^(space|hyphen|quote) == 0) && !r.tokens[end].operator {
		end++
	}
	if gap&comma != 0 || end == begin || end < limit && r.tokens[end].operator && r.tokens[end].gap&^(space|hyphen|quote) == 0 {
		return i
	}
	if _, n := names().within(r, begin, end, party, knownSource); n == end-begin || n > 0 && r.madeFor(begin+n, end) {
		return end
	}
	if end == begin+1 && (r.isHost(begin) || r.text[r.tokens[begin].start] == '@' || r.isSocial(begin)) {
		return end
	}
	if end-begin > mostPartWords || !r.likePerson(begin, end) {
		return i
	}
	tight := gap == slash || begin > i || end < limit && (r.tokens[end].gap == slash || r.tokens[end].plain == "via")
	shouted := r.inCapitals(begin, end)
	if !tight && (end == begin+1 || shouted) || shouted && end > begin+1 && !r.inCapitals(pos, i) {
		return i
	}
	return end
}

const mostPartWords = 3

// madeFor reports whether words behind an agency say for whom it worked: Getty Images for Laver Cup.
func (r *reader) madeFor(i, end int) bool {
	return r.tokens[i].plain == "for" && end > i+1 && end-i-1 <= mostPartWords && r.likePerson(i+1, end)
}

// isSocial reports whether a word is a social network that a name may have been found on: Jane Roe via TikTok.
func (r *reader) isSocial(i int) bool {
	e, n := names().at(r, i, media)
	return n == 1 && r.tokens[i-1].plain == "via" && e.Values[0] == "social"
}

// likePerson reports whether words are written like a name and mean nothing else to us.
func (r *reader) likePerson(begin, end int) bool {
	for i := begin; i < end; i++ {
		t := r.tokens[i]
		_, n := names().at(r, i, territory, media, purpose, action, demonym)
		written := r.looksLikeName(t) || i > begin && lowerInNames[t.plain]
		if isDigit(t.plain[0]) && t.gap == hyphen { // Sentinel-2
			continue
		}
		if n > 0 && !outletWords[t.plain] || !written || !r.inLatin(i) || vocabulary[t.plain] && (i == begin && !wires[t.plain] || !nameWords[t.plain]) {
			return false
		}
	}
	return true
}

// wires are words of ours that the name of an agency may begin with.
var wires = map[string]bool{"wire": true, "press": true, "agency": true}

// inCapitals reports whether words have no letter that is not a capital.
func (r *reader) inCapitals(begin, end int) bool {
	return !strings.ContainsFunc(r.text[r.tokens[begin].start:r.tokens[end-1].end], unicode.IsLower)
}

// inLatin reports whether a word has no letter of another script.
func (r *reader) inLatin(i int) bool {
	t := r.tokens[i]
	return !strings.ContainsFunc(r.text[t.start:t.end], func(c rune) bool { return unicode.IsLetter(c) && !unicode.Is(unicode.Latin, c) })
}

// isHost reports whether a word is the name of a page, such as Kremlin.ru.
func (r *reader) isHost(i int) bool { return domainAt(r.text[r.tokens[i].start:r.tokens[i].end]) > 0 }
