package audit

import "strings"

// insert is how the rows of one table are written that a bulk run has by the million.
type insert struct {
	what      string
	one, many string // statements for one row, and for rowsTogether
	columns   int
}

// rowsTogether is how many rows one statement writes. To begin a statement and to end it is a fifth of what SQLite does for a row with its
// triggers and indexes (18 µs for an entry and its reading); 16 rows share that well, and more than 32 gain nothing.
const rowsTogether = 32

// mostWaiting bounds how many rows of one table wait.
const mostWaiting = 8 * rowsTogether

func newInsert(what, table, columns string) *insert {
	n := strings.Count(columns, ",") + 1
	row := "(?" + strings.Repeat(", ?", n-1) + ")"
	one := "INSERT INTO " + table + " (" + columns + ") VALUES " + row
	return &insert{what, one, one + strings.Repeat(", "+row, rowsTogether-1), n}
}

var (
	intoReading = newInsert("readings", "reading", "id, commitment, salt, identifier, record, rights, title, parts, own")
	intoEntry   = newInsert("entries", "entry", `seq, recorded, kind, run, reading, question, policy, good_until, extra, request,
		input, input_parts, input_own, outcome, verdict, outcome_parts, outcome_own`)
)

// waiting are rows of a batch that are not written yet.
type waiting struct {
	*insert
	args []any
}

// later adds a row to those that wait. Whatever looks into the tables, or writes to them otherwise, must flush before.
func (b *batch) later(w *waiting, row []any) error {
	w.args = append(w.args, row...)
	if len(w.args) < mostWaiting*w.columns {
		return nil
	}
	return b.flush()
}

// flush writes the rows that wait, readings before the entries that point to them.
func (b *batch) flush() error {
	for _, w := range []*waiting{&b.readings, &b.entries} {
		if err := w.write(b); err != nil {
			return wrap(err, "writing "+w.what)
		}
	}
	return nil
}

func (w *waiting) write(b *batch) error {
	args := w.args
	for len(args) > 0 {
		query, n := w.many, rowsTogether*w.columns
		if len(args) < n {
			query, n = w.one, w.columns
		}
		if err := b.put(query, args[:n]...); err != nil {
			return err
		}
		args = args[n:]
	}
	clear(w.args) // lets go of what they point to
	w.args = w.args[:0]
	return nil
}
