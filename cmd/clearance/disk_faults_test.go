package main

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/mattn/go-sqlite3"

	"clearance/audit"
	"clearance/policy"
	"clearance/rego"
)

// TestDiskFaults makes every call to SQLite fail in turn: opening, preparing, every statement, every row, begin, commit and
// rollback. Whatever was given as an answer is in the trail when it is opened again, and the run says that it failed.
func TestDiskFaults(t *testing.T) {
	audit.Driver = "faulty sqlite3"
	t.Cleanup(func() { audit.Driver = "sqlite3" })
	rules, stories := oneTopic(t), threeStories(t)
	kept := filepath.Join(t.TempDir(), "kept.db")
	if _, talk, code := checkWith(t, kept, rules, stories); code != exitBlocked {
		t.Fatalf("without a fault it ends with %d: %s", code, talk)
	}
	for name, late := range map[string]bool{"before it did anything": false, "after it was done": true} {
		for trail, seed := range map[string]string{"a new trail": "", "a trail": kept} {
			t.Run(name+"/"+trail, func(t *testing.T) {
				t.Parallel()
				nth := 1
				for met := true; met; nth += stride {
					for _, err := range failuresAt(nth) {
						met = failsAt(t, &fault{nth: int64(nth), err: err, late: late}, seed, rules, stories)
					}
				}
				if nth < 50 {
					t.Errorf("%d calls in all: not every one is met", nth)
				}
			})
		}
	}
}

var everyFailure = flag.Bool("faults.all", false, "let every call to SQLite fail in every way; else they take turns")

// failures are what SQLite says when it fails. To the program they differ in their advice alone.
var failures = []error{
	sqlite3.Error{Code: sqlite3.ErrIoErr, ExtendedCode: sqlite3.ErrIoErrWrite},
	sqlite3.Error{Code: sqlite3.ErrFull},
	sqlite3.Error{Code: sqlite3.ErrBusy},
	sqlite3.Error{Code: sqlite3.ErrInterrupt},
}

func failuresAt(nth int) []error {
	if *everyFailure {
		return failures
	}
	i := nth % len(failures)
	return failures[i : i+1]
}

// failsAt runs a check with a fault, and reports whether it was met.
func failsAt(t *testing.T, f *fault, seed, rules, stories string) bool {
	t.Helper()
	db := filepath.Join(t.TempDir(), "trail.db")
	before := map[int64]policy.Verdict{}
	if seed != "" {
		data, err := os.ReadFile(seed)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(db, data, 0o600); err != nil {
			t.Fatal(err)
		}
		before = decisions(t, db)
	}
	faults.Store(db, f)
	out, talk, code := checkWith(t, db, rules, stories)
	faults.Delete(db)

	given := verdicts(t, out)
	recorded := decisions(t, db)
	for entry, verdict := range given {
		if recorded[entry] != verdict {
			t.Errorf("call %d: entry %d was given as %s and is recorded as %q", f.nth, entry, verdict, recorded[entry])
		}
	}
	for entry, verdict := range before {
		if recorded[entry] != verdict {
			t.Errorf("call %d: entry %d was %s and is %q", f.nth, entry, verdict, recorded[entry])
		}
	}
	met := f.calls.Load() >= f.nth
	var e sqlite3.Error
	waited := errors.As(f.err, &e) && e.Code == sqlite3.ErrBusy && code == exitBlocked && len(given) == 3 // while the trail was opened
	switch {
	case met && waited:
	case f.nothing.Load() && code == exitBlocked && len(given) == 3: // a commit was looked up, and found
	case strings.Contains(talk, "this is a bug"):
		t.Errorf("call %d: %s", f.nth, talk)
	case !met && (code != exitBlocked || len(given) != 3):
		t.Errorf("without a fault it ends with %d and %d answers: %s", code, len(given), talk)
	case met && code != exitFailed:
		t.Errorf("call %d: exit code %d, want %d", f.nth, code, exitFailed)
	case met && talk == "" && !strings.Contains(out, `"error":`):
		t.Errorf("call %d: it failed without a word", f.nth)
	}
	return met
}

// checkWith checks stories by rules, and gives what was printed and how it ended.
func checkWith(t *testing.T, db, rules, stories string) (out, talk string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = runAlone(t, []string{"clearance", "check", "--json", "--actor", "tester", "--at", "2026-11-23T12:00:00Z", "--db", db,
		"--policy", rules, "--party", "Example TV", stories}, stdio{strings.NewReader(""), &stdout, &stderr})
	return stdout.String(), stderr.String(), code
}

// oneTopic is a policy of one topic, which loads quickly.
func oneTopic(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, rego.Files); err != nil {
		t.Fatal(err)
	}
	rest := filepath.Join(dir, "rights", "rules")
	folders, err := os.ReadDir(rest)
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if folder.Name() != "sale" {
			remove(t, filepath.Join(rest, folder.Name()))
			replace("\t\""+folder.Name()+"\",\n", "")(t, filepath.Join(dir, mainFile))
		}
	}
	return dir
}

