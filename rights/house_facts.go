package rights

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"clearance/rights/when"
)

// heldZone is a zone that the house states and that holds, now and at the moment an embargo is judged.
type heldZone struct {
	index            int // its place in the house file
	all              bool
	holder, claimant string // folded
	load             func() (*time.Location, error)
}

func (a *Asking) heldZones() []heldZone {
	var held []heldZone
	for i := range a.house.Zones {
		z := &a.house.Zones[i]
		if z.Holds(a.question.AsOf) && z.Holds(a.question.start()) {
			load := sync.OnceValues(func() (*time.Location, error) { return when.LoadZone(z.Zone) })
			held = append(held, heldZone{i, z.All, fold(z.Holder), fold(z.Claimant), load})
		}
	}
	return held
}

// zones are the house's zones that this case's embargo is read in, by their place among those that hold: those that speak of its
// holder or claimant; where none does, those for all. An embargo with a zone of its own needs none.
func (c *Case) zones() []int {
	e := &c.Reading.Embargo
	held := c.asked().zones
	if len(held) == 0 || e.State != Stated || e.Zone != "" || e.Endless || e.Past {
		return nil
	}
	holder, claimant := fold(c.Reading.Holder.Name.Value), fold(c.Reading.Notice.Claimant.Value)
	var own, all []int
	for i := range held {
		z := &held[i]
		stated := &c.House.Zones[z.index]
		switch {
		case z.all:
			all = append(all, i)
		case stated.Holder != "" && z.holder == holder, stated.Claimant != "" && z.claimant == claimant:
			own = append(own, i)
		}
	}
	if len(own) > 0 {
		return own
	}
	return all
}

// embargo is the reading's embargo, in the zones that the house states for it.
func (c *Case) embargo() Embargo { return c.embargoIn(c.zones()) }

// embargoIn is the reading's embargo in zones of the house. Where two of them differ, it holds until it is over in both.
func (c *Case) embargoIn(zones []int) Embargo {
	e := c.Reading.Embargo
	if len(zones) == 0 {
		return e
	}
	moment, ok := when.Parse(e.Value)
	if !ok {
		return e
	}
	var firsts, lasts []time.Time
	for _, i := range zones {
		zone, err := c.asked().zones[i].load()
		if err != nil { // a house with such a zone does not load
			return e
		}
		first, last := moment.IntervalIn(zone)
		firsts, lasts = append(firsts, first), append(lasts, last)
	}
	first, last := slices.MinFunc(firsts, time.Time.Compare).UTC(), slices.MaxFunc(lasts, time.Time.Compare).UTC()
	e.First, e.Last = &first, &last
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
func (m *making) houseChanges() {
	for _, i := range m.zones {
		m.changes(m.House.Zones[m.asking.zones[i].index].Until.Time)
	}
	for _, i := range m.asking.limits {
		m.changes(m.House.GeoLimited[i].Until.Time)
	}
	for _, i := range m.Ruled {
		m.changes(m.House.Rulings[i].Until.Time)
	}
	for _, at := range m.asking.clients {
		m.changes(at)
	}
}

// restsOn names the facts of the house that made a difference to this input, sorted.
func (m *making) restsOn() []string {
	names := []string{}
	for _, i := range m.zones {
		names = append(names, zoneFact(m.asking.zones[i].index))
	}
	for _, i := range m.Ruled {
		names = append(names, rulingFact(i))
	}
	rules := m.Input.Terms.Rules
	if slices.ContainsFunc(rules, func(r RuleInput) bool { return r.Territory.Form != "all" }) {
		for _, i := range m.asking.limits {
			names = append(names, limitFact(i))
		}
	}
	if m.asking.asker.client != nil && len(rules) > 0 {
		names = append(names, clientFact(m.asking.asker.index))
	}
	notice := &m.Input.Notice
	ours := func(s ShotInput) bool { return s.Source == "us" }
	names = m.whoWeAre(names, rules)
	if notice.Reserved && notice.Us || slices.ContainsFunc(m.Input.Shots, ours) {
		names = append(names, weFact)
	}
	if notice.Reserved && notice.Client || m.Input.Holder.Client && slices.ContainsFunc(rules, func(r RuleInput) bool { return r.Kind == "licence_terms" }) {
		names = append(names, clientsFact)
	}
	return sorted(names)
}

// whoWeAre adds the names of facts by which it was judged how we stand to the parties of rules.
func (m *making) whoWeAre(names []string, rules []RuleInput) []string {
	asker := &m.asking.asker
	for i := range rules {
		party := rules[i].Party
		if party == partyOwner || asker.us && len(asker.names) > 0 && party != partyOpen {
			names = append(names, weFact)
		}
		if asker.us && party == partyClient {
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
