package rights

import (
	"cmp"
	"slices"
	"sort"

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
func readElsewhere(articles []*article, shots []Shot) []Words {
	var all []Words
	for _, a := range articles {
		p := passagesOf(a, shots)
		for _, at := range p.find() {
			all = append(all, part(a.Field, at.start, at.end))
		}
		a.space, a.built = p.space, false
	}
	return all
}

// appendInText gives the words that shots were read from as stretches of a field's text, in order.
func appendInText(all []stretch, f story.Field, shots []Shot) []stretch {
	for i := range shots {
		for _, words := range shots[i].words() {
			for _, w := range words {
				if w.Field == string(f.Label) && w.Start >= f.Span.Start && w.End <= f.Span.End && w.Start < w.End {
					all = append(all, stretch{f.Index(w.Start), f.Index(w.End)})
				}
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
	*article
	space
	text   string
	headed bool // the last one found goes on to the end of its line
	line   int  // where the line of a sentence begins
	named  int  // where the last sentence ends that is known to have an agency's credit without brackets

	nextSlash int // where a slash stands next in the text
}

// space is what passages are found with. An article keeps it for the next ones.
type space struct {
	shots   []stretch // what shots were read from
	walls   []stretch // these, production notes, speech, and what stands between plus signs
	found   []stretch
	credits []int       // where brackets with a picture's credit end
	unasked []*sentence // those behind the last one named that may have an agency's credit, too
}

// passagesOf are those of an article beside its shots. What other articles have is no matter, since it does not stand in this one.
func passagesOf(a *article, shots []Shot) passages {
	s := a.space
	if a.built {
		return passages{article: a, text: a.Text, space: s}
	}
	return passages{article: a, text: a.Text, space: space{
		shots: appendInText(s.shots[:0], a.Field, shots), walls: s.walls[:0], found: s.found[:0], credits: s.credits[:0], unasked: s.unasked[:0],
	}}
}

func (p *passages) find() []stretch {
	fences := fencesIn(p.text)
	if !p.built || len(fences) > 0 {
		p.walls, p.credits = p.walls[:0], p.credits[:0]
		p.build(fences)
	}
	p.cutBetween(p.walls)
	if p.Label == story.Summary && len(p.walls) == 0 && p.count <= longestSummary && isAllTerms(p.text) {
		return []stretch{{0, len(p.text)}}
	}
	for i := range p.sentences {
		p.read(&p.sentences[i])
	}
	for _, f := range fences {
		if !isNote(f.of(p.text)) {
			p.found = append(p.found, f)
		}
	}
	for _, b := range p.brackets {
		if !b.isPicture() && !p.shotIn(b.open, b.close) && b.is(saysTermsAsked) {
			p.found = append(p.found, stretch{b.start, b.end})
		}
	}
	return inOrder(p.found)
}

// isPicture reports whether a bracket holds a picture's credit.
func (b bracket) isPicture() bool { return b.is(isCreditAsked) || b.is(isAgencyCreditAsked) }

// build sets up the walls.
func (p *passages) build(fences []stretch) {
	p.walls = append(append(append(p.walls, p.shots...), fences...), p.speech...)
	for _, b := range p.brackets {
		if b.is(isNoteAsked) || p.shotIn(b.open, b.close) {
			p.walls = append(p.walls, stretch{b.open, b.close})
		}
		if b.isPicture() {
			p.credits = append(p.credits, b.close)
		}
	}
	p.walls = inOrder(p.walls)
}
