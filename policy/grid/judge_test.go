package grid_test

import (
	"context"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"

	"clearance/policy"
	"clearance/policy/grid"
	"clearance/rego"
	"clearance/rights"
	"clearance/rights/language"
)

// TestCellsOfCases compares cells with the use itself for the record of every case, asked in a way that is taken by chance.
func TestCellsOfCases(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/cases/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	plain := load(t, rights.House{})
	for i, path := range paths {
		if testing.Short() && i%10 != 0 {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			file, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			p, story := plain, ""
			for _, part := range file.Files {
				switch part.Name {
				case "story":
					story = string(part.Data)
				case "house":
					p = load(t, readHouse(t, string(part.Data)))
				}
			}
			if twin := strings.LastIndex(story, "\n- Title:"); twin > 0 {
				story = story[twin+1:]
			}
			random := rand.New(rand.NewPCG(1, uint64(i)))
			others := rights.Others{Twin: random.IntN(5) == 1, Earlier: random.IntN(7) == 2}
			compare(t, p, read(t, story), anyAsked(random), others, 4, random)
		})
	}
}

// anyAsked is a use that leaves the territory and the media open.
func anyAsked(random *rand.Rand) rights.Asked {
	a := rights.Asked{
		Action: rights.Actions[random.IntN(len(rights.Actions))], Purpose: rights.Purposes[random.IntN(len(rights.Purposes))],
		Party: []string{"", "", "Severn Television", "Example Television", "RTE"}[random.IntN(5)],
	}
	if random.IntN(4) == 0 {
		a.From, a.Until = "2026-12-01T00:00:00Z", []string{"", "2027-12-01T00:00:00Z"}[random.IntN(2)]
	}
	return a
}

// TestCellsOfPhrases does the same for terms that speak of places in many ways, asked in every way.
func TestCellsOfPhrases(t *testing.T) {
	house := readHouse(t, `
we: {names: [Reuters, Thomson Reuters], clients_of: {AP: [publish]}}
clients: [{name: Severn Television, country: GB}, {name: Example Television, country: FR}]
geo_limited: [{media: [social], who: a, why: b, until: 2027-01-01}]
`)
	policies := []*policy.Policy{load(t, rights.House{}), load(t, house)}
	random := rand.New(rand.NewPCG(7, 7))
	for i, terms := range []string{
		"None", "No access Norway", "No access UK/RTE. China OUT", "Not for use outside Japan", "Not for use outside the EU. No digital Germany",
		"No access Europe except Denmark", "NAmerica/Internet OUT", "Broadcast: No access Israel. Digital: No access Gaza", "No resale Africa. Must credit NRK",
		"Full editorial rights UK, US, Canada (not Quebec)", "No use Crimea. For broadcast use only", "EU clients only", "KILL", "No access Zembla",
		"No use after 1800GMT on December 1, 2026 in Kosovo",
	} {
		if testing.Short() && i%5 != 1 {
			continue
		}
		t.Run(terms, func(t *testing.T) {
			for _, p := range policies {
				r := read(t, record(terms))
				for _, a := range []rights.Asked{{Action: "publish"}, {Action: "sell", Party: "Severn Television"}, anyAsked(random)} {
					compare(t, p, r, a, rights.Others{}, 4, random)
				}
			}
		})
	}
}

// TestCellsAll compares two cells of every country of one grid.
func TestCellsAll(t *testing.T) {
	if testing.Short() {
		t.Skip("asks the policy about every country")
	}
	p, r := load(t, rights.House{}), read(t, record("No access UK. China OUT. No digital Norway. Not for use outside Asia, Europe"))
	compare(t, p, r, rights.Asked{Action: "publish"}, rights.Others{}, -1, nil)
}

// TestCellsOfOtherPolicies has policies that treat a country in its own way, and one that takes codes apart.
func TestCellsOfOtherPolicies(t *testing.T) {
	for _, rule := range []string{
		`"FR" in input.use.territory.codes`,
		"some code in input.use.territory.codes\n\tcode == `PE`",
		`some code in input.use.territory.codes
	startswith(code, "Z")`,
		`input.use.territory.codes[0] in {"GB", "IE"}
	"online" in input.use.media`,
	} {
		t.Run(rule, func(t *testing.T) {
			p, err := policy.Load(t.Context(), withRule(t, rule), rights.House{})
			if err != nil {
				t.Fatal(err)
			}
			r := read(t, record("None"))
			g := compare(t, p, r, rights.Asked{Action: "publish"}, rights.Others{}, 20, rand.New(rand.NewPCG(3, 3)))
			if len(g.Areas) < 2 && g.Areas[0].Cells[0].Verdict == g.Areas[0].Cells[1].Verdict {
				t.Error("the rule holds everywhere or nowhere")
			}
		})
	}
}

