package story

import (
	"bytes"
	"fmt"
)

// Error says why bytes of a file are no record, or could not be read.
type Error struct {
	From   string // the file, "-" for standard input
	Offset int64  // the first of those bytes in that file
	Line   int    // the line of that byte, counted from 1
	Reason string // what is wrong, and what to do
	Err    error  // what reading the file failed with, nil otherwise
}

func (e *Error) Error() string {
	s := fmt.Sprintf("read records of %s: line %d (byte %d): %s", e.From, e.Line, e.Offset, e.Reason)
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap is what reading the file failed with.
func (e *Error) Unwrap() error { return e.Err }

// unlabelled says why text without any label is no record; last where no record comes after it.
func unlabelled(text []byte, last bool) string {
	switch {
	case utf16(text):
		return `no record: this looks like UTF-16; convert it to UTF-8`
	case binary(text):
		return `binary data, no record: give a text file whose records start with "- Title:"`
	case last:
		return `no record: no line starts with "- Title:"`
	}
	return `no record: the text before the first "- Title:" holds no label; remove it, or give it its labels`
}

// describe says what text over the limit is, judged by its start: raising the limit helps with a record only.
func describe(start []byte) string {
	switch {
	case hasLabel(start):
		return "record"
	case utf16(start):
		return "text that looks like UTF-16, not a record,"
	case binary(start):
		return "binary data, not a record,"
	}
	return "text without a label"
}

func binary(text []byte) bool { return bytes.IndexByte(text, 0) >= 0 }

// utf16 says whether text begins with a byte order mark of UTF-16, or every second byte is NUL as with Latin letters there.
func utf16(text []byte) bool {
	if bytes.HasPrefix(text, []byte{0xFF, 0xFE}) || bytes.HasPrefix(text, []byte{0xFE, 0xFF}) {
		return true
	}
	var letters [2]bool // whether even and odd bytes hold anything but NUL
	for i, b := range text {
		letters[i%2] = letters[i%2] || b != 0
	}
	return len(text) > 1 && letters[0] != letters[1]
}
