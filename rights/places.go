package rights

import (
	"cmp"
	"slices"
	"sort"

	"clearance/rights/language"
	"clearance/story"
)

// Terms stand in the summary and the story's text as well: behind headings, between plus signs, behind a picture's credit, and
// among prose in capitals. Prose speaks of embargoes and of reporters who had no access; it is told from terms by what the
// language of restrictions can read in it, and by the ways in which terms begin.
const (
	longestTerms   = 30 // words: a sentence that is not in capitals and has more is prose
	longestLine    = 12 // words: a line of its own of which a part is read is terms
	longestSummary = 60 // words: a summary that holds nothing but terms has no more
)

// readElsewhere gives the words of the summary and the text that stand there as terms, but for those that shots have.
func readElsewhere(s *story.Story, shots []Shot) []Words {
	var all []Words
	for _, f := range s.Fields {
		if f.Label == story.Summary || f.Label == story.Text {
			p := passages{text: f.Text, shots: inText(f, shots)}
			for _, at := range p.find(f.Label == story.Summary) {
				all = append(all, part(f, at.start, at.end))
			}
		}
	}
	return all
}

// inText gives the words that shots were read from as stretches of a field's text, in order.
func inText(f story.Field, shots []Shot) []stretch {
	place := func(at int) int {
		return sort.Search(len(f.Text), func(i int) bool { return f.Words(i, i).Start >= at })
	}
	var all []stretch
	for _, shot := range shots {
		for _, w := range slices.Concat(shot.Date.Words, shot.Source.Words, shot.Terms.Words) {
			if w.Field == string(f.Label) && w.Start >= f.Span.Start && w.End <= f.Span.End && w.Start < w.End {
				all = append(all, stretch{place(w.Start), place(w.End)})
			}
		}
	}
	return inOrder(all)
}

// inOrder sorts stretches and joins those that overlap.
func inOrder(all []stretch) []stretch {
	slices.SortFunc(all, func(a, b stretch) int { return cmp.Compare(a.start, b.start) })
	joined := all[:0]
	for _, s := range all {
		if n := len(joined); n > 0 && s.start < joined[n-1].end {
			joined[n-1].end = max(joined[n-1].end, s.end)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// behind gives the first of some stretches in order that ends behind a place.
func behind(all []stretch, at int) (stretch, bool) {
	i := sort.Search(len(all), func(i int) bool { return all[i].end > at })
	if i == len(all) {
		return stretch{}, false
	}
	return all[i], true
}

// passages finds terms in one text.
type passages struct {
	text   string
	shots  []stretch // what shots were read from
	walls  []stretch // these, production notes, speech, and what stands between plus signs
	found  []stretch
	headed bool // the last one found goes on to the end of its line

	bracketed []stretch // brackets that hold nothing but terms
	credits   []int     // where brackets with a picture's credit end
	line      int       // where the line of a sentence begins
	named     int       // where the last sentence ends that has an agency's credit without brackets
}

func (p *passages) find(summary bool) []stretch {
	fences := fencesIn(p.text)
	p.build(fences)
	all := wordsOf(p.text, p.walls)
	if summary && len(p.walls) == 0 && len(all) <= longestSummary && isAllTerms(language.Read(p.text)) {
		return []stretch{{0, len(p.text)}}
	}
	for _, sentence := range sentences(all) {
		p.read(sentence)
	}
	for _, f := range fences {
		if !isNote(f.of(p.text)) {
			p.found = append(p.found, f)
		}
	}
	return inOrder(append(p.found, p.bracketed...))
}

// build sets up the walls.
func (p *passages) build(fences []stretch) {
	p.walls = slices.Concat(p.shots, fences, speech(p.text))
	for _, b := range brackets(p.text) {
		ofShot := p.shotIn(b.open, b.close)
		if ofShot || isNote(b.inside(p.text)) {
			p.walls = append(p.walls, stretch{b.open, b.close})
		}
		switch inside := b.inside(p.text); {
		case isCredit(inside), isAgencyCredit(inside):
			p.credits = append(p.credits, b.close)
		case !ofShot && saysTerms(inside):
			p.bracketed = append(p.bracketed, stretch{b.start, b.end})
		}
	}
	p.walls = inOrder(p.walls)
}

// saysTerms reports whether a bracket holds nothing but terms.
func saysTerms(inside string) bool {
	return slices.ContainsFunc(wordsOf(inside, nil), isSign) && isAllTerms(language.Read(inside))
}
