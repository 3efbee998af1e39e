package leaf

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxInteger is the largest integer that every JSON reader keeps exactly: 2^53-1.
const MaxInteger = 1<<53 - 1

// Canonical gives v as canonical JSON (RFC 8785), so that equal values have equal bytes and anyone can rebuild them.
// It holds a narrow form of it: object keys are plain ASCII, numbers are whole and below 2^53. Anything else is an error.
// Text that is not valid UTF-8 is kept with U+FFFD in the place of what cannot be read, as encoding/json has it.
func Canonical(v any) ([]byte, error) {
	var raw bytes.Buffer
	e := json.NewEncoder(&raw)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	if !utf8.Valid(raw.Bytes()) {
		return nil, fmt.Errorf("text is not valid UTF-8")
	}
	c := canonicaliser{in: raw.Bytes(), out: make([]byte, 0, raw.Len())}
	if err := c.value(); err != nil {
		return nil, err
	}
	return c.out, nil
}

// canonicaliser rewrites JSON from in to out. It trusts in to be well-formed: encoding/json wrote or checked it.
type canonicaliser struct {
	in  []byte
	at  int
	out []byte
}

// next steps over white space and gives the byte that stands there.
func (c *canonicaliser) next() byte {
	for {
		switch b := c.in[c.at]; b {
		case ' ', '\t', '\r', '\n':
			c.at++
		default:
			return b
		}
	}
}

// punct copies one byte of punctuation.
func (c *canonicaliser) punct() {
	c.out = append(c.out, c.next())
	c.at++
}

func (c *canonicaliser) value() error {
	switch c.next() {
	case '{':
		return c.object()
	case '[':
		return c.array()
	case '"':
		return c.text()
	case 't', 'f', 'n':
		c.word()
		return nil
	default:
		return c.number()
	}
}

// word copies bytes up to the next punctuation or space, and gives them.
func (c *canonicaliser) word() []byte {
	start := c.at
	for c.at < len(c.in) && bytes.IndexByte([]byte(",]} \t\r\n"), c.in[c.at]) < 0 {
		c.at++
	}
	c.out = append(c.out, c.in[start:c.at]...)
	return c.in[start:c.at]
}

func (c *canonicaliser) number() error {
	word := c.word()
	n, err := strconv.ParseInt(string(word), 10, 64)
	if err != nil || n > MaxInteger || n < -MaxInteger || string(word) == "-0" {
		return fmt.Errorf("number %s is not a whole number below 2^53", word)
	}
	return nil
}

func (c *canonicaliser) array() error {
	c.punct()
	for c.next() != ']' {
		if err := c.value(); err != nil {
			return err
		}
		if c.next() == ',' {
			c.punct()
		}
	}
	c.punct()
	return nil
}

// member is where one member of an object stands in out: its key within the quotes, and all of it.
type member struct{ start, key, end int }

func (c *canonicaliser) object() error {
	c.punct()
	first := len(c.out)
	var members []member
	for c.next() != '}' {
		m := member{start: len(c.out)}
		if err := c.text(); err != nil {
			return err
		}
		m.key = len(c.out)
		c.next()
		c.punct() // the colon
		if err := c.value(); err != nil {
			return err
		}
		m.end = len(c.out)
		members = append(members, m)
		if c.next() == ',' {
			c.at++
		}
	}
	if err := c.sort(first, members); err != nil {
		return err
	}
	c.punct()
	return nil
}

// sort puts the members that stand in out from first on in the order of their keys, with commas.
// RFC 8785 orders keys by UTF-16 units, which for ASCII is the order of bytes.
func (c *canonicaliser) sort(first int, members []member) error {
	key := func(m member) []byte { return c.out[m.start+1 : m.key-1] }
	for _, m := range members {
		if bytes.ContainsFunc(key(m), func(r rune) bool { return r >= utf8.RuneSelf || r == '\\' }) {
			return fmt.Errorf("key %q is not plain ASCII", key(m))
		}
	}
	slices.SortFunc(members, func(a, b member) int { return bytes.Compare(key(a), key(b)) })
	sorted := make([]byte, 0, len(c.out)-first+len(members))
	for i, m := range members {
		if i > 0 {
			if bytes.Equal(key(members[i-1]), key(m)) {
				return fmt.Errorf("key %q stands twice", key(m))
			}
			sorted = append(sorted, ',')
		}
		sorted = append(sorted, c.out[m.start:m.end]...)
	}
	c.out = append(c.out[:first], sorted...)
	return nil
}

// text copies a string. Only what RFC 8785 wants escaped stays escaped.
func (c *canonicaliser) text() error {
	c.punct()
	for {
		run := bytes.IndexAny(c.in[c.at:], `"\`)
		c.out = append(c.out, c.in[c.at:c.at+run]...)
		c.at += run
		if c.in[c.at] == '"' {
			c.punct()
			return nil
		}
		if err := c.escape(); err != nil {
			return err
		}
	}
}

// escape rewrites one escape.
func (c *canonicaliser) escape() error {
	switch e := c.in[c.at+1]; e {
	case '/':
		c.out = append(c.out, '/')
	case 'u':
		return c.unicode()
	default: // " \ b f n r t
		c.out = append(c.out, '\\', e)
	}
	c.at += 2
	return nil
}

// unicode rewrites \uXXXX, or a pair of them.
func (c *canonicaliser) unicode() error {
	r := c.unit()
	if utf16.IsSurrogate(r) {
		low := rune(-1)
		if bytes.HasPrefix(c.in[c.at:], []byte(`\u`)) {
			low = c.unit()
		}
		if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
			return fmt.Errorf("half of a surrogate pair stands alone")
		}
	}
	if short := bytes.IndexByte([]byte("\"\\\b\f\n\r\t"), byte(r)); r < utf8.RuneSelf && short >= 0 {
		c.out = append(c.out, '\\', `"\bfnrt`[short])
	} else if r < ' ' {
		c.out = fmt.Appendf(c.out, `\u%04x`, r)
	} else {
		c.out = utf8.AppendRune(c.out, r)
	}
	return nil
}

// unit reads the four digits of \uXXXX and steps over them.
func (c *canonicaliser) unit() rune {
	n, _ := strconv.ParseUint(string(c.in[c.at+2:c.at+6]), 16, 16) // well-formed, see canonicaliser
	c.at += 6
	return rune(n)
}
