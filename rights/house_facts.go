package rights

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"clearance/rights/when"
)

// zones are the house's zones, by their place, that this case's embargo is read in: those that hold, now and at the moment it
// is judged, and speak of its holder or claimant; where none does, those for all. An embargo with a zone of its own needs none.
func (c *Case) zones() []int {
	r := c.Reading
	if r.Embargo.State != Stated || r.Embargo.Zone != "" || r.Embargo.Endless {
		return nil
	}
	var own, all []int
	for i, z := range c.House.Zones {
		switch {
		case !z.Holds(c.Question.AsOf), !z.Holds(c.Question.start()):
		case z.All:
			all = append(all, i)
		case sameName(z.Holder, r.Holder.Name.Value), sameName(z.Claimant, r.Notice.Claimant.Value):
			own = append(own, i)
		}
	}
	if len(own) > 0 {
		return own
	}
	return all
}

// embargo is the reading's embargo, in the zones that the house states for it. Where two of them differ, it holds until it
// is over in both.
func (c *Case) embargo() Embargo {
	e := c.Reading.Embargo
	moment, ok := when.Parse(e.Value)
	if !ok {
		return e
	}
	var firsts, lasts []time.Time
	for _, i := range c.zones() {
		zone, err := when.LoadZone(c.House.Zones[i].Zone)
		if err != nil { // a house with such a zone does not load
			return c.Reading.Embargo
		}
		first, last := moment.IntervalIn(zone)
		firsts, lasts = append(firsts, first), append(lasts, last)
	}
	if len(firsts) > 0 {
		first, last := slices.MinFunc(firsts, time.Time.Compare).UTC(), slices.MaxFunc(lasts, time.Time.Compare).UTC()
		e.First, e.Last = &first, &last
	}
	return e
}

// The names of facts of the house, as an input lists them.
const (
	weFact      = "we"
	clientsFact = "clients_of"
)

// zoneFact names the zone at a place of the house file, counted from 0.
func zoneFact(i int) string { return fmt.Sprintf("zones.%d", i) }

// restsOn names the facts of the house that made a difference to this input, sorted.
func (c *Case) restsOn() []string {
	names := []string{}
	for _, i := range c.zones() {
		names = append(names, zoneFact(i))
	}
	notice := c.Input.Notice
	ours := func(s ShotInput) bool { return s.Source == "us" }
	if notice.Reserved && notice.Us || slices.ContainsFunc(c.Input.Shots, ours) {
		names = append(names, weFact)
	}
	if notice.Reserved && notice.Client {
		names = append(names, clientsFact)
	}
	slices.Sort(names)
	return names
}

// houseFacts are the facts of the house that the input rests on. No words of the record state them.
func (c *Case) houseFacts() []Named {
	var all []Named
	state := func(name, format string, args ...any) {
		if slices.Contains(c.Input.House, name) {
			all = append(all, Named{"house." + name, Fact{State: Stated, Value: fmt.Sprintf(format, args...)}})
		}
	}
	state(clientsFact, "we are a client of %s", c.Reading.Notice.Claimant.Value)
	state(weFact, "we are %s", strings.Join(c.House.We.Names, ", "))
	for i, z := range c.House.Zones {
		state(zoneFact(i), "embargoes of %s are in %s (%s: %s; until %s)", z.of(), z.Zone, z.Who, z.Why, z.Until.Format(time.DateOnly))
	}
	return all
}

// of says whose records a zone is for.
func (z Zone) of() string {
	switch {
	case z.Holder != "":
		return z.Holder
	case z.Claimant != "":
		return "records with a notice of " + z.Claimant
	}
	return "all records"
}
