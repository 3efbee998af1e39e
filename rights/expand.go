package rights

import (
	"slices"
	"strconv"

	"clearance/rights/language"
)

// dimension is what values of media, or of purposes, hold within each other. A value that stands in no table is only itself.
type dimension struct {
	all    []string
	barred map[string]reach // what a bar on a value reaches
	open   map[string]reach // what is open where a value is left open
	met    *recent[SetInput]
}

// reach is what values name: surely, or perhaps.
type reach struct{ sure, maybe []string }

// A bar on online reaches social and mobile too, one on broadcast radio; what leaves one open leaves no other open.
var ofMedia = dimension{
	met: &recent[SetInput]{},
	all: Media,
	barred: map[string]reach{
		"online":    {sure: []string{"online", "social", "mobile"}},
		"broadcast": {sure: []string{"broadcast", "radio"}},
	},
	open: map[string]reach{
		"broadcast": {sure: []string{"broadcast"}, maybe: []string{"radio"}},
	},
}

// News is editorial, but not all that is editorial is news; and whoever bans commerce has not allowed training.
var ofPurposes = dimension{
	met: &recent[SetInput]{},
	all: Purposes,
	barred: map[string]reach{
		"editorial":  {sure: []string{"editorial", "news"}},
		"news":       {sure: []string{"news"}, maybe: []string{"editorial"}},
		"commercial": {sure: []string{"commercial"}, maybe: []string{"training"}},
	},
	open: map[string]reach{
		"editorial": {sure: []string{"editorial", "news"}},
		"news":      {sure: []string{"news"}, maybe: []string{"editorial"}},
	},
}

// expanded is expand for limits that were met before: there are few. Nobody may change what it gives.
func expanded(c *language.Constraint, d *dimension) SetInput {
	if c == nil {
		return SetInput{"all", []string{}, []string{}}
	}
	var room room
	return d.met.of(appendConstraint(room[:0], c), func() SetInput { return expand(c, *d) })
}

// appendConstraint makes a constraint a part of a key.
func appendConstraint(key []byte, c *language.Constraint) []byte {
	key = strconv.AppendBool(key, c.Outside)
	for _, list := range [][]string{c.Values, c.Except, c.Perhaps} {
		key = appendTexts(key, list)
	}
	return key
}

// expand makes the set of a limit as language.Area does for territories: a bar reaches what its values may mean, and what is left
// open is only what surely is. What is taken out of either errs towards the bar too.
func expand(c *language.Constraint, d dimension) SetInput {
	switch {
	case c == nil:
		return SetInput{"all", []string{}, []string{}}
	case c.Outside:
		return d.leftOpen(c).as("outside")
	case len(c.Values) == 0: // nobody knows what it limits
		return reach{maybe: d.all}.as("in")
	}
	bar := d.reach(c.Values)
	perhaps := d.reach(c.Perhaps)
	bar.maybe = slices.Concat(bar.maybe, perhaps.sure, perhaps.maybe)
	return bar.less(d.takenOut(c)).as("in")
}

// reach is what a bar on values reaches. One that nobody knows may be any.
func (d dimension) reach(values []string) (r reach) {
	for _, v := range values {
		if slices.Contains(d.all, v) {
			r.add(v, d.barred)
		} else {
			r.maybe = slices.Concat(r.maybe, d.all)
		}
	}
	return r
}

// narrowest is what values leave open. One that nobody knows leaves nothing open.
func (d dimension) narrowest(values []string) (r reach) {
	for _, v := range values {
		if slices.Contains(d.all, v) {
			r.add(v, d.open)
		}
	}
	return r
}

func (r *reach) add(value string, table map[string]reach) {
	more, ok := table[value]
	if !ok {
		more.sure = []string{value}
	}
	r.sure, r.maybe = slices.Concat(r.sure, more.sure), slices.Concat(r.maybe, more.maybe)
}

// takenOut is what a bar leaves open within its values. What is named itself stays barred, and what several of them reach may have
// been taken out of only one.
func (d dimension) takenOut(c *language.Constraint) reach {
	out := d.narrowest(c.Except)
	var shared []string
	for _, v := range out.sure {
		reaching := 0
		for _, value := range c.Values {
			if bar := d.reach([]string{value}); slices.Contains(bar.sure, v) || slices.Contains(bar.maybe, v) {
				reaching++
			}
		}
		if reaching > 1 {
			shared = append(shared, v)
		}
	}
	return reach{difference(difference(out.sure, shared), c.Values), difference(slices.Concat(out.maybe, shared), c.Values)}
}

// leftOpen is what a limit to values leaves open. What is named on both sides is in doubt.
func (d dimension) leftOpen(c *language.Constraint) reach {
	not := d.reach(c.Except)
	both := slices.DeleteFunc(slices.Clone(not.sure), func(v string) bool { return !slices.Contains(c.Values, v) })
	return d.narrowest(c.Values).less(reach{difference(not.sure, both), slices.Concat(not.maybe, both)})
}

// less takes what another reach names out of this one: what it perhaps names is perhaps left.
func (r reach) less(other reach) reach {
	doubted := slices.DeleteFunc(slices.Clone(r.sure), func(v string) bool { return !slices.Contains(other.maybe, v) })
	return reach{
		sure:  difference(r.sure, slices.Concat(other.sure, other.maybe)),
		maybe: difference(slices.Concat(r.maybe, doubted), other.sure),
	}
}

func (r reach) as(form string) SetInput {
	set := SetInput{form, sorted(list(r.sure)), sorted(list(r.maybe))}
	set.Maybe = difference(set.Maybe, set.Values)
	return set
}

func sorted(s []string) []string {
	slices.Sort(s)
	return slices.Compact(s)
}
