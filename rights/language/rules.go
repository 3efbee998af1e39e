package language

import (
	"slices"
	"time"
)

// rules fills the templates of a phrase.
func (m *match) rules(p *phrase) []Rule {
	var out []Rule
	for _, t := range p.rules {
		rule := t.Rule
		rule.From, rule.Until, rule.Note = m.caps.from, m.caps.until, m.caps.name
		if t.media != nil {
			rule.Media = &Constraint{Values: t.media, Outside: t.outside}
		}
		if t.purpose != nil {
			rule.Purpose = &Constraint{Values: t.purpose, Outside: t.outside}
		}
		switch span := time.Duration(m.caps.n) * m.caps.unit; m.caps.duration {
		case "elapsed":
			rule.Elapsed = span
		case "length":
			rule.Length = span
		case "per":
			rule.Per = max(span, m.caps.unit)
		}
		if m.caps.count > 0 {
			rule.Count = m.caps.count
		}
		rule.limit(territory, m.caps.territory.all(), m.caps.outside == territory)
		rule.limit(media, m.caps.media.all(), m.caps.outside == media)
		rule.limit(purpose, m.caps.purpose.all(), m.caps.outside == purpose)
		rule.limit(party, m.caps.party.all(), m.caps.outside == party)
		if rule.Territory != nil {
			rule.except(m.caps.except.all())
		}
		rule.sortElements()
		if m.caps.list == nil {
			out = append(out, rule)
			continue
		}
		out = append(out, rule.perDimension(m.caps.list.elements, m.caps.outside == "list", m.caps.except.all())...)
		out = append(out, m.shown(rule)...)
	}
	return out
}

// except takes places out of those for which a rule holds.
func (r *Rule) except(elements []Element) {
	r.Territory.Except = append(r.Territory.Except, valuesOf(elements)...)
	r.Elements = append(r.Elements, elements...)
}

// limit sets a dimension to what a list names.
func (r *Rule) limit(dimension string, elements []Element, outside bool) {
	if len(elements) == 0 {
		return
	}
	c := &Constraint{Values: valuesOf(elements), Outside: outside}
	for _, e := range elements {
		c.Except = append(c.Except, e.Except...)
		c.Perhaps = append(c.Perhaps, e.Perhaps...)
	}
	r.Elements = append(r.Elements, elements...)
	switch dimension {
	case territory:
		r.Territory = c
	case media:
		r.Media = c
	case purpose:
		r.Purpose = c
	case party:
		r.Party = c
	}
}

func (r *Rule) sortElements() {
	slices.SortStableFunc(r.Elements, func(a, b Element) int { return a.Span.Start - b.Span.Start })
}

// perDimension makes a rule of each dimension of a mixed list: a bar on UK/RTE bars all that is shown in the one, and all that
// the other does. Elements that leave something out stand by themselves, so that theirs does not narrow the others.
func (r Rule) perDimension(elements []Element, outside bool, except []Element) []Rule {
	var order []string
	groups := map[string][]Element{}
	for _, e := range elements {
		key := e.Kind
		switch {
		case e.Kind == action:
			key += " " + e.Values[0]
		case len(e.Except) > 0:
			key += " " + e.Except[0]
		}
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], e)
	}
	var out []Rule
	for _, key := range order {
		g, rule := groups[key], r
		rule.Elements = slices.Clone(r.Elements)
		switch kind := g[0].Kind; kind {
		case action:
			rule.Kind, rule.Action = g[0].Values[0], g[0].Values[1]
			rule.Elements = append(rule.Elements, g...)
		case class:
			rule.Kind = "class"
			rule.limit(party, asParties(g), outside)
		case purpose:
			rule.Kind = "purpose"
			rule.limit(purpose, g, outside)
		default:
			rule.limit(kind, g, outside)
			if kind == territory {
				rule.except(except)
			}
		}
		rule.sortElements()
		out = append(out, rule)
	}
	return out
}

// shown gives what a bar on a country's parties bars besides: what is shown there. No use on British television names both, and
// only who does something is said to be from there: no use by British television.
func (m *match) shown(rule Rule) []Rule {
	var out []Rule
	for _, e := range m.caps.list.elements {
		if e.Kind != class {
			continue
		}
		in, ok := m.shownIn(e)
		if !ok {
			continue
		}
		there := rule
		there.Elements = slices.Clone(rule.Elements)
		e.Kind = territory
		there.limit(territory, []Element{e}, false)
		there.except(m.caps.except.all())
		if in != nil && there.Media == nil {
			there.Media = &Constraint{Values: in}
		}
		there.sortElements()
		out = append(out, there)
	}
	return out
}

// shownIn gives the media of a country's parties, nil for any, and whether something may be shown in what they are called.
func (m *match) shownIn(e Element) (in []string, ok bool) {
	at := m.r.tokensIn(e.Span)
	for _, i := range at {
		in, ok = places[m.r.tokens[i].plain]
		if in != nil {
			break
		}
	}
	begin := m.r.tokensIn(m.caps.list.elements[0].Span)[0]
	for i := at[0] - 1; i >= max(m.start, begin-3); i-- {
		switch m.r.tokens[i].plain {
		case "by":
			return nil, false
		case "on", "in", "via", "within", "at":
			return in, true
		}
	}
	return in, ok
}

// places are what a country's parties are called where something is shown in it, with the media if it tells.
var places = map[string][]string{
	"tv": {"broadcast"}, "television": {"broadcast"}, "newspapers": {"print"}, "press": {"print"}, "magazines": {"print"}, "websites": {"online"},
	"media": nil, "channels": nil, "publications": nil,
}

func asParties(elements []Element) []Element {
	var out []Element
	for _, e := range elements {
		e.Kind = party
		values := make([]string, len(e.Values))
		for i, v := range e.Values {
			values[i] = "country:" + v
		}
		e.Values = values
		out = append(out, e)
	}
	return out
}

func valuesOf(elements []Element) []string {
	var values []string
	for _, e := range elements {
		for _, v := range e.Values {
			if !slices.Contains(values, v) {
				values = append(values, v)
			}
		}
	}
	return values
}
