package policy_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"clearance/rights"
	"clearance/rights/language"
)

// chance gives the same inputs on every run.
type chance struct{ *rand.Rand }

func newChance() chance { return chance{rand.New(rand.NewPCG(1, 2))} }

func (c chance) one(of ...string) string { return of[c.IntN(len(of))] }

func (c chance) in(n int) bool { return c.IntN(n) == 0 }

// some gives a few of some values, sorted; never nil.
func (c chance) some(most int, of ...string) []string {
	values := []string{}
	for range c.IntN(most + 1) {
		values = append(values, c.one(of...))
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// generated gives n inputs: good ones with a few states changed and a few rules, so that many are cleared and many are not.
func generated(t testing.TB, n int) []rights.Input {
	t.Helper()
	c := newChance()
	all := leaves(t)
	inputs := make([]rights.Input, 0, n)
	for len(inputs) < n {
		in := sample(c.one("sell", "sell", "publish", "archive", "modify", "train"))
		in.Use = c.use(in.Use.Action)
		in.Holder.Kind, in.Holder.Client = c.one("pool", "other"), c.in(2)
		if c.in(8) {
			in.Embargo.State = c.one("active", "endless")
		}
		in.Notice.Reserved, in.Notice.Us, in.Notice.Client = c.in(8), c.in(2), c.in(2)
		if c.in(8) {
			in.House = []string{"zones.0"}
		}
		for range c.IntN(3) {
			in.Shots = append(in.Shots, rights.ShotInput{Source: c.one("holder", "us", "pool", "third_party"), Terms: "none"})
		}
		if c.in(10) {
			in.Record.Oddities = []string{c.one("unknown_label", "damaged_label", "hidden_character", "control_character")}
		}
		for i := range c.IntN(4) {
			in.Terms.Rules = append(in.Terms.Rules, c.rule(fmt.Sprintf("terms.rules.%d", i)))
		}
		for range c.IntN(3) {
			if l := all[c.IntN(len(all))]; l.there(in) {
				in = l.in(t, in, c.one(l.values...))
			}
		}
		inputs = append(inputs, in)
	}
	return inputs
}

var fewPlaces = []string{"GB", "IE", "FR", "US"}

// use gives a use of an action, mostly one that is stated in some dimension.
func (c chance) use(action string) rights.UseInput {
	use := wholeUse(action)
	if !c.in(3) {
		use.Territory = rights.PlaceInput{Codes: c.some(3, fewPlaces...)}
	}
	if !c.in(3) {
		use.Media, use.AnyMedium = c.some(3, rights.Media...), false
	}
	if c.in(3) {
		use.GeoLimited = c.some(2, "social", "online")
	}
	if !c.in(3) {
		use.Buyer = rights.BuyerInput{Known: c.in(2), Codes: c.some(2, fewPlaces...)}
	}
	if c.in(6) {
		use.Purpose = c.one(rights.Purposes...)
	}
	use.Party, use.Term = c.in(2), c.in(2)
	return use
}

// rule gives a rule, mostly of a form that the language has.
func (c chance) rule(fact string) rights.RuleInput {
	form := strings.Fields(c.one(ruleForms...))
	rule := rights.RuleInput{
		Fact: fact, Place: c.one("terms", "notice", "story", "shot"), Kind: form[0], Effect: form[1], Action: form[2],
		Territory: c.set(fewPlaces...), Media: c.set(rights.Media...), Purpose: c.set(rights.Purposes...),
		Party: "open", Time: c.one("always", "always", "now", "later", "uncertain", "over"), Named: c.in(2),
	}
	if c.in(3) {
		rule.Party = c.one(ruleParties...)
	}
	switch c.IntN(12) {
	case 0:
		rule.Effect = c.one(ruleEffects...)
	case 1:
		rule.Action = c.one(ruleActions...)
	case 2:
		rule.Kind = c.one(ruleKinds()...)
	}
	return rule
}

func (c chance) set(of ...string) rights.SetInput {
	set := rights.SetInput{Form: c.one("all", "all", "in", "in", "outside"), Values: []string{}, Maybe: []string{}}
	if set.Form != "all" {
		set.Values, set.Maybe = c.some(2, of...), c.some(1, of...)
		set.Maybe = slices.DeleteFunc(set.Maybe, func(v string) bool { return slices.Contains(set.Values, v) })
	}
	return set
}

// The words of rules, and one that nobody knows.
var (
	ruleEffects = []string{"permission", "prohibition", "duty", "referral", "note", "?"}
	ruleActions = []string{"use", "sell", "archive", "modify", "train", "print", "display", "?"}
	ruleParties = []string{"open", "same", "parent", "near", "other", "unknown", "any", "owner", "client", "outsider", "?"}
	ruleTimes   = []string{"always", "later", "now", "uncertain", "over", "?"}
)

func ruleKinds() []string { return append(slices.Sorted(maps.Keys(language.Kinds)), "?") }

// ruleForms are kinds with the effects and actions that words give them, those that bar more often than others.
var ruleForms = []string{
	"access prohibition use", "access prohibition use", "access prohibition use", "access referral use", "any_medium referral use",
	"archive prohibition archive", "archive referral archive", "class prohibition use", "class referral use", "clients_only prohibition use",
	"closed_grant referral use", "contact referral use", "context referral use", "count prohibition use", "courtesy note display",
	"credit duty display", "edit prohibition modify", "edit referral modify", "embargo prohibition use", "exclusive referral sell",
	"faces duty display", "handout referral sell", "kill prohibition use", "legal prohibition use", "legal referral use",
	"length prohibition use", "licence referral use", "licence_terms referral use", "link referral use", "logo duty display",
	"medium_only prohibition use", "missing referral use", "music referral use", "owner referral sell", "part referral use",
	"pool referral sell", "purpose prohibition use", "purpose referral use", "purpose_only prohibition use", "release referral use",
	"reprint referral print", "reprint prohibition print", "resale prohibition sell", "resale referral sell", "reserved referral use",
	"see_elsewhere referral use", "sequences duty display", "service referral sell", "source note use", "sports referral use",
	"time_free note use", "time_limit prohibition use", "training prohibition train", "training referral train",
}
