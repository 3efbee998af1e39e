package avails

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"clearance/check"
	"clearance/policy"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// A saying is how a verdict is shown: a sign and a word, so that colour is never needed, and what they stand for.
type saying struct{ Sign, Word, Means string }

// say shows a verdict. Whatever is not known to clear does not.
func say(v policy.Verdict) saying {
	switch v {
	case policy.Cleared:
		return saying{"✓", "can", "cleared, on the conditions marked !"}
	case policy.Referred:
		return saying{"?", "refer", "referred: a person must decide"}
	}
	return saying{"✗", "no", "blocked"}
}

// sign is what a finding does, as one sign.
func sign(e policy.Effect) string {
	switch e {
	case policy.Ground:
		return "✓"
	case policy.Condition:
		return "!"
	case policy.Refer:
		return "?"
	}
	return "✗"
}

// numbers are the numbers, counted from 1, under which the findings of a cell are shown: 1,3.
func (c Cell) numbers() string {
	var all []string
	for _, place := range slices.Sorted(slices.Values(c.Findings)) {
		all = append(all, strconv.Itoa(place+1))
	}
	return strings.Join(all, ",")
}

// nothingToDo begins the remedy of what asks for nothing.
const nothingToDo = "Nothing to do"

var english = sync.OnceValue(display.English.Regions)

// countryName is a country's English name, or its code where there is none.
func countryName(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	if name := english().Name(region); name != "" {
		return name
	}
	return code
}

// asks puts the use of a grid into words: sell, for editorial use, to Example TV.
func (g Grid) asks() string {
	var b strings.Builder
	b.WriteString(g.Use.Action + ", for " + check.ForPurpose(g.Use.Purpose))
	switch {
	case g.Use.Party != "":
		b.WriteString(", to " + g.Use.Party)
	case g.Use.Action == "sell":
		b.WriteString(", to any buyer, wherever it sits")
	}
	if g.Use.From != nil {
		b.WriteString(", from " + instant(*g.Use.From))
	}
	if g.Use.Until != nil {
		b.WriteString(", until " + instant(*g.Use.Until))
	}
	return b.String()
}

// until says when the grid may change.
func (g Grid) until() string {
	if g.GoodUntil == nil {
		return "no date in this record changes it"
	}
	return "may change at " + *g.GoodUntil
}

// madeWith says which policy was asked, and whether for a house.
func (g Grid) madeWith() string {
	house := "for no house"
	if g.House {
		house = "for the house it was asked with"
	}
	return "policy " + g.Policy[:min(len(g.Policy), len("sha256:")+12)] + ", " + house
}

// noDecision is said wherever a grid is shown: a sale needs an entry of its own.
const noDecision = "Each cell is what a check of that use says. Check the use itself, with its party and its term, before anybody acts on it."

// longestQuote bounds a quotation, in characters. JSON always has all of it.
const longestQuote = 240

// quote shows words of the record, and where they stand.
func quote(w check.Words) string {
	if w.Absent {
		return w.Field + ": not in this record"
	}
	text := []rune(check.Visible(w.Text))
	if len(text) > longestQuote {
		text = append(text[:longestQuote:longestQuote], '…')
	}
	where := fmt.Sprintf("bytes %d to %d", w.Start, w.End)
	if w.Field != "" {
		where = w.Field + ", " + where
	}
	return "“" + string(text) + "” " + where
}
