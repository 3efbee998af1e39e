package check_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clearance/audit"
	"clearance/audit/leaf"
	"clearance/check"
	"clearance/policy"
	"clearance/rights"
)

// What was said at the gate is shown in full, in text as in JSON, and its words cannot pass for anything else.
func TestShowPiece(t *testing.T) {
	l, _, err := audit.Create(filepath.Join(t.TempDir(), "clearance.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	asOf := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	now := asOf
	l.Now = func() time.Time { return now }
	bundle := []byte("package rights.main\n")
	kept := audit.Policy{Digest: leaf.Address(bundle), Bundle: bundle}
	if err := l.Keep(kept); err != nil {
		t.Fatal(err)
	}
	run, err := l.Begin(audit.RunInfo{Program: "clearance", Actor: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	sha := strings.Repeat("ab", 32)
	piece := audit.Piece{From: "piece\n  cleared.html", SHA256: sha}
	q := rights.Question{AsOf: asOf, Use: rights.Use{Action: "publish", Purpose: "editorial"}}
	unread, entry, by := audit.Against{Story: "B", Code: "gate.unjudged", Effect: policy.Block}, int64(1), int64(2)
	undeclared := audit.Against{Code: "gate.undeclared", Effect: policy.Refer}
	unknown := audit.Against{Story: "C\x1b[31m", Code: "gate.unknown", Effect: policy.Block}
	gate := audit.Gate{Piece: piece, Channel: "site", Verdict: policy.Blocked, Question: q, Policy: kept.Digest,
		Stories: []audit.GateStory{{ID: "B", Entry: &entry}, {ID: "C\x1b[31m"}}, Against: []audit.Against{unread, undeclared, unknown},
		Confirmed: []audit.Confirmed{{Story: "B", Record: sha, Code: "terms.credit", Actor: "Ann"}}}
	for _, items := range [][]audit.Item{
		{audit.Unjudged{From: "b.bin", Reason: "is binary", Question: q, Policy: kept.Digest}},
		{audit.Override{Piece: piece, Channel: "site", Against: []audit.Against{unread, undeclared, {Story: "D\x1b[31m", Code: "gate.unknown", Effect: policy.Block}}, Note: "by telephone", ApprovedBy: []string{"Ann", "Bob"},
			Actor: "Cem", Until: asOf.Add(time.Hour), Question: q, Policy: kept.Digest}},
		{gate, audit.Settlement{Override: 2, Entries: []int64{1}, Verdict: policy.Referred, Against: []string{"terms.unread"}}, audit.Settlement{Override: 2},
			audit.Gate{Piece: piece, Verdict: policy.Cleared, Passes: true, None: true, Question: q, Policy: kept.Digest}},
	} {
		if _, err := run.Append(items...); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := run.Erase("C\x1b[31m", "asked for"); err != nil { // takes the first gate along
		t.Fatal(err)
	}
	gate.Stories[1].ID, gate.Against[2].Story = "D\x1b[31m", "D\x1b[31m"
	gate.Passes, gate.Override = true, &by
	if _, err := run.Append(gate); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		entry      int64
		text, json []string
	}{
		"an override": {2, []string{"Entry 2, override", `piece piece   cleared.html, sha256:` + sha, "publish, as of 2026-11-23T12:00:00Z, on the channel site",
			"lets pass: block [gate.unjudged] of the story B", "lets pass: refer [gate.undeclared] of the piece\n", "note: by telephone",
			"asked for by Cem, approved by Ann, Bob", "until 2026-11-23T13:00:00Z"}, []string{`"override":{"piece":`, `"note":"by telephone"`}},
		"a gate that was erased": {3, []string{"Entry 3, gate", "erased"}, []string{`"erased":true`}},
		"a settlement": {4, []string{"the override of entry 2 let pass: judged again: referred", "[terms.unread]", "decided anew by the entries 1"},
			[]string{`"settlement":{"override":2`}},
		"a settlement of nothing": {5, []string{"the override of entry 2 let pass: could not be judged again"}, []string{`"settlement":`}},
		"a piece of no stories":   {6, []string{"cleared: it passes\n", "it states that it uses no story"}, []string{`"none":true`}},
		"a gate": {8, []string{"blocked: it passes by the override of entry 2", "story B: not judged by entry 1", `story D\u{001b}[31m: not found`,
			"stands against it: block [gate.unjudged] of the story B", "stands against it: refer [gate.undeclared] of the piece\n",
			"Ann confirms [terms.credit] of the story B"}, []string{`"gate":{"piece":`, `"confirmed":[{`, `"override":2`}},
	} {
		t.Run(name, func(t *testing.T) {
			record, err := l.Get(tc.entry)
			if err != nil {
				t.Fatal(err)
			}
			shown, err := check.Show(record)
			if err != nil {
				t.Fatal(err)
			}
			var text strings.Builder
			if err := shown.WriteText(&text, check.Style{}); err != nil {
				t.Fatal(err)
			}
			asJSON, err := json.Marshal(shown)
			if err != nil {
				t.Fatal(err)
			}
			for got, want := range map[string][]string{text.String(): tc.text, string(asJSON): tc.json} {
				for _, words := range want {
					if !strings.Contains(got, words) {
						t.Errorf("it does not say %q:\n%s", words, got)
					}
				}
			}
			if strings.Contains(text.String(), "\x1b") {
				t.Errorf("a control character comes through: %q", text.String())
			}
		})
	}
}
