package language

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names of credits and sources are short.
const (
	mostNameWords = 14
	mostQuoted    = 24
)

// name gives where a credit's name ends that begins at a word: behind its closing quotation mark, or before the first word that
// says something else, or that may say it in a language that nobody taught us.
func (r *reader) name(pos int) int {
	if pos >= len(r.tokens) || r.tokens[pos].gap&(stop|shut|open|line) != 0 {
		return pos
	}
	if end := r.quoted(pos); end > pos {
		return end
	}
	if g := r.tokens[pos].gap; g&(slash|comma) != 0 && g&dash == 0 {
		return pos
	}
	return r.nameUpTo(pos, len(r.tokens))
}

// nameUpTo gives where a name without quotation marks ends, before a word at the latest.
func (r *reader) nameUpTo(pos, limit int) int {
	if !r.beginsName(pos, limit) {
		return pos
	}
	end := pos
	for end < limit && end-pos < mostNameWords && !r.saysElse(pos, end, limit) {
		_, known := names().within(r, end, limit, party)
		next := end + max(known, 1)
		if end > pos && (r.tokens[end].gap&(slash|dash|comma) != 0 || r.tokens[end].plain == "via") {
			if next = r.goesOnTo(pos, end, limit); next == end {
				break
			}
		}
		end = next
	}
	for end > pos && (r.tokens[end-1].connector || r.tokens[end-1].plain == "via") { // "… and" leads on to something else
		end--
	}
	if end == pos+1 && handedOut[r.tokens[pos].plain] || r.isTerms(pos, end) {
		return pos
	}
	return end
}

var handedOut = map[string]bool{"handout": true, "ho": true}

// beginsName reports whether the word at pos, or the one behind an article, is written like a name, or is a known one's.
func (r *reader) beginsName(pos, limit int) bool {
	at := pos
	for at < limit && at-pos < 2 && lowerInNames[r.tokens[at].plain] && r.tokens[at].gap&^(space|hyphen|quote|edge|colon|comma|dash) == 0 {
		at++
	}
	if at >= limit || r.tokens[pos].connector {
		return false
	}
	_, someone := names().within(r, at, limit, party)
	return someone > 0 || r.looksLikeName(r.tokens[at]) || r.isHost(at) || roles[r.tokens[at].plain] || r.namedBefore(at)
}

// roles stand for a name: Must credit the crew.
var roles = map[string]bool{"crew": true, "photographer": true, "author": true, "artist": true, "owner": true, "broadcaster": true, "agency": true}

// namedBefore reports whether a word stands at the start of the text, written like a name: NORDFILM - Must credit nordfilm.
func (r *reader) namedBefore(i int) bool {
	return slices.ContainsFunc(r.tokens[:min(i, mostNameWords)], func(t token) bool { return t.plain == r.tokens[i].plain && r.looksLikeName(t) })
}

// saysElse reports whether a name that began at pos ends before a word that says something else.
func (r *reader) saysElse(pos, i, limit int) bool {
	t := r.tokens[i]
	if t.operator || t.mayBeOperator() || !r.inLatin(i) {
		return true
	}
	if i == pos {
		return parts[t.plain] && i+1 < len(r.tokens) && r.tokens[i+1].operator // Part no access Peru
	}
	return parts[t.plain] || closing[t.plain] || r.standsOut(pos, i) || r.endsName(i) || r.timeAt(i) > 0 || r.foreignAt(pos, i) || r.placesAt(i) || r.placeAt(i) || r.mediumLast(i, limit) ||
		t.connector && i+1 < limit && r.ourWord(i+1)
}

// closing are words that more often say something behind a name than stand in one.
var closing = map[string]bool{"with": true, "music": true, "legal": true, "sport": true, "sports": true, "domestic": true, "local": true,
	"time": true, "where": true, "as": true, "data": true, "text": true, "model": true, "property": true, "internal": true}

// ourWord reports whether a word, not a party's, has a meaning in the language of restrictions.
func (r *reader) ourWord(i int) bool {
	w := r.tokens[i].plain
	_, someone := names().at(r, i, party)
	return someone == 0 && vocabulary[w] && !lowerInNames[w]
}

// standsOut reports whether a word in capitals stands behind two or more words of a name that is not: Jane Roe NOUSE. A family
// name may be in capitals: Jane ROE.
func (r *reader) standsOut(pos, i int) bool {
	t := r.tokens[i]
	_, someone := names().at(r, i, party)
	return someone == 0 && i-pos > 1 && t.gap == space && t.end-t.start > 2 && unicode.IsUpper(r.runeAt(t)) &&
		r.inCapitals(i, i+1) && !r.inCapitals(i-1, i) && r.tokens[i-1].gap == space && r.looksLikeName(r.tokens[i-1])
}

