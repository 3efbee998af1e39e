package check_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"clearance/policy"
	"clearance/rights"
	"clearance/story"
)

var sweepAll = flag.Bool("sweep.all", false, "sweep every bit of every byte, and every use")

// TestSweep damages every record of the cases, and the archive's own sample, in every way that goes by one field, one byte
// or one cut, and demands that no damage makes an answer more permissive. What it lets pass are classes, each of them named
// and explained in sweep_classes_test.go, and counted here.
func TestSweep(t *testing.T) {
	s := newSweep(t)
	for _, c := range cases(t) {
		s.record(t, c.name, c.story, s.uses(t, c))
	}
	text := sample(t)
	s.record(t, "sample", text, s.uses(t, testCase{name: "sample", story: text, asked: rights.Asked{Action: "sell"}, at: cases(t)[0].at}))
	t.Logf("%d answers to damaged records, %d of them stricter; let pass, by class:", s.answers, s.stricter)
	for _, class := range slices.Sorted(maps.Keys(s.passed)) {
		t.Logf("%8d  %s: %s", s.passed[class], class, classes[class].why)
	}
	for class := range classes {
		if *sweepAll && s.passed[class] == 0 {
			t.Errorf("the class %q lets nothing pass: remove it", class)
		}
	}
}

type sweep struct {
	policy   *policy.Policy
	known    map[string]policy.Outcome // by input: a few hundred answer for millions of damaged records
	answers  int
	stricter int
	passed   map[string]int
	failed   int
}

func newSweep(t *testing.T) *sweep {
	return &sweep{policy: newDesk(t).Policy, known: map[string]policy.Outcome{}, passed: map[string]int{}}
}

// uses are what is asked of a case: its own question, and in full a small grid beside it.
func (s *sweep) uses(t *testing.T, c testCase) []rights.Question {
	asked := []rights.Asked{c.asked}
	if *sweepAll {
		for _, action := range rights.Actions {
			for _, purpose := range []string{"", "commercial"} {
				asked = append(asked, rights.Asked{Action: action, Purpose: purpose})
			}
		}
	}
	var all []rights.Question
	for _, a := range asked {
		q, err := a.Question(c.at)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, q)
	}
	return all
}

// An answer is what is said of a file of records: cleared if any of them is, else the strictest, since one that bars what
// stood in another one still bars it.
type answer struct {
	verdict policy.Verdict // "" where nothing was judged
	outcome policy.Outcome
	reading rights.Reading
}

var permissive = []policy.Verdict{"", policy.Blocked, policy.Referred, policy.Cleared}

func (a answer) rank() int { return slices.Index(permissive, a.verdict) }

func (s *sweep) read(t *testing.T, text string) []rights.Reading {
	var all []rights.Reading
	for reader := story.NewReader(strings.NewReader(text), "-", 0); ; {
		record, err := reader.Next()
		var bad *story.Error
		switch {
		case errors.Is(err, io.EOF):
			return all
		case errors.As(err, &bad):
		case err != nil:
			t.Fatal(err)
		default:
			all = append(all, rights.Read(record))
		}
	}
}

func (s *sweep) ask(t *testing.T, readings []rights.Reading, q rights.Question) (said answer) {
	for _, r := range readings {
		in := rights.NewCase(r, q, rights.House{}, rights.Others{}).Input
		key, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		outcome, ok := s.known[string(key)]
		if !ok {
			if outcome, err = s.policy.Decide(t.Context(), in); err != nil {
				t.Fatal(err)
			}
			s.known[string(key)] = outcome
		}
		a := answer{outcome.Verdict, outcome, r}
		if said.verdict == "" || a.verdict.Clears() || !said.verdict.Clears() && a.rank() < said.rank() {
			said = a
		}
	}
	return said
}

// A damage is a record with something done to it. Touched are the bytes of the record as delivered that it changed.
type damage struct {
	kind    string
	touched []story.Span
	text    string
}

func (s *sweep) record(t *testing.T, name, text string, uses []rights.Question) {
	whole, err := story.Parse([]byte(text), "-")
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var before []answer
	for _, q := range uses {
		before = append(before, s.ask(t, s.read(t, text), q))
	}
	for d := range damages(whole) {
		readings := s.read(t, d.text)
		for i, q := range uses {
			after := s.ask(t, readings, q)
			s.answers++
			switch {
			case after.rank() < before[i].rank():
				s.stricter++
			case after.rank() > before[i].rank():
				s.judge(t, trial{name, whole, q, d, before[i], after})
			}
		}
	}
}

// A trial is one damage that made an answer more permissive.
type trial struct {
	name   string
	record *story.Story
	q      rights.Question
	damage
	before, after answer
}

