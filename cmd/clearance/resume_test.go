package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"clearance/audit"
	invented "clearance/story/archive"
)

var killings = flag.Int("killings", 6, "how often runs are killed and gone on with; fifty make the full length")

// inventedArchive writes an archive of invented stories, in files of one and of many, and gives its folder.
func inventedArchive(t *testing.T, stories int) string {
	t.Helper()
	dir := t.TempDir()
	for i, perFile := range []int{1, stories / 4 * 2} {
		a, err := invented.New(invented.Options{Stories: stories / 2, Seed: uint64(i + 1), Damaged: 0.05, TextSize: 200})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.WriteFiles(filepath.Join(dir, fmt.Sprint(perFile)), perFile, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "no-record.txt"), []byte("This is none.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// answer is what a line of answers says, but for where it is recorded.
type answer struct {
	Verdict string `json:"verdict"`
	Error   string `json:"error"`
	Story   struct {
		ID, From string
		Offset   int64
	} `json:"story"`
	From     string `json:"from"`
	Offset   int64  `json:"offset"`
	Findings []struct{ Code string }
	Entry    int64 `json:"entry"`
}

// place names the record that an answer is about.
func (a answer) place() string {
	if a.Error != "" {
		return fmt.Sprint(a.From, " ", a.Offset)
	}
	return fmt.Sprint(a.Story.From, " ", a.Story.Offset)
}

func answersIn(t *testing.T, lines []byte) (all []answer) {
	t.Helper()
	for scan := bufio.NewScanner(bytes.NewReader(lines)); scan.Scan(); {
		var a answer
		if err := json.Unmarshal(scan.Bytes(), &a); err != nil {
			t.Fatalf("%v in %s", err, scan.Text())
		}
		all = append(all, a)
	}
	return all
}

// A run that is killed at any moment, again and again, and gone on with each time, judges and records every story exactly once, as a run
// that nobody disturbed: the file of answers is complete, what a pipe was given is at least that, and the trail verifies.
func TestKilledAndResumed(t *testing.T) {
	dir := inventedArchive(t, 1200)
	quiet := filepath.Join(t.TempDir(), "quiet.db")
	begun := time.Now()
	whole, _ := runCheckOn(t, dir, quiet, 0)
	took := time.Since(begun)
	want := answersIn(t, whole)
	killed := 0
	for n := 0; killed < *killings; n++ {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			db, out := filepath.Join(t.TempDir(), "trail.db"), ""
			if n%2 == 0 {
				out = filepath.Join(t.TempDir(), "answers.jsonl")
			}
			var printed []byte
			for done, left := false, 6; !done; left-- {
				after := time.Duration(rand.Int64N(int64(took)))
				if left <= 0 {
					after = 0 // it comes to its end
				}
				var lines []byte
				args := []string{"--resume"}
				if out != "" {
					args = append(args, "-o", out)
				}
				lines, done = runCheckOn(t, dir, db, after, args...)
				printed = append(printed, lines...)
				if !done {
					killed++
				}
			}
			if out != "" {
				var err error
				if printed, err = os.ReadFile(out); err != nil {
					t.Fatal(err)
				}
			}
			got := answersIn(t, printed)
			if out == "" {
				got = onceEach(t, got)
			}
			compareAnswers(t, got, want)
			recordedOnce(t, db, want)
			t.Logf("killed %d times so far", killed)
		})
	}
}

// runCheckOn runs a check, and kills it after a while; 0 is never. It gives the whole lines that it printed, and whether it came to its end.
func runCheckOn(t *testing.T, dir, db string, after time.Duration, more ...string) (lines []byte, done bool) {
	t.Helper()
	args := append([]string{"check", "--json", "--at", "2026-11-23T12:00:00Z", "--db", db}, more...)
	cmd := exec.Command("clearance", append(args, dir)...)
	var talk bytes.Buffer
	cmd.Stderr = &talk
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if after > 0 {
		timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
		defer timer.Stop()
	}
	all, err := io.ReadAll(stdout)
	if err != nil {
		t.Fatal(err)
	}
	err = cmd.Wait()
	if slices.Contains(more, "-o") {
		all = nil // the summary
	}
	all = all[:bytes.LastIndexByte(all, '\n')+1]
	var exit *exec.ExitError
	if errors.As(err, &exit) && !exit.Exited() {
		return all, false
	}
	if code := exitCode(t, err); code != exitFailed || !bytes.Contains(talk.Bytes(), []byte("stories: ")) && !slices.Contains(more, "-o") && !bytes.Contains(talk.Bytes(), []byte("came to its end")) {
		t.Fatalf("exit code %d: %s", code, &talk)
	}
	return all, true
}

// onceEach takes out what was printed again, which must be what was printed before.
func onceEach(t *testing.T, all []answer) (once []answer) {
	t.Helper()
	met := map[string]answer{}
	for _, a := range all {
		if before, again := met[a.place()]; again {
			if fmt.Sprint(before) != fmt.Sprint(a) {
				t.Fatalf("printed again as another: %v, before %v", a, before)
			}
			continue
		}
		met[a.place()] = a
		once = append(once, a)
	}
	return once
}

// compareAnswers demands the same answers in the same order, wherever they are recorded.
func compareAnswers(t *testing.T, got, want []answer) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d answers, want %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		a, b := got[i], want[i]
		a.Entry, b.Entry = 0, 0
		if fmt.Sprint(a) != fmt.Sprint(b) {
			t.Fatalf("answer %d is %v, want %v", i, a, b)
		}
	}
}

// recordedOnce demands that a trail is sound, and has each answer exactly once.
func recordedOnce(t *testing.T, db string, want []answer) {
	t.Helper()
	log, err := audit.OpenReadOnly(db)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	found, err := log.Verify(t.Context(), audit.Verify{})
	if err != nil || !found.OK() {
		t.Errorf("the trail is not sound: %v, %v", found.Problems, err)
	}
	times := map[string]int{}
	for entry, err := range log.List(audit.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if entry.Kind != audit.KindDecision && entry.Kind != audit.KindUnjudged {
			continue
		}
		record, err := log.Get(entry.Seq)
		if err != nil {
			t.Fatal(err)
		}
		if u := record.Unjudged; u != nil {
			times[fmt.Sprint(u.From, " ", u.Offset)]++
		} else {
			times[fmt.Sprint(record.Reading.Story.From, " ", record.Reading.Story.Offset)]++
		}
	}
	for _, a := range want {
		if times[a.place()] != 1 {
			t.Errorf("%s is recorded %d times", a.place(), times[a.place()])
		}
	}
	if len(times) != len(want) {
		t.Errorf("%d stories are recorded, want %d", len(times), len(want))
	}
}
