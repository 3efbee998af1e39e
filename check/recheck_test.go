package check

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"clearance/audit"
	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
	"clearance/story"
	"clearance/story/archive"
)

// recheckedRun judges an archive and decides every story anew.
func recheckedRun(t *testing.T, o archive.Options) (*policy.Policy, Tally, error) {
	t.Helper()
	a, err := archive.New(o)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := a.WriteFiles(filepath.Join(dir, "archive"), 100, nil); err != nil {
		t.Fatal(err)
	}
	rules, err := policy.Load(t.Context(), rego.Files, nil)
	if err != nil {
		t.Fatal(err)
	}
	log, _, err := audit.Create(filepath.Join(dir, "trail.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	if err := log.Keep(audit.Policy{Digest: rules.Revision(), Bundle: rules.Bundle()}); err != nil {
		t.Fatal(err)
	}
	run, err := log.Begin(audit.RunInfo{})
	if err != nil {
		t.Fatal(err)
	}
	q, err := rights.Asked{Action: "sell"}.Question(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	c := Checker{Policy: rules, Log: log, Run: run, Brief: true, Recheck: 1}
	tally, err := c.Check(t.Context(), Sources{Paths: []string{filepath.Join(dir, "archive")}}, q, func(Result) error { return nil })
	return rules, tally, err
}

// What is remembered is what is decided anew, story by story.
func TestRecheck(t *testing.T) {
	for name, o := range map[string]archive.Options{"repeating": {}, "dated": {Dated: true}} {
		t.Run(name, func(t *testing.T) {
			o.Stories, o.Damaged, o.TextSize = 300, 0.05, 200
			_, tally, err := recheckedRun(t, o)
			if err != nil || tally.Unjudged > 0 || tally.Stories() < 290 {
				t.Errorf("%v, error %v", tally, err)
			}
		})
	}
}

// A difference is found, in the decision and in what is open after all.
func TestRecheckFinds(t *testing.T) {
	rules, _, _ := recheckedRun(t, archive.Options{Stories: 2, TextSize: 100})
	c := Checker{Policy: rules}
	q, err := rights.Asked{Action: "sell"}.Question(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	raw := "- Title: T\n- Date: 5th December 2009\n- Summary: S\n- Embargoed:\n- Keywords:\n- Location: L\n- Country: C\n- Topics: T\n- Reuters ID: ID1\n" +
		"- Story Text: Text\n- Copyright Holder: REUTERS (CAN SELL)\n- Copyright Notice: (c) Copyright Reuters 2009\n- Usage Terms/Restrictions: No access Norway\n"
	record, err := story.Parse([]byte(raw), "test")
	if err != nil {
		t.Fatal(err)
	}
	barred := rights.Read(record)
	asked := rights.NewCase(barred, q, rights.House{}, rights.Others{})
	said, err := rules.Decide(t.Context(), asked.Input)
	if err != nil {
		t.Fatal(err)
	}
	if said.OpenFor, err = rules.Open(t.Context(), asked, said); err != nil || len(said.OpenFor) == 0 {
		t.Fatalf("%v is open after all, error %v", said.OpenFor, err)
	}
	if err := c.recheck(t.Context(), asked, said); err != nil {
		t.Error(err)
	}
	for name, wrong := range map[string]func(*policy.Outcome){
		"verdict":  func(o *policy.Outcome) { o.Verdict = policy.Cleared },
		"findings": func(o *policy.Outcome) { o.Findings = o.Findings[1:] },
		"open for": func(o *policy.Outcome) { o.OpenFor = nil },
	} {
		other := said
		wrong(&other)
		if err := c.recheck(t.Context(), asked, other); !errors.Is(err, errDiffers) {
			t.Errorf("another %s: %v", name, err)
		}
	}
}
