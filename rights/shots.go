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
