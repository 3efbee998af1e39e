package when

import (
	"strings"
	"time"
	"unicode/utf8"
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
	if t, ok := isoDay(word); ok {
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

// isoDay reads 2009-12-05.
func isoDay(word string) (time.Time, bool) {
	if len(word) != len(time.DateOnly) {
		return time.Time{}, false
	}
	t, err := time.Parse(time.DateOnly, word)
	return t, err == nil
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

// names are the English names of months and weekdays, in lower case.
type names []string

var (
	months = namesOf(12, func(i int) string { return time.Month(i + 1).String() })
	days   = namesOf(7, func(i int) string { return time.Weekday(i).String() })
)

func namesOf(n int, name func(int) string) (all names) {
	for i := range n {
		all = append(all, strings.ToLower(name(i)))
	}
	return all
}

// find gives which of the names a word is, or its abbreviation of three letters, with or without a full stop; -1 where it is none.
func (all names) find(word string) int {
	if !ascii(word) {
		if word = strings.ToLower(word); !ascii(word) { // APRİL
			return -1
		}
	}
	word = strings.TrimSuffix(word, ".")
	for i, name := range all {
		if (len(word) == 3 || len(word) == len(name)) && strings.EqualFold(word, name[:len(word)]) {
			return i
		}
	}
	return -1
}

func ascii(word string) bool {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// MonthOf reads a month's English name or its abbreviation of three letters (and Sept), with or without a full stop; 0 where it is none.
func MonthOf(word string) int {
	if w := strings.TrimSuffix(word, "."); len(w) == len("sept") && ascii(w) && strings.EqualFold(w, "sept") {
		return int(time.September)
	}
	return months.find(word) + 1
}

// weekdayOf reads a weekday's English name or its abbreviation.
func weekdayOf(word string) string {
	if i := days.find(word); i >= 0 {
		return time.Weekday(i).String()
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
