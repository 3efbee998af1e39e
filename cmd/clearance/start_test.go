package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clearance/rego"
	"clearance/rights"
	"clearance/story"
)

// BenchmarkStart runs whole processes, from their start to their verdict: ours, on one record, and at the gate on a piece with ten
// stories in an archive of twenty, which reads the records and records its answers durably; and beside it general policy tools that
// are handed the same rules and the facts of one record already read. The tools are found on the PATH (opa, conftest); without them
// only ours run.
func BenchmarkStart(b *testing.B) {
	rules, input := peersFiles(b)
	ours, db := filepath.Join(b.TempDir(), "clearance"), filepath.Join(b.TempDir(), "trail.db")
	if out, err := exec.Command("go", "build", "-o", ours, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	piece, archive := tenStories(b)
	for _, peer := range []struct {
		name, program string
		args          []string
	}{
		{"check", ours, []string{"check", "--at", "2026-11-23T12:00:00Z", "--db", db, samplePath}},
		{"gate", ours, []string{"gate", "--db", db, "--stories", archive, piece}},
		{"opa", "opa", []string{"eval", "--data", rules, "--input", input, "data.rights.main.decision"}},
		{"conftest", "conftest", []string{"test", "--policy", rules, "--data", rules, "--parser", "json", input}},
	} {
		b.Run(peer.name, func(b *testing.B) {
			path, err := exec.LookPath(peer.program)
			if err != nil {
				b.Skip(err)
			}
			for b.Loop() {
				if out, err := exec.Command(path, peer.args...).CombinedOutput(); err != nil {
					b.Fatalf("%v: %s", err, out)
				}
			}
		})
	}
}

// tenStories writes a piece that uses ten stories, and an archive with these and ten more, a file each.
func tenStories(b *testing.B) (piece, archive string) {
	b.Helper()
	sample, err := os.ReadFile(samplePath)
	if err != nil {
		b.Fatal(err)
	}
	archive = b.TempDir()
	piece = filepath.Join(archive, ".piece.md") // hidden: no part of the archive
	text := "---\nstories:\n"
	for i := range 20 {
		id := fmt.Sprintf("STORY%d", i)
		writeTo(b, filepath.Join(archive, id+".txt"), strings.ReplaceAll(string(sample), "LVAC3E7SOXFSZZRMOKUZF9KEMHT5", id))
		if i < 10 {
			text += "  - {id: " + id + ", seconds: 10}\n"
		}
	}
	writeTo(b, piece, text+"---\nTen stories.\n")
	return piece, archive
}

// peersFiles writes our rules, and the input that they are asked about for the sample, as other tools take them.
func peersFiles(b *testing.B) (rules, input string) {
	b.Helper()
	dir := b.TempDir()
	rules, input = filepath.Join(dir, "rules"), filepath.Join(dir, "input.json")
	if err := os.CopyFS(rules, rego.Files); err != nil {
		b.Fatal(err)
	}
	err := filepath.WalkDir(rules, func(path string, d fs.DirEntry, err error) error {
		if matched, _ := filepath.Match("*_test.rego", d.Name()); err == nil && matched {
			return os.Remove(path)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	// Conftest asks for rules named deny in the package main.
	adapter := "package main\n\ndeny contains finding.code if {\n\tsome finding in data.rights.main.decision.findings\n\tfinding.effect in {\"refer\", \"block\"}\n}\n"
	if err := os.WriteFile(filepath.Join(rules, "conftest.rego"), []byte(adapter), 0o600); err != nil {
		b.Fatal(err)
	}
	raw, err := os.ReadFile(samplePath)
	if err != nil {
		b.Fatal(err)
	}
	record, err := story.Parse(raw, samplePath)
	if err != nil {
		b.Fatal(err)
	}
	q, err := rights.Asked{Action: "sell"}.Question(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	if err != nil {
		b.Fatal(err)
	}
	facts, err := json.Marshal(rights.NewCase(rights.Read(record), q, rights.House{}, rights.Others{}).Input)
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(input, facts, 0o600); err != nil {
		b.Fatal(err)
	}
	return rules, input
}
