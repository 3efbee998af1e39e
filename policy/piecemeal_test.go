package policy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
)

// forOne is a rule that blocks for one rule of the terms if a body holds.
func forOne(body string) string {
	return forAny("some rule in input.terms.rules\n"+body, "[rule.fact]")
}

// forAny is one that blocks for some facts.
func forAny(body, facts string) string {
	return strings.NewReplacer("sale.made_up", "terms.try", "effect: note", "effect: block").Replace(metadata) +
		`findings contains {"code": "terms.try", "facts": ` + facts + "} if {\n" + body + "\n}\n"
}

// crowds are inputs with several rules each, of which many differ in one thing only; the same in another order and under other
// names; and with shots of all kinds.
func crowds(n int) []rights.Input {
	c := newChance()
	var rules []rights.RuleInput
	for i := range 12 {
		rules = append(rules, c.rule(fmt.Sprintf("terms.rules.%d", i)))
	}
	var inputs []rights.Input
	for len(inputs) < n {
		in := sample(c.one("sell", "publish", "archive"))
		in.Record.Age, in.Holder.Client = c.one("fresh", "old"), c.in(2)
		in.Holder.Sale = c.one("can_sell", "absent")
		in.Terms.State = c.one("stated", "nothing_stated")
		in.Terms.Rules = nil
		for i, at := range c.Perm(len(rules))[:1+c.IntN(5)] {
			rule := rules[at]
			rule.Fact = c.one("shots.1.rules.", "terms.rules.", "story.rules.", "x") + fmt.Sprint(c.IntN(3)*10+i)
			if c.in(6) {
				rule.Kind = c.one("archive", "embargo", "resale", "credit", "clients_only")
			}
			in.Terms.Rules = append(in.Terms.Rules, rule)
		}
		for range c.IntN(4) {
			in.Shots = append(in.Shots, rights.ShotInput{Source: c.one("holder", "us", "third_party", "absent"), Terms: c.one("none", "unread")})
		}
		inputs = append(inputs, in)
		turned := in
		turned.Terms.Rules, turned.Shots = slices.Clone(in.Terms.Rules), slices.Clone(in.Shots)
		slices.Reverse(turned.Terms.Rules)
		slices.Reverse(turned.Shots)
		turned.Shots = append(turned.Shots, turned.Shots...)
		renamed := turned
		renamed.Terms.Rules = slices.Clone(turned.Terms.Rules)
		for i := range renamed.Terms.Rules {
			renamed.Terms.Rules[i].Fact = "terms.rules." + fmt.Sprint(i)
		}
		alone := renamed
		alone.Terms.Rules = renamed.Terms.Rules[:1]
		inputs = append(inputs, turned, renamed, alone)
	}
	return inputs
}

const helpers = `
_kinds_present contains rule.kind if some rule in input.terms.rules
_credits contains rule.fact if { some rule in input.terms.rules; rule.kind == "credit" }
_any_credit if { some rule in input.terms.rules; rule.kind == "credit" }
_none_barred if count(_bars) == 0
_by_fact[rule.fact] := rule.kind if some rule in input.terms.rules
_mixed contains rule.fact if some rule in input.terms.rules
_mixed contains "terms.rules.0"
_list := [rule.fact | some rule in input.terms.rules]
_not_all contains fact if { s := _refers; some fact in _bars; not fact in s }
_when_sold := _bars if input.use.action == "sell"
_either := _bars if input.use.action == "sell"
_either := _refers if input.use.action != "sell"
_fixed := {"terms.rules.0", "terms.rules.1"}
_f(x) if x == "credit"
_many(list) if list != []
_of(rule) if rule.kind == "credit"
_among(kind) if { some rule in input.terms.rules; rule.kind == kind }
_short(s) if s != "x"
default _usual := false
_usual if input.use.action == "sell"
_two := "a" if input.use.action == "sell"
_two := "b" if input.use.action != "sell"
_said_else := true if input.use.action == "sell"
else := false
`

