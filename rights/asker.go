package rights

import (
	"slices"
	"strings"
	"time"

	"clearance/rights/language"
)

// How the party that asks stands to those that a rule names.
const (
	partyOpen     = "open"     // the rule names none: it holds for everyone
	partySame     = "same"     // named, or belongs to one that is named
	partyParent   = "parent"   // one that is named belongs to it
	partyNear     = "near"     // the names resemble one another
	partyOther    = "other"    // none of them
	partyUnknown  = "unknown"  // nobody knows: no house file says who we are, or which country a client is in
	partyAny      = "any"      // the use leaves it open, so that it may be any of them
	partyOwner    = "owner"    // the rule leaves its own clients open, and it is our own material
	partyOutsider = "outsider" // the rule leaves its clients open, and the asker is none of them
	partyClient   = "client"   // the rule leaves its clients open, and the asker is one of them
)

// asker is who would put the story to the use.
type asker struct {
	us     bool     // nobody is named, and the action is our own
	any    bool     // a sale to whoever buys
	client *Client  // one of our clients, where the party named is one
	index  int      // its place in the house file
	names  []string // all the names that it goes by
}

// ask finds out who asks. A party that a sale leaves open is any party; any other use without a party is our own.
func (c *Case) ask() asker {
	use := c.Question.Use
	switch {
	case use.Party == "" && use.Action == "sell":
		return asker{any: true}
	case use.Party == "":
		return asker{us: true, names: c.House.We.Names}
	}
	a := asker{names: []string{use.Party}}
	for i, client := range c.House.Clients {
		goesBy := append([]string{client.Name}, client.Aliases...)
		if slices.ContainsFunc(goesBy, func(n string) bool { return sameName(n, use.Party) }) && c.holds(client) {
			a.client, a.index, a.names = &c.House.Clients[i], i, goesBy
		}
	}
	return a
}

// holds reports whether a client is one from the moment asked about to the end of the use's term.
func (c *Case) holds(client Client) bool {
	return (client.From == nil || !c.first().Before(client.From.Time)) && (client.Until == nil || c.lasts(client.Until.Time))
}

// first is the earlier of the moment asked about and the start of the use.
func (c *Case) first() time.Time {
	if start := c.Question.start(); start.Before(c.Question.AsOf) {
		return start
	}
	return c.Question.AsOf
}

// lasts reports whether what holds until an instant holds for the whole use. A term that states no end outlasts everything.
func (c *Case) lasts(until time.Time) bool {
	use := c.Question.Use
	switch {
	case use.Until != nil:
		return !use.Until.After(until) && c.Question.AsOf.Before(until)
	case use.From != nil:
		return false
	}
	return c.Question.AsOf.Before(until)
}

// ownShots reports whether shots, and the whole item where they are all of its shots, are our own.
func (c *Case) ownShots(shots []Shot, item bool) bool {
	holder := c.Reading.Holder.Name
	ours := !item || holder.State == Stated && c.House.IsUs(holder.Value)
	return ours && all(shots, func(s Shot) bool {
		return s.Source.State == Stated && creditedTo(s.Source.Value, c.House.IsUs) && !alwaysThirdParty(s.Source.Value)
	})
}

// party says how the asker stands to the parties of a rule; own, whether what it holds for is our own material.
func (c *Case) party(rule Rule, own bool) string {
	switch {
	case rule.Party == nil:
		return partyOpen
	case rule.Party.Outside && len(rule.Party.Except) > 0:
		return partyOutsider // not all of those that it leaves open
	case rule.Party.Outside && (rule.Kind == "clients_only" || rule.Kind == "closed_grant"):
		return c.leftOpen(rule.Party.Values, own)
	case rule.Party.Outside:
		return c.leftOpenItself(rule.Party)
	}
	countries, names := byCountry(rule.Party.Values)
	switch {
	case len(countries) == 0:
		return c.named(rule.Party)
	case len(names) == 0 && len(rule.Party.Perhaps) == 0:
		return c.fromCountry(countries)
	}
	return stricter(c.fromCountry(countries), c.named(&language.Constraint{Values: names, Perhaps: rule.Party.Perhaps}))
}

