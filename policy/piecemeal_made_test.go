package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"clearance/policy"
)

// writer makes rules up out of forms that are understood and forms that are not.
type writer struct {
	chance
	sets, kinds, holds int // how many there are of each sort of document
}

func (w writer) set() string { return w.oneSet(2) }

func (w writer) oneSet(deep int) string {
	known := []string{"_bars", "_refers", "_all", "_conditions"}
	for i := range w.sets {
		known = append(known, fmt.Sprint("_s", i), fmt.Sprint("_s", i))
	}
	switch {
	case w.in(25):
		return w.one(`{"terms.rules.0", "x1"}`, `{""}`, "set()")
	case deep > 0 && w.in(3):
		return "(" + w.oneSet(deep-1) + w.one(" | ", " & ", " - ") + w.oneSet(deep-1) + ")"
	}
	return w.one(known...)
}

// body is one with a rule of the terms at hand, mostly.
func (w writer) body() string {
	kind := func() string { return `"` + w.one("credit", "archive", "embargo", "resale", "clients_only") + `"` }
	lines := []string{"some rule in input.terms.rules"}
	for range 1 + w.IntN(3) {
		forms := []string{
			"rule.kind == " + kind(), "rule.kind != " + kind(), `rule.effect in {"prohibition", "duty"}`, "rule.fact in " + w.set(),
			"rule.fact in " + w.set(), `input.use.action == "` + w.one("sell", "publish") + `"`, `input.record.age == "fresh"`,
			`rule.territory.form == "in"`, "some v in rule.media.values\nv in input.use.media", "every m in input.use.media { m in rule.media.values }",
			`some shot in input.shots` + "\n" + `shot.source == "us"`, `every s in input.shots { s.terms == "none" }`,
		}
		for i := range w.kinds {
			forms = append(forms, fmt.Sprint("rule.kind in _k", i))
		}
		for i := range w.holds {
			forms = append(forms, fmt.Sprint("_p", i), fmt.Sprint("not _p", i))
		}
		if w.in(6) {
			forms = []string{
				"some other in input.terms.rules\nother.kind == " + kind(), "count(" + w.set() + ") > 1", "some f in " + w.set() + "\nf != rule.fact",
				"count(input.terms.rules) == count(" + w.set() + ")", w.set() + " == " + w.set(), w.set() + " != set()", `rule.fact != "terms.rules.0"`,
				"every o in input.terms.rules { o.kind == rule.kind }", "count(input.shots) > 1", "f := rule.fact\ns := " + w.set() + "\nnot f in s",
				"some i, r in input.terms.rules\ni > 0\nr.kind == rule.kind", "input.terms.rules[0].kind == " + kind(), "_f(rule.kind)", "_g(rule.media)",
				"every f in " + w.set() + ` { f != "x" }`, "count({r.kind | some r in input.terms.rules}) == 1", `rule.fact in (_all - {""})`,
			}
		}
		lines = append(lines, w.one(forms...))
	}
	w.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	return strings.Join(lines, "\n")
}

// policy is some documents, each of which may need those before it, and a finding.
func (w writer) policy() string {
	text := "_f(x) if x in {\"credit\", \"resale\"}\n_g(m) if m.form == \"in\"\n_g(m) if count(m.values) == 0\n"
	for range 2 + w.IntN(4) {
		switch w.IntN(8) {
		case 0, 1, 2:
			for range 1 + w.IntN(2) {
				text += fmt.Sprintf("_s%d contains rule.fact if {\n%s\n}\n", w.sets, w.body())
			}
			w.sets++
		case 3:
			text += fmt.Sprintf("_s%d := %s\n", w.sets, w.set())
			w.sets++
		case 4, 5:
			text += fmt.Sprintf("_s%d contains f if {\n%ssome f in %s\n}\n", w.sets, w.one("", "input.use.action == \"sell\"\n", "some f in _bars\n"), w.set())
			w.sets++
		case 6:
			text += fmt.Sprintf("_k%d contains rule.kind if {\n%s\n}\n", w.kinds, w.body())
			w.kinds++
		case 7:
			text += fmt.Sprintf("_p%d if {\n%s\n}\n", w.holds, w.one(w.body(), `input.use.action == "sell"`, "some s in input.shots\ns.source == \"us\""))
			w.holds++
		}
	}
	return text + forOne(strings.Replace(w.body(), "some rule in input.terms.rules", "true", 1))
}

// TestPiecemealMadeUp compares remembered decisions with fresh ones over rules that are made up.
func TestPiecemealMadeUp(t *testing.T) {
	n := max(20, *compared/50)
	if testing.Short() {
		n = 10
	}
	w, inputs := writer{chance: newChance()}, crowds(32)
	apart, fires, tried := 0, 0, 0
	for tried < n {
		rules := w.policy()
		p, err := policy.Load(t.Context(), edited(t, edit{"rights/rules/terms/try.rego": write("package rights.rules.terms\n" + rules)}), nil)
		if err != nil {
			continue
		}
		tried++
		alone := topicOf(t, p, "terms").OnePiece == ""
		if !alone && tried%8 != 0 {
			continue // remembered as ever, which other tests are for
		}
		t.Run(fmt.Sprint(tried), func(t *testing.T) {
			defer func() {
				if t.Failed() {
					t.Log(rules)
				}
			}()
			found := compare(t, p, inputs, "terms.try")
			if alone {
				apart++
				if found > 0 && found < len(inputs) {
					fires++
				}
			}
		})
	}
	t.Logf("%d policies, %d of which judge each rule by itself, %d with findings for some", tried, apart, fires)
	if apart < n/10 || fires < n/20 {
		t.Errorf("too few of them judge each rule by itself")
	}
}