// withRule is the policy with one more rule that blocks.
func withRule(t *testing.T, body string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	if err := fs.WalkDir(rego.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(rego.Files, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	const sale = "rights/rules/sale/sale.rego"
	files[sale].Data = append(files[sale].Data, `
# METADATA
# title: A rule of one's own
# custom:
#   code: sale.own
#   effect: block
#   detail: "our own rule"
#   remedy: Nothing to do.
findings contains {"code": "sale.own", "facts": []} if {
	`+body+`
}
`...)
	return files
}

// compare makes a grid and compares its cells with what the policy says of the use itself, asked in words as check asks it: some
// cells (-1 for all of them), among them one of each area.
func compare(t *testing.T, p *policy.Policy, r rights.Reading, asked rights.Asked, others rights.Others, some int, random *rand.Rand) grid.Grid {
	t.Helper()
	base := ask(t, asked)
	g, err := grid.Ask(t.Context(), p, r, base, others)
	if err != nil {
		t.Fatal(err)
	}
	place := map[string]int{}
	var codes []string
	for i, area := range g.Areas {
		for _, code := range area.Codes {
			place[code] = i
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	if !slices.Equal(codes, language.Countries()) || !slices.Equal(g.Media, rights.Media) {
		t.Fatalf("the grid has %d countries and the media %q", len(codes), g.Media)
	}
	if some < 0 {
		for i, code := range codes {
			for m := i % 3; m < len(g.Media); m += 3 {
				compareCell(t, p, r, asked, others, g, code, place[code], m)
			}
		}
		return g
	}
	for i := range some + len(g.Areas) {
		code := codes[random.IntN(len(codes))]
		if i < len(g.Areas) { // not the first, which stands for the others
			code = g.Areas[i].Codes[len(g.Areas[i].Codes)-1]
		}
		compareCell(t, p, r, asked, others, g, code, place[code], random.IntN(len(g.Media)))
	}
	return g
}

func compareCell(t *testing.T, p *policy.Policy, r rights.Reading, asked rights.Asked, others rights.Others, g grid.Grid, code string, area, medium int) {
	t.Helper()
	asked.Territory, asked.Media = []string{code}, []string{g.Media[medium]}
	q := ask(t, asked)
	c := rights.NewCase(r, q, p.House(), others)
	o, err := p.Decide(t.Context(), c.Input)
	if err != nil {
		t.Fatal(err)
	}
	cell := g.Areas[area].Cells[medium]
	effects := map[policy.Effect]int{policy.Block: 1, policy.Refer: 2}
	if o.Verdict.Clears() {
		effects = map[policy.Effect]int{policy.Ground: 1, policy.Condition: 2}
	}
	want := slices.DeleteFunc(o.Findings, func(f policy.Finding) bool { return effects[f.Effect] == 0 })
	slices.SortStableFunc(want, func(a, b policy.Finding) int { return effects[a.Effect] - effects[b.Effect] })
	if cell.Verdict != o.Verdict || !slices.EqualFunc(cell.Findings, want, func(a, b policy.Finding) bool { return reflect.DeepEqual(a, b) }) {
		t.Errorf("%s, %s: is %s by %q, want %s by %q", code, g.Media[medium], cell.Verdict, cell.Findings, o.Verdict, want)
	}
	if !reflect.DeepEqual(cell.Case.GoodUntil, c.GoodUntil) || c.GoodUntil != nil && (g.GoodUntil == nil || g.GoodUntil.After(*c.GoodUntil)) {
		t.Errorf("%s, %s: may change at %s, the cell says %v, the grid %v", code, g.Media[medium], c.GoodUntil, cell.Case.GoodUntil, g.GoodUntil)
	}
	if got := cell.Case.Question.Use.Assumed; !reflect.DeepEqual(q.Use.Assumed, got) {
		t.Errorf("%s, %s: assumes %q, the cell %q", code, g.Media[medium], q.Use.Assumed, got)
	}
	explained, err := p.Explain(c, policy.Outcome{Findings: want})
	if err != nil {
		t.Fatal(err)
	}
	if said, err := p.Explain(cell.Case, policy.Outcome{Findings: want}); err != nil || !reflect.DeepEqual(said, explained) {
		t.Errorf("%s, %s: the area's words are %v, its own %v (%v)", code, g.Media[medium], said, explained, err)
	}
}

// TestNoGrid wants an error and nothing else where not every cell could be judged.
func TestNoGrid(t *testing.T) {
	p, r := load(t, rights.House{}), read(t, record("None"))
	base := ask(t, rights.Asked{Action: "publish"})
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if g, err := grid.Ask(done, p, r, base, rights.Others{}); err == nil || !reflect.DeepEqual(g, grid.Grid{}) {
		t.Errorf("a context that is done: %v", err)
	}
	base.Use.Except = &rights.Except{Media: []string{"print"}}
	if g, err := grid.Ask(t.Context(), p, r, base, rights.Others{}); err == nil || !reflect.DeepEqual(g, grid.Grid{}) {
		t.Errorf("a use that leaves something out: %v", err)
	}
	before := ask(t, rights.Asked{Action: "publish", Territory: []string{"EU"}})
	before.AsOf = time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC)
	if g, err := grid.Ask(t.Context(), p, r, before, rights.Others{}); err == nil || !reflect.DeepEqual(g, grid.Grid{}) {
		t.Errorf("a group that has no members yet: %v", err)
	}
	loops, err := policy.Load(t.Context(), withRule(t, `count(input.use.territory.codes) / (count(input.use.media) - 1) > 0`), rights.House{})
	if err != nil {
		t.Fatal(err)
	}
	if g, err := grid.Ask(t.Context(), loops, r, ask(t, rights.Asked{Action: "publish"}), rights.Others{}); err == nil || !reflect.DeepEqual(g, grid.Grid{}) {
		t.Errorf("a policy that fails: %v", err)
	}
}
