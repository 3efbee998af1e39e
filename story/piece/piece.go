// Package piece reads pieces: what is about to be published, which stories it uses, and what it says of each.
//
// A piece says so in a list with the key stories, in the front matter of Markdown or at the top of a JSON object, or by elements of
// HTML with a data-story attribute. Whatever cannot be read for sure is an error. A piece that says nothing is read, but not
// Declared: silence never means that no story is used.
package piece

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Limit is how many bytes a piece may have. The text of an article has some ten thousand; pictures and film are not in it.
const Limit = 4 << 20

// Piece is what is about to be published.
type Piece struct {
	From     string // the file it came from, "-" for standard input
	Kind     Kind
	SHA256   string // of its exact bytes, in hexadecimal
	Declared bool   // it says which stories it uses, if only that it uses none
	Uses     []Use  // in the order they stand; the same story may stand several times
	Text     string // what its readers see, as plain text with line breaks between blocks; "" for JSON
}

// Use is one place where a piece says that it uses a story.
type Use struct {
	ID           string
	Shots        []int  // which of its shots, counted from 1, sorted, each once; none means all of them
	Seconds      *int   // how long it is shown, in whole seconds, rounded up; nil where that is not said
	Credit       string // the words by which the piece says it credits the story; "" where there are none
	Start, End   int    // the bytes of the file where the identifier stands, as written: escapes and entities are not decoded
	Line, Column int    // of Start, counted from 1, the column in Unicode code points; a byte order mark takes none
}

// Error says why a piece cannot be read.
type Error struct {
	From   string // the file, "-" for standard input
	Line   int    // counted from 1
	Reason string // what is wrong, and what to do
}

func (e *Error) Error() string {
	return fmt.Sprintf("read piece %q: line %d: %s", e.From, e.Line, e.Reason)
}

// Read reads a piece. Where it fails, the error is an *Error, and the piece has its digest but declares nothing.
func Read(from string, kind Kind, data []byte) (Piece, error) {
	digest := sha256.Sum256(data)
	unread := Piece{From: from, Kind: kind, SHA256: hex.EncodeToString(digest[:])}
	said, text, err := read(kind, data)
	if err != nil {
		var f *fault
		if !errors.As(err, &f) {
			f = &fault{0, err.Error()}
		}
		return unread, &Error{From: from, Line: newRuler(data).line(f.at), Reason: f.reason}
	}
	p := unread
	p.Declared = said.none || len(said.uses) > 0
	p.Uses, p.Text = said.uses, text
	locate(data, p.Uses)
	return p, nil
}

func read(kind Kind, data []byte) (said, string, error) {
	if len(data) > Limit {
		return said{}, "", faultf(0, "it has %d bytes: a piece may have %d; split it, or keep pictures apart from it", len(data), Limit)
	}
	// NUL is what UTF-16 looks like, and an escape sequence may turn letters into others (ISO-2022-JP): a browser would then see a page
	// that is not the one read here.
	for _, odd := range []struct {
		b    byte
		name string
	}{{0, "a NUL byte"}, {0x1B, "an escape character"}} {
		if i := bytes.IndexByte(data, odd.b); i >= 0 {
			return said{}, "", faultf(i, "it holds %s: save it as text in UTF-8", odd.name)
		}
	}
	switch kind {
	case Markdown:
		return readMarkdown(data)
	case HTML:
		return readHTML(data)
	case JSON:
		s, err := readJSON(data)
		return s, "", err
	}
	return said{}, "", faultf(0, "unknown kind %q: use markdown, html or json", kind)
}

// said is what a piece says, or a part of it.
type said struct {
	uses []Use
	none bool // it says that it uses no story
	at   int  // where it says so
}

// with adds what another part says, which stands further on.
func (s said) with(more said) (said, error) {
	s.uses = append(s.uses, more.uses...)
	if more.none && !s.none {
		s.none, s.at = true, more.at
	}
	if s.none && len(s.uses) > 0 {
		return said{}, faultf(s.at, "it says that it uses no story, and names %s: take one of them out", quoted(s.uses[0].ID))
	}
	return s, nil
}

// fault is what keeps a piece from being read.
type fault struct {
	at     int // the byte of the file
	reason string
}

func (f *fault) Error() string { return f.reason }

func faultf(at int, format string, args ...any) error {
	return &fault{at, fmt.Sprintf(format, args...)}
}

// quoted shows words out of a piece, no more of them than a line can hold.
func quoted(words string) string {
	const most = 60
	if len(words) > most {
		return fmt.Sprintf("%.*q…", most, words)
	}
	return fmt.Sprintf("%q", words)
}

// plain is what another reader says is wrong, without signs that are not for a terminal, and no longer than a line can hold.
func plain(text string) string {
	const most = 200
	text = strings.Map(func(r rune) rune {
		if unseen(r) {
			return ' '
		}
		return r
	}, text)
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

var byteOrderMark = []byte("\uFEFF")

// afterMark is where a file's text begins.
func afterMark(data []byte) int {
	if bytes.HasPrefix(data, byteOrderMark) {
		return len(byteOrderMark)
	}
	return 0
}

// checkUTF8 refuses what is no UTF-8 between two bytes of a file.
func checkUTF8(data []byte, start, end int) error {
	for i := start; i < end; {
		r, size := utf8.DecodeRune(data[i:end])
		if r == utf8.RuneError && size <= 1 {
			return faultf(i, "the byte %02X is no UTF-8: save it as UTF-8", data[i])
		}
		i += size
	}
	return nil
}
