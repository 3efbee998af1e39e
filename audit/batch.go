package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// batch is one transaction: entries that are stored together or not at all.
type batch struct {
	log      *Log
	first    int64 // the number of entries before it
	next     int64 // the seq of its next entry
	recorded int64 // the moment of writing, microseconds since 1970
}

// row is one entry. What it points to is given by id, and is nil where its kind has none.
type row struct {
	kind      Kind
	run       int64
	story     any
	reading   any
	question  any
	input     any
	outcome   any
	policy    any
	goodUntil any // seconds since 1970
	extra     any // canonical JSON
}

// write runs one immediate transaction. When it gives an error, nothing in it counts as stored, and nothing may be shown.
// (After a failed commit nobody can know whether the disk holds it all the same.)
func (l *Log) write(doing string, do func(*batch) error) error {
	doing += " in the trail " + l.path
	if l.writer == nil {
		return fmt.Errorf("%s: it is open for reading only", doing)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	tx, err := l.conn.BeginTx(context.Background(), nil) // never cancelled: that costs time, and a commit must not be
	if err != nil {
		return fault(doing, err)
	}
	if err := l.fill(do); err != nil {
		tx.Rollback()
		clear(l.known) // it may hold ids of rows that are gone again
		return fault(doing, err)
	}
	if err := tx.Commit(); err != nil {
		clear(l.known)
		return fault(doing+" (whether it was stored is not known)", err)
	}
	return nil
}

// fill does what a transaction is for, between its beginning and its commit.
func (l *Log) fill(do func(*batch) error) error {
	b := &batch{log: l}
	var last sql.NullInt64
	head, err := l.prepared(`
		SELECT size, (SELECT recorded FROM entry WHERE seq = size - 1), (SELECT coalesce(max(seq) + 1, 0) FROM entry)
		FROM head
		WHERE id = 1`)
	if err != nil {
		return err
	}
	if err := head.QueryRow().Scan(&b.first, &last, &b.next); err != nil {
		return fmt.Errorf("reading the head: %w", err)
	}
	if b.first != b.next {
		return fmt.Errorf("the head counts %d entries, the last one makes it %d: the trail is damaged or was altered, restore a backup",
			b.first, b.next)
	}
	b.recorded = max(l.Now().UnixMicro(), last.Int64) // clocks go back, the log does not
	if err := do(b); err != nil {
		return err
	}
	return b.count()
}

// count writes into the head how many entries there are now.
func (b *batch) count() error {
	if b.next == b.first {
		return nil
	}
	result, err := b.exec(`
		UPDATE head
		SET size = ?
		WHERE id = 1 AND size = ?`, b.next, b.first)
	if err != nil {
		return fmt.Errorf("moving the head: %w", err)
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(fmt.Errorf("moving the head: %d rows changed, not one", n), err)
	}
	return nil
}

// add writes the next entry and gives its seq.
func (b *batch) add(r row) (int64, error) {
	seq := b.next
	_, err := b.exec(`
		INSERT INTO entry (seq, recorded, kind, run, story, reading, question, input, outcome, policy, good_until, extra)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		seq, b.recorded, string(r.kind), r.run,
		r.story, r.reading, r.question, r.input, r.outcome, r.policy, r.goodUntil, r.extra)
	if err != nil {
		return 0, fmt.Errorf("writing entry %d: %w", seq, err)
	}
	b.next++
	return seq, nil
}

// prepared gives the statement for a query on the writer's connection, prepared once.
func (l *Log) prepared(query string) (*sql.Stmt, error) {
	if s, ok := l.statements[query]; ok {
		return s, nil
	}
	s, err := l.conn.PrepareContext(context.Background(), query)
	if err == nil {
		l.statements[query] = s
	}
	return s, err
}

func (b *batch) exec(query string, args ...any) (sql.Result, error) {
	s, err := b.log.prepared(query)
	if err != nil {
		return nil, err
	}
	return s.Exec(args...)
}

// find gives the one value that a query selects, and whether there is one.
func find[T any](b *batch, query string, args ...any) (v T, found bool, err error) {
	s, err := b.log.prepared(query)
	if err != nil {
		return v, false, err
	}
	err = s.QueryRow(args...).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, nil
	}
	return v, err == nil, err
}

// insert writes a row and gives its id.
func (b *batch) insert(query string, args ...any) (int64, error) {
	result, err := b.exec(query, args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}
