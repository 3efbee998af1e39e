package prove

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/tester"
)

// newReport collects results, which come in any order.
func newReport(results <-chan *tester.Result) Report {
	r := Report{Tests: []Test{}, Uncovered: []Lines{}}
	for result := range results {
		t := newTest(result)
		r.Tests = append(r.Tests, t)
		r.count(t)
	}
	slices.SortFunc(r.Tests, func(a, b Test) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Name, b.Name))
	})
	return r
}

func (r *Report) count(t Test) {
	outcomes := []Outcome{t.Outcome}
	if len(t.Cases) > 0 && t.Error == "" {
		outcomes = nil
		for _, c := range t.Cases {
			outcomes = append(outcomes, c.Outcome)
		}
	}
	for _, outcome := range outcomes {
		switch outcome {
		case Passed:
			r.Passed++
		case Skipped:
			r.Skipped++
		default:
			r.Failed++
		}
	}
}

func newTest(result *tester.Result) Test {
	t := Test{
		Name:   strings.TrimPrefix(result.Package, "data.") + "." + result.Name,
		Output: strings.TrimSpace(string(result.Output)),
		Cases:  []Case{},
	}
	if result.Location != nil {
		t.File, t.Line = result.Location.File, result.Location.Row
	}
	switch {
	case result.Skip:
		t.Outcome = Skipped
	case result.Pass():
		t.Outcome = Passed
	default:
		t.Outcome = Failed
	}
	if result.Error != nil {
		t.Error = result.Error.Error()
	}
	for name, sub := range result.SubResults.Iter {
		if len(sub.SubResults) > 0 {
			continue // its parts are the cases
		}
		outcome := Passed
		if sub.Fail {
			outcome = Failed
		}
		t.Cases = append(t.Cases, Case{strings.Join(name, "/"), outcome})
	}
	return t
}

// cover takes down what the tests reach of the rules, and what they do not.
func (r *Report) cover(rules map[string]*ast.Module, coverage *cover.Cover) {
	report := coverage.Report(rules)
	reached, missed := 0, 0
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		file := report.Files[name]
		if file == nil {
			continue
		}
		reached += file.CoveredLines
		rows := rowsOf(file.NotCovered)
		missed += len(rows)
		r.Uncovered = append(r.Uncovered, spans(name, rows)...)
	}
	if all := reached + missed; all > 0 {
		r.Coverage = 100 * float64(reached) / float64(all)
	}
}

// rowsOf are the lines that ranges touch, sorted, each once.
func rowsOf(ranges []cover.Range) []int {
	var rows []int
	for _, each := range ranges {
		for row := each.Start.Row; row <= each.End.Row; row++ {
			rows = append(rows, row)
		}
	}
	slices.Sort(rows)
	return slices.Compact(rows)
}

// spans puts neighbouring lines together.
func spans(file string, rows []int) []Lines {
	var all []Lines
	for _, row := range rows {
		if last := len(all) - 1; last >= 0 && all[last].To == row-1 {
			all[last].To = row
		} else {
			all = append(all, Lines{file, row, row})
		}
	}
	return all
}
