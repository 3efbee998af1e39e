package rights

import (
	"slices"
	"sort"
	"strings"
)

// trust is how much the place of a sentence says that it is terms.
type trust int

const (
	anywhere     trust = iota
	behindName         // on the line of an agency's credit without brackets: REUTERS/Jane Roe
	behindCredit       // on the line of a picture's credit, or right behind it: (Photo by STR / AFP)
)

// trust tells what credit stands before a sentence. A dateline ends what a credit is over. A sentence that
// cannot be terms is not trusted for a name: whether one stands before it, the next one asks.
func (p *passages) trust(s *sentence) trust {
	at := s.start
	if i := sort.SearchInts(p.credits, at+1); i > 0 {
		end := p.credits[i-1]
		if strings.TrimLeft(p.text[end:at], separators+"/|") == "" || end >= p.line && !p.shotIn(end, at) {
			return behindCredit
		}
	}
	if (len(p.unasked) > 0 || p.named > p.line) && s.mayBeTerms() && p.isNamed(at) {
		return behindName
	}
	return anywhere
}

// noteCredit keeps a sentence that may have an agency's credit: one that has a mark of it. It is given one sentence behind the other, so
// that slashes are looked for in the text but once; between spaces, via is a word.
func (p *passages) noteCredit(s *sentence) {
	if p.nextSlash <= s.start {
		p.nextSlash = len(p.text)
		if at := strings.IndexByte(p.text[s.start:], '/'); at >= 0 {
			p.nextSlash = s.start + at
		}
	}
	if s.via || p.nextSlash < s.end {
		p.unasked = append(p.unasked, s)
	}
}

// isNamed reports whether the last agency's credit without brackets stands on the line of a place, and no shot between the two. The
// sentences before it are asked from the last one back, and only as long as one of them can be so.
func (p *passages) isNamed(at int) bool {
	for i := len(p.unasked) - 1; i >= 0; i-- {
		s := p.unasked[i]
		if s.end <= p.line || p.shotIn(s.end, at) { // those before it are no nearer
			break
		}
		if _, sure := p.agencyIn(p.wordsOf(s)); sure {
			p.named = s.end
			break
		}
	}
	p.unasked = p.unasked[:0]
	return p.named > p.line && !p.shotIn(p.named, at)
}

// creditMarks are signs of an agency's credit without brackets.
var creditMarks = [...]string{"/", " via ", " VIA ", " Via "}

func hasCreditMark(text string) bool {
	return slices.ContainsFunc(creditMarks[:], func(mark string) bool { return strings.Contains(text, mark) })
}

// behindAgency gives where terms begin that end a sentence behind an agency's credit without brackets, or -1: REUTERS/Jane Roe
// Belgium Out. Nobody can tell where the name ends, so that the longest ending is taken which is nothing but terms, and where
// there is none and the sentence can be terms, the clause that has a sign of them.
func (p *passages) behindAgency(sentence []word) int {
	from, sure := p.agencyIn(sentence)
	if from < 0 {
		from, sure = p.bracketedIn(sentence)
	}
	if from < 0 {
		return -1
	}
	end := sentence[len(sentence)-1].end
	for i := max(from, len(sentence)-longestTerms); i < len(sentence); i++ {
		if isAllTerms(p.text[sentence[i].start:end]) {
			return sentence[i].start
		}
	}
	for i := from; sure && mayBeTerms(sentence[from:]) && i < len(sentence); i++ {
		if sentence[i].sign {
			return max(sentence[from].start, p.clauseOf(sentence, i))
		}
	}
	return -1
}

// agencyIn gives the word behind an agency's name in a credit without brackets, or -1: REUTERS/…, AFP PHOTO / …, …/EPA, … via AP.
// It is sure to be one where nothing but names follow as far as the first sign of terms: a Reuters/Ipsos poll is none.
func (p *passages) agencyIn(sentence []word) (from int, sure bool) {
	said := p.text[sentence[0].start:sentence[len(sentence)-1].end]
	if !hasCreditMark(said) {
		return -1, false
	}
	for i := 1; i < len(sentence); i++ {
		before := sentence[:i]
		slashed := strings.Contains(p.text[sentence[i-1].end:sentence[i].start], "/")
		if slashed && isPhoto(sentence[i-1].of(p.text)) {
			before = sentence[:i-1]
		}
		via := strings.EqualFold(sentence[i-1].of(p.text), "via")
		switch {
		case slashed && p.endsInParty(before):
			return i, p.areNames(sentence[i:])
		case (slashed || via) && p.partyAt(sentence[i:]) > 0:
			i += p.partyAt(sentence[i:])
			return i, p.areNames(sentence[i:])
		}
	}
	return -1, false
}

// bracketedIn gives the word behind an agency that stands in brackets, or -1. Text stories open so, too: OSLO (Reuters) - …
func (p *passages) bracketedIn(sentence []word) (from int, sure bool) {
	for i := 1; i < len(sentence); i++ {
		if !strings.Contains(p.text[sentence[i-1].end:sentence[i].start], ")") {
			continue
		}
		for n := 1; n <= min(i, longestParty); n++ {
			name := stretch{sentence[i-n].start, sentence[i-1].end}
			if strings.HasSuffix(p.text[:name.start], "(") && isParty(name.of(p.text)) {
				return i, p.areNames(sentence[i:]) && sentence[i].opens < clauseOpens // no dash behind it
			}
		}
	}
	return -1, false
}

// longestParty bounds the name of an agency in a credit, in words.
const longestParty = 3

// endsInParty reports whether words end in an agency's name.
func (p *passages) endsInParty(all []word) bool {
	for n := 1; n <= min(longestParty, len(all)); n++ {
		if isParty(p.text[all[len(all)-n].start:all[len(all)-1].end]) {
			return true
		}
	}
	return false
}

// partyAt gives how many words the agency's name has with which some words begin.
func (p *passages) partyAt(all []word) int {
	for n := min(longestParty, len(all)); n > 0; n-- {
		if isParty(p.text[all[0].start:all[n-1].end]) {
			return n
		}
	}
	return 0
}

// areNames reports whether words are written as names are, as far as their clause or the first sign of terms.
func (p *passages) areNames(all []word) bool {
	for i, w := range all {
		switch written := w.of(p.text); {
		case w.sign, i > 0 && strings.ContainsAny(p.text[all[i-1].end:w.start], ",;:(|-–—"):
			return true
		case !w.beginsLarge(p.text) && !particles[written] && written != "via" && written != "by" && strings.Trim(written, "0123456789") != "":
			return false
		}
	}
	return true
}
