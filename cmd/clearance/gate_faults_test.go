package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clearance/rego"
)

// The gate is closed by whatever fails. Every fault meets a piece that passed without it a moment before.

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

// ruleFile is a file of the rules, of which the newsroom has a copy of its own from now on.
func ruleFile(name string) func(*newsroom) string {
	return func(n *newsroom) string {
		if n.rules == "" {
			n.rules = filepath.Join(n.dir, "rules")
			if err := os.CopyFS(n.rules, rego.Files); err != nil {
				panic(err)
			}
		}
		return filepath.Join(n.rules, filepath.FromSlash(name))
	}
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
		"house without this channel": {do: inHouse(replace("  tv:", "  cable:")), code: exitUsage, says: []string{"use one of air, cable, sale, web"}},
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
		"story found twice otherwise": {do: beside("again.txt", write(strings.Replace(string(sample(t)), "Restrictions: None", "Restrictions: None.. see desk", 1))), code: exitReferred, says: []string{"record.twin_differs"}},
		"story found twice and one is barred": {do: beside("again.txt", write(strings.Replace(string(sample(t)), "Restrictions: None", "Restrictions: No use France", 1))), code: exitBlocked,
			says: []string{"record.twin_differs", "No use France"}},
		"story without that shot": {do: inPiece(write("---\nstories: [{id: " + storyID + ", shots: [99]}]\n---\n")), code: exitBlocked, says: []string{"gate.shots_unknown", "shot 99"}},

		"moment over":     {do: nothing, flags: []string{"--at", "2020-01-01T00:00:00Z"}, code: exitUsage, says: []string{"is over"}},
		"no time":         {do: nothing, flags: []string{"--timeout", "0s"}, code: exitUsage, says: []string{"--timeout"}},
		"time below none": {do: nothing, flags: []string{"--timeout", "-1s"}, code: exitUsage, says: []string{"--timeout"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := openNewsroom(t)
			n.mustPass(t)
			tc.do(t, n)
			n.ask(t, tc.flags...).mustBeClosed(t, tc.code, tc.says...)
			if !tc.lost {
				n.mustBeSound(t)
			}
		})
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
	beside("again.txt", write(string(sample(t))))(t, n)
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

// A report is not written over the trail, or over what is to be published.
func TestGateOutputSpares(t *testing.T) {
	t.Parallel()
	n := openNewsroom(t)
	n.mustPass(t)
	for _, path := range []string{n.db, n.db + "-wal", n.db + ".anchor", n.piece, filepath.Join(n.dir, ".", "launch.md")} {
		n.ask(t, "-o", path).mustBeClosed(t, exitUsage, "would be written over")
	}
	n.mustPass(t)
	n.mustBeSound(t)
}
