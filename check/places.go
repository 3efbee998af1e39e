package check

import (
	"slices"
	"time"

	"clearance/rights"
	"clearance/rights/language"
)

// PlaceNames says a long list of countries as a person would: by groups, and by countries with their dependencies.
func PlaceNames(codes []string, at time.Time) []string {
	left := slices.Clone(codes)
	take := func(members []string) bool {
		if len(members) < 2 || slices.ContainsFunc(members, func(m string) bool { return !slices.Contains(left, m) }) {
			return false
		}
		left = slices.DeleteFunc(left, func(c string) bool { return slices.Contains(members, c) })
		return true
	}
	var names []string
	for _, group := range []string{"Europe", "Africa", "Americas", "Asia", "Oceania", "North America", "South America", "EEA", "EU"} {
		if take(rights.Members(group, at)) {
			names = append(names, group)
		}
	}
	for _, code := range slices.Clone(left) {
		if below := language.Dependencies(code); len(below) > 0 && take(append([]string{code}, below...)) {
			names = append(names, code+" with its dependencies")
		}
	}
	return append(names, left...)
}
