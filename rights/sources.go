package rights

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"clearance/rights/language"
	"clearance/story"
)

// lineShots reads the shots whose source is named outside brackets: by a credit, a line "Source: X", a line SOURCE - TERMS. What
// other shots were read from is left to them.
func lineShots(f story.Field, shots []Shot) []Shot {
	if !slices.ContainsFunc(marks, func(mark string) bool { return strings.Contains(f.Text, mark) }) {
		return nil
	}
	p := passages{text: f.Text, shots: inText(f, shots)}
	p.build(nil)
	var found []Shot
	all := sentences(wordsOf(f.Text, p.walls))
	for i, sentence := range all {
		at := stretch{sentence[0].start, p.endOf(sentence)}
		switch text := at.of(f.Text); {
		case sentence[0].prose || !sentence[0].initial(f.Text):
		case sourceLine.MatchString(text):
			if name, end := credited(text); name.start < name.end {
				found = append(found, namedShot(f, stretch{at.start + name.start, at.start + name.end}, stretch{at.start + end, at.end}))
			}
		case isCredit(text):
			found = append(found, creditShot(f, at))
		default:
			if name, terms, ok := sourceAndTerms(text); ok {
				at.end = p.termsEnd(all[i:])
				found = append(found, namedShot(f, stretch{at.start, at.start + name}, stretch{at.start + terms, at.end}))
			}
		}
	}
	return found
}

// marks are what a text must have for any of this to be worth looking for.
var marks = []string{" - ", " – ", " — ", " -- ", " = ", "ource", "OURCE", "-\t", "\t-", "hoto", "HOTO", "icture", "ICTURE", "mage", "MAGE", "ideo", "IDEO", "Foto", "FOTO"}

// initial reports whether a word begins with a capital letter.
func (w word) initial(text string) bool {
	first, _ := utf8.DecodeRuneInString(w.of(text))
	return unicode.IsUpper(first)
}

func namedShot(f story.Field, name, terms stretch) Shot {
	shot := Shot{Date: Fact{State: Absent}, Source: sourceFact(f, name), Terms: Fact{State: Absent}}
	if terms = terms.trim(f.Text); terms.start < terms.end {
		shot.addTerms(part(f, terms.start, terms.end))
	}
	return shot
}

// sourceAndTerms cuts SOURCE - TERMS: a name, a dash and, right behind it, something that restricts.
func sourceAndTerms(text string) (name, terms int, ok bool) {
	at := dash.FindStringIndex(text[:min(len(text), maxNameBytes+len(" -- "))])
	if at == nil || !isSource(text[:at[0]]) && (hasOperator(text[:at[0]]) || !alwaysThirdParty(text[:at[0]])) {
		return 0, 0, false
	}
	behind := wordsOf(text[at[1]:], nil)
	if len(behind) == 0 {
		return 0, 0, false
	}
	behind[0].opens = clauseOpens
	_, opens := openerAt(text[at[1]:], behind)
	reading := language.Read(text[at[1]:])
	rules := rulesIn(reading, 0)
	ok = opens || len(rules) > 0 && rules[0].start <= behind[0].start || reading.Nothing && slices.ContainsFunc(behind, isSign)
	restricts := slices.ContainsFunc(behind, isSign) || places()[strings.Trim(plain(text[at[1]:]), separators)]
	return at[0], at[1], ok || restricts && isKnown(text[:at[0]]) && mayBeTerms(behind)
}

// isKnown reports whether a source is an agency's or a broadcaster's, or one that is always a third party's.
func isKnown(source string) bool {
	return alwaysThirdParty(source) || slices.ContainsFunc(agencies(source), language.IsParty)
}

var dash = regexp.MustCompile(`[ \t]+(?:[-–—=]|--)[ \t]+`)

// termsEnd gives where terms end that a sentence begins with: those that follow on its line, and its rest on the next.
func (p *passages) termsEnd(all [][]word) int {
	p.found = []stretch{{all[0][0].start, p.endOf(all[0])}}
	last := &p.found[0]
	for _, sentence := range all[1:] {
		next := stretch{sentence[0].start, p.endOf(sentence)}
		from, _ := p.terms(sentence)
		ofLine := sentence[0].opens < lineOpens && from == next.start
		if p.shotIn(last.end, next.start) || !ofLine && !p.isDangling(sentence) && !p.goesOn(sentence) {
			break
		}
		last.end = next.end
	}
	return last.end
}
