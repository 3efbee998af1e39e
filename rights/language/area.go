package language

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Area is where a rule holds, as sets of countries. Areas are shared: they must not be changed.
type Area struct {
	Form  string   `json:"form"`  // all: everywhere; in: in Codes; outside: everywhere but in Codes
	Codes []string `json:"codes"` // ISO 3166-1 alpha-2, sorted, never nil
	Maybe []string `json:"maybe"` // where it may hold (in), or may hold after all (outside): sorted, never nil, none of Codes
}

// world is the UN M49 code for all there is.
const world = "001"

// Countries gives the codes of ISO 3166-1 alpha-2 that are in use, and of places that have one by custom, in order.
func Countries() []string {
	var codes []string
	for _, r := range countries() {
		codes = append(codes, r.String())
	}
	return codes
}

// Area gives where a rule with this territory holds. What is in doubt errs towards the bar: a bar reaches dependencies and all
// that were members of a group at any of the instants; what is left open is only what is named, or was a member at all of them.
// A constraint that is nil is everywhere. Where no instant is given, or one is zero, the date is not known: groups are read as
// they were at any time.
func (c *Constraint) Area(at ...time.Time) Area {
	if c == nil {
		return reach{}.as("all")
	}
	days := daysOf(at)
	key := fmt.Sprintf("%t %q %q %q", c.Outside, c.Values, c.Except, c.Perhaps)
	for _, d := range days {
		key += fmt.Sprint(" ", d.Unix())
	}
	areas.Lock()
	defer areas.Unlock()
	a, ok := areas.met[key]
	if !ok {
		if len(areas.met) >= mostMet {
			clear(areas.met)
		}
		a = c.area(days)
		areas.met[key] = a
	}
	return a
}

// areas are those asked for lately: millions of stories name few. When it is full it starts afresh.
var areas = struct {
	sync.Mutex
	met map[string]Area
}{met: map[string]Area{}}

// daysOf gives the days of instants, in order: membership changes with the day.
func daysOf(at []time.Time) []time.Time {
	var days []time.Time
	if len(at) == 0 || slices.ContainsFunc(at, time.Time.IsZero) {
		for _, m := range memberships {
			days = append(days, m.from)
			if m.until.Year() < 9999 {
				days = append(days, m.until)
			}
		}
	}
	for _, t := range at {
		if !t.IsZero() {
			days = append(days, t.UTC().Truncate(day))
		}
	}
	slices.SortFunc(days, time.Time.Compare)
	return slices.CompactFunc(days, time.Time.Equal)
}

func (c *Constraint) area(days []time.Time) Area {
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
		return c.opened(days).as("outside")
	case !c.Outside:
		barred := widest(c.Values, days)
		for code := range widest(c.Perhaps, days).sure {
			barred.maybe.add(code)
		}
		if excepting {
			barred.less(c.opened(days))
		}
		return barred.as("in")
	case !named || contrary:
		return reach{}.as("outside")
	case anywhere: // what is outside the world is only what was taken out of it
		return widest(c.Except, days).as("in")
	}
	open := narrowest(c.Values, days)
	not := widest(c.Except, days)
	for code := range not.sure {
		if slices.Contains(c.Values, code) { // named on both sides
			delete(not.sure, code)
			not.maybe.add(code)
		}
	}
	open.less(not)
	return open.as("outside")
}

// opened gives what a bar leaves open within its values. A place that is named itself stays barred. One that several values
// cover may have been taken out of only one of them: Asia and the Chinese mainland.
func (c *Constraint) opened(days []time.Time) reach {
	except := slices.DeleteFunc(slices.Clone(c.Except), func(v string) bool {
		ever, _ := membersOn(v, days)
		return len(ever) == 0
	})
	open := narrowest(except, days)
	covered := map[string]int{}
	for _, v := range c.Values {
		r := widest([]string{v}, days)
		for code := range r.sure {
			covered[code]++
		}
		for code := range r.maybe {
			covered[code]++
		}
		delete(open.sure, v)
		delete(open.maybe, v)
	}
	for code := range open.sure {
		if covered[code] > 1 {
			delete(open.sure, code)
			open.maybe.add(code)
		}
	}
	return open
}

// reach is what values name: surely, or perhaps.
type reach struct{ sure, maybe set }

type set map[string]bool

func (s set) add(codes ...string) {
	for _, code := range codes {
		s[code] = true
	}
}

// widest gives what values may mean at any of the days: as a bar is read.
func widest(values []string, days []time.Time) reach {
	r := reach{set{}, set{}}
	for _, v := range values {
		ever, _ := membersOn(v, days)
		if len(ever) == 0 {
			r.maybe.add(Countries()...) // whatever it is, it may be anywhere
		}
		for code := range ever {
			r.sure.add(code)
			r.sure.add(dependencies()[code]...)
			r.maybe.add(related()[code]...)
		}
		r.maybe.add(related()[v]...)
	}
	return r
}

// narrowest gives what values mean at all of the days: as what is left open is read. A place that follows a country is only
// meant where it is named itself, and one of which it is in doubt whether an area has it is not meant by that.
func narrowest(values []string, days []time.Time) reach {
	r := reach{set{}, set{}}
	for _, v := range values {
		ever, always := membersOn(v, days)
		if len(ever) == 0 {
			r.maybe.add(Countries()...)
		}
		for code := range ever {
			if always[code] && (code == v || !followers()[code] && !slices.Contains(related()[v], code)) {
				r.sure.add(code)
			}
			if !always[code] && len(days) < len(daysOf(nil)) { // both days are known, and it was no member on one of them
				continue
			}
			r.maybe.add(code)
			r.maybe.add(dependencies()[code]...)
			r.maybe.add(related()[code]...)
		}
		r.maybe.add(related()[v]...)
	}
	return r
}

// less takes what another reach names out of this one: what it perhaps names is perhaps left.
func (r reach) less(other reach) {
	for code := range other.maybe {
		if r.sure[code] && !other.sure[code] {
			delete(r.sure, code)
			r.maybe.add(code)
		}
	}
	for code := range other.sure {
		delete(r.sure, code)
		delete(r.maybe, code)
	}
}

func (r reach) as(form string) Area {
	a := Area{Form: form, Codes: []string{}, Maybe: []string{}}
	a.Codes = slices.AppendSeq(a.Codes, maps.Keys(r.sure))
	for code := range r.maybe {
		if !r.sure[code] {
			a.Maybe = append(a.Maybe, code)
		}
	}
	slices.Sort(a.Codes)
	slices.Sort(a.Maybe)
	return a
}

// membersOn gives the members of a territory on any of the days, and those on all of them.
func membersOn(code string, days []time.Time) (ever, always set) {
	ever, count := set{}, map[string]int{}
	for _, d := range days {
		for _, m := range Members(code, d) {
			ever.add(m)
			count[m]++
		}
	}
	always = set{}
	for m, n := range count {
		if n == len(days) {
			always.add(m)
		}
	}
	return ever, always
}

// Dependencies of countries, and places of which it is in doubt whether a name means them. Both are read when they are needed.
var (
	dependencies = sync.OnceValue(func() map[string][]string { return placesOf("dependencies") })
	related      = sync.OnceValue(func() map[string][]string { return placesOf("related") })

	// followers are all the places that are read with a country.
	followers = sync.OnceValue(func() set {
		s := set{}
		for _, list := range []map[string][]string{dependencies(), related()} {
			for of, codes := range list {
				if len(of) == 2 {
					s.add(codes...)
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
