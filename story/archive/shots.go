package archive

// How many datelines a summary has, from none to twelve, in a thousand records: few, sometimes many. A guess.
var datelines = weigh(50, 260, 210, 150, 100, 70, 50, 35, 25, 18, 13, 10, 9)

// How many in a thousand records are mostly of their own holder's shots, how many in a thousand shots are of the one that the record
// is mostly of, and how many state terms. Guesses, too.
const (
	ownRecords    = 800
	sameSource    = 850
	shotTerms     = 60
	distinctTerms = 700
)

// summary writes a shotlist, PLACE, COUNTRY (DATE) (SOURCE - TERMS) SHOTS, or, without a dateline, what the shots show.
func (s *told) summary() {
	n := datelines.draw(&s.rights)
	if s.archive.options.dated() {
		n = s.rights.below(len(datelines))
	}
	source := s.holder
	if !s.rights.in(ownRecords) {
		source = words.sources.draw(&s.rights)
	}
	for shot := range n {
		if shot > 0 {
			s.add("  ")
		}
		s.dateline(shot, source)
		s.shown()
		if s.words.in(300) {
			s.soundbite()
		}
	}
	if n == 0 {
		s.shown()
	}
}

func (s *told) dateline(shot int, source string) {
	r, place := &s.rights, s.place
	if shot > 0 && s.words.in(400) {
		place = pick(&s.words, words.places)
	}
	s.add(place.capitals)
	switch {
	case shot > 0 && s.words.in(60):
		s.add(" (FILE) (")
	case shot > 0 && s.words.in(60):
		s.add(" (RECENT) (")
	default:
		s.add(" (")
		s.raw = appendAmerican(s.raw, s.day-int64(s.words.below(2))*dayLong, inCapitals)
		s.add(") (")
	}
	restricted := shotTerms
	if s.archive.options.dated() {
		restricted = distinctTerms
	}
	if !r.in(sameSource) {
		source = words.sources.draw(r)
	}
	s.add(source)
	if r.in(restricted) {
		s.add(" - ")
		if s.archive.options.Distinct {
			s.distinctTerms("; ")
		} else {
			s.add(phrases.ofShots.draw(r))
		}
	}
	s.add(") ")
}

// shown writes what is to be seen.
func (s *told) shown() {
	for n := range 1 + s.words.below(4) {
		if n > 0 {
			s.add(" / ")
		}
		s.add(pick(&s.words, words.shots))
	}
}

func (s *told) soundbite() {
	s.add(" (SOUNDBITE) (")
	s.add(words.languages.draw(&s.words))
	s.add(") ")
	s.raw = speaker.append(s.raw, &s.words, s.archive.asOf)
}

var speaker = templateOf(`{PERSON}, SAYING: "It took us {number} days to get here, and we will stay as long as it takes."`)
