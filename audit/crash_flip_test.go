//go:build unix

package audit

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// Whatever byte of a finished trail is flipped: either that is found, or no row is another one for it.
func TestCrashFlip(t *testing.T) {
	path := sampleLog(t, "all")
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := problems(path); err != nil {
		t.Fatal("before anything is flipped: ", err)
	}
	want, err := everything(path)
	if err != nil {
		t.Fatal(err)
	}
	var tried, named, without, missed atomic.Int64
	try := func(f *os.File, at int, with byte) {
		tried.Add(1)
		flipped(t, f, at, sound[at], with, func() {
			if err := problems(f.Name()); err != nil {
				named.Add(1)
			} else if changed := difference(want, f.Name()); changed == "" {
				without.Add(1)
			} else {
				missed.Add(1)
				t.Errorf("byte %d, %#02x for %#02x, is not found: %s", at, with, sound[at], changed)
			}
		})
	}
	eachFlip(t, sound, try)
	t.Logf("%d bytes flipped in a file of %d: %d found, %d without effect on any row, %d missed",
		tried.Load(), len(sound), named.Load(), without.Load(), missed.Load())
	if named.Load() == 0 {
		t.Error("nothing was found: nothing was tried")
	}
}

// eachFlip flips bytes in copies of a file: all of them in several ways, or one bit of some.
func eachFlip(t *testing.T, sound []byte, try func(f *os.File, at int, with byte)) {
	all := places(sound)
	var workers sync.WaitGroup
	for half := range slices.Chunk(all, len(all)/2+1) {
		f := fileOf(t, sound)
		workers.Go(func() {
			for _, at := range half {
				try(f, at, sound[at]^1<<rand.IntN(8))
				if *crashAll {
					try(f, at, ^sound[at])
					try(f, at, sound[at]+1)
				}
			}
		})
	}
	workers.Wait()
}

// places chooses which bytes to flip. Most zeros are room that nothing is in: of them it takes fewer.
func places(sound []byte) (all []int) {
	for at, b := range sound {
		one := some(200, 25, 1)
		if b == 0 {
			one = some(2000, 250, 1)
		}
		if rand.IntN(one) == 0 {
			all = append(all, at)
		}
	}
	return all
}

func fileOf(t testing.TB, data []byte) *os.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "flipped.db")
	writeFile(t, path, data)
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// flipped does something while a byte is another one.
func flipped(t testing.TB, f *os.File, at int, is, with byte, do func()) {
	for _, b := range []byte{with, is} {
		if _, err := f.WriteAt([]byte{b}, int64(at)); err != nil {
			t.Error(err)
		}
		if b == with && with != is {
			do()
		}
	}
}

// difference gives the first row that is not what it was, "" if there is none.
func difference(want, path string) string {
	got, err := everything(path)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(got, "\n")
	for i, line := range strings.Split(want, "\n") {
		if i >= len(lines) || lines[i] != line {
			return fmt.Sprintf("it was %s, now there is %q", line, lines[min(i, len(lines)-1)])
		}
	}
	if len(got) > len(want) {
		return "there is more than there was"
	}
	return ""
}
