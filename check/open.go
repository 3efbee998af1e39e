package check

import (
	"slices"
	"strings"

	"clearance/policy"
	"clearance/rights"
	"clearance/rights/language"
)

// Open is a narrower use that is cleared where the one that was asked about is not.
type Open struct {
	Answer string        `json:"answer"` // in a sales desk's words
	Except rights.Except `json:"except"` // what it leaves out
}

// openFor puts narrower uses into words.
func openFor(q rights.Question, excepts []rights.Except) []Open {
	open := []Open{}
	for _, e := range excepts {
		open = append(open, Open{can(policy.Cleared) + " " + strings.ToUpper(q.Use.Action) + " " + exceptWords(q, e), e})
	}
	return open
}

func exceptWords(q rights.Question, e rights.Except) string {
	parts := territoryWords(q, e.Territory)
	if len(e.Media) > 0 {
		media := q.Use.Media
		if len(media) == 0 {
			media = rights.Media
		}
		parts = append(parts, "for "+or("", but(media, e.Media), "no medium")+" only")
	}
	if len(e.Party) > 0 {
		parts = append(parts, "not to "+or("", e.Party, ""))
	}
	return strings.Join(parts, ", ")
}

// territoryWords says what is left out of where it is shown, or what is left over if that is less, and which buyers are left out.
func territoryWords(q rights.Question, left []string) []string {
	if len(left) == 0 {
		return nil
	}
	var asked []string
	for _, name := range q.Use.Territory {
		asked = append(asked, rights.Members(name, q.AsOf)...)
	}
	if len(asked) == 0 {
		asked = language.Countries()
	}
	names := func(codes []string) string { return or("", PlaceNames(codes, q.AsOf), "") }
	var parts []string
	inside, outside := but(asked, but(asked, left)), but(left, asked)
	switch over := but(asked, left); {
	case len(inside) > len(over):
		parts = append(parts, "in "+names(over)+" only")
	case len(inside) > 0:
		parts = append(parts, "except in "+names(inside))
	}
	if len(outside) > 0 && q.Use.Action == "sell" && q.Use.Party == "" {
		parts = append(parts, "not to a buyer in "+names(outside))
	}
	return parts
}

func but(all, left []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(left, s) })
}
