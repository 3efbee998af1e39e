package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const guide = "../../docs/restrictions.md"

// TestGuide does what the guide to restrictions tells its reader to do: it runs the transcripts, writes the files, and teaches the
// reader of restrictions the lines shown. With -update it writes what the program says.
func TestGuide(t *testing.T) {
	dir := besideRecords(t)
	write := func(file, body string) string {
		writeTo(t, filepath.Join(dir, file), body)
		return body
	}
	path := "PATH=" + taught(t) + string(os.PathListSeparator) + os.Getenv("PATH")
	examples := func(_, body string) string {
		for line := range strings.Lines(body) {
			if example, ok := strings.CutPrefix(strings.TrimSpace(line), "> "); ok {
				if said := transcript(t, "clearance read --terms '"+example+"'", dir, path); said == "" || strings.Contains(said, "unread") {
					t.Errorf("the example %q of the guide is not read whole:\n%s", example, said)
				}
			}
		}
		return body
	}
	reads := func(_, body string) string {
		if before := transcripts(t, body, dir); strings.Count(before, "unread:") < strings.Count(body, "--terms") {
			t.Errorf("not everything is unread before the guide's lines are added:\n%s", before)
		}
		return transcripts(t, body, dir, path)
	}
	runPage(t, guide, dir, map[string]func(file, body string) string{
		"yaml": write, "rego": write, "grammar": examples, "reads": reads,
		"answers": func(_, body string) string { return judged(t, body, dir) },
	})
}

// TestTrailGuide does what the guide to the trail tells its reader to do.
func TestTrailGuide(t *testing.T) {
	runPage(t, "../../docs/trail.md", besideRecords(t), nil)
}

// TestGateGuide writes the pieces and the house file that the guide to the gate shows, and asks about them.
func TestGateGuide(t *testing.T) {
	dir := besideRecords(t)
	write := func(file, body string) string {
		writeTo(t, filepath.Join(dir, file), body)
		return body
	}
	runPage(t, "../../docs/gate.md", dir, map[string]func(file, body string) string{
		"markdown": write, "html": write, "json": write, "yaml": write,
	})
}

// besideRecords makes a folder with the records of testdata in it.
func besideRecords(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	records, err := filepath.Abs("../../testdata")
	if err == nil {
		err = os.Symlink(records, filepath.Join(dir, "testdata"))
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// judged fills in the last column of a table: usage terms | an action and its flags | what check says.
func judged(t *testing.T, body, dir string) string {
	t.Helper()
	record := string(readAll(t, filepath.Join(dir, "testdata/stories/launch.txt")))
	head, _, ok := strings.Cut(strings.Replace(record, "(ESA - MUST ON-SCREEN COURTESY ESA)", "(REUTERS)", 1), "No access Norway")
	if !ok {
		t.Fatal("the story has no terms to replace")
	}
	var out strings.Builder
	for line := range strings.Lines(body) {
		row := strings.Split(line, "|")
		if len(row) != 3 {
			t.Fatalf("the guide's table wants words | use | answer, not %q", line)
		}
		writeTo(t, filepath.Join(dir, "row.txt"), head+strings.TrimSpace(row[0])+"\n")
		said := transcript(t, "clearance check --house testdata/house.yaml --at 2026-11-23T12:00:00Z row.txt --action"+row[1], dir)
		answer, _, _ := strings.Cut(said, " ")
		out.WriteString(row[0] + "|" + row[1] + "| " + answer + "\n")
	}
	return out.String()
}

// taught builds the program with the lines that the guide adds to the reader's lists, and gives the folder it stands in.
func taught(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	changed := map[string]string{} // a list of the reader's: the longer one in its place
	for _, block := range fence.FindAllStringSubmatch(string(page), -1) {
		kind, file, body := block[1], block[2], block[3]
		if kind != "grammar" && kind != "lexicon" {
			continue
		}
		list, err := filepath.Abs(filepath.Join("../../rights/language", kind, file))
		if err != nil {
			t.Fatal(err)
		}
		longer := filepath.Join(dir, kind, file)
		if changed[list] == "" {
			changed[list] = longer
			writeTo(t, longer, string(readAll(t, list))+"\n")
		}
		writeTo(t, longer, string(readAll(t, longer))+body)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": changed})
	if err != nil {
		t.Fatal(err)
	}
	writeTo(t, filepath.Join(dir, "overlay.json"), string(overlay))
	bin := filepath.Join(dir, "bin")
	build := exec.Command("go", "build", "-buildvcs=false", "-overlay", filepath.Join(dir, "overlay.json"),
		"-o", filepath.Join(bin, "clearance"), ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the program with the guide's lines: %v\n%s", err, out)
	}
	return bin
}

func writeTo(t testing.TB, path, text string) {
	t.Helper()
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if err == nil {
		err = os.WriteFile(path, []byte(text), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func readAll(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
