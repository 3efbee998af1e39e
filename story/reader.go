package story

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
)

// DefaultLimit is how many bytes a record may have unless told otherwise.
const DefaultLimit = 16 << 20

const (
	slack    = 4096    // bytes of line ends after a record that do not count towards the limit
	room     = 1 << 14 // bytes of the first buffer: most files hold one record
	mostRoom = 1 << 18 // bytes of a later one, unless a record needs more
	patience = 100     // reads in a row that may give nothing before a source counts as stuck
)

// byteOrderMark may stand before the first record of a file.
var byteOrderMark = []byte("\uFEFF")

// Reader reads records one after the other. It holds one of them at a time and what was read behind it, and never more of one than the
// limit. Bytes that a record was given are not written again, so that it needs no copy of them.
type Reader struct {
	stray string // text before the next record that belongs to no whole one, and may speak of it

	source io.Reader
	from   string
	limit  int

	buffer     []byte
	given      bool  // whether a record has bytes of it
	start, end int   // of the bytes in buffer that were read and are not done with
	offset     int64 // of the first of them in the source
	line       int   // of the first of them
	afterCR    bool  // whether a CR stands before the first of them
	searched   int   // how many of them hold no title of a next record
	begun      bool  // whether what may stand before the first record was skipped
	ended      error // why the source gives no more: io.EOF, or what it failed with
}

// strayText is the beginning of a text, enough for a person to find it.
func strayText(raw []byte) string {
	const most = 80 // bytes
	raw = raw[:min(len(raw), most)]
	if encodingOf(raw) == UTF8 {
		return string(raw)
	}
	return decode(raw)
}

// NewReader reads the records of r, which is the file from ("-" for standard input). Without a limit above 0 it is DefaultLimit.
func NewReader(r io.Reader, from string, limit int) *Reader {
	if limit <= 0 {
		limit = DefaultLimit
	}
	return &Reader{source: r, from: from, limit: limit, buffer: make([]byte, room), line: 1}
}

// Parse reads bytes that hold one record and no more. Its errors are of type *Error.
func Parse(raw []byte, from string) (*Story, error) {
	r := &Reader{source: bytes.NewReader(raw), from: from, limit: len(raw), buffer: make([]byte, len(raw)+1), line: 1}
	s, err := r.Next()
	if err != nil {
		return nil, err
	}
	if len(r.held()) > 0 {
		return nil, r.error("a second record, where one is expected; read them one after the other")
	}
	return s, nil
}

// Next gives the next record, and io.EOF after the last one. Every other error is an *Error, and the next call goes on behind the
// bytes it is about. Where the source fails, the record that breaks off is not given, and io.EOF follows the *Error.
func (r *Reader) Next() (*Story, error) {
	if !r.begun {
		r.begun = true
		r.skipBlank()
		if len(r.held()) == 0 && r.ended == io.EOF {
			return nil, &Error{From: r.from, Line: 1, Reason: "empty, no record in it"}
		}
	}
	own, next := r.extent()
	raw := bytes.TrimRight(r.held()[:own], "\r\n")
	last := next == len(r.held())
	switch {
	case own > r.limit+slack, len(raw) > r.limit:
		return nil, r.skipOversized()
	case last && r.ended != io.EOF:
		return nil, r.fail()
	case next == 0:
		return nil, io.EOF
	}
	s := read(raw[:len(raw):len(raw)])
	r.given = true
	if len(s.Fields) == 0 {
		e := r.error(unlabelled(raw, last))
		r.stray = strayText(raw)
		r.drop(next)
		return nil, e
	}
	if r.stray != "" {
		s.Oddities = append([]Oddity{{Kind: StrayText, Text: r.stray}}, s.Oddities...)
	}
	r.stray = ""
	if torn := !slices.ContainsFunc(s.Fields, func(f Field) bool { return f.Label != Title }); torn || s.Fields[0].Label != Title {
		r.stray = strayText(raw)
	}
	s.From, s.Offset, s.Line = r.from, r.offset, r.line
	r.drop(next)
	return s, nil
}

