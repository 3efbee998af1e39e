// Package avails shows where a story is open: territories by media, each cell judged like a use of its own.
package avails

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"clearance/check"
	"clearance/policy"
	"clearance/rights"
	"clearance/rights/language"
)

// Grid says for every territory and every medium what check would say of a use that names these two.
type Grid struct {
	Story     check.Story     `json:"story"`
	Use       rights.Use      `json:"use"` // but for the territory and the medium, which each cell has for itself
	AsOf      string          `json:"as_of"`
	GoodUntil *string         `json:"good_until"` // the earliest later instant at which a cell may change
	Media     []string        `json:"media"`      // the columns
	Areas     []Area          `json:"areas"`      // the rows: the largest first
	Findings  []check.Finding `json:"findings"`   // what decides any of the cells, each once, in the order in which a reader of the rows meets it
	Counts    Counts          `json:"counts"`
	Open      []string        `json:"open"`   // what the use leaves open, and what that was taken to mean
	Policy    string          `json:"policy"` // the policy's revision
	House     bool            `json:"house"`  // whether the policy was loaded for a house
}

// Area is some countries that are judged alike in every medium, reasons and all.
type Area struct {
	Name  string   `json:"name"`  // as a person would say it
	Codes []string `json:"codes"` // ISO 3166-1 alpha-2, sorted
	Cells []Cell   `json:"cells"` // one for each medium of the grid
}

// Cell is what is said of a use in one country and one medium. Its zero value does not clear.
type Cell struct {
	Verdict  policy.Verdict `json:"verdict"`
	Codes    []string       `json:"codes"`    // of the findings that decide: what blocks and refers, or else the ground and the conditions
	Findings []int          `json:"findings"` // the same, by their places in the grid's Findings, counted from 0
}

// Counts says how many cells, one for each country in each medium, have which verdict.
type Counts struct {
	Cleared  int `json:"cleared"`
	Referred int `json:"referred"`
	Blocked  int `json:"blocked"`
}

// New judges a use in every country and every medium. A base use that names some is judged in these alone; the moment, its term, its
// purpose and its party hold for every cell. It gives the whole grid or an error, never a part of it.
func New(ctx context.Context, p *policy.Policy, r rights.Reading, base rights.Question, others rights.Others) (Grid, error) {
	if base.Use.Except != nil {
		return Grid{}, fmt.Errorf("judge where %s is open: the use leaves something out; ask about one that does not", storyOf(r.Story).ID)
	}
	j := judge{policy: p, reading: r, base: base, others: others, special: specials(p)}
	g := Grid{
		Story: storyOf(r.Story), Use: base.Use, AsOf: instant(base.AsOf), Media: rights.Media,
		Areas: []Area{}, Findings: []check.Finding{}, Policy: p.Revision(), House: p.House().TZVersion != "",
	}
	if len(base.Use.Media) > 0 {
		g.Media = base.Use.Media
	}
	g.Media = slices.Clone(g.Media)
	g.Use.Territory, g.Use.Media, g.Use.Assumed = nil, nil, assumed(base.Use)
	g.Open = open(g.Use)
	rows, err := j.rows(ctx, countries(base), g.Media)
	if err != nil {
		return Grid{}, fmt.Errorf("judge where %s is open: %w", g.Story.ID, err)
	}
	for _, r := range alikeRows(rows) {
		g.add(r)
	}
	g.name(base)
	return g, nil
}

// storyOf says which record was judged. Without an identifier of its own a record is known by its digest, as in a decision.
func storyOf(s rights.Source) check.Story {
	return check.Story{ID: cmp.Or(s.ID, "sha256:"+s.SHA256), Title: s.Title, From: s.From, Offset: s.Offset, SHA256: s.SHA256}
}

// countries are those that the base use names, groups taken apart, or all there are.
func countries(base rights.Question) []string {
	if len(base.Use.Territory) == 0 {
		return language.Countries()
	}
	var codes []string
	for _, name := range base.Use.Territory {
		codes = append(codes, rights.Members(name, base.AsOf)...)
		if base.Use.From != nil {
			codes = append(codes, rights.Members(name, *base.Use.From)...)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// assumed are the dimensions that a cell leaves open: it names a territory and a medium.
func assumed(u rights.Use) []string {
	return slices.DeleteFunc(append([]string{}, u.Assumed...), func(d string) bool { return d == "territory" || d == "media" })
}

// open puts what a use leaves open into words.
func open(u rights.Use) []string {
	means := map[string]string{
		"party": "any buyer, wherever it sits", "term": "at the moment asked about", "purpose": "editorial use",
	}
	if u.Action != "sell" {
		means["party"] = "our own use"
	}
	said := []string{}
	for _, dimension := range u.Assumed {
		said = append(said, dimension+": "+means[dimension])
	}
	return said
}

// alikeRows joins the rows that say the same. The largest comes first.
func alikeRows(rows []row) []row {
	var all []row
	for _, r := range rows {
		same := func(other row) bool { return slices.EqualFunc(other.cells, r.cells, (*judged).says) }
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i].codes = append(all[i].codes, r.codes...)
		} else {
			all = append(all, r)
		}
	}
	slices.SortStableFunc(all, func(a, b row) int { return len(b.codes) - len(a.codes) })
	return all
}

// add adds a row as an area.
func (g *Grid) add(r row) {
	area := Area{Codes: r.codes}
	for _, j := range r.cells {
		cell := Cell{Verdict: j.verdict, Codes: []string{}, Findings: []int{}}
		for _, f := range j.findings {
			cell.Codes, cell.Findings = append(cell.Codes, f.Code), append(cell.Findings, g.place(f))
		}
		area.Cells = append(area.Cells, cell)
		g.count(j.verdict, len(r.codes))
		g.changes(j.until)
	}
	g.Areas = append(g.Areas, area)
}

// place is where a finding stands among those of the grid.
func (g *Grid) place(f check.Finding) int {
	for i := range g.Findings {
		if reflect.DeepEqual(g.Findings[i], f) {
			return i
		}
	}
	g.Findings = append(g.Findings, f)
	return len(g.Findings) - 1
}

func (g *Grid) count(v policy.Verdict, cells int) {
	switch v {
	case policy.Cleared:
		g.Counts.Cleared += cells
	case policy.Referred:
		g.Counts.Referred += cells
	default:
		g.Counts.Blocked += cells
	}
}

// changes notes when a cell may change. Instants written in UTC are in the order of their letters.
func (g *Grid) changes(at *time.Time) {
	if at == nil {
		return
	}
	if text := instant(*at); g.GoodUntil == nil || text < *g.GoodUntil {
		g.GoodUntil = &text
	}
}

// mostNames is how many names a person would still list of the largest area; more are everywhere else.
const mostNames = 4

// name names the areas.
func (g *Grid) name(base rights.Question) {
	for i := range g.Areas {
		names := check.PlaceNames(g.Areas[i].Codes, base.AsOf)
		g.Areas[i].Name = strings.Join(names, ", ")
		switch {
		case i > 0 || len(names) <= mostNames || len(base.Use.Territory) > 0:
		case len(g.Areas) == 1:
			g.Areas[i].Name = "everywhere"
		default:
			g.Areas[i].Name = "everywhere else"
		}
	}
}
