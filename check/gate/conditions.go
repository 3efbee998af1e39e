package gate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"clearance/check"
	"clearance/policy"
	"clearance/rights"
)

// use is everything that a piece says of its use of one story, in one or several places.
type use struct {
	result check.Result
	places []*Story
	text   string // what readers of the piece see
	silent bool   // it can declare nothing: it is the record itself
}

// conditions weighs the conditions of a decision.
func (u use) conditions() []Condition {
	all := []Condition{}
	for _, f := range u.result.Decision.Conditions {
		c := Condition{Finding: f, State: Kept, Need: []string{}}
		facts := u.factsOf(f.Code)
		if len(facts) == 0 { // it is about the use, or the policy: nobody knows what would keep it
			c.State, c.Need = Unconfirmed, []string{confirm(f.Code)}
		}
		for _, fact := range facts {
			state, need := u.condition(f.Code, fact)
			c.State = worse(c.State, state)
			if state != Kept && !slices.Contains(c.Need, need) {
				c.Need = append(c.Need, need)
			}
		}
		all = append(all, c)
	}
	return all
}

func (u use) factsOf(code string) (facts []string) {
	for _, f := range u.result.Outcome.Findings {
		if f.Code == code && f.Effect == policy.Condition {
			facts = append(facts, f.Facts...)
		}
	}
	return facts
}

// worse is the one of two states in which more is to be done.
func worse(a, b State) State {
	order := []State{Kept, Confirmed, Unconfirmed, Missing}
	if slices.Index(order, b) > slices.Index(order, a) {
		return b
	}
	return a
}

func confirm(code string) string {
	return "nobody can check this from here: see to it, and confirm it with --confirm " + code
}

// condition says whether the use keeps one condition, as one rule of the terms makes it, and what to do where it does not. What is
// not known here is for a person to confirm.
func (u use) condition(code, fact string) (State, string) {
	rule, shot, found := u.result.Case.Rule(fact)
	if !found {
		return Unconfirmed, confirm(code)
	}
	places := u.of(shot)
	if len(places) == 0 { // the piece declares that it shows other shots
		return Kept, ""
	}
	if u.silent && (code == "terms.credit" || code == "terms.length") {
		return Unconfirmed, confirm(code)
	}
	switch code {
	case "terms.credit":
		return u.credit(rule, places)
	case "terms.length":
		return length(rule, places)
	case "terms.count":
		return u.count(rule)
	case "terms.limit", "terms.limit_clients", "terms.no_sublicence", "terms.not_for_machines":
		// Bars on what this use is not: another place, medium, purpose or party, a sale, training. What is published is this use.
		if u.question().Action == "publish" && u.time(fact) != "later" {
			return Kept, ""
		}
	case "terms.geo_block":
		if u.isKeptIn() {
			return Kept, ""
		}
	case "terms.ends":
		if u.question().Until != nil { // the use was judged to its end
			return Kept, ""
		}
	}
	return Unconfirmed, confirm(code)
}

func (u use) question() rights.Use { return u.result.Case.Question.Use }

// of are the places of the piece that show a shot, counted from 0; -1 is any of them.
func (u use) of(shot int) (places []*Story) {
	for _, p := range u.places {
		if shot < 0 || len(p.Shots) == 0 || slices.Contains(p.Shots, shot+1) {
			places = append(places, p)
		}
	}
	return places
}

func (u use) credit(rule rights.Rule, places []*Story) (State, string) {
	if plainWords(rule.Note) == "" {
		return Unconfirmed, confirm("terms.credit")
	}
	for _, p := range places {
		if !credits(p.Credit, rule.Note) && !showsCredit(u.text, rule.Note) {
			return Missing, fmt.Sprintf("add the credit at line %d: credit: %q", p.Line, strings.Join(nonEmpty(p.Credit, rule.Note), " / "))
		}
	}
	return Kept, ""
}

func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(t string) bool { return strings.TrimSpace(t) == "" })
}

// length compares what all places show together with what the terms allow.
func length(rule rights.Rule, places []*Story) (State, string) {
	if rule.Length <= 0 {
		return Unconfirmed, confirm("terms.length")
	}
	shown := time.Duration(0)
	for _, p := range places {
		if p.Seconds == nil {
			return Missing, fmt.Sprintf("declare at line %d how long it is shown, in seconds: at most %s in all", p.Line, rule.Length)
		}
		shown += time.Duration(*p.Seconds) * time.Second
	}
	if shown > rule.Length {
		return Missing, fmt.Sprintf("%s are shown: cut it to %s in all", shown, rule.Length)
	}
	return Kept, ""
}

// count compares the places with the uses that the terms allow. Only a person knows of uses elsewhere.
func (u use) count(rule rights.Rule) (State, string) {
	if n := len(u.places); rule.Count > 0 && n > rule.Count {
		return Missing, fmt.Sprintf("it is used %s here: use it at most %s", times(n), times(rule.Count))
	}
	return Unconfirmed, fmt.Sprintf("it is used %s here: make sure that this is within what the terms allow in all, and confirm it with --confirm terms.count", times(len(u.places)))
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// time says when a rule holds, as the policy was told.
func (u use) time(fact string) string {
	for _, r := range u.result.Case.Input.Terms.Rules {
		if r.Fact == fact {
			return r.Time
		}
	}
	return "later"
}

// isKeptIn reports whether the house states of all media on the net that the use is in that they can be kept out of a territory.
func (u use) isKeptIn() bool {
	in := u.result.Case.Input.Use
	return !in.AnyMedium && !slices.ContainsFunc(in.Media, func(m string) bool {
		return slices.Contains([]string{"online", "social", "mobile"}, m) && !slices.Contains(in.GeoLimited, m)
	})
}
