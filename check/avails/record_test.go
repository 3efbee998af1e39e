package avails_test

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"reflect"
	"testing"
	"testing/fstest"
	"time"

	"clearance/audit"
	"clearance/check"
	"clearance/check/avails"
	"clearance/policy"
	"clearance/policy/grid"
	"clearance/rego"
	"clearance/rights"
	"clearance/story"
)

// trail is a new trail with a run for a policy.
func trail(t *testing.T, p *policy.Policy) (*audit.Log, *audit.Run) {
	t.Helper()
	log, _, err := audit.Create(filepath.Join(t.TempDir(), "trail.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	if err := log.Keep(audit.Policy{Digest: p.Revision(), Bundle: p.Bundle()}); err != nil {
		t.Fatal(err)
	}
	run, err := log.Begin(audit.RunInfo{Program: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return log, run
}

func parse(t *testing.T, text string) *story.Story {
	t.Helper()
	s, err := story.Parse([]byte(text), "story.txt")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// kinds are those of the entries behind the run's first.
func kinds(t *testing.T, log *audit.Log) (all []audit.Kind) {
	t.Helper()
	for entry, err := range log.List(audit.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if entry.Seq > 0 {
			all = append(all, entry.Kind)
		}
	}
	return all
}

// The trail keeps what is shown, until the earliest moment at which any cell may change, and gives it again.
func TestRecord(t *testing.T) {
	house, err := rights.ReadHouse([]byte("geo_limited: [{media: [social], who: a, why: b, until: 2026-12-01}]"))
	if err != nil {
		t.Fatal(err)
	}
	p, q := load(t, house), ask(t, rights.Asked{Action: "publish"})
	log, run := trail(t, p)
	s := parse(t, record("NORWAY: Ministers meet", "No access UK/RTE. China OUT. No digital Germany"))
	g, err := avails.Record(t.Context(), p, log, run, s, q)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := log.Get(1)
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC); kept.GoodUntil == nil || !kept.GoodUntil.Equal(want) || g.GoodUntil == nil || *g.GoodUntil != want.Format(time.RFC3339) {
		t.Errorf("it is good until %v, and is shown as %v", kept.GoodUntil, g.GoodUntil)
	}
	for i, area := range kept.Outcome.Grid.Areas {
		for m, v := range area.Verdicts {
			if cell := g.Areas[i].Cells[m]; cell.Verdict != v || !reflect.DeepEqual(cell.Codes, area.Findings[m]) {
				t.Errorf("%s is shown as %+v, kept as %s by %s", area.Codes, cell, v, area.Findings[m])
			}
		}
	}
	again, err := grid.Outcome(t.Context(), p, *kept.Reading, *kept.Question, kept.Input.Others())
	if err != nil || !reflect.DeepEqual(again, *kept.Outcome) {
		t.Errorf("it comes out as %+v (%v), was %+v", again, err, kept.Outcome)
	}
}

// What cannot be judged has an entry that says why, and no grid.
func TestRecordWhatCannotBeJudged(t *testing.T) {
	p, err := policy.Load(t.Context(), failing(t), rights.House{})
	if err != nil {
		t.Fatal(err)
	}
	log, run := trail(t, p)
	s, q := parse(t, record("NORWAY: Ministers meet", "None")), ask(t, rights.Asked{Action: "publish"})
	if g, err := avails.Record(t.Context(), p, log, run, s, q); err == nil || !reflect.DeepEqual(g, avails.Grid{}) {
		t.Errorf("a policy that fails: %v", err)
	}
	why := errors.New("it is gone")
	if err := avails.RecordUnread(p, run, check.Unread{From: "gone.txt", Offset: 7, Reason: why}, q); !errors.Is(err, why) {
		t.Errorf("a file that is gone: %v", err)
	}
	if got := kinds(t, log); !reflect.DeepEqual(got, []audit.Kind{audit.KindUnjudged, audit.KindUnjudged}) {
		t.Fatalf("the trail keeps %v", got)
	}
	first, err := log.Get(1)
	if err != nil || first.Unjudged.From != "story.txt" || first.Unjudged.SHA256 != s.SHA256() || first.Unjudged.Reason == "" {
		t.Errorf("it keeps %+v (%v)", first, err)
	}
	second, err := log.Get(2)
	if err != nil || second.Unjudged.From != "gone.txt" || second.Unjudged.Offset != 7 || second.Unjudged.Reason != "it is gone" {
		t.Errorf("it keeps %+v (%v)", second, err)
	}
}

// Who interrupts it gets no answer, and none is kept.
func TestRecordInterrupted(t *testing.T) {
	p := load(t, rights.House{})
	log, run := trail(t, p)
	done, cancel := context.WithCancel(t.Context())
	cancel()
	g, err := avails.Record(done, p, log, run, parse(t, record("NORWAY: Ministers meet", "None")), ask(t, rights.Asked{Action: "publish"}))
	if !errors.Is(err, context.Canceled) || !reflect.DeepEqual(g, avails.Grid{}) || len(kinds(t, log)) > 0 {
		t.Errorf("got %v, and the trail keeps %v", err, kinds(t, log))
	}
}

// Without a record there is no answer.
func TestRecordThatFails(t *testing.T) {
	p := load(t, rights.House{})
	log, run := trail(t, p)
	if _, err := run.End(false); err != nil {
		t.Fatal(err)
	}
	g, err := avails.Record(t.Context(), p, log, run, parse(t, record("NORWAY: Ministers meet", "None")), ask(t, rights.Asked{Action: "publish"}))
	if err == nil || !reflect.DeepEqual(g, avails.Grid{}) {
		t.Errorf("got %v", err)
	}
}

// failing is a policy that fails wherever it is asked about one medium.
func failing(t *testing.T) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	if err := fs.WalkDir(rego.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(rego.Files, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	const sale = "rights/rules/sale/sale.rego"
	files[sale].Data = append(files[sale].Data, `
# METADATA
# title: A rule that fails
# custom:
#   code: sale.fails
#   effect: block
#   detail: "it fails"
#   remedy: Nothing to do.
findings contains {"code": "sale.fails", "facts": []} if count(input.use.territory.codes) / (count(input.use.media) - 1) > 0
`...)
	return files
}
