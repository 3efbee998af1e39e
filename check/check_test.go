package check_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clearance/audit"
	"clearance/check"
	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
	"clearance/story"
)

const samplePath = "../testdata/stories/nato-russia.txt"

func sample(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile(samplePath)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// desk is a checker with a trail of its own.
type desk struct {
	check.Checker
	log *audit.Log
}

func newDesk(t testing.TB) desk { return newDeskIn(t, rights.House{}) }

func newDeskIn(t testing.TB, house rights.House) desk {
	t.Helper()
	rules, err := policy.Load(t.Context(), rego.Files, house)
	if err != nil {
		t.Fatal(err)
	}
	log, _, err := audit.Create(filepath.Join(t.TempDir(), "trail.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	if err := log.Keep(audit.Policy{Digest: rules.Revision(), Bundle: rules.Bundle()}); err != nil {
		t.Fatal(err)
	}
	run, err := log.Begin(audit.RunInfo{Program: "test", Actor: "tester"})
	if err != nil {
		t.Fatal(err)
	}
	return desk{check.Checker{Policy: rules, Log: log, Run: run}, log}
}

func question(t testing.TB, asked rights.Asked) rights.Question {
	t.Helper()
	q, err := asked.Question(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// ask checks a text as standard input.
func (d desk) ask(t testing.TB, text string, asked rights.Asked) ([]check.Result, check.Tally) {
	t.Helper()
	var results []check.Result
	sources := check.Sources{Paths: []string{"-"}, Stdin: strings.NewReader(text), Limit: story.DefaultLimit}
	tally, err := d.Check(t.Context(), sources, question(t, asked), func(r check.Result) error {
		results = append(results, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return results, tally
}

// What was shown and what the trail gives back years later must be the same, byte for byte.
func TestTheTrailGivesTheSameAnswerAgain(t *testing.T) {
	d := newDesk(t)
	text := sample(t)
	many := text + "\n" + strings.Replace(text, "POOL (CAN SELL)", "POOL (CANNOT SELL)", 1) + "\n" +
		strings.Replace(text, "Restrictions: None", "Restrictions: No access Belgium", 1) + "\n" + text[:2000]
	for _, asked := range []rights.Asked{{Action: "sell"}, {Action: "publish", Territory: []string{"GB"}}, {Action: "train", Party: "TF1"}} {
		results, tally := d.ask(t, many, asked)
		if tally.Stories() != 4 || len(results) != 4 {
			t.Fatalf("%d answers, tally %+v, want 4", len(results), tally)
		}
		for _, r := range results {
			record, err := d.log.Get(r.Decision.Entry)
			if err != nil {
				t.Fatal(err)
			}
			again, err := check.Recall(record)
			if err != nil {
				t.Fatal(err)
			}
			if shown, recalled := asJSON(t, r.Decision), asJSON(t, again); shown != recalled {
				t.Errorf("shown:    %s\nrecalled: %s", shown, recalled)
			}
		}
	}
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Words must be the record's own bytes, wherever the record stands in its file.
func TestWordsAreTheRecordsBytes(t *testing.T) {
	d := newDesk(t)
	text := sample(t)
	file := text + "\r\n\r\n" + strings.Replace(text, "said Lavrov", "said L\xe4vrov", 1) // the second one is Windows-1252
	results, _ := d.ask(t, file, rights.Asked{Action: "sell"})
	if len(results) != 2 {
		t.Fatalf("%d answers, want 2", len(results))
	}
	for _, r := range results {
		for _, f := range append(r.Decision.Findings, r.Decision.Conditions...) {
			for _, w := range f.Words {
				at := int(r.Decision.Story.Offset)
				if got := file[at+w.Start : at+w.End]; got != w.Text {
					t.Errorf("%s: bytes %d to %d are %q, shown as %q", f.Code, w.Start, w.End, got, w.Text)
				}
			}
		}
	}
}

// An answer that cannot be recorded is not given.
func TestNoAnswerWithoutARecord(t *testing.T) {
	d := newDesk(t)
	d.log.Close()
	given := 0
	sources := check.Sources{Paths: []string{samplePath}, Limit: story.DefaultLimit}
	_, err := d.Check(t.Context(), sources, question(t, rights.Asked{Action: "sell"}), func(check.Result) error { given++; return nil })
	if err == nil || given != 0 {
		t.Errorf("%d answers without a trail, error %v", given, err)
	}
}

// When someone stops the run, what was given stands and is recorded, and nothing is half done.
func TestInterrupted(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	given := 0
	sources := check.Sources{Paths: []string{"-"}, Stdin: strings.NewReader(strings.Repeat(sample(t)+"\n", 6000))}
	tally, err := d.Check(ctx, sources, question(t, rights.Asked{Action: "sell"}), func(r check.Result) error {
		if given++; given == 100 {
			cancel()
		}
		_, err := d.log.Get(r.Decision.Entry)
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want that it was cancelled", err)
	}
	if given < 100 || given > 3000 || given != tally.Stories() || tally.Unjudged != 0 {
		t.Errorf("%d answers given, tally %+v", given, tally)
	}
}

// Standard input that never ends does not keep a run from being stopped.
func TestInterruptedWhileReading(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	silent, hold := io.Pipe()
	defer hold.Close()
	sources := check.Sources{Paths: []string{"-"}, Stdin: silent}
	tally, err := d.Check(ctx, sources, question(t, rights.Asked{Action: "sell"}), func(check.Result) error { return nil })
	if !errors.Is(err, context.DeadlineExceeded) || tally.Stories() != 0 {
		t.Errorf("tally %+v, error %v", tally, err)
	}
}

// A policy that cannot decide judges nothing; it never clears.
func TestDeadline(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	sources := check.Sources{Paths: []string{samplePath}, Limit: story.DefaultLimit}
	tally, err := d.Check(ctx, sources, question(t, rights.Asked{Action: "sell"}), func(check.Result) error { return nil })
	if err == nil || tally.Cleared > 0 {
		t.Errorf("a run out of time gave %+v, error %v", tally, err)
	}
}

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"plain, é, 漢": "plain, é, 漢", "a\nb\tc": "a b c", "\x1b[31mred": `\u{001b}[31mred`, "a\u202eb": `a\u{202e}b`,
		"zero\u200bwidth": `zero\u{200b}width`, "bad\xff": `bad\u{fffd}`,
	} {
		if got := check.Visible(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

// A cell that begins like a formula is text in a spreadsheet too.
func TestTableHoldsNoFormula(t *testing.T) {
	d := newDesk(t)
	results, _ := d.ask(t, strings.Replace(sample(t), "BELGIUM: NATO", "=HYPERLINK(1)", 1), rights.Asked{Action: "sell"})
	var b strings.Builder
	table := check.NewTable(&b)
	if err := table.Row(results[0]); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), ",'=HYPERLINK(1)") {
		t.Errorf("the title is a formula: %s", b.String())
	}
}

func BenchmarkCheckRecorded(b *testing.B) {
	d := newDesk(b)
	q := question(b, rights.Asked{Action: "sell"})
	sources := check.Sources{Paths: []string{samplePath}, Limit: story.DefaultLimit}
	for b.Loop() {
		if _, err := d.Check(b.Context(), sources, q, func(check.Result) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
