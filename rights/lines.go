package rights

import (
	"slices"
	"strings"

	"clearance/rights/language"
)

// isLine reports whether a sentence is all of a line, and no longer than lines of terms are.
func (p *passages) isLine(s *sentence) bool {
	if s.opens != lineOpens || s.count > longestLine {
		return false
	}
	line, _, _ := strings.Cut(p.text[p.endOf(s):], "\n")
	return strings.Trim(line, separators) == ""
}

// nextLine reports whether a sentence opens the line behind the last terms, without a mark of its own before it, and gives the
// mark that these end in.
func (p *passages) nextLine(s *sentence) (mark string, ok bool) {
	n := len(p.found)
	if n == 0 || s.opens < lineOpens || p.isDateline(p.endOf(s)) {
		return "", false
	}
	mark, next, ok := strings.Cut(p.text[p.found[n-1].end:s.start], "\n")
	mark = strings.TrimSpace(mark)
	return mark, ok && strings.Trim(next, " \t\r") == "" && strings.Trim(mark, ",/-–—:") == ""
}

// isDangling reports whether the terms on the line before end in the middle of something that a sentence goes on with.
func (p *passages) isDangling(s *sentence) bool {
	mark, ok := p.nextLine(s)
	if !ok {
		return false
	}
	words := strings.Fields(plain(p.found[len(p.found)-1].of(p.text)))
	return mark != "" || dangling[words[len(words)-1]]
}

// goesOn reports whether a sentence in capitals is read as one with the terms on the line before.
func (p *passages) goesOn(s *sentence) bool {
	if _, ok := p.nextLine(s); !ok {
		return false
	}
	last, end := p.found[len(p.found)-1], p.endOf(s)
	if !inCapitals(p.text[s.start:end]) {
		return false
	}
	return slices.ContainsFunc(language.Read(p.text[last.start:end]).Rules, func(r language.Rule) bool {
		return last.start+r.Spans[0].Start < last.end && last.start+r.Spans[len(r.Spans)-1].End > s.start
	})
}

// dangling are words that end no terms.
var dangling = eachWord("and or in on to by of for from with via no not except excluding until till after before must credit courtesy the a")
