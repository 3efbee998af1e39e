package policy_test

import (
	"fmt"
	"slices"
	"testing"

	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
)

// severity orders verdicts from the one that allows most.
var severity = map[policy.Verdict]int{policy.Cleared: 1, policy.Referred: 2, policy.Blocked: 3}

// TestEveryRuleSpeaks asks about rules of every form: each is named by a finding, and by one that refers or blocks exactly
// where leavesOpen, which is written apart from the rules, says that it does not leave the use open.
func TestEveryRuleSpeaks(t *testing.T) {
	p, c := load(t, rego.Files, nil), newChance()
	var rules []rights.RuleInput
	add := func(kind, effect, action, party, time string) {
		rule := c.rule(fmt.Sprintf("terms.rules.%d", len(rules)))
		rule.Kind, rule.Effect, rule.Action, rule.Party, rule.Time = kind, effect, action, party, time
		rules = append(rules, rule)
	}
	for _, kind := range ruleKinds() {
		for _, effect := range ruleEffects {
			for _, action := range ruleActions {
				add(kind, effect, action, "open", "always")
				add(kind, effect, action, c.one(ruleParties...), c.one(ruleTimes...))
			}
			for _, party := range ruleParties {
				add(kind, effect, c.one(ruleActions...), party, c.one(ruleTimes...))
			}
			for _, time := range ruleTimes {
				add(kind, effect, c.one(ruleActions...), c.one(ruleParties...), time)
			}
		}
	}
	c.Shuffle(len(rules), func(i, j int) { rules[i], rules[j] = rules[j], rules[i] })
	against, open := 0, 0
	for some := range slices.Chunk(rules, 60) {
		in := sample(c.one(rights.Actions...))
		in.Use, in.Holder.Client, in.Record.Age = c.use(in.Use.Action), c.in(2), c.one("fresh", "ageing", "old")
		in.Terms.Rules = some
		worst := map[string]int{}
		for _, finding := range decide(t, p, in).Findings {
			for _, fact := range finding.Facts {
				worst[fact] = max(worst[fact], map[policy.Effect]int{policy.Refer: 2, policy.Block: 3}[finding.Effect], 1)
			}
		}
		for _, rule := range some {
			switch leaves := leavesOpen(rule, in); {
			case worst[rule.Fact] == 0:
				t.Fatalf("no finding names %+v\nuse %+v", rule, in.Use)
			case leaves != (worst[rule.Fact] == 1):
				t.Fatalf("leaves the use open: %v; but its findings do: %v\nrule %+v\nuse %+v", leaves, !leaves, rule, in.Use)
			case leaves:
				open++
			default:
				against++
			}
		}
	}
	if against < 1000 || open < 1000 {
		t.Errorf("only %d rules against a use, and %d that leave it open: the rules do not test much", against, open)
	}
}

// TestMoreRulesNeverAllowMore adds a rule to an input.
func TestMoreRulesNeverAllowMore(t *testing.T) {
	c := newChance()
	compareVerdicts(t, 300, func(in rights.Input) rights.Input {
		in.Terms.Rules = append(slices.Clone(in.Terms.Rules), c.rule("shots.0.rules.0"))
		return in
	})
}

// TestWiderUsesNeverAllowMore asks about a use that goes further in one dimension: more territories, more media, more or unknown
// buyers, a party that may be any, a term that runs into a bar that would begin later.
func TestWiderUsesNeverAllowMore(t *testing.T) {
	c := newChance()
	compareVerdicts(t, 500, func(in rights.Input) rights.Input {
		use := &in.Use
		if len(use.Territory.Codes) == 0 { // nowhere is no use
			use.Territory = rights.PlaceInput{Everywhere: true, Codes: []string{}}
		}
		if len(use.Media) == 0 {
			use.Media, use.AnyMedium = slices.Clone(rights.Media), true
		}
		return in
	}, func(in rights.Input) rights.Input {
		in.Terms.Rules = slices.Clone(in.Terms.Rules)
		switch use := &in.Use; c.IntN(7) {
		case 0:
			if !use.Territory.Everywhere {
				use.Territory.Codes = slices.Concat(use.Territory.Codes, c.some(2, fewPlaces...))
			}
		case 1:
			use.Territory = rights.PlaceInput{Everywhere: true, Codes: []string{}}
		case 2:
			use.Media = slices.Concat(use.Media, c.some(2, rights.Media...))
		case 3:
			use.Media, use.AnyMedium = slices.Clone(rights.Media), true
		case 4:
			use.Buyer.Codes = slices.Concat(use.Buyer.Codes, c.some(2, fewPlaces...))
		case 5:
			use.Buyer = rights.BuyerInput{Codes: []string{}}
		default:
			for i := range in.Terms.Rules {
				r := &in.Terms.Rules[i]
				if one(r.Party, "other", "near", "parent") {
					r.Party = "any"
				}
				if r.Time == "later" {
					r.Time = c.one("now", "uncertain")
				}
			}
		}
		return in
	})
}

