package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	// A block of a page, such as ```yaml file=house.yaml
	fence = regexp.MustCompile("(?ms)^```([a-z]+)(?: file=(\\S+))?\n(.*?)^```$")

	// What changes with every edit of a rule, with every trail or with the time of day says nothing to a reader.
	passing = []struct {
		what *regexp.Regexp
		as   string
	}{
		{regexp.MustCompile(`sha256:[0-9a-f]{12,64}`), "sha256:…"},
		{regexp.MustCompile(`(clearance/)[0-9a-f]{16}`), "$1…"},
		{regexp.MustCompile(`(clearance/…)\+[0-9a-f]{8}\+[A-Za-z0-9+/]{40,}`), "$1+…+…"},
		{regexp.MustCompile(`[A-Za-z0-9+/]{43,}=+`), "…="},
		{regexp.MustCompile(`(recorded (?:at )?)20[0-9T:.-]+Z`), "$1…"},
		{regexp.MustCompile(`(seen everywhere; as of )20[0-9T:-]+Z`), "$1…"},
		{regexp.MustCompile(`((?:PASSES BY OVERRIDE \d+|asked for by \w+), until )20[0-9T:-]+Z`), "$1…"},
		{regexp.MustCompile(`(?m)^( +\d+  )20[0-9T:-]+Z(  (?:not settled|settled|should|open))`), "$1…$2"},
		{regexp.MustCompile(`with clearance \S+( with OPA|:)`), "with clearance …$1"},
		{regexp.MustCompile(`by clearance \S+ with OPA \S+,`), "by clearance … with OPA …,"},
		{regexp.MustCompile(`(in run \d+: clearance) \S+ \(OPA \S+\)`), "$1 … (OPA …)"},
	}
)

// TestREADME runs the README's transcripts. With -update it writes what the program says.
func TestREADME(t *testing.T) {
	runPage(t, "../../README.md", "../..", nil)
}

// runPage runs the transcripts of a page from top to bottom in a folder, with a trail of their own, and compares what they say.
// Blocks of other kinds are handed to those who know them, with the file they name, and come back as they should be.
func runPage(t *testing.T, path, dir string, kinds map[string]func(file, body string) string) {
	t.Helper()
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(t.TempDir(), "clearance.db")
	ran := 0
	said := fence.ReplaceAllStringFunc(string(page), func(block string) string {
		parts := fence.FindStringSubmatch(block)
		kind, file, body := parts[1], parts[2], parts[3]
		know := kinds[kind]
		if kind == "console" {
			ran++
			know = func(_, body string) string { return transcripts(t, body, dir, "CLEARANCE_DB="+db) }
		}
		if know == nil {
			return block
		}
		return strings.TrimSuffix(block, body+"```") + know(file, body) + "```"
	})
	switch {
	case ran == 0:
		t.Fatalf("%s has no transcript", path)
	case said == string(page):
	case *update:
		if err := os.WriteFile(path, []byte(said), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the transcripts of %s are out of date: go test ./cmd/clearance -run %s -update\nthe program says:\n%s",
			path, t.Name(), said)
	}
}

// transcripts gives the commands of a block, each with what it prints now.
func transcripts(t *testing.T, body, dir string, env ...string) string {
	t.Helper()
	var out strings.Builder
	for line := range strings.Lines(body) {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			out.WriteString(line)
			out.WriteString(transcript(t, strings.TrimSpace(command), dir, env...))
		}
	}
	return out.String()
}

// transcript runs a command in a folder and gives what it printed on stdout. A command of a page may answer no, but not fail.
func transcript(t *testing.T, command, dir string, env ...string) string {
	t.Helper()
	cmd := exec.Command("sh", "-c", command)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "CLEARANCE_ACTOR=reader", "NO_COLOR=1"), env...)
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	if err := cmd.Run(); err != nil && !slices.Contains([]int{exitBlocked, exitReferred}, cmd.ProcessState.ExitCode()) {
		t.Fatalf("%s: %v: %s%s", command, err, &out, &talk)
	}
	said := out.String()
	for _, e := range env {
		if db, ok := strings.CutPrefix(e, "CLEARANCE_DB="); ok {
			said = strings.ReplaceAll(said, db, filepath.Base(db))
		}
	}
	for _, p := range passing {
		said = p.what.ReplaceAllString(said, p.as)
	}
	return said
}
