package policy_test

import (
	"context"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"clearance/policy"
	"clearance/rego"
)

// edit changes files of the embedded rules: each is handed over as it is.
type edit map[string]func(string) string

// edited is a copy of the embedded rules with edits. A file that is not there yet comes as "".
func edited(t testing.TB, edits edit) fstest.MapFS {
	t.Helper()
	copied := fstest.MapFS{}
	err := fs.WalkDir(rego.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		b, err := fs.ReadFile(rego.Files, name)
		copied[name] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range edits {
		old := ""
		if file := copied[name]; file != nil {
			old = string(file.Data)
		}
		changed := change(old)
		if changed == old {
			t.Fatalf("the edit of %s changes nothing", name)
		}
		copied[name] = &fstest.MapFile{Data: []byte(changed)}
	}
	return copied
}

func replace(old, with string) func(string) string {
	return func(s string) string { return strings.Replace(s, old, with, 1) }
}

func write(s string) func(string) string { return func(string) string { return s } }

func add(s string) func(string) string { return func(old string) string { return old + "\n" + s } }

const (
	mainFile = "rights/main/main.rego"
	saleFile = "rights/rules/sale/sale.rego"
)

// metadata stands above a finding that the tests add.
const metadata = `
# METADATA
# title: Made up
# custom:
#   code: sale.made_up
#   effect: note
#   detail: "made up"
#   remedy: Nothing to do.
`

const madeUp = `findings contains {"code": "sale.made_up", "facts": ["holder.sale"]} if `

// placed is an error that says where to look: at a line of a file, or at what the policy as a whole does not have.
var placed = regexp.MustCompile(`^load the policy: (\S+\.(rego|json|yaml):\d+|policy): `)

func TestLoadRefuses(t *testing.T) {
	body := func(rego string) edit { return edit{saleFile: add(metadata + madeUp + "{\n" + rego + "\n}\n")} }
	rule := func(rego string) edit { return edit{saleFile: add(metadata + rego)} }
	above := func(old, with string) edit {
		return edit{saleFile: add(strings.Replace(metadata, old, with, 1) + madeUp + `input.holder.sale == "can_sell"`)}
	}
	terms := func(facts, rego string) edit {
		return edit{saleFile: add(metadata + `findings contains {"code": "sale.made_up", ` + facts + "} if {\n" + rego + "\n}\n")}
	}
	for _, tc := range []struct {
		name string
		edit edit
		want string // of the error
	}{
		// files
		{"a module that does not parse", rule("findings contains"), "unexpected eof"},
		{"a module that does not compile", body("undefined_function(1)"), "undefined function"},
		{"an unsafe variable", body("x > 1"), "unsafe"},
		{"an unused variable", body("x := 1"), "unused"},
		{"a rule that needs itself", edit{saleFile: add("_a if _a")}, "recursive"},
		{"data that shadows rules", edit{"data.json": write(`{"rights": {"rules": {}}}`)}, "data.json:1: would shadow data.rights"},
		{"data that shadows rules by its folder", edit{"rights/rules/data.json": write(`{"a": 1}`)}, "would shadow data.rights"},
		{"data that shadows the house", edit{"house/data.yaml": write("raise: {}")}, "would shadow data.house"},
		{"data that shadows the index", edit{"data.yaml": write("index: {effects: {}}")}, "would shadow data.index"},
		{"data that shadows the index by its folder", edit{"index/effects/data.json": write(`{"a": 1}`)}, "would shadow data.index"},
		{"data that is no object", edit{"lists/data.json": write(`["GB"]`)}, "lists/data.json:1: is not an object"},
		{"data that is null", edit{"lists/data.yaml": write(`null`)}, "lists/data.yaml:1: is not an object"},
		{"data that is no JSON", edit{"lists/data.json": write(`{"a": `)}, "lists/data.json:1: is not an object"},
		{"data that stands twice", edit{"lists/data.json": write(`{"a": {"b": 1}}`), "data.yaml": write("lists: {a: {b: 2}}")}, "lists.a.b is also in another data file"},

		// the form of findings
		{"a code that is no constant", rule(`findings contains {"code": x, "facts": []} if x := input.holder.sale`), "a finding is not built from a constant"},
		{"facts that are no constants", rule(`findings contains {"code": "sale.made_up", "facts": [x]} if x := input.holder.sale`), "not built from a constant"},
		{"facts that are no array", rule(`findings contains {"code": "sale.made_up", "facts": {"holder.sale"}} if input.holder.sale == "can_sell"`), "not built from a constant"},
		{"facts that are missing", rule(`findings contains {"code": "sale.made_up"} if input.holder.sale == "can_sell"`), "not built from a constant"},
		{"something beside code and facts", rule(`findings contains {"code": "sale.made_up", "facts": [], "effect": "note"} if input.holder.sale == "can_sell"`), "not built from a constant"},
		{"an empty code", rule(`findings contains {"code": "", "facts": []} if input.holder.sale == "can_sell"`), "not built from a constant"},
		{"a finding that is a string", rule(`findings contains "sale.made_up" if input.holder.sale == "can_sell"`), "not built from a constant"},
		{"findings that are one value", edit{saleFile: write("package rights.rules.sale\n\nfindings := set()")}, "sale.rego:3: findings is not a set that rules add to"},
		{"findings that are an object", edit{saleFile: write("package rights.rules.sale\n\nfindings[\"a\"] := 1")}, "findings is not a set that rules add to"},
		{"findings with a longer name", edit{saleFile: write("package rights.rules.sale\n\nfindings.more contains 1")}, "findings is not a set that rules add to"},
		{"findings with a default", edit{saleFile: write("package rights.rules.sale\n\ndefault findings := set()")}, "findings has a default"},
		{"findings with an else", edit{saleFile: write("package rights.rules.sale\n\nfindings := set() if input.holder.sale == \"can_sell\"\n\nelse := set()")}, "findings has an else"},
		{"findings that are a function", edit{saleFile: write("package rights.rules.sale\n\nfindings(x) := x")}, "findings is a function"},
		{"main's own findings", edit{mainFile: replace(`"facts": []}`, `"facts": [topics]}`)}, "a finding is not built from a constant"},
		{"the fact of a rule that is bound to nothing", terms(`"facts": [rule.fact]`, `rule := {"fact": "terms.rules.0"}`), "not built from a constant"},
		{"the fact of a rule that is another one elsewhere", terms(`"facts": [rule.fact]`, "some rule in data.lists\ncount([1 | some rule in input.terms.rules]) > 0"), "not built from a constant"},
		{"the fact of a rule that is a key elsewhere", terms(`"facts": [rule.fact]`, "data.lists[rule]\ncount([1 | some rule in input.terms.rules]) > 0"), "not built from a constant"},
		{"the fact of a shot", terms(`"facts": [shot.fact]`, "some shot in input.shots"), "not built from a constant"},
		{"the fact of a rule of data", terms(`"facts": [rule.fact]`, "some rule in data.lists.rules"), "not built from a constant"},
		{"the fact of all rules", terms(`"facts": [input.terms.rules[_].fact]`, `input.terms.state == "stated"`), "not built from a constant"},
		{"the fact of a place among rules", terms(`"facts": [rule.fact]`, "some rule, _ in input.terms.rules"), "not built from a constant"},
		{"the fact of the rules together", terms(`"facts": [rules.fact]`, "rules := input.terms.rules"), "not built from a constant"},
		{"another field of a rule", terms(`"facts": [rule.kind]`, "some rule in input.terms.rules"), "not built from a constant"},
		{"a misspelt field of a rule", terms(`"facts": [rule.fakt]`, "some rule in input.terms.rules"), "not built from a constant"},
		{"something below the fact of a rule", terms(`"facts": [rule.fact.name]`, "some rule in input.terms.rules"), "not built from a constant"},
		{"a fact that another rule gives", terms(`"facts": [fact]`, "some rule in input.terms.rules\nfact := rule.fact"), "not built from a constant"},
		{"the fact of a rule as a code", edit{saleFile: add(metadata + "findings contains {\"code\": rule.fact, \"facts\": []} if {\nsome rule in input.terms.rules\n}")}, "not built from a constant"},
		{"the fact of a rule of every one", terms(`"facts": [rule.fact]`, "every rule in input.terms.rules {\nrule.kind == \"kill\"\n}"), "not built from a constant"},
		{"the fact of a rule in a comprehension", terms(`"facts": [rule.fact]`, "count([1 | some rule in input.terms.rules]) > 0"), "not built from a constant"},
		{"the fact of a rule of nothing", terms(`"facts": [rule.fact]`, `input.terms.state == "stated"`), "not built from a constant"},
		{"a kind of rule that is misspelt", terms(`"facts": [rule.fact]`, "some rule in input.terms.rules\nrule.kind == \"acess\""), `can never be "acess"`},
		{"an unknown fact", rule(`findings contains {"code": "sale.made_up", "facts": ["holder.sail"]} if input.holder.sale == "can_sell"`), `sale.made_up names the fact "holder.sail"`},
		{"a code of two rules", edit{saleFile: add(metadata + madeUp + `input.holder.sale == "can_sell"` + metadata + madeUp + `input.holder.sale == "absent"`)}, "code sale.made_up is also made at rights/rules/sale/sale.rego:"},
		{"a code of two topics", edit{"rights/rules/terms/terms.rego": func(s string) string { return strings.ReplaceAll(s, "terms.missing", "sale.can_sell") }}, "code sale.can_sell is also made at rights/rules/sale/sale.rego:"},

		// METADATA
		{"no METADATA", edit{saleFile: add(madeUp + `input.holder.sale == "can_sell"`)}, "sale.made_up does not have exactly one METADATA block"},
		{"METADATA of the document", above("# title", "# scope: document\n# title"), "does not have exactly one METADATA block"},
		{"no title", above("title: Made up", "description: Made up"), "sale.made_up has no title in its METADATA"},
		{"no code", above("#   code: sale.made_up\n", ""), "sale.made_up has no custom.code in its METADATA"},
		{"no effect", above("#   effect: note\n", ""), "sale.made_up has no custom.effect in its METADATA"},
		{"no detail", above("#   detail: \"made up\"\n", ""), "sale.made_up has no custom.detail in its METADATA"},
		{"no remedy", above("#   remedy: Nothing to do.\n", ""), "sale.made_up has no custom.remedy in its METADATA"},
		{"an unknown key", above("remedy", "remady"), "unknown METADATA key custom.remady"},
		{"a key that is no text", above("Nothing to do.", "[1]"), "custom.remedy that is no text"},
		{"another code", above("sale.made_up", "sale.invented"), "sale.made_up has the code sale.invented in its METADATA"},
		{"an unknown effect", above("effect: note", "effect: warn"), `unknown effect "warn"`},
		{"an unknown placeholder", above(`"made up"`, `"made up {holder.nane}"`), "placeholder {holder.nane}"},
		{"a placeholder that does not end", above(`"made up"`, `"made up {holder.name"`), "a brace in its detail"},

		// topics and main
		{"a topic that main does not list", edit{"rights/rules/more/more.rego": write("package rights.rules.more\n")}, "more.rego:1: topic more is not in the list of main"},
		{"a topic below a topic", edit{"rights/rules/sale/more/more.rego": write("package rights.rules.sale.more\n")}, "topic sale.more is not in the list of main"},
		{"a listed topic that is not there", edit{mainFile: replace(`"sale",`, `"sale", "more",`)}, "topic more has no package rights.rules.more with findings"},
		{"a listed topic that finds nothing", edit{saleFile: write("package rights.rules.sale\n")}, "topic sale has no package"},
		{"a topic that main does not hear any more", edit{mainFile: replace("\t\"embargo\",\n", "")}, "topic embargo is not in the list of main"},
		{"topics that are computed", edit{mainFile: replace("topics := {", "topics := {\"sale\" | true} | {")}, "topics is not a constant set"},
		{"topics under a condition", edit{mainFile: replace("\t\"terms\",\n}", "\t\"terms\",\n} if data.house.on")}, "topics is not a constant set"},
		{"topics that are a list", edit{mainFile: func(s string) string {
			return strings.Replace(strings.Replace(s, "topics := {", "topics := [", 1), "\t\"terms\",\n}", "\t\"terms\",\n]", 1)
		}}, "topics is not a constant set"},
		{"no topics", edit{mainFile: replace("topics := {", "_topics := {")}, "must have one rule topics and a rule decision"},
		{"no decision", edit{mainFile: replace("decision := {", "_decision := {")}, "must have one rule topics and a rule decision"},
		{"no main", edit{mainFile: write("package rights.other\n")}, "must have one rule topics and a rule decision"},
		{"main reads input", edit{mainFile: add(`_x if input.holder.sale == "can_sell"`)}, "input is read outside of the topics"},
		{"main imports input", edit{mainFile: replace("topics :=", "import input.holder\n\ntopics :=")}, "input is read outside of the topics"},
		{"a helper of main reads input", edit{"rights/lib/lib.rego": write("package rights.lib\n\nsale := input.holder.sale\n")}, "lib.rego:3: input is read outside of the topics"},
		{"a package that shadows the house", edit{"x.rego": write("package house\n\nraise := {}\n")}, "x.rego:1: package house is no place for rules"},
		{"a package above the topics", edit{"x.rego": write("package rights\n\nrules.sale.findings contains 1\n")}, "x.rego:1: package rights is no place for rules"},
		{"the package of all topics", edit{"x.rego": write("package rights.rules\n\nsale.findings contains 1\n")}, "package rights.rules is no place for rules"},

		// what a rule may read and call
		{"a clock", body("time.now_ns() > 0"), "time.now_ns is no allowed built-in"},
		{"the network", body(`http.send({"method": "GET", "url": "http://localhost"}).status_code == 200`), "http.send is no allowed built-in"},
		{"chance", body(`rand.intn("x", 2) == 0`), "rand.intn is no allowed built-in"},
		{"the environment", body(`opa.runtime().env.HOME == "x"`), "opa.runtime is no allowed built-in"},
		{"a default for a field", body(`object.get(input, ["holder", "slae"], "can_sell") == "can_sell"`), "object.get is no allowed built-in"},
		{"a misspelt field", body(`input.holder.slae == "can_sell"`), "undefined ref: input.holder.slae"},
		{"a misspelt field of a shot", body(`input.shots[_].sauce == "holder"`), "undefined ref: input.shots[_].sauce"},
		{"a misspelt field of a followed shot", body("some shot in input.shots\nshot.sauce == \"holder\""), "undefined ref"},
		{"a misspelt label", body(`input.record.labels.tilte == "stated"`), "undefined ref: input.record.labels.tilte"},
		{"a misspelt state", body(`input.holder.sale == "can_sel"`), `input.holder.sale can never be "can_sel"; compare it with one of [absent can_sell`},
		{"a misspelt state on the left", body(`"can_sel" == input.holder.sale`), "can never be"},
		{"a misspelt state that is not", body(`input.holder.sale != "can_sel"`), "can never be"},
		{"a misspelt state by unification", body(`input.holder.sale = "can_sel"`), "can never be"},
		{"a misspelt state among others", body(`input.holder.sale in {"can_sell", "can_sel"}`), "can never be"},
		{"a misspelt state in a list", body(`input.holder.sale in ["can_sell", "can_sel"]`), "can never be"},
		{"a misspelt oddity", body(`"hidden" in input.record.oddities`), `can never be "hidden"`},
		{"a misspelt state behind not", body(`not input.holder.sale == "can_sel"`), "can never be"},
		{"a misspelt state in a comprehension", body(`count([1 | input.holder.sale == "can_sel"]) == 0`), "can never be"},
		{"a misspelt state of any label", body(`input.record.labels[_] == "unreadable"`), "can never be"},
		{"a misspelt state of some label", body("some state in input.record.labels\nstate == \"unreadable\""), "can never be"},
		{"a misspelt state of some named label", body("some label, state in input.record.labels\nlabel != \"\"\nstate == \"unreadable\""), "can never be"},
		{"a misspelt state of a followed shot", body("some shot in input.shots\nshot.source == \"thirdparty\""), "can never be"},
		{"a misspelt state of every shot", body("every shot in input.shots {\nshot.source in {\"thirdparty\"}\n}"), "can never be"},
		{"a misspelt state of a local variable", body("flag := input.holder.sale\nflag == \"can_sel\""), "can never be"},
		{"a misspelt state of an import", edit{saleFile: func(s string) string {
			return strings.Replace(s, "package rights.rules.sale\n", "package rights.rules.sale\n\nimport input.holder as who\n", 1) + "\n_x if who.sale == \"can_sel\"\n"
		}}, "can never be"},
		{"a string for a part of the input", body(`input.holder == "can_sell"`), "can never be"},

		// negations that a missing field would pass by
		{"not over in", body(`not input.holder.sale in {"can_sell"}`), "not would overlook a field that is missing"},
		{"not over a call", body(`not startswith(input.holder.sale, "can")`), "not would overlook"},
		{"not over !=", body(`not input.holder.sale != "can_sell"`), "not would overlook"},
		{"not over a nested call", body(`not count(input.shots) == 0`), "not would overlook"},
		{"not over an object", body(`not {"a": input.holder.sale} == {"a": "can_sell"}`), "not would overlook"},
		{"not over a set", body(`not {input.holder.sale == "can_sell"}`), "not would overlook"},
		{"not over a rule that may be undefined", edit{saleFile: add(metadata + madeUp + "{\nnot _flag in {\"can_sell\"}\n}\n_flag := input.holder.sale")}, "not would overlook"},
		{"not over a computed path", body(`not input.record.labels[input.holder.sale]`), "not would overlook"},
		{"not over a local path", body("some shot in input.shots\nnot shot.source in {\"holder\"}"), "not would overlook"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := policy.Load(context.Background(), edited(t, tc.edit), nil)
			if err == nil {
				t.Fatalf("loads; want an error with %q", tc.want)
			}
			if p != nil {
				t.Error("gives a policy beside the error")
			}
			if !strings.Contains(err.Error(), tc.want) || !placed.MatchString(err.Error()) {
				t.Errorf("got %v\nwant an error that names a place, with %q", err, tc.want)
			}
		})
	}
}

