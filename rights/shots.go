package rights

import (
	_ "embed"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

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
func readShots(articles []*article) []Shot {
	var shots []Shot
	for _, a := range articles {
		first := len(shots)
		for left := a.brackets; len(left) > 0; {
			n := nextRow(a.Text, left)
			shots = appendRow(shots, a.Field, left[:n])
			left = left[n:]
		}
		if found := lineShots(a, shots[first:]); len(found) > 0 {
			shots = append(shots, found...)
		}
		slices.SortStableFunc(shots[first:], func(a, b Shot) int { return a.start() - b.start() })
	}
	return shots
}

// start is the first byte that a shot was read from.
func (s *Shot) start() int {
	first := math.MaxInt
	for _, words := range s.words() {
		for i := range words {
			first = min(first, words[i].Start)
		}
	}
	return first
}

// words are those that the shot was read from.
func (s *Shot) words() [3][]Words { return [3][]Words{s.Date.Words, s.Source.Words, s.Terms.Words} }

// appendRow adds the shots of a row. It is cut before each picture's credit: that names a source of its own. One behind a date names
// the dateline's.
func appendRow(shots []Shot, f story.Field, row []bracket) []Shot {
	for i := len(row) - 1; i > 0; i-- {
		if row[i].is(isCreditAsked) && !(i == 1 && row[0].is(isDatelineAsked)) {
			shots = appendRow(shots, f, row[:i])
			row = row[i:]
			break
		}
	}
	if shot, ok := shotOf(f, row); ok {
		if shots == nil {
			shots = make([]Shot, 0, usualShots)
		}
		shots = append(shots, shot)
	}
	return shots
}

// usualShots is how many a shotlist has as a rule.
const usualShots = 4

// shotOf reads brackets that stand side by side. Several are a dateline, unless all that follows the first is production notes
// and languages: whoever cannot read the date of a shot must still see whose it is.
func shotOf(f story.Field, row []bracket) (Shot, bool) {
	if len(row) == 1 {
		return loneBracket(f, row[0])
	}
	date, rest := row[0], row[1:]
	if date.is(isCreditAsked) {
		date, rest = bracket{inside: insideOf("")}, row // a dateline without its date
	}
	source := slices.IndexFunc(rest, func(b bracket) bool { return !b.is(isNoteAsked) })
	if source < 0 {
		shot := Shot{Date: dateOf(f, date, nil), Source: Fact{State: Absent}, Terms: Fact{State: Absent}}
		shot.readDate(f, date)
		return shot, date.is(isDatelineAsked) || shot.Terms.State != Absent
	}
	shot := shotFrom(f, date, rest[source])
	shot.readDate(f, date)
	for _, b := range rest[source+1:] {
		if !b.is(isNoteAsked) {
			shot.addTerms(part(f, b.start, b.end))
		}
	}
	shot.readBehind(f, row[len(row)-1].close)
	return shot, true
}

// loneBracket reads a bracket that stands by itself: most of them are prose.
func loneBracket(f story.Field, b bracket) (Shot, bool) {
	remains := remainsOfDateAsked
	if b.broken {
		remains = endsInYearAsked
	}
	switch {
	case b.is(isCreditAsked):
		return creditShot(f, stretch{b.start, b.end}), true
	case b.is(isAgencyCreditAsked):
		words := part(f, b.start, b.end)
		return Shot{Date: Fact{State: Absent}, Source: Fact{Stated, spaced(b.text), []Words{words}}, Terms: Fact{State: Absent}}, true
	case b.is(isGluedAsked):
		return shotFrom(f, bracket{}, b), true
	case b.is(isNoteAsked), b.is(isMonthAsked): // a month alone is prose, and MAY a name
		return Shot{}, false
	case b.is(isDayAsked), b.is(isDatelineAsked) && b.is(writtenAsDatelineAsked), b.is(remains):
		shot := Shot{Date: dateOf(f, b, nil), Source: Fact{State: Absent}, Terms: Fact{State: Absent}}
		shot.readDate(f, b)
		shot.readBehind(f, b.close)
		return shot, true
	case b.is(alwaysThirdPartyAsked) && (f.Label == story.Summary || b.is(inCapitalsAsked)) && !isSentence(b.text),
		b.is(inCapitalsAsked) && b.is(hasOperatorAsked), b.is(hasTermsAsked), b.is(dateAndMoreAsked):
		return shotFrom(f, bracket{}, b), true
	}
	return Shot{}, false
}

// isNote reports whether a bracket holds a production note or a soundbite's language.
func isNote(inside string) bool {
	said := plain(inside)
	return productionNotes[said] || languages()[said]
}

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
	space := make([]Words, 0, 2) // for the date and the source
	shot := Shot{Date: dateOf(f, date, space), Source: Fact{State: Absent}, Terms: Fact{State: Absent}}
	if b.start == b.end {
		return shot
	}
	if b.is(isCreditAsked) && !b.broken {
		credited := creditShot(f, stretch{b.start, b.end})
		shot.Source, shot.Terms = credited.Source, credited.Terms
		return shot
	}
	parts := b.cut()
	source, terms := parts.source, parts.terms
	dated := len(shot.Date.Words)
	words := append(space[dated:dated], part(f, b.start, b.start+len(source)))
	shot.Source = Fact{State: Unreadable, Words: words}
	if !b.broken && (!parts.dash || strings.TrimSpace(terms) != "") && insideOf(source).is(isSourceAsked) {
		shot.Source = Fact{Stated, spaced(source), words}
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
	if next := strings.TrimLeft(line, " \t"); next == "" || letters[next[0]] != 0 || closing[rune(next[0])] != 0 { // no dash, in most
		return
	}
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
