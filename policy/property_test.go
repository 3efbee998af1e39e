package policy_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"clearance/policy"
	"clearance/rego"
	"clearance/rights"

	"github.com/open-policy-agent/opa/v1/bundle"
	oparego "github.com/open-policy-agent/opa/v1/rego"
)

// stock is OPA's own way from a bundle to a decision, as opa eval -b goes it.
func stock(t *testing.T, p *policy.Policy) func(input any) policy.Outcome {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(p.Bundle()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := bundle.NewReader(&packed).Read()
	if err != nil {
		t.Fatalf("stock OPA does not read the bundle: %v", err)
	}
	query, err := oparego.New(
		oparego.Query("data.rights.main.decision"),
		oparego.ParsedBundle("policy", &b),
		oparego.StrictBuiltinErrors(true),
	).PrepareForEval(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return func(input any) policy.Outcome {
		t.Helper()
		results, err := query.Eval(context.Background(), oparego.EvalInput(input))
		if err != nil {
			t.Fatal(err)
		}
		if len(results) != 1 {
			t.Fatalf("stock OPA gives %d results", len(results))
		}
		written, err := json.Marshal(results[0].Expressions[0].Value)
		if err != nil {
			t.Fatal(err)
		}
		var outcome policy.Outcome
		if err := json.Unmarshal(written, &outcome); err != nil {
			t.Fatal(err)
		}
		return outcome
	}
}

// TestStockOPAAgrees compares Decide with stock OPA on the bundle, and both with mayClear.
func TestStockOPAAgrees(t *testing.T) {
	for name, house := range map[string]any{
		"no house":            nil,
		"a house that raises": map[string]any{"raise": map[string]string{"holder.pool": "refer", "terms.unread": "block"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := load(t, rego.Files, house)
			ask := stock(t, p)
			verdicts := map[policy.Verdict]int{}
			for _, in := range generated(t, 400) {
				got := decide(t, p, in)
				if want := ask(toJSON(t, in)); fmt.Sprint(got) != fmt.Sprint(want) {
					t.Fatalf("input %+v\ngot  %v\nwant %v", in, got, want)
				}
				if may := mayClear(in) && (house == nil || in.Holder.Kind != "pool"); got.Verdict.Clears() != may {
					t.Fatalf("input %+v\nis %s, may clear: %v", in, got.Verdict, may)
				}
				verdicts[got.Verdict]++
			}
			for _, verdict := range []policy.Verdict{policy.Cleared, policy.Referred, policy.Blocked} {
				if verdicts[verdict] < 10 {
					t.Errorf("only %d inputs are %s: the inputs do not test much", verdicts[verdict], verdict)
				}
			}
		})
	}
}

// harmless are the changes of one state that may leave an input cleared, and why.
var harmless = map[string]string{
	"use.action=sell":                "rests on the sale flag",
	"use.purpose=news":               "news is a part of editorial",
	"use.action=publish":             "rests on the asker's own licence",
	"use.action=archive":             "rests on the asker's own licence",
	"use.action=modify":              "rests on the asker's own licence",
	"record.labels.embargoed=empty":  "no embargo stated",
	"record.labels.keywords=empty":   "says nothing about rights",
	"record.labels.location=empty":   "says nothing about rights",
	"record.labels.country=empty":    "says nothing about rights",
	"record.labels.topics=empty":     "says nothing about rights",
	"holder.kind=other":              "a holder alone has all the rights that a pool shares",
	"holder.kind=pool":               "a note",
	"notice.claimant=holder":         "the holder may claim",
	"notice.claimant=other":          "a claimant may differ from the holder",
	"notice.year=same":               "the year of the story",
	"notice.year=other":              "the year the notice was stamped",
	"notice.year=none":               "a year grants and bars nothing",
	"notice.link=none":               "no restrictions elsewhere",
	"notice.link=url":                "a link is a label",
	"embargo.state=empty":            "no embargo stated",
	"embargo.state=over":             "over",
	"embargo.state=past":             "past when it was issued",
	"terms.state=stated":             "judged rule by rule",
	"terms.elsewhere=stated":         "judged rule by rule",
	"shots.0.terms=stated":           "judged rule by rule",
	"embargo.zone=stated":            "over in that zone",
	"embargo.zone=none":              "over everywhere",
	"embargo.zone=house":             "over in that zone",
	"record.age=fresh":               "a note at most",
	"record.age=old":                 "a note at most",
	"record.age=undated":             "a note at most",
	"record.earlier=differs":         "the record at hand is the one that is judged",
	"shots.0.source=holder":          "the holder's",
	"shots.0.source=us":              "ours",
	"shots.0.source=pool":            "of the pool that holds the rights",
	"record.labels.embargoed=stated": "the embargo's own state says what stands there",
	"record.labels.keywords=stated":  "says nothing about rights",
	"record.labels.location=stated":  "says nothing about rights",
	"record.labels.country=stated":   "says nothing about rights",
	"record.labels.topics=stated":    "says nothing about rights",
}

// What these labels hold is judged as read; the form of the record says nothing more about them.
func init() {
	for _, label := range []string{"embargoed", "date", "id", "holder", "notice", "terms"} {
		for _, state := range []string{"absent", "empty", "stated", "contradictory", "?", ""} {
			harmless["record.labels."+label+"="+state] = "judged by what was read from it"
		}
	}
	harmless["record.age=ageing"] = "a note at most"
	for _, unknown := range []string{"?", ""} {
		harmless["record.age="+unknown] = "a note at most"
		harmless["record.earlier="+unknown] = "a note at most"
	}
}

// harmlessFor are further ones, for one action.
var harmlessFor = map[string]map[string]string{
	"publish": {"shots.0.source=third_party": "shown under the asker's own licence"},
	"archive": {"shots.0.source=third_party": "shown under the asker's own licence"},
	"modify":  {"shots.0.source=third_party": "shown under the asker's own licence"},
}

func init() {
	for action, more := range harmlessFor {
		for _, flag := range []string{"cannot_sell", "absent", "unread", "contradictory"} {
			more["holder.sale="+flag] = "a bar on selling does not bar own use"
		}
		if action == "publish" {
			continue
		}
		for _, state := range []string{"active", "uncertain", "endless"} {
			more["embargo.state="+state] = "cleared on the condition that nothing leaves the house"
		}
	}
}

// TestOneChange changes each state of a cleared input to each other value, known or not.
func TestOneChange(t *testing.T) {
	p := load(t, rego.Files, nil)
	for _, action := range []string{"sell", "publish", "archive", "modify"} {
		base := sample(action)
		if got := decide(t, p, base); !got.Verdict.Clears() {
			t.Fatalf("%s: the sample is %v", action, got)
		}
		for _, l := range leaves(t) {
			if !l.there(base) { // see TestOneChangeOfARule
				continue
			}
			for _, value := range append(slices.Clone(l.values), "?", "") {
				changed := l.in(t, base, value)
				if fmt.Sprint(changed) == fmt.Sprint(base) {
					continue
				}
				change := l.String() + "=" + value
				_, known := harmless[change]
				_, more := harmlessFor[action][change]
				if got := decide(t, p, changed); got.Verdict.Clears() != (known || more) {
					t.Errorf("%s with %s is %s; on the list of harmless changes: %v", action, change, got.Verdict, known || more)
				}
			}
		}
	}
}

// TestOneMissing takes away each part of a cleared input. Only stock OPA can be asked such a thing: a Go value has all of its fields.
func TestOneMissing(t *testing.T) {
	ask := stock(t, load(t, rego.Files, nil))
	unread := []string{ // by this policy, or for notes alone
		"use.territory", "use.media", "use.any_medium", "use.geo_limited", "use.buyer", "use.party", "use.term", "holder.client",
		"notice.us", "notice.client", "record.age", "record.earlier", "house",
		"record.labels.embargoed", "record.labels.date", "record.labels.id", "record.labels.holder", "record.labels.notice",
		"record.labels.terms",
	}
	removed := 0
	for _, action := range []string{"sell", "publish", "archive", "modify"} {
		if got := ask(toJSON(t, sample(action))); !got.Verdict.Clears() {
			t.Fatalf("%s: the sample is %v", action, got)
		}
		removed += takeAway(t, ask, toJSON(t, sample(action)), func(path string) bool { return !slices.Contains(unread, path) })
	}
	if removed < 100 {
		t.Errorf("took away only %d parts", removed)
	}
}

// takeAway damages and takes away parts of a document, one by one: all that are needed, and all that stand in these. With none of
// them may it be cleared. It gives how many there were.
func takeAway(t *testing.T, ask func(any) policy.Outcome, document map[string]any, needed func(path string) bool) int {
	t.Helper()
	removed := 0
	var walk func(at any, path string)
	walk = func(at any, path string) {
		if list, ok := at.([]any); ok {
			for i := range list {
				walk(list[i], fmt.Sprintf("%s%d.", path, i))
			}
		}
		object, _ := at.(map[string]any)
		for key, value := range object {
			if !needed(path + key) {
				continue
			}
			removed++
			for _, damage := range []any{nil, 1, "", map[string]any{}} {
				object[key] = damage
				if got := ask(document); got.Verdict.Clears() {
					t.Errorf("is cleared with %v for %s%s", damage, path, key)
				}
			}
			delete(object, key)
			if got := ask(document); got.Verdict.Clears() {
				t.Errorf("is cleared without %s%s", path, key)
			}
			object[key] = value
			walk(value, path+key+".")
		}
	}
	walk(document, "")
	return removed
}

func decide(t testing.TB, p *policy.Policy, in rights.Input) policy.Outcome {
	t.Helper()
	outcome, err := p.Decide(context.Background(), in)
	if err != nil {
		t.Fatalf("input %+v: %v", in, err)
	}
	return outcome
}
