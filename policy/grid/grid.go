// Package grid asks a policy about a use in every territory and medium.
package grid

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"time"

	"clearance/policy"
	"clearance/rights"
	"clearance/rights/language"
)

// Grid is what a policy says of a use in every territory and every medium, each of them asked about by itself.
type Grid struct {
	Media     []string
	Areas     []Area     // the largest first
	GoodUntil *time.Time // the earliest later instant at which the use itself, or any cell, may change; UTC, nil: never
}

// Area is some countries of which the same is said in every medium.
type Area struct {
	Codes []string // ISO 3166-1 alpha-2, sorted
	Cells []Cell   // one for each medium of the grid
}

// Cell is what is said of a use in one country and one medium. Its zero value does not clear.
type Cell struct {
	Case     rights.Case // what was asked, of the area's first country
	Verdict  policy.Verdict
	Findings []policy.Finding // those that decide: what blocks and then what refers, or else the ground and then its conditions
}

// Ask asks about a use in every country and every medium. A base use that names some is judged in these alone; the moment, its term,
// its purpose and its party hold for every cell. It gives the whole grid or an error, never a part of it.
//
// Which countries and media there are follows from the question alone, so that whoever has what a trail keeps of a grid can ask
// for it again.
func Ask(ctx context.Context, p *policy.Policy, r rights.Reading, base rights.Question, others rights.Others) (Grid, error) {
	if base.Use.Except != nil {
		return Grid{}, errors.New("the use leaves something out; ask about one that does not")
	}
	asked := countries(base)
	if len(asked) == 0 {
		return Grid{}, errors.New("the use names no country: its groups had no members then")
	}
	j := judge{policy: p, reading: r, base: base, others: others, special: specials(p)}
	g := Grid{Media: slices.Clone(rights.Media)}
	if len(base.Use.Media) > 0 {
		g.Media = slices.Clone(base.Use.Media)
	}
	rows, err := j.rows(ctx, asked, g.Media)
	if err != nil {
		return Grid{}, err
	}
	whole := rights.NewCase(r, base, p.House(), others)
	g.changes(whole.GoodUntil)
	for _, row := range rows {
		g.add(row)
	}
	slices.SortStableFunc(g.Areas, func(a, b Area) int { return len(b.Codes) - len(a.Codes) })
	return g, nil
}

// Outcome asks about a use in every country and every medium, and gives what a trail keeps of it: the same for ever for the same
// policy, reading, question and others. See [rights.Input.Others].
func Outcome(ctx context.Context, p *policy.Policy, r rights.Reading, base rights.Question, others rights.Others) (policy.Outcome, error) {
	g, err := Ask(ctx, p, r, base, others)
	if err != nil {
		return policy.Outcome{}, err
	}
	return g.Outcome(), nil
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

// add adds what is said of a country to the area of which the same is said.
func (g *Grid) add(r row) {
	for _, cell := range r.cells {
		g.changes(cell.Case.GoodUntil)
	}
	same := func(a Area) bool { return slices.EqualFunc(a.Cells, r.cells, says) }
	if i := slices.IndexFunc(g.Areas, same); i >= 0 {
		g.Areas[i].Codes = append(g.Areas[i].Codes, r.country)
		return
	}
	g.Areas = append(g.Areas, Area{[]string{r.country}, r.cells})
}

// says reports whether two cells of one medium say the same, until the same moment, by the same facts of the record and the house.
func says(a, b Cell) bool {
	return a.Verdict == b.Verdict && reflect.DeepEqual(a.Findings, b.Findings) && reflect.DeepEqual(a.Case.GoodUntil, b.Case.GoodUntil) &&
		slices.Equal(a.Case.Input.House, b.Case.Input.House)
}

// changes notes when something may change.
func (g *Grid) changes(at *time.Time) {
	if at != nil && (g.GoodUntil == nil || at.Before(*g.GoodUntil)) {
		g.GoodUntil = at
	}
}

// Outcome is the grid as a trail keeps it: verdicts and codes, no words. Its verdict is that of the strictest cell; a grid without
// cells clears nothing.
func (g Grid) Outcome() policy.Outcome {
	var verdicts []policy.Verdict
	kept := policy.Grid{Media: g.Media}
	for _, a := range g.Areas {
		area := policy.Area{Codes: a.Codes}
		for _, c := range a.Cells {
			area.Verdicts, area.Findings = append(area.Verdicts, c.Verdict), append(area.Findings, c.Codes())
		}
		verdicts = append(verdicts, area.Verdicts...)
		kept.Areas = append(kept.Areas, area)
	}
	return policy.Outcome{Verdict: policy.Strictest(verdicts...), Findings: []policy.Finding{}, Grid: &kept}
}

// Codes are those of the findings that decide.
func (c Cell) Codes() []string {
	codes := []string{}
	for _, f := range c.Findings {
		codes = append(codes, f.Code)
	}
	return codes
}
