package language

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// Area is where a rule holds, as sets of countries.
type Area struct {
	Form  string   `json:"form"`  // all: everywhere; in: in Codes; outside: everywhere but in Codes
	Codes []string `json:"codes"` // ISO 3166-1 alpha-2, sorted, never nil
	Maybe []string `json:"maybe"` // where it may hold (in), or may hold after all (outside): sorted, never nil, none of Codes
}

// world is the UN M49 code for all there is.
const world = "001"

// Countries gives the codes of ISO 3166-1 alpha-2 that are in use, and of places that have one by custom, in order.
func Countries() []string { return slices.Clone(codes()) }

// CountriesBut gives all of Countries but some.
func CountriesBut(some []string) []string {
	left := everywhere()
	left.take(setOf(some))
	return left.list()
}

// Area gives where a rule with this territory holds. What is in doubt errs towards the bar: a bar reaches dependencies and all
// that were members of a group at any of the instants; what is left open is only what is named, or was a member at all of them.
// A constraint that is nil is everywhere. Where no instant is given, or one is zero, the date is not known: groups are read as
// they were at any time.
func (c *Constraint) Area(at ...time.Time) Area {
	if c == nil {
		return reach{}.as("all")
	}
	return c.area(erasOf(at))
}

// IsDated reports whether it depends on the date where a rule with this territory holds: it names a group that gains and loses members.
func (c *Constraint) IsDated() bool {
	return c != nil && (slices.ContainsFunc(c.Values, isDated) || slices.ContainsFunc(c.Except, isDated) || slices.ContainsFunc(c.Perhaps, isDated))
}

func (c *Constraint) area(when eras) Area {
	var (
		named     = len(c.Values) > 0
		anywhere  = slices.Contains(c.Values, world)
		contrary  = slices.Contains(c.Except, world) // all but the world is nothing anybody means
		excepting = len(c.Except) > 0 && !contrary
	)
	switch {
	case !c.Outside && (!named || anywhere && !excepting):
		return reach{}.as("all")
	case !c.Outside && anywhere:
		return c.opened(when).as("outside")
	case !c.Outside:
		barred := widest(c.Values, when)
		barred.maybe.join(widest(c.Perhaps, when).sure)
		if excepting {
			barred.less(c.opened(when))
		}
		return barred.as("in")
	case !named || contrary:
		return reach{}.as("outside")
	case anywhere: // what is outside the world is only what was taken out of it
		return widest(c.Except, when).as("in")
	}
	open, not := narrowest(c.Values, when), widest(c.Except, when)
	both := not.sure.and(setOf(c.Values)) // named on both sides
	not.sure.take(both)
	not.maybe.join(both)
	open.less(not)
	return open.as("outside")
}

// opened gives what a bar leaves open within its values. A place that is named itself stays barred. One that several values
// cover may have been taken out of only one of them: Asia and the Chinese mainland.
func (c *Constraint) opened(when eras) reach {
	var open reach
	for _, v := range c.Except {
		if m := meaningOf(v, when); m.known {
			open.join(m.narrow)
		}
	}
	var once, twice set // what values cover, surely or perhaps
	for _, v := range c.Values {
		wide := meaningOf(v, when).wide
		for _, s := range []set{wide.sure, wide.maybe} {
			twice.join(once.and(s))
			once.join(s)
		}
	}
	itself := setOf(c.Values)
	open.sure.take(itself)
	open.maybe.take(itself)
	doubtful := open.sure.and(twice)
	open.sure.take(doubtful)
	open.maybe.join(doubtful)
	return open
}

// Dependencies of countries, and places of which it is in doubt whether a name means them. Both are read when they are needed.
var (
	dependencies = sync.OnceValue(func() map[string][]string { return placesOf("dependencies") })
	related      = sync.OnceValue(func() map[string][]string { return placesOf("related") })

	// followers are all the places that are read with a country.
	followers = sync.OnceValue(func() (s set) {
		for _, list := range []map[string][]string{dependencies(), related()} {
			for of, codes := range list {
				if len(of) == 2 {
					s.join(setOf(codes))
				}
			}
		}
		return s
	})
)

// placesOf reads lines such as "CN = HK MO | why".
func placesOf(file string) map[string][]string {
	list := map[string][]string{}
	for line := range lines(file) {
		of, codes, ok := strings.Cut(line, " = ")
		if !ok {
			panic("lexicon/" + file + ".txt: no ' = ' in: " + line)
		}
		codes, _, _ = strings.Cut(codes, "|")
		list[of] = strings.Fields(codes)
	}
	return list
}

// Dependencies are the places with a code of their own that follow a country: of GB, GG and JE and others; sorted, and none for most.
func Dependencies(country string) []string { return dependencies()[country] }