// TestNarrowerBarsNeverBarMore takes values out of the sets of rules, or puts more into what they leave open. A set is left with
// one value at the least: one without any is a set that nobody understood.
func TestNarrowerBarsNeverBarMore(t *testing.T) {
	c := newChance()
	p := load(t, rego.Files, nil)
	milder := 0
	for _, in := range ruled(400) {
		narrower := in
		narrower.Terms.Rules = slices.Clone(in.Terms.Rules)
		for i := range narrower.Terms.Rules {
			r := &narrower.Terms.Rules[i]
			if r.Kind == "count" {
				continue // of which the media say what is counted, not what is barred
			}
			r.Territory = narrow(c, r.Territory, fewPlaces)
			r.Media = narrow(c, r.Media, rights.Media)
			r.Purpose = narrow(c, r.Purpose, rights.Purposes)
		}
		wide, less := decide(t, p, in), decide(t, p, narrower)
		if severity[less.Verdict] > severity[wide.Verdict] {
			t.Fatalf("%+v\nis %s\n%+v\nis %s", in, short(wide), narrower, short(less))
		}
		if less.Verdict != wide.Verdict {
			milder++
		}
	}
	if milder < 10 {
		t.Errorf("only %d verdicts changed: the inputs do not test much", milder)
	}
}

func narrow(c chance, set rights.SetInput, all []string) rights.SetInput {
	switch set.Form {
	case "all":
		return rights.SetInput{Form: c.one("all", "outside"), Values: c.some(2, all...), Maybe: []string{}}
	case "in":
		if len(set.Values) > 1 {
			set.Values = set.Values[1:]
		} else if len(set.Maybe) > 1 {
			set.Maybe = set.Maybe[1:]
		}
	case "outside":
		set.Values = slices.Concat(set.Values, c.some(2, all...))
	}
	return set
}

// ruled gives n inputs with nothing wrong but what their one or two rules say.
func ruled(n int) []rights.Input {
	c := newChance()
	inputs := make([]rights.Input, 0, n)
	for len(inputs) < n {
		in := sample(c.one("sell", "publish", "archive", "modify"))
		in.Use, in.Holder.Client = c.use(in.Use.Action), c.in(2)
		for i := range 1 + c.IntN(2) {
			in.Terms.Rules = append(in.Terms.Rules, c.rule(fmt.Sprintf("terms.rules.%d", i)))
		}
		inputs = append(inputs, in)
	}
	return inputs
}

// compareVerdicts applies changes to generated inputs, one after the other. The last one must never make a verdict milder.
func compareVerdicts(t *testing.T, n int, changes ...func(rights.Input) rights.Input) {
	t.Helper()
	p := load(t, rego.Files, nil)
	last := len(changes) - 1
	stricter := 0
	for _, in := range ruled(n) {
		for _, change := range changes[:last] {
			in = change(in)
		}
		changed := changes[last](in)
		before, after := decide(t, p, in), decide(t, p, changed)
		if severity[after.Verdict] < severity[before.Verdict] {
			t.Fatalf("%+v\nis %s\n%+v\nis %s", in, short(before), changed, short(after))
		}
		if after.Verdict != before.Verdict {
			stricter++
		}
	}
	if stricter < 10 {
		t.Errorf("only %d verdicts changed: the inputs do not test much", stricter)
	}
}
