package avails

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"clearance/check"
	"clearance/policy"
)

// WriteJSON writes the grid as one line of JSON.
func (g Grid) WriteJSON(w io.Writer) error { return json.NewEncoder(w).Encode(g) }

var heading = []string{
	"territory", "name", "medium", "verdict", "codes", "reasons", "conditions", "action", "purpose", "party", "from", "until", "as_of",
	"good_until", "id", "title", "sha256", "policy",
}

// WriteCSV writes the grid as comma-separated values: a line for each country in each medium, by code.
func (g Grid) WriteCSV(w io.Writer) error {
	table := csv.NewWriter(w)
	if err := table.Write(heading); err != nil {
		return err
	}
	until := ""
	if g.GoodUntil != nil {
		until = *g.GoodUntil
	}
	for _, c := range g.countries() {
		for i, cell := range c.area.Cells {
			reasons, conditions := g.details(cell)
			if err := table.Write([]string{
				c.code, countryName(c.code), g.Media[i], string(cell.Verdict), strings.Join(cell.Codes, "; "),
				check.SheetText(strings.Join(reasons, "; ")), check.SheetText(strings.Join(conditions, "; ")), g.Use.Action, g.Use.Purpose, check.SheetText(g.Use.Party),
				term(g.Use.From), term(g.Use.Until), g.AsOf, until, check.SheetText(g.Story.ID), check.SheetText(g.Story.Title), g.Story.SHA256, g.Policy,
			}); err != nil {
				return err
			}
		}
	}
	table.Flush()
	return table.Error()
}

// details are what is said of a cell in words: why, and on which conditions.
func (g Grid) details(c Cell) (reasons, conditions []string) {
	for _, place := range c.Findings {
		if f := g.Findings[place]; f.Effect == policy.Condition {
			conditions = append(conditions, f.Detail)
		} else {
			reasons = append(reasons, f.Detail)
		}
	}
	return reasons, conditions
}

func term(at *time.Time) string {
	if at == nil {
		return ""
	}
	return instant(*at)
}

func instant(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// A country is one code and the area it is in.
type country struct {
	code string
	area Area
}

// countries are all countries of the grid, by code.
func (g Grid) countries() []country {
	var all []country
	for _, area := range g.Areas {
		for _, code := range area.Codes {
			all = append(all, country{code, area})
		}
	}
	slices.SortFunc(all, func(a, b country) int { return strings.Compare(a.code, b.code) })
	return all
}
