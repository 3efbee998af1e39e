package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"clearance/audit/leaf"
	"clearance/audit/parts"
)

// document is a reading, an input or an outcome taken apart, as it is stored.
type document struct {
	digest string // of its bytes, or the commitment to them
	row    []any  // what the columns of its row have before the names of its pieces: the digest, the salt, and those of the form
	parts.Pieces

	shared []*fragment // by its pieces; nil for one that is its own
	by     *fragments  // whose they are; nil where none was looked up yet
	learnt bool        // whether those that are its own were met, for others
}

// join puts the document together again.
func (d *document) join(p place) ([]byte, error) {
	pieces, own, err := d.Stored(func(i int) (int64, error) {
		if d.by == nil || d.shared[i] == nil {
			return 0, nil
		}
		return int64(i) + 1, nil
	})
	if err != nil {
		return nil, err
	}
	return p.form.Join(d.Columns, pieces, own, func(id int64) ([]byte, error) { return []byte(d.shared[id-1].text), nil })
}

// same reports whether two documents are the same. It may miss it.
func (d *document) same(e *document) bool {
	return d.by == e.by && d.Equal(&e.Pieces) && slices.Equal(d.shared, e.shared)
}

// document takes bytes apart.
func (p place) document(of Payload) document {
	return p.taken(rawDigest(of.Digest), of.Salt, p.form.Split(of.Data))
}

// taken is a document of bytes that were taken apart: the digest of them, and the salt, if there is one.
func (p place) taken(sum, salt []byte, pieces parts.Pieces) document {
	d := document{digest: leaf.Named(sum), Pieces: pieces}
	d.row = append(make([]any, 0, 2+len(p.columns)), sum)
	if salt != nil {
		d.row = append(d.row, salt)
	}
	for i, c := range p.columns {
		if v := d.Columns[i]; c.packed {
			d.row = append(d.row, packed(v))
		} else {
			d.row = append(d.row, v)
		}
	}
	return d
}

// How they are taken apart: the strings that have columns, in their order; others that hardly ever stand in two documents; and lists of
// things that stand in many.
var (
	readingForm = parts.NewForm(
		[]string{"story.id", "story.sha256", "rights", "story.title"},
		[]string{"story.from", "record.id.value", "record.id.words.text", "record.date.value", "record.date.words.text", "embargo.value",
			"embargo.first", "embargo.last", "embargo.words.text", "shots.date.value", "shots.date.words.text"},
		[]string{"shots", "shots.rules", "terms.rules"})
	inputForm   = parts.NewForm(nil, nil, []string{"terms.rules"})
	outcomeForm = parts.NewForm([]string{"verdict"}, nil, []string{"findings", "open_for"})
)

// place is where documents of one form are stored: a row of the table has one.
type place struct {
	what, table, key string   // what they are called, and what their rows are numbered by
	digest, salt     string   // columns; no salt where they are not salted
	columns          []column // in the order of the form's
	parts, own       string   // columns
	pieces           string   // the table of their pieces
	form             *parts.Form
}

// column is one that has a string of a document.
type column struct {
	name   string
	packed bool // it is a SHA-256, and stored as packed has it
}

var (
	readings = place{"reading", "reading", "id", "commitment", "salt",
		[]column{{"identifier", false}, {"record", true}, {"rights", true}, {"title", false}}, "parts", "own", "reading_part", readingForm}
	inputs   = place{"input", "entry", "seq", "input", "NULL", nil, "input_parts", "input_own", "part", inputForm}
	outcomes = place{"outcome", "entry", "seq", "outcome", "NULL", []column{{"verdict", false}}, "outcome_parts", "outcome_own", "part", outcomeForm}
)

// selected are the columns of a document for a SELECT; stored takes them.
func (p place) selected() string {
	var all []string
	for _, c := range p.columns {
		all = append(all, p.table+"."+c.name)
	}
	return strings.Join(append(all, p.table+"."+p.parts, p.table+"."+p.own), ", ")
}

// stored is what a row has of a document.
type stored struct {
	place
	values     []any  // of the columns
	parts, own []byte // parts are nil where there is no document, or it was erased
}

func (p place) stored() stored { return stored{place: p, values: make([]any, len(p.columns))} }

// into takes what selected selects.
func (s *stored) into() (all []any) {
	for i, c := range s.columns {
		if c.packed {
			all = append(all, unpacked{&s.values[i]})
		} else {
			all = append(all, &s.values[i])
		}
	}
	return append(all, &s.parts, &s.own)
}

// join puts the document together, nil where there is none.
func (s *stored) join(text parts.Text) ([]byte, error) {
	if s.parts == nil {
		return nil, nil
	}
	return s.form.Join(s.values, s.parts, s.own, text)
}

// packed is what a column has of a string: a SHA-256 in hexadecimal as its bytes, anything else as it is.
func packed(v any) any {
	if s, ok := v.(string); ok {
		if raw, ok := rawRecord(s); ok {
			return raw
		}
	}
	return v
}

// unpacked takes what packed gave. Anything else, which no look-up would find, is no string.
type unpacked struct{ into *any }

func (u unpacked) Scan(v any) error {
	*u.into = v
	switch v := v.(type) {
	case []byte:
		if len(v) == sha256.Size {
			*u.into = hex.EncodeToString(v)
		}
	case string:
		if _, is := packed(v).([]byte); is {
			*u.into = true
		}
	}
	return nil
}

// rawDigest gives the 32 bytes of a digest.
func rawDigest(digest string) []byte {
	raw, err := hex.DecodeString(digest[len("sha256:"):])
	if err != nil {
		panic("audit: a digest of ours is none: " + digest)
	}
	return raw
}

// shelf gives the pieces of one table, and keeps those that it gave.
type shelf struct {
	ctx   context.Context
	from  querier
	table string
	ahead int64 // how many to read at a time: pieces that are written together are read together
	kept  map[int64][]byte
	size  int
}

// mostKept bounds what a shelf keeps, in bytes. When it is full, it starts afresh.
const mostKept = 64 << 20

func (s *shelf) text(id int64) ([]byte, error) {
	if text, found := s.kept[id]; found {
		return text, nil
	}
	if s.kept == nil || s.size > mostKept {
		s.kept, s.size = map[int64][]byte{}, 0
	}
	if err := s.read(id, id+s.ahead); err != nil {
		return nil, err
	}
	text, found := s.kept[id]
	if !found {
		return nil, fmt.Errorf("is made of %s %d, which is missing", s.table, id)
	}
	return text, nil
}

// read puts those from one id up to and without another on the shelf.
func (s *shelf) read(from, to int64) error {
	rows, err := s.from.QueryContext(s.ctx, `SELECT id, data FROM `+s.table+` WHERE id >= ? AND id < ? AND data IS NOT NULL`, from, to)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var text []byte
		if err := rows.Scan(&id, &text); err != nil {
			return err
		}
		s.kept[id] = text
		s.size += len(text) + 64
	}
	return rows.Err()
}

// shelfOf is the shelf for a single document.
func shelfOf(ctx context.Context, from querier, p place) *shelf {
	return &shelf{ctx: ctx, from: from, table: p.pieces, ahead: 1}
}
