package avails_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"clearance/check/avails"
	"clearance/rights"
)

// Each cell says why in the words of the policy, as check would of the use itself.
func TestCellsSayWhy(t *testing.T) {
	p := load(t, rights.House{})
	for _, terms := range []string{"None", "No access UK/RTE. China OUT. No digital Norway", "Not for use outside Japan. Must credit NRK"} {
		r := read(t, record("NORWAY: Ministers meet", terms))
		for _, action := range rights.Actions {
			g, err := avails.New(t.Context(), p, r, ask(t, rights.Asked{Action: action}), rights.Others{})
			if err != nil {
				t.Fatal(err)
			}
			cells := 0
			for _, area := range g.Areas {
				cells += len(area.Codes) * len(area.Cells)
				last := area.Codes[len(area.Codes)-1] // not the first, which stands for the others
				for i, cell := range area.Cells {
					c := rights.NewCase(r, ask(t, rights.Asked{Action: action, Territory: []string{last}, Media: []string{g.Media[i]}}), p.House(), rights.Others{})
					o, err := p.Decide(t.Context(), c.Input)
					if err != nil {
						t.Fatal(err)
					}
					explained, err := p.Explain(c, o)
					if err != nil {
						t.Fatal(err)
					}
					said := map[string]bool{}
					for _, e := range explained {
						said[fmt.Sprintln(e.Code, e.Effect, e.Title, e.Detail, e.Remedy, len(e.Words))] = true
					}
					if cell.Verdict != o.Verdict || len(cell.Findings) == 0 || len(cell.Findings) != len(cell.Codes) {
						t.Errorf("%s, %s: %+v, want %s", last, g.Media[i], cell, o.Verdict)
					}
					for n, place := range cell.Findings {
						f := g.Findings[place]
						if cell.Codes[n] != f.Code || !said[fmt.Sprintln(f.Code, f.Effect, f.Title, f.Detail, f.Remedy, len(f.Words))] {
							t.Errorf("%s, %s: says %+v, but not the use itself", last, g.Media[i], f)
						}
					}
				}
			}
			if n := g.Counts.Cleared + g.Counts.Referred + g.Counts.Blocked; n != cells {
				t.Errorf("%d of %d cells are counted", n, cells)
			}
		}
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
