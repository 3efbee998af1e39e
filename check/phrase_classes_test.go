package check_test

import (
	"slices"
	"strings"

	"clearance/rights"
)

// A phraseClass is a kind of spoiling that no reader can tell from another phrase that somebody meant.
type phraseClass struct {
	why  string
	lets func(s spoiling) bool
}

var phraseClasses = map[string]phraseClass{
	"an element of a list": {
		"a list that lost one of its places, media or parties, or in which one became another that there is, is a list too",
		func(s spoiling) bool { return s.hitsElement() && s.barsStill() },
	},
	"a word that turns it around": {
		"outside, only, except, without and the like turn a phrase around: without them it says something else",
		func(s spoiling) bool {
			return s.hitsWord("outside", "only", "except", "excluding", "außerhalb", "nur", "hors", "sauf", "disinda", "dışında")
		},
	},
}

// class is the name of the class that lets a spoiling pass, "" where none does.
func (s spoiling) class() string {
	for name, c := range phraseClasses {
		if c.lets(s) {
			return name
		}
	}
	return ""
}

// hits reports whether the spoilt bytes lie in text[start:end], or next to it.
func (s spoiling) hits(start, end int) bool { return s.spoil.start <= end && start <= s.spoil.end }

// hitsElement reports whether what a rule's list named was spoilt.
func (s spoiling) hitsElement() bool {
	base := s.base()
	return slices.ContainsFunc(allRules(s.before.Reading), func(r rights.Rule) bool {
		for _, e := range r.Elements {
			if s.hits(e.Span.Start-base, e.Span.End-base) {
				return true
			}
		}
		return false
	})
}

// base is where the phrase begins in its record.
func (s spoiling) base() int { return strings.Index(s.record(s.phrase.text), s.phrase.text) }

// barsStill reports whether a rule is left that bars something.
func (s spoiling) barsStill() bool {
	return slices.ContainsFunc(allRules(s.after.Reading), func(r rights.Rule) bool { return r.Effect != "note" })
}

func (s spoiling) hitsWord(words ...string) bool {
	for _, w := range textWords(s.phrase.text) {
		if slices.Contains(words, strings.ToLower(s.phrase.text[w[0]:w[1]])) && s.hits(w[0], w[1]) {
			return true
		}
	}
	return false
}

func allRules(r rights.Reading) []rights.Rule {
	all := slices.Clone(r.Terms.Rules)
	for _, shot := range r.Shots {
		all = append(all, shot.Rules...)
	}
	return all
}