// TestLoadTakes is the other side of TestLoadRefuses: what is well written loads.
func TestLoadTakes(t *testing.T) {
	body := func(rego string) edit { return edit{saleFile: add(metadata + madeUp + "{\n" + rego + "\n}\n")} }
	for _, tc := range []struct {
		name string
		edit edit
	}{
		{"a state", body(`input.holder.sale == "can_sell"`)},
		{"a negated state", body(`not input.holder.sale == "can_sell"`)},
		{"a negated comparison of two fields", body(`not input.record.id == input.record.date`)},
		{"a negated path of a variable", body("some label in [\"id\"]\nnot input.record.labels[label] == \"stated\"")},
		{"a negated call of a variable", body("some sources in [[\"holder\"]]\nnot count(sources) == 0")},
		{"a negated comprehension", body(`not [1 | input.holder.sale == "can_sell"] == []`)},
		{"a territory, which has no list of states", body(`"GB" in input.use.territory.codes`)},
		{"the fact of a rule", edit{saleFile: add(metadata + "findings contains {\"code\": \"sale.made_up\", \"facts\": [\"terms\", rule.fact]} if {\nsome rule in input.terms.rules\n}")}},
		{"a number of shots", body(`count(input.shots) > 2`)},
		{"data of its own", edit{
			"lists/data.json": write(`{"agencies": ["AP"]}`), "data.yaml": write("lists: {leagues: [UEFA]}"),
			saleFile: add(`_x if count(data.lists.agencies) + count(data.lists.leagues) == 2`),
		}},
		{"a package for what topics share", edit{"rights/lib/lib.rego": write("package rights.lib\n\nknown(x) if x in {1}\n")}},
		{"files of another kind", edit{"README.md": write("rules"), "lists/more.json": write("[")}},
		{"a test that does not parse", edit{"rights/rules/sale/more_test.rego": write("package")}},
		{"another index", edit{"index/data.json": write(`{"effects": {"sale.cannot_sell": "ground"}}`)}},
		{"findings of a helper", edit{"rights/lib/lib.rego": write("package rights.lib\n\nfindings := 1\n")}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, err := policy.Load(context.Background(), edited(t, tc.edit), nil); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestLoadHouse(t *testing.T) {
	type house struct {
		Raise map[string]string `json:"raise"`
	}
	for _, tc := range []struct {
		name  string
		house any
		want  string // of the error; "" where it loads
	}{
		{"none", nil, ""},
		{"empty", map[string]any{}, ""},
		{"a struct", house{map[string]string{"holder.pool": "refer"}}, ""},
		{"raises nothing", house{}, ""},
		{"a list", []string{"x"}, "it is no object"},
		{"null", (*house)(nil), "it is no object"},
		{"what JSON cannot say", map[string]any{"x": make(chan int)}, "write it as JSON"},
		{"raises an unknown code", house{map[string]string{"holder.poll": "refer"}}, `raise names the code "holder.poll"`},
		{"raises to an unknown effect", house{map[string]string{"holder.pool": "warn"}}, "raise makes holder.pool warn"},
		{"lowers", house{map[string]string{"sale.cannot_sell": "note"}}, "it can only be refer or block"},
		{"raises to a number", map[string]any{"raise": map[string]any{"holder.pool": 1}}, "raise makes holder.pool 1"},
		{"raise is a list", map[string]any{"raise": []string{"holder.pool"}}, "raise is no object"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := policy.Load(context.Background(), rego.Files, tc.house)
			switch {
			case tc.want == "" && err != nil:
				t.Error(err)
			case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)):
				t.Errorf("got %v, want an error with %q", err, tc.want)
			}
		})
	}
}

