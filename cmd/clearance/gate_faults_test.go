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
	"clearance/rego"
)

// The gate is closed by whatever fails. Every fault meets a piece that passed without it a moment before.

// newsroom is a folder with a piece, the archive, the rules and the house that it is judged by, and the trail.
type newsroom struct {
	dir, piece, stories, rules, house, db string
	channel                               string
	passed                                int // answers of the gate in the trail that let something pass
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
	n := &newsroom{dir: dir, piece: filepath.Join(dir, "launch.md"), stories: filepath.Join(dir, "archive"), rules: filepath.Join(dir, "rules"),
		house: filepath.Join(dir, "house.yaml"), db: filepath.Join(dir, "trail.db"), channel: "tv"}
	if err := os.Mkdir(n.stories, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(n.rules, rego.Files); err != nil {
		t.Fatal(err)
	}
	write(string(sampleText))(t, n.record())
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

// record is the file of the one story in the archive.
func (n *newsroom) record() string { return filepath.Join(n.stories, storyFile) }

// args are a command line that asks about the piece.
func (n *newsroom) args(flags ...string) []string {
	args := []string{"clearance", "gate", "--actor", "tester", "--db", n.db, "--policy", n.rules, "--house", n.house}
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

// said is what a run of the gate said, and how it ended.
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

// gateFault is what goes wrong between two runs.
type gateFault struct {
	do    func(t *testing.T, n *newsroom)
	flags []string
	code  int      // how the second run ends
	says  []string // what was being done, and what to do
	lost  bool     // the trail is
}

func in(file func(*newsroom) string, do damage) func(*testing.T, *newsroom) {
	return func(t *testing.T, n *newsroom) {
		t.Helper()
		do(t, file(n))
	}
}

func ruleFile(name string) func(*newsroom) string {
	return func(n *newsroom) string { return filepath.Join(n.rules, filepath.FromSlash(name)) }
}

func inPiece(do damage) func(*testing.T, *newsroom) {
	return in(func(n *newsroom) string { return n.piece }, do)
}
func inHouse(do damage) func(*testing.T, *newsroom) {
	return in(func(n *newsroom) string { return n.house }, do)
}
func inTrail(do damage) func(*testing.T, *newsroom) {
	return in(func(n *newsroom) string { return n.db }, do)
}
func inRecord(do damage) func(*testing.T, *newsroom) { return in((*newsroom).record, do) }

// beside adds a file to the archive.
func beside(name string, do damage) func(*testing.T, *newsroom) {
	return in(func(n *newsroom) string { return filepath.Join(n.stories, name) }, do)
}

func makeFolder(t *testing.T, path string) {
	t.Helper()
	remove(t, path)
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
}

func nothing(*testing.T, *newsroom) {}

func TestGateFaults(t *testing.T) {
	const tryAgain = "Mend what is named, and ask again."
	for name, tc := range map[string]gateFault{
		"policy missing":                 {do: in(ruleFile("."), remove), code: exitFailed, says: []string{"loading the policy", "no such file", tryAgain}},
		"policy empty":                   {do: in(ruleFile("."), makeFolder), code: exitFailed, says: []string{"policy", tryAgain}},
		"policy is a file":               {do: in(ruleFile("."), func(t *testing.T, path string) { remove(t, path); write("")(t, path) }), code: exitFailed, says: []string{"no directory", tryAgain}},
		"policy does not parse":          {do: in(ruleFile(saleFile), add("findings contains")), code: exitFailed, says: []string{"sale.rego", tryAgain}},
		"policy finding without words":   {do: in(ruleFile(saleFile), add(`findings contains {"code": "sale.made_up", "facts": []} if true`)), code: exitFailed, says: []string{"METADATA", tryAgain}},
		"policy has another finding now": {do: in(ruleFile(saleFile), finding("true")), code: exitReferred, says: []string{"sale.made_up"}},
		"policy fails while it judges":   {do: in(ruleFile(saleFile), finding("1 / (count(input.shots) - count(input.shots)) == 1")), code: exitFailed, says: []string{"divide by zero", "gate.not_judged"}},
		"policy broken with a confirmation": {do: in(ruleFile("."), remove), flags: []string{"--confirm", "terms.unedited"}, code: exitFailed,
			says: []string{"loading the policy", tryAgain}},
		"policy that breaks the engine": {do: in(ruleFile(saleFile), finding("ceil(count(input.shots)) == 99")), code: exitFailed, says: []string{"this is a bug"}},

		"house missing":              {do: inHouse(remove), code: exitFailed, says: []string{"reading the house file", "no such file", tryAgain}},
		"house broken":               {do: inHouse(write("we: [")), code: exitFailed, says: []string{"reading the house file", "yaml", tryAgain}},
		"house empty":                {do: inHouse(write("")), code: exitFailed, says: []string{"reading the house file"}},
		"house has a slip":           {do: inHouse(replace("geo_limited", "geolimited")), code: exitFailed, says: []string{"reading the house file", "geolimited"}},
		"house without channels":     {do: inHouse(write("raise: {holder.pool: refer}\n")), code: exitUsage, says: []string{"channel", "names none"}},
		"house without this channel": {do: inHouse(replace("  tv:", "  cable:")), code: exitUsage, says: []string{"use one of air, cable, web"}},
		"channel and territory":      {do: nothing, flags: []string{"--territory", "GB"}, code: exitUsage, says: []string{"contradict each other"}},
		"channel empty":              {do: func(_ *testing.T, n *newsroom) { n.channel = "" }, flags: []string{"--channel", ""}, code: exitUsage, says: []string{"--channel is empty"}},
		"house raises it":            {do: inHouse(add("raise: {holder.pool: block}\n")), code: exitBlocked, says: []string{"holder.pool"}},

		"trail gone": {do: inTrail(func(t *testing.T, path string) {
			for _, end := range []string{"", "-wal", "-shm"} {
				remove(t, path+end)
			}
		}), code: exitFailed, says: []string{"opening the trail", "does not exist", "the gate begins one with --begin"}, lost: true},
		"trail is no database": {do: inTrail(func(t *testing.T, path string) {
			remove(t, path)
			write(strings.Repeat("no database\n", 1000))(t, path)
		}),
			code: exitFailed, says: []string{"opening the trail", "not a database"}, lost: true},
		"trail empty":       {do: inTrail(write("")), code: exitFailed, says: []string{"opening the trail"}, lost: true},
		"trail is a folder": {do: inTrail(makeFolder), code: exitFailed, says: []string{"opening the trail", "not a regular file"}, lost: true},
		"trail cut off":     {do: inTrail(func(t *testing.T, path string) { must(t, os.Truncate(path, 40_000)) }), code: exitFailed, says: []string{"trail"}, lost: true},
		"trail is an older copy": {do: restoreOldCopy, code: exitFailed,
			says: []string{"opening the trail", "old copy", "anchor"}, lost: true},

		"archive without the story": {do: inRecord(replace(storyID, "LVAOTHER")), code: exitBlocked, says: []string{"gate.story_unknown", storyID, "--stories"}},
		"archive not named":         {do: func(_ *testing.T, n *newsroom) { n.stories = "" }, code: exitBlocked, says: []string{"gate.story_unknown", "--stories"}},
		"archive missing": {do: func(t *testing.T, n *newsroom) { remove(t, n.stories) }, code: exitBlocked,
			says: []string{"gate.unsearched", "no such file", "gate.story_unknown"}},
		"archive empty":                {do: inRecord(remove), code: exitBlocked, says: []string{"gate.unsearched", "no files in this directory"}},
		"archive with a binary file":   {do: beside("scan.bin", write("\x00\x01\x02\x00")), code: exitBlocked, says: []string{"gate.unsearched", "scan.bin", "Mend these files"}},
		"archive with prose":           {do: beside("notes.txt", write("Call them.\n")), code: exitBlocked, says: []string{"gate.unsearched", "notes.txt"}},
		"archive with a dangling link": {do: beside("link.txt", dangle), code: exitBlocked, says: []string{"gate.unsearched", "link.txt"}},
		"archive record over limit":    {do: nothing, flags: []string{"--max-record", "1000"}, code: exitBlocked, says: []string{"gate.unsearched", "--max-record"}},

		"story under embargo now":     {do: inRecord(replace("20th December 2009 12:00", over2099)), code: exitBlocked, says: []string{"embargo.active", over2099}},
		"story with an unread day":    {do: inRecord(replace("20th December 2009 12:00", "20st December 2009 12:00")), code: exitReferred, says: []string{"embargo.unreadable"}},
		"story not for use now":       {do: inRecord(replace("Restrictions: None", "Restrictions: No use France")), code: exitBlocked, says: []string{"No use France"}},
		"story cut short":             {do: inRecord(func(t *testing.T, path string) { must(t, os.Truncate(path, 4000)) }), code: exitReferred, says: []string{"terms.missing"}},
		"story found twice otherwise": {do: beside("again.txt", write(strings.Replace(string(sampleText), "Restrictions: None", "Restrictions: None.. see desk", 1))), code: exitReferred, says: []string{"record.twin_differs"}},
		"story found twice and one is barred": {do: beside("again.txt", write(strings.Replace(string(sampleText), "Restrictions: None", "Restrictions: No use France", 1))), code: exitBlocked,
			says: []string{"record.twin_differs", "No use France"}},
		"story without that shot": {do: inPiece(write("---\nstories: [{id: " + storyID + ", shots: [99]}]\n---\n")), code: exitBlocked, says: []string{"gate.shots_unknown", "shot 99"}},

		"moment over":     {do: nothing, flags: []string{"--at", "2020-01-01T00:00:00Z"}, code: exitUsage, says: []string{"is over"}},
		"no time":         {do: nothing, flags: []string{"--timeout", "0s"}, code: exitUsage, says: []string{"--timeout"}},
		"time below none": {do: nothing, flags: []string{"--timeout", "-1s"}, code: exitUsage, says: []string{"--timeout"}},
		"output has no folder": {do: nothing, flags: []string{"-o", filepath.Join(t.TempDir(), "none", "answers.json")}, code: exitFailed,
			says: []string{"writing the answers", "no such file"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := openNewsroom(t)
			n.mustPass(t)
			tc.do(t, n)
			said := n.ask(t, tc.flags...)
			if name == "output has no folder" { // what was judged is recorded; nobody is told
				n.passed, said.out = n.passes(t), "{}"
			}
			said.mustBeClosed(t, tc.code, tc.says...)
			if !tc.lost {
				n.mustBeSound(t)
			}
		})
	}
}

var sampleText = func() []byte {
	data, err := os.ReadFile(samplePath)
	if err != nil {
		panic(err)
	}
	return append(data, '\n')
}()

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

// restoreOldCopy puts a copy of the trail in its place that was made before its last checkpoint.
func restoreOldCopy(t *testing.T, n *newsroom) {
	key := filepath.Join(n.dir, "secret.key")
	n.run(t, "audit", "keygen", "--db", n.db, "--key", key)
	n.run(t, "audit", "checkpoint", "--db", n.db, "--key", key)
	old, err := os.ReadFile(n.db)
	must(t, err)
	n.mustPass(t)
	n.run(t, "audit", "checkpoint", "--db", n.db, "--key", key)
	for _, end := range []string{"-wal", "-shm"} {
		remove(t, n.db+end)
	}
	write(string(old))(t, n.db)
}

// A story that stands in two files of the archive, byte for byte the same, is one story.
func TestGateTwinsAlike(t *testing.T) {
	t.Parallel()
	n := openNewsroom(t)
	beside("again.txt", write(string(sampleText)))(t, n)
	n.mustPass(t)
	n.mustBeSound(t)
}

// A trail that is gone stays gone: an empty one would know of no override, and of no erasure.
func TestGateBeginsNoTrail(t *testing.T) {
	t.Parallel()
	n := openNewsroom(t)
	for _, end := range []string{"", "-wal", "-shm"} {
		remove(t, n.db+end)
	}
	n.ask(t).mustBeClosed(t, exitFailed, "--begin")
	if _, err := os.Stat(n.db); !os.IsNotExist(err) {
		t.Errorf("there is a trail now: %v", err)
	}
	n.mustPass(t, "--begin")
	n.mustBeSound(t)
}
