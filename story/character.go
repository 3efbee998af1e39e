package story

import (
	"unicode"
	"unicode/utf8"
)

// class is what a byte may begin, as far as the form of a record is concerned.
type class uint8

const (
	plain   class = iota
	dash          // '-', which may begin a label; '*' is what some systems make of it
	colon         // ':', which may end one
	control       // a control character other than tab and line ends
	wide          // not ASCII
)

var classes = func() (classes [256]class) {
	for b := range classes {
		switch {
		case b >= utf8.RuneSelf:
			classes[b] = wide
		case b < ' ' && !isSpace(byte(b)), b == 0x7F:
			classes[b] = control
		}
	}
	classes['-'], classes['*'], classes[':'] = dash, dash, colon
	return classes
}()

// wideAt is the character at i, which is not ASCII, and its length in bytes.
func (s *scan) wideAt(i int) (rune, int) {
	if s.encoding == UTF8 {
		return utf8.DecodeRune(s.raw[i:])
	}
	return character(s.raw[i]), 1
}

// oddityOf says what is odd about a character that is not ASCII, "" where nothing is.
func oddityOf(r rune) OddityKind {
	switch {
	case r == utf8.RuneError, r < 0xA0:
		return ControlCharacter
	case hidden(r):
		return HiddenCharacter
	}
	return ""
}

// hidden says whether a character shows nothing, or passes for a space. The no-break space is left out: it is common in
// Windows-1252, and whoever reads words takes it for the space that it looks like.
func hidden(r rune) bool {
	const softHyphen, firstMark, brailleBlank = 0xAD, 0x300, 0x2800
	if r < firstMark {
		return r == softHyphen
	}
	return r == brailleBlank ||
		unicode.In(r, unicode.Cf, unicode.Z, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}
