// Package when reads dates and times as agencies write them: a wall-clock moment, and the instants it may mean.
package when

import (
	"strings"
	"time"
	"unicode"
)

// Moment is a date as agencies write it, with what stands beside it.
type Moment struct {
	Day     time.Time     // midnight UTC of the stated day
	Clock   time.Duration // since midnight
	HasTime bool
	Zone    string // as stated, "" where none is

	// YearMayBeTime marks a day without a time whose year would be one: 24 December 2015 may leave its year out.
	YearMayBeTime bool

	offsets offsets
}

// Interval gives the first and the last instant that the moment may mean, in UTC: without a zone, anywhere on Earth. A day
// without a time runs from where it begins first to where it ends last.
func (m Moment) Interval() (first, last time.Time) {
	return m.wall().Add(-m.offsets.max), m.end().Add(-m.offsets.min)
}

// IntervalIn is Interval for a moment without a zone of its own, in a zone that someone else states.
func (m Moment) IntervalIn(zone *time.Location) (first, last time.Time) {
	first, _ = Instants(m.wall(), zone)
	_, last = Instants(m.end(), zone)
	return first, last
}

// wall is the moment, or the start of its day, as if it were in UTC.
func (m Moment) wall() time.Time { return m.Day.Add(m.Clock) }

// end is the moment, or the end of its day, as if it were in UTC.
func (m Moment) end() time.Time {
	if m.HasTime {
		return m.wall()
	}
	return m.Day.AddDate(0, 0, 1)
}

// String is the moment in plain canonical form, with its zone as stated: 2009-12-20T12:00:00. Parse reads it again
// where no zone is stated.
func (m Moment) String() string {
	s := m.Day.Format(time.DateOnly)
	if m.HasTime {
		s = m.wall().Format("2006-01-02T15:04:05")
	}
	if m.Zone != "" {
		s += " " + m.Zone
	}
	return s
}

// Parse reads a date, a time and a zone in the layouts that agencies use, in any order. Every word must be one of
// them, each at most once: general date guessers fail on ordinals and take 04/12/2009 for an American date, so a date of
// numbers alone is read only in ISO form.
func Parse(text string) (Moment, bool) {
	m := Moment{offsets: anywhere}
	text = strings.TrimRight(strings.TrimSpace(text), ".")
	if t, ok := iso(text); ok {
		return t, true
	}
	var d dateParts
	words := splitWhen(text)
	for i := 0; i < len(words); i++ {
		word := words[i]
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		if d.awaitsYear() && IsYear(word) && !isZone(next) { // 2009 behind its month is a year; 2009 GMT is a time, and so is any other
			d.read(word)
			continue
		}
		switch n, ok := m.readClock(word, next); {
		case ok:
			i += n - 1
		case m.readZone(word), d.read(word):
		case strings.EqualFold(word, "at"), strings.EqualFold(word, "on"), strings.EqualFold(word, "of"):
			d.afterMonth = false // what follows "20 December at" is no year
		default:
			return Moment{}, false
		}
	}
	day, ok := d.day()
	if !ok || m.Zone != "" && !m.HasTime {
		return Moment{}, false
	}
	m.Day = day
	if _, clock := parseClock(day.Format("2006"), ""); clock && !m.HasTime && d.iso.IsZero() {
		m.YearMayBeTime = true
	}
	return m, true
}

// splitWhen cuts at white space and commas, and parts a zone that is glued to its time: 1500GMT.
func splitWhen(text string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ',' }) {
		if i := strings.IndexFunc(w, unicode.IsLetter); i >= 4 && isZone(w[i:]) {
			words = append(words, w[:i], w[i:])
			continue
		}
		words = append(words, w)
	}
	return words
}

func isZone(s string) bool {
	_, ok := zones[strings.ToUpper(s)]
	return ok
}

// readClock reads 12:00, 12:00:30, 12.00, 1200, 0001, 9am and 9:30 pm, and says how many words it took.
func (m *Moment) readClock(word, next string) (int, bool) {
	if m.HasTime || word == "" || word[0] < '0' || word[0] > '9' {
		return 0, false
	}
	lower, took := strings.ToLower(word), 1
	half := ""
	for _, m := range []string{"am", "pm", "a.m.", "p.m.", "a.m", "p.m"} {
		if rest, ok := strings.CutSuffix(lower, m); ok && rest != "" {
			lower, half = rest, m[:1]
		} else if strings.ToLower(next) == m {
			if half != "" {
				return 0, false // 9am pm
			}
			half, took = m[:1], 2
		}
	}
	clock, ok := parseClock(lower, half)
	if ok {
		m.Clock, m.HasTime = clock, true
	}
	return took, ok
}

func parseClock(s, half string) (time.Duration, bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ':' || r == '.' })
	switch {
	case len(parts) == 1 && len(s) == 4: // 1500
		parts = []string{s[:2], s[2:]}
	case len(parts) == 1 && half != "": // 9 am
		parts = append(parts, "00")
	case len(parts) < 2 || len(parts) > 3 || strings.Join(parts, ":") != strings.ReplaceAll(s, ".", ":"):
		return 0, false
	}
	limit := 23
	if half != "" {
		limit = 12
	}
	hours, ok := number(parts[0], limit)
	if !ok || half != "" && hours == 0 {
		return 0, false
	}
	if half != "" {
		hours %= 12
		if half == "p" {
			hours += 12
		}
	}
	d := time.Duration(hours) * time.Hour
	for i, unit := range []time.Duration{time.Minute, time.Second}[:len(parts)-1] {
		n, ok := number(parts[i+1], 59)
		if !ok || len(parts[i+1]) != 2 {
			return 0, false
		}
		d += time.Duration(n) * unit
	}
	return d, true
}

// readZone reads zone letters and offsets such as +01:00 and UTC+3.
func (m *Moment) readZone(word string) bool {
	if m.Zone != "" {
		return false
	}
	upper := strings.ToUpper(word)
	o, ok := zones[upper]
	if !ok {
		bare := strings.TrimPrefix(strings.TrimPrefix(upper, "UTC"), "GMT")
		if bare != upper && len(bare) == 2 {
			bare = bare[:1] + "0" + bare[1:]
		}
		var d time.Duration
		if d, ok = parseOffset(bare); ok {
			o = offsets{d, d}
		}
	}
	if ok {
		m.Zone, m.offsets = upper, o
	}
	return ok
}

// iso reads the forms of ISO 8601 that structured feeds use. They name their zone, or none.
func iso(text string) (Moment, bool) {
	if len(text) < len(time.DateOnly) || text[4] != '-' && text[8] != 'T' { // where each of them has it
		return Moment{}, false
	}
	for _, layout := range []string{
		"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00", "20060102T150405Z0700", "20060102T150405Z07:00",
		"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
	} {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		if t.Year() < firstYear || t.Year() > lastYear || t.Nanosecond() != 0 {
			return Moment{}, false
		}
		m := Moment{HasTime: layout != "2006-01-02", offsets: anywhere}
		m.Day = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
		m.Clock = time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second
		if strings.Contains(layout, "Z07") {
			_, seconds := t.Zone()
			d := time.Duration(seconds) * time.Second
			if d < anywhere.min || d > anywhere.max {
				return Moment{}, false
			}
			m.Zone, m.offsets = t.Format("Z07:00"), offsets{d, d}
		}
		return m, true
	}
	return Moment{}, false
}
