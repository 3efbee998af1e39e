package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	console = regexp.MustCompile("(?s)```console\n(.*?)```")

	// What changes with every edit of a rule says nothing to a reader.
	digest = regexp.MustCompile(`sha256:[0-9a-f]{12,64}`)
)

// TestREADME runs the README's transcripts. With -update it writes what the program says.
func TestREADME(t *testing.T) {
	const path = "../../README.md"
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(t.TempDir(), "clearance.db")
	ran := 0
	said := console.ReplaceAllStringFunc(string(readme), func(block string) string {
		var out strings.Builder
		out.WriteString("```console\n")
		for _, line := range strings.SplitAfter(block, "\n") {
			command, ok := strings.CutPrefix(line, "$ ")
			if !ok {
				continue
			}
			ran++
			out.WriteString(line)
			out.WriteString(transcript(t, strings.TrimSpace(command), db))
		}
		return out.String() + "```"
	})
	if ran == 0 {
		t.Fatal("the README has no transcript")
	}
	if said == string(readme) {
		return
	}
	if *update {
		if err := os.WriteFile(path, []byte(said), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("the README's transcripts are out of date: go test ./cmd/clearance -run README -update\nthe program says:\n%s", said)
}

// transcript runs a command in the project's folder, with a trail of its own, and gives what it printed on stdout.
func transcript(t *testing.T, command, db string) string {
	t.Helper()
	cmd := exec.Command("sh", "-c", command)
	cmd.Dir = "../.."
	cmd.Env = append(os.Environ(), "CLEARANCE_DB="+db, "CLEARANCE_ACTOR=reader", "NO_COLOR=1")
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	if err := cmd.Run(); err != nil && cmd.ProcessState.ExitCode() == exitUsage {
		t.Fatalf("%s: %v: %s", command, err, &talk)
	}
	return digest.ReplaceAllString(out.String(), "sha256:…")
}
