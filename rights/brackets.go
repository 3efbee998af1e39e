package rights

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// bracket is one pair of brackets in a text: the opening one is at open, the inside ends before close.
type bracket struct {
	open, start, end, close int  // text[start:end] is the inside without surrounding white space; close is one past the closing one
	broken                  bool // one of the pair is missing, or the two do not match

	*inside // text[start:end]
}

// A missing bracket is looked for no further than this many bytes away: sources and dates are short.
const maxBracket = 200

// closing is the bracket that closes each one that opens. Shotlists use the round ones; others mean the same.
var closing = map[rune]rune{'(': ')', '[': ']', '{': '}', '（': '）', '［': '］', '｛': '｝', '【': '】', '〔': '〕'}

var isClosing = func() map[rune]bool {
	set := map[rune]bool{}
	for _, r := range closing {
		set[r] = true
	}
	return set
}()

// bracketBytes are those that brackets begin with: the last two those of the wide ones.
const bracketBytes = "()[]{}\xEF\xE3"

// inBrackets are these bytes and line ends.
var inBrackets = func() (set [256]bool) {
	for _, b := range []byte(bracketBytes + "\n") {
		set[b] = true
	}
	return set
}()

// finder finds one byte after the other of those that may begin a bracket. Prose has few of them.
type finder [len(bracketBytes)]int // where the next one of each is

// next gives the first of them in a text from a place on, or its length.
func (f *finder) next(text string, from int) int {
	first := len(text)
	for k := range f {
		if f[k] < from {
			if f[k] = strings.IndexByte(text[from:], bracketBytes[k]) + from; f[k] < from {
				f[k] = len(text)
			}
		}
		first = min(first, f[k])
	}
	return first
}

// appendBrackets finds the pairs of a text in order. Where one of a pair is missing the other one still counts, as broken:
// a damaged bracket must not make a shot, and what may be done with it, disappear.
func appendBrackets(found []bracket, text string) []bracket {
	closed := 0 // one past the last bracket
	var bytes finder
	for k := range bytes {
		bytes[k] = -1
	}
	for i := bytes.next(text, 0); i < len(text); i = bytes.next(text, i) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case closing[r] != 0:
			b := opened(text, i, size, closing[r])
			found = append(found, b.trim(text))
			closed = b.close
			i = b.close
			continue
		case isClosing[r]:
			// One that was never opened goes back no further than the last bracket, and its line.
			closed = max(closed, strings.LastIndexByte(text[:i], '\n')+1)
			if numbered(text[closed:i]) {
				break
			}
			start := max(closed, i-maxBracket)
			for !utf8.RuneStart(text[start]) {
				start++
			}
			b := bracket{open: start, start: start, end: i, close: i + size, broken: true}
			found = append(found, b.trim(text))
			closed = b.close
		}
		i += size
	}
	return found
}

// opened is the bracket that opens at a place, up to where it is closed, or another one begins, or its line ends.
func opened(text string, at, size int, want rune) bracket {
	b := bracket{open: at, start: at + size, broken: true}
	for i, most := b.start, min(len(text), b.start+maxBracket); i < most; {
		if !inBrackets[text[i]] {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == '\n' || closing[r] != 0 || isClosing[r] {
			b.end, b.close = i, i
			if isClosing[r] {
				b.close, b.broken = i+size, r != want
			}
			return b
		}
		i += size
	}
	b.end = min(len(text), b.start+maxBracket)
	for b.end < len(text) && !utf8.RuneStart(text[b.end]) {
		b.end--
	}
	b.close = b.end
	return b
}

// numbered reports whether text ends in the number of a list, such as 3).
func numbered(text string) bool {
	words := strings.Fields(text)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	return len(last) <= 2 && strings.Trim(last, "0123456789") == ""
}

func (b bracket) trim(text string) bracket {
	if within := text[b.start:b.end]; within == "" || mayBeSpace[within[0]] || mayBeSpace[within[len(within)-1]] {
		b.start += len(within) - len(strings.TrimLeftFunc(within, unicode.IsSpace))
		b.end = b.start + len(strings.TrimSpace(within))
	}
	b.inside = insideOf(text[b.start:b.end])
	return b
}

// mayBeSpace are the bytes that white space is made of: that of ASCII, and whatever is not ASCII.
var mayBeSpace = func() (set [256]bool) {
	for b := range set {
		set[b] = b <= ' ' || b >= utf8.RuneSelf
	}
	return set
}()

// nextRow gives how many of some brackets stand side by side, with nothing but white space and a separator between them.
func nextRow(text string, all []bracket) int {
	for i, b := range all[1:] {
		if strings.Trim(text[all[i].close:b.open], " \t\r\n.,;:/-–—") != "" {
			return i + 1
		}
	}
	return len(all)
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
