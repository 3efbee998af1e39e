package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"clearance/audit/evidence"
)

const kept = "../../audit/evidence/testdata/kept/"

func TestRun(t *testing.T) {
	good, err := os.ReadFile(kept + "sale.json")
	if err != nil {
		t.Fatal(err)
	}
	spoilt := filepath.Join(t.TempDir(), "spoilt.json")
	if err := os.WriteFile(spoilt, bytes.Replace(good, []byte(`"blocked"`), []byte(`"cleared"`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	file, key, record, note := kept+"sale.json", kept+"key.txt", kept+"record.txt", kept+"checkpoint.txt"
	for name, tc := range map[string]struct {
		args []string
		want int
		says string
	}{
		"proven":                {[]string{file, "--key", key}, exitProven, "PROVEN"},
		"flags first":           {[]string{"--key", key, "--record", record, file}, exitProven, "Read again, the record says the same"},
		"one dash":              {[]string{"-key=" + key, file, "-against", note}, exitProven, "you saw elsewhere"},
		"as JSON":               {[]string{file, "--json", "--key", key}, exitProven, `"ok": true`},
		"spoilt":                {[]string{spoilt, "--key", key}, exitNot, "NOT PROVEN"},
		"spoilt, as JSON":       {[]string{spoilt, "--key", key, "--json"}, exitNot, `"ok": false`},
		"another record":        {[]string{file, "--key", key, "--record", key}, exitNot, "NOT PROVEN"},
		"a missing file":        {[]string{"missing", "--key", key}, exitNot, "clearance-verify: "},
		"a missing key":         {[]string{file, "--key", "missing"}, exitNot, "clearance-verify: "},
		"a record that is none": {[]string{file, "--key", key, "--record", ""}, exitUsage, "--record names no file"},
		"no key":                {[]string{file}, exitUsage, "--key"},
		"no file":               {[]string{"--key", key}, exitUsage, "name one file"},
		"two files":             {[]string{file, file, "--key", key}, exitUsage, "name one file"},
		"an unknown flag":       {[]string{file, "--key", key, "--force"}, exitUsage, "force"},
		"nothing":               {nil, exitUsage, "Usage"},
		"help":                  {[]string{"--help"}, exitProven, "Usage"},
	} {
		t.Run(name, func(t *testing.T) {
			var out, talk bytes.Buffer
			if got := run(t.Context(), tc.args, &out, &talk); got != tc.want {
				t.Errorf("it exits with %d, want %d: %s%s", got, tc.want, &out, &talk)
			}
			if !strings.Contains(out.String()+talk.String(), tc.says) {
				t.Errorf("it says %s%s, want %q", &out, &talk, tc.says)
			}
		})
	}
}

// withoutCgo is the environment in which the program is built.
func withoutCgo() []string { return append(os.Environ(), "CGO_ENABLED=0") }

// The program has no database in it and nothing of C: what stands between a proof and whoever checks it is Go alone.
func TestDependencies(t *testing.T) {
	list := exec.Command("go", "list", "-deps", ".")
	list.Env, list.Stderr = withoutCgo(), t.Output()
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	ours := []string{
		"clearance/audit/checkpoint", "clearance/audit/evidence", "clearance/audit/leaf", "clearance/audit/replay", "clearance/cmd/clearance-verify",
	}
	met := 0
	for dependency := range strings.Lines(string(out)) {
		switch dependency = strings.TrimSpace(dependency); {
		case dependency == "runtime/cgo", strings.Contains(dependency, "sqlite"), dependency == "database/sql":
			t.Errorf("it depends on %s", dependency)
		case slices.Contains(ours, dependency):
			met++
		case strings.HasPrefix(dependency, "clearance/"):
			room, _, _ := strings.Cut(strings.TrimPrefix(dependency, "clearance/"), "/")
			if !slices.Contains([]string{"policy", "rights", "story"}, room) {
				t.Errorf("it depends on %s", dependency)
			}
		}
	}
	if met != len(ours) {
		t.Errorf("of its own packages it depends on %d, not %d", met, len(ours))
	}
}

// The program as it is shipped proves what it must, and nothing else.
func TestProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("building it takes a while")
	}
	program := filepath.Join(t.TempDir(), "clearance-verify")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Env = withoutCgo()
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("it is not built: %v\n%s", err, out)
	}
	out, err := exec.Command(program, kept+"sale.json", "--key", kept+"key.txt", "--record", kept+"record.txt", "--json").Output()
	var report evidence.Report
	if err != nil || json.Unmarshal(out, &report) != nil || !report.OK || report.Decision == nil || report.Decision.Verdict != "blocked" {
		t.Errorf("it says %s, %v", out, err)
	}
	spoilt := exec.Command(program, kept+"record.txt", "--key", kept+"key.txt")
	if err := spoilt.Run(); err == nil || spoilt.ProcessState.ExitCode() != exitNot {
		t.Errorf("of a file that is no evidence it says %v", err)
	}
}
