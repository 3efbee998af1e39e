package audit

import (
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"clearance/audit/leaf"
	"clearance/audit/parts"
)

// documents puts every reading, input and outcome together and checks the bytes against their digests.
func (c *verifier) documents(erased map[string]bool) error {
	var all sync.WaitGroup
	for _, d := range c.of {
		d.erased = erased
		all.Go(func() { d.failed = d.all() })
	}
	all.Wait()
	return errors.Join(c.of[readings.what].failed, c.of[inputs.what].failed, c.of[outcomes.what].failed)
}

// documentVerifiers are those of all tables of documents.
func (c *verifier) documentVerifiers() {
	c.of = map[string]*documentVerifier{}
	for _, p := range []place{readings, inputs, outcomes} {
		c.of[p.what] = &documentVerifier{verifier: c, place: p, used: map[int64]bool{}, last: math.MinInt64}
	}
}

// documentVerifier checks the documents of one place.
type documentVerifier struct {
	*verifier
	place
	erased map[string]bool
	failed error
	shelf  shelf
	last   int64          // the row up to which it came
	used   map[int64]bool // the pieces that documents are made of
	empty  []emptied
}

// readAhead is how many pieces are read at a time. What documents have of their own pieces stands side by side.
const readAhead = 64

func (d *documentVerifier) all() error {
	d.shelf = shelf{ctx: d.ctx, table: d.pieces, ahead: readAhead}
	for {
		n, err := d.stretch()
		if err != nil || n == 0 {
			return err
		}
	}
}

// stretch checks the next documents, in a transaction: what is erased between them and their pieces must not seem damaged. A damaged file
// may have its rows in any order: those that do not follow are not read again and again.
func (d *documentVerifier) stretch() (n int, err error) {
	tx, err := d.log.readers.BeginTx(d.ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	d.shelf.from = tx
	rows, err := tx.QueryContext(d.ctx, fmt.Sprintf(`SELECT %s, %s, %s, %s FROM %s WHERE %[1]s > ? AND %[2]s IS NOT NULL ORDER BY 1 LIMIT ?`,
		d.key, d.digest, d.salt, d.selected(), d.table), d.last, stretch)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for ; rows.Next(); n++ {
		var row int64
		var sum, salt sql.RawBytes
		s := d.stored()
		if err := rows.Scan(append([]any{&row, &sum, &salt}, s.into()...)...); err != nil {
			return n, err
		}
		if row <= d.last {
			d.problem("%s %d stands behind %[1]s %[3]d: the file is damaged", d.table, row, d.last)
			return 0, nil
		}
		d.last = row
		d.check(Payload{Digest: leaf.Named(sum), Salt: salt}, &s)
	}
	return n, rows.Err()
}

// check checks one document.
func (d *documentVerifier) check(p Payload, s *stored) {
	where := fmt.Sprintf("%s %d", d.what, d.last)
	if d.table != d.what {
		where = fmt.Sprintf("the %s of %s %d", d.what, d.table, d.last)
	}
	if s.parts == nil && d.what != readings.what {
		d.problem("%s is gone", where)
		return
	}
	if s.parts == nil {
		d.empty = append(d.empty, emptied{where, p.Digest})
		return
	}
	if err := parts.Refs(s.parts, func(id int64) { d.used[id] = true }); err != nil {
		d.problem("%s: %v", where, err)
		return
	}
	data, err := s.join(d.shelf.text)
	switch {
	case err != nil:
		d.problem("%s %v", where, err)
	case d.what == readings.what && d.erased[p.Digest]:
		d.problem("%s is there, though an erasure names it: somebody put it back", where)
	case d.what == readings.what && leaf.Commitment(leaf.ReadingLabel, p.Salt, data) != p.Digest:
		d.problem("%s does not match its commitment %s", where, p.Digest)
	case d.what != readings.what && leaf.Address(data) != p.Digest:
		d.problem("%s does not match its digest %s", where, p.Digest)
	case !slices.Equal(d.form.Columns(data), s.values):
		d.problem("%s has columns that are not those of its bytes", where)
	}
}

// strayParts looks for pieces that nothing is made of.
func (c *verifier) strayParts() error {
	for table, of := range map[string][]place{"reading_part": {readings}, "part": {inputs, outcomes}} {
		ids, err := c.unused(table, of)
		if err != nil {
			return err
		}
		for _, id := range ids {
			c.problem("%s %d is in the file, and nothing is made of it", table, id)
		}
	}
	return c.each(`
		SELECT 'reading_part ' || id || ' is gone, and there is no erasure' FROM reading_part
		WHERE data IS NULL AND NOT EXISTS (SELECT 1 FROM entry WHERE reading IS NULL AND kind = 'erasure')`)
}

// unused gives the pieces of a table that no document was found to be made of, in one state of the trail: others may write meanwhile.
func (c *verifier) unused(table string, of []place) (ids []int64, err error) {
	tx, err := c.log.readers.BeginTx(c.ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	used := func(id int64) bool {
		return slices.ContainsFunc(of, func(p place) bool { return c.of[p.what].used[id] })
	}
	for _, p := range of {
		if err := c.of[p.what].useOfLater(tx); err != nil {
			return nil, err
		}
	}
	rows, err := tx.QueryContext(c.ctx, `SELECT id FROM `+table+` WHERE data IS NOT NULL`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		if !used(id) {
			ids = append(ids, id)
		}
	}
	return ids, rows.Err()
}

// useOfLater notes the pieces of documents that were written since the others were checked.
func (d *documentVerifier) useOfLater(q querier) error {
	rows, err := q.QueryContext(d.ctx, fmt.Sprintf(`SELECT %s FROM %s WHERE %s > ? AND %[1]s IS NOT NULL`, d.parts, d.table, d.key), d.last)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var pieces sql.RawBytes
		if err := rows.Scan(&pieces); err != nil {
			return err
		}
		parts.Refs(pieces, func(id int64) { d.used[id] = true }) // whether they can be read, the next check says
	}
	return rows.Err()
}
