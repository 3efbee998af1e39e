package language

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"clearance/rights/when"
)

var units = map[string]time.Duration{
	"second": time.Second, "seconds": time.Second, "sec": time.Second, "secs": time.Second, "s": time.Second,
	"minute": time.Minute, "minutes": time.Minute, "min": time.Minute, "mins": time.Minute,
	"hour": time.Hour, "hours": time.Hour, "hrs": time.Hour, "hr": time.Hour, "h": time.Hour,
	"day": day, "days": day, "week": 7 * day, "weeks": 7 * day,
	"sekunden": time.Second, "minuten": time.Minute, "stunden": time.Hour, "tag": day, "tage": day, "tagen": day, "wochen": 7 * day,
	"secondes": time.Second, "heures": time.Hour, "jour": day, "jours": day, "semaines": 7 * day, "saniye": time.Second, "dakika": time.Minute, "saat": time.Hour, "gun": day,
}

const day = 24 * time.Hour

var numerals = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"twelve": 12, "fourteen": 14, "thirty": 30, "once": 1, "twice": 2, "single": 1}

// number reads a count. A month's worth of thousands is no count that anybody writes.
func number(w string) (int, bool) {
	if n, ok := numerals[w]; ok {
		return n, true
	}
	if w == "" || !isDigit(w[0]) && w[0] != '+' { // and no other sign is more than 0
		return 0, false
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
	"a": true, "um": true, "le": true,
	"cst": true, "cdt": true, "mst": true, "mdt": true, "ist": true, "jst": true, "msk": true, "z": true, "utc+0": true, "uhr": true, "h": true,
}

const mostDateWords = 10

// moment reads a time that begins at a word: the longest stretch that is one, else all the words that only times are made of.
func (r *reader) moment(pos int) (*Moment, int) {
	if r.isSpan(pos) {
		return nil, -1
	}
	end := pos
	stated := false
words:
	for end < len(r.tokens) && end-pos < mostDateWords {
		t := r.tokens[end]
		if end > pos && (t.gap&(open|shut|line|dash) != 0 || t.gap&stop != 0 && t.gap&space != 0 && !r.ordinal(end) && !half[r.tokens[end-1].plain]) {
			break
		}
		switch {
		case t.plain != "" && isDigit(t.plain[0]), monthOf(t.plain) != 0:
			stated = true
		case t.plain == "midnight", t.plain == "noon", t.plain == "tomorrow", t.plain == "tonight":
			stated = true
		case !dateWords[t.plain] && !isWeekday(t.plain):
			break words
		}
		end++
	}
	if !stated {
		return nil, -1
	}
	for e := end; e > pos; e-- {
		text := r.text[r.tokens[pos].start:r.tokens[e-1].end]
		if m := momentOf(text); m != nil {
			return m, e
		}
	}
	return &Moment{Text: r.text[r.tokens[pos].start:r.tokens[end-1].end]}, end
}

// momentOf reads a time, or gives nil. One of which nobody can tell the day from the month spans both.
func momentOf(text string) *Moment {
	var m *Moment
	for _, monthFirst := range []bool{false, true} {
		w, ok := when.Parse(tidy(text, monthFirst))
		if !ok {
			return nil
		}
		first, last := w.Interval()
		if w.HasTime && midnightIn(text) != text {
			last = last.Add(day) // the midnight before that day, or the one after it
		}
		if m == nil {
			m = &Moment{text, first, last}
		}
		if first.Before(m.First) {
			m.First = first
		}
		if last.After(m.Last) {
			m.Last = last
		}
	}
	return m
}

// isSpan reports whether a number and a unit stand at a word: 48 hrs is no time of the day, 1500 hrs is.
func (r *reader) isSpan(pos int) bool {
	if pos+1 >= len(r.tokens) || r.tokens[pos+1].gap&^(space|hyphen) != 0 {
		return false
	}
	n, ok := number(r.tokens[pos].plain)
	_, unit := units[r.tokens[pos+1].plain]
	return ok && unit && (n < 100 || len(r.tokens[pos].plain) < 4)
}

var half = map[string]bool{"am": true, "pm": true}

// ordinal reports whether a full stop before a month is that of its day: 9. September.
func (r *reader) ordinal(i int) bool {
	day := r.tokens[i-1].plain
	return day != "" && len(day) <= 2 && isDigit(day[0]) && monthOf(r.tokens[i].plain) != 0
}

// months are the names of months in German, French and Turkish that are not those of English, as compared.
var months = map[string]time.Month{
	"januar": 1, "februar": 2, "marz": 3, "mai": 5, "juni": 6, "juli": 7, "oktober": 10, "okt": 10, "dezember": 12, "dez": 12,
	"janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "juin": 6, "juillet": 7, "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
	"ocak": 1, "subat": 2, "nisan": 4, "mayis": 5, "haziran": 6, "temmuz": 7, "agustos": 8, "eylul": 9, "ekim": 10, "kasim": 11, "aralik": 12,
}

// weekdays are those of German and French.
var weekdays = map[string]time.Weekday{
	"montag": 1, "dienstag": 2, "mittwoch": 3, "donnerstag": 4, "freitag": 5, "samstag": 6, "sonnabend": 6, "sonntag": 0,
	"lundi": 1, "mardi": 2, "mercredi": 3, "jeudi": 4, "vendredi": 5, "samedi": 6, "dimanche": 0,
}

func isWeekday(w string) bool { _, ok := weekdays[w]; return ok }

// monthOf gives the month that a word names, or 0.
func monthOf(w string) int {
	if m := months[w]; m != 0 {
		return int(m)
	}
	return when.MonthOf(w)
}

var (
	slashed  = regexp.MustCompile(`\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b`) // a date of numbers alone
	midnight = regexp.MustCompile(`(?i)\bmidnight\b`)
	noon     = regexp.MustCompile(`(?i)\bnoon\b`)
	halves   = regexp.MustCompile(`\b(\d{1,2})h(\d{2})\b`) // 18h30
	hours    = regexp.MustCompile(`(?i)\b(\d{4}|\d{1,2}[:.]\d{2}) ?(?:hrs|hours|uhr|h)\b`)
	dotted   = regexp.MustCompile(`(?i)\b([ap])\.m\b\.?`)
	idle     = regexp.MustCompile(`(?i)(?:^|\s)(?:local time|local|time|the|um|à|a|le)(?:$|\s)`)
)

// tidy writes a time as the English agencies do, without the words that say nothing. A date of numbers is written
// in ISO form; where either of them can be the month it is the first or the second.
func tidy(text string, monthFirst bool) string {
	has := func(letters string) bool { return strings.ContainsAny(text, letters) }
	text = strings.ReplaceAll(text, ". ", " ")
	if has(".") {
		text = dotted.ReplaceAllString(text, "${1}m")
	}
	if has("/.") {
		text = slashed.ReplaceAllStringFunc(text, func(s string) string { return isoDate(s, monthFirst) })
	}
	if has("h") {
		text = halves.ReplaceAllString(text, "$1:$2")
	}
	if has("hH") { // uhr has one, too
		text = hours.ReplaceAllString(text, "$1")
	}
	if has("oO") {
		text = noon.ReplaceAllString(midnightIn(text), "12:00")
	} else {
		text = midnightIn(text)
	}
	if slices.ContainsFunc(strings.Fields(text), isIdleWord) {
		text = idle.ReplaceAllString(text, " ")
	}
	words := strings.Fields(text)
	for i, w := range words {
		p := plain(strings.TrimRight(w, ","))
		if m := months[p]; m != 0 {
			words[i] = m.String()
		} else if d, ok := weekdays[p]; ok {
			words[i] = d.String()
		}
	}
	return strings.Join(words, " ")
}

func midnightIn(text string) string {
	if !strings.ContainsAny(text, "gG") {
		return text
	}
	return midnight.ReplaceAllString(text, "00:00")
}

// isIdleWord reports whether a word is one of idle, or the first of two.
func isIdleWord(word string) bool {
	return slices.ContainsFunc(idleWords, func(w string) bool { return strings.EqualFold(w, word) })
}

var idleWords = []string{"local", "time", "the", "um", "à", "a", "le"}

func isoDate(s string, monthFirst bool) string {
	f := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '.' })
	a, _ := strconv.Atoi(f[0])
	b, _ := strconv.Atoi(f[1])
	switch {
	case a > 12 && b > 12:
		return s
	case b <= 12 && (a > 12 || !monthFirst):
		a, b = b, a
	}
	t := time.Date(0, time.Month(a), b, 0, 0, 0, 0, time.UTC)
	return f[2] + t.Format("-01-02")
}