// TestPiecemeal puts rules beside those of the terms. What is not judged for each rule of the terms alone must be found out; and
// whatever is found, remembered decisions are the same as fresh ones.
func TestPiecemeal(t *testing.T) {
	inputs := crowds(48)
	if testing.Short() {
		inputs = inputs[:16]
	}
	for i, tc := range []struct{ rules, refused string }{
		// each rule alone
		{forOne(`rule.kind == "credit"`), ""},
		{forOne(`rule.fact in _bars`), ""},
		{forOne(`_bars[rule.fact]`), ""},
		{forOne("f := rule.fact\ns := _about_here\nnot f in s") + "_about_here := _bars | _refers\n", ""},
		{forOne("every m in rule.media.values { m in input.use.media }"), ""},
		{forOne("m := rule.media\nnot _any_media(m)") + "_any_media(m) if m.form == \"all\"\n", ""},
		{forOne("some m in rule.media.values\nm in {\"print\", \"online\"}"), ""},
		{forOne("rule.kind == input.holder.kind"), ""},
		{forOne("x := rule.kind\nx != \"credit\""), ""},
		{forOne("_f(rule.kind)"), ""},
		{forOne("x := rule\nx.kind == \"credit\""), ""},
		{forOne("rule.kind in data.lists.kinds"), ""},
		{forOne("input.embargo.state == \"over\"\nrule.fact in (_all - _bars)"), ""},
		{forOne("rule.fact in _picked") + "_picked contains fact if some fact in (_bars | _refers)\n", ""},
		{forOne("rule.fact in _picked") + "_picked contains fact if { some fact in _credits; fact in _bars }\n", ""},
		{forOne("rule.fact in _not_all"), ""},
		{forAny("some rule in input.terms.rules\nrule.fact in _credits\nf := rule.fact", "[f]"), "does not load"},
		{forAny(`input.terms.state == "stated"`, `["terms"]`), ""},
		{forOne(`count(input.terms.rules) == count(_all)`), ""},
		{forAny("some shot in input.shots\nshot.source == \"us\"\nsome other in input.shots\nother.source == \"holder\"", `["terms"]`), ""},
		{forOne("some shot in input.shots\nshot.source == rule.kind"), ""},
		{forAny("every shot in input.shots { shot.source == \"us\" }", `["terms"]`), ""},

		// other rules at hand
		{forOne("some other in input.terms.rules\nother.kind == \"credit\""), "more than one rule"},
		{forOne("some other in input.terms.rules\nother.fact != rule.fact"), "more than one rule"},
		{forOne("some fact in _bars\nfact != rule.fact"), "more than one rule"},
		{forOne("_bars[_]"), "more than one rule"},
		{forOne("not _any_credit"), "no set of facts"},
		{forOne("_among(\"credit\")"), "no set of facts"},
		{forOne("rule.kind in _kinds_present"), "not the fact of the rule at hand"},
		{forOne("\"credit\" in _kinds_present"), "not the fact of the rule at hand"},
		{forOne("_none_barred"), "counted"},
		{forOne("every other in input.terms.rules { other.kind == rule.kind }"), "every goes over"},
		{forOne("every f in _bars { f != \"\" }"), "every goes over"},
		{forOne("every i, _ in input.terms.rules { i < 2 }"), "every goes over"},

		// how many there are, and whether any
		{forOne("count(_bars) > 1"), "counted"},
		{forOne("count(_all) > 1"), "in a way that is not understood"},
		{forOne("count(input.terms.rules) > 1"), "in a way that is not understood"},
		{forOne("count(input.terms.rules) == 2"), "is compared"},
		{forOne("count(input.terms.rules) == count(_all - _bars)"), "counted"},
		{forOne("count(input.terms.rules) == count(_all - {\"x1\"})"), "meets another set"},
		{forOne("count(input.terms.rules) == count(_all | {\"\"})"), "meets another set"},
		{forOne("n := count(_all)\nn in {2, 3}"), "is looked for in"},
		{forOne("n := count(_all)\ninput.use.media[n]"), "in a way that is not understood"},
		{forOne("count(_bars) == count(_all)"), "counted"},
		{forOne("_bars"), "in a way that is not understood"},
		{forOne("not _bars"), "in a way that is not understood"},
		{forOne("_bars == set()"), "is compared"},
		{forOne("_bars != set()"), "in a way that is not understood"},
		{forOne("_bars == _refers"), "is compared"},
		{forOne("_bars == _bars & _refers"), "is compared"},
		{forOne("input.terms.rules != []"), "in a way that is not understood"},
		{forOne("_many(input.terms.rules)"), "in a way that is not understood"},
		{forOne("_many(_bars)"), "in a way that is not understood"},
		{forAny("some fact in _bars", `["terms"]`), "not the fact"},
		{forAny("some rule in input.terms.rules\nrule.kind == \"credit\"", `["terms"]`), "not the fact"},
		{forAny("not _any_credit", `["terms"]`), "no set of facts"},
		{forAny("some x in _list\nx == \"terms.rules.0\"", `["terms"]`), "not understood"},
		{forOne("rule.fact in _list"), "not understood"},

		// how one is called, and where it stands
		{forOne(`rule.fact == "terms.rules.0"`), "is compared"},
		{forOne(`rule.fact != "terms.rules.0"`), "in a way that is not understood"},
		{forOne(`rule.fact < "terms.rules.1"`), "in a way that is not understood"},
		{forOne(`startswith(rule.fact, "shots")`), "may fail"},
		{forOne(`contains(rule.fact, "shots")`), "may fail"},
		{forOne(`_short(rule.fact)`), "in a way that is not understood"},
		{forOne(`rule.fact in {"terms.rules.0", "x1"}`), "is looked for in"},
		{forOne(`rule.fact in _fixed`), "is looked for in"},
		{forOne(`rule.fact in (_fixed & _bars)`), "meets another set"},
		{forOne(`rule.fact in (_all - _fixed)`), "meets another set"},
		{forOne(`rule.fact in (_all - {"terms.rules.0"})`), "meets another set"},
		{forOne(`rule.fact in (_bars | {"terms.rules.0"})`), "meets another set"},
		{forOne(`rule.fact in _mixed`), "not alike"},
		{forOne(`_bars["terms.rules.0"]`), "is looked for among"},
		{forOne(`"terms.rules.0" in _bars`), "is looked for in"},
		{forOne("x := [rule.fact]\nx[0] == \"terms.rules.0\""), "put into something"},
		{forOne("x := {rule.fact: 1}\nx[\"terms.rules.0\"]"), "put into something"},
		{forOne("x := {rule.fact}\n\"terms.rules.0\" in x"), "put into something"},
		{forOne("input.record.labels[rule.fact]"), "in a way that is not understood"},
		{forOne("data.lists[rule.fact]"), "in a way that is not understood"},
		{forOne("some k\nrule[k] == \"credit\""), "worked out"},
		{forOne("k := \"fact\"\nrule[k] == \"terms.rules.0\""), "worked out"},
		{forOne("[x, _] := [rule.fact, 1]\nx == \"terms.rules.0\""), "put into something|is compared"},
		{forOne("_of(rule)"), "in a way that is not understood"},
		{forOne("x := object.union(rule, {\"kind\": 1})\nx.fact == \"terms.rules.0\""), "does not load|may fail"},
		{forOne("walk(rule, [_, \"terms.rules.0\"])"), "does not load"},
		{forOne("sprintf(\"%s\", [rule.fact]) == \"terms.rules.0\""), "put into something|may fail"},
		{forOne("_by_fact[rule.fact] == \"credit\""), "more than one document"},
		{forOne("input.terms.rules[0].kind == rule.kind"), "must not meet|not understood"},
		{forOne("input.terms.rules[0] == rule"), "more than one rule"},
		{forAny("some i, rule in input.terms.rules\ni > 0", "[rule.fact]"), "in a way that is not understood"},
		{forAny("some i, rule in input.terms.rules\ninput.shots[i]", "[rule.fact]"), "must not meet"},
		{forAny("some i, rule in input.terms.rules\nnext := input.terms.rules[i + 1]\nrule.kind == next.kind", "[rule.fact]"), "may fail"},

		// collections, and the whole list
		{forOne("count([1 | some r in input.terms.rules]) > 1"), "not understood"},
		{forOne("count({r.kind | some r in input.terms.rules}) > 1"), "not understood"},
		{forOne("x := {r.fact: r.kind | some r in input.terms.rules}\nx[rule.fact] == \"credit\""), "not understood"},
		{forOne("some l in [input.terms.rules]\ncount(l) > 1"), "put into something"},
		{forOne("x := input.terms\nx.rules[_].kind == \"credit\""), "used as a whole"},
		{forOne("x := input.terms.rules\nsome other in x\nother.kind == \"credit\""), "more than one rule"},
		{forOne("some k\ninput.terms[k][0].kind == \"credit\""), "used as a whole"},

		// what may fail, be undefined or have two values
		{forOne("1 / (count(rule.media.values)) > 0"), "counted|may fail"},
		{forOne("count(rule.media.values) > 1"), "counted"},
		{forOne("rule.fact in _when_sold"), "nor worked out"},
		{forOne("rule.fact in _either"), "nor worked out"},
		{forOne("_two == \"a\""), "several values"},
		{forOne("_usual"), "a default"},
		{forOne("_said_else"), "an else"},
		{forOne("_late(rule.kind) == 1") + "_late(x) := 1 if x != \"\"\n_late(x) := 2 if x == \"credit\"\n", "several values"},
		{forOne("rule.kind == \"credit\" with input.use.action as \"sell\""), "with"},
		{forOne("rule.fact in (_bars - input.use.media)"), "does not load"},

		// the shots
		{forAny("count(input.shots) > 1", `["terms"]`), "counted"},
		{forAny("some i, shot in input.shots\ni > 0\nshot.source == \"us\"", `["terms"]`), "in a way that is not understood"},
		{forAny("every i, shot in input.shots { i < 1; shot.source == \"us\" }", `["terms"]`), "in a way that is not understood"},
		{forAny("input.shots[0].source == \"us\"", `["terms"]`), "must not meet"},
		{forAny("input.shots == [{\"source\": \"us\", \"terms\": \"none\"}]", `["terms"]`), "is compared"},
		{forAny("count([s | some s in input.shots]) > 1", `["terms"]`), "not understood"},
		{forAny("x := input.shots\nx != []", `["terms"]`), "in a way that is not understood"},
		{forAny("some i\ninput.shots[i].source == \"us\"\ninput.shots[i].terms == \"none\"", `["terms"]`), "must not meet"},
		{forAny("some i\ninput.shots[i].source == \"us\"\ninput.use.media[i] == \"online\"", `["terms"]`), "in a way that is not understood|must not meet"},
	} {
		t.Run(fmt.Sprint(i, " ", lastLine(tc.rules)), func(t *testing.T) {
			files := edited(t, edit{
				"rights/rules/terms/try.rego": write("package rights.rules.terms\n" + used(tc.rules)),
				"lists/data.json":             write(`{"kinds": ["credit", "embargo"], "terms.rules.0": true}`),
			})
			p, err := policy.Load(t.Context(), files, nil)
			if err != nil {
				if !strings.Contains(tc.refused, "does not load") {
					t.Fatal(err)
				}
				return
			}
			topic := topicOf(t, p, "terms")
			got := topic.OnePiece + topic.Refused
			switch {
			case tc.refused == "" && got != "":
				t.Errorf("is not remembered rule by rule: %s", got)
			case tc.refused != "" && !slices.ContainsFunc(strings.Split(tc.refused, "|"), func(s string) bool { return strings.Contains(got, s) }):
				t.Errorf("refused: %q; want %q", got, tc.refused)
			}
			if whole := p.Stats().NotByCode == ""; whole != (got == "") {
				t.Errorf("is heard by code: %v", whole)
			}
			compare(t, p, inputs, "terms.try")
		})
	}
}

