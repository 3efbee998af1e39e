package avails_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"clearance/check/avails"
	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
	"clearance/rights/language"
)

// TestCellsOfCases compares cells with the use itself for the record of every case, asked as the case asks it.
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
			p, asked, story := plain, rights.Asked{}, ""
			for _, part := range file.Files {
				switch part.Name {
				case "ask":
					asked = readAsked(string(part.Data))
				case "story":
					story = string(part.Data)
				case "house":
					house, err := rights.ReadHouse(part.Data)
					if err != nil {
						t.Fatal(err)
					}
					p = load(t, house)
				}
			}
			if twin := strings.LastIndex(story, "\n- Title:"); twin > 0 {
				story = story[twin+1:]
			}
			others := rights.Others{Twin: i%5 == 1, Earlier: i%7 == 2}
			compare(t, p, read(t, story), asked, others, 4, rand.New(rand.NewPCG(1, uint64(i))))
		})
	}
}

// readAsked reads what a case asks, but for the territory, the media and the moment.
func readAsked(text string) (a rights.Asked) {
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch key {
		case "action":
			a.Action = value
		case "purpose":
			a.Purpose = value
		case "party":
			a.Party = value
		case "from":
			a.From = value
		case "until":
			a.Until = value
		}
	}
	return a
}

