package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"clearance/rego"
	"clearance/rights"
	"clearance/story"
)

// BenchmarkStart runs whole processes, from their start to their verdict on one record: ours, which reads the record and
// records its answer durably, and beside it general policy tools that are handed the same rules and the facts already read.
// The tools are found on the PATH (opa, conftest); without them only ours runs.
func BenchmarkStart(b *testing.B) {
	rules, input := peersFiles(b)
	ours := filepath.Join(b.TempDir(), "clearance")
	if out, err := exec.Command("go", "build", "-o", ours, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	for _, peer := range []struct {
		name string
		args []string
	}{
		{ours, []string{"check", "--at", "2026-11-23T12:00:00Z", "--db", filepath.Join(b.TempDir(), "trail.db"), samplePath}},
		{"opa", []string{"eval", "--data", rules, "--input", input, "data.rights.main.decision"}},
		{"conftest", []string{"test", "--policy", rules, "--data", rules, "--parser", "json", input}},
	} {
		b.Run(filepath.Base(peer.name), func(b *testing.B) {
			path, err := exec.LookPath(peer.name)
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
