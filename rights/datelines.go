package rights

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"clearance/rights/when"
	"clearance/story"
)

// isDateline reports whether a bracket holds, or once held, the date of a shot: FILE, RECENT, or a month or a year, and
// little beside it.
func isDateline(inside string) bool {
	words := splitDate(inside)
	if len(words) == 0 || len(words) > 8 {
		return false
	}
	month, year, other := false, false, 0
	for _, w := range words {
		switch {
		case strings.EqualFold(w, "file"), strings.EqualFold(w, "recent"), strings.EqualFold(w, "undated"):
			return true
		case when.MonthOf(w) != 0 && len(w) > 2:
			month = true
		case when.IsYear(w):
			year = true
		case strings.ContainsAny(w, "0123456789"):
		default:
			other++
		}
	}
	return month && len(words) > 1 || year && other <= 1
}

// writtenAsDateline tells the date of a shot from one in prose: its month is in capitals, or gone.
func writtenAsDateline(inside string) bool {
	numbers := 0
	for _, w := range splitDate(inside) {
		switch {
		case when.MonthOf(w) != 0, w == "FILE", w == "RECENT", w == "UNDATED":
			return inCapitals(w)
		case strings.ContainsAny(w, "0123456789"):
			numbers++
		}
	}
	return numbers > 1 || inCapitals(inside)
}

// remainsOfDate reports whether a bracket ends in a year and is no prose: one of its pair is missing, or all of it is in
// capitals and has another number, too.
func remainsOfDate(inside string, broken bool) bool {
	words := splitDate(inside)
	if len(words) < 2 || !when.IsYear(words[len(words)-1]) {
		return false
	}
	number := func(w string) bool { return strings.ContainsAny(w, "0123456789") }
	return broken || inCapitals(inside) && slices.ContainsFunc(words[:len(words)-1], number)
}

// splitDate cuts a bracket into the words of a date.
func splitDate(inside string) []string {
	return strings.FieldsFunc(inside, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",-–/", r) })
}

// gluedDate is a date and what stands behind it, without the brackets between them.
var gluedDate = regexp.MustCompile(`^(?:FILE|RECENT|UNDATED)[A-Z]{3}|\b(?:19|20)[0-9]{2}[A-Z]{2}`)

// isGlued reports whether a bracket lost the pair between a date and a source: (RECENTCOAST GUARD).
func isGlued(inside string) bool {
	return inCapitals(inside) && gluedDate.MatchString(inside) && !isSentence(inside)
}

// readDate takes for terms what stands beside a date behind a dash, if it restricts, or is a sign of terms: (MAY 4, 2009 - NO
// ACCESS UK).
func (s *Shot) readDate(f story.Field, date bracket) {
	if date.is(dateRestrictsAsked) {
		s.addTerms(part(f, date.start+termsInDate(date.text), date.end))
	}
}

// termsInDate gives where terms begin beside a date, or -1.
func termsInDate(inside string) int {
	var space [16]word // dates and their terms seldom have more
	for _, w := range appendWords(space[:0], inside, stretch{0, len(inside)}, lineOpens) {
		restricts := w.sign || w.opens == clauseOpens && hasOperator(inside[w.start:])
		if restricts && when.MonthOf(w.of(inside)) == 0 {
			return w.start
		}
	}
	return -1
}

// dateAndMore reports whether a bracket holds a date and a name: (December 4, 2009 - TVP).
func dateAndMore(inside string) bool {
	for _, dash := range []string{" - ", " – ", ", "} {
		for i := 0; ; {
			at := strings.Index(inside[i:], dash)
			if at < 0 {
				break
			}
			before, after := inside[:i+at], inside[i+at+len(dash):]
			i += at + len(dash)
			_, first := when.ParseDay(before)
			_, second := when.ParseDay(after)
			if first && isName(strings.TrimSpace(after)) || second && isName(strings.TrimSpace(before)) {
				return true
			}
		}
	}
	return false
}

// dateOf is a date as a fact. Its words take the first place of some space, if there is any.
func dateOf(f story.Field, date bracket, space []Words) Fact {
	if date.start == date.end {
		return Fact{State: Absent}
	}
	return Fact{Stated, f.Text[date.start:date.end], slices.Clip(append(space, part(f, date.start, date.end)))}
}
