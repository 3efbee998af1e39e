package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names of credits and sources are short.
const (
	mostNameWords = 14
	mostQuoted    = 24
)

var quotes = map[rune]rune{'"': '"', '“': '”', '„': '“', '«': '»', '\'': '\'', '‘': '’', '’': '’', '‹': '›'}

// name gives where a credit's name ends that begins at a word: behind its closing quotation mark, or before the first word that
// says something else. Slashes and dashes stand inside names; a place alone behind one is no part of it.
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
	if connectors[r.tokens[pos].plain] {
		return pos
	}
	end := pos
	for end < len(r.tokens) && end-pos < mostNameWords {
		t := r.tokens[end]
		if parts[t.plain] && end+1 < len(r.tokens) && operators[r.tokens[end+1].plain] { // Part no access Peru
			break
		}
		if operators[t.plain] || end > pos && (r.endsName(end) || r.timeAt(end) > 0 || r.foreignAt(pos, end) || r.placesAt(end)) {
			break
		}
		if end > pos && t.gap&(slash|dash|comma) != 0 && (r.termsOnly(end) || r.saysMore(end) || r.garbled(end)) {
			break
		}
		end++
	}
	for end > pos && connectors[r.tokens[end-1].plain] { // "… and" leads on to something else
		end--
	}
	if r.isTerms(pos, end) {
		return pos
	}
	return end
}

// endsName reports whether the gap before a word ends a name. A full stop behind a single letter is an initial's.
func (r *reader) endsName(i int) bool {
	g := r.tokens[i].gap
	if g&stop != 0 {
		before := r.tokens[i-1]
		return before.end-before.start > 1 || !isASCIILetter(r.text[before.start]) || r.text[before.end:r.tokens[i].start] != ". "
	}
	return g&(line|colon|open|shut) != 0
}

// saysMore reports whether a word begins a stretch, up to the next gap, that has an operator in it.
func (r *reader) saysMore(i int) bool {
	for j := i; j < len(r.tokens) && j-i < mostNameWords; j++ {
		if j > i && r.tokens[j].gap&^(space|hyphen|quote) != 0 {
			return false
		}
		if operators[r.tokens[j].plain] {
			return true
		}
	}
	return false
}

// termsOnly reports whether a stretch, up to the next gap, is nothing but places, media and the like.
func (r *reader) termsOnly(i int) bool {
	end := i + 1
	for end < len(r.tokens) && r.tokens[end].gap&^(space|hyphen|quote) == 0 && !operators[r.tokens[end].plain] {
		end++
	}
	return r.isTerms(i, end)
}

// placesAt reports whether a list of several begins at a word, the first of them a place, and fills the stretch.
func (r *reader) placesAt(i int) bool {
	if _, n := names().at(r, i, territory); n == 0 {
		return false
	}
	l, end := r.listAt(i, "list", false, true)
	return end > 0 && len(l.elements) > 1 && (end == len(r.tokens) || r.tokens[end].gap&^(space|hyphen|quote) != 0)
}

// garbled reports whether a word that may be barred stands at i behind two or three letters that name nobody: NNO ARCHIVE.
func (r *reader) garbled(i int) bool {
	if i+1 >= len(r.tokens) || len(r.tokens[i].plain) > 3 || r.tokens[i+1].gap != space {
		return false
	}
	_, someone := names().at(r, i, party)
	_, what := names().at(r, i+1, action)
	return someone == 0 && what > 0
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
		if operators[r.tokens[end].plain] {
			return pos
		}
		stretch := r.text[r.tokens[end].end:]
		if end+1 < len(r.tokens) {
			stretch = r.text[r.tokens[end].end:r.tokens[end+1].start]
		}
		if strings.ContainsRune(stretch, closing) || mark != closing && strings.ContainsRune(stretch, mark) {
			return end + 1
		}
	}
	return pos
}

// nameText is a name as delivered, with the punctuation inside it.
func (r *reader) nameText(pos, end int) string {
	if end <= pos {
		return ""
	}
	return strings.Join(strings.Fields(r.text[r.tokens[pos].start:r.tokens[end-1].end]), " ")
}

// sourceAt reads SOURCE - at the start of a clause and gives where what follows the dash begins. A source is written like a
// name, says nothing else, and something that can be read follows it.
func (r *reader) sourceAt(pos int) int {
	if pos > 0 && r.tokens[pos].gap&(stop|line|edge) == 0 && !r.afterHeading {
		return -1
	}
	end := pos
	for ; end < len(r.tokens) && end-pos <= mostNameWords; end++ {
		t := r.tokens[end]
		if end > pos && t.gap&dash != 0 {
			break
		}
		if end > pos && t.gap&(stop|colon|line|open|shut|edge) != 0 {
			return -1
		}
	}
	if end >= len(r.tokens) || end == pos || r.tokens[end].gap&dash == 0 || !r.isSource(pos, end) {
		return -1
	}
	return end
}

func (r *reader) isSource(pos, end int) bool {
	if r.isKnownSource(pos, end) {
		return true
	}
	if r.isTerms(pos, end) {
		return false
	}
	only := true
	for i := pos; i < end; i++ {
		t := r.tokens[i]
		_, someone := names().at(r, i, party)
		only = only && someone == 0 && (nameWords[t.plain] || len(t.plain) < 2)
		if operators[t.plain] || r.timeAt(i) > 0 || !r.looksLikeName(t) && i == pos {
			return false
		}
		if !r.looksLikeName(t) && !lowerInNames[t.plain] {
			return false
		}
	}
	_, n := names().at(r, pos, party)
	return !only || n == end-pos || r.tokens[end-1].plain == "pool" // words of the grammar alone name nobody
}

// isTerms reports whether words are nothing but places, media, purposes and parties, not parties alone: UK/RTE is rather a list
// without its operator than a name.
func (r *reader) isTerms(pos, end int) bool {
	other := false
	for pos < end {
		e, n := names().at(r, pos, territory, media, purpose, action, party)
		if n == 0 && !connectors[r.tokens[pos].plain] {
			return false
		}
		other = other || n > 0 && e.Kind != party
		pos += max(n, 1)
	}
	return other
}

func (r *reader) isKnownSource(pos, end int) bool {
	_, n := names().at(r, pos, known)
	return n == end-pos
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
