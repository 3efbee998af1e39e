package language

import (
	"iter"
	"slices"
	"sort"
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

// turns are the days on which any group gains or loses a member, in order.
var turns = func() []time.Time {
	var list []time.Time
	for _, m := range memberships {
		list = append(list, m.from)
		if m.until.Year() < 9999 {
			list = append(list, m.until)
		}
	}
	slices.SortFunc(list, time.Time.Compare)
	list = slices.CompactFunc(list, time.Time.Equal)
	if len(list) > 62 {
		panic("lexicon/groups.txt: more days than eras can hold")
	}
	return list
}()

// isDated reports whether a territory gains and loses members.
func isDated(code string) bool { return slices.Contains(datedGroups, code) }

var datedGroups = func() []string {
	var groups []string
	for _, m := range memberships {
		if !slices.Contains(groups, m.group) {
			groups = append(groups, m.group)
		}
	}
	return groups
}()

// eras are times in which no group gains or loses a member, as a set: bit i is for the time from the i-th turn on, bit 0 for that
// before the first.
type eras uint64

// erasOf gives those of instants. Where none is given, or one is zero, any time since the first turn may be meant, too.
func erasOf(at []time.Time) (e eras) {
	if len(at) == 0 || slices.ContainsFunc(at, time.Time.IsZero) {
		e = sinceFirst
	}
	for _, t := range at {
		if !t.IsZero() {
			e |= 1 << sort.Search(len(turns), func(i int) bool { return turns[i].After(t) })
		}
	}
	return e
}

// sinceFirst are all eras but that before the first turn.
var sinceFirst = eras(1)<<(len(turns)+1) - 2

// known reports whether it is known when.
func (e eras) known() bool { return e&sinceFirst != sinceFirst }

// all gives a day in each of them, counted from 0.
func (e eras) all() iter.Seq2[int, time.Time] {
	return func(yield func(int, time.Time) bool) {
		n := 0
		for i := range len(turns) + 1 {
			if e&(1<<i) == 0 {
				continue
			}
			at := turns[max(i-1, 0)]
			if i == 0 {
				at = at.Add(-day)
			}
			if !yield(n, at) {
				return
			}
			n++
		}
	}
}

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
