package rights

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"clearance/rights/language"
	"clearance/story"
)

// lineShots reads the shots whose source is named outside brackets: by a credit, a line "Source: X", a line SOURCE - TERMS. What
// other shots were read from is left to them.
func lineShots(a *article, shots []Shot) []Shot {
	f := a.Field
	p := passagesOf(a, shots)
	p.build(nil)
	p.cutBetween(p.walls)
	var found []Shot
	defer func() {
		p.found = p.found[:0]
		a.space, a.built = p.space, len(found) == 0
	}()
	marked, dash := false, 0
	for i := range p.sentences {
		s := &p.sentences[i]
		if s.prosaic || !s.beginsLarge(f.Text) {
			continue
		}
		at := stretch{s.start, p.endOf(s)}
		text := at.of(f.Text)
		if dash < at.start {
			dash = nextDash(f.Text, at.start)
		}
		if !isCredit(text) && (dash >= at.start+longestSource || !hasDash(text)) {
			continue
		}
		if marked = marked || hasMark(f.Text); !marked {
			return nil
		}
		switch {
		case beginsSource(text) && sourceLine.MatchString(text):
			if name, end := credited(text); name.start < name.end {
				found = append(found, namedShot(f, stretch{at.start + name.start, at.start + name.end}, stretch{at.start + end, at.end}))
			}
		case isCredit(text):
			found = append(found, creditShot(f, at))
		default:
			if name, terms, ok := sourceAndTerms(text); ok {
				at.end = p.termsEnd(i)
				found = append(found, namedShot(f, stretch{at.start, at.start + name}, stretch{at.start + terms, at.end}))
			}
		}
	}
	return found
}

// marks are what a text must have for any of this to be worth looking for.
var marks = []string{" - ", " – ", " — ", " -- ", " = ", "ource", "OURCE", "-\t", "\t-", "hoto", "HOTO", "icture", "ICTURE", "mage", "MAGE", "ideo", "IDEO", "Foto", "FOTO"}

func hasMark(text string) bool {
	return slices.ContainsFunc(marks, func(mark string) bool { return strings.Contains(text, mark) })
}

// hasDash reports whether a sentence has a dash between spaces near its beginning, as one between a source and its terms.
func hasDash(text string) bool {
	_, _, ok := dashBetween(text[:min(len(text), longestSource)])
	return ok
}

// nextDash gives the first place from another one on at which dashBetween may find a dash, or the text's length.
func nextDash(text string, from int) int {
	next := len(text)
	for _, b := range []byte{'-', '=', "–"[0]} {
		for i := from; i < next; i++ {
			at := strings.IndexByte(text[i:next], b)
			if at < 0 {
				break
			}
			if i += at; i > 0 && isGap(text[i-1]) {
				next = i
			}
		}
	}
	return next
}

// beginsSource reports whether a text may begin with "Source:". There is a letter that is not ASCII and passes for an s.
func beginsSource(text string) bool {
	return text != "" && (text[0]|0x20 == 's' || text[0] >= utf8.RuneSelf) && strings.IndexByte(text, ':') > 0
}

// longestSource bounds a source with the dash behind it, in bytes.
const longestSource = maxNameBytes + len(" -- ")

// beginsLarge reports whether a word, or what begins with one, begins with a capital letter.
func (s stretch) beginsLarge(text string) bool {
	first, _ := utf8.DecodeRuneInString(s.of(text))
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
	name, terms, ok = dashBetween(text[:min(len(text), longestSource)])
	if !ok {
		return 0, 0, false
	}
	if source := insideOf(text[:name]); !source.is(isSourceAsked) && (source.is(hasOperatorAsked) || !source.is(alwaysThirdPartyAsked)) {
		return 0, 0, false
	}
	behind := wordsOf(text[terms:])
	if len(behind) == 0 {
		return 0, 0, false
	}
	behind[0].opens = clauseOpens
	opens := openerAt(text[terms:], behind) != nil
	reading := language.Read(text[terms:])
	rules := rulesIn(reading, 0)
	ok = opens || len(rules) > 0 && rules[0].start <= behind[0].start || reading.Nothing && slices.ContainsFunc(behind, isSign)
	restricts := slices.ContainsFunc(behind, isSign) || places()[strings.Trim(plain(text[terms:]), separators)]
	return name, terms, ok || restricts && isKnown(text[:name]) && mayBeTerms(behind)
}

// isKnown reports whether a source is an agency's or a broadcaster's, or one that is always a third party's.
func isKnown(source string) bool {
	return alwaysThirdParty(source) || slices.ContainsFunc(agencies(source), isParty)
}

// dashBetween finds the first dash with space on both sides: - – — = or --. It gives where the space before it begins, and where that
// behind it ends.
func dashBetween(text string) (start, end int, ok bool) {
	for i := 1; i < len(text); i++ {
		if !isGap(text[i-1]) {
			continue
		}
		size := 0
		switch rest := text[i:]; rest[0] {
		case '=':
			size = 1
		case '-':
			if size = 1; strings.HasPrefix(rest, "--") {
				size = len("--")
			}
		case "–"[0]:
			if strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—") {
				size = len("–")
			}
		}
		if behind := text[i+size:]; size > 0 && behind != "" && isGap(behind[0]) {
			return len(strings.TrimRight(text[:i], gaps)), len(text) - len(strings.TrimLeft(behind, gaps)), true
		}
	}
	return 0, 0, false
}

// gaps are the space beside a dash.
const gaps = " \t"

func isGap(b byte) bool { return b == ' ' || b == '\t' }

// termsEnd gives where terms end that a sentence begins with: those that follow on its line, and its rest on the next.
func (p *passages) termsEnd(first int) int {
	p.found = append(p.found[:0], stretch{p.sentences[first].start, p.endOf(&p.sentences[first])})
	last := &p.found[0]
	for i := range p.sentences[first+1:] {
		s := &p.sentences[first+1+i]
		from, _ := p.terms(s)
		ofLine := s.opens < lineOpens && from == s.start
		if p.shotIn(last.end, s.start) || !ofLine && !p.isDangling(s) && !p.goesOn(s) {
			break
		}
		last.end = p.endOf(s)
	}
	return last.end
}
