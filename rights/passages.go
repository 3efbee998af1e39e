package rights

import (
	"slices"
	"sort"
	"strings"

	"clearance/rights/language"
)

// leads are words that lead from prose into what looks like terms: PEOPLE WITH NO ACCESS TO WATER.
var leads = map[string]bool{"with": true, "have": true, "has": true, "had": true, "having": true, "get": true, "getting": true}

// read looks for terms in a sentence.
func (p *passages) read(sentence []word) {
	first, end := sentence[0], p.endOf(sentence)
	if p.headed = p.headed && first.opens < lineOpens && !p.shotIn(p.found[len(p.found)-1].end, first.start); p.headed {
		if slices.ContainsFunc(sentence, isSign) || !p.isDateline(end) {
			p.found[len(p.found)-1].end = end
		}
		return
	}
	if p.isDangling(sentence) {
		p.found[len(p.found)-1].end = end
		return
	}
	switch from, heading := p.terms(sentence); {
	case from >= 0:
		p.take(stretch{from, end})
		p.headed = heading
	case p.goesOn(sentence):
		p.found[len(p.found)-1].end = end
	}
}

// endOf is where a sentence ends, with the bracket or the quotation mark that closes behind its last word.
func (p *passages) endOf(sentence []word) int {
	end := sentence[len(sentence)-1].end
	return len(p.text) - len(strings.TrimLeft(p.text[end:], `)]"'”’»`))
}

// terms gives where terms begin in a sentence, or -1, and whether they begin with a heading.
func (p *passages) terms(sentence []word) (from int, heading bool) {
	said := stretch{sentence[0].start, sentence[len(sentence)-1].end}
	behind := p.isBehindCredit(said.start)
	openers := p.openersIn(sentence)
	loud := slices.IndexFunc(sentence, isLoud)
	short := len(sentence) <= longestTerms && !slices.ContainsFunc(sentence, isProse)
	if len(openers) == 0 && loud < 0 && !((short || behind) && slices.ContainsFunc(sentence, isSign)) {
		return -1, false
	}
	reading := language.Read(said.of(p.text))
	rules := rulesIn(reading, said.start)
	var begin []int
	for _, i := range openers {
		o, _ := openerAt(p.text, sentence[i:])
		heading = heading || o.heading
		if len(rules) > 0 || o.heading || p.stands(sentence, i) {
			begin = append(begin, sentence[i].start)
		}
	}
	for _, rule := range rules {
		if slices.ContainsFunc(sentence, func(w word) bool { return isLoud(w) && rule.start <= w.start && w.start < rule.end }) {
			begin = append(begin, rule.start)
		}
	}
	switch {
	case len(begin) > 0:
		return p.back(sentence, slices.Min(begin), loud), heading
	case behind && (len(rules) > 0 || strings.EqualFold(sentence[len(sentence)-1].of(p.text), "out")),
		short && len(rules) > 0 && len(reading.Unread) == 0:
		return said.start, false
	}
	return p.behindAgency(sentence), false
}

// behindAgency gives where terms begin that end a sentence behind an agency's credit without brackets, or -1: REUTERS/Jane Roe
// Belgium Out. Nobody can tell where the name ends, so that the longest ending is taken which is nothing but terms.
func (p *passages) behindAgency(sentence []word) int {
	from := p.agencyIn(sentence)
	if from < 0 || !slices.ContainsFunc(sentence[from:], isSign) {
		return -1
	}
	end := sentence[len(sentence)-1].end
	for _, w := range sentence[max(from, len(sentence)-longestTerms):] {
		if isAllTerms(language.Read(p.text[w.start:end])) {
			return w.start
		}
	}
	return -1
}

// agencyIn gives the word behind an agency's name in a credit without brackets, or -1: REUTERS/…, AFP PHOTO / …, … via AP.
func (p *passages) agencyIn(sentence []word) int {
	for i := 1; i < len(sentence); i++ {
		before, slashed := sentence[i-1], strings.Contains(p.text[sentence[i-1].end:sentence[i].start], "/")
		photo := slashed && i > 1 && isPhoto(before.of(p.text))
		switch {
		case slashed && language.IsParty(before.of(p.text)), photo && language.IsParty(sentence[i-2].of(p.text)):
			return i
		case strings.EqualFold(before.of(p.text), "via") && i+1 < len(sentence) && language.IsParty(sentence[i].of(p.text)):
			return i + 1
		}
	}
	return -1
}

func isSign(w word) bool  { return w.sign }
func isLoud(w word) bool  { return w.sign && w.capital }
func isProse(w word) bool { return w.prose }

