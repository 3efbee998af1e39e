package language

import (
	"slices"
	"strings"
)

// The words that the grammar and the lexicon know. operators are those that say something: no name goes on over one.
var (
	vocabulary = map[string]bool{}
	operators  = map[string]bool{}
	nameWords  = wordList("name_words")
	byLetter   = map[byte][]longWord{} // long operators, which slips of the hand may have been meant for
)

// turning are words that turn a bar round. None is ever guessed.
var turning = map[string]bool{"except": true, "outside": true, "excluding": true, "excepting": true, "without": true, "unless": true,
	"allowed": true, "permitted": true, "non": true, "not": true, "beyond": true, "than": true, "from": true, "ausser": true, "ausserhalb": true,
	"sauf": true, "hors": true}

// swapped are slips of the hand that swap two letters of a word that is never guessed otherwise.
var swapped = map[string]string{"olny": "only", "onyl": "only", "noly": "only", "outisde": "outside", "otuside": "outside", "oustide": "outside", "outsdie": "outside"}

// longWord is an operator and the language that it is first found in.
type longWord struct{ word, file string }

// Shorter words are too easily another word; in the longest two letters may be wrong.
const (
	minTypo  = 6
	longTypo = 9
)

// learnWords fills the vocabulary when the grammar has been read.
func learnWords() {
	for _, p := range phrases.all {
		literals(p.start, func(w string) {
			if operators[w] {
				return
			}
			vocabulary[w] = true
			if p.silent() || nameWords[w] || len(w) == 1 {
				return
			}
			operators[w] = true
			if len(w) >= minTypo && !turning[w] { // a word that turns a bar round is never guessed
				byLetter[w[0]] = append(byLetter[w[0]], longWord{w, p.file})
			}
		})
	}
	var said []string // names that say something
	for first, entries := range names() {
		for _, e := range entries {
			for _, w := range e.words {
				vocabulary[w] = true
			}
			if len(e.words) == 1 && (e.Kind == action || e.Kind == purpose) {
				said = append(said, first)
			}
		}
	}
	slices.Sort(said)
	for _, w := range slices.Compact(said) {
		if nameWords[w] || operators[w] {
			continue
		}
		operators[w] = true
		if len(w) >= minTypo {
			byLetter[w[0]] = append(byLetter[w[0]], longWord{w, "lexicon"})
		}
	}
	for _, list := range []map[string]bool{wordList("ordinary"), wordList("operators"), nameWords} {
		for w := range list {
			vocabulary[w] = true
		}
	}
	for w := range wordList("operators") {
		operators[w] = true
	}
}

// correct gives the one long operator that an unknown word can only be a slip of the hand for, else the word itself. Of the
// languages the first that has one decides.
func correct(word string) (string, bool) {
	if vocabulary[word] {
		return word, false
	}
	if meant := swapped[word]; meant != "" {
		return meant, true
	}
	if len(word) < minTypo-1 {
		return word, false
	}
	slips := 1
	if len(word) >= longTypo {
		slips = 2
	}
	found, best, file := "", slips+1, ""
	for _, l := range byLetter[word[0]] {
		w := l.word
		if len(w)-len(word) > slips || len(word)-len(w) > slips || len(word) < minTypo && len(w) <= len(word) {
			continue // in a short word only a letter may be missing
		}
		switch d := distance(word, w, slips); {
		case d < best:
			found, best, file = w, d, l.file
		case d == best && l.file == file && !strings.HasPrefix(w, found) && !strings.HasPrefix(found, w):
			found = "" // it may mean either
		}
	}
	if found == "" {
		return word, false
	}
	return found, true
}

// distance counts the letters to insert, drop, change or swap to turn one word into another; above limit it is limit+1.
func distance(a, b string, limit int) int {
	const most = 40
	if len(a) > most || len(b) > most {
		return limit + 1
	}
	var rows [3][most + 1]int
	two, one, now := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			d := one[j-1]
			if a[i-1] != b[j-1] {
				d++
			}
			d = min(d, one[j]+1, now[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, two[j-2]+1)
			}
			now[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		two, one, now = one, now, two
	}
	return min(one[len(b)], limit+1)
}
