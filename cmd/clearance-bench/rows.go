package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"math"
)

// entries is the table of the trail's entries. Its key is seq, dense from 0. Of the other tables nothing is known here but what SQLite says.
const entries = "entry"

// source reads the rows of a trail in an order in which its guards let them in again: what a row refers to before the row, what stands
// under an entry's seq before the entry.
type source struct {
	tables []*table
	entry  *table
	beside []*table // what stands under an entry's seq
	free   []*table // what no key leads to
	given  []inRow
}

// inRow is a row that is to be inserted.
type inRow struct {
	table  *table
	values []driver.NamedValue
}

func readTables(ctx context.Context, db *sql.DB) (*source, error) {
	s := &source{}
	named := map[string]*table{}
	names, err := texts(ctx, db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY rowid`, 1)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		t, err := readTable(ctx, db, name[0])
		if err != nil {
			return nil, fmt.Errorf("reading the table %s: %w", name[0], err)
		}
		s.tables, named[t.name] = append(s.tables, t), t
	}
	if s.entry = named[entries]; s.entry == nil || s.entry.key == "" {
		return nil, fmt.Errorf("the trail has no table %s with a key", entries)
	}
	led := map[*table]bool{s.entry: true}
	for _, t := range s.tables {
		keys, err := texts(ctx, db, `SELECT "from", "table", coalesce("to", '') FROM pragma_foreign_key_list('`+t.name+`')`, 3)
		if err != nil {
			return nil, err
		}
		for i, column := range t.columns {
			for _, k := range keys {
				if to := named[k[1]]; k[0] == column && to != nil && to != t && (k[2] == to.key || k[2] == "") && to.key != "" {
					t.refers[i], led[to] = to, true
				}
			}
		}
	}
	for _, t := range s.tables {
		switch {
		case t != s.entry && t.key == s.entry.key:
			s.beside = append(s.beside, t)
		case !led[t]:
			s.free = append(s.free, t)
		}
		if err := t.open(ctx, db); err != nil {
			return nil, fmt.Errorf("reading the table %s: %w", t.name, err)
		}
	}
	return s, nil
}

// upTo gives the rows of a table up to a key, each behind what it refers to.
func (s *source) upTo(t *table, key int64) error {
	for t.next != nil {
		at, isKey := t.next[t.keyAt].Value.(int64)
		if !isKey || at > key {
			return nil
		}
		if t == s.entry {
			for _, b := range s.beside {
				if err := s.upTo(b, at); err != nil {
					return err
				}
			}
		}
		if err := s.give(t); err != nil {
			return err
		}
	}
	return nil
}

// give gives the next row of a table, behind what it refers to.
func (s *source) give(t *table) error {
	for i := range t.columns {
		to := t.refers[i]
		if to == nil {
			continue
		}
		if key, ok := t.next[i].Value.(int64); ok {
			if err := s.upTo(to, key); err != nil {
				return err
			}
		}
	}
	if !t.leaveOut {
		s.given = append(s.given, inRow{t, t.next})
		t.given++
	}
	return t.advance()
}

// batch gives the rows of the transaction that ends with an entry. Its share of what no key leads to comes first; the last one has all
// that is left.
func (s *source) batch(end int64, left int) ([]inRow, error) {
	s.given = nil
	for _, t := range s.free {
		for range (t.count + left - 1) / left {
			if t.next == nil {
				break
			}
			t.count--
			if err := s.give(t); err != nil {
				return nil, err
			}
		}
	}
	err := s.upTo(s.entry, end)
	for _, t := range s.tables {
		if err == nil && left == 1 && t.key != "" {
			err = s.upTo(t, math.MaxInt64)
		}
	}
	return s.given, err
}

func (s *source) close() {
	for _, t := range s.tables {
		if t.rows != nil {
			t.rows.Close()
		}
	}
}
