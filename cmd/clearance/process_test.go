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

// Ctrl-C in the middle of a long run: what was printed is recorded, and the exit code is no all-clear.
func TestCtrlC(t *testing.T) {
	db := filepath.Join(t.TempDir(), "trail.db")
	cmd := exec.Command("clearance", "check", "--json", "--db", db, archive(t, bytes.Repeat(sample(t), 5000)))
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
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
	if answers == 5000 {
		t.Error("the run came to its end before it was interrupted")
	}
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
	cmd := exec.Command("sh", "-c", `ulimit -f 1200; exec clearance check --json --db "$0" "$1"`, db, archive(t, stories.Bytes())) // blocks of 512 or 1024 bytes
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

// A line of a gigabyte is one error in a small memory, and the record behind it is judged. The file is sparse.
func TestHugeLine(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a gigabyte twice")
	}
	path := archive(t, []byte("- Title: "))
	if err := os.Truncate(path, 1<<30); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(append([]byte("\n"), sample(t)...)); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("clearance", "check", "--json", "--db", filepath.Join(t.TempDir(), "trail.db"), path)
	out, err := cmd.Output()
	if code := exitCode(t, err); code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	if len(lines) != 2 || !bytes.Contains(lines[0], []byte("--max-record")) || !bytes.Contains(lines[1], []byte(policy.Cleared)) {
		t.Errorf("answers: %s", out)
	}
	const limit = 200 << 20                                     // bytes; the Go runtime, the policy and two buffers of the largest record
	if rss := maxRSS(cmd.ProcessState); rss > limit && !raced { // the race detector needs several times as much
		t.Errorf("%d MiB of memory for a line that is not kept", rss>>20)
	}
}

// archive is a file of records.
func archive(t *testing.T, records []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "archive.txt")
	if err := os.WriteFile(path, records, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
