package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/mattn/go-sqlite3"
)

// read is the reading that was stored last: the next question is often about the same record.
type read struct {
	*document
	ref
}

// lastID gives the id of a table's last row: nobody else writes meanwhile.
func (b *batch) lastID(table string) (last int64, err error) {
	last, known := b.ids[table]
	if !known {
		_, err = b.find(`SELECT coalesce(max(id), 0) FROM `+table, nil, &last)
		b.ids[table] = last
	}
	return last, err
}

// nextID gives the id for a table's next row. Ids are dense.
func (b *batch) nextID(table string) (int64, error) {
	last, err := b.lastID(table)
	b.ids[table] = last + 1
	return last + 1, err
}

// reading stores what was read from a record, unless the trail has the same reading already.
func (b *batch) reading(record string, d *document) (ref, error) {
	if last := &b.log.lastRead; last.document != nil && last.same(d) {
		return last.ref, nil
	}
	found, r, err := b.sameReading(record, d)
	if err != nil {
		return ref{}, wrap(err, "looking for the reading")
	}
	if !found {
		r.digest = d.digest
		if r.id, err = b.insertReading(d); err != nil {
			return ref{}, wrap(err, "writing the reading")
		}
		if b.named {
			b.log.names.add(d.Columns[0], d.Columns[1])
		}
	}
	b.log.lastRead = read{d, r}
	return r, nil
}

// newestSegments bounds how far back an equal reading is looked for, lest an old one cost more to find than to store again: a million.
const newestSegments = 16

// sameReading looks for the same reading among those of a record.
func (b *batch) sameReading(record string, d *document) (found bool, r ref, err error) {
	if known, err := b.mayKnow(record); err != nil || !known {
		return false, r, err
	}
	data, err := d.join(readings)
	if err != nil {
		return false, r, err
	}
	query, err := b.prepared(`
		SELECT id, commitment, ` + readings.selected() + `
		FROM reading
		WHERE id >> 16 IN (` + newest(b.ids["reading"], newestSegments) + `) AND record = ?`)
	if err != nil {
		return false, r, err
	}
	rows, err := query.Query(packed(record))
	if err != nil {
		return false, r, err
	}
	defer rows.Close()
	for rows.Next() {
		s := readings.stored()
		if err := rows.Scan(append([]any{&r.id, digest{&r.digest}}, s.into()...)...); err != nil {
			return false, r, err
		}
		there, err := s.join(b.log.shelf().text)
		var failed sqlite3.Error
		switch {
		case errors.As(err, &failed):
			return false, r, err
		case err == nil && bytes.Equal(there, data): // one that is damaged is left to Verify
			return true, r, nil
		}
	}
	return false, ref{}, rows.Err()
}

// shelf gives the pieces of readings to whoever writes.
func (l *Log) shelf() *shelf {
	if l.onShelf == nil {
		l.onShelf = &shelf{ctx: context.Background(), from: l.conn, table: readings.pieces, ahead: readAhead}
	}
	return l.onShelf
}

// insertReading writes a reading and those of its pieces that are new, and gives its id.
func (b *batch) insertReading(d *document) (int64, error) {
	id, err := b.nextID(readings.table)
	if err != nil {
		return 0, err
	}
	b.args = append(b.args[:0], id)
	if err := b.document(readings, d); err != nil {
		return 0, err
	}
	return id, b.later(&b.readings, b.args)
}

// document writes those pieces of a document that are new, and adds to the arguments of a statement what its row has. A piece is stored by
// itself once it was met for the second time.
func (b *batch) document(p place, d *document) error {
	f, err := b.fragments(p.pieces)
	if err != nil {
		return err
	}
	if d.by != f && d.by != nil {
		return fmt.Errorf("it was sealed for another trail")
	}
	f.learn(d)
	pieces, own, err := d.Stored(func(i int) (int64, error) {
		if d.shared[i] == nil {
			return 0, nil
		}
		return f.rowOf(b, d.shared[i])
	})
	b.args = append(append(b.args, d.row...), pieces, own)
	return err
}

// fragments gives what is known of a table's pieces.
func (b *batch) fragments(table string) (*fragments, error) {
	f := b.log.fragments[table]
	if f.recalled == b.log.epoch {
		return f, nil
	}
	f.recalled = b.log.epoch
	return f, wrap(f.recall(b), "looking for pieces")
}

// newest lists the segments up to the one that a row is in, at most so many of them, for a statement that is prepared: it is another one
// when the trail has another segment.
func newest(last, most int64) string {
	list := strconv.AppendInt(nil, last>>16, 10)
	for n := last>>16 - 1; n >= 0 && n > last>>16-most; n-- {
		list = strconv.AppendInt(append(list, ','), n, 10)
	}
	return string(list)
}

// withSegments begins a statement that looks into each segment of an index, newest first: "segment" has their numbers.
func withSegments(table, key string) string {
	return `
		WITH RECURSIVE segment (n) AS (
			SELECT max(` + key + `) >> 16 FROM ` + table + `
			UNION ALL
			SELECT n - 1 FROM segment WHERE n > 0)`
}
