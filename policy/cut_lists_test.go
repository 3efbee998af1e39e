package policy

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"clearance/rights"
)

// FuzzLists takes lists apart as encoding/json does, and refuses or passes over anything else without a panic.
func FuzzLists(f *testing.F) {
	for _, text := range []string{
		`[]`, `[1]`, `[{"fact":"a","x":[1,{"fact":"b"}]},{"y":"]","fact":"c"}]`, `[{"fact":"\"","b":1}]`, `null`, `{}`, `[`, `[1,]`, `[,]`,
		`[{"fact":1},{"fact":{"fact":2}},{}]`, `["a\\","]"]`, `[[],[[]]]`, `[1]]`, `[1}`, `{"fact":"a"`, ``,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var got []string
		ok := eachIn(text, func(element []byte) bool {
			got = append(got, string(element))
			before, value, after, ok := around(element, "fact")
			if ok && string(before)+string(value)+string(after) != string(element) {
				t.Fatalf("%q %q %q are not the parts of %q", before, value, after, element)
			}
			return true
		})
		distinct(nil, text, nil)
		var want []json.RawMessage
		if json.Unmarshal(text, &want) != nil || string(text) == "null" {
			return
		}
		if again, err := json.Marshal(want); err != nil || string(again) != string(text) {
			return // not as this program writes it
		}
		if !ok || len(got) != len(want) {
			t.Fatalf("%s: %v, %q", text, ok, got)
		}
		for i := range want {
			if got[i] != string(want[i]) {
				t.Fatalf("%s: %q, not %q", text, got[i], want[i])
			}
			object := map[string]json.RawMessage{}
			if json.Unmarshal(want[i], &object) != nil {
				continue
			}
			_, _, _, found := around(want[i], "fact")
			if there, ok := object["fact"]; ok && !found {
				t.Fatalf("%s: there is %s", want[i], there)
			}
		}
	})
}

func TestDistinct(t *testing.T) {
	for text, want := range map[string]string{
		`[]`: `]`, `null`: `null`, `[1]`: `1,]`, `[2,1,2,1]`: `1,2,]`, `[{"a":1},{"a":0},{"a":1}]`: `{"a":0},{"a":1},]`,
	} {
		if got, _ := distinct(nil, []byte(text), nil); string(got) != want {
			t.Errorf("%s: %s, not %s", text, got, want)
		}
	}
}

func TestRulesAtHand(t *testing.T) {
	for _, tc := range []struct {
		facts []string
		want  bool
	}{
		{nil, true},
		{[]string{"terms.rules.1", "terms.rules.0", "shots.0.rules.0"}, true},
		{[]string{"a", "b", "a"}, false},
		{[]string{""}, false},
		{[]string{"a", "terms"}, false},
		{[]string{`"`}, false},
		{[]string{"\xff"}, false},
		{[]string{"é"}, true},
	} {
		in := rights.Input{Terms: rights.TermsInput{Rules: []rights.RuleInput{}}}
		for i, fact := range tc.facts {
			in.Terms.Rules = append(in.Terms.Rules, rights.RuleInput{Fact: fact, Kind: fmt.Sprint(i)})
		}
		written, err := in.AppendCanonical(nil)
		if err != nil {
			t.Fatal(err)
		}
		c, paths := cutterOf([]string{"terms.rules"})
		pieces := make([][]byte, c.pieces)
		if !c.cut(written, pieces) {
			t.Fatalf("does not cut %s", written)
		}
		rules, ok := rulesAtHand(nil, in.Terms.Rules, pieces[paths[0]])
		if ok != tc.want {
			t.Errorf("%q: %v", tc.facts, ok)
		}
		if !ok {
			continue
		}
		var facts, keys []string
		for _, rule := range rules {
			facts, keys = append(facts, rule.fact), append(keys, string(rule.key(nil)))
		}
		if want := slices.Sorted(slices.Values(tc.facts)); !slices.Equal(facts, want) {
			t.Errorf("%q, not %q", facts, want)
		}
		if slices.Sort(keys); len(slices.Compact(keys)) != len(tc.facts) {
			t.Errorf("rules that differ have the same key")
		}
		if _, ok := rulesAtHand(nil, in.Terms.Rules[:max(0, len(tc.facts)-1)], pieces[paths[0]]); ok && len(tc.facts) > 0 {
			t.Errorf("a rule too many is taken")
		}
	}
	if _, ok := rulesAtHand(nil, nil, []byte("null")); ok {
		t.Error("null is taken for a list of rules")
	}
}
