package check_test

import (
	"encoding/json"
	"errors"
	"flag"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
	"clearance/story"
)

var sweepAll = flag.Bool("sweep.all", false, "sweep every bit of every byte, and every use")

// TestSweep damages every record of the cases, and the archive's own sample, in every way that goes by one field, one word,
// one byte or one cut, and demands that no damage makes an answer more permissive. What it lets pass are classes, each of
// them named and explained in sweep_classes_test.go, and counted here.
func TestSweep(t *testing.T) {
	asked := rights.Asked{Action: "sell"}
	all := append(cases(t), testCase{name: "sample", story: sample(t), asked: asked, at: question(t, asked).AsOf})
	s := &sweep{passed: map[string]int{}}
	for _, c := range all {
		s.size += len(c.story)
	}
	t.Run("records", func(t *testing.T) {
		for i, c := range all {
			if testing.Short() && i%10 != 0 {
				continue
			}
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				s.sweep(t, c, i)
			})
		}
	})
	t.Logf("%d damaged records, %d answers, %d of them stricter, %d more permissive; those let pass, by class:",
		s.damages, s.answers, s.stricter, s.trials)
	for _, name := range slices.Sorted(maps.Keys(classes)) {
		t.Logf("%8d  %s: %s", s.passed[name], name, classes[name].why)
		if *sweepAll && s.files == len(all) && s.passed[name] == 0 {
			t.Errorf("the class %q lets nothing pass: remove it", name)
		}
	}
}

// sweep is what all files share.
type sweep struct {
	size     int      // of all records, in bytes
	policies sync.Map // by house
	known    sync.Map // outcomes by policy and input: a few thousand answer for millions of damaged records

	mu       sync.Mutex // guards what follows
	files    int
	damages  int
	answers  int
	stricter int
	trials   int
	passed   map[string]int // lost findings by class
}

// file is one case while it is swept: a file of one record, or of twins.
type file struct {
	*sweep
	*testing.T
	testCase
	rules   *policy.Policy
	earlier []rights.Reading
	records []*story.Story
	uses    []rights.Question
}

func (s *sweep) sweep(t *testing.T, c testCase, n int) {
	f := file{sweep: s, T: t, testCase: c, rules: s.policy(t, c.house), uses: uses(t, c)}
	for _, r := range f.read(c.earlier) {
		f.earlier = append(f.earlier, rights.Read(r))
	}
	f.records = f.read(c.story)
	before := f.answers(c.story, len(f.records), func(offset int) int {
		return slices.IndexFunc(f.records, func(r *story.Story) bool { return int(r.Offset) == offset })
	})
	f.mustAgree(before[0])
	tally := sweep{passed: map[string]int{}}
	for i, record := range f.records {
		for d := range damages(record, s.step(n)) {
			tally.damages++
			after := f.answers(f.damaged(i, d), len(f.records), f.places(i, d))
			for q := range f.uses {
				for k := range f.records {
					tally.answers++
					trial{&f, d, k, i, before[q][k], after[q][k]}.compare(&tally)
				}
			}
		}
	}
	s.add(&tally)
}

// step says which bytes of a file are damaged: from the first on, each so many bytes. In full that is every byte; else so
// few of them that all files together take seconds.
func (s *sweep) step(n int) stride {
	const enough = 4000 // bytes of all files
	if *sweepAll {
		return stride{each: 1}
	}
	each := s.size/enough + 1
	return stride{first: n % each, each: each}
}

func (s *sweep) add(one *sweep) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files++
	s.damages += one.damages
	s.answers += one.answers
	s.stricter += one.stricter
	s.trials += one.trials
	for name, n := range one.passed {
		s.passed[name] += n
	}
}

