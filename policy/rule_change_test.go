package policy_test

import (
	"slices"
	"strings"
	"testing"

	"clearance/rego"
	"clearance/rights"
)

// harmlessRules are rules that leave a use open, each with what it takes to know that.
var harmlessRules = map[string]struct {
	action string
	change func(*rights.RuleInput)
	needs  []string // of the rule
	asks   []string // of the use
}{
	"barred elsewhere": {"sell", func(r *rights.RuleInput) { r.Territory = barsIn("GB") },
		[]string{"effect", "kind", "territory"}, []string{"action", "territory", "buyer", "media", "any_medium"}},
	"barred in another medium": {"publish", func(r *rights.RuleInput) { r.Media = barsIn("online", "social", "mobile") },
		[]string{"effect", "kind", "media"}, []string{"action", "media", "any_medium"}},
	"barred for another purpose": {"modify", func(r *rights.RuleInput) { r.Kind, r.Purpose = "purpose", barsIn("commercial") },
		[]string{"effect", "kind", "purpose"}, []string{"action", "purpose"}},
	"barred for another party": {"publish", func(r *rights.RuleInput) { r.Party = "other" }, []string{"effect", "kind", "party"}, nil},
	"barred later":             {"sell", func(r *rights.RuleInput) { r.Kind, r.Time = "time_limit", "later" }, []string{"effect", "kind", "time"}, nil},
	"barred before":            {"sell", func(r *rights.RuleInput) { r.Kind, r.Time = "embargo", "over" }, []string{"time"}, nil},
	"another action barred": {"publish", func(r *rights.RuleInput) { r.Kind, r.Action = "resale", "sell" },
		[]string{"effect", "kind", "action"}, []string{"action"}},
	"another action referred": {"modify", func(r *rights.RuleInput) { r.Kind, r.Effect, r.Action = "owner", "referral", "sell" },
		[]string{"effect", "action"}, []string{"action"}},
	"a credit": {"publish", func(r *rights.RuleInput) { r.Kind, r.Effect, r.Action = "credit", "duty", "display" },
		[]string{"effect", "kind", "named"}, []string{"action"}},
	"our own, for our clients": {"sell", func(r *rights.RuleInput) { r.Kind, r.Party = "clients_only", "owner" },
		[]string{"kind", "party"}, []string{"action"}},
	"a client's licence": {"publish", func(r *rights.RuleInput) { r.Kind, r.Effect = "licence_terms", "referral" },
		[]string{"effect", "kind"}, []string{"action"}},
	"held back, and kept": {"archive", func(r *rights.RuleInput) { r.Kind = "embargo" }, []string{"effect", "kind"}, []string{"action"}},
	"a note":              {"sell", func(r *rights.RuleInput) { r.Kind, r.Effect = "courtesy", "note" }, []string{"effect"}, nil},
}

func barsIn(values ...string) rights.SetInput {
	return rights.SetInput{Form: "in", Values: values, Maybe: []string{}}
}

// withRule is a sample for broadcasting in France, with one rule.
func withRule(action string, change func(*rights.RuleInput)) rights.Input {
	in, all := sample(action), rights.SetInput{Form: "all", Values: []string{}, Maybe: []string{}}
	in.Holder.Client = true
	in.Use.Territory, in.Use.Media, in.Use.AnyMedium = rights.PlaceInput{Codes: []string{"FR"}}, []string{"broadcast"}, false
	in.Use.Buyer = rights.BuyerInput{Known: true, Codes: []string{"FR"}}
	rule := rights.RuleInput{
		Fact: "terms.rules.0", Place: "terms", Effect: "prohibition", Kind: "access", Action: "use",
		Territory: all, Media: all, Purpose: all, Party: "open", Time: "always", Named: true,
	}
	change(&rule)
	in.Terms.Rules = append(in.Terms.Rules, rule)
	return in
}

// TestOneChangeOfARule changes each state of a rule that leaves a use open to each other value, known or not.
func TestOneChangeOfARule(t *testing.T) {
	p := load(t, rego.Files, nil)
	for name, tc := range harmlessRules {
		base := withRule(tc.action, tc.change)
		if got := decide(t, p, base); !got.Verdict.Clears() {
			t.Fatalf("%s: is %s", name, short(got))
		}
		for _, l := range leaves(t) {
			if !strings.HasPrefix(l.String(), "terms.rules.") {
				continue
			}
			for _, value := range append(slices.Clone(l.values), "?", "") {
				changed := l.in(t, base, value)
				if got := decide(t, p, changed); got.Verdict.Clears() != mayClear(changed) {
					t.Errorf("%s with %s=%s is %s, may clear: %v", name, l, value, short(got), mayClear(changed))
				}
			}
		}
	}
}

// TestOneMissingOfARule takes away what it takes to know that a rule leaves a use open.
func TestOneMissingOfARule(t *testing.T) {
	ask := stock(t, load(t, rego.Files, nil))
	for name, tc := range harmlessRules {
		t.Run(name, func(t *testing.T) {
			needed := []string{"use", "terms", "terms.rules", "terms.rules.0.fact"}
			for _, field := range tc.needs {
				needed = append(needed, "terms.rules.0."+field)
			}
			for _, field := range tc.asks {
				needed = append(needed, "use."+field)
			}
			takeAway(t, ask, toJSON(t, withRule(tc.action, tc.change)), func(path string) bool {
				return slices.ContainsFunc(needed, func(n string) bool {
					return path == n || strings.Count(n, ".") > 0 && n != "terms.rules" && strings.HasPrefix(path, n+".")
				})
			})
		})
	}
}
