package canonical

import (
	"strconv"
	"unicode/utf8"
)

func appendInt(out []byte, n int64) []byte { return strconv.AppendInt(out, n, 10) }

// as has, by the ASCII character that must not stand in a text as it is, what stands behind the backslash in its place: 'u' is for
// four digits. 0 is for those that stand.
var as = func() (table [utf8.RuneSelf]byte) {
	for c := range byte(' ') {
		table[c] = 'u'
	}
	for i, c := range []byte("\"\\\b\f\n\r\t") {
		table[c] = `"\bfnrt`[i]
	}
	return table
}()

// appendText writes text between quotes. Only what RFC 8785 wants escaped is.
func appendText(out []byte, s string) []byte {
	out = append(out, '"')
	start := 0 // of what is not yet written
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if as[c] != 0 {
				out = append(out, s[start:i]...)
				out = appendEscape(out, c)
				start = i + 1
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			out = append(out, s[start:i]...)
			out = utf8.AppendRune(out, utf8.RuneError)
			start = i + 1
		}
		i += size
	}
	out = append(out, s[start:]...)
	return append(out, '"')
}

func appendEscape(out []byte, c byte) []byte {
	out = append(out, '\\', as[c])
	if as[c] == 'u' {
		const digits = "0123456789abcdef"
		out = append(out, '0', '0', digits[c>>4], digits[c&15])
	}
	return out
}

// plain reports whether a text is ASCII that needs no escape.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || as[s[i]] != 0 {
			return false
		}
	}
	return true
}
