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
	number        int // the record's
	place         place
	headline      [3]string // who, what, how it ends
	day           int64     // the story's, in minutes since 1970
	holder        string
	embargo       embargo
}

// gluedHolders is in how many of a thousand records the holder's label stands behind the story's last line, as it does in
// testdata/stories/nato-russia.txt. In the others it has a line of its own.
const gluedHolders = 500

// write writes record i, without damage.
func (a *Archive) write(d *draft, i int) {
	s := told{draft: d, archive: a, number: i, words: a.chance(i, forWords), rights: a.chance(i, forRights)}
	s.setHeadline(a.shuffled(i))
	s.setRights()
	fields := [len(form)]func(){
		s.title, s.date, s.summary, s.embargoField, s.keywords, s.location, s.country, s.topic,
		s.identifier, s.text, s.holderField, s.notice, s.terms,
	}
	for field, write := range fields {
		d.begin(field == holder && s.words.in(gluedHolders))
		write()
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

func (s *told) location()   { s.add(s.place.city) }
func (s *told) country()    { s.add(s.place.country) }
func (s *told) topic()      { s.add(pick(&s.words, words.topics)) }
func (s *told) identifier() { s.raw = s.archive.appendID(s.raw, s.number) }

func (s *told) date() {
	form := 0
	if s.archive.options.dated() {
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

// text writes what the headline says, which no other story does, and then sentences until there is enough: some with a line to
// themselves, and none soon again.
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
	const soon = 12 // sentences
	said := make([]int, 0, 64)
	for len(s.raw)-n < s.archive.options.TextSize {
		next := s.words.below(len(words.sentences))
		if slices.Contains(said[max(0, len(said)-soon):], next) {
			continue
		}
		said = append(said, next)
		s.add(pick(&s.words, []string{"\n", "\n", " "}))
		s.raw = words.sentences[next].append(s.raw, &s.words, s.archive.asOf)
	}
}
