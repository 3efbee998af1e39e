package piece

import (
	"strings"
	"unicode"
)

// near says whether a word may be a slip for a known one, and is not that word: it is in capitals, has something around it, or one
// letter is missing, too many, another one, or swapped with its neighbour. Of a known word of two letters any such word would be a
// slip, so that it has to be all there.
func near(text, known string) bool {
	if text == known || len(text) > 8*len(known) {
		return false
	}
	word := letters(text)
	return word == known || len(known) > 2 && oneSlip([]rune(word), []rune(known))
}

// letters are a word's from the first to the last, in lower case.
func letters(text string) string {
	return strings.TrimFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
}

func oneSlip(a, b []rune) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	swapped := len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
	return swapped || len(a) <= 1 && len(b) <= 1
}