// TestLoadNamesEveryProblem wants all of them, each at its line.
func TestLoadNamesEveryProblem(t *testing.T) {
	fsys := edited(t, edit{
		saleFile:                        add(madeUp + `input.holder.sale == "can_sel"`),
		"rights/rules/terms/terms.rego": replace("effect: note", "effect: warn"),
	})
	_, err := policy.Load(context.Background(), fsys, nil)
	if err == nil {
		t.Fatal("loads")
	}
	last := strings.Count(string(fsys[saleFile].Data), "\n") + 1
	for _, want := range []string{
		fmt.Sprintf("%s:%d: sale.made_up does not have exactly one METADATA block", saleFile, last),
		fmt.Sprintf("%s:%d: input.holder.sale can never be", saleFile, last),
		`terms.nothing_stated has the unknown effect "warn"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q in it", err, want)
		}
	}
}

func TestLoadEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := policy.Load(ctx, rego.Files, nil); err == nil {
		t.Error("loads under a context that has ended")
	}
	if _, err := policy.Load(context.Background(), fstest.MapFS{}, nil); err == nil {
		t.Error("loads an empty folder")
	}
}

func TestRules(t *testing.T) {
	p := load(t, rego.Files, nil)
	rules := p.Rules()
	for i, rule := range rules {
		if i > 0 && rules[i-1].Code >= rule.Code {
			t.Errorf("%s stands before %s", rules[i-1].Code, rule.Code)
		}
		topic, _, _ := strings.Cut(rule.Code, ".")
		if topic != rule.Topic && !(topic == "policy" && rule.Topic == "main") {
			t.Errorf("%s is made by topic %s", rule.Code, rule.Topic)
		}
	}
	rule, ok := p.Rule("sale.can_sell")
	if !ok || rule.Effect != policy.Ground || rule.File != saleFile || len(rule.Facts) != 1 || rule.Facts[0] != "holder.sale" {
		t.Errorf("sale.can_sell: %+v, %v", rule, ok)
	}
	if rule, ok := p.Rule("sale.can_cell"); ok {
		t.Errorf("an unknown code has the rule %+v", rule)
	}
}
