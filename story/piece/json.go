package piece

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// deepest is how many lists and objects may stand within one another. A piece has a handful.
const deepest = 100

// readJSON reads a piece that is one JSON object. Only what stands under stories is looked at; the grammar is checked for all of it.
func readJSON(data []byte) (said, error) {
	start := afterMark(data)
	if err := checkUTF8(data, start, len(data)); err != nil {
		return said{}, err
	}
	if err := checkDepth(data); err != nil {
		return said{}, err
	}
	if err := checkGrammar(data, start); err != nil {
		return said{}, err
	}
	t := &tokens{json.NewDecoder(bytes.NewReader(data[start:])), data, start}
	t.decoder.UseNumber()
	token, at, err := t.next()
	if err != nil {
		return said{}, err
	}
	if token != json.Delim('{') {
		return said{}, faultf(at, "it is no JSON object: write one with the key stories")
	}
	return t.top()
}

func checkDepth(data []byte) error {
	depth, quote := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			quote = !quote
		case quote && c == '\\':
			i++
		case quote:
		case c == '[' || c == '{':
			if depth++; depth > deepest {
				return faultf(i, "it is nested more than %d levels deep: make it flatter", deepest)
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return nil
}

func checkGrammar(data []byte, start int) error {
	err := json.Unmarshal(data[start:], new(json.RawMessage))
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return faultf(start+int(max(syntax.Offset-1, 0)), "it is not one JSON object: %v; mend it", syntax)
	}
	return err
}

// tokens are those of a JSON file whose grammar is known to be good.
type tokens struct {
	decoder *json.Decoder
	data    []byte
	start   int // where the JSON begins
}

// next is the next token, and where it starts.
func (t *tokens) next() (json.Token, int, error) {
	at := t.start + int(t.decoder.InputOffset())
	for at < len(t.data) && bytes.IndexByte([]byte(" \t\r\n,:"), t.data[at]) >= 0 {
		at++
	}
	token, err := t.decoder.Token()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, at, faultf(at, "it is no JSON: %v", err)
	}
	return token, at, nil
}

// top reads the object at the top, whose brace is read already.
func (t *tokens) top() (said, error) {
	var s said
	seen := map[string]bool{}
	for t.decoder.More() {
		key, err := t.value()
		if err != nil {
			return said{}, err
		}
		if seen[key.text] {
			return said{}, faultf(key.start, "the key %s stands twice: take one of them out", quoted(key.text))
		}
		seen[key.text] = true
		ours, err := storiesKey(key)
		if err != nil {
			return said{}, err
		}
		if !ours {
			if err := t.skip(); err != nil {
				return said{}, err
			}
			continue
		}
		v, err := t.value()
		if err != nil {
			return said{}, err
		}
		if s, err = declare(v); err != nil {
			return said{}, err
		}
	}
	return s, nil
}

// skip goes over one value that is none of ours, and refuses one in which stories are named all the same. It is nested no deeper than
// checkDepth allows.
func (t *tokens) skip() error {
	token, at, err := t.next()
	if err != nil {
		return err
	}
	text, isText := token.(string)
	switch {
	case isText:
		return checkElsewhere(value{text: text, start: at}, false)
	case token != json.Delim('[') && token != json.Delim('{'):
		return nil
	}
	for t.decoder.More() {
		if token == json.Delim('{') {
			key, err := t.value()
			if err == nil {
				err = checkElsewhere(key, true)
			}
			if err != nil {
				return err
			}
		}
		if err := t.skip(); err != nil {
			return err
		}
	}
	_, _, err = t.next() // what closes it
	return err
}

// value reads one value, or a key.
func (t *tokens) value() (value, error) {
	token, at, err := t.next()
	if err != nil {
		return value{}, err
	}
	end := t.start + int(t.decoder.InputOffset())
	switch token := token.(type) {
	case nil:
		return value{shape: null, start: at, end: at}, nil
	case string:
		return value{shape: word, text: token, start: at + 1, end: end - 1}, nil
	case json.Number:
		return value{shape: number, text: token.String(), start: at, end: end}, nil
	case json.Delim:
		return t.filled(token, at)
	}
	return value{shape: other, start: at, end: at}, nil
}

// filled reads a list or an object, whose first sign is read already.
func (t *tokens) filled(sign json.Delim, at int) (value, error) {
	v := value{shape: list, start: at, end: at}
	if sign == '{' {
		v.shape = mapping
	}
	for t.decoder.More() {
		item, err := t.value()
		if err != nil {
			return value{}, err
		}
		if v.shape == mapping {
			v.keys = append(v.keys, item)
			if item, err = t.value(); err != nil {
				return value{}, err
			}
		}
		v.items = append(v.items, item)
	}
	_, _, err := t.next()
	return v, err
}
