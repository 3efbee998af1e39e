package check_test

import (
	"maps"
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
	"cut short": {
		"a phrase without its start or its end can be a whole one with less in it: None at this time, News use only within 24 hours",
		func(s spoiling) bool { return strings.HasPrefix(s.kind, "cutting off") },
	},
	"another time": {
		"a time with another digit, word or zone is a time too",
		func(s spoiling) bool {
			return s.place == "embargo" || strings.ContainsAny(s.spoil.around(s.phrase.text), "0123456789") && s.barsStill()
		},
	},
	"words that nobody read": {
		"words that nobody could read refer; without them, or with a slip by which they can be read, they do not",
		func(s spoiling) bool {
			return slices.ContainsFunc(s.before.Reading.UnreadWords(), func(w rights.Words) bool { return s.hits(w.Start-s.base(), w.End-s.base()) })
		},
	},
	"another source": {
		"whose it is counts for a sale; another name, or one that lost a word, is another source",
		func(s spoiling) bool {
			return s.q.Use.Action == "sell" && slices.ContainsFunc(s.before.Reading.Shots, func(shot rights.Shot) bool {
				return slices.ContainsFunc(shot.Source.Words, func(w rights.Words) bool { return s.hits(w.Start-s.base(), w.End-s.base()) })
			})
		},
	},
	"a medium without its no": {
		"a medium alone, Online, leaves that medium open and refers all others: so does what is left of NO ONLINE without its first word",
		func(s spoiling) bool {
			return s.hitsWord("no") && slices.ContainsFunc(allRules(s.after.Reading), func(r rights.Rule) bool { return r.Kind == "any_medium" })
		},
	},
	"words among prose": {
		"in a caption or a story's text, words count as terms by what they say and how they are written; a spoilt one is prose like any other",
		func(s spoiling) bool { return s.place == "caption" || s.place == "text" || s.place == "summary" },
	},
	"a bar of one word": {
		"KILL and EMBARGO bar by themselves; without them nothing is left that bars",
		func(s spoiling) bool {
			return strings.HasPrefix(s.kind, "dropping a word") && s.hitsWord("kill", "embargo")
		},
	},
	"a name with a word glued to it": {
		"nobody can tell where a name ends that has the next word glued to it",
		func(s spoiling) bool {
			return s.kind == `putting "" between words` && strings.ContainsAny(s.spoil.around(s.phrase.text), ".,")
		},
	},
	"a place before a dash": {
		"SWEDEN OUT with a letter in the other word, and a dash behind it, is written as a source is",
		func(s spoiling) bool {
			return s.hitsElement() && slices.ContainsFunc(allRules(s.after.Reading), func(r rights.Rule) bool { return r.Kind == "source" })
		},
	},
	"a word that turns it around": {
		"outside, only, except, not and the like turn a phrase around: without them it says something else, as Embargo until a time does " +
			"without its first word",
		func(s spoiling) bool {
			return s.hitsWord("outside", "outisde", "only", "except", "excluding", "not", "embargo", "außerhalb", "nur", "hors", "sauf", "disinda", "dışında")
		},
	},
}

// around is what was spoilt in a text, with the bytes on either side.
func (s spoil) around(text string) string { return text[max(0, s.start-1):min(len(text), s.end+1)] }

// class is the name of the class that lets a spoiling pass, "" where none does.
func (s spoiling) class() string {
	for _, name := range slices.Sorted(maps.Keys(phraseClasses)) {
		if phraseClasses[name].lets(s) {
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
