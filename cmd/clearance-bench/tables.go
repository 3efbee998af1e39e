package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"
)

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
