package parts

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// What fills holes is written without its places, in their order. A number is its difference from the number before it. A string has
// before it its length, and how it is written.
const (
	asIs   = iota // the bytes themselves
	asHex         // the bytes that it is in hexadecimal
	before        // it stood before: in a column, or in a hole before this one; the "length" says which
	ways
)

// appendString writes a string, and adds it to those before it.
func appendString(fills, text []byte, strings [][]byte) ([]byte, [][]byte) {
	for i, s := range strings {
		if s != nil && bytes.Equal(s, text) {
			return binary.AppendUvarint(fills, uint64(i)*ways+before), strings
		}
	}
	strings = append(strings, text)
	if len(text) >= 16 && isHex(text) {
		fills = binary.AppendUvarint(fills, uint64(len(text)/2)*ways+asHex)
		fills, _ = hex.AppendDecode(fills, text)
		return fills, strings
	}
	return append(binary.AppendUvarint(fills, uint64(len(text))*ways+asIs), text...), strings
}

// isHex reports whether text is whole bytes in lower-case hexadecimal.
func isHex(text []byte) bool {
	for _, c := range text {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(text)%2 == 0
}

var errShort = errors.New("what fills its holes is too short")

// reader reads what fills holes.
type reader struct {
	rest    []byte
	last    int64
	strings [][]byte
}

func (r *reader) uvarint() (uint64, error) {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		return 0, errShort
	}
	r.rest = r.rest[size:]
	return n, nil
}

func (r *reader) take(n uint64) ([]byte, error) {
	if n > uint64(len(r.rest)) {
		return nil, errShort
	}
	taken := r.rest[:n:n]
	r.rest = r.rest[n:]
	return taken, nil
}

func (r *reader) number() (int64, error) {
	n, size := binary.Varint(r.rest)
	if size <= 0 {
		return 0, errShort
	}
	r.rest = r.rest[size:]
	r.last += n
	return r.last, nil
}

func (r *reader) text() ([]byte, error) {
	head, err := r.uvarint()
	if err != nil {
		return nil, err
	}
	n, way := head/ways, head%ways
	if way == before {
		if n >= uint64(len(r.strings)) || r.strings[n] == nil {
			return nil, fmt.Errorf("it repeats a string that is not there")
		}
		return r.strings[n], nil
	}
	text, err := r.take(n)
	if way == asHex {
		text = hex.AppendEncode(nil, text)
	}
	r.strings = append(r.strings, text)
	return text, err
}

// unescape reads what stands between the quotes of a string. It refuses what escape would not write again.
func unescape(text []byte) (string, bool) {
	if bytes.IndexByte(text, '\\') < 0 {
		return string(text), utf8.Valid(text)
	}
	quoted := append(append([]byte{'"'}, text...), '"')
	var plain string
	if err := json.Unmarshal(quoted, &plain); err != nil {
		return "", false
	}
	return plain, bytes.Equal(escape(plain), text)
}

// escape writes a string as canonical JSON has it between its quotes.
func escape(plain string) []byte {
	b := make([]byte, 0, len(plain))
	for _, c := range []byte(plain) {
		switch short := bytes.IndexByte([]byte("\"\\\b\f\n\r\t"), c); {
		case short >= 0:
			b = append(b, '\\', `"\bfnrt`[short])
		case c < ' ':
			b = fmt.Appendf(b, `\u%04x`, c)
		default:
			b = append(b, c)
		}
	}
	return b
}