// TestCellsOfPhrases does the same for terms that speak of places in many ways, asked in every way.
func TestCellsOfPhrases(t *testing.T) {
	house, err := rights.ReadHouse([]byte(`
we: {names: [Reuters, Thomson Reuters], clients_of: {AP: [publish]}}
clients: [{name: Severn Television, country: GB}, {name: Example Television, country: FR}]
geo_limited: [{media: [social], who: a, why: b, until: 2027-01-01}]
`))
	if err != nil {
		t.Fatal(err)
	}
	policies := []*policy.Policy{load(t, rights.House{}), load(t, house)}
	random := rand.New(rand.NewPCG(7, 7))
	for _, terms := range []string{
		"None", "No access Norway", "No access UK/RTE. China OUT", "Not for use outside Japan", "Not for use outside the EU. No digital Germany",
		"No access Europe except Denmark", "NAmerica/Internet OUT", "Broadcast: No access Israel. Digital: No access Gaza", "No resale Africa. Must credit NRK",
		"Full editorial rights UK, US, Canada (not Quebec)", "No use Crimea. For broadcast use only", "EU clients only", "KILL", "No access Zembla",
		"No use after 1800GMT on December 1, 2026 in Kosovo",
	} {
		t.Run(terms, func(t *testing.T) {
			for _, p := range policies {
				asked := rights.Asked{
					Action: rights.Actions[random.IntN(len(rights.Actions))], Purpose: rights.Purposes[random.IntN(len(rights.Purposes))],
					Party: []string{"", "Severn Television", "Example Television", "RTE"}[random.IntN(4)],
				}
				r := read(t, record("NORWAY: Ministers meet", terms))
				for _, a := range []rights.Asked{{Action: "publish"}, {Action: "sell", Party: "Severn Television"}, asked} {
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
	p, r := load(t, rights.House{}), read(t, record("NORWAY: Ministers meet", "No access UK. China OUT. No digital Norway. Not for use outside Asia, Europe"))
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
			r := read(t, record("NORWAY: Ministers meet", "None"))
			g := compare(t, p, r, rights.Asked{Action: "publish"}, rights.Others{}, 20, rand.New(rand.NewPCG(3, 3)))
			if g.Counts.Blocked == 0 || g.Counts.Cleared == 0 {
				t.Errorf("the rule holds everywhere or nowhere: %+v", g.Counts)
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
func compare(t *testing.T, p *policy.Policy, r rights.Reading, asked rights.Asked, others rights.Others, some int, random *rand.Rand) avails.Grid {
	t.Helper()
	base := ask(t, asked)
	g, err := avails.New(t.Context(), p, r, base, others)
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
	if n := g.Counts.Cleared + g.Counts.Referred + g.Counts.Blocked; n != len(codes)*len(g.Media) {
		t.Errorf("%d cells are counted", n)
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

func compareCell(t *testing.T, p *policy.Policy, r rights.Reading, asked rights.Asked, others rights.Others, g avails.Grid, code string, area, medium int) {
	t.Helper()
	asked.Territory, asked.Media = []string{code}, []string{g.Media[medium]}
	q := ask(t, asked)
	c := rights.NewCase(r, q, p.House(), others)
	o, err := p.Decide(t.Context(), c.Input)
	if err != nil {
		t.Fatal(err)
	}
	explained, err := p.Explain(c, o)
	if err != nil {
		t.Fatal(err)
	}
	cell := g.Areas[area].Cells[medium]
	deciding := map[policy.Effect]bool{policy.Block: true, policy.Refer: true}
	if o.Verdict.Clears() {
		deciding = map[policy.Effect]bool{policy.Ground: true, policy.Condition: true}
	}
	var want, got []string
	for _, e := range explained {
		if deciding[e.Effect] {
			want = append(want, fmt.Sprintln(e.Code, e.Effect, e.Detail, e.Remedy, len(e.Words)))
		}
	}
	for i, f := range cell.Findings {
		e := g.Findings[f]
		if cell.Codes[i] != e.Code {
			t.Errorf("%s, %s: the codes %q are not those of the findings", code, g.Media[medium], cell.Codes)
		}
		got = append(got, fmt.Sprintln(e.Code, e.Effect, e.Detail, e.Remedy, len(e.Words)))
	}
	slices.Sort(want)
	slices.Sort(got)
	if cell.Verdict != o.Verdict || !slices.Equal(got, want) {
		t.Errorf("%s, %s: is %s by %q, want %s by %q", code, g.Media[medium], cell.Verdict, got, o.Verdict, want)
	}
	if c.GoodUntil != nil && (g.GoodUntil == nil || *g.GoodUntil > c.GoodUntil.Format("2006-01-02T15:04:05Z07:00")) {
		t.Errorf("%s, %s: may change at %s, the grid says %v", code, g.Media[medium], c.GoodUntil, g.GoodUntil)
	}
	if !reflect.DeepEqual(q.Use.Assumed, g.Use.Assumed) {
		t.Errorf("%s, %s: assumes %q, the grid %q", code, g.Media[medium], q.Use.Assumed, g.Use.Assumed)
	}
}

// TestNamedOnly has a base use that names territories and media: only they are judged.
func TestNamedOnly(t *testing.T) {
	p, r := load(t, rights.House{}), read(t, record("NORWAY: Ministers meet", "No access Denmark"))
	g, err := avails.New(t.Context(), p, r, ask(t, rights.Asked{Action: "publish", Territory: []string{"EU", "NO"}, Media: []string{"print"}}), rights.Others{})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintln(g.Counts, g.Media, g.Areas[1].Name, g.Areas[1].Cells[0].Verdict, g.Use.Territory, g.Use.Assumed); got !=
		"{27 0 1} [print] DK blocked [] [party term purpose]\n" {
		t.Error(got)
	}
	if strings.HasPrefix(g.Areas[0].Name, "everywhere") {
		t.Errorf("%q, but not all was asked about", g.Areas[0].Name)
	}
}

// TestNoGrid wants an error and nothing else where not every cell could be judged.
func TestNoGrid(t *testing.T) {
	p, r := load(t, rights.House{}), read(t, record("NORWAY: Ministers meet", "None"))
	base := ask(t, rights.Asked{Action: "publish"})
	done, cancel := contextDone(t)
	cancel()
	if g, err := avails.New(done, p, r, base, rights.Others{}); err == nil || !reflect.DeepEqual(g, avails.Grid{}) {
		t.Errorf("a context that is done: %v", err)
	}
	base.Use.Except = &rights.Except{Media: []string{"print"}}
	if g, err := avails.New(t.Context(), p, r, base, rights.Others{}); err == nil || !reflect.DeepEqual(g, avails.Grid{}) {
		t.Errorf("a use that leaves something out: %v", err)
	}
	loops, err := policy.Load(t.Context(), withRule(t, `count(input.use.territory.codes) / (count(input.use.media) - 1) > 0`), rights.House{})
	if err != nil {
		t.Fatal(err)
	}
	if g, err := avails.New(t.Context(), loops, r, ask(t, rights.Asked{Action: "publish"}), rights.Others{}); err == nil || !reflect.DeepEqual(g, avails.Grid{}) {
		t.Errorf("a policy that fails: %v", err)
	}
}

// TestJSONAgain reads a grid from its JSON: nothing of it is lost.
func TestJSONAgain(t *testing.T) {
	g := sampleGrid(t)
	var b strings.Builder
	if err := g.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var again avails.Grid
	if err := json.Unmarshal([]byte(b.String()), &again); err != nil {
		t.Fatal(err)
	}
	var c strings.Builder
	if err := again.WriteJSON(&c); err != nil || b.String() != c.String() {
		t.Errorf("%v; got\n%s\nwant\n%s", err, c.String(), b.String())
	}
}
