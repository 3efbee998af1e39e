package archive

import "strconv"

// embargo is one of the ways in which the field is filled.
type embargo int

const (
	none     embargo = iota
	over             // long over, in no zone: 20th December 2009 12:00
	overZone         // the same in a zone: 0001 GMT Monday November 30, 2009, or 12:00 CET
	overISO          // 2009-12-20T12:00:00+01:00
	dayFirst         // 20/12/2009 12:00: it may be read only where it cannot be American
	dayOnly          // 20th December 2009
	future           // it lies ahead
	nearly           // its hour is over somewhere on Earth, and not everywhere
	endless          // HOLD FOR RELEASE
	past             // First issued under embargo
	zeroTime         // 0001-01-01T00:00:00, as some systems write none
	inWords          // Embargoed until 20th December 2009 12:00
)

// How many in a thousand records have each, in the order above. The sample's own is over and has no zone; agencies' feeds mostly
// have none. The figures are guesses.
var (
	embargoes         = weigh(600, 320, 18, 12, 12, 12, 8, 4, 4, 3, 3, 4)
	distinctEmbargoes = weigh(50, 500, 100, 100, 50, 50, 100, 20, 4, 3, 3, 20)
)

// setRights decides what the fields of rights have to agree on.
func (s *told) setRights() {
	r := &s.rights
	s.embargo = embargo(embargoes.draw(r))
	s.holder = words.holders.draw(r)
	if s.archive.options.dated() {
		s.embargo = embargo(distinctEmbargoes.draw(r))
		s.holder = string(appendPerson(nil, r)) + pick(r, []string{" Films", " Pictures", " News", " TV"})
	}
	// Most stories of an archive are old: one in twenty is of the last month, the others of the last twenty years.
	const month, years = 30, 20
	days := r.below(years * 365)
	switch {
	case s.embargo == future, s.embargo == nearly:
		days = 1 + r.below(9)
	case r.in(50):
		days = 1 + r.below(month)
	}
	today := s.archive.asOf / dayLong
	s.day = (today - int64(days)) * dayLong
}

// moment is when the embargo ends: within a month after the story's day, or around the archive's moment.
func (s *told) moment() int64 {
	r, asOf := &s.rights, s.archive.asOf
	clock := pick(r, []int64{1, 6 * 60, 12 * 60, 12 * 60, 17 * 60, 22 * 60}) // a minute past midnight is the usual one
	if s.archive.options.dated() {
		clock = int64(r.below(dayLong))
	}
	switch s.embargo {
	case future:
		return (asOf/dayLong+2+int64(r.below(30)))*dayLong + clock // in two days it is ahead of all zones
	case nearly:
		return asOf - 11*60 + int64(r.below(24))*60 // from UTC−12 to UTC+14
	}
	return min(s.day+int64(r.below(15))*dayLong+clock, asOf-2*dayLong)
}

func (s *told) embargoField() {
	r, ends := &s.rights, s.moment()
	switch s.embargo {
	case none:
	case over, future, nearly:
		s.ordinalMoment(ends)
	case overZone:
		if r.in(500) {
			s.ordinalMoment(ends)
			s.add(pick(r, []string{" CET", " GMT", " EST", " IST", " +0100"}))
			return
		}
		s.raw = appendClock(s.raw, ends, "")
		s.sentence("GMT", at(ends).Weekday().String(), "")
		s.raw = appendAmerican(s.raw, ends, inTitleCase)
	case overISO:
		s.raw = append(appendNumbers(s.raw, ends, '-'), 'T')
		s.raw = appendClock(s.raw, ends, ":")
		s.add(pick(r, []string{":00+00:00", ":00Z", ":00+01:00", ":00"}))
	case dayFirst:
		s.raw = append(appendNumbers(s.raw, ends, '/'), ' ')
		s.raw = appendClock(s.raw, ends, ":")
	case dayOnly:
		s.raw = appendOrdinal(s.raw, ends)
	case endless:
		s.add(pick(r, []string{"HOLD FOR RELEASE", "Embargoed until further notice"}))
	case past:
		s.add("First issued under embargo")
	case zeroTime:
		s.add("0001-01-01T00:00:00")
	case inWords:
		s.add("Embargoed until ")
		s.ordinalMoment(ends)
	}
}

func (s *told) ordinalMoment(minutes int64) {
	s.raw = append(appendOrdinal(s.raw, minutes), ' ')
	s.raw = appendClock(s.raw, minutes, ":")
}

// holderField writes the holder and the archive desk's flag: "POOL (CAN SELL)".
func (s *told) holderField() {
	s.add(s.holder)
	if flag := words.flags.draw(&s.rights); flag != "-" {
		s.sentence(flag)
	}
}

// notice writes a copyright notice. Its year is the one it was stamped in: the story's, or up to three later.
func (s *told) notice() {
	const later = 3
	year := min(at(s.day).Year()+s.rights.below(later+1), at(s.archive.asOf).Year())
	for _, p := range words.notices.draw(&s.rights) {
		s.add(p.text)
		switch p.slot {
		case "year":
			s.raw = strconv.AppendInt(s.raw, int64(year), 10)
		case "holder":
			s.add(s.holder)
		}
	}
}
