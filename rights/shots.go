package rights

import (
	_ "embed"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"clearance/rights/when"
	"clearance/story"
)

var (
	//go:embed lexicon/brackets.txt
	bracketsFile string
	//go:embed lexicon/third_party.txt
	thirdPartyFile string

	productionNotes   = wordSet(bracketsFile)
	thirdPartyPhrases = slices.Collect(lexicon(thirdPartyFile))
)

// readShots reads the datelines PLACE (DATE) (SOURCE - TERMS) of a shotlist, wherever the summary and the story's text
// have them.
func readShots(s *story.Story) []Shot {
	var shots []Shot
	for _, f := range s.Fields {
		if f.Label != story.Summary && f.Label != story.Text {
			continue
		}
		var own []Shot
		for _, row := range rows(f.Text) {
			for _, row := range splitAtCredits(f.Text, row) {
				if shot, ok := shotOf(f, row); ok {
					own = append(own, shot)
				}
			}
		}
		own = append(own, lineShots(f, own)...)
		slices.SortStableFunc(own, func(a, b Shot) int { return a.start() - b.start() })
		shots = append(shots, own...)
	}
	return shots
}

// start is the first byte that a shot was read from.
func (s *Shot) start() int {
	first := math.MaxInt
	for _, w := range slices.Concat(s.Date.Words, s.Source.Words, s.Terms.Words) {
		first = min(first, w.Start)
	}
	return first
}

// splitAtCredits cuts a row before each picture's credit: it names a source of its own. One behind a date names the dateline's.
func splitAtCredits(text string, row []bracket) [][]bracket {
	var all [][]bracket
	for i := len(row) - 1; i > 0; i-- {
		if isCredit(row[i].inside(text)) && !(i == 1 && isDateline(row[0].inside(text))) {
			all = append(all, row[i:])
			row = row[:i]
		}
	}
	all = append(all, row)
	slices.Reverse(all)
	return all
}

// shotOf reads brackets that stand side by side. Several are a dateline, unless all that follows the first is production notes
// and languages: whoever cannot read the date of a shot must still see whose it is.
func shotOf(f story.Field, row []bracket) (Shot, bool) {
	if len(row) == 1 {
		return loneBracket(f, row[0])
	}
	if isCredit(row[0].inside(f.Text)) {
		row = slices.Concat([]bracket{{}}, row) // a dateline without its date
	}
	first, rest := row[0].inside(f.Text), row[1:]
	rest = slices.DeleteFunc(slices.Clone(rest), func(b bracket) bool { return isNote(b.inside(f.Text)) })
	if len(rest) == 0 {
		shot := Shot{Date: dateOf(f, row[0]), Source: Fact{State: Absent}, Terms: Fact{State: Absent}}
		shot.readDate(f, row[0])
		return shot, isDateline(first) || shot.Terms.State != Absent
	}
	shot := shotFrom(f, row[0], rest[0])
	shot.readDate(f, row[0])
	for _, b := range rest[1:] {
		shot.addTerms(part(f, b.start, b.end))
	}
	shot.readBehind(f, row[len(row)-1].close)
	return shot, true
}

// loneBracket reads a bracket that stands by itself: most of them are prose.
func loneBracket(f story.Field, b bracket) (Shot, bool) {
	inside := b.inside(f.Text)
	day, isDay := when.ParseDay(inside)
	switch {
	case isCredit(inside):
		return creditShot(f, stretch{b.start, b.end}), true
	case isAgencyCredit(inside):
		words := part(f, b.start, b.end)
		return Shot{Date: Fact{State: Absent}, Source: Fact{Stated, strings.Join(strings.Fields(inside), " "), []Words{words}}, Terms: Fact{State: Absent}}, true
	case isGlued(inside):
		return shotFrom(f, bracket{}, b), true
	case isNote(inside), when.MonthOf(inside) != 0: // a month alone is prose, and MAY a name
		return Shot{}, false
	case isDay && !day.IsZero(), isDateline(inside) && writtenAsDateline(inside), remainsOfDate(inside, b.broken):
		shot := Shot{Date: dateOf(f, b), Source: Fact{State: Absent}, Terms: Fact{State: Absent}}
		shot.readDate(f, b)
		shot.readBehind(f, b.close)
		return shot, true
	case alwaysThirdParty(inside) && (f.Label == story.Summary || inCapitals(inside)) && !isSentence(inside),
		inCapitals(inside) && hasOperator(inside), hasTerms(inside), dateAndMore(inside):
		return shotFrom(f, bracket{}, b), true
	}
	return Shot{}, false
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
	inside := date.inside(f.Text)
	for _, w := range wordsOf(inside, nil) {
		restricts := w.sign || w.opens == clauseOpens && hasOperator(inside[w.start:])
		if restricts && when.MonthOf(w.of(inside)) == 0 {
			s.addTerms(part(f, date.start+w.start, date.end))
			return
		}
	}
}

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