func (s *sweep) policy(t *testing.T, house rights.House) *policy.Policy {
	key, err := json.Marshal(house)
	if err != nil {
		t.Fatal(err)
	}
	load := sync.OnceValues(func() (*policy.Policy, error) { return policy.Load(t.Context(), rego.Files, house) })
	once, _ := s.policies.LoadOrStore(string(key), load)
	rules, err := once.(func() (*policy.Policy, error))()
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// uses are what is asked of a case: its own question and, in full, a grid beside it.
func uses(t *testing.T, c testCase) []rights.Question {
	asked := []rights.Asked{c.asked}
	if *sweepAll {
		for _, action := range rights.Actions {
			for _, purpose := range []string{"editorial", "commercial"} {
				for _, territory := range [][]string{nil, {"GB"}} {
					asked = append(asked, rights.Asked{Action: action, Purpose: purpose, Territory: territory})
				}
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

// damaged is the file with one of its records damaged.
func (f *file) damaged(i int, d damage) string {
	head, tail := f.story[:f.records[i].Offset], f.story[f.end(i):]
	if d.last {
		tail = ""
	}
	return head + d.text + tail
}

// end is where a record's bytes end in the file.
func (f *file) end(i int) int { return int(f.records[i].Offset) + len(f.records[i].Raw) }

// places gives the record that an offset in the damaged file belongs to: damage can make two records of one.
func (f *file) places(i int, d damage) func(offset int) int {
	grown := len(d.text) - len(f.records[i].Raw)
	return func(offset int) int {
		k := len(f.records) - 1
		for k > i && offset < int(f.records[k].Offset)+grown {
			k--
		}
		for k > 0 && k <= i && offset < int(f.records[k].Offset) {
			k--
		}
		return k
	}
}

// read gives the records of a file. What is none gets no answer.
func (f *file) read(text string) (all []*story.Story) {
	if record, err := story.Parse([]byte(text), "-"); err == nil { // in most files, and faster
		return []*story.Story{record}
	}
	for reader := story.NewReader(strings.NewReader(text), "-", 0); ; {
		record, err := reader.Next()
		var bad *story.Error
		switch {
		case errors.Is(err, io.EOF):
			return all
		case errors.As(err, &bad):
		case err != nil:
			f.Fatal(err)
		default:
			all = append(all, record)
		}
	}
}

// An answer is what is said of a record, and what was asked; its verdict is "" where nothing was judged.
type answer struct {
	rights.Case
	policy.Outcome
}

var permissive = []policy.Verdict{"", policy.Blocked, policy.Referred, policy.Cleared}

func (a answer) rank() int { return slices.Index(permissive, a.Verdict) }

// answers are what is said of each place of a file, by use. Where one record became several, it is cleared if any of them
// is, else the strictest is heard, since one that bars what stood in another one still bars it.
func (f *file) answers(text string, places int, place func(offset int) int) (said [][]answer) {
	var readings []rights.Reading
	for _, r := range f.read(text) {
		readings = append(readings, rights.Read(r))
	}
	for _, q := range f.uses {
		all := make([]answer, places)
		for _, r := range readings {
			a, was := f.ask(r, readings, q), &all[place(int(r.Story.Offset))]
			if was.Verdict == "" || a.Verdict.Clears() || !was.Verdict.Clears() && a.rank() < was.rank() {
				*was = a
			}
		}
		said = append(said, all)
	}
	return said
}

// ask judges one of the records of a file.
func (f *file) ask(r rights.Reading, run []rights.Reading, q rights.Question) answer {
	c := rights.NewCase(r, q, f.house, rights.Others{Twin: differs(r, run), Earlier: differs(r, f.earlier)})
	key, err := json.Marshal(c.Input)
	if err != nil {
		f.Fatal(err)
	}
	known := f.rules.Revision() + string(key)
	if outcome, ok := f.known.Load(known); ok {
		return answer{c, outcome.(policy.Outcome)}
	}
	outcome, err := f.rules.Decide(f.Context(), c.Input)
	if err != nil {
		f.Fatal(err)
	}
	f.known.Store(known, outcome)
	return answer{c, outcome}
}

// differs reports whether one of the others has the same identifier and says something else.
func differs(r rights.Reading, others []rights.Reading) bool {
	return slices.ContainsFunc(others, func(o rights.Reading) bool {
		return r.Story.ID != "" && o.Story.ID == r.Story.ID && o.Rights != r.Rights
	})
}

// mustAgree demands that the undamaged records are judged here as the program judges them.
func (f *file) mustAgree(said []answer) {
	if f.want == "" {
		return
	}
	var here, there []string
	for _, a := range said {
		here = append(here, map[policy.Verdict]string{policy.Cleared: "CAN", policy.Referred: "REFER", policy.Blocked: "CANNOT"}[a.Verdict])
		for _, finding := range a.Findings {
			here = append(here, finding.Code)
		}
	}
	for line := range strings.Lines(f.want) {
		first, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.ToUpper(first) != first {
			first, _, _ = strings.Cut(rest, " ")
		}
		there = append(there, first)
	}
	slices.Sort(here)
	slices.Sort(there)
	if !slices.Equal(here, there) {
		f.Fatalf("the sweep and the case disagree on the undamaged record: %v, want %v", here, there)
	}
}
