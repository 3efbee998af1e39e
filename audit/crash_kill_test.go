//go:build unix

package audit

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"clearance/audit/checkpoint"
)

func init() {
	tasks["append and sign together"] = appendAndSign
}

// appendAndSign appends for ever, and signs checkpoints with a key of its own meanwhile.
func appendAndSign(path string) error {
	l, _, err := Create(path)
	if err != nil {
		return err
	}
	r, err := l.Begin(RunInfo{Program: "test"})
	if err != nil {
		return err
	}
	origin, err := l.Origin()
	if err != nil {
		return err
	}
	skey, vkey, err := checkpoint.NewKey(origin)
	if err == nil {
		_, err = r.Append(Key{vkey})
	}
	if err != nil {
		return err
	}
	failed := make(chan error)
	go func() { failed <- appendTogether(l, os.Stdout, "on", 1<<60) }()
	go func() {
		for {
			note, err := l.Sign(skey, vkey)
			if err != nil {
				failed <- err
				return
			}
			fmt.Println("checkpoint", base64.StdEncoding.EncodeToString(note))
			time.Sleep(5 * time.Millisecond)
		}
	}()
	return <-failed
}

// Three processes write to one trail and are killed in the midst of it, again and again: everything that any of them has
// acknowledged in any round stays, and the trail extends every checkpoint that was printed.
func TestCrashKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clearance.db")
	rounds := some(2, 4, 30)
	var printed [][]byte
	for round := range rounds {
		now := killedWriters(t, path)
		if rest := understand(now...).rest; rest != "" {
			t.Errorf("round %d: %s", round, rest)
		}
		checkTrail(t, path, now...)
		printed = append(printed, now...)
	}
	total := checkTrail(t, path, printed...)
	if total < 5*rounds {
		t.Errorf("only %d entries were acknowledged: nothing was tried", total)
	}
	said := understand(printed...)
	t.Logf("%d rounds of 3 writers, %d entries acknowledged, %d trees and %d checkpoints that the trail extends, lost: 0",
		rounds, total, len(said.trees), len(said.notes))
	if len(said.notes) < rounds {
		t.Error("too few checkpoints were signed")
	}
}

// killedWriters starts three writers, kills each after a while of its own, and gives what they printed.
func killedWriters(t testing.TB, path string) (printed [][]byte) {
	t.Helper()
	var out [3]bytes.Buffer
	var all sync.WaitGroup
	for i := range out {
		cmd := start(t, "append and sign together", path, &out[i])
		all.Go(func() {
			time.Sleep(time.Duration(50+rand.IntN(400)) * time.Millisecond)
			cmd.Process.Kill()
			cmd.Wait()
		})
	}
	all.Wait()
	for i := range out {
		printed = append(printed, out[i].Bytes())
	}
	return printed
}
