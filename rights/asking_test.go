package rights

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"clearance/rights/language"
	"clearance/story"
	"clearance/story/archive"
)

const askedHouse = `
we: {names: [Reuters, Thomson Reuters], clients_of: {AP: [publish], AFP: [sell, publish]}}
clients:
  - {name: Example Television, aliases: [ETV], country: FR, client_of: [AFP], from: 2020-01-01, until: 2030-01-01}
  - {name: NHK, country: JP, until: 2027-01-01}
zones:
  - {zone: Asia/Tokyo, all: true, who: J, why: w, until: 2030-01-01}
  - {zone: Europe/London, claimant: Thomson Reuters, who: J, why: w, until: 2029-01-01}
  - {zone: Europe/Paris, holder: Reuters, who: J, why: w, until: 2026-12-15}
geo_limited: [{media: [social], who: J, why: w, until: 2027-02-01}]
rulings: [{phrase: Ask the desk, reads_as: No access UK, who: J, why: w, until: 2030-01-01}]
`

// readings are those of an invented archive, of which some repeat each other's rights and some do not.
func readings(t testing.TB, stories int) (all []Reading) {
	t.Helper()
	for _, distinct := range []bool{false, true} {
		a, err := archive.New(archive.Options{Seed: 1, Stories: stories, Distinct: distinct, Damaged: 0.2, TextSize: 500})
		if err != nil {
			t.Fatal(err)
		}
		for record := range a.All() {
			if s, err := story.Parse(slices.Clone(record.Bytes), "-"); err == nil {
				all = append(all, Read(s))
			}
		}
	}
	return all
}

// allQuestions are of all kinds, as of moments at which groups had other members.
func allQuestions(t testing.TB) (all []Question) {
	t.Helper()
	for _, asked := range []Asked{
		{Action: "sell"}, {Action: "sell", Party: "ETV", Territory: []string{"EU"}}, {Action: "publish", Media: []string{"social", "broadcast"}, Territory: []string{"GB"}},
		{Action: "publish", Party: "Nobody Known", From: "2026-12-01T00:00:00Z"}, {Action: "archive"}, {Action: "train", Purpose: "training"},
		{Action: "sell", Party: "NHK", From: "2019-06-01T00:00:00Z", Until: "2032-01-01T00:00:00Z"}, {Action: "modify", Territory: []string{"Asia", "EEA"}},
	} {
		for _, at := range []string{"2026-11-23T12:00:00Z", "2020-01-31T23:59:59Z", "2012-03-04T05:06:07Z"} {
			asOf, err := ParseInstant(at)
			if err != nil {
				t.Fatal(err)
			}
			if q, err := asked.Question(asOf); err == nil {
				all = append(all, q)
			}
		}
	}
	return all
}

// allOf is everything that a case says, and its narrower uses.
func allOf(t testing.TB, c Case) string {
	t.Helper()
	all := []any{c.Input, c.GoodUntil, c.Ruled, c.Reading}
	var facts []string
	for _, rule := range c.Input.Terms.Rules {
		facts = append(facts, rule.Fact)
	}
	for _, order := range [][]string{{"territory", "media"}, {"media", "territory"}} {
		narrower, ok := c.Narrower(facts, order...)
		all = append(all, ok, narrower.Input, narrower.Question)
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Whoever asks one question of many readings, side by side and in any order, gets what each of them gives by itself, to somebody who has
// met none before. Nothing that cases share is ever changed.
func TestAskingIsShared(t *testing.T) {
	stories, houses := readings(t, 60), []House{{}, readHouse(t, askedHouse)}
	kinds := allQuestions(t)
	if testing.Short() {
		kinds = kinds[:4]
	}
	for _, q := range kinds {
		for _, h := range houses {
			alone := make([]string, len(stories))
			for i, r := range stories {
				metLabels.met, ofMedia.met.met, ofPurposes.met.met = nil, nil, nil
				alone[i] = allOf(t, NewCase(r, q, h, Others{Twin: i%2 == 0, Earlier: i%3 == 0}))
			}
			asking := Ask(q, h)
			var workers sync.WaitGroup
			for worker := range 3 {
				workers.Go(func() {
					for n := range 2 * len(stories) {
						i := (n*(2*worker+1) + worker) % len(stories)
						c := asking.Case(stories[i], Others{Twin: i%2 == 0, Earlier: i%3 == 0})
						if got := allOf(t, c); got != alone[i] {
							t.Errorf("asked %+v, reading %d says\n%s\nby itself\n%s", q.Use, i, got, alone[i])
						}
					}
				})
			}
			workers.Wait()
			if t.Failed() {
				return
			}
		}
	}
}

// A key says everything that a constraint does: none is mistaken for another.
func TestConstraintKeys(t *testing.T) {
	c := func(outside bool, lists ...[]string) string {
		lists = append(lists, nil, nil, nil)
		return fmt.Sprintf("%q", appendConstraint(nil, &language.Constraint{Outside: outside, Values: lists[0], Except: lists[1], Perhaps: lists[2]}))
	}
	keys := []string{
		c(false), c(true), c(false, []string{"GB"}), c(true, []string{"GB"}), c(false, []string{"G", "B"}), c(false, []string{"GB", ""}),
		c(false, nil, []string{"GB"}), c(false, nil, nil, []string{"GB"}), c(false, []string{"GB"}, []string{"GB"}), c(false, []string{"GB", "GB"}),
		c(false, []string{"\x02GB"}), c(false, []string{"a\x00b"}), c(false, []string{"a", "b"}),
	}
	slices.Sort(keys)
	if all := len(keys); len(slices.Compact(keys)) != all {
		t.Errorf("of %d constraints two have one key: %s", all, keys)
	}
}

func TestMemory(t *testing.T) {
	m := recent[int]{most: 10}
	for i := range 100 {
		key := []byte{byte(i)}
		for range 2 {
			if got := m.of(key, func() int { return i }); got != i {
				t.Errorf("%d is kept for %d", got, i)
			}
		}
		if got := m.of(key, func() int { return -1 }); got != i {
			t.Errorf("%d is not kept, but found out again as %d", i, got)
		}
		if len(m.met) > 10 {
			t.Fatalf("%d are kept", len(m.met))
		}
	}
}

// A house's zones are read in whatever case they are asked in, also one that somebody put together.
func TestCasePutTogether(t *testing.T) {
	h := readHouse(t, askedHouse)
	first := time.Date(2009, time.December, 19, 22, 0, 0, 0, time.UTC)
	r := Reading{Embargo: Embargo{Fact: Fact{State: Stated, Value: "2009-12-20T12:00:00"}, First: &first, Last: &first}}
	q := Question{AsOf: time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)}
	c := Case{Reading: r, Question: q, House: h}
	for name, e := range map[string]Embargo{"put together": c.embargo(), "recalled": new(Recall(r, q, h)).embargo()} {
		if got := e.First.Format(time.RFC3339); got != "2009-12-20T03:00:00Z" {
			t.Errorf("%s: it begins to lift %s", name, got)
		}
	}
}

func BenchmarkCase(b *testing.B) {
	for _, distinct := range []bool{false, true} {
		name := "repeated"
		if distinct {
			name = "distinct"
		}
		b.Run(name, func(b *testing.B) {
			all := readings(b, 300)
			all = all[:len(all)/2]
			if distinct {
				all = readings(b, 300)[len(all):]
			}
			q, err := Asked{Action: "sell"}.Question(archive.DefaultAsOf)
			if err != nil {
				b.Fatal(err)
			}
			asking := Ask(q, House{})
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				asking.Case(all[i%len(all)], Others{})
			}
		})
	}
}