// named says how the asker stands to parties that are named. A rule that names nobody may mean anyone.
func (c *Case) named(party *language.Constraint) string {
	switch {
	case c.asker.any:
		return c.anyOf("party", slices.Concat(party.Values, party.Perhaps))
	case len(c.asker.names) == 0:
		return partyUnknown
	}
	switch party.Relation(c.asker.names...) {
	case language.Same:
		return partySame
	case language.Parent:
		return partyParent
	case language.Other:
		perhaps := language.Constraint{Values: party.Perhaps}
		if c.isKnown() && (len(perhaps.Values) == 0 || perhaps.Relation(c.asker.names...) == language.Other) {
			return partyOther
		}
	}
	return partyNear // a name that nobody knows may be another one's
}

// anyOf says how whoever buys stands to some values of a dimension: any of them, unless the use leaves out every one.
func (c *Case) anyOf(dimension string, values []string) string {
	left := c.Question.Use.without(dimension)
	if len(values) > 0 && all(values, func(v string) bool { return slices.Contains(left, v) }) {
		return partyOther
	}
	return partyAny
}

// stricter is the one of two answers by which a bar reaches more.
func stricter(a, b string) string {
	order := []string{partySame, partyAny, partyParent, partyNear, partyUnknown, partyOther}
	if slices.Index(order, b) < slices.Index(order, a) {
		return b
	}
	return a
}

// isKnown reports whether it is known who asks: we, a client of ours, or a party of the lexicon.
func (c *Case) isKnown() bool {
	return c.asker.us || c.asker.client != nil || !slices.ContainsFunc(c.asker.names, func(n string) bool { return !language.IsParty(n) })
}

// leftOpenItself says whether the asker is one of those that a rule leaves open, and not just a client of theirs.
func (c *Case) leftOpenItself(named *language.Constraint) string {
	switch {
	case c.asker.any:
		return partyOutsider
	case len(c.asker.names) == 0:
		return partyUnknown
	case named.Relation(c.asker.names...) == language.Same && !c.below(named):
		return partyOther
	}
	return partyOutsider
}

// below reports whether the asker only belongs to one that is left open: what BBC may have, BBC Persian may not.
func (c *Case) below(named *language.Constraint) bool {
	asked := language.Constraint{Values: c.asker.names}
	return asked.Relation(named.Values...) != language.Same
}

// leftOpen says whether the asker is one of those that a rule for the clients of some leaves open.
func (c *Case) leftOpen(owners []string, own bool) string {
	if slices.ContainsFunc(owners, func(v string) bool { return strings.HasPrefix(v, countryPrefix) }) {
		return partyOutsider // clients of one, in a country: nobody states that the asker is both
	}
	named := language.Constraint{Values: owners}
	ours := len(c.House.We.Names) > 0 && named.Relation(c.House.We.Names...) == language.Same
	switch {
	case ours && own:
		return partyOwner
	case c.asker.any || c.Question.Use.Action == "sell":
		return partyOutsider
	case c.asker.us && ours:
		return partyClient
	case c.asker.us && c.House.clientOf(owners, c.Question.Use.Action):
		return partyClient
	case c.asker.client != nil && slices.ContainsFunc(c.asker.client.ClientOf, func(holder string) bool {
		return named.Relation(holder) == language.Same
	}):
		return partyClient
	case c.asker.us && len(c.asker.names) == 0:
		return partyUnknown
	}
	return partyOutsider
}

// clientOf reports whether we are a registered client of any of some owners for an action.
func (h House) clientOf(owners []string, action string) bool {
	for holder, actions := range h.We.ClientsOf {
		named := language.Constraint{Values: owners}
		if named.Relation(holder) == language.Same && slices.Contains(actions, action) {
			return true
		}
	}
	return false
}

const countryPrefix = "country:"

// byCountry parts the values of a constraint on parties: the codes of those that mean all parties of a country, and names.
func byCountry(values []string) (countries, names []string) {
	for _, v := range values {
		if code, ok := strings.CutPrefix(v, countryPrefix); ok {
			countries = append(countries, code)
		} else {
			names = append(names, v)
		}
	}
	return countries, names
}

// fromCountry says whether the asker is a party of some countries, or groups of them.
func (c *Case) fromCountry(countries []string) string {
	area := c.areaOf(&language.Constraint{Values: countries})
	reach := slices.Concat(area.Codes, area.Maybe)
	switch anywhere := area.Form != "in" || len(reach) == 0; {
	case c.asker.any && anywhere:
		return partyAny
	case c.asker.any:
		return c.anyOf("territory", reach)
	case c.asker.client == nil || c.asker.client.Country == "":
		return partyUnknown
	case anywhere, slices.Contains(area.Codes, c.asker.client.Country):
		return partySame
	case slices.Contains(area.Maybe, c.asker.client.Country):
		return partyNear
	}
	return partyOther
}
