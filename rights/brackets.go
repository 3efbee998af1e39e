package rights

import (
	"strings"
	"unicode"
)

// bracket is one pair of round brackets in a text: text[open] is "(", the inside ends before close.
type bracket struct {
	open, start, end, close int  // text[start:end] is the inside without surrounding white space; close is one past ")"
	broken                  bool // one of the pair is missing
}

// A missing bracket is looked for no further than this many bytes away: sources and dates are short.
const maxBracket = 200

// brackets finds the pairs of a text in order. Where one of a pair is missing the other one still counts, as broken:
// a damaged bracket must not make a shot, and what may be done with it, disappear.
func brackets(text string) []bracket {
	var found []bracket
	closed := 0 // one past the last bracket or line end: a bracket that was never opened goes back no further
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
			closed = i + 1
		case '(':
			j := strings.IndexAny(text[i+1:min(len(text), i+1+maxBracket)], "()\n")
			b := bracket{open: i, start: i + 1, broken: true}
			switch {
			case j < 0:
				b.end = min(len(text), i+1+maxBracket)
				b.close = b.end
			case text[i+1+j] == ')':
				b.end, b.close, b.broken = i+1+j, i+2+j, false
			default:
				b.end, b.close = i+1+j, i+1+j
			}
			found = append(found, b.trim(text))
			closed = b.close
			i = b.close - 1
		case ')':
			start := max(closed, i-maxBracket)
			b := bracket{open: start, start: start, end: i, close: i + 1, broken: true}
			found = append(found, b.trim(text))
			closed = i + 1
		}
	}
	return found
}

func (b bracket) trim(text string) bracket {
	inside := text[b.start:b.end]
	b.start += len(inside) - len(strings.TrimLeftFunc(inside, unicode.IsSpace))
	b.end = b.start + len(strings.TrimSpace(inside))
	return b
}

// inCapitals reports whether a text has letters and none of them is small.
func inCapitals(text string) bool {
	letters := false
	for _, r := range text {
		if unicode.IsLower(r) {
			return false
		}
		letters = letters || unicode.IsUpper(r)
	}
	return letters
}
