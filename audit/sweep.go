package audit

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"clearance/audit/leaf"
	"clearance/audit/parts"
)

// emptyReadings erases the readings of a record, but for the pieces that they are made of.
func (e *eraser) emptyReadings(record string) error {
	return e.emptied(`
		UPDATE reading
		SET salt = NULL, identifier = NULL, record = NULL, rights = NULL, title = NULL, parts = NULL, own = NULL
		WHERE id IN (`+withSegments("reading", "id")+`
			SELECT reading.id FROM segment CROSS JOIN reading WHERE reading.id >> 16 = segment.n AND reading.record = ?)
		RETURNING commitment`, packed(record))
}

// sweep erases the pieces that no reading is made of any more, and counts the readings that quote one of the names. It looks at every
// reading: that is what not keeping count of pieces costs.
func (e *eraser) sweep() error {
	quotes, err := e.quotes()
	if err != nil {
		return err
	}
	naming, err := e.ids(`SELECT id FROM reading_part WHERE instr(data, ?)`, quotes...)
	if err != nil {
		return err
	}
	used, err := e.readingsUse(naming, quotes)
	if err != nil {
		return err
	}
	all, err := e.ids(`SELECT id FROM reading_part WHERE data IS NOT NULL AND ?`, true)
	if err != nil {
		return err
	}
	for id := range all {
		if used[id] {
			continue
		}
		if _, err := e.exec(`UPDATE reading_part SET data = NULL WHERE id = ?`, id); err != nil {
			return fmt.Errorf("erasing reading_part %d: %w", id, err)
		}
	}
	e.log.forgetDocuments() // a piece that is gone must not be pointed to
	return nil
}

// readingsUse gives the pieces that readings are made of, and counts those that quote a name. Where what names the pieces of one is damaged,
// only those before the damage are kept: words that may be somebody's are not kept for it.
func (e *eraser) readingsUse(naming map[int64]bool, quotes []any) (used map[int64]bool, err error) {
	rows, err := e.log.conn.QueryContext(context.Background(), `SELECT `+readings.selected()+` FROM reading WHERE parts IS NOT NULL`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	used = map[int64]bool{}
	for rows.Next() {
		s := readings.stored()
		if err := rows.Scan(s.into()...); err != nil {
			return nil, err
		}
		named := e.quoted(&s, quotes)
		parts.Refs(s.parts, func(id int64) {
			used[id] = true
			named = named || naming[id]
		})
		if named {
			e.named++
		}
	}
	return used, rows.Err()
}

// quotes are the names as they stand in canonical JSON, and in what fills the holes of a document.
func (e *eraser) quotes() (all []any, err error) {
	for _, name := range e.names {
		written, err := leaf.Canonical(name)
		if err != nil {
			return nil, err
		}
		all = append(all, bytes.Trim(written, `"`))
		if raw, is := packed(name).([]byte); is {
			all = append(all, raw)
		}
	}
	return all, nil
}

// ids gives what a query selects for any of some values. No name reaches from one piece into another.
func (e *eraser) ids(query string, values ...any) (map[int64]bool, error) {
	all := map[int64]bool{}
	for _, v := range values {
		rows, err := e.log.conn.QueryContext(context.Background(), query, v)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			if err := rows.Scan(&id); err != nil {
				return nil, err
			}
			all[id] = true
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// quoted reports whether what is a reading's own quotes one of the names.
func (e *eraser) quoted(s *stored, quotes []any) bool {
	for _, quote := range quotes {
		if bytes.Contains(s.own, quote.([]byte)) {
			return true
		}
	}
	for _, name := range e.names {
		for _, c := range s.values {
			if text, ok := c.(string); ok && strings.Contains(text, name) {
				return true
			}
		}
	}
	return false
}
