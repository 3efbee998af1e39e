package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"math"
	"os"
	"strings"
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

// table is one table, and how far it was read.
type table struct {
	name, key string // key is its INTEGER PRIMARY KEY, "" where it has none
	columns   []string
	types     []string
	refers    map[int]*table // by the place of the column, to the key of another table
	rows      *sql.Rows
	next      []driver.NamedValue // nil at the end
	keyAt     int
	count     int
	given     int
	leaveOut  bool
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

func readTable(ctx context.Context, db *sql.DB, name string) (*table, error) {
	t := &table{name: name, refers: map[int]*table{}}
	columns, err := texts(ctx, db, `SELECT name, type, pk FROM pragma_table_xinfo('`+name+`') WHERE hidden = 0 ORDER BY cid`, 3)
	if err != nil {
		return nil, err
	}
	keys := 0
	for i, c := range columns {
		t.columns, t.types = append(t.columns, c[0]), append(t.types, c[1])
		if c[2] != "0" {
			keys++
			if strings.EqualFold(c[1], "INTEGER") {
				t.key, t.keyAt = c[0], i
			}
		}
	}
	if keys != 1 {
		t.key = ""
	}
	return t, db.QueryRowContext(ctx, `SELECT count(*) FROM "`+name+`"`).Scan(&t.count)
}

// texts gives what a query finds, in columns of text.
func texts(ctx context.Context, db *sql.DB, query string, columns int) (all [][]string, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		one, into := make([]string, columns), make([]any, columns)
		for i := range one {
			into[i] = &one[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// plain makes the table with names and types of columns, and its key, alone.
func (t *table) plain() string {
	var columns []string
	for i, name := range t.columns {
		column := `"` + name + `" ` + t.types[i]
		if name == t.key {
			column += " PRIMARY KEY"
		}
		columns = append(columns, column)
	}
	return `CREATE TABLE "` + t.name + `" (` + strings.Join(columns, ", ") + `)`
}

func (t *table) open(ctx context.Context, db *sql.DB) (err error) {
	query := `SELECT "` + strings.Join(t.columns, `", "`) + `" FROM "` + t.name + `"`
	if t.key != "" {
		query += ` ORDER BY "` + t.key + `"`
	}
	if t.rows, err = db.QueryContext(ctx, query); err != nil {
		return err
	}
	return t.advance()
}

func (t *table) advance() error {
	t.next = nil
	if !t.rows.Next() {
		return t.rows.Err()
	}
	row, into := make([]driver.NamedValue, len(t.columns)), make([]any, len(t.columns))
	for i := range row {
		row[i].Ordinal = i + 1
		into[i] = (*any)(&row[i].Value)
	}
	t.next = row
	return t.rows.Scan(into...)
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

// removeTrail removes a database and what SQLite keeps beside it.
func removeTrail(path string) error {
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + end); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}
