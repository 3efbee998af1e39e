package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// request is one append that waits for its transaction.
type request struct {
	doing string
	do    func(*batch) error // may be run again, after what it did was taken back
	done  bool
	err   error
}

// queue holds the requests that wait. Whoever comes to write first takes all of them along, so that many callers share one
// transaction and one wait for the disk.
type queue struct {
	mu      sync.Mutex
	waiting []*request
}

// mostTogether bounds how many requests share a transaction.
const mostTogether = 256

func (q *queue) add(r *request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, r)
}

// take gives the requests that have waited longest.
func (q *queue) take() (taken []*request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(mostTogether, len(q.waiting))
	taken, q.waiting = q.waiting[:n:n], q.waiting[n:]
	return taken
}

// write has one request done in an immediate transaction, perhaps with others. When it gives an error, nothing in it counts as
// stored, and nothing may be shown.
func (l *Log) write(doing string, do func(*batch) error) error {
	r := &request{doing: doing + " in the trail " + l.path, do: do}
	if l.writer == nil {
		return fmt.Errorf("%s: it is open for reading only", r.doing)
	}
	l.queue.add(r)
	l.mu.Lock()
	defer l.mu.Unlock()
	for !r.done {
		l.writeAll(l.queue.take())
	}
	return r.err
}

// writeAll has requests done together. Where one of them fails they are done one by one, so that it fails alone. What failed at
// its commit is never done again.
func (l *Log) writeAll(requests []*request) {
	defer func() { // a panic must not leave the others waiting for ever
		for _, r := range requests {
			if !r.done {
				r.done, r.err = true, fmt.Errorf("%s: it was not tried", r.doing)
			}
		}
	}()
	err, refused := l.transact(requests)
	if refused && len(requests) > 1 {
		for _, r := range requests {
			l.writeAll([]*request{r})
		}
		return
	}
	for _, r := range requests {
		r.done = true
		if err != nil {
			r.err = fault(r.doing, err)
		}
	}
}

// transact runs one transaction. It reports whether it was taken back before its commit.
func (l *Log) transact(requests []*request) (err error, refused bool) {
	tx, err := l.conn.BeginTx(context.Background(), nil) // never cancelled: that costs time, and a commit must not be
	if err != nil {
		return err, false // nobody gets in: to try for each of them would only take longer
	}
	b, err := l.fill(requests)
	if err != nil {
		tx.Rollback()
		l.forget()
		return err, true
	}
	if err := tx.Commit(); err != nil {
		l.forget()
		return l.settle(b, err), false
	}
	b.nowKnown()
	return nil, false
}

// forget drops what is known of the database: it may speak of rows that are gone again, or were erased.
func (l *Log) forget() {
	clear(l.known)
	l.forgetDocuments()
	l.edge = nil
}

// forgetDocuments drops what is known of readings and of pieces.
func (l *Log) forgetDocuments() {
	l.epoch++
	l.onShelf, l.lastRead = nil, read{}
}

// settle finds out whether a transaction whose commit failed was stored all the same: SQLite gives an error too where only the
// folding of the write-ahead log failed. Then the head is the one that was to be written, or its tree has grown from that one.
func (l *Log) settle(b *batch, failed error) error {
	stored, err := l.holds(b)
	switch {
	case err != nil:
		return fmt.Errorf("whether it was stored is not known: %w", errors.Join(failed, err))
	case !stored:
		return fmt.Errorf("it was not stored, unless the disk holds it after a crash: %w", failed)
	}
	return nil
}

// holds reports whether the trail as others see it has the tree that a batch made.
func (l *Log) holds(b *batch) (bool, error) {
	ctx := context.Background()
	if b.next == b.first {
		return false, errors.New("nothing of it can be looked up")
	}
	h, err := readHead(ctx, l.readers)
	if err != nil || h.size < b.next {
		return false, err
	}
	root, err := rootAt(ctx, l.readers, h, b.next)
	return root == b.root, err
}

// fill does what a transaction is for, between its beginning and its commit.
func (l *Log) fill(requests []*request) (*batch, error) {
	h, last, err := l.readHeadForWriting()
	if err != nil {
		return nil, err
	}
	if l.edge == nil || l.edge.size != h.size || l.edge.root() != h.root { // another process may have written, or erased
		l.forget()
		if l.edge, err = loadEdge(context.Background(), l.conn, h); err != nil {
			return nil, err
		}
	}
	b := newBatch(l, h.size)
	b.recorded = max(l.Now().UnixMicro(), last) // clocks go back, the log does not
	for _, r := range requests {
		if err := r.do(b); err != nil {
			return nil, err
		}
		if err := b.flush(); err != nil {
			return nil, err
		}
	}
	return b, b.finish()
}

// readHeadForWriting reads the head, and when the last entry was written.
func (l *Log) readHeadForWriting() (h head, last int64, err error) {
	query, err := l.prepared(`
		SELECT size, root, (SELECT recorded FROM entry WHERE seq = size - 1), (SELECT coalesce(max(seq) + 1, 0) FROM entry)
		FROM head
		WHERE id = 1`)
	if err != nil {
		return head{}, 0, err
	}
	var recorded sql.NullInt64
	var next int64
	if err := query.QueryRow().Scan(append(h.columns(), &recorded, &next)...); err != nil {
		return head{}, 0, fmt.Errorf("reading the head: %w", err)
	}
	if h.size != next {
		return head{}, 0, fmt.Errorf("the head counts %d entries, the last one makes it %d: %w", h.size, next, errAltered)
	}
	return h, recorded.Int64, nil
}

// finish writes the tree that the entries lead to.
func (b *batch) finish() error {
	if b.next == b.first {
		return nil
	}
	b.root = b.log.edge.root()
	return b.log.edge.store(b.exec, b.first)
}
