package policy_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
)

// TestFirstDecisionIsWhole: a process that judges one story does not look at the rules first.
func TestFirstDecisionIsWhole(t *testing.T) {
	p := load(t, rego.Files, nil)
	in := sample("sell")
	for i, want := range []policy.Stats{{Decisions: 1, Whole: 1}, {Decisions: 2, Whole: 1, TopicAsks: 1, Folds: 1}, {Decisions: 3, Whole: 1, TopicAsks: 1, Folds: 1}} {
		decide(t, p, in)
		got := p.Stats()
		for _, topic := range got.Topics {
			if topic.Asked != want.TopicAsks || topic.Recalled != want.Decisions-want.Whole-topic.Asked || topic.Refused != "" || len(topic.Reads) == 0 {
				t.Errorf("after %d: %+v", i+1, topic)
			}
		}
		if len(got.Topics) != 9 || got.Refused != "" {
			t.Errorf("after %d: %d topics, refused: %q", i+1, len(got.Topics), got.Refused)
		}
		if got.Topics = nil; !reflect.DeepEqual(got, want) {
			t.Errorf("after %d: %+v, want %+v", i+1, got, want)
		}
		if _, err := p.Fresh(t.Context(), in); err != nil { // is not counted, and leaves nothing
			t.Error(err)
		}
	}
}

// TestFreshEnds asks under a context that has ended.
func TestFreshEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := load(t, rego.Files, nil).Fresh(ctx, sample("sell")); !errors.Is(err, context.Canceled) || got.Verdict != "" {
		t.Errorf("got %s and %v, want an error of the context", short(got), err)
	}
}

