package rights

import (
	"slices"
	"testing"
)

// A ruling stands in for exactly its phrase, as long as it holds, and takes nothing back that other words say.
func TestRulings(t *testing.T) {
	house := readHouse(t, `rulings:
- {phrase: Marek knows more, reads_as: No access Norway, who: J, why: w, until: 2030-01-01}
- {phrase: Frobnicate., means: no restriction, who: J, why: w, until: 2030-01-01}
- {phrase: Ask Jane first, means: refer, who: J, why: w, until: 2030-01-01}
- {phrase: Old rule, means: no restriction, who: J, why: w, until: 2020-01-01}`)
	for name, tc := range map[string]struct {
		terms, state string
		kinds        []string
		house        []string
	}{
		"no ruling":             {"Marek knows less", "unread", nil, nil},
		"a bar":                 {"MAREK knows more.", "stated", []string{"access"}, []string{"rulings.0"}},
		"no restriction":        {"frobnicate", "stated", nil, []string{"rulings.1"}},
		"a person must decide":  {"Ask Jane first", "unread", nil, []string{"rulings.2"}},
		"one that is over":      {"Old rule", "unread", nil, nil},
		"beside another bar":    {"No resale; frobnicate", "stated", []string{"resale"}, []string{"rulings.1"}},
		"beside another phrase": {"Frobnicate; grumble twice", "unread", nil, []string{"rulings.1"}},
		"more than the phrase":  {"Frobnicate twice", "unread", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			c := caseOf(t, tc.terms, "2024-07-06T00:00:00Z", Asked{Action: "publish"}, house)
			var kinds []string
			for _, r := range c.Input.Terms.Rules {
				kinds = append(kinds, r.Kind)
			}
			if c.Input.Terms.State != tc.state || !slices.Equal(kinds, tc.kinds) || !slices.Equal(c.Input.House, list(tc.house)) {
				t.Errorf("terms are %s with %q, resting on %q; want %s with %q, resting on %q", c.Input.Terms.State, kinds, c.Input.House, tc.state, tc.kinds, tc.house)
			}
			for _, r := range c.Input.Terms.Rules {
				if named, ok := c.Named(r.Fact); !ok || len(named) != 1 || len(named[0].Fact.Words) == 0 {
					t.Errorf("%s has no words", r.Fact)
				}
			}
		})
	}
}
