package policy_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
)

var (
	fieldIn  = regexp.MustCompile(`input(\.[a-z_]+)+`)
	stringIn = regexp.MustCompile(`"[a-z_]+"`)
	literal  = regexp.MustCompile(`(?m)^\t[a-z_].*\n`)
	opened   = regexp.MustCompile(`if \{\n`)
	oneLine  = regexp.MustCompile(`(?m) if ([^{\n]+)$`)
)

// added are conditions that are put into rules: each reads the input in another way.
var added = []string{
	`input.use.term == true`, `input.use.party == false`, `input.record.age == "old"`, `not input.notice.us`, `input.holder.client`,
	`x := input`, "x := input\n\tx.notice.us == false", `some k, v in input.record.labels; v == "empty"; k == "keywords"`,
	`count(input.shots) > 1`, `every s in input.shots { s.terms == "none" }`, `count([k | some k; input[k]]) == 8`, `object.keys(input.use) != {}`,
	`count({s | some s in input.shots}) == 2`, `some m in input.use.media; m == input.use.media[0]`, `input.use.purpose == "editorial" with input.use.term as true`,
	`data.rights.rules.sale.findings`, `count(data.rights.rules.licence.findings) == 1`, `data.house.raise`, `not data.house.raise`,
	`input.record.labels[input.use.action] == "stated"`, `input.terms.rules[0].named == true`, `y := input.notice; z := y; z.client == false`,
	`some other in input.terms.rules; other.kind == "credit"`, `count(input.terms.rules) > 1`, `some i, r in input.terms.rules; i > 0; r.named == true`,
	`every r in input.terms.rules { r.named == true }`, `count(data.rights.rules.terms._all) < 3`, `count(data.rights.rules.terms._bars) > 1`,
	`some f in data.rights.rules.terms._all; f == "terms.rules.1"`, `"terms.rules.1" in data.rights.rules.terms._over`,
	`not data.rights.rules.terms._kept == set()`, `input.terms.rules[0].kind == "archive"`, `some f in data.rights.rules.terms._kept; f != "x"`,
	`some s in input.shots; s.source == "us"`, `input.shots[0].source == "us"`, `some i, s in input.shots; i > 0; s.terms == "none"`,
}

// mutant changes one place of one embedded rule file.
func mutant(t *testing.T, c chance, names []string) (edit, string) {
	name := c.one(names...)
	old := string(read(t, name))
	at := func(pattern *regexp.Regexp) []int {
		if found := pattern.FindAllStringIndex(old, -1); len(found) > 0 {
			return found[c.IntN(len(found))]
		}
		return nil
	}
	var place []int
	with := ""
	switch c.IntN(7) {
	case 0: // another field
		place, with = at(fieldIn), "input."+leaves(t)[c.IntN(len(leaves(t)))].String()
		with = strings.ReplaceAll(with, ".0.", "[0].")
	case 1: // another field of this file
		place = at(fieldIn)
		if other := at(fieldIn); other != nil {
			with = old[other[0]:other[1]]
		}
	case 2: // another string
		place = at(stringIn)
		if other := at(stringIn); other != nil {
			with = old[other[0]:other[1]]
		}
	case 3: // less
		place = at(literal)
	case 4: // negated
		if place = at(literal); place != nil {
			with = "\tnot " + old[place[0]+1:place[1]]
		}
	case 5: // more
		place, with = at(opened), "if {\n\t"+c.one(added...)+"\n"
	case 6:
		if place = at(oneLine); place != nil {
			with = " if {\n\t" + c.one(added...) + "\n\t" + strings.TrimPrefix(old[place[0]:place[1]], " if ") + "\n}"
		}
	}
	if place == nil || old[place[0]:place[1]] == with {
		return nil, ""
	}
	changed := old[:place[0]] + with + old[place[1]:]
	return edit{name: write(changed)}, name + ": " + old[place[0]:place[1]] + " → " + with
}

// TestRecallMutants compares remembered decisions with fresh ones over policies that are each the embedded one with one change.
func TestRecallMutants(t *testing.T) {
	var names []string
	err := fs.WalkDir(rego.Files, "rights", func(name string, entry fs.DirEntry, err error) error {
		if strings.HasSuffix(name, ".rego") && !strings.HasSuffix(name, "_test.rego") {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	mutants := max(5, *compared/1000)
	window := windows(stories(t, min(*compared/2, 10_000)), *compared/2/mutants)
	inputs := slices.Concat(nearly(t, sample("sell")), nearly(t, sample("publish")), nearly(t, withRule("sell", harmlessRules["barred elsewhere"].change)))
	if *compared < inFull {
		inputs = every(inputs, 30)
	} else {
		inputs = every(inputs, 3)
	}
	inputs = append(inputs, crowds(len(inputs)/4)...)
	c := newChance()
	refused, changed, n, apart := 0, 0, 0, 0
	plain := freshly(t, load(t, rego.Files, nil))
	for tries := 0; n < mutants; tries++ {
		if tries > 20*mutants {
			t.Fatalf("only %d of %d mutants load", n, tries)
		}
		edits, what := mutant(t, c, names)
		if edits == nil {
			continue
		}
		p, err := policy.Load(t.Context(), edited(t, edits), nil)
		if err != nil {
			continue
		}
		n++
		t.Run(what, func(t *testing.T) {
			compare(t, p, inputs, "")
			compareOrders(t, p, window(), "", 1)
			if p.Stats().Refused != "" || slices.ContainsFunc(p.Stats().Topics, func(s policy.TopicStats) bool { return s.Refused != "" }) {
				refused++
			}
			if p.Stats().NotByCode == "" {
				apart++
			}
			if fresh := freshly(t, p); slices.ContainsFunc(inputs, func(in rights.Input) bool { return fresh(in) != plain(in) }) {
				changed++
			}
		})
	}
	t.Logf("%d mutants, of which %d decide otherwise; %d are heard by code, %d have something that is not remembered", n, changed, apart, refused)
	if apart < n/4 {
		t.Errorf("only %d of %d mutants are heard by code", apart, n)
	}
	if changed < n/10 || changed == 0 {
		t.Errorf("only %d of %d mutants decide otherwise: they do not test much", changed, n)
	}
}
