package replay_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"clearance/audit/leaf"
	"clearance/audit/replay"
	"clearance/policy"
	"clearance/policy/grid"
	"clearance/rego"
	"clearance/rights"
	"clearance/story"
)

// decide makes a decision as the pipeline does, and gives what the trail would keep of it.
func decide(t testing.TB, p *policy.Policy, reading rights.Reading, q rights.Question, o rights.Others) replay.Decision {
	t.Helper()
	asked := rights.NewCase(reading, q, p.House(), o)
	outcome, err := p.Decide(context.Background(), asked.Input)
	if err != nil {
		t.Fatal(err)
	}
	if outcome.Verdict == policy.Blocked {
		if outcome.OpenFor, err = p.Open(context.Background(), asked, outcome); err != nil {
			t.Fatal(err)
		}
	}
	d := replay.Decision{Reading: &reading, Question: q, Input: canonical(t, asked.Input), Outcome: canonical(t, outcome)}
	if asked.GoodUntil != nil {
		d.GoodUntil = new(asked.GoodUntil.Unix())
	}
	return d
}

func canonical(t testing.TB, v any) []byte {
	t.Helper()
	b, err := leaf.Canonical(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func load(t testing.TB, house rights.House) *policy.Policy {
	t.Helper()
	p, err := policy.Load(context.Background(), rego.Files, house)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// fresh is the same policy, which has not been asked anything yet: what it says it does not remember.
func fresh(t testing.TB, p *policy.Policy) *policy.Policy {
	t.Helper()
	again, err := policy.FromBundle(p.Bundle())
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func read(t testing.TB, text string) rights.Reading {
	t.Helper()
	s, err := story.NewReader(strings.NewReader(text), "story.txt", 0).Next()
	if err != nil {
		t.Fatal(err)
	}
	return rights.Read(s)
}

func ask(t testing.TB, a rights.Asked) rights.Question {
	t.Helper()
	q, err := a.Question(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// part is a file of a case, "" where it has none.
func part(t testing.TB, name, file string) string {
	t.Helper()
	archive, err := txtar.ParseFile("../../testdata/cases/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		if f.Name == file {
			return string(f.Data)
		}
	}
	return ""
}

// TestCases makes a decision on the record of every case again, for several uses.
func TestCases(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/cases/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	plain := load(t, rights.House{})
	again := fresh(t, plain)
	open := 0
	for i, path := range paths {
		if testing.Short() && i%10 != 0 {
			continue
		}
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		t.Run(name, func(t *testing.T) {
			p, other := plain, again
			if text := part(t, name, "house"); text != "" {
				house, err := rights.ReadHouse([]byte(text))
				if err != nil {
					t.Fatal(err)
				}
				p = load(t, house)
				other = fresh(t, p)
			}
			reading := read(t, part(t, name, "story"))
			for _, a := range []rights.Asked{
				{Action: "sell"}, {Action: "publish", Territory: []string{"EU"}, Media: []string{"social"}}, {Action: "sell", Party: "Example Television"},
			} {
				d := decide(t, p, reading, ask(t, a), rights.Others{Twin: i%5 == 1, Earlier: i%7 == 2})
				if bytes.Contains(d.Outcome, []byte(`"open_for"`)) {
					open++
				}
				r, err := replay.Again(context.Background(), other, d)
				if err != nil || !r.Whole() || !bytes.Equal(canonical(t, r.Outcome), d.Outcome) {
					t.Errorf("%+v: %+v, %v", a, r, err)
				}
			}
		})
	}
	if open == 0 && !testing.Short() {
		t.Error("no case has a narrower use that is open: nothing was searched again")
	}
}

// blocked is a decision that blocks, with narrower uses that are open.
func blocked(t testing.TB, p *policy.Policy) replay.Decision {
	t.Helper()
	record := strings.Replace(part(t, "plain", "story"), "Restrictions: None", "Restrictions: NO USE UK", 1)
	d := decide(t, p, read(t, record), ask(t, rights.Asked{Action: "sell"}), rights.Others{})
	if !bytes.Contains(d.Outcome, []byte(`"open_for"`)) || !bytes.Contains(d.Outcome, []byte(`"blocked"`)) {
		t.Fatalf("it is not blocked with an opening: %s", d.Outcome)
	}
	return d
}

func TestDifferences(t *testing.T) {
	p := load(t, rights.House{})
	for name, tc := range map[string]struct {
		spoil func(*replay.Decision)
		want  []string
	}{
		"another verdict": {func(d *replay.Decision) {
			d.Outcome = bytes.Replace(d.Outcome, []byte(`"verdict":"blocked"`), []byte(`"verdict":"cleared"`), 1)
		}, []string{"verdict"}},
		"a milder finding": {func(d *replay.Decision) {
			d.Outcome = bytes.Replace(d.Outcome, []byte(`"effect":"block"`), []byte(`"effect":"note"`), 1)
		}, []string{"finding terms.no_access"}},
		"an opening that is wider": {func(d *replay.Decision) {
			d.Outcome = bytes.Replace(d.Outcome, []byte(`"open_for":[{`), []byte(`"open_for":[{},{`), 1)
		}, []string{"open_for"}},
		"something that no program writes": {func(d *replay.Decision) {
			d.Outcome = bytes.Replace(d.Outcome, []byte(`}`), []byte(`,"z":1}`), 1)
		}, []string{"form"}},
		"another reading": {func(d *replay.Decision) {
			d.Reading.Holder.Sale.Value = "cannot_sell"
		}, []string{"input"}},
		"another question": {func(d *replay.Decision) { d.Question.Use.Action = "publish" }, []string{"input"}},
		"another time":     {func(d *replay.Decision) { d.GoodUntil = new(int64(1)) }, []string{"good_until"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := blocked(t, p)
			before := slices.Concat(d.Outcome, canonical(t, d.Reading), canonical(t, d.Question))
			tc.spoil(&d)
			if bytes.Equal(before, slices.Concat(d.Outcome, canonical(t, d.Reading), canonical(t, d.Question))) && d.GoodUntil == nil {
				t.Fatal("nothing is spoilt")
			}
			r, err := replay.Again(context.Background(), p, d)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, difference := range r.Differences {
				got = append(got, difference.What)
				if difference.Recorded == difference.Now {
					t.Errorf("%+v differs in nothing", difference)
				}
			}
			for _, want := range tc.want {
				if !slices.Contains(got, want) {
					t.Errorf("it differs in %v, want %v", got, tc.want)
				}
			}
			if r.Same() || r.Whole() {
				t.Error("it passes for the same")
			}
		})
	}
}

// What was erased is never taken for the same, and the rest still is compared.
func TestErased(t *testing.T) {
	p := load(t, rights.House{})
	for name, tc := range map[string]struct {
		erase  func(*replay.Decision)
		erased bool
	}{
		"the reading":           {func(d *replay.Decision) { d.Reading = nil }, true},
		"the party":             {func(d *replay.Decision) { d.Question.Use.Party = leaf.Address([]byte("salted")) }, true},
		"read by an old reader": {func(d *replay.Decision) { d.Reading.Reader = "1" }, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := blocked(t, p)
			tc.erase(&d)
			r, err := replay.Again(context.Background(), p, d)
			if err != nil || !r.Same() || r.Whole() || len(r.Missing) != 2 {
				t.Fatalf("it comes out as %+v, %v", r, err)
			}
			for _, m := range r.Missing {
				if m.Erased != tc.erased || m.Why == "" {
					t.Errorf("missing is %+v", m)
				}
			}
			d.Outcome = bytes.Replace(d.Outcome, []byte(`"verdict":"blocked"`), []byte(`"verdict":"cleared"`), 1)
			if r, err := replay.Again(context.Background(), p, d); err != nil || r.Same() {
				t.Errorf("with another verdict it is %+v, %v", r, err)
			}
		})
	}
}

func TestAgainFails(t *testing.T) {
	p := load(t, rights.House{})
	for name, spoil := range map[string]func(*replay.Decision){
		"no input":                 func(d *replay.Decision) { d.Input = nil },
		"an input with more in it": func(d *replay.Decision) { d.Input = bytes.Replace(d.Input, []byte("{"), []byte(`{"a":1,`), 1) },
		"an input with less":       func(d *replay.Decision) { d.Input = []byte("{}") },
		"no outcome":               func(d *replay.Decision) { d.Outcome = nil },
	} {
		t.Run(name, func(t *testing.T) {
			d := blocked(t, p)
			spoil(&d)
			if r, err := replay.Again(context.Background(), p, d); err == nil || r.Outcome.Verdict != "" {
				t.Errorf("it comes out as %+v", r)
			}
		})
	}
	d := blocked(t, p)
	d.Input = []byte(`{}`)
	if _, err := replay.Again(context.Background(), p, d); !errors.Is(err, replay.ErrForm) {
		t.Errorf("the error is %v", err)
	}
	done, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := replay.Again(done, p, blocked(t, p)); !errors.Is(err, context.Canceled) {
		t.Errorf("when it is stopped the error is %v", err)
	}
}

// A grid is judged again, cell by cell, where what it takes is there.
func TestGrid(t *testing.T) {
	p := load(t, rights.House{})
	record := strings.Replace(part(t, "plain", "story"), "Restrictions: None", "Restrictions: NO USE UK", 1)
	reading, q := read(t, record), ask(t, rights.Asked{Action: "sell", Territory: []string{"GB", "FR"}})
	asked, err := grid.Ask(t.Context(), p, reading, q, rights.Others{Earlier: true})
	if err != nil {
		t.Fatal(err)
	}
	input := rights.NewCase(reading, q, p.House(), rights.Others{Earlier: true}).Input
	recorded := replay.Decision{Reading: &reading, Question: q, Input: canonical(t, input), Outcome: canonical(t, asked.Outcome())}
	if r, err := replay.Again(t.Context(), fresh(t, p), recorded); err != nil || !r.Whole() {
		t.Errorf("it comes out as %+v, %v", r, err)
	}
	milder := recorded
	milder.Outcome = bytes.ReplaceAll(recorded.Outcome, []byte(`"blocked"`), []byte(`"cleared"`))
	if r, err := replay.Again(t.Context(), p, milder); err != nil || r.Same() {
		t.Errorf("with milder cells it comes out as %+v, %v", r, err)
	}
	later := recorded
	later.GoodUntil = new(int64(4e9))
	if r, err := replay.Again(t.Context(), p, later); err != nil || r.Same() {
		t.Errorf("with a later end it comes out as %+v, %v", r, err)
	}
	erased := recorded
	erased.Reading = nil
	if r, err := replay.Again(t.Context(), p, erased); err != nil || !r.Same() || r.Whole() || !r.Missing[1].Erased {
		t.Errorf("without its reading it comes out as %+v, %v", r, err)
	}
}
