package policy_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
)

func TestVerdict(t *testing.T) {
	for verdict, want := range map[policy.Verdict]bool{
		policy.Cleared: true, policy.Referred: false, policy.Blocked: false, "": false, "CLEARED": false, "cleared ": false,
	} {
		if verdict.Clears() != want {
			t.Errorf("%q clears: %v", verdict, !want)
		}
	}
	if (policy.Outcome{}).Verdict.Clears() {
		t.Error("the zero outcome clears")
	}
}

func TestStrictest(t *testing.T) {
	const cleared, referred, blocked = policy.Cleared, policy.Referred, policy.Blocked
	for name, tc := range map[string]struct {
		verdicts []policy.Verdict
		want     policy.Verdict
	}{
		"all cleared": {[]policy.Verdict{cleared, cleared}, cleared}, "one referred": {[]policy.Verdict{cleared, referred, cleared}, referred},
		"one blocked": {[]policy.Verdict{cleared, blocked, referred}, blocked}, "one is none": {[]policy.Verdict{cleared, ""}, blocked},
		"an unknown one": {[]policy.Verdict{"open"}, blocked}, "none at all": {nil, blocked},
	} {
		if got := policy.Strictest(tc.verdicts...); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

func TestDecide(t *testing.T) {
	for _, tc := range []struct {
		name   string
		house  any
		action string
		change func(*rights.Input)
		want   string
	}{
		{"sale of a pool's story", nil, "sell", nil,
			"cleared: embargo.over_no_zone note, holder.pool note, notice.claimant_differs note, notice.link note, " +
				"notice.year_differs note, sale.can_sell ground, shots.source note, terms.nothing_stated note"},
		{"sale of shots of a third party", nil, "sell", func(in *rights.Input) { in.Shots[1].Source = "third_party" },
			"referred: embargo.over_no_zone note, holder.pool note, notice.claimant_differs note, notice.link note, " +
				"notice.year_differs note, sale.can_sell ground, shots.source note, shots.third_party refer, terms.nothing_stated note"},
		{"archive under embargo", nil, "archive", func(in *rights.Input) { in.Embargo.State = "active" },
			"cleared: embargo.hold condition, holder.pool note, licence.assumed ground, notice.claimant_differs note, notice.link note, " +
				"notice.year_differs note, shots.source note, terms.nothing_stated note"},
		{"a house that raises a note", map[string]any{"raise": map[string]string{"holder.pool": "block", "sale.can_sell": "refer"}}, "sell", nil,
			"blocked: embargo.over_no_zone note, holder.pool block, notice.claimant_differs note, notice.link note, " +
				"notice.year_differs note, sale.can_sell refer, shots.source note, terms.nothing_stated note"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := sample(tc.action)
			if tc.change != nil {
				tc.change(&in)
			}
			if got := short(decide(t, load(t, rego.Files, tc.house), in)); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

// short is an outcome in one line.
func short(o policy.Outcome) string {
	var said []string
	for _, finding := range o.Findings {
		said = append(said, finding.Code+" "+string(finding.Effect))
	}
	return string(o.Verdict) + ": " + strings.Join(said, ", ")
}

// TestDecideSortsFacts has a rule that names its facts in disorder, and one of them twice.
func TestDecideSortsFacts(t *testing.T) {
	p := load(t, edited(t, edit{saleFile: add(metadata + `findings contains {"code": "sale.made_up", "facts": ["terms", "holder", "terms"]} if true`)}), nil)
	for _, finding := range decide(t, p, sample("sell")).Findings {
		if finding.Code == "sale.made_up" && !slices.Equal(finding.Facts, []string{"holder", "terms"}) {
			t.Errorf("got %q", finding.Facts)
		}
	}
}

func TestDecideOnNothing(t *testing.T) {
	got := decide(t, load(t, rego.Files, nil), rights.Input{})
	if got.Verdict.Clears() {
		t.Errorf("the zero input is %s", short(got))
	}
}

// TestDecideFailsClosed puts another decision in main's place: nothing that is not exactly an outcome comes through.
func TestDecideFailsClosed(t *testing.T) {
	const (
		sell  = `{"code": "sale.can_sell", "effect": "ground", "facts": ["holder.sale"]}`
		pool  = `{"code": "holder.pool", "effect": "note", "facts": ["holder.name"]}`
		flag  = `{"code": "sale.flag_unread", "effect": "refer", "facts": ["holder.sale"]}`
		block = `{"code": "sale.cannot_sell", "effect": "block", "facts": ["holder.sale"]}`
	)
	decision := func(verdict string, findings ...string) string {
		return fmt.Sprintf(`decision := {"verdict": %q, "findings": [%s]}`, verdict, strings.Join(findings, ", "))
	}
	house := map[string]any{"raise": map[string]string{"notice.link": "refer"}}
	for _, tc := range []struct {
		name, decision, want string // of the error; "" where it is an outcome
	}{
		{"well", decision("cleared", pool, sell), ""},
		{"stricter than METADATA", decision("referred", strings.Replace(pool, "note", "refer", 1), sell), ""},
		{"undefined", `decision := 1 if data.nothing`, "is undefined"},
		{"two decisions", "decision := 1\n\ndecision := 2 if data.house.raise", "conflict"},
		{"a built-in that fails", `decision := 1 / 0`, "divide by zero"},
		{"a string", `decision := "cleared"`, "exactly a verdict and findings"},
		{"null", `decision := null`, "exactly a verdict and findings"},
		{"no findings", `decision := {"verdict": "cleared"}`, "exactly a verdict and findings"},
		{"no verdict", `decision := {"findings": []}`, "exactly a verdict and findings"},
		{"more than that", `decision := {"verdict": "cleared", "findings": [` + sell + `], "note": 1}`, "exactly a verdict and findings"},
		{"a verdict that is no string", `decision := {"verdict": true, "findings": [` + sell + `]}`, "exactly a verdict and findings"},
		{"findings that are an object", `decision := {"verdict": "cleared", "findings": {"a": ` + sell + `}}`, "exactly a verdict and findings"},
		{"unknown verdict", decision("fine", sell), "does not follow"},
		{"empty verdict", decision("", pool), "does not follow"},
		{"cleared without a finding", decision("cleared"), "does not follow"},
		{"cleared without a ground", decision("cleared", pool), "does not follow"},
		{"cleared beside refer", decision("cleared", sell, flag), "does not follow"},
		{"cleared beside block", decision("cleared", sell, block), "does not follow"},
		{"referred beside block", decision("referred", block, flag), "does not follow"},
		{"blocked without a reason", decision("blocked", pool), "does not follow"},
		{"unknown code", decision("cleared", `{"code": "sale.fine", "effect": "ground", "facts": []}`), "not exactly a known code"},
		{"a finding that is a string", decision("cleared", `"sale.can_sell"`, sell), "not exactly a known code"},
		{"a finding with more", decision("cleared", `{"code": "sale.can_sell", "effect": "ground", "facts": ["holder.sale"], "x": 1}`), "not exactly a known code"},
		{"a finding without facts", decision("cleared", `{"code": "sale.can_sell", "effect": "ground", "x": 1}`), "not exactly a known code"},
		{"unknown effect", decision("cleared", strings.Replace(pool, "note", "fine", 1), sell), "must have \"note\" at the least"},
		{"milder than METADATA", decision("cleared", sell, strings.Replace(flag, "refer", "note", 1)), "must have \"refer\" at the least"},
		{"a block that refers", decision("referred", strings.Replace(block, "block", "refer", 1)), "must have \"block\" at the least"},
		{"a note that is a ground", decision("cleared", strings.Replace(pool, "note", "ground", 1)), "must have \"note\" at the least"},
		{"milder than the house", decision("cleared", `{"code": "notice.link", "effect": "note", "facts": ["notice.link"]}`, sell), "must have \"refer\" at the least"},
		{"unknown fact", decision("cleared", strings.Replace(sell, "holder.sale", "holder.sail", 1)), "names the facts"},
		{"missing fact", decision("cleared", strings.Replace(sell, `"holder.sale"`, "", 1)), "names the facts"},
		{"a fact that is no string", decision("cleared", strings.Replace(sell, `"holder.sale"`, "1", 1)), "names the facts"},
		{"out of order", decision("cleared", sell, pool), "not sorted by code"},
		{"twice the same", decision("cleared", sell, sell), "not sorted by code"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := load(t, edited(t, edit{mainFile: func(s string) string {
				return strings.Replace(s, "decision := {", "_decision := {", 1) + "\n" + tc.decision + "\n"
			}}), house)
			got, err := p.Decide(context.Background(), sample("sell"))
			switch {
			case tc.want == "" && err != nil:
				t.Error(err)
			case tc.want != "" && err == nil:
				t.Errorf("is %s; want an error with %q", short(got), tc.want)
			case tc.want != "" && !strings.Contains(err.Error(), tc.want):
				t.Errorf("got %v, want an error with %q", err, tc.want)
			case tc.want != "" && !reflect.DeepEqual(got, policy.Outcome{}):
				t.Errorf("gives %s beside the error", short(got))
			}
		})
	}
}

// TestDecideEnds asks a rule that would loop for hours.
func TestDecideEnds(t *testing.T) {
	numbers := "[" + strings.Repeat("1, ", 9999) + "1]"
	p := load(t, edited(t, edit{
		"lists/data.json": write(`{"numbers": ` + numbers + `}`),
		saleFile: add(metadata + madeUp + `{
	some a in data.lists.numbers
	some b in data.lists.numbers
	some c in data.lists.numbers
	a + b + c == 0
}`),
	}), nil)
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	got, err := p.Decide(ctx, sample("sell"))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %s and %v, want an error of the deadline", short(got), err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	if _, err := p.Decide(ctx, sample("sell")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("under a context that has ended: %v", err)
	}
}

func TestDecideFromManyGoroutines(t *testing.T) {
	p := load(t, rego.Files, nil)
	inputs := generated(t, 40)
	want := make([]policy.Outcome, len(inputs))
	for i, in := range inputs {
		want[i] = decide(t, p, in)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i, in := range inputs {
				if got, err := p.Decide(context.Background(), in); err != nil || !reflect.DeepEqual(got, want[i]) {
					t.Errorf("got %s and %v, want %s", short(got), err, short(want[i]))
				}
			}
		})
	}
	group.Wait()
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		load(b, rego.Files, nil)
	}
}

// BenchmarkDecide asks about an input that one topic has not met, so that its rules are evaluated each time.
func BenchmarkDecide(b *testing.B) {
	b.ReportAllocs()
	p, in := load(b, rego.Files, nil), sample("sell")
	in.Use.Territory.Everywhere = false
	for i := 0; b.Loop(); i++ {
		in.Use.Territory.Codes = []string{fmt.Sprint("country ", i)}
		decide(b, p, in)
	}
}

// BenchmarkDecideAgain asks about one input for ever, which the policy remembers.
func BenchmarkDecideAgain(b *testing.B) {
	b.ReportAllocs()
	p, in := load(b, rego.Files, nil), sample("sell")
	for b.Loop() {
		decide(b, p, in)
	}
}
