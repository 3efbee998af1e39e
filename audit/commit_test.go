package audit

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"
)

// Callers that wait at the same time share a transaction, and one of them that is refused fails alone.
func TestTogether(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	var transactions atomic.Int64
	l.Now = func() time.Time { return asOf.Add(time.Duration(transactions.Add(1)) * time.Second) }
	const callers = 20
	for name, bad := range map[string]int{"all good": -1, "one refused": 7} {
		t.Run(name, func(t *testing.T) {
			before := transactions.Load()
			errs, got := make([]error, callers), make([][]int64, callers)
			l.mu.Lock() // until all of them wait
			var all sync.WaitGroup
			for i := range callers {
				all.Go(func() {
					d := decision(fmt.Sprint(name, i))
					if i == bad {
						d.Policy = "sha256:none"
					}
					got[i], errs[i] = r.Append(d, unjudged("x"))
				})
			}
			for waiting := 0; waiting < callers; time.Sleep(time.Millisecond) {
				l.queue.mu.Lock()
				waiting = len(l.queue.waiting)
				l.queue.mu.Unlock()
			}
			l.mu.Unlock()
			all.Wait()
			for i := range callers {
				switch {
				case i == bad:
					wantError(t, errs[i], "keep it first")
				case errs[i] != nil:
					t.Errorf("caller %d: %v", i, errs[i])
				case mustGet(t, l, got[i][0]).StoryID != fmt.Sprint(name, i) || got[i][1] != got[i][0]+1:
					t.Errorf("caller %d was given the entries %v", i, got[i])
				}
			}
			if n := transactions.Load() - before; bad < 0 && n != 1 {
				t.Errorf("%d transactions, want 1", n)
			}
		})
	}
	checkDense(t, l, 1+4*callers-2)
}

// lateDriver is SQLite with commits that report a failure when they are done, or instead of being done.
type (
	lateDriver struct{ sqlite3.SQLiteDriver }
	lateConn   struct{ *sqlite3.SQLiteConn }
	lateTx     struct{ driver.Tx }
)

var failing struct {
	next, stored atomic.Bool // whether the next commit reports a failure, and whether it is done all the same
}

func init() { sql.Register("late sqlite3", &lateDriver{}) }

func (d *lateDriver) Open(dsn string) (driver.Conn, error) {
	conn, err := d.SQLiteDriver.Open(dsn)
	if err != nil {
		return nil, err
	}
	return lateConn{conn.(*sqlite3.SQLiteConn)}, nil
}

func (c lateConn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	tx, err := c.SQLiteConn.BeginTx(ctx, options)
	return lateTx{tx}, err
}

func (tx lateTx) Commit() error {
	if !failing.next.Swap(false) {
		return tx.Tx.Commit()
	}
	if failing.stored.Load() {
		return errors.Join(sqlite3.Error{Code: sqlite3.ErrIoErr}, tx.Tx.Commit())
	}
	return errors.Join(sqlite3.Error{Code: sqlite3.ErrIoErr}, tx.Tx.Rollback())
}

// What failed at its commit is looked up: it counts where it is there, and is never done again.
func TestFailedCommit(t *testing.T) {
	Driver = "late sqlite3"
	t.Cleanup(func() { Driver = "sqlite3" })
	l := logAt(t, filepath.Join(t.TempDir(), "clearance.db"))
	r := begin(t, l)
	for i, stored := range []bool{true, false, true, true, false, false} {
		before, err := l.size()
		if err != nil {
			t.Fatal(err)
		}
		failing.stored.Store(stored)
		failing.next.Store(true)
		seqs, err := r.Append(decision(fmt.Sprint("A", i)), decision("B"))
		if stored && (err != nil || len(seqs) != 2 || mustGet(t, l, seqs[0]).StoryID != fmt.Sprint("A", i)) {
			t.Errorf("stored, but Append = %v, %v", seqs, err)
		}
		if !stored {
			wantError(t, err, "it was not stored")
			if after, _ := l.size(); after != before {
				t.Errorf("%d entries became %d", before, after)
			}
		}
	}
	if counts, err := r.End(false); err != nil || counts.Cleared != 6 {
		t.Errorf("counted %+v, %v, want 6", counts, err)
	}
	checkDense(t, l, 1+6+1)
}
