//go:build unix

package audit

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func init() {
	tasks["append past failures"] = appendPastFailures
}

// appendPastFailures appends small batches in three openings of the trail. When one fails it says so and goes on with the next
// opening.
func appendPastFailures(path string) error {
	out, err := openRecorder()
	if err != nil {
		return err
	}
	for opening := range 3 {
		if err := appendTwice(path, out, opening); err != nil {
			fmt.Println("failed:", strings.ReplaceAll(err.Error(), "\n", "; "))
		}
	}
	return nil
}

func appendTwice(path string, out io.Writer, opening int) error {
	l, _, err := Create(path)
	if err != nil {
		return err
	}
	for i := range 2 {
		if err := appendBatch(l, out, stories(fmt.Sprint(opening, "-", i), 1+i)...); err != nil {
			fmt.Println("failed:", strings.ReplaceAll(err.Error(), "\n", "; "))
		}
	}
	return l.Close()
}

// A failure lets the n-th of some operations fail, and perhaps all after it.
type failure struct {
	name   string
	kinds  string // see testdata/shim
	errno  syscall.Errno
	times  int
	advice []string // one of them must be in what the process says
}

const fromThenOn = 1 << 30

var (
	diskFailed   = []string{"the disk failed, check it"}
	diskFull     = []string{"make some", "make room"}
	cannotBeMade = []string{"the file cannot be opened"} // SQLite tries other ways to open it, and keeps the last errno only
)

// Whatever write, sync or other operation fails, once or from then on: the process says so, nothing is lost that was
// acknowledged before or after, and the trail goes on. That holds as well if the power fails after all that.
func TestCrashFault(t *testing.T) {
	shim := buildShim(t)
	for _, f := range []failure{
		{"a write fails", "W", syscall.EIO, 1, diskFailed},
		{"writes fail", "W", syscall.EIO, fromThenOn, diskFailed},
		{"a write finds no room", "W", syscall.ENOSPC, 1, diskFull},
		{"writes find no room", "W", syscall.ENOSPC, fromThenOn, diskFull},
		{"a sync fails", "S", syscall.EIO, 1, diskFailed},
		{"syncs fail", "S", syscall.EIO, fromThenOn, diskFailed},
		{"a sync finds no room", "S", syscall.ENOSPC, 1, diskFull},
		{"a length cannot be set", "T", syscall.EIO, 1, diskFailed},
		{"a file cannot be made", "C", syscall.EIO, 1, cannotBeMade},
		{"files cannot be made", "C", syscall.ENOSPC, fromThenOn, cannotBeMade},
		{"a file cannot be removed", "U", syscall.EIO, 1, diskFailed},
		{"anything fails", "WSTCU", syscall.EIO, 1, slices.Concat(diskFailed, cannotBeMade)},
		{"everything fails", "WSTCU", syscall.EIO, fromThenOn, slices.Concat(diskFailed, cannotBeMade)},
	} {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			f.tryAll(t, shim)
		})
	}
}

// tryAll lets the first operation fail, the second and so on, until there is none so late.
func (f failure) tryAll(t *testing.T, shim string) {
	tried, silent, total := 0, 0, 0
	for n := 1; ; n += f.stride() {
		said, acknowledged, met := f.try(t, newStage(t, shim), n)
		if !met {
			break
		}
		tried++
		total += acknowledged
		if said == 0 {
			silent++
		}
	}
	if tried == 0 {
		t.Error("nothing failed: nothing was tried")
	}
	t.Logf("%d tried, %d of them without effect on the process; %d entries acknowledged, lost: 0", tried, silent, total)
}

// stride is how many operations to leave out between two that fail. Writes are many.
func (f failure) stride() int {
	if strings.Contains(f.kinds, "W") {
		return some(97, 23, 1)
	}
	return some(7, 2, 1)
}

// try lets the n-th operation fail. It gives how often the process complained, how many entries it acknowledged, and whether
// there was an n-th operation.
func (f failure) try(t *testing.T, s stage, n int) (said, acknowledged int, met bool) {
	t.Helper()
	var out bytes.Buffer
	fail := fmt.Sprintf("%s %d %d %d", f.kinds, n, f.errno, f.times)
	if err := s.command("append past failures", fail, &out).Run(); err != nil {
		t.Fatalf("operation %d: %v: %s", n, err, out.Bytes())
	}
	all := s.operations(t)
	var printed bytes.Buffer
	for _, o := range all {
		met = met || o.kind == 'F'
		if o.kind == 'A' {
			printed.Write(o.data)
		}
	}
	for line := range strings.Lines(out.String()) {
		f.checkLine(t, n, s.path, line)
		said++
	}
	s.checkRecord(t, all)
	checkTrail(t, s.path, printed.Bytes())
	for i := range 3 {
		if _, err := failAt(t, all, len(all), uint64(n+1000*i)); err != nil {
			t.Errorf("operation %d: after the power failed, too, image %d: %v", n, i, err)
		}
	}
	return said, len(understand(printed.Bytes()).entries), met
}

// checkLine wants a line that says what was being done to which trail, and what to do.
func (f failure) checkLine(t *testing.T, n int, path, line string) {
	t.Helper()
	for _, advice := range f.advice {
		if strings.HasPrefix(line, "failed: ") && strings.Contains(line, path) && strings.Contains(line, advice) {
			return
		}
	}
	t.Errorf("operation %d: the process says %q", n, line)
}