// placeAt reports whether a place or the adjective of one stands in a name that is not part of it: ESA Germany, but Bank of England.
func (r *reader) placeAt(i int) bool {
	_, n := names().at(r, i, territory, demonym)
	return n > 0 && !(lowerInNames[r.tokens[i-1].plain] && !r.tokens[i-1].connector && r.tokens[i].gap == space)
}

// mediumLast reports whether a stretch ends in a medium or a purpose that outlets are not called by: ESA Online, but Hunan TV.
func (r *reader) mediumLast(i, limit int) bool {
	e, n := names().within(r, i, limit, media, purpose)
	if n == 0 || r.tokens[i-1].plain == "via" || outletWords[r.tokens[i].plain] || r.endOfStretch(i, limit) > i+n {
		return false
	}
	return e.Kind == media || e.Values[0] != "news"
}

var outletWords = map[string]bool{"tv": true, "television": true, "radio": true, "fernsehen": true, "televizyon": true, "news": true, "magazine": true}

// endsName reports whether the gap before a word ends a name. A full stop behind a single letter is an initial's.
func (r *reader) endsName(i int) bool {
	g := r.tokens[i].gap
	if g&stop != 0 {
		before := r.tokens[i-1]
		return before.end-before.start > 1 || !isASCIILetter(r.text[before.start]) || r.text[before.end:r.tokens[i].start] != ". "
	}
	return g&(line|colon|open|shut) != 0
}

// placesAt reports whether a list of several begins at a word, the first of them a place, and fills the stretch.
func (r *reader) placesAt(i int) bool {
	if _, n := names().at(r, i, territory); n == 0 {
		return false
	}
	l, end := r.listAt(i, "list", false, true)
	return end > 0 && len(l.elements) > 1 && (end == len(r.tokens) || r.tokens[end].gap&^(space|hyphen|quote) != 0)
}

// timeAt gives the number of words of a time that begins at a word: 48 hours, 16 July 2024. No name goes on over one.
func (r *reader) timeAt(i int) int {
	w := r.tokens[i].plain
	if _, ok := number(w); ok && i+1 < len(r.tokens) {
		if _, ok := units[r.tokens[i+1].plain]; ok && r.tokens[i+1].gap&^(space|hyphen) == 0 {
			return 2
		}
	}
	if w == "" || !isDigit(w[0]) && monthOf(w) == 0 {
		return 0
	}
	m, end := r.moment(i)
	if m == nil || m.First.IsZero() && (end-i < 2 || monthOf(w) == 0 && monthOf(r.tokens[i+1].plain) == 0) {
		return 0 // 9 News, May
	}
	return end - i
}

// foreignAt reports whether a name in capitals is followed by words that are neither written like a name nor known to stand in
// one: they may be said in a language that nobody taught us.
func (r *reader) foreignAt(pos, i int) bool {
	t := r.tokens[i]
	return r.looksLikeName(r.tokens[pos]) && !r.looksLikeName(t) && unicode.IsLetter(r.runeAt(t)) &&
		!nameWords[t.plain] && !lowerInNames[t.plain] && t.gap&^(space|comma) == 0
}

func (r *reader) runeAt(t token) rune {
	first, _ := utf8.DecodeRuneInString(r.text[t.start:])
	return first
}

// nameText is a name as delivered, with the punctuation inside it.
func (r *reader) nameText(pos, end int) string {
	if end <= pos {
		return ""
	}
	return strings.Join(strings.Fields(r.text[r.tokens[pos].start:r.tokens[end-1].end]), " ")
}

// isTerms reports whether words are nothing but places, media, purposes and parties, not parties alone: UK/RTE is rather a list
// without its operator than a name.
func (r *reader) isTerms(pos, end int) bool {
	other := false
	for pos < end {
		e, n := names().at(r, pos, territory, media, purpose, action, party)
		if n == 0 && !r.tokens[pos].connector {
			return false
		}
		other = other || n > 0 && e.Kind != party
		pos += max(n, 1)
	}
	return other
}

var lowerInNames = map[string]bool{
	"of": true, "the": true, "and": true, "for": true, "de": true, "la": true, "le": true, "les": true, "du": true, "des": true, "di": true,
	"da": true, "del": true, "von": true, "van": true, "der": true, "den": true, "und": true, "et": true, "via": true, "by": true,
}

func (r *reader) looksLikeName(t token) bool {
	first := r.runeAt(t)
	return !t.fixed && (unicode.IsUpper(first) || unicode.IsDigit(first) || first == '@')
}

// isReference reports whether a word is a supplier's number, such as 16507315bs.
func isReference(w string) bool {
	digits := 0
	for digits < len(w) && isDigit(w[digits]) {
		digits++
	}
	letters := len(w) - digits
	for i := digits; i < len(w); i++ {
		if !isASCIILetter(w[i]) {
			return false
		}
	}
	return digits >= 6 && letters >= 1 && letters <= 3
}
