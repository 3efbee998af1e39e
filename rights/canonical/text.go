package canonical

import (
	"encoding/binary"
	"unicode/utf8"
)

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

// appendText writes text between quotes. Only what RFC 8785 wants escaped is. Most texts need no escape: they are copied, and then
// looked at.
func appendText(out []byte, s string) []byte {
	out = append(out, '"')
	start := len(out)
	out = append(out, s...)
	if n := plainBytes(out[start:]); n < len(s) {
		out = appendEscaped(out[:start+n], s[n:])
	}
	return append(out, '"')
}

// plainBytes is how many bytes a text begins with that are ASCII and need no escape. It looks at eight at a time; the last eight may
// overlap those before, and so may the halves of what is shorter.
func plainBytes(s []byte) int {
	i, n := 0, len(s)
	switch {
	case n >= 8:
		for i+8 <= n && arePlain(binary.LittleEndian.Uint64(s[i:])) {
			i += 8
		}
		if i+8 > n && arePlain(binary.LittleEndian.Uint64(s[n-8:])) {
			return n
		}
	case n >= 4:
		if arePlain(uint64(binary.LittleEndian.Uint32(s)) | uint64(binary.LittleEndian.Uint32(s[n-4:]))<<32) {
			return n
		}
	}
	for i < n && s[i] < utf8.RuneSelf && as[s[i]] == 0 {
		i++
	}
	return i
}

// arePlain reports whether eight bytes are: what is taken off below leaves the top bit of each byte that may stand at zero.
func arePlain(x uint64) bool {
	const each, top = 0x0101010101010101, 0x80 * 0x0101010101010101
	return (x|(x-' '*each)|((x^'"'*each)-each)|((x^'\\'*each)-each))&top == 0
}

func appendEscaped(out []byte, s string) []byte {
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
	return append(out, s[start:]...)
}

func appendEscape(out []byte, c byte) []byte {
	out = append(out, '\\', as[c])
	if as[c] == 'u' {
		const digits = "0123456789abcdef"
		out = append(out, '0', '0', digits[c>>4], digits[c&15])
	}
	return out
}
