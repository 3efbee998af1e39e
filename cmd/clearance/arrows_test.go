package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// rooms are the packages of this module from left to right. A room imports only rooms to its right, and its own sub-rooms.
var rooms = []string{"cmd", "check", "audit", "policy", "rights", "story"}

// The room rego is off that line: it holds files, imports nothing of ours, and only the command line hands it to anyone.
const rules = "rego"

func TestArrows(t *testing.T) {
	list := exec.Command("go", "list", "-json=ImportPath,Imports", "clearance/...")
	list.Stderr = t.Output()
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		from := room(p.ImportPath)
		seen[from] = true
		for _, imported := range p.Imports {
			if to := room(imported); to != "" && !allowed(from, to) {
				t.Errorf("%s imports %s: a room imports only rooms to its right", p.ImportPath, imported)
			}
		}
	}
	for _, r := range append(rooms, rules) {
		if !seen[r] {
			t.Errorf("there is no room %s", r)
		}
	}
	if len(seen) != len(rooms)+1 {
		t.Errorf("rooms are %v: one is missing from the list of this test", seen)
	}
}

// room is the first folder of a package of this module, "" for any other package.
func room(path string) string {
	rest, ours := strings.CutPrefix(path, "clearance/")
	if !ours {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}

func allowed(from, to string) bool {
	switch {
	case from == to:
		return true
	case to == rules:
		return from == "cmd"
	}
	left, right := slices.Index(rooms, from), slices.Index(rooms, to)
	return left >= 0 && left < right
}
