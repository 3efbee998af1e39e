package rights

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

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
				sameInput(t, &of)
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
					sameInput(t, &narrower)
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

// sameInput wants the input of a case written as it is by itself.
func sameInput(t testing.TB, c *Case) {
	t.Helper()
	got, err := c.AppendInput([]byte("before"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := c.Input.AppendCanonical([]byte("before"))
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("wrote %s\nwant  %s, %v", got, want, err)
	}
}

// A use is shared with the question only as long as it is the same: whoever gives a case another one, has that one written.
func TestAppendInputOfAnotherUse(t *testing.T) {
	q, err := Asked{Action: "sell", Territory: []string{"GB", "FR"}}.Question(time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	_, in := asRead(t)
	c := Ask(q, House{}).Case(Reading{}, Others{})
	c.Input.Record = in.Record
	sameInput(t, &c)
	changes := 0
	var change func(reflect.Value)
	change = func(v reflect.Value) {
		old := reflect.ValueOf(v.Interface())
		set := func(to any) {
			v.Set(reflect.ValueOf(to).Convert(v.Type()))
			sameInput(t, &c)
			if c.Input.Use.shares(&c.asking.use) {
				t.Errorf("%+v is taken for %+v", c.Input.Use, c.asking.use)
			}
			v.Set(old)
			changes++
		}
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				change(v.Field(i))
			}
		case reflect.String:
			set("?")
		case reflect.Bool:
			set(!v.Bool())
		case reflect.Slice:
			set([]string{"?"})
			set([]string(nil))
			if v.Len() > 0 {
				set([]string{})
				set(slices.Clone(v.Interface().([]string)))
				set(v.Interface().([]string)[:v.Len()-1])
			}
		default:
			t.Fatalf("a use has a field that is %s", v.Type())
		}
	}
	change(reflect.ValueOf(&c.Input.Use).Elem())
	if changes < 15 {
		t.Errorf("only %d changes were tried", changes)
	}
	sameInput(t, &c)
	c.Input.Record.Labels = map[string]State{`ti"tle`: Stated}
	if got, err := c.AppendInput(nil); err == nil || got != nil {
		t.Errorf("wrote %s", got)
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
