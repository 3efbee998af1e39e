package when

import (
	"strings"
	"time"
)

// Years outside these are misprints, and 0001-01-01 is how some systems write an empty date.
const (
	firstYear = 1800
	lastYear  = 2199
)

// dateParts gathers the words of a date: 5th December 2009, December 5, 2009, Sat 5 Dec 2009, 2009-12-05.
type dateParts struct {
	year, month, date int
	weekday           string
	iso               time.Time

	afterMonth bool // the word before was the month, or the day right behind it
}

// awaitsYear reports whether a year may come next. Anywhere else four digits are a time, or nothing.
func (d *dateParts) awaitsYear() bool { return d.year == 0 && d.afterMonth }

// read takes one word, and refuses one that is no part of a date or says a part twice.
func (d *dateParts) read(word string) bool {
	after := d.afterMonth
	d.afterMonth = false
	if t, err := time.Parse(time.DateOnly, word); err == nil {
		empty := *d == dateParts{}
		d.iso = t
		return empty && !after
	}
	if !d.iso.IsZero() {
		return false
	}
	if m := MonthOf(word); m != 0 {
		ok := d.month == 0
		d.month, d.afterMonth = m, true
		return ok
	}
	if day := weekdayOf(word); day != "" {
		ok := d.weekday == ""
		d.weekday = day
		return ok
	}
	if IsYear(word) {
		ok := d.year == 0 && after
		d.year, _ = number(word, lastYear)
		return ok
	}
	n, ok := ordinal(word)
	if !ok || d.date != 0 {
		return false
	}
	d.date, d.afterMonth = n, after
	return true
}

// day gives the day once every part is known and they agree with each other.
func (d *dateParts) day() (time.Time, bool) {
	if !d.iso.IsZero() {
		return d.iso, d.iso.Year() >= firstYear && d.iso.Year() <= lastYear
	}
	if d.year == 0 || d.month == 0 || d.date == 0 {
		return time.Time{}, false
	}
	t := time.Date(d.year, time.Month(d.month), d.date, 0, 0, 0, 0, time.UTC)
	if t.Day() != d.date { // 31 April
		return time.Time{}, false
	}
	return t, d.weekday == "" || d.weekday == t.Weekday().String()
}

// MonthOf reads a month's English name or its abbreviation of three letters (and Sept), with or without a full stop; 0 where it is none.
func MonthOf(word string) int {
	w := strings.TrimSuffix(strings.ToLower(word), ".")
	if w == "sept" {
		w = "sep"
	}
	for m := time.January; m <= time.December; m++ {
		if name := strings.ToLower(m.String()); w == name || len(w) == 3 && w == name[:3] {
			return int(m)
		}
	}
	return 0
}

// weekdayOf reads a weekday's English name or its abbreviation.
func weekdayOf(word string) string {
	w := strings.TrimSuffix(strings.ToLower(word), ".")
	for d := time.Sunday; d <= time.Saturday; d++ {
		name := strings.ToLower(d.String())
		if w == name || len(w) == 3 && w == name[:3] {
			return d.String()
		}
	}
	return ""
}

// ordinal reads 5, 05, 5th, 1st, 22nd; the ending must be the right one, since a wrong one is a garbled number.
func ordinal(word string) (int, bool) {
	w := strings.ToLower(word)
	digits := strings.TrimRight(w, "stndrh")
	n, ok := number(digits, 31)
	if !ok || n == 0 || len(digits) > 2 {
		return 0, false
	}
	switch ending := w[len(digits):]; {
	case ending == "":
	case ending != endingOf(n):
		return 0, false
	}
	return n, true
}

func endingOf(n int) string {
	if n >= 11 && n <= 13 {
		return "th"
	}
	switch n % 10 {
	case 1:
		return "st"
	case 2:
		return "nd"
	case 3:
		return "rd"
	}
	return "th"
}

// ParseDay reads a day alone, as the field "Date" states it.
func ParseDay(text string) (time.Time, bool) {
	var d dateParts
	for _, w := range splitWhen(strings.TrimRight(strings.TrimSpace(text), ".")) {
		if !d.read(w) {
			return time.Time{}, false
		}
	}
	return d.day()
}

// IsYear reports whether a word is a year that stands alone.
func IsYear(word string) bool {
	n, ok := number(word, lastYear)
	return ok && len(word) == 4 && n >= firstYear
}
