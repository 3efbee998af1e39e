package rights

import (
	"slices"
	"strings"
	"sync"
	"unicode"
)

// restrictions is the word that heads terms most, and the one that slips most often.
const restrictions = "restrictions"

// glued are words of bars whose space is easily lost.
var glued = []string{"noaccess", "nouse", "noresale", "nosale", "noarchiv", "nosyndication", "nodigital", "noonline", "nointernet"}

// bar is what words mean that can only be a bar.
var bar = (&meaning{sign: true}).with([]opener{{words: [][]string{nil}}})

// maySlip reports whether a word has the first letters of those that slipped knows, and may have their length.
func maySlip(word string) bool {
	switch word[0] | 0x20 {
	case 'n':
		return len(word) > 4 && word[1]|0x20 == 'o'
	case restrictions[0]:
		return len(word) >= len(restrictions)-mostSlips && len(word) <= len(restrictions)+mostSlips
	}
	return false
}

// slips are the letters that such a word begins with.
var slips = [256]bool{'n': true, 'N': true, 'r': true, 'R': true}

// slipped gives what a word that nobody knows means, where it can only be a slip of the hand: NOACCESS; RESTRICIONS, if a colon
// shows that it is a heading.
func slipped(word string) *meaning {
	switch {
	case word[0] == 'n' && slices.ContainsFunc(glued, func(g string) bool { return strings.HasPrefix(word, g) }):
		return bar
	case word[0] == restrictions[0] && nearly(word, restrictions):
		return headings()
	}
	return plainWord
}

// headings is what a word means that may be a heading.
var headings = sync.OnceValue(func() *meaning {
	var headings []opener
	for _, o := range vocabulary[restrictions].openers {
		if o.heading {
			headings = append(headings, o)
		}
	}
	return (&meaning{sign: true}).with(headings)
})

const mostSlips = 2

// nearly reports whether a word is a long one but for one or two slips.
func nearly(word, long string) bool {
	return len(word) >= len(long)-mostSlips && len(word) <= len(long)+mostSlips && shared(word, long) >= len(long)-mostSlips
}

// shared counts the letters that two words, the second no longer than a sign may be, have in common, in their order.
func shared(a, b string) int {
	var last [longestSign + 1]int
	for i := range len(a) {
		before := 0 // last[j] of the row above
		for j := range len(b) {
			above := last[j+1]
			if a[i] == b[j] {
				last[j+1] = before + 1
			} else {
				last[j+1] = max(last[j+1], last[j])
			}
			before = above
		}
	}
	return last[len(b)]
}

// ofLatin reports whether all letters of a word are Latin.
func ofLatin(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

// foreign is what a word means that nobody here can read.
var foreign = &meaning{sign: true}

// hidden gives what a word with other letters than Latin ones means: nobody here can read it, so that it may be terms; where it
// has Latin letters too, somebody hides something.
func hidden(word string) *meaning {
	if strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
		return bar
	}
	return foreign
}
