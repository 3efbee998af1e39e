package rights

import (
	_ "embed"
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

	productionNotes  = slices.Collect(lexicon(bracketsFile))
	thirdPartyPhrase = slices.Collect(lexicon(thirdPartyFile))
)

// readShots reads the datelines PLACE (DATE) (SOURCE - TERMS) of a shotlist, wherever the summary and the story's text
// have them.
func readShots(s *story.Story) []Shot {
	var shots []Shot
	for _, f := range s.Fields {
		if f.Label == story.Summary || f.Label == story.Text {
			shots = append(shots, shotsOf(f)...)
		}
	}
	return shots
}

func shotsOf(f story.Field) []Shot {
	var shots []Shot
	all := brackets(f.Text)
	for i := 0; i < len(all); i++ {
		date := all[i]
		inside := f.Text[date.start:date.end]
		followed := i+1 < len(all) && strings.TrimSpace(f.Text[date.close:all[i+1].open]) == ""
		switch {
		case followed && (isDateline(inside) || looksLikeSource(f.Text, date, all[i+1])):
			shots = append(shots, shotFrom(f, date, all[i+1]))
			i++
		case isDateline(inside) && inCapitals(lastLetters(inside)):
			shots = append(shots, Shot{Date: dateOf(f, date), Source: Fact{State: Absent}, Terms: Fact{State: Absent}})
		case inCapitals(inside) && hasOperator(inside) || termsBehindDash(inside):
			shots = append(shots, shotFrom(f, bracket{}, date))
		}
	}
	return shots
}

// isDateline reports whether a bracket holds, or once held, the date of a shot: FILE, RECENT, or a month or a year.
func isDateline(inside string) bool {
	words := strings.FieldsFunc(inside, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",-–/", r) })
	if len(words) == 0 || len(words) > 8 {
		return false
	}
	for _, w := range words {
		if w == "FILE" || w == "RECENT" || when.IsYear(w) {
			return true
		}
		if when.MonthOf(w) != 0 && len(w) > 2 && inCapitals(w) {
			return true
		}
	}
	return false
}

// lastLetters is the text from its last white space before letters on; it tells the capitals of a dateline from the
// small letters of prose, whatever stands before an unmatched bracket.
func lastLetters(s string) string {
	for _, w := range strings.Fields(s) {
		if when.MonthOf(strings.Trim(w, ",")) != 0 || w == "FILE" || w == "RECENT" {
			return w
		}
	}
	return s
}

// looksLikeSource reports whether two brackets in a row are a dateline whose date cannot be read: both in capitals, the
// first no production note.
func looksLikeSource(text string, first, second bracket) bool {
	a, b := text[first.start:first.end], text[second.start:second.end]
	return inCapitals(a) && inCapitals(b) && !isNote(a) && !isNote(b)
}

func isNote(inside string) bool { return slices.Contains(productionNotes, fold(inside)) }

// termsBehindDash reports whether a bracket reads SOURCE - TERMS, terms being words that restrict.
func termsBehindDash(inside string) bool {
	source, terms, ok := strings.Cut(inside, " - ")
	return ok && isName(strings.TrimSpace(source)) && hasOperator(terms)
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
	inside := f.Text[b.start:b.end]
	if inside == "" {
		return shot
	}
	source, terms, hasTerms := strings.Cut(inside, " - ")
	source = strings.TrimSpace(source)
	words := []Words{part(f, b.start, b.start+len(source))}
	if isName(source) && !b.broken {
		shot.Source = Fact{Stated, strings.Join(strings.Fields(source), " "), words}
	} else {
		shot.Source = Fact{State: Unreadable, Words: words}
	}
	if strings.TrimSpace(terms) != "" {
		at := b.end - len(strings.TrimLeft(terms, " \t\r\n"))
		shot.Terms = Fact{State: Unread, Words: []Words{part(f, at, b.end)}}
	} else if hasTerms {
		shot.Source.State = Unreadable // something stood behind the dash
	}
	return shot
}

// alwaysThirdParty reports whether a source is one of those that are never ours, whoever holds the item.
func alwaysThirdParty(source string) bool {
	name := " " + strings.Join(strings.FieldsFunc(fold(source), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ") + " "
	return slices.ContainsFunc(thirdPartyPhrase, func(p string) bool { return strings.Contains(name, " "+p+" ") })
}