// used are rules with the helpers that they name, and those that these name.
func used(rules string) string {
	lines := strings.Split(helpers, "\n")
	for changed := true; changed; {
		changed = false
		for i, line := range lines {
			name := line[:max(0, strings.IndexAny(line+" ", " [("))]
			if name == "default" {
				name = "_usual"
			}
			if name == "else" {
				name = "_said_else"
			}
			if name != "" && strings.Contains(rules, name) {
				rules, lines[i], changed = rules+line+"\n", "", true
			}
		}
	}
	return rules
}

func lastLine(rules string) string {
	_, body, _ := strings.Cut(rules, " if {\n")
	body, _, _ = strings.Cut(body, "\n}")
	return strings.ReplaceAll(strings.TrimPrefix(body, "some rule in input.terms.rules\n"), "\n", "; ")
}

// TestRulesOneByOne asks about many rules in every order and under every name.
func TestRulesOneByOne(t *testing.T) {
	n := max(100, *compared/10)
	if testing.Short() {
		n = 60
	}
	p := load(t, rego.Files, nil)
	inputs := crowds(n)
	compare(t, p, inputs, "terms.")
	s := p.Stats()
	if s.NotByCode != "" || s.Whole > 2 {
		t.Errorf("asked whole %d times; not by code: %s", s.Whole, s.NotByCode)
	}
	verdicts := map[policy.Verdict]int{}
	for _, in := range inputs {
		verdicts[decide(t, p, in).Verdict]++
	}
	t.Log(verdicts, s.TopicAsks, s.Folds)
}

