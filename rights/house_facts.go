package rights

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"clearance/rights/when"
)

// zones are the house's zones, by their place, that this case's embargo is read in: those that hold, now and at the moment it
// is judged, and speak of its holder or claimant; where none does, those for all. An embargo with a zone of its own needs none.
func (c *Case) zones() []int {
	r := c.Reading
	if r.Embargo.State != Stated || r.Embargo.Zone != "" || r.Embargo.Endless || r.Embargo.Past {
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

// Those of lists are named by their place in the house file, counted from 0.
func zoneFact(i int) string   { return fmt.Sprintf("zones.%d", i) }
func clientFact(i int) string { return fmt.Sprintf("clients.%d", i) }
func rulingFact(i int) string { return fmt.Sprintf("rulings.%d", i) }
func limitFact(i int) string  { return fmt.Sprintf("geo_limited.%d", i) }

// houseChanges notes when facts of the house that count here end or begin.
func (c *Case) houseChanges() {
	for _, i := range c.zones() {
		c.changes(c.House.Zones[i].Until.Time)
	}
	for _, i := range c.limits() {
		c.changes(c.House.GeoLimited[i].Until.Time)
	}
	for _, i := range c.Ruled {
		c.changes(c.House.Rulings[i].Until.Time)
	}
	for _, client := range c.House.Clients {
		for _, day := range []*Day{client.From, client.Until} {
			if day != nil && c.Question.Use.Party != "" {
				c.changes(day.Time)
			}
		}
	}
}

// restsOn names the facts of the house that made a difference to this input, sorted.
func (c *Case) restsOn() []string {
	names := []string{}
	for _, i := range c.zones() {
		names = append(names, zoneFact(i))
	}
	for _, i := range c.Ruled {
		names = append(names, rulingFact(i))
	}
	rules := c.Input.Terms.Rules
	if slices.ContainsFunc(rules, func(r RuleInput) bool { return r.Territory.Form != "all" }) {
		for _, i := range c.limits() {
			names = append(names, limitFact(i))
		}
	}
	if c.asker.client != nil && len(rules) > 0 {
		names = append(names, clientFact(c.asker.index))
	}
	notice := c.Input.Notice
	ours := func(s ShotInput) bool { return s.Source == "us" }
	names = append(names, c.whoWeAre(rules)...)
	if notice.Reserved && notice.Us || slices.ContainsFunc(c.Input.Shots, ours) {
		names = append(names, weFact)
	}
	if notice.Reserved && notice.Client || c.Input.Holder.Client && slices.ContainsFunc(rules, func(r RuleInput) bool { return r.Kind == "licence_terms" }) {
		names = append(names, clientsFact)
	}
	return sorted(names)
}

// whoWeAre names the facts by which it was judged how we stand to the parties of rules.
func (c *Case) whoWeAre(rules []RuleInput) []string {
	var names []string
	for _, r := range rules {
		switch {
		case r.Party == partyOwner, c.asker.us && len(c.asker.names) > 0 && r.Party != partyOpen:
			names = append(names, weFact)
		}
		if c.asker.us && r.Party == partyClient {
			names = append(names, clientsFact)
		}
	}
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
	state(clientsFact, "we are a client of %s", strings.Join(slices.Sorted(maps.Keys(c.House.We.ClientsOf)), ", "))
	state(weFact, "we are %s", strings.Join(c.House.We.Names, ", "))
	for i, z := range c.House.Zones {
		state(zoneFact(i), "embargoes of %s are in %s (%s: %s; until %s)", z.of(), z.Zone, z.Who, z.Why, z.Until.Format(time.DateOnly))
	}
	for i, client := range c.House.Clients {
		state(clientFact(i), "%s is a client of ours (country %s; client of %s)", client.Name, cmp.Or(client.Country, "not stated"), cmp.Or(strings.Join(client.ClientOf, ", "), "nobody else"))
	}
	for i, r := range c.House.Rulings {
		state(rulingFact(i), "%s (%s: %s; until %s)", r.says(), r.Who, r.Why, r.Until.Format(time.DateOnly))
	}
	for i, g := range c.House.GeoLimited {
		state(limitFact(i), "%s can be kept out of a territory (%s: %s; until %s)", strings.Join(g.Media, ", "), g.Who, g.Why, g.Until.Format(time.DateOnly))
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
