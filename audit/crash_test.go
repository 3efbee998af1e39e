//go:build unix

package audit

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"clearance/audit/checkpoint"
)

// The crash tests break the trail on purpose: processes are killed, the power fails, disks fail and fill up, bytes and rows
// are altered. By default each tries a sample of what it could try.
var crashAll = flag.Bool("crash.all", false, "try every case that the crash tests know of; takes an hour or so")

// some gives how many to try: few in a short run, all behind the flag.
func some(few, usual, all int) int {
	switch {
	case *crashAll:
		return all
	case testing.Short():
		return few
	}
	return usual
}

// errLost means that an entry which was acknowledged is not there, or is another one.
var errLost = errors.New("acknowledged, and lost")

// checkTrail wants a trail that is sound, holds everything that was acknowledged in print, and goes on. It gives how many entries
// were acknowledged.
func checkTrail(t testing.TB, path string, printed ...[]byte) int {
	t.Helper()
	n, err := examine(path, printed...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// examine does what checkTrail says, and adds one run to the trail.
func examine(path string, printed ...[]byte) (n int, err error) {
	said := understand(printed...)
	l, _, err := Create(path) // what came to an end early may not have begun the trail
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if err := verify(l, said.notes); err != nil { // what is lost leaves a trail that is sound all the same
		return len(said.entries), err
	}
	if err := said.holds(l); err != nil {
		return len(said.entries), fmt.Errorf("%w: %w", errLost, err)
	}
	return len(said.entries), appendBatch(l, io.Discard, decision("GOES-ON"))
}

// verify gives everything that Verify finds wrong as an error. The checkpoints must be extended.
func verify(l *Log, against [][]byte) error {
	v, err := l.Verify(context.Background(), Verify{Against: against})
	if err == nil && !v.OK() {
		err = errors.New(strings.Join(v.Problems, "\n"))
	}
	return err
}

// acknowledged is what printed lines say: of an entry "7 STORY", or "7 run" for the start of a run, of the tree "tree SIZE ROOT",
// of a checkpoint "checkpoint NOTE", in base64.
type acknowledged struct {
	entries map[int64]string
	trees   []checkpoint.Checkpoint
	notes   [][]byte
	rest    string // other lines
}

// understand reads what processes printed. A last line without its end was cut off, and acknowledges nothing.
func understand(printed ...[]byte) acknowledged {
	a := acknowledged{entries: map[int64]string{}}
	for _, p := range printed {
		for line := range strings.Lines(string(p[:bytes.LastIndexByte(p, '\n')+1])) {
			if !a.take(strings.Fields(line)) {
				a.rest += line
			}
		}
	}
	return a
}

// take reads the words of one line, and reports whether they are such a line.
func (a *acknowledged) take(words []string) bool {
	switch {
	case len(words) == 3 && words[0] == "tree":
		size, badSize := strconv.ParseInt(words[1], 10, 64)
		root, badRoot := tlog.ParseHash(words[2])
		a.trees = append(a.trees, checkpoint.Checkpoint{Size: size, Root: root})
		return badSize == nil && badRoot == nil
	case len(words) == 2 && words[0] == "checkpoint":
		note, err := base64.StdEncoding.DecodeString(words[1])
		a.notes = append(a.notes, note)
		return err == nil
	case len(words) == 2:
		seq, err := strconv.ParseInt(words[0], 10, 64)
		a.entries[seq] = words[1]
		return err == nil
	}
	return false
}

// holds wants the entries that were acknowledged, and a tree that grew from those that were.
func (a *acknowledged) holds(l *Log) error {
	for seq, story := range a.entries {
		r, err := l.Get(seq)
		if err != nil {
			return fmt.Errorf("entry %d of %s: %w", seq, story, err)
		}
		if r.StoryID != story && !(story == "run" && r.Kind == KindRunStart) {
			return fmt.Errorf("entry %d of %s is %+v", seq, story, r.Entry)
		}
	}
	h, err := readHead(context.Background(), l.readers)
	if err != nil {
		return err
	}
	for _, tree := range a.trees {
		if err := extends(context.Background(), l.readers, h, tree); err != nil {
			return err
		}
	}
	return nil
}
