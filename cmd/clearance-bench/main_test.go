package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"clearance/audit"
	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "part" { // of this very program, which the tests are
		os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// Every row of the table has a figure for every archive, apart from those of tools that are not here.
func TestRun(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	var out bytes.Buffer
	args := []string{"-json", "-profiles", "distinct", "-stories", "300", "-single", "100", "-runs", "2", "-shots", "3", "-peer-stories", "20", "-stage-stories", "200", "-dir", t.TempDir()}
	if code := run(t.Context(), args, &out, t.Output()); code != exitMeasured {
		t.Fatalf("code %d", code)
	}
	var r report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Columns) != 2 || len(r.Machine) < 2 {
		t.Fatalf("%d archives, machine %q", len(r.Columns), r.Machine)
	}
	table := markdown(t, r)
	for _, m := range measures() {
		missing := false
		for _, tool := range []string{"opa", "conftest"} {
			_, err := exec.LookPath(tool)
			missing = missing || err != nil && strings.Contains(m.key, tool)
		}
		// The statistics of a run, and its peak where this process had a higher one, may be missing.
		if slices.Contains([]string{"engine_calls", "hit_rate", "peak_mb"}, m.key) {
			missing = true
		}
		for _, c := range r.Columns {
			if len(c.Runs[m.key]) == 0 && !missing {
				t.Errorf("%s: no figure for %q", c.name(), m.what)
			}
			if strings.HasPrefix(m.key, "shot_") && !missing && len(c.Runs[m.key]) != 3 || m.key == "bare_plain" && len(c.Runs[m.key]) != 2 {
				t.Errorf("%s: %d figures for %q", c.name(), len(c.Runs[m.key]), m.what)
			}
		}
		if strings.Count(table, "| "+m.what+" |") == 0 {
			t.Errorf("the table has no row %q", m.what)
		}
	}
	if left, err := os.ReadDir(args[len(args)-1]); err != nil || len(left) > 0 {
		t.Errorf("it leaves %v behind, error %v", left, err)
	}
}

// What was measured before something fails is shown.
func TestRunFails(t *testing.T) {
	program := filepath.Join(t.TempDir(), "clearance")
	script := "#!/bin/sh\n[ -e \"$0.ran\" ] && exit 9\ntouch \"$0.ran\"\necho '{\"stories\": 101}'\n"
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := exec.Command("/bin/sh", "-c", "true").Run(); err != nil {
		t.Skip("no shell: ", err)
	}
	var out, talk bytes.Buffer
	args := []string{"-json", "-clearance", program, "-profiles", "distinct,dated", "-stories", "100", "-single", "0", "-runs", "1",
		"-without", "stages,bare,peers,shots", "-dir", t.TempDir()}
	if code := run(t.Context(), args, &out, &talk); code != exitNot || !strings.Contains(talk.String(), "measuring dated, 100") {
		t.Errorf("code %d: %s", code, talk.String())
	}
	var r report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil || len(r.Columns) != 1 || r.Columns[0].Profile != "distinct" {
		t.Errorf("%v: %s", err, out.String())
	}
}

func markdown(t *testing.T, r report) string {
	t.Helper()
	var b strings.Builder
	if err := r.writeMarkdown(&b); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if strings.HasPrefix(line, "|") && strings.Count(line, "|") != len(r.Columns)+2 {
			t.Errorf("a row of another width: %s", line)
		}
	}
	return b.String()
}

