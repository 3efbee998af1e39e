// Package avails shows where a story is open: territories by media, each cell judged like a use of its own.
package avails

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"strings"

	"clearance/check"
	"clearance/policy"
	"clearance/policy/grid"
	"clearance/rights"
)

// Grid says for every territory and every medium what check would say of a use that names these two.
type Grid struct {
	Story     check.Story     `json:"story"`
	Use       rights.Use      `json:"use"` // but for the territory and the medium, which each cell has for itself
	AsOf      string          `json:"as_of"`
	GoodUntil *string         `json:"good_until"` // the earliest later instant at which it may change
	Media     []string        `json:"media"`      // the columns
	Areas     []Area          `json:"areas"`      // the rows: the largest first
	Findings  []check.Finding `json:"findings"`   // what decides any of the cells, each once, in the order in which a reader of the rows meets it
	Counts    Counts          `json:"counts"`
	Open      []string        `json:"open"`   // what the use leaves open, and what that was taken to mean
	Policy    string          `json:"policy"` // the policy's revision
	House     bool            `json:"house"`  // whether the policy was loaded for a house

	asked grid.Grid // as the trail keeps it
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

// New judges a use in every country and every medium, see [grid.Ask]. It gives the whole grid or an error, never a part of it.
func New(ctx context.Context, p *policy.Policy, r rights.Reading, base rights.Question, others rights.Others) (Grid, error) {
	asked, err := grid.Ask(ctx, p, r, base, others)
	if err != nil {
		return Grid{}, fmt.Errorf("judge where %s is open: %w", storyOf(r.Story).ID, err)
	}
	g := Grid{
		Story: storyOf(r.Story), Use: base.Use, AsOf: instant(base.AsOf), Media: asked.Media,
		Areas: []Area{}, Findings: []check.Finding{}, Policy: p.Revision(), House: p.House().TZVersion != "", asked: asked,
	}
	g.Use.Territory, g.Use.Media, g.Use.Assumed = nil, nil, asked.Areas[0].Cells[0].Case.Question.Use.Assumed
	g.Open = check.Assumed(g.Use)
	if asked.GoodUntil != nil {
		g.GoodUntil = new(instant(*asked.GoodUntil))
	}
	for _, area := range asked.Areas {
		if err := g.add(p, area); err != nil {
			return Grid{}, fmt.Errorf("say why %s is open or not: %w", g.Story.ID, err)
		}
	}
	g.name(base)
	return g, nil
}

// storyOf says which record was judged. Without an identifier of its own a record is known by its digest, as in a decision.
func storyOf(s rights.Source) check.Story {
	return check.Story{ID: cmp.Or(s.ID, "sha256:"+s.SHA256), Title: s.Title, From: s.From, Offset: s.Offset, SHA256: s.SHA256}
}

// add adds an area, in the words of the policy.
func (g *Grid) add(p *policy.Policy, asked grid.Area) error {
	area := Area{Codes: asked.Codes}
	for _, c := range asked.Cells {
		explained, err := p.Explain(c.Case, policy.Outcome{Verdict: c.Verdict, Findings: c.Findings})
		if err != nil {
			return err
		}
		cell := Cell{Verdict: c.Verdict, Codes: c.Codes(), Findings: []int{}}
		for _, e := range explained {
			cell.Findings = append(cell.Findings, g.place(check.NewFinding(e)))
		}
		area.Cells = append(area.Cells, cell)
		g.count(c.Verdict, len(area.Codes))
	}
	g.Areas = append(g.Areas, area)
	return nil
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
