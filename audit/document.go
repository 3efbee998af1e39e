package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"clearance/audit/parts"
)

// document is a reading, an input or an outcome taken apart, as it is stored.
type document struct {
	digest string // of its bytes, or the commitment to them
	row    []any  // what its table's columns have, from that digest up to the names of its pieces
	parts.Pieces
}

// document takes bytes apart.
func (t documentTable) document(p Payload) document {
	d := document{digest: p.Digest, Pieces: t.form.Split(p.Data)}
	d.row = append(make([]any, 0, 2+len(t.columns)), rawDigest(p.Digest))
	if p.Salt != nil {
		d.row = append(d.row, p.Salt)
	}
	for i, c := range t.columns {
		if v := d.Columns[i]; c.packed {
			d.row = append(d.row, packed(v))
		} else {
			d.row = append(d.row, v)
		}
	}
	return d
}

// raw are the bytes of its digest.
func (d *document) raw() []byte { return d.row[0].([]byte) }

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

// documentTable is where documents of one form are stored.
type documentTable struct {
	name    string
	columns []column // in the order of the form's
	pieces  string   // the table of their pieces
	form    *parts.Form

	insert    string // the statement
	selecting string // its columns
}

// column is one that has a string of a document.
type column struct {
	name   string
	packed bool // it is a SHA-256, and stored as packed has it
}

var (
	readings = tableOf("reading", []string{"commitment", "salt"}, []column{{"identifier", false}, {"record", true}, {"rights", true}, {"title", false}},
		"reading_part", readingForm)
	inputs   = tableOf("input", []string{"digest"}, nil, "part", inputForm)
	outcomes = tableOf("outcome", []string{"digest"}, []column{{"verdict", false}}, "part", outcomeForm)
)

func tableOf(name string, promise []string, columns []column, pieces string, form *parts.Form) documentTable {
	all, selected := append([]string{"id"}, promise...), ""
	for _, c := range columns {
		all, selected = append(all, c.name), selected+name+"."+c.name+", "
	}
	all = append(all, "parts", "own")
	return documentTable{name, columns, pieces, form,
		`INSERT INTO ` + name + ` (` + strings.Join(all, ", ") + `) VALUES (?` + strings.Repeat(", ?", len(all)-1) + `)`,
		selected + name + ".parts, " + name + ".own"}
}

// selected are its columns for a SELECT; stored takes them.
func (t documentTable) selected() string { return t.selecting }

// stored is what a table has of a document.
type stored struct {
	table      documentTable
	columns    []any
	parts, own []byte // parts are nil where there is no document, or it was erased
}

func (t documentTable) stored() stored { return stored{table: t, columns: make([]any, len(t.columns))} }

// into takes what selected selects.
func (s *stored) into() (all []any) {
	for i, c := range s.table.columns {
		if c.packed {
			all = append(all, unpacked{&s.columns[i]})
		} else {
			all = append(all, &s.columns[i])
		}
	}
	return append(all, &s.parts, &s.own)
}

// join puts the document together, nil where there is none.
func (s *stored) join(text parts.Text) ([]byte, error) {
	if s.parts == nil {
		return nil, nil
	}
	return s.table.form.Join(s.columns, s.parts, s.own, text)
}

// packed is what a column has of a string: a SHA-256 in hexadecimal as its bytes, anything else as it is.
func packed(v any) any {
	s, ok := v.(string)
	if record, is := recordDigest(s); ok && is && record == s {
		raw, _ := hex.DecodeString(s)
		return raw
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
func shelfOf(ctx context.Context, from querier, t documentTable) *shelf {
	return &shelf{ctx: ctx, from: from, table: t.pieces, ahead: 1}
}