// skipBlank skips white space and byte order marks before the first record.
func (r *Reader) skipBlank() {
	for {
		for held := r.held(); ; held = r.held() {
			if bytes.HasPrefix(held, byteOrderMark) {
				r.drop(len(byteOrderMark))
			} else if n := len(held) - len(bytes.TrimLeft(held, space)); n > 0 {
				r.drop(n)
			} else {
				break
			}
		}
		// Go on where everything was blank, or a byte order mark may have been cut.
		if r.ended != nil || !bytes.HasPrefix(byteOrderMark, r.held()) {
			return
		}
		r.fill()
	}
}

// extent finds how far the record goes that the held bytes begin with: where its own bytes end, and where the next record starts. Both
// are the end of the held bytes where the source has ended, or where the record is certain to be over the limit.
func (r *Reader) extent() (own, next int) {
	for {
		held := r.held()
		if line, dash, ok := nextTitle(held, r.searched); ok {
			return line, dash
		}
		if r.ended != nil || len(held) > r.limit+slack+longestTitle {
			return len(held), len(held)
		}
		r.searched = len(held)
		r.fill()
	}
}

// skipOversized skips the record that the held bytes begin with, without keeping it, and says how large it is.
func (r *Reader) skipOversized() *Error {
	e := r.error("")
	what := describe(r.held()[:r.limit])
	for {
		held := r.held()
		if _, dash, ok := nextTitle(held, r.searched); ok {
			r.drop(dash)
			break
		}
		if r.ended != nil {
			r.drop(len(held))
			break
		}
		r.searched = len(held)
		r.drop(max(0, len(held)-longestTitle)) // the rest may begin a title
		r.fill()
	}
	e.Reason = fmt.Sprintf("%s of %d bytes is over the limit of %d: raise it with --max-record", what, r.offset-e.Offset, r.limit)
	return e
}

// fail says what the source failed with. No more comes after it.
func (r *Reader) fail() *Error {
	e := r.error("reading failed in the record that begins here; none of it was used")
	e.Err = r.ended
	if errors.Is(e.Err, io.EOF) {
		e.Err = errors.New(e.Err.Error()) // it must not pass for the end of a good file
	}
	r.drop(len(r.held()))
	r.ended = io.EOF
	return e
}

// error is about the record that the held bytes begin with.
func (r *Reader) error(reason string) *Error {
	return &Error{From: r.from, Offset: r.offset, Line: r.line, Reason: reason}
}

// held are the bytes that were read and are not done with.
func (r *Reader) held() []byte { return r.buffer[r.start:r.end] }

// drop is done with the first n held bytes.
func (r *Reader) drop(n int) {
	if n == 0 {
		return
	}
	done := r.held()[:n]
	r.line += lineEnds(done)
	if r.afterCR && done[0] == '\n' {
		r.line-- // the second half of a line end that was counted
	}
	r.afterCR = done[n-1] == '\r'
	r.start += n
	r.offset += int64(n)
	r.searched = max(0, r.searched-n)
}

// lineEnds counts CR, LF and CRLF.
func lineEnds(text []byte) int {
	n := bytes.Count(text, []byte{'\n'})
	if cr := bytes.Count(text, []byte{'\r'}); cr > 0 {
		n += cr - bytes.Count(text, []byte("\r\n"))
	}
	return n
}

// fill reads more bytes behind those that are held, or learns why there are none.
func (r *Reader) fill() {
	if r.end == len(r.buffer) {
		to := r.buffer
		if r.given || 2*len(r.held()) > len(r.buffer) {
			to, r.given = make([]byte, max(min(2*len(r.buffer), mostRoom), 2*len(r.held()))), false
		}
		r.start, r.end = 0, copy(to, r.held())
		r.buffer = to
	}
	for range patience {
		n, err := r.source.Read(r.buffer[r.end:])
		r.end += n
		r.ended = err
		if n > 0 || err != nil {
			return
		}
	}
	r.ended = io.ErrNoProgress
}
