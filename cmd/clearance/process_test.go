package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"clearance/audit"
	"clearance/check"
	"clearance/policy"
)

const samplePath = "../../testdata/stories/nato-russia.txt"

func sample(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(samplePath)
	if err != nil {
		t.Fatal(err)
	}
	return append(data, '\n')
}

func exitCode(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	t.Fatal(err)
	return -1
}

// mustBeRecorded demands that every answer on a stream of JSON lines stands in the trail.
func mustBeRecorded(t *testing.T, db string, lines []byte) (answers int) {
	t.Helper()
	log, err := audit.OpenReadOnly(db)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	for scan := bufio.NewScanner(bytes.NewReader(lines)); scan.Scan(); {
		var d check.Decision
		if err := json.Unmarshal(scan.Bytes(), &d); err != nil {
			t.Fatalf("%v in %s", err, scan.Text())
		}
		record, err := log.Get(d.Entry)
		if err != nil {
			t.Fatal(err)
		}
		if record.Kind != audit.KindDecision || record.Verdict != d.Verdict {
			t.Fatalf("entry %d is %s %s, shown was %s", d.Entry, record.Kind, record.Verdict, d.Verdict)
		}
		answers++
	}
	return answers
}

// Ctrl-C in the middle of an endless stream: what was printed is recorded, and the exit code is no all-clear.
func TestCtrlC(t *testing.T) {
	db := filepath.Join(t.TempDir(), "trail.db")
	cmd := exec.Command("clearance", "check", "--json", "--db", db, "-")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	record := sample(t)
	go func() {
		for {
			if _, err := stdin.Write(record); err != nil {
				return
			}
		}
	}()
	out := bufio.NewReader(stdout)
	var lines []byte
	for i := range 100 {
		line, err := out.ReadBytes('\n')
		if err != nil {
			t.Fatalf("after %d answers: %v, %s", i, err, &stderr)
		}
		lines = append(lines, line...)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(out)
	if err != nil {
		t.Fatal(err)
	}
	if code := exitCode(t, cmd.Wait()); code != exitFailed {
		t.Errorf("exit code %d, want %d; %s", code, exitFailed, &stderr)
	}
	answers := mustBeRecorded(t, db, append(lines, rest...))
	if want := fmt.Sprintf("interrupted: the %d answers above are recorded", answers); !strings.Contains(stderr.String(), want) {
		t.Errorf("it said %q, want %q", &stderr, want)
	}
}

// Two processes on one trail: both are answered, and nothing is lost.
func TestTwoProcesses(t *testing.T) {
	db := filepath.Join(t.TempDir(), "trail.db")
	stories := bytes.Repeat(sample(t), 150)
	var wait sync.WaitGroup
	var outputs [2][]byte
	for i := range outputs {
		wait.Go(func() {
			cmd := exec.Command("clearance", "check", "--json", "--db", db, "-")
			cmd.Stdin = bytes.NewReader(stories)
			out, err := cmd.Output()
			if code := exitCode(t, err); code != 0 {
				t.Errorf("exit code %d", code)
			}
			outputs[i] = out
		})
	}
	wait.Wait()
	for _, out := range outputs {
		if got := mustBeRecorded(t, db, out); got != 150 {
			t.Errorf("%d answers, want 150", got)
		}
	}
}

// A disk that fills up in the middle: a clear error, exit 1, and every answer that was given is there.
func TestFullDisk(t *testing.T) {
	db := filepath.Join(t.TempDir(), "trail.db")
	first := exec.Command("clearance", "check", "--db", db, samplePath)
	if out, err := first.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var stories bytes.Buffer
	for i := range 1000 { // every identifier anew, so that the trail grows
		stories.Write(bytes.Replace(sample(t), []byte("LVAC3E7SOXFSZZRM"), fmt.Appendf(nil, "LVAC3E7SOXF%05d", i), 1))
	}
	cmd := exec.Command("sh", "-c", `ulimit -f 1200; exec clearance check --json --db "$0" -`, db) // blocks of 512 or 1024 bytes
	cmd.Stdin = &stories
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if code := exitCode(t, cmd.Run()); code != exitFailed {
		t.Errorf("exit code %d, want %d: %s", code, exitFailed, &stderr)
	}
	if !strings.Contains(stderr.String(), "none of which is given") || strings.Contains(stderr.String(), "goroutine") {
		t.Errorf("it said %s", &stderr)
	}
	if answers := mustBeRecorded(t, db, stdout.Bytes()); answers == 0 || answers == 1000 {
		t.Errorf("%d answers of 1000 fitted: the disk was not full in the middle", answers)
	}
}

// A line of a gigabyte is one error in a small memory, and the record behind it is judged.
func TestHugeLine(t *testing.T) {
	if testing.Short() {
		t.Skip("pipes a gigabyte")
	}
	db := filepath.Join(t.TempDir(), "trail.db")
	cmd := exec.Command("clearance", "check", "--json", "--db", db, "-")
	line := io.LimitReader(endless{}, 1<<30)
	cmd.Stdin = io.MultiReader(strings.NewReader("- Title: "), line, strings.NewReader("\n"), bytes.NewReader(sample(t)))
	out, err := cmd.Output()
	if code := exitCode(t, err); code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	if len(lines) != 2 || !bytes.Contains(lines[0], []byte("--max-record")) || !bytes.Contains(lines[1], []byte(policy.Cleared)) {
		t.Errorf("answers: %s", out)
	}
	const limit = 200 << 20 // bytes; the Go runtime, the policy and two buffers of the largest record
	if rss := maxRSS(cmd.ProcessState); rss > limit {
		t.Errorf("%d MiB of memory for a line that is not kept", rss>>20)
	}
}

// endless gives the letter x for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}
