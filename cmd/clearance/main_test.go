package main

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	invented "clearance/story/archive"
)

var update = flag.Bool("update", false, "rewrite expected output")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"clearance": main})
}

// TestScripts meets the program as a user does, one script a file.
func TestScripts(t *testing.T) {
	sample, err := filepath.Abs("../../testdata/stories/nato-russia.txt")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SAMPLE", sample)
			env.Setenv("LAUNCH", filepath.Join(filepath.Dir(sample), "launch.txt"))
			env.Setenv("TODAY", "2026-11-23T12:00:00Z")
			env.Setenv("CLEARANCE_ACTOR", "tester")
			env.Setenv("NO_COLOR", "1")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"edit": edit, "exits": exits, "invent": invent,
		},
	})
}

// The command line's parser keeps its help flag in a variable of its own: within a process one runs at a time.
var oneAtATime sync.Mutex

// runAlone is run for tests that run side by side.
func runAlone(t *testing.T, args []string, std stdio) int {
	t.Helper()
	oneAtATime.Lock()
	defer oneAtATime.Unlock()
	return run(t.Context(), args, std)
}

// edit FROM TO OLD NEW… copies a file with each OLD replaced by the NEW behind it. Every OLD must be there; \n, \r and \xNN
// are read as in Go.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args)%2 != 0 {
		ts.Fatalf("usage: edit FROM TO OLD NEW …")
	}
	text := ts.ReadFile(args[0])
	for i := 2; i < len(args); i += 2 {
		old, with := unescape(args[i]), unescape(args[i+1])
		if !strings.Contains(text, old) {
			ts.Fatalf("%s does not contain %q", args[0], old)
		}
		text = strings.ReplaceAll(text, old, with)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o600))
}

// invent N FILES DIR writes N invented stories, so many a file.
func invent(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: invent N PER-FILE DIR")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	perFile, err := strconv.Atoi(args[1])
	ts.Check(err)
	a, err := invented.New(invented.Options{Stories: n, Damaged: 0.05, TextSize: 200})
	ts.Check(err)
	ts.Check(a.WriteFiles(ts.MkAbs(args[2]), perFile, nil))
}

func unescape(s string) string {
	return strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t", `\0`, "\x00", `\bidi`, "\u202e", `\zw`, "\u200b").Replace(s)
}

// exits CODE COMMAND… runs a command and demands its exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND …")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}