// isNote reports whether a bracket holds a production note or a soundbite's language.
func isNote(inside string) bool { return productionNotes[plain(inside)] || languages()[plain(inside)] }

// isSentence tells prose that mentions a third party from a bracket that names one.
func isSentence(inside string) bool { return len(strings.Fields(inside)) > maxNameWords }

// dashes are what may stand between a source and its terms.
var dashes = []string{" - ", " – ", " — ", " -- ", ": ", ", ", "–", "—", "- ", " -", "-"}

// hasTerms reports whether a bracket reads SOURCE - TERMS, terms being words that restrict.
func hasTerms(inside string) bool {
	return slices.ContainsFunc(dashes, func(dash string) bool {
		source, terms, ok := strings.Cut(inside, dash)
		return ok && isName(strings.TrimSpace(source)) && hasOperator(terms)
	})
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

func dateOf(f story.Field, date bracket) Fact {
	if date.start == date.end {
		return Fact{State: Absent}
	}
	return Fact{Stated, f.Text[date.start:date.end], []Words{part(f, date.start, date.end)}}
}

// shotFrom reads the bracket behind a date: a source and, behind " - ", its terms.
func shotFrom(f story.Field, date, b bracket) Shot {
	shot := Shot{Date: dateOf(f, date), Source: Fact{State: Absent}, Terms: Fact{State: Absent}}
	inside := b.inside(f.Text)
	if inside == "" {
		return shot
	}
	if isCredit(inside) && !b.broken {
		credited := creditShot(f, stretch{b.start, b.end})
		shot.Source, shot.Terms = credited.Source, credited.Terms
		return shot
	}
	source, terms, hasTerms := cutSource(inside)
	words := []Words{part(f, b.start, b.start+len(source))}
	shot.Source = Fact{State: Unreadable, Words: words}
	if isSource(source) && !b.broken && (!hasTerms || strings.TrimSpace(terms) != "") {
		shot.Source = Fact{Stated, strings.Join(strings.Fields(source), " "), words}
	}
	switch {
	case shot.Source.State == Unreadable && hasOperator(source):
		shot.addTerms(part(f, b.start, b.end)) // no source at all, or one without " - " behind it: (NO ACCESS UK), (TVP: NO ACCESS UK)
	case terms != "":
		shot.addTerms(part(f, b.end-len(terms), b.end))
	}
	return shot
}

// sourceDash parts a source from its terms: a dash with space on one side of it at least.
var sourceDash = regexp.MustCompile(`\s+[-–—]+\s*|[-–—]+\s+`)

// cutSource parts SOURCE - TERMS.
func cutSource(inside string) (source, terms string, ok bool) {
	at := sourceDash.FindStringIndex(inside)
	if at == nil {
		return inside, "", false
	}
	return strings.TrimSpace(inside[:at[0]]), strings.TrimSpace(inside[at[1]:]), true
}

func (s *Shot) addTerms(w Words) {
	s.Terms.State = Unread
	s.Terms.Words = append(s.Terms.Words, w)
}

// readBehind takes what follows a dateline's last bracket behind a dash, as far as its line goes, for terms if it restricts.
func (s *Shot) readBehind(f story.Field, at int) {
	line, _, _ := strings.Cut(f.Text[at:], "\n")
	if next := strings.IndexAny(line, "([{（［｛【"); next >= 0 {
		line = line[:next]
	}
	text := strings.TrimLeft(line, " \t")
	if dash := strings.TrimLeft(text, "-–—"); len(dash) < len(text) && hasOperator(dash) {
		start := at + len(line) - len(strings.TrimLeft(dash, " \t"))
		s.addTerms(part(f, start, start+len(strings.TrimSpace(f.Text[start:at+len(line)]))))
	}
}

// alwaysThirdParty reports whether a source is one of those that are never ours, whoever holds the item.
func alwaysThirdParty(source string) bool {
	name := " " + strings.Join(strings.FieldsFunc(plain(source), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ") + " "
	return slices.ContainsFunc(thirdPartyPhrases, func(p string) bool { return strings.Contains(name, " "+p+" ") })
}
