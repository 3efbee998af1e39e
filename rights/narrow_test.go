package rights

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"clearance/rights/language"
)

// narrowed are readings of an invented archive, some with further words that name parties, countries, and what the house rules on.
func narrowed(t testing.TB, stories int) []Reading {
	t.Helper()
	all := readings(t, stories)
	for i, words := range []string{
		"No access Norway/RTE. No use by Danish broadcasters", "No access Norway/RTE. NO ACCESS IRELAND/BBC PERSIAN/CNNi", "NHK OUT. No online use",
		"Ask the desk. No access Peru/RTE", "For Reuters customers only. No use by Danish broadcasters", "No use by European broadcasters/RTE",
	} {
		read := language.Read(words)
		for j := i; j < len(all); j += 12 {
			r := &all[j]
			r.Terms.Rules = slices.Clone(r.Terms.Rules)
			for _, rule := range read.Rules {
				r.Terms.Rules = append(r.Terms.Rules, Rule{Rule: rule, Place: inTerms})
			}
			if len(r.Shots) > 0 {
				r.Shots = slices.Clone(r.Shots)
				last := &r.Shots[len(r.Shots)-1]
				last.Rules = append(slices.Clone(last.Rules), Rule{Rule: read.Rules[0], Place: inShot})
			}
			if i == 3 {
				r.Terms.Unread = append(slices.Clone(r.Terms.Unread), Words{Text: "Ask the desk"})
			}
		}
	}
	return all
}

// A narrower case is what the reading gives for the narrower question, however few of its parts are made anew.
func TestNarrowerIsTheWholeCase(t *testing.T) {
	all, houses := narrowed(t, 80), []House{{}, readHouse(t, askedHouse)}
	c := rand.New(rand.NewPCG(1, 2))
	made, parties, ruled := 0, 0, 0
	for _, q := range allQuestions(t) {
		for _, h := range houses {
			asking := Ask(q, h)
			for i, r := range all {
				of := asking.Case(r, Others{Twin: i%2 == 0, Earlier: i%3 == 0})
				for range 4 {
					var facts []string
					for _, rule := range of.Input.Terms.Rules {
						if c.IntN(2) == 0 {
							facts = append(facts, rule.Fact)
						}
					}
					order := []string{"territory", "media"}
					if c.IntN(2) == 0 {
						slices.Reverse(order)
					}
					before := toText(t, of)
					narrower, ok := of.Narrower(facts, order...)
					if toText(t, of) != before {
						t.Fatalf("%s\nwas changed when it was made narrower", before)
					}
					if narrower.Question.Use.Except == nil {
						break
					}
					whole := of.asked().leavingOut(*narrower.Question.Use.Except).Case(of.Reading, of.Input.Others())
					if got, want := toText(t, narrower), toText(t, whole); got != want {
						t.Fatalf("%+v without %+v\ngot  %s\nwant %s", q.Use, narrower.Question.Use.Except, got, want)
					}
					made++
					if !slices.EqualFunc(narrower.Input.Terms.Rules, of.Input.Terms.Rules, func(a, b RuleInput) bool { return a.Party == b.Party }) {
						parties++
					}
					if len(of.Ruled) > 0 {
						ruled++
					}
					if of = narrower; !ok {
						break
					}
				}
			}
		}
	}
	t.Logf("%d narrower cases, of which %d leave out all parties of a rule and %d are of readings under a ruling", made, parties, ruled)
	if made < 5000 || parties < 100 || ruled < 50 {
		t.Error("they do not test much")
	}
}

func toText(t testing.TB, c Case) string {
	t.Helper()
	text, err := json.Marshal([]any{c.Input, c.GoodUntil, c.Question, c.Ruled, c.Reading.Rights, c.Reading.Terms, c.Reading.Shots})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
