package language

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
)

// membership is a time for which a country belongs to a group.
type membership struct {
	group, country string
	from, until    time.Time
}

var memberships = func() []membership {
	var list []membership
	for line := range lines("groups") {
		f := append(strings.Fields(line), "9999-12-31")
		from, err1 := time.Parse(time.DateOnly, f[2])
		until, err2 := time.Parse(time.DateOnly, f[3])
		if err1 != nil || err2 != nil {
			panic("lexicon/groups.txt: no dates in: " + line)
		}
		list = append(list, membership{f[0], f[1], from, until})
	}
	return list
}()

// covers reports whether each of some territories lies in one of others, at any time.
func covers(outer, inner []string) bool {
	return !slices.ContainsFunc(inner, func(code string) bool {
		return !slices.ContainsFunc(outer, func(group string) bool { return contains(group, code) })
	})
}

func contains(group, code string) bool {
	if slices.ContainsFunc(memberships, func(m membership) bool { return m.group == group && m.country == code }) {
		return true
	}
	area, err1 := language.ParseRegion(group)
	place, err2 := language.ParseRegion(code)
	return err1 == nil && err2 == nil && group != code && group != "EU" && area.IsGroup() && area.Contains(place)
}

// Members gives the ISO 3166-1 codes that a territory stands for at an instant, in order: of EU and EEA the members then, of a
// UN M49 area all the countries and dependencies in it, of a country itself, and of anything else none.
func Members(code string, at time.Time) []string {
	var list []string
	for _, m := range memberships {
		if m.group == code && !at.Before(m.from) && at.Before(m.until) {
			list = append(list, m.country)
		}
	}
	area, err := language.ParseRegion(code)
	if len(list) == 0 && err == nil && code != "EU" {
		for _, r := range countries() {
			if r == area || area.IsGroup() && area.Contains(r) {
				list = append(list, r.String())
			}
		}
	}
	slices.Sort(list)
	return list
}