// The copies hold the very rows of the trail, whatever stands in it.
func TestInsert(t *testing.T) {
	c := column{Profile: "distinct", Stories: 150, PerFile: 50, dir: filepath.Join(t.TempDir(), "archive")}
	if err := c.write(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	trail := filepath.Join(dir, "a trail with 5% and #.db")
	timed, err := timeStages(t.Context(), c.dir, trail, 120)
	if err != nil || timed.Records != 120 {
		t.Fatalf("%d records, error %v", timed.Records, err)
	}
	appendUnjudged(t, trail)
	for _, how := range []string{"schema", "plain"} {
		copied := filepath.Join(dir, how+".db")
		in, err := insert(t.Context(), trail, copied, how == "plain")
		if err != nil {
			t.Fatalf("%s: %v", how, err)
		}
		if in.Wall <= 0 || in.Rows[entries] != 120+3 || in.Rows["unjudged"] != 1 {
			t.Errorf("%s: %+v", how, in)
		}
		for table := range in.Rows {
			want, got := rowsOf(t, trail, table), rowsOf(t, copied, table)
			if table == "head" && how == "schema" { // begins with the trail
				continue
			}
			if !slices.Equal(want, got) {
				t.Errorf("%s: %s has %d rows, the trail %d, or other ones", how, table, len(got), len(want))
			}
		}
	}
}

// appendUnjudged ends the run, and begins another with a record that cannot be judged.
func appendUnjudged(t *testing.T, trail string) {
	t.Helper()
	log, err := audit.Open(trail)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	rules, err := policy.Load(t.Context(), rego.Files, rights.House{})
	if err != nil {
		t.Fatal(err)
	}
	q, err := theQuestion()
	if err != nil {
		t.Fatal(err)
	}
	run, err := log.Begin(audit.RunInfo{Program: "test"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := run.Append(audit.Unjudged{From: "x.bin", Reason: "no record", Question: q, Policy: rules.Revision()}); err != nil {
		t.Fatal(err)
	}
}

// rowsOf gives the rows of a table, without columns that are generated, each as text.
func rowsOf(t *testing.T, path, name string) (all []string) {
	t.Helper()
	db, err := sql.Open("sqlite3", dsn(path, "mode=ro"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	table, err := readTable(t.Context(), db, name)
	if err != nil {
		t.Fatal(err)
	}
	if err := table.open(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	defer table.rows.Close()
	for table.next != nil {
		all = append(all, fmt.Sprint(table.next))
		if err := table.advance(); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(all)
	return all
}

func TestCells(t *testing.T) {
	c := &column{Profile: "repeating", Stories: 1_234_567, PerFile: 1, Runs: map[string][]float64{"ours": {3000, 1000, 200000}, "theirs": {40, 50}, "none": {0}}}
	for want, m := range map[string]measure{
		"3,000":               {key: "ours"},
		"45 (ours ×67)":       {key: "theirs", beside: "ours"},
		"45.0 %":              {key: "theirs", digits: 1, unit: " %"},
		"":                    {key: "absent", beside: "ours"},
		"0":                   {key: "none", beside: "ours"},
		"3,000 (ours ×0.015)": {key: "ours", beside: "theirs"},
	} {
		if got := m.cell(c); got != want {
			t.Errorf("%+v: %q, want %q", m, got, want)
		}
	}
	if got, want := c.name(), "repeating, 1,234,567, a file each"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestUsage(t *testing.T) {
	for name, args := range map[string][]string{
		"no number":       {"-stories", "many"},
		"below 0":         {"-stories", "-5"},
		"nothing":         {"-stories", "0", "-single", "0"},
		"no run":          {"-runs", "0"},
		"unknown profile": {"-profiles", "other"},
		"unknown part":    {"-without", "all"},
		"an argument":     {"more"},
		"unknown flag":    {"-x"},
	} {
		var out, talk bytes.Buffer
		if code := run(t.Context(), args, &out, &talk); code != exitUsage || out.Len() > 0 || !strings.Contains(talk.String(), "Usage: ") {
			t.Errorf("%s: code %d, %q", name, code, &talk)
		}
	}
	var out bytes.Buffer
	if code := run(t.Context(), []string{"-h"}, &out, io.Discard); code != exitMeasured || out.String() != usage {
		t.Errorf("-h: code %d, %q", code, &out)
	}
}
