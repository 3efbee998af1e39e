package archive

import (
	"slices"
	"strings"
)

// told is what one record tells, while it is written.
type told struct {
	*draft
	archive       *Archive
	words, rights chance
	place         place
	headline      [3]string // who, what, how it ends
	day           int64     // the story's, in minutes since 1970
	holder        string
	embargo       embargo
}

// write writes record i, without damage.
func (a *Archive) write(d *draft, i int) {
	s := told{draft: d, archive: a, words: a.chance(i, forWords), rights: a.chance(i, forRights)}
	s.setHeadline(a.shuffled(i))
	s.setRights()
	for _, write := range []struct {
		field func()
		glued bool
	}{
		{s.title, false}, {s.date, false}, {s.summary, false}, {s.embargoField, false}, {s.keywords, false},
		{func() { s.add(s.place.city) }, false}, {func() { s.add(s.place.country) }, false},
		{func() { s.add(pick(&s.words, words.topics)) }, false}, {func() { d.raw = a.appendID(d.raw, i) }, false},
		{s.text, false}, {s.holderField, s.words.in(500)}, {s.notice, false}, {s.terms, false}, // glued in the sample, on a line of its own in other records
	} {
		d.begin(write.glued)
		write.field()
	}
	d.end()
}

// shuffled gives each record another number below Most, so that no two have the same headline.
func (a *Archive) shuffled(i int) int {
	const step = 3_141_593 // shares no factor with Most: see the tests
	start := a.seed(forNames) % uint64(Most)
	return int((start + uint64(i)*step) % uint64(Most))
}

func (s *told) setHeadline(n int) {
	s.place = words.places[n%len(words.places)]
	n /= len(words.places)
	for at, part := range [][]string{words.actors, words.deeds, words.tails} {
		s.headline[at] = part[n%len(part)]
		n /= len(part)
	}
}

func (s *told) title() {
	s.add(s.place.countryCapitals)
	s.add(":")
	s.sentence(s.headline[:]...)
}

// sentence writes words, each with a space before it.
func (s *told) sentence(all ...string) {
	for _, words := range all {
		s.add(" ")
		s.add(words)
	}
}

func (s *told) date() {
	form := 0
	if s.archive.options.Distinct {
		form = s.words.below(3)
	}
	switch form {
	case 0:
		s.raw = appendOrdinal(s.raw, s.day)
	case 1:
		s.raw = appendAmerican(s.raw, s.day, inTitleCase)
	case 2:
		s.raw = appendNumbers(s.raw, s.day, '-')
	}
}

func (s *told) keywords() {
	const most = 4
	n := len(s.raw)
	for range s.words.below(most + 1) {
		if word := pick(&s.words, words.keywords); !strings.Contains(string(s.raw[n:]), word) {
			if len(s.raw) > n {
				s.add(", ")
			}
			s.add(word)
		}
	}
}

// text writes sentences until there is enough, some on a line, some with a line to themselves, none twice in a row of several.
func (s *told) text() {
	n := len(s.raw)
	s.add(s.headline[0])
	s.add(" in ")
	s.add(s.place.city)
	s.sentence(s.headline[1:]...)
	s.add(", it was announced on ")
	s.add(at(s.day).Weekday().String())
	s.add(" (")
	s.add(at(s.day).Month().String())
	s.add(" ")
	s.raw = appendDay(s.raw, s.day)
	s.add(").")
	last := make([]int, 0, 64)
	for len(s.raw)-n < s.archive.options.TextSize {
		next := s.words.below(len(words.sentences))
		if slices.Contains(last[max(0, len(last)-12):], next) {
			continue
		}
		last = append(last, next)
		s.add(pick(&s.words, []string{"\n", "\n", " "}))
		s.raw = words.sentences[next].append(s.raw, &s.words, s.archive.asOf)
	}
}