func (s *sweep) judge(t *testing.T, tr trial) {
	for _, name := range slices.Sorted(maps.Keys(classes)) {
		if classes[name].holds(tr) {
			s.passed[name]++
			return
		}
	}
	if s.failed++; s.failed <= 40 {
		at := tr.touched[0]
		from, to := max(0, at.Start-40), min(len(tr.record.Raw), at.End+40)
		t.Errorf("%s, asked to %s: %s at %v turns %s into %s\n  was  %q\n  said %v", tr.name, tr.q.Use.Action, tr.kind,
			tr.touched, tr.before.verdict, tr.after.verdict, tr.record.Raw[from:to], codes(tr.before.outcome))
	}
}

// codes are those findings that bar or refer.
func codes(o policy.Outcome) (bars []string) {
	for _, f := range o.Findings {
		if f.Effect == policy.Block || f.Effect == policy.Refer {
			bars = append(bars, f.Code)
		}
	}
	return bars
}

// damages gives a record damaged in every way.
func damages(s *story.Story) func(yield func(damage) bool) {
	return func(yield func(damage) bool) {
		for _, each := range []func(*story.Story, func(damage) bool) bool{fieldDamages, swaps, byteDamages, cuts} {
			if !each(s, yield) {
				return
			}
		}
	}
}

// extent is a field with its label and the line ends before it.
func extent(s *story.Story, i int) story.Span {
	start := 0
	if i > 0 {
		start = s.Fields[i-1].Span.End
	}
	return story.Span{Start: start, End: s.Fields[i].Span.End}
}

func one(s story.Span) []story.Span { return []story.Span{s} }

func put(raw []byte, at story.Span, with string) string {
	return string(raw[:at.Start]) + with + string(raw[at.End:])
}

func fieldDamages(s *story.Story, yield func(damage) bool) bool {
	for i, f := range s.Fields {
		all := extent(s, i)
		value, withLabel := string(s.Raw[f.Span.Start:f.Span.End]), string(s.Raw[all.Start:all.End])
		for _, d := range []damage{
			{"delete", one(all), put(s.Raw, all, "")},
			{"empty", one(f.Span), put(s.Raw, f.Span, "")},
			{"garble", one(f.Span), put(s.Raw, f.Span, "xqz")},
			{"garble the end", one(f.Span), put(s.Raw, f.Span, value+" xqz")},
			{"garble the start", one(f.Span), put(s.Raw, f.Span, "xqz "+value)},
			{"double", one(all), put(s.Raw, all, withLabel+"\n"+strings.TrimLeft(withLabel, "\r\n "))},
			{"double the value", one(f.Span), put(s.Raw, f.Span, value+value)},
			{"double with another value", one(all), put(s.Raw, all, withLabel+"\n- "+string(f.Label)+": other")},
			{"double, empty", one(all), put(s.Raw, all, withLabel+"\n- "+string(f.Label)+":")},
		} {
			if !yield(d) {
				return false
			}
		}
	}
	return true
}

// swaps exchanges the values of two fields, and two fields with their labels.
func swaps(s *story.Story, yield func(damage) bool) bool {
	for i := range s.Fields {
		for j := i + 1; j < len(s.Fields); j++ {
			a, b := s.Fields[i].Span, s.Fields[j].Span
			what := string(s.Fields[i].Label) + " and " + string(s.Fields[j].Label)
			if !yield(damage{"swap the values of " + what, []story.Span{a, b}, exchange(s.Raw, a, b)}) {
				return false
			}
			a, b = extent(s, i), extent(s, j)
			if i > 0 && !yield(damage{"swap " + what, []story.Span{a, b}, exchange(s.Raw, a, b)}) {
				return false
			}
		}
	}
	return true
}

func exchange(raw []byte, a, b story.Span) string {
	return string(slices.Concat(raw[:a.Start], raw[b.Start:b.End], raw[a.End:b.Start], raw[a.Start:a.End], raw[b.End:]))
}

// byteDamages flips bits of every byte and drops every byte.
func byteDamages(s *story.Story, yield func(damage) bool) bool {
	bits, step := []byte{1, 1 << 5}, max(1, len(s.Raw)/1000)
	if *sweepAll {
		bits, step = []byte{1, 2, 4, 8, 16, 32, 64, 128}, 1
	}
	for i := 0; i < len(s.Raw); i += step {
		at := story.Span{Start: i, End: i + 1}
		for _, bit := range bits {
			if !yield(damage{fmt.Sprintf("flip bit %d", bit), one(at), put(s.Raw, at, string([]byte{s.Raw[i] ^ bit}))}) {
				return false
			}
		}
		if !yield(damage{"drop a byte", one(at), put(s.Raw, at, "")}) {
			return false
		}
	}
	return true
}

// cuts ends the record at every byte.
func cuts(s *story.Story, yield func(damage) bool) bool {
	for i := range s.Raw {
		if !yield(damage{"cut", one(story.Span{Start: i, End: len(s.Raw)}), string(bytes.Clone(s.Raw[:i]))}) {
			return false
		}
	}
	return true
}