// openersIn gives the words of a sentence at which terms may begin.
func (p *passages) openersIn(sentence []word) []int {
	var at []int
	for i := range sentence {
		if _, ok := openerAt(p.text, sentence[i:]); ok {
			at = append(at, i)
		}
	}
	return at
}

// stands reports whether what begins at a word is terms although the language of restrictions cannot read it: in capitals, unless
// prose leads into it, and otherwise where nothing in the sentence is said as prose says it.
func (p *passages) stands(sentence []word, i int) bool {
	if sentence[i].capital {
		return i == 0 || !leads[strings.ToLower(sentence[i-1].of(p.text))]
	}
	return !slices.ContainsFunc(sentence, isProse)
}

// back takes in what stands before terms, if it restricts too: back to the last comma or dash.
func (p *passages) back(sentence []word, from, loud int) int {
	if loud < 0 || sentence[loud].start >= from {
		return from
	}
	for i := loud; i > 0; i-- {
		if sentence[i].opens >= clauseOpens || strings.Contains(p.text[sentence[i-1].end:sentence[i].start], ",") {
			return sentence[i].start
		}
	}
	return sentence[0].start
}

// rulesIn gives where the rules of a reading stand that count as terms among prose: what bars, obliges or refers. Prose names
// leagues and federations.
func rulesIn(r language.Reading, start int) []stretch {
	var all []stretch
	for _, rule := range r.Rules {
		if rule.Effect != language.Note && rule.Kind != "sports" {
			all = append(all, stretch{start + rule.Spans[0].Start, start + rule.Spans[len(rule.Spans)-1].End})
		}
	}
	return all
}

// isAllTerms reports whether a text is nothing but terms. A credit alone may be a company's name.
func isAllTerms(r language.Reading) bool {
	return len(r.Unread) == 0 && len(rulesIn(r, 0)) > 0 &&
		slices.ContainsFunc(r.Rules, func(r language.Rule) bool { return r.Effect != language.Note && r.Kind != "credit" })
}

// isBehindCredit reports whether nothing but separators stands between a picture's credit and a place.
func (p *passages) isBehindCredit(at int) bool {
	i := sort.SearchInts(p.credit, at+1)
	return i > 0 && strings.Trim(p.text[p.credit[i-1]:at], separators+"/|") == ""
}

// isDateline reports whether what ends at a place is a shot's: BRUSSELS, BELGIUM before its date.
func (p *passages) isDateline(end int) bool {
	shot, ok := behind(p.shots, end)
	return ok && shot.start >= end && strings.Trim(p.text[end:shot.start], separators+"([{") == ""
}

func (p *passages) shotIn(start, end int) bool {
	shot, ok := behind(p.shots, start)
	return ok && shot.start < end
}

// take keeps a stretch, joined with the one before it where only separators stand between them on a line.
func (p *passages) take(s stretch) {
	if n := len(p.found); n > 0 && strings.Trim(p.text[p.found[n-1].end:s.start], " \t.,;/|!-–—") == "" {
		p.found[n-1].end = s.end
		return
	}
	p.found = append(p.found, s)
}

// nextLine reports whether a sentence opens the line behind the last terms, without a mark of its own before it, and gives the
// mark that these end in.
func (p *passages) nextLine(sentence []word) (mark string, ok bool) {
	n := len(p.found)
	if n == 0 || sentence[0].opens < lineOpens || p.isDateline(p.endOf(sentence)) {
		return "", false
	}
	mark, next, ok := strings.Cut(p.text[p.found[n-1].end:sentence[0].start], "\n")
	mark = strings.TrimSpace(mark)
	return mark, ok && strings.Trim(next, " \t\r") == "" && strings.Trim(mark, ",/-–—:") == ""
}

// isDangling reports whether the terms on the line before end in the middle of something that a sentence goes on with.
func (p *passages) isDangling(sentence []word) bool {
	mark, ok := p.nextLine(sentence)
	if !ok {
		return false
	}
	words := strings.Fields(plain(p.found[len(p.found)-1].of(p.text)))
	return mark != "" || dangling[words[len(words)-1]]
}

// goesOn reports whether a sentence in capitals is read as one with the terms on the line before.
func (p *passages) goesOn(sentence []word) bool {
	if _, ok := p.nextLine(sentence); !ok {
		return false
	}
	last, end := p.found[len(p.found)-1], p.endOf(sentence)
	if !inCapitals(p.text[sentence[0].start:end]) {
		return false
	}
	return slices.ContainsFunc(language.Read(p.text[last.start:end]).Rules, func(r language.Rule) bool {
		return last.start+r.Spans[0].Start < last.end && last.start+r.Spans[len(r.Spans)-1].End > sentence[0].start
	})
}

// dangling are words that end no terms.
var dangling = eachWord("and or in on to by of for from with via no not except excluding until till after before must credit courtesy the a")
