package grid

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"clearance/policy"
	"clearance/rights"
)

// judge asks the policy about cells, and about cells that are alike only once.
type judge struct {
	policy  *policy.Policy
	reading rights.Reading
	base    rights.Question
	others  rights.Others
	special special // countries that the policy may treat each in its own way
}

// A row is what is said of one country, one after the other medium.
type row struct {
	country string
	cells   []Cell
}

// rows judges countries in media: a row for each country, in their order.
func (j *judge) rows(ctx context.Context, countries, media []string) ([]row, error) {
	var (
		rows  []row
		known = map[string][]Cell{} // by what is told of a country; rows of countries that are alike share their cells
		cells []*Cell
	)
	for _, country := range countries {
		name, err := j.alike(country, media[0])
		if err != nil {
			return nil, err
		}
		if known[name] == nil {
			known[name] = make([]Cell, len(media))
			for i, medium := range media {
				known[name][i].Case = j.ask(country, medium)
				cells = append(cells, &known[name][i])
			}
		}
		rows = append(rows, row{country, known[name]})
	}
	return rows, j.all(ctx, cells)
}

// all judges cells side by side. After the first that fails the rest are left, and nothing of them counts.
func (j *judge) all(ctx context.Context, cells []*Cell) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	waiting := make(chan *Cell, len(cells))
	for _, cell := range cells {
		waiting <- cell
	}
	close(waiting)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for cell := range waiting {
				if err := j.judge(ctx, cell); err != nil {
					use := cell.Case.Question.Use
					stop(fmt.Errorf("in %s, %s: %w", use.Territory[0], use.Media[0], err))
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}

// ask is what the policy is asked about for one country and one medium, which are then no longer assumed.
func (j *judge) ask(country, medium string) rights.Case {
	q := j.base
	q.Use.Territory, q.Use.Media = []string{country}, []string{medium}
	q.Use.Assumed = slices.DeleteFunc(slices.Clone(q.Use.Assumed), func(d string) bool { return d == "territory" || d == "media" })
	return rights.NewCase(j.reading, q, j.policy.House(), j.others)
}

// alike names what a policy is told of a country, but for which one it is: instead it says which lists of the input have the country
// in them. A policy that only looks a country up in such lists must say the same of all countries with one name, in each medium; one
// that may do more with a country is asked about that one alone.
func (j *judge) alike(country, medium string) (string, error) {
	asked := j.ask(country, medium)
	in := asked.Input
	if slices.Equal(in.Use.Territory.Codes, []string{country}) && !j.special.has(country) {
		in.Use.Territory.Codes = []string{"this country"}
	}
	written, err := json.Marshal(in)
	if err != nil {
		return "", fmt.Errorf("write the input of the policy: %w", err)
	}
	lists := [][]string{in.Use.Buyer.Codes}
	for _, rule := range in.Terms.Rules {
		lists = append(lists, rule.Territory.Values, rule.Territory.Maybe)
	}
	for _, list := range lists {
		written = strconv.AppendBool(written, slices.Contains(list, country))
	}
	return fmt.Sprintf("%s %v", written, asked.GoodUntil), nil
}

// judge asks the policy about one cell.
func (j *judge) judge(ctx context.Context, cell *Cell) error {
	ctx, cancel := context.WithTimeout(ctx, policy.Deadline)
	defer cancel()
	outcome, err := j.policy.Decide(ctx, cell.Case.Input)
	if err != nil {
		return err
	}
	cell.Verdict, cell.Findings = outcome.Verdict, deciding(outcome)
	return nil
}

// deciding are the findings that a verdict rests on: what blocks and then what refers, or else the ground and then its conditions.
func deciding(o policy.Outcome) []policy.Finding {
	effects := []policy.Effect{policy.Block, policy.Refer}
	if o.Verdict.Clears() {
		effects = []policy.Effect{policy.Ground, policy.Condition}
	}
	var findings []policy.Finding
	for _, effect := range effects {
		for _, f := range o.Findings {
			if f.Effect == effect {
				findings = append(findings, f)
			}
		}
	}
	return findings
}
