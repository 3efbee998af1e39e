package rights

import (
	"slices"
	"strings"
	"unicode/utf8"

	"clearance/rights/language"
)

// leads are words that lead from prose into what looks like terms: PEOPLE WITH NO ACCESS TO WATER.
var leads = map[string]bool{"with": true, "have": true, "has": true, "had": true, "having": true, "get": true, "getting": true}

// read looks for terms in a sentence.
func (p *passages) read(s *sentence) {
	if s.opens >= lineOpens {
		p.line = strings.LastIndexByte(p.text[:s.start], '\n') + 1
	}
	defer p.noteCredit(s)
	end := p.endOf(s)
	if p.headed = p.headed && s.opens < lineOpens && !p.shotIn(p.found[len(p.found)-1].end, s.start); p.headed {
		if s.sign || !p.isDateline(end) {
			p.found[len(p.found)-1].end = end
		}
		return
	}
	if p.isDangling(s) {
		p.found[len(p.found)-1].end = end
		return
	}
	switch from, heading := p.terms(s); {
	case from >= 0:
		p.take(stretch{from, end})
		p.headed = heading
	case p.goesOn(s):
		p.found[len(p.found)-1].end = end
	}
}

// endOf is where a sentence ends, with the bracket or the quotation mark that closes behind its last word.
func (p *passages) endOf(s *sentence) int {
	if s.end < len(p.text) && !mayClose[p.text[s.end]] {
		return s.end
	}
	return len(p.text) - len(strings.TrimLeft(p.text[s.end:], `)]"'”’»`))
}

// mayClose are the bytes that those brackets and quotation marks begin with.
var mayClose = func() (set [256]bool) {
	for b := range set {
		set[b] = b >= utf8.RuneSelf || strings.IndexByte(`)]"'`, byte(b)) >= 0
	}
	return set
}()

// terms gives where terms begin in a sentence, or -1, and whether they begin with a heading. One that is neither short nor loud, and in
// which nothing opens them, is terms only behind a credit.
func (p *passages) terms(s *sentence) (from int, heading bool) {
	trust, short := p.trust(s), s.isShort() && s.sign
	if trust == anywhere && !s.mayOpen && !s.loud && !short {
		return -1, false
	}
	if trust == anywhere && !s.mayOpen && !s.loud && !p.isMarked(s) {
		if p.saysRules(s) {
			return s.start, false
		}
		return -1, false
	}
	sentence := p.wordsOf(s)
	openers := p.openersIn(sentence)
	if len(openers) == 0 && !s.loud && trust == anywhere && !short {
		return -1, false
	}
	loud, sign := slices.IndexFunc(sentence, isLoud), slices.IndexFunc(sentence, isSign)
	reading := language.Read(s.of(p.text))
	rules := rulesIn(reading, s.start)
	var begin []int
	for _, i := range openers {
		o := openerAt(p.text, sentence[i:])
		heading = heading || o.heading
		if len(rules) > 0 || o.heading || p.stands(sentence, i) {
			begin = append(begin, sentence[i].start)
		}
	}
	for _, rule := range rules {
		if trust >= behindName || slices.ContainsFunc(sentence, func(w word) bool { return isLoud(w) && rule.start <= w.start && w.start < rule.end }) {
			begin = append(begin, rule.start)
		}
	}
	if trust >= behindName && sign >= 0 {
		begin = append(begin, p.clauseOf(sentence, sign))
	}
	if len(begin) > 0 {
		return p.back(sentence, slices.Min(begin), loud), heading
	}
	if s.isShort() && len(rules) > 0 && len(reading.Unread) == 0 {
		return s.start, false
	}
	if from = p.behindAgency(sentence); from >= 0 {
		return from, false
	}
	if from = p.slashed(sentence); from >= 0 {
		return from, false
	}
	switch {
	case s.isShort() && len(rules) > 0 && p.isLine(s):
		return s.start, false
	case p.endsInOut(sentence):
		return p.clauseOf(sentence, len(sentence)-1), false
	}
	return -1, false
}

// saysRules reports whether a short sentence is nothing but terms, or a line on which terms stand.
func (p *passages) saysRules(s *sentence) bool {
	if p.isLine(s) {
		return len(rulesIn(language.Read(s.of(p.text)), 0)) > 0
	}
	reading, whole := language.ReadWhole(s.of(p.text))
	return whole && len(rulesIn(reading, 0)) > 0
}

// isMarked reports whether a sentence may have a credit, clauses between slashes or OUT at its end, so that a part of it may be terms.
func (p *passages) isMarked(s *sentence) bool {
	said := s.of(p.text)
	return s.via || strings.IndexByte(said, '/') >= 0 || strings.IndexByte(said, ')') >= 0 || strings.HasSuffix(said, "OUT")
}

// slashed gives where a clause of a shotlist's line begins that is nothing but terms, or -1: MAN WALKING / Do not use / WOMAN.
func (p *passages) slashed(sentence []word) int {
	first := 0
	for i := range sentence {
		last := i == len(sentence)-1
		if !last && !strings.Contains(p.text[sentence[i].end:sentence[i+1].start], " / ") {
			continue
		}
		clause := sentence[first : i+1]
		if (first > 0 || !last) && slices.ContainsFunc(clause, isSign) && isAllTerms(p.text[clause[0].start:clause[len(clause)-1].end]) {
			return clause[0].start
		}
		first = i + 1
	}
	return -1
}

// endsInOut reports whether a sentence in small letters ends in OUT: Japan and its waters OUT.
func (p *passages) endsInOut(sentence []word) bool {
	last := sentence[len(sentence)-1]
	return last.of(p.text) == "OUT" && !inCapitals(p.text[sentence[0].start:last.end])
}

// mayBeTerms is sentence.mayBeTerms for words.
func mayBeTerms(all []word) bool {
	return len(all) <= longestLine || len(all) <= longestTerms && !slices.ContainsFunc(all, isProse)
}

// clauseOf gives where the clause of a word begins.
func (p *passages) clauseOf(sentence []word, i int) int {
	for ; i > 0; i-- {
		if sentence[i].opens >= clauseOpens || strings.Contains(p.text[sentence[i-1].end:sentence[i].start], ",") {
			break
		}
	}
	return sentence[i].start
}

func isSign(w word) bool  { return w.sign }
func isLoud(w word) bool  { return w.sign && w.capital }
func isProse(w word) bool { return w.prose }

// openersIn gives the words of a sentence at which terms may begin.
func (p *passages) openersIn(sentence []word) []int {
	var at []int
	for i := range sentence {
		if len(sentence[i].openers) > 0 && openerAt(p.text, sentence[i:]) != nil {
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
	return p.clauseOf(sentence, loud)
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
func isAllTerms(text string) bool {
	r, whole := language.ReadWhole(text)
	return whole && len(rulesIn(r, 0)) > 0 &&
		slices.ContainsFunc(r.Rules, func(r language.Rule) bool { return r.Effect != language.Note && r.Kind != "credit" })
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
