//go:build unix

package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func init() {
	tasks["append for the record"] = func(path string) error { return appendRecorded(path, true) }
	tasks["append for the record, not in full"] = func(path string) error { return appendRecorded(path, false) }
}

// appendRecorded opens the trail four times, the first time for long, and acknowledges what it appends in the record. Not in
// full, it leaves it to the disk when to write.
func appendRecorded(path string, full bool) error {
	out, err := openRecorder()
	if err != nil {
		return err
	}
	for opening, batches := range []int{60, 5, 5, 5} {
		l, _, err := Create(path)
		if err == nil && !full {
			err = weaken(l)
		}
		if err == nil {
			err = appendTogether(l, out, fmt.Sprint(opening), batches)
		}
		if err != nil {
			return err
		}
		if err := l.Close(); err != nil {
			return err
		}
	}
	return nil
}

// weaken sets what the driver sets by itself where it is not told otherwise. A log refuses to open with it.
func weaken(l *Log) error {
	_, err := l.conn.ExecContext(context.Background(), `PRAGMA synchronous = NORMAL`)
	return err
}

// When the power fails, at any moment, nothing is lost that was acknowledged before.
func TestCrashPower(t *testing.T) {
	shim := buildShim(t)
	for _, tc := range []struct{ writers, images int }{{1, some(8, 40, 200)}, {3, some(3, 20, 200)}} {
		t.Run(fmt.Sprint(tc.writers, " writers"), func(t *testing.T) {
			found := failPower(t, newStage(t, shim), "append for the record", tc.writers, tc.images)
			for _, err := range found.losses {
				t.Error(err)
			}
		})
	}
}

// The same test sees the losses of a trail that does not wait for the disk.
func TestCrashPowerSeesLosses(t *testing.T) {
	s := newStage(t, buildShim(t))
	found := failPower(t, s, "append for the record, not in full", 1, some(12, 30, 150))
	if len(found.losses) == 0 {
		t.Error("nothing was lost: the test would not see it")
	}
}

// findings are what became of the images of a disk.
type findings struct {
	images, acknowledged int
	losses               []error
}

// failPower records what processes with a task do, makes images of the disk as they may be after the power failed at some
// moment of it, and looks at what is lost. Anything else that is wrong with one fails the test.
func failPower(t *testing.T, s stage, task string, writers, images int) (found findings) {
	t.Helper()
	s.run(t, task, writers)
	all := s.operations(t)
	s.checkRecord(t, all)
	if restarts(all) == 0 {
		t.Error("the write-ahead log was never begun again while it was in use")
	}
	seed := rand.Uint64()
	for i := range uint64(images) {
		n, err := failAt(t, all, moment(all, seed+i), seed+i)
		found.images++
		found.acknowledged += n
		if errors.Is(err, errLost) {
			found.losses = append(found.losses, fmt.Errorf("image %d: %w", seed+i, err))
		} else if err != nil {
			t.Errorf("image %d: %v", seed+i, err)
		}
	}
	t.Logf("%d operations (%s), %d images, %d entries acknowledged in them; images with a loss: %d",
		len(all), tally(all), found.images, found.acknowledged, len(found.losses))
	return found
}

func (s stage) run(t testing.TB, task string, writers int) {
	t.Helper()
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			var out bytes.Buffer
			if err := s.command(task, "", &out).Run(); err != nil {
				t.Errorf("%v: %s", err, out.Bytes())
			}
		})
	}
	all.Wait()
}

// moment chooses when the power fails: after any operation, or, in every other image, right after an acknowledgement.
func moment(all []operation, seed uint64) int {
	chance := rand.New(rand.NewPCG(seed, 1))
	at := chance.IntN(len(all) + 1)
	for seed%2 == 0 && at < len(all) && (at == 0 || all[at-1].kind != 'A') {
		at++
	}
	return at
}

// failAt makes an image of the disk for a moment, and looks whether everything is there that was acknowledged before.
func failAt(t testing.TB, all []operation, at int, seed uint64) (acknowledged int, err error) {
	t.Helper()
	d := newDisk(seed)
	var printed bytes.Buffer
	for _, o := range all[:at] {
		if o.kind == 'A' {
			printed.Write(o.data)
		} else {
			d.do(o)
		}
	}
	d.cut()
	folder := t.TempDir()
	defer os.RemoveAll(folder)
	d.writeTo(t, folder)
	return examine(filepath.Join(folder, "clearance.db"), printed.Bytes())
}

// tally counts operations by their kind.
func tally(all []operation) (s string) {
	counts := map[byte]int{}
	for _, o := range all {
		counts[o.kind]++
	}
	for _, kind := range []byte("CWTSDUFA") {
		s += fmt.Sprintf("%c %d ", kind, counts[kind])
	}
	return s
}

// restarts counts how often the write-ahead log was folded into the file and begun again from its first byte.
func restarts(all []operation) (n int) {
	begun := false
	for _, o := range all {
		if filepath.Ext(o.name) != ".db-wal" {
			continue
		}
		switch {
		case o.kind == 'C' || o.kind == 'U':
			begun = false
		case o.kind == 'W' && o.offset == 0 && begun:
			n++
		case o.kind == 'W' && o.offset == 0:
			begun = true
		}
	}
	return n
}
