package rights

import (
	"slices"
	"strconv"
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

// whoAsks finds out who asks. A party that a sale leaves open is any party; any other use without a party is our own.
func (a *Asking) whoAsks() asker {
	use := &a.question.Use
	switch {
	case use.Party == "" && use.Action == "sell":
		return asker{any: true}
	case use.Party == "":
		return asker{us: true, names: a.house.We.Names}
	}
	who := asker{names: []string{use.Party}}
	for i := range a.house.Clients {
		client := &a.house.Clients[i]
		goesBy := append([]string{client.Name}, client.Aliases...)
		if slices.ContainsFunc(goesBy, func(n string) bool { return sameName(n, use.Party) }) && a.holds(client) {
			who.client, who.index, who.names = client, i, goesBy
		}
	}
	return who
}

// holds reports whether a client is one from the moment asked about to the end of the use's term.
func (a *Asking) holds(client *Client) bool {
	return (client.From == nil || !a.first().Before(client.From.Time)) && (client.Until == nil || a.lasts(client.Until.Time))
}

// first is the earlier of the moment asked about and the start of the use.
func (a *Asking) first() time.Time {
	if start := a.question.start(); start.Before(a.question.AsOf) {
		return start
	}
	return a.question.AsOf
}

// lasts reports whether what holds until an instant holds for the whole use. A term that states no end outlasts everything.
func (a *Asking) lasts(until time.Time) bool {
	use := &a.question.Use
	switch {
	case use.Until != nil:
		return !use.Until.After(until) && a.question.AsOf.Before(until)
	case use.From != nil:
		return false
	}
	return a.question.AsOf.Before(until)
}

// own reports whether a shot, or with -1 the whole item and all of its shots, is our own.
func (c *Case) own(shot int) bool {
	shots, item := c.Reading.Shots, shot < 0
	if !item {
		shots = shots[shot : shot+1]
	}
	holder := &c.Reading.Holder.Name
	ours := !item || holder.State == Stated && c.asking.who(holder.Value).us
	return ours && all(shots, func(s Shot) bool {
		source := c.asking.originOf(s.Source.Value)
		return s.Source.State == Stated && source.us && !source.thirdParty
	})
}

// party says how the asker stands to the parties of a rule that holds for a shot, or with -1 for all of them.
func (c *Case) party(rule *Rule, shot int) string {
	party := rule.Party
	if party == nil {
		return partyOpen
	}
	forClients := rule.Kind == "clients_only" || rule.Kind == "closed_grant"
	own := forClients && party.Outside && c.own(shot)
	if slices.ContainsFunc(party.Values, isCountry) { // which of them are meant may depend on the story's day
		return c.standingTo(party, forClients, own)
	}
	var room room
	key := appendConstraint(room[:0], party)
	key = strconv.AppendBool(strconv.AppendBool(key, forClients), own)
	return c.asking.parties.of(key, func() string { return c.standingTo(party, forClients, own) })
}

// standingTo says how the asker stands to parties; forClients, whether they are those whose clients a rule leaves open; own, whether
// what it holds for is our own material.
func (c *Case) standingTo(party *language.Constraint, forClients, own bool) string {
	switch {
	case party.Outside && len(party.Except) > 0:
		return partyOutsider // not all of those that it leaves open
	case party.Outside && forClients:
		return c.asking.leftOpen(party.Values, own)
	case party.Outside:
		return c.asking.leftOpenItself(party)
	}
	countries, names := byCountry(party.Values)
	switch {
	case len(countries) == 0:
		return c.asking.named(party)
	case len(names) == 0 && len(party.Perhaps) == 0:
		return c.fromCountry(countries)
	}
	return stricter(c.fromCountry(countries), c.asking.named(&language.Constraint{Values: names, Perhaps: party.Perhaps}))
}

// named says how the asker stands to parties that are named. A rule that names nobody may mean anyone.
func (a *Asking) named(party *language.Constraint) string {
	switch {
	case a.asker.any:
		return a.anyOf("party", slices.Concat(party.Values, party.Perhaps))
	case len(a.asker.names) == 0:
		return partyUnknown
	}
	switch party.Relation(a.asker.names...) {
	case language.Same:
		return partySame
	case language.Parent:
		return partyParent
	case language.Other:
		perhaps := language.Constraint{Values: party.Perhaps}
		if a.isKnown() && (len(perhaps.Values) == 0 || perhaps.Relation(a.asker.names...) == language.Other) {
			return partyOther
		}
	}
	return partyNear // a name that nobody knows may be another one's
}

// anyOf says how whoever buys stands to some values of a dimension: any of them, unless the use leaves out every one.
func (a *Asking) anyOf(dimension string, values []string) string {
	left := a.question.Use.without(dimension)
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
func (a *Asking) isKnown() bool {
	return a.asker.us || a.asker.client != nil || !slices.ContainsFunc(a.asker.names, func(n string) bool { return !language.IsParty(n) })
}

// leftOpenItself says whether the asker is one of those that a rule leaves open, and not just a client of theirs.
func (a *Asking) leftOpenItself(named *language.Constraint) string {
	switch {
	case a.asker.any:
		return partyOutsider
	case len(a.asker.names) == 0:
		return partyUnknown
	case named.Relation(a.asker.names...) == language.Same && !a.below(named):
		return partyOther
	}
	return partyOutsider
}

// below reports whether the asker only belongs to one that is left open: what BBC may have, BBC Persian may not.
func (a *Asking) below(named *language.Constraint) bool {
	asked := language.Constraint{Values: a.asker.names}
	return asked.Relation(named.Values...) != language.Same
}

// leftOpen says whether the asker is one of those that a rule for the clients of some leaves open.
func (a *Asking) leftOpen(owners []string, own bool) string {
	if slices.ContainsFunc(owners, isCountry) {
		return partyOutsider // clients of one, in a country: nobody states that the asker is both
	}
	named := language.Constraint{Values: owners}
	ours := len(a.house.We.Names) > 0 && named.Relation(a.house.We.Names...) == language.Same
	switch {
	case ours && own:
		return partyOwner
	case a.asker.any || a.question.Use.Action == "sell":
		return partyOutsider
	case a.asker.us && ours:
		return partyClient
	case a.asker.us && a.house.clientOf(owners, a.question.Use.Action):
		return partyClient
	case a.asker.client != nil && slices.ContainsFunc(a.asker.client.ClientOf, func(holder string) bool {
		return named.Relation(holder) == language.Same
	}):
		return partyClient
	case a.asker.us && len(a.asker.names) == 0:
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

func isCountry(value string) bool { return strings.HasPrefix(value, countryPrefix) }

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
	asker := &c.asking.asker
	area := c.areaOf(&language.Constraint{Values: countries})
	reach := slices.Concat(area.Codes, area.Maybe)
	switch anywhere := area.Form != "in" || len(reach) == 0; {
	case asker.any && anywhere:
		return partyAny
	case asker.any:
		return c.asking.anyOf("territory", reach)
	case asker.client == nil || asker.client.Country == "":
		return partyUnknown
	case anywhere, slices.Contains(area.Codes, asker.client.Country):
		return partySame
	case slices.Contains(area.Maybe, asker.client.Country):
		return partyNear
	}
	return partyOther
}
