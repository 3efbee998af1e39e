package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mattn/go-sqlite3"

	"clearance/audit"
)

// TestGateDiskFaults makes every call to SQLite fail in turn, of a run that passes and of one that is let pass by an override:
// whoever is told that a piece passes finds that in the trail, and whatever failed is told.
func TestGateDiskFaults(t *testing.T) {
	audit.Driver = "faulty sqlite3"
	t.Cleanup(func() { audit.Driver = "sqlite3" })
	for name, late := range map[string]bool{"before it did anything": false, "after it was done": true} {
		for what, override := range map[string]bool{"cleared": false, "overridden": true} {
			t.Run(name+"/"+what, func(t *testing.T) {
				t.Parallel()
				n, flags := openQuick(t), []string(nil)
				if override {
					inRecord(replace("(CAN SELL)", "(CAN SELL?)"))(t, n)
					flags = overriding("sale.flag_unread")
				}
				kept, err := os.ReadFile(n.db)
				must(t, err)
				n.mustPass(t, flags...)
				nth, step := 1, stride*13 // in turns, as the ways of failing
				if *everyFailure {
					step = stride
				}
				for met := true; met; nth += step {
					for _, err := range failuresAt(nth) {
						met = n.failsAt(t, &fault{nth: int64(nth), err: err, late: late}, kept, flags)
					}
				}
				if nth < 50 {
					t.Errorf("%d calls in all: not every one is met", nth)
				}
			})
		}
	}
}

// failsAt asks with a fault, and reports whether it was met.
func (n *newsroom) failsAt(t *testing.T, f *fault, kept []byte, flags []string) bool {
	t.Helper()
	n.db = filepath.Join(t.TempDir(), "trail.db")
	write(string(kept))(t, n.db)
	faults.Store(n.db, f)
	said := n.ask(t, flags...)
	faults.Delete(n.db)

	met := f.calls.Load() >= f.nth
	passes := n.passes(t)
	told := strings.Contains(said.out, `"passes":true`)
	var e sqlite3.Error
	waited := errors.As(f.err, &e) && e.Code == sqlite3.ErrBusy // while the trail was opened
	switch {
	case told != (said.code == exitGood):
		t.Errorf("call %d: exit code %d: %s%s", f.nth, said.code, said.out, said.talk)
	case told && passes != 1:
		t.Errorf("call %d: it was told that it passes, the trail says so %d times", f.nth, passes)
	case strings.Contains(said.out+said.talk, "this is a bug"):
		t.Errorf("call %d: %s%s", f.nth, said.out, said.talk)
	case met && told && !waited && !f.nothing.Load():
		t.Errorf("call %d: it passes in spite of the fault: %s", f.nth, said.out)
	case !told:
		said.mustBeClosed(t, exitFailed, "trail")
	}
	n.passed = passes
	n.mustBeSound(t)
	return met
}
