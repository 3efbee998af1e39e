package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"clearance/audit/leaf"
)

// batch is one transaction: entries that are stored together or not at all.
type batch struct {
	log      *Log
	first    int64     // the number of entries before it
	next     int64     // the seq of its next entry
	recorded int64     // the moment of writing, microseconds since 1970
	root     tlog.Hash // of the tree with its entries
	leaf     []byte    // scratch
	args     []any     // scratch

	readings, entries waiting // rows that are not written yet

	ids    map[string]int64 // by table, the last id
	named  bool             // the log's names know all readings
	before int64            // how many readings they were before it
}

func newBatch(l *Log, size int64) *batch {
	return &batch{log: l, first: size, next: size, ids: map[string]int64{},
		readings: waiting{insert: intoReading}, entries: waiting{insert: intoEntry}}
}

// ref points to a row: by its id, and by the digest that a leaf has of it. The zero ref points to none.
type ref struct {
	id     int64
	digest string
}

// column is what an entry has in its column.
func (r ref) column() any {
	if r.digest == "" {
		return nil
	}
	return r.id
}

// row is one entry. What its kind has not is zero.
type row struct {
	kind      Kind
	run       int64
	reading   ref
	question  ref
	input     *document // of a decision
	outcome   *document
	policy    ref
	goodUntil *int64 // seconds since 1970
	body      string // the digest of what stands under the entry's seq, or of extra
	extra     []byte // canonical JSON
	request   string // the digest of the key that it was asked for under
}

// noDocuments are the columns of an entry that has neither input nor outcome.
var noDocuments = make([]any, 7)

// add writes the next entry, puts its leaf into the tree and gives its seq.
func (b *batch) add(r row) (int64, error) {
	seq := b.next
	l := leaf.Leaf{
		Seq: seq, Recorded: b.recorded, Kind: string(r.kind), Run: r.run, GoodUntil: r.goodUntil,
		Reading: r.reading.digest, Question: r.question.digest, Policy: r.policy.digest, Body: r.body, Request: r.request,
	}
	if r.extra != nil {
		l.Body = leaf.Address(r.extra)
	}
	b.args = append(b.args[:0], seq, b.recorded, string(r.kind), r.run, r.reading.column(), r.question.column(), r.policy.column(),
		secondsOrNull(r.goodUntil), orNull(string(r.extra)), orNull(r.request))
	if r.input == nil {
		b.args = append(b.args, noDocuments...)
	} else {
		l.Input, l.Outcome = r.input.digest, r.outcome.digest
		if err := errors.Join(b.document(inputs, r.input), b.document(outcomes, r.outcome)); err != nil {
			return 0, fmt.Errorf("writing input and outcome of entry %d: %w", seq, err)
		}
	}
	if err := b.later(&b.entries, b.args); err != nil {
		return 0, err
	}
	b.leaf = l.Append(b.leaf[:0])
	b.log.edge.add(leaf.Hash(b.leaf))
	b.next++
	return seq, nil
}

// orNull is what a column has that is NULL where there is no text.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// secondsOrNull is what a column has that is NULL where there is no time.
func secondsOrNull(t *int64) any {
	if t == nil {
		return nil
	}
	return *t
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

// prepared is that of the log, for what looks into the tables or changes them: no row waits any more.
func (b *batch) prepared(query string) (*sql.Stmt, error) {
	if err := b.flush(); err != nil {
		return nil, err
	}
	return b.log.prepared(query)
}

func (b *batch) exec(query string, args ...any) (sql.Result, error) {
	s, err := b.prepared(query)
	if err != nil {
		return nil, err
	}
	return s.Exec(args...)
}

// find gives what a query selects in one row, and whether there is one.
func (b *batch) find(query string, args []any, into ...any) (found bool, err error) {
	s, err := b.prepared(query)
	if err != nil {
		return false, err
	}
	err = s.QueryRow(args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// insert writes a row and gives its id.
func (b *batch) insert(query string, args ...any) (int64, error) {
	result, err := b.exec(query, args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}
