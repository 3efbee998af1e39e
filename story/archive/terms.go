package archive

import (
	"slices"
	"strings"
)

// How many in a thousand records say None or nothing in their usage terms; all others restrict. The sample has None; the figures
// are guesses.
const (
	statedNone = 450
	leftEmpty  = 10
)

// phrases are what usage terms say. A pattern with slots becomes several phrases, each rarer than the one before, as the
// same countries and outlets come up again and again.
var phrases = func() (p struct {
	of       ranked[string]   // for records
	ofShots  ranked[string]   // for a dateline's bracket, in capitals
	patterns ranked[template] // of those that restrict
}) {
	const variants = 8
	type phrase struct {
		text   string
		weight int // the higher the rarer
	}
	var all []phrase
	asOf := DefaultAsOf.Unix() / 60
	for at, line := range lines("terms") {
		line = strings.TrimPrefix(line, "? ")
		t := templateOf(line)
		if !strings.Contains(line, "Access all") && !strings.Contains(line, "None") {
			p.patterns.all = append(p.patterns.all, t)
		}
		for n := range variants {
			c := chance{uint64(n)} // the first countries to come up are the same for all patterns
			if text := string(t.append(nil, &c, asOf)); !slices.ContainsFunc(all, func(p phrase) bool { return p.text == text }) {
				all = append(all, phrase{text, (at + 3) * (n + 1)})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b phrase) int { return a.weight - b.weight })
	for _, phrase := range all {
		p.of.all = append(p.of.all, phrase.text)
		if !strings.ContainsAny(phrase.text, ".:;'\"") && !strings.Contains(phrase.text, " - ") {
			p.ofShots.all = append(p.ofShots.all, strings.ToUpper(phrase.text))
		}
	}
	p.patterns = rank(p.patterns.all)
	p.of, p.ofShots = rank(p.of.all), rank(p.ofShots.all)
	return p
}()

// bars names outlets and countries at random: hardly two of them are the same.
var bars = templates([]string{
	"No access {country}/{country}/{country}/{party}", "No access {country}, {country}, {country}",
	"No use {country}, {country} and {country}", "{COUNTRY}, {COUNTRY} AND {COUNTRY} OUT",
	"No online use {country}, {country}, {country}", "No access {country}/{party}/{party}/{party}",
})

// duties do the same for names and times.
var duties = templates([]string{
	"Must credit '{person}'", "No use after {hour}GMT on {date}", "Must on-screen courtesy '{person}'", "Max {number} seconds",
	"Use within {number} days", "No archive", "No resale", "Editorial use only",
})

func (s *told) terms() {
	r := &s.rights
	if s.archive.options.Distinct {
		s.distinctTerms(". ")
		return
	}
	switch n := r.below(1000); {
	case n < statedNone:
		s.add("None")
	case n < statedNone+leftEmpty:
	default:
		s.add(phrases.of.draw(r))
	}
}

func (s *told) distinctTerms(sign string) {
	r, asOf := &s.rights, s.archive.asOf
	s.raw = pick(r, bars).append(s.raw, r, asOf)
	s.add(sign)
	s.raw = pick(r, duties).append(s.raw, r, asOf)
	if r.in(300) {
		s.add(sign)
		s.raw = phrases.patterns.draw(r).append(s.raw, r, asOf)
	}
}