// threeStories are one that is cleared, one that is referred and one that is blocked.
func threeStories(t *testing.T) string {
	t.Helper()
	var all bytes.Buffer
	for i, flag := range []string{"(CAN SELL)", "(CAN SELL?)", "(CANNOT SELL)"} {
		one := bytes.Replace(sample(t), []byte("(CAN SELL)"), []byte(flag), 1)
		all.Write(bytes.Replace(one, []byte("LVAC"), fmt.Appendf(nil, "LVA%d", i), 1))
	}
	return archive(t, all.Bytes())
}

// A fault makes one call to SQLite fail: before it has done anything or, late, when it is done.
type fault struct {
	nth   int64
	err   error
	late  bool
	calls atomic.Int64

	nothing atomic.Bool // whether it comes to nothing: the call was a commit that was done, or failed by itself
}

// faults are those that trails meet, by path.
var faults sync.Map

// due counts a call, and reports whether it is the one to fail.
func (f *fault) due() bool { return f != nil && f.calls.Add(1) == f.nth }

func call[T any](f *fault, do func() (T, error)) (v T, err error) {
	if !f.due() {
		return do()
	}
	return v, f.err
}

// The driver of SQLite, and what it opens, with faults.
type (
	faultyDriver struct{ sqlite3.SQLiteDriver }
	faultyConn   struct {
		*sqlite3.SQLiteConn
		*fault
	}
	faultyStmt struct {
		*sqlite3.SQLiteStmt
		*fault
	}
	faultyRows struct {
		*sqlite3.SQLiteRows
		*fault
	}
	faultyTx struct {
		driver.Tx
		*fault
	}
)

func init() { sql.Register("faulty sqlite3", &faultyDriver{}) }

func (d *faultyDriver) Open(dsn string) (driver.Conn, error) {
	path, _, _ := strings.Cut(strings.TrimPrefix(dsn, "file:"), "?")
	found, _ := faults.Load(path)
	f, _ := found.(*fault)
	return call(f, func() (driver.Conn, error) {
		conn, err := d.SQLiteDriver.Open(dsn)
		if err != nil {
			return nil, err
		}
		return faultyConn{conn.(*sqlite3.SQLiteConn), f}, nil
	})
}

func (c faultyConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	return call(c.fault, func() (driver.Stmt, error) {
		stmt, err := c.SQLiteConn.PrepareContext(ctx, query)
		if err != nil {
			return nil, err
		}
		return faultyStmt{stmt.(*sqlite3.SQLiteStmt), c.fault}, nil
	})
}

func (c faultyConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return execute(c.fault, func() (driver.Result, error) { return c.SQLiteConn.ExecContext(ctx, query, args) })
}

func (c faultyConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return c.fault.rows(func() (driver.Rows, error) { return c.SQLiteConn.QueryContext(ctx, query, args) })
}

func (s faultyStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return execute(s.fault, func() (driver.Result, error) { return s.SQLiteStmt.ExecContext(ctx, args) })
}

func (s faultyStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return s.fault.rows(func() (driver.Rows, error) { return s.SQLiteStmt.QueryContext(ctx, args) })
}

// execute changes something, and may fail although it has.
func execute(f *fault, do func() (driver.Result, error)) (driver.Result, error) {
	if !f.due() {
		return do()
	}
	if f.late {
		if _, err := do(); err != nil {
			f.nothing.Store(true)
			return nil, err
		}
	}
	return nil, f.err
}

func (f *fault) rows(do func() (driver.Rows, error)) (driver.Rows, error) {
	return call(f, func() (driver.Rows, error) {
		rows, err := do()
		if err != nil {
			return nil, err
		}
		return faultyRows{rows.(*sqlite3.SQLiteRows), f}, nil
	})
}

func (r faultyRows) Next(into []driver.Value) error {
	if r.due() {
		return r.err
	}
	return r.SQLiteRows.Next(into)
}

func (c faultyConn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	return call(c.fault, func() (driver.Tx, error) {
		tx, err := c.SQLiteConn.BeginTx(ctx, options)
		if err != nil {
			return nil, err
		}
		return faultyTx{tx, c.fault}, nil
	})
}

// Commit leaves no transaction open when it fails, as the driver itself does.
func (tx faultyTx) Commit() error {
	switch due := tx.due(); {
	case !due:
		return tx.Tx.Commit()
	case tx.late:
		if err := tx.Tx.Commit(); err != nil {
			return err
		}
		tx.nothing.Store(true)
	default:
		tx.Tx.Rollback()
	}
	return tx.err
}

func (tx faultyTx) Rollback() error {
	if due := tx.due(); due {
		tx.Tx.Rollback() // SQLite does it at the latest when the connection is closed
		return tx.err
	}
	return tx.Tx.Rollback()
}