// TestOutcomesMayBeChanged changes what was given, which must not change what is remembered.
func TestOutcomesMayBeChanged(t *testing.T) {
	p := load(t, rego.Files, nil)
	in := sample("sell")
	in.Terms.Rules = []rights.RuleInput{newChance().rule("terms.rules.0")}
	want, err := p.Fresh(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	for range 4 {
		got := decide(t, p, in)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
		got.OpenFor = []rights.Except{{Media: []string{"print"}}}
		for i := range got.Findings {
			got.Findings[i].Effect = policy.Ground
			for j := range got.Findings[i].Facts {
				got.Findings[i].Facts[j] = "changed"
			}
		}
		for i := range got.Findings {
			_ = append(got.Findings[i].Facts, "appended")
		}
		for _, f := range got.Findings {
			if slices.Contains(f.Facts, "appended") {
				t.Errorf("%+v: one finding's facts were appended to another's", got)
			}
		}
		_ = append(got.Findings[:0], policy.Finding{})
	}
}

// TestFullMemory has goroutines decide with a memory that is full time and again, so that numbers of one would be wrong in another.
func TestFullMemory(t *testing.T) {
	for name, p := range map[string]*policy.Policy{
		"as a whole": load(t, small(t, blocks(`input.terms.state == "absent"`), nil), nil), "by code": load(t, rego.Files, nil),
	} {
		t.Run(name, func(t *testing.T) { fullMemory(t, p) })
	}
}

func fullMemory(t *testing.T, p *policy.Policy) {
	inputs := slices.Concat(every(nearly(t, sample("sell")), 16), every(nearly(t, sample("publish")), 16), every(crowds(64), 3))
	const together = 4
	var want []string
	adds := 0 // bytes that one decision adds to a memory, at most
	for _, in := range inputs {
		want = append(want, told(p.Fresh(t.Context(), in)))
		holds := p.Remember(1 << 20)
		decide(t, p, in)
		adds = max(adds, holds())
	}
	for _, most := range []int{0, 3000, 1 << 20} {
		holds := p.Remember(most)
		var group sync.WaitGroup
		for g := range together {
			group.Go(func() {
				c := chance{newChance().Rand}
				for range g {
					c.Uint64()
				}
				for range 2 {
					for _, i := range c.Perm(len(inputs)) {
						if got := told(p.Decide(context.Background(), inputs[i])); got != want[i] {
							t.Errorf("%+v\nremembered %s\nfresh      %s", inputs[i], got, want[i])
						}
						if n := holds(); n > most+together*adds { // each may have found room just before it was full
							t.Errorf("a memory of %d bytes holds %d", most, n)
						}
					}
				}
			})
		}
		group.Wait()
	}
}

// TestMemoryIsBounded has ever other inputs of which the same is said, or of which nothing comes.
func TestMemoryIsBounded(t *testing.T) {
	for name, edits := range map[string]edit{
		"the same is said": nil,
		"main fails": {mainFile: func(s string) string {
			return strings.Replace(s, "decision := {", "decision := 1 / 0\n\n_decision := {", 1)
		}},
	} {
		p := load(t, small(t, blocks(`"x" in input.use.territory.codes`), edits), nil)
		holds := p.Remember(50_000)
		in := sample("sell")
		for i := range 500 {
			in.Use.Territory.Codes = []string{strings.Repeat("y", 1000), strconv.Itoa(i)}
			_, err := p.Decide(t.Context(), in)
			if (err != nil) != (edits != nil) {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if n := holds(); n > 60_000 || n < 1000 {
			t.Errorf("%s: a memory of 50,000 bytes holds %d", name, n)
		}
		if asked := topicOf(t, p, "sale").Asked; asked < 5 || asked > 50 {
			t.Errorf("%s: a topic that had nothing new to read was asked %d times", name, asked)
		}
	}
}

// TestMemoryByCodeIsBounded has ever other rules of the terms.
func TestMemoryByCodeIsBounded(t *testing.T) {
	p := load(t, rego.Files, nil)
	holds := p.Remember(50_000)
	in := sample("sell")
	for i := range 200 {
		rule := newChance().rule("terms.rules.0")
		rule.Territory = rights.SetInput{Form: "in", Values: []string{strings.Repeat("y", 1000), strconv.Itoa(i)}, Maybe: []string{}}
		in.Terms.Rules = []rights.RuleInput{rule}
		decide(t, p, in)
		if n := holds(); n > 70_000 {
			t.Fatalf("a memory of 50,000 bytes holds %d", n)
		}
	}
	if n := holds(); n < 1000 {
		t.Errorf("it holds %d bytes", n)
	}
}

// TestSlowTopicIsNotRemembered asks with too little time first: what was not said in time is asked again.
func TestSlowTopicIsNotRemembered(t *testing.T) {
	numbers := "[" + strings.Repeat("1, ", 99) + "1]"
	p := load(t, small(t, blocks(`{
	input.terms.state == "absent"
	not _none
}
_none if {
	some a in data.lists.numbers
	some b in data.lists.numbers
	some c in data.lists.numbers
	a + b + c == 0
}`), edit{"lists/data.json": write(`{"numbers": ` + numbers + `}`)}), nil)
	in := sample("sell")
	decide(t, p, in)
	decide(t, p, in)
	in.Terms.State = "absent"
	for range 3 {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		got, err := p.Decide(ctx, in)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) || got.Verdict != "" {
			t.Errorf("got %s and %v, want an error of the deadline", short(got), err)
		}
	}
	if got := decide(t, p, in); got.Verdict != policy.Blocked {
		t.Errorf("is %s", short(got))
	}
}

// TestChecksHoldWhenRemembered has inputs whose rules of the terms are named as a finding's fact is, which no outcome may pass over:
// where a topic speaks of the rules, and where none does, so that all topics say the same of each input.
func TestChecksHoldWhenRemembered(t *testing.T) {
	in := sample("sell")
	var inputs []rights.Input
	for _, name := range []string{"terms.rules.0", "holder.sale", "terms.rules.1", "shots.sources", "terms.rules.\xff", "terms.rules.\ufffd", "", "terms.rules.0"} {
		in.Terms.Rules = named(in.Terms.Rules, name)
		in.Terms.Rules[0].Effect, in.Terms.Rules[0].Kind = "note", "source"
		inputs = append(inputs, in)
	}
	for name, tc := range map[string]struct {
		p    *policy.Policy
		fail int
	}{
		"rules are spoken of":     {load(t, rego.Files, nil), 3}, // holder.sale, shots.sources, and what is no text
		"rules are not spoken of": {load(t, small(t, blocks(`input.use.term`), nil), nil), 2},
	} {
		compare(t, tc.p, inputs, "")
		failed := 0
		for _, in := range inputs {
			if _, err := tc.p.Decide(t.Context(), in); err != nil {
				failed++
			}
		}
		if failed != tc.fail {
			t.Errorf("%s: %d inputs are refused, not %d", name, failed, tc.fail)
		}
	}
}
