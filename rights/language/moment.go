package language

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"clearance/rights/when"
)

var units = map[string]time.Duration{
	"second": time.Second, "seconds": time.Second, "sec": time.Second, "secs": time.Second,
	"minute": time.Minute, "minutes": time.Minute, "min": time.Minute, "mins": time.Minute,
	"hour": time.Hour, "hours": time.Hour, "hrs": time.Hour, "hr": time.Hour,
	"day": day, "days": day, "week": 7 * day, "weeks": 7 * day,
	"sekunden": time.Second, "minuten": time.Minute, "stunden": time.Hour, "tage": day, "tagen": day,
	"secondes": time.Second, "heures": time.Hour, "jours": day, "saniye": time.Second, "dakika": time.Minute, "saat": time.Hour, "gun": day,
}

const day = 24 * time.Hour

var numerals = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"twelve": 12, "fourteen": 14, "thirty": 30, "once": 1, "twice": 2, "single": 1}

// number reads a count. A month's worth of thousands is no count that anybody writes.
func number(w string) (int, bool) {
	if n, ok := numerals[w]; ok {
		return n, true
	}
	n, err := strconv.Atoi(strings.TrimSuffix(w, "x"))
	return n, err == nil && n > 0 && n < 10000
}

// dateWords may stand in a time without being a number, a month or a day of the week.
var dateWords = map[string]bool{
	"at": true, "on": true, "of": true, "the": true, "am": true, "pm": true, "midnight": true, "noon": true, "monday": true, "tuesday": true,
	"wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true, "mon": true, "tue": true, "wed": true, "thu": true,
	"fri": true, "sat": true, "sun": true, "gmt": true, "utc": true, "bst": true, "cet": true, "cest": true, "est": true, "edt": true,
	"pst": true, "pdt": true, "et": true, "pt": true, "local": true, "time": true, "tomorrow": true, "tonight": true, "today": true, "hrs": true,
	"cst": true, "cdt": true, "mst": true, "mdt": true, "ist": true, "jst": true, "msk": true, "z": true, "utc+0": true, "uhr": true, "h": true,
	"further": true, "notice": true, "released": true, "further advised": true,
}

const mostDateWords = 10

// moment reads a time that begins at a word: the longest stretch that is one, else all the words that only times are made of.
func (r *reader) moment(pos int) (*Moment, int) {
	end := pos
	stated := false
words:
	for end < len(r.tokens) && end-pos < mostDateWords {
		t := r.tokens[end]
		if end > pos && (t.gap&(open|shut|line|dash) != 0 || t.gap&stop != 0 && t.gap&space != 0 && !r.ordinal(end)) {
			break
		}
		switch {
		case t.plain != "" && isDigit(t.plain[0]), when.MonthOf(t.plain) != 0:
			stated = true
		case t.plain == "midnight", t.plain == "noon", t.plain == "notice", t.plain == "tomorrow", t.plain == "tonight":
			stated = true
		case !dateWords[t.plain]:
			break words
		}
		end++
	}
	if !stated {
		return nil, -1
	}
	for e := end; e > pos; e-- {
		text := r.text[r.tokens[pos].start:r.tokens[e-1].end]
		if w, ok := when.Parse(unslash(text)); ok {
			first, last := w.Interval()
			return &Moment{text, first, last}, e
		}
	}
	return &Moment{Text: r.text[r.tokens[pos].start:r.tokens[end-1].end]}, end
}

// ordinal reports whether a full stop before a month is that of its day: 9. September.
func (r *reader) ordinal(i int) bool {
	day := r.tokens[i-1].plain
	return day != "" && len(day) <= 2 && isDigit(day[0]) && when.MonthOf(r.tokens[i].plain) != 0
}

// slashed is a date of numbers alone.
var slashed = regexp.MustCompile(`\b(\d{1,2})/(\d{1,2})/(\d{4})\b`)

// unslash writes a date of numbers in ISO form where one of them can only be the day.
func unslash(text string) string {
	text = strings.ReplaceAll(text, ". ", " ")
	return slashed.ReplaceAllStringFunc(text, func(s string) string {
		f := strings.Split(s, "/")
		a, _ := strconv.Atoi(f[0])
		b, _ := strconv.Atoi(f[1])
		switch {
		case a > 12 && b <= 12:
			a, b = b, a
		case a <= 12 && b > 12, a == b:
		default:
			return s
		}
		t := time.Date(0, time.Month(a), b, 0, 0, 0, 0, time.UTC)
		return f[2] + t.Format("-01-02")
	})
}
