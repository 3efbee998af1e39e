package language

import (
	"slices"
	"strings"
	"sync"
)

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
	if r.isPlaceAndMore(pos, end) {
		return false
	}
	only := true
	for i := pos; i < end; i++ {
		t := r.tokens[i]
		if t.mayBeOperator() {
			return false
		}
		_, someone := names().at(r, i, party)
		only = only && someone == 0 && (nameWords[t.plain] || len(t.plain) < 2)
		if t.operator || r.timeAt(i) > 0 || !r.looksLikeName(t) && i == pos {
			return false
		}
		if !r.looksLikeName(t) && !lowerInNames[t.plain] {
			return false
		}
	}
	_, n := names().at(r, pos, party)
	return !only || n == end-pos || r.tokens[end-1].plain == "pool" // words of the grammar alone name nobody
}

// isPlaceAndMore reports whether a place stands in a name that no body of a country has: UK BLACKOUT may say where it is barred, US
// COAST GUARD says whose it is.
func (r *reader) isPlaceAndMore(pos, end int) bool {
	for i := pos; i < end; {
		part := i + 1
		for part < end && r.tokens[part].gap&slash == 0 {
			part++
		}
		if r.placeIn(i, part) && !IsBody(r.tokens[part-1].plain) {
			return true
		}
		i = part
	}
	return false
}

func (r *reader) placeIn(pos, end int) bool {
	for i := pos; i < end; i++ {
		if _, n := names().at(r, i, party); n > 0 {
			i += n - 1
			continue
		}
		if _, n := names().at(r, i, territory); n > 0 && i+n <= end {
			return true
		}
	}
	return false
}

// IsBody reports whether a word is what a country's bodies and broadcasters are called, such as ministry.
func IsBody(word string) bool { return bodies()[plain(word)] }

var bodies = sync.OnceValue(func() map[string]bool { return wordList("bodies") })

// nearOperator reports whether a word that nothing knows may be a long operator with a slip of the hand in it, at any place, or one
// with a word glued to it: SWEDENOUT. A name has none of them.
func nearOperator(word string) bool {
	place, out := strings.CutSuffix(word, "out")
	if distance(word, "kill", 1) <= 1 || out && slices.ContainsFunc(names()[place], func(e entry) bool { return e.Kind == territory }) {
		return true
	}
	if len(word) < minTypo || vocabulary[word] {
		return false
	}
	for w := range operators {
		if len(w) > minTypo && len(w)-len(word) <= 1 && len(word)-len(w) <= 1 && distance(word, w, 1) <= 1 {
			return true
		}
	}
	return false
}

func (r *reader) isKnownSource(pos, end int) bool {
	_, n := names().at(r, pos, knownSource)
	return n == end-pos
}