// TestRulesThatAreNotToldApart has rules with names that are none: main is asked whole, and says what it says.
func TestRulesThatAreNotToldApart(t *testing.T) {
	p, c := load(t, rego.Files, nil), newChance()
	fresh := freshly(t, p)
	for name, facts := range map[string][]string{
		"twice the same": {"terms.rules.0", "terms.rules.1", "terms.rules.0"}, "an empty one": {"terms.rules.0", ""}, "only an empty one": {""},
		"another fact's": {"terms"}, "the catalogue's": {"terms.rules"}, "a quote": {`a"b`}, "no UTF-8": {"\xff"}, "what stands for it": {"\ufffd", "\xff"},
		"an escape": {"<"}, "a line": {"a\nb"}, "a zero": {"a\x00b", "a"},
	} {
		in := sample("sell")
		for _, fact := range facts {
			in.Terms.Rules = append(in.Terms.Rules, c.rule(fact))
		}
		for range 3 {
			t.Run(name, func(t *testing.T) { same(t, p, in, fresh) })
		}
	}
}

// TestOutcomesAreTheCallers changes what was handed out.
func TestOutcomesAreTheCallers(t *testing.T) {
	p := load(t, rego.Files, nil)
	for _, in := range crowds(8) {
		fresh := freshly(t, p)
		for range 3 {
			same(t, p, in, fresh)
			o := decide(t, p, in)
			for i := range o.Findings {
				o.Findings[i].Facts = append(o.Findings[i].Facts, "changed")
				for j := range o.Findings[i].Facts {
					o.Findings[i].Facts[j] = "changed"
				}
				o.Findings[i].Effect, o.Findings[i].Code = policy.Ground, "changed"
			}
		}
		for _, rule := range p.Rules() {
			if slices.Contains(rule.Facts, "changed") {
				t.Fatal("a rule has changed")
			}
		}
	}
}
