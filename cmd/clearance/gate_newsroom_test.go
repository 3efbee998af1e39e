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
	"time"

	"clearance/audit"
	"clearance/check/gate"
)

// newsroom is a folder with a piece, the archive, the rules and the house that it is judged by, and the trail.
type newsroom struct {
	dir, piece, stories, house, db string
	rules                          string // "" for the built-in ones
	channel                        string
	passed                         int // answers of the gate in the trail that let something pass
}

const (
	storyID   = "LVAC3E7SOXFSZZRMOKUZF9KEMHT5"
	storyFile = "story.txt"
	over2099  = "20th December 2099 12:00"
)

const newsHouse = `channels:
  tv: {action: publish, media: [broadcast], territory: [FR], purpose: news}
  air: {action: publish, media: [broadcast], territory: [FR], purpose: news}
  web: {action: publish, media: [online], territory: [GB], geo_limited: false, purpose: editorial}
  sale: {action: sell, media: [broadcast], territory: [FR], purpose: news}
override:
  approvers: [Jane Doe, John Roe, Mary Major]
  names: 2
  hours: 12
  who: Jane Doe, rights desk
  why: the night desk
  until: 2999-01-01
`

func openNewsroom(t *testing.T) *newsroom {
	t.Helper()
	dir := t.TempDir()
	n := &newsroom{dir: dir, piece: filepath.Join(dir, "launch.md"), stories: filepath.Join(dir, "archive"), house: filepath.Join(dir, "house.yaml"), db: filepath.Join(dir, "trail.db"), channel: "tv"}
	if err := os.Mkdir(n.stories, 0o700); err != nil {
		t.Fatal(err)
	}
	write(string(sample(t)))(t, n.record())
	write(newsHouse)(t, n.house)
	write("---\nstories: ["+storyID+"]\n---\nNATO and Russia have signed.\n")(t, n.piece)
	log, _, err := audit.Create(n.db)
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	return n
}

// openQuick is a newsroom that sells, by rules that load quickly.
func openQuick(t *testing.T) *newsroom {
	t.Helper()
	n := openNewsroom(t)
	n.rules, n.channel = oneTopic(t), "sale"
	return n
}

// record is the file of the one story in the archive.
func (n *newsroom) record() string { return filepath.Join(n.stories, storyFile) }

// args are a command line that asks about the piece.
func (n *newsroom) args(flags ...string) []string {
	args := []string{"clearance", "gate", "--actor", "tester", "--db", n.db, "--house", n.house}
	if n.rules != "" { // else the built-in ones
		args = append(args, "--policy", n.rules)
	}
	if n.channel != "" {
		args = append(args, "--channel", n.channel)
	}
	if n.stories != "" {
		args = append(args, "--stories", n.stories)
	}
	if !slices.Contains(flags, "--timeout") { // none of these tests is about a busy machine
		args = append(args, "--timeout", "30s")
	}
	if !slices.Contains(flags, "--format") {
		args = append(args, "--json")
	}
	return append(append(args, flags...), n.piece)
}

// gateSaid is what a run of the gate said, and how it ended.
type gateSaid struct {
	out, talk string
	code      int
	took      time.Duration
}

func (n *newsroom) ask(t *testing.T, flags ...string) gateSaid {
	t.Helper()
	var out, talk bytes.Buffer
	code := runAlone(t, n.args(flags...), stdio{strings.NewReader(""), &out, &talk})
	return gateSaid{out: out.String(), talk: talk.String(), code: code}
}

// process asks in a process of its own, which may hang or be stopped without harm to this one.
func (n *newsroom) process(t *testing.T, flags ...string) gateSaid {
	t.Helper()
	return runProcess(t, exec.Command("clearance", n.args(flags...)[1:]...))
}

func runProcess(t *testing.T, cmd *exec.Cmd) gateSaid {
	t.Helper()
	var out, talk bytes.Buffer
	if cmd.Stdout == nil {
		cmd.Stdout = &out
	}
	cmd.Stderr = &talk
	started := time.Now()
	err := cmd.Run()
	return gateSaid{out.String(), talk.String(), exitCode(t, err), time.Since(started)}
}

func (n *newsroom) mustPass(t *testing.T, flags ...string) {
	t.Helper()
	n.mustHavePassed(t, n.ask(t, flags...))
}

func (n *newsroom) mustHavePassed(t *testing.T, s gateSaid) {
	t.Helper()
	if s.code != exitGood || !strings.Contains(s.out, `"passes":true`) {
		t.Fatalf("without a fault it ends with %d: %s%s", s.code, s.out, s.talk)
	}
	n.passed++
}

// mustBeClosed demands that nothing passed, for reasons that are named.
func (s gateSaid) mustBeClosed(t *testing.T, code int, says ...string) {
	t.Helper()
	if s.code != code {
		t.Errorf("exit code %d, want %d", s.code, code)
	}
	for line := range strings.Lines(s.out) {
		var a gate.Answer
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if a.Passes || a.Verdict.Clears() {
			t.Errorf("it passes: %s", line)
		}
	}
	if s.out == "" && code != exitUsage {
		t.Error("no answer is given for the piece")
	}
	for _, words := range says {
		if !strings.Contains(s.out+s.talk, words) {
			t.Errorf("it does not say %q: %s%s", words, s.out, s.talk)
		}
	}
	if t.Failed() {
		t.Logf("%s%s", s.out, s.talk)
	}
}

// mustBeSound demands that the trail is, and that it says of nothing more that it passed.
func (n *newsroom) mustBeSound(t *testing.T) {
	t.Helper()
	var out, talk bytes.Buffer
	if code := runAlone(t, []string{"clearance", "audit", "verify", "--db", n.db}, stdio{strings.NewReader(""), &out, &talk}); code != exitGood ||
		!strings.Contains(out.String(), "sound") {
		t.Errorf("the trail is not sound: %s%s", &out, &talk)
	}
	if got := n.passes(t); got != n.passed {
		t.Errorf("the trail has %d answers by which something passes, want %d", got, n.passed)
	}
}

func (n *newsroom) passes(t *testing.T) (passes int) {
	t.Helper()
	log, err := audit.OpenReadOnly(n.db)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	for entry, err := range log.List(audit.Filter{Kind: audit.KindGate}) {
		if err != nil {
			t.Fatal(err)
		}
		r, err := log.Get(entry.Seq)
		if err != nil {
			t.Fatal(err)
		}
		if r.Gate.Passes {
			passes++
		}
	}
	return passes
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (n *newsroom) run(t *testing.T, args ...string) {
	t.Helper()
	var out, talk bytes.Buffer
	if code := runAlone(t, append([]string{"clearance"}, args...), stdio{strings.NewReader(""), &out, &talk}); code != exitGood {
		t.Fatalf("%v ends with %d: %s", args, code, &talk)
	}
}
