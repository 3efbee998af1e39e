// Package canonical writes values as canonical JSON (RFC 8785) field by field, for the few kinds of values that every decision stores.
//
// It is a narrow form: keys are plain ASCII, numbers are whole and within 2^53-1, text that is not valid UTF-8 has U+FFFD in the place
// of what cannot be read. Whoever writes an object gives its keys in order.
package canonical

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// MaxInteger is the largest integer that every JSON reader keeps exactly: 2^53-1.
const MaxInteger = 1<<53 - 1

// Writer writes one value behind bytes that are there already. What goes wrong it keeps until the end.
type Writer struct {
	out   []byte
	err   error
	notes *Notes // nil where nothing is noted
}

// To makes a writer that appends to some bytes.
func To(bytes []byte) Writer { return Writer{out: bytes} }

// Done gives the bytes. Where something has no canonical form it gives an error, and no bytes.
func (w *Writer) Done() ([]byte, error) {
	if w.err != nil {
		return nil, w.err
	}
	return w.out, nil
}

// Open begins an object.
func (w *Writer) Open() {
	w.out = append(w.out, '{')
	if w.notes != nil {
		w.notes.open()
	}
}

// Close ends an object.
func (w *Writer) Close() {
	w.out = append(w.out, '}')
	if w.notes != nil {
		w.notes.close()
	}
}

// Key writes the key of a member: plain ASCII that needs no escape.
func (w *Writer) Key(name string) *Writer {
	comma := w.out[len(w.out)-1] != '{'
	if w.notes != nil {
		w.notes.key(name, comma, len(w.out))
	}
	if comma {
		w.out = append(w.out, ',')
	}
	w.out = append(w.out, '"')
	w.out = append(w.out, name...)
	w.out = append(w.out, '"', ':')
	return w
}

// As writes a value that is canonical JSON already. Nothing in it is noted.
func (w *Writer) As(json string) { w.out = append(w.out, json...) }

// Null writes what is not there.
func (w *Writer) Null() { w.out = append(w.out, "null"...) }

// Bool writes a truth value.
func (w *Writer) Bool(is bool) {
	if is {
		w.out = append(w.out, "true"...)
	} else {
		w.out = append(w.out, "false"...)
	}
}

// Int writes a whole number within 2^53-1.
func (w *Writer) Int(n int64) {
	if n > MaxInteger || n < -MaxInteger {
		w.fail("number %d is not within 2^53-1", n)
		return
	}
	start := len(w.out)
	w.out = strconv.AppendInt(w.out, n, 10)
	if w.notes != nil {
		w.notes.number(n, start, len(w.out))
	}
}

// Time writes an instant in RFC 3339, with the fractions of a second that it has.
func (w *Writer) Time(t time.Time) {
	start := len(w.out)
	w.out = append(w.out, '"')
	out, err := t.AppendText(w.out)
	if err != nil {
		w.fail("%w", err)
		return
	}
	w.out = append(out, '"')
	if w.notes != nil {
		w.notes.text(start, len(w.out))
	}
}

// Text writes text.
func (w *Writer) Text(s string) {
	start := len(w.out)
	w.out = appendText(w.out, s)
	if w.notes != nil {
		w.notes.text(start, len(w.out))
	}
}

func (w *Writer) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf(format, args...)
	}
}

// List writes an array, each of its values by a function. One that is nil is null.
func List[T any](w *Writer, list []T, write func(*Writer, *T)) {
	if list == nil {
		w.Null()
		return
	}
	w.openList()
	for i := range list {
		w.element(i)
		write(w, &list[i])
	}
	w.closeList(len(list))
}

// Texts writes an array of text. One that is nil is null.
func Texts[S ~string](w *Writer, list []S) {
	if list == nil {
		w.Null()
		return
	}
	w.openList()
	for i, s := range list {
		w.element(i)
		w.Text(string(s))
	}
	w.closeList(len(list))
}

func (w *Writer) openList() {
	w.out = append(w.out, '[')
	if w.notes != nil {
		w.notes.open()
	}
}

// element begins an element, by its number.
func (w *Writer) element(i int) {
	if i > 0 {
		w.out = append(w.out, ',')
	}
	if w.notes != nil {
		w.notes.element(i > 0, len(w.out))
	}
}

func (w *Writer) closeList(elements int) {
	if w.notes != nil {
		w.notes.closeList(elements, len(w.out))
	}
	w.out = append(w.out, ']')
}

// Map writes an object, its keys in order and each of its values by a function. One that is nil is null. Most have the usual keys, which
// are plain, in order: they need not be sorted.
func Map[T any](w *Writer, values map[string]T, usual []string, write func(*Writer, T)) {
	if values == nil {
		w.Null()
		return
	}
	keys := usual
	if !areKeys(usual, values) {
		keys = keys[:0:0]
		for key := range values {
			if plainBytes([]byte(key)) < len(key) {
				w.fail("key %q is not plain ASCII", key)
				return
			}
			keys = append(keys, key)
		}
		slices.Sort(keys)
	}
	w.Open()
	for _, key := range keys {
		write(w.Key(key), values[key])
	}
	w.Close()
}

// areKeys reports whether these are the keys of a map.
func areKeys[T any](keys []string, of map[string]T) bool {
	for _, key := range keys {
		if _, ok := of[key]; !ok {
			return false
		}
	}
	return len(keys) == len(of)
}
