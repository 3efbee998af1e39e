package language

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// reader goes through a text from left to right and claims its words.
type reader struct {
	text   string
	tokens []token
	claims []bucket // of each word
	rules  []Rule

	scopes       []scopeStart // those to come
	entered      []string     // those that were met
	scope        string       // the one that it is in,
	channel      []int        // its words,
	body         int          // and where it begins
	said         string       // with which word its last clause began
	afterHeading bool         // what comes next begins a clause
	lone         bool         // there is but one
	attempt      match
	lists        []listMemo
	literals     literalSet // those of the text
	whole        bool       // there is no use for it unless all of it is read
	bare         bool       // nothing but headings, sources and the name of a scope so far

	emptyHeading, emptyScope stretch // those that nothing stands behind so far
}

// stretch is a run of words, from one up to another.
type stretch struct{ from, to int }

// scopeStart is where a scope begins, and the rules read before it.
type scopeStart struct {
	at, body int
	name     string
}

// run reads the whole text, unless there is no use for it any more.
func (r *reader) run() bool {
	r.findScopes()
	r.lone = len(r.scopes) == 1
	r.bare = true
	for pos := 0; pos < len(r.tokens); {
		r.forget(pos)
		r.leaveLast(pos)
		if s := r.scopeAt(pos); s != nil {
			pos = r.enter(*s)
			continue
		}
		if end := r.nothingAt(pos); end > pos {
			r.claim(pos, end, nothing)
			r.filled()
			pos = end
			continue
		}
		if end := r.nothingBefore(pos); end > pos {
			r.claim(pos, end, boilerplate)
			r.filled()
			r.afterHeading, r.bare, r.said = true, false, r.tokens[pos].plain
			pos = end
			continue
		}
		if end := r.sourceAt(pos); end > pos && (r.isKnownSource(pos, end) || !r.readable(pos)) && r.readable(end) {
			r.add([]Rule{{Effect: Note, Kind: "source", Action: "use", Note: r.nameText(pos, end)}}, pos, end, nil)
			pos = end
			continue
		}
		if end := r.phraseAt(pos); end > pos {
			pos = end
			continue
		}
		r.bare, r.afterHeading = false, false
		if !r.tokens[pos].lost {
			r.filled()
		}
		if r.tokens[pos].connector && pos > 0 && r.claims[pos-1] == ruled && r.readable(pos+1) && r.tokens[pos+1].gap&(stop|shut) == 0 {
			r.claim(pos, pos+1, boilerplate)
		}
		if r.whole && r.claims[pos] == unread && !r.mayBeSports(pos) {
			return false
		}
		pos++
	}
	r.lost(&r.emptyHeading)
	r.lost(&r.emptyScope)
	r.findSports()
	return true
}

// filled notes that something stands behind the last heading and in the scope.
func (r *reader) filled() { r.emptyHeading, r.emptyScope = stretch{}, stretch{} }

// lost gives up a heading or a scope that nothing stands behind: what did is lost.
func (r *reader) lost(empty *stretch) {
	r.claim(empty.from, empty.to, unread)
	*empty = stretch{}
}

// readable reports whether a phrase begins at a word.
func (r *reader) readable(pos int) bool {
	if pos >= len(r.tokens) {
		return false
	}
	p, _, _, _ := r.best(pos)
	return p != nil || r.nothingAt(pos) > pos || r.nothingBefore(pos) > pos || r.scopeAt(pos) != nil
}

// phraseAt claims the phrase that begins at a word, with the mark for a part of the shots before it.
func (r *reader) phraseAt(pos int) int {
	p, m, start, end := r.best(pos)
	if p == nil {
		return pos
	}
	if p.silent() {
		if p.heads() {
			if !r.addresses() {
				r.lost(&r.emptyHeading)
			}
			r.emptyHeading = stretch{pos, end}
		} else {
			r.filled()
		}
		r.claim(pos, end, p.bucket)
		r.afterHeading = p.bucket == boilerplate
		r.bare = r.bare && r.afterHeading
		return end
	}
	r.filled()
	rules := m.rules(p)
	for i := range rules {
		rules[i].Part = rules[i].Part || start > pos
		r.narrow(&rules[i])
	}
	rules = append(rules, r.alsoSource(m.caps.list, end)...)
	var unreadTokens []int
	for _, l := range []*list{m.caps.list, m.caps.territory, m.caps.media, m.caps.purpose, m.caps.party, m.caps.except} {
		if l != nil {
			unreadTokens = append(unreadTokens, l.unread...)
		}
	}
	r.add(rules, pos, end, unreadTokens)
	r.afterHeading, r.bare, r.said = false, false, r.tokens[start].plain
	return end
}

// addresses reports whether the heading before this one only says whom it is for: Attention editors - Restrictions: …
func (r *reader) addresses() bool {
	h := r.emptyHeading
	return slices.ContainsFunc(r.tokens[h.from:h.to], func(t token) bool { return strings.HasPrefix(t.plain, "editor") })
}

// parts are marks that a rule holds for some of the shots.
var parts = map[string]bool{"part": true, "pt": true, "parts": true, "partly": true}

// best gives the longest phrase at a word. A silent one counts only where a clause begins.
func (r *reader) best(pos int) (found *phrase, with *match, start, end int) {
	start = pos
	if parts[r.tokens[pos].plain] && pos+1 < len(r.tokens) && r.tokens[pos+1].gap&^(space|colon|hyphen|dash) == 0 {
		if p, m, end := r.longest(pos+1, false); p != nil {
			return p, m, pos + 1, end
		}
	}
	found, with, end = r.longest(pos, true)
	return found, with, start, end
}

// longest gives the longest phrase that begins at a word. Where its list begins on a line of its own, what is said before it wins
// if that is whole: No use, and on the next line a name.
func (r *reader) longest(pos int, silentToo bool) (found *phrase, with *match, end int) {
	found, with, end = r.longestUpTo(len(r.tokens), pos, silentToo)
	if found != nil && with.caps.torn > 0 {
		if p, m, e := r.longestUpTo(with.caps.torn, pos, silentToo); e == with.caps.torn {
			return p, m, e
		}
	}
	return found, with, end
}

func (r *reader) longestUpTo(most, pos int, silentToo bool) (found *phrase, with *match, end int) {
	m := &r.attempt
	try := func(list []*phrase) {
		for _, p := range list {
			if p.bucket == nothing || p.silent() && !silentToo || !r.literals.hasEach(p.needs) {
				continue
			}
			*m = match{r: r, start: pos, exact: p.silent() && !p.heads()}
			if e := m.at(p.start, pos); e > pos && e > end && e <= most && !(p.heads() && r.guessed(pos, e)) && !(m.caps.outside == media && r.placeTaken(pos)) {
				kept := *m
				found, with, end = p, &kept, e
			}
		}
	}
	try(r.phrasesAt(pos))
	if !r.tokens[pos].operator {
		try(phrases.byName)
	}
	if (r.tokens[pos].entries != nil || r.tokens[pos].article) && !r.turned(pos) {
		try(phrases.byList)
	}
	if _, ok := number(r.tokens[pos].plain); ok {
		try(phrases.byNumber)
	}
	return found, with, end
}

// phrasesAt gives the phrases that may begin with a word and the one behind it.
func (r *reader) phrasesAt(pos int) []*phrase {
	k := r.tokens[pos].known
	if pos+1 < len(r.tokens) {
		if list, ok := k.phrases[r.tokens[pos+1].literal]; ok {
			return list
		}
	}
	return k.others
}

// guessed reports whether a word of a heading was corrected, and no colon shows that it is one.
func (r *reader) guessed(pos, end int) bool {
	fixed := slices.ContainsFunc(r.tokens[pos:end], func(t token) bool { return t.fixed })
	return fixed && (end == len(r.tokens) || r.tokens[end].gap&colon == 0)
}

// turned reports whether the word before turns a list into its opposite: outside UK only is not UK only.
func (r *reader) turned(pos int) bool {
	return pos > 0 && r.claims[pos-1] == unread && turning[r.tokens[pos-1].plain] && r.tokens[pos].gap&^(space|hyphen|quote) == 0
}

// placeTaken reports whether the place right before a word was read as one where something is barred: No access UK TV only.
func (r *reader) placeTaken(pos int) bool {
	if pos == 0 || r.claims[pos-1] != ruled || r.tokens[pos].gap&^(space|hyphen|quote) != 0 {
		return false
	}
	end := r.tokens[pos-1].end
	for i := len(r.rules) - 1; i >= 0 && r.rules[i].Spans[len(r.rules[i].Spans)-1].End >= end; i-- {
		if slices.ContainsFunc(r.rules[i].Elements, func(e Element) bool { return e.Span.End == end && whose[e.Kind] }) {
			return true
		}
	}
	return false
}

// nothingAt gives the end of words that say that nothing is stated, if they are all there is: in the text, behind a source or a
// heading, or in a scope.
func (r *reader) nothingAt(pos int) int {
	if !r.bare {
		return pos
	}
	whole := len(r.tokens)
	if len(r.scopes) > 0 {
		whole = r.scopes[0].at
	}
	for _, e := range r.nothings(pos) {
		if e == whole || r.scope != "" && r.tokens[e].gap&stop != 0 {
			return e
		}
	}
	return pos
}

// nothingBefore gives the end of words that say that nothing is stated, where something is stated after all behind them: Access
// all / Must credit Jane Roe. Then they are idle words.
func (r *reader) nothingBefore(pos int) int {
	if !r.bare {
		return pos
	}
	for _, e := range r.nothings(pos) {
		if e < len(r.tokens) && r.gapBefore(e)&(stop|line|dash|slash|comma) != 0 && r.rulesFollow(e) {
			return e
		}
	}
	return pos
}

// rulesFollow reports whether a phrase that makes rules begins at a word.
func (r *reader) rulesFollow(pos int) bool {
	p, _, _, _ := r.best(pos)
	return p != nil && !p.silent()
}

// nothings gives where phrases end that begin at a word and say that nothing is stated.
func (r *reader) nothings(pos int) []int {
	var ends []int
	for _, p := range r.phrasesAt(pos) {
		if p.bucket != nothing {
			continue
		}
		m := match{r: r, start: pos, exact: true}
		if e := m.at(p.start, pos); e > pos {
			ends = append(ends, e)
		}
	}
	return ends
}

func (r *reader) claim(from, to int, b bucket) {
	for i := from; i < to; i++ {
		r.claims[i] = b
	}
}

// add keeps rules that were read from some words, without those of them that were not understood.
func (r *reader) add(rules []Rule, from, to int, not []int) {
	r.claim(from, to, ruled)
	for _, i := range not {
		r.claims[i] = unread
	}
	var at []int
	at = append(at, r.channel...)
	for i := from; i < to; i++ {
		if r.claims[i] == ruled {
			at = append(at, i)
		}
	}
	for _, i := range r.channel {
		r.claims[i] = ruled
	}
	for _, rule := range rules {
		rule.Spans = r.spans(at)
		r.rules = append(r.rules, rule)
	}
}

// spans joins words that follow one another. A separator that leads nowhere stands alone: whoever says what the words before it
// mean has not said what is missing.
func (r *reader) spans(at []int) []Span {
	var list []Span
	for k, i := range at {
		t := r.tokens[i]
		if k > 0 && at[k-1] == i-1 && !t.lost && !r.tokens[i-1].lost {
			list[len(list)-1].End = t.end
			continue
		}
		list = append(list, Span{t.start, t.end})
	}
	for i, s := range list {
		list[i].End += closingQuote(r.text[s.Start:s.End], r.text[s.End:])
	}
	return list
}

// closingQuote gives the length of a quotation mark right behind some words that closes one in front of the last of them.
func closingQuote(words, behind string) int {
	mark, n := utf8.DecodeRuneInString(behind)
	if !closes[mark] {
		return 0
	}
	open := strings.LastIndexFunc(words, func(r rune) bool { return quotes[r] != 0 })
	if open < 0 {
		return 0
	}
	if opening, _ := utf8.DecodeRuneInString(words[open:]); quotes[opening] != mark {
		return 0
	}
	if strings.Count(words, string(mark))%2 == 0 && quotes[mark] == mark {
		return 0 // it opens another one
	}
	return n
}

// findSports adds a referral for words of sports rights, wherever they stand: in a credit or a source they are sports too.
func (r *reader) findSports() {
	for i := 0; i < len(r.tokens); i++ {
		if r.tokens[i].entries == nil {
			continue
		}
		e, n := names().at(r, i, sports)
		if n == 0 {
			continue
		}
		r.claim(i, i+n, ruled)
		r.rules = append(r.rules, Rule{Effect: Referral, Kind: "sports", Action: "use", Note: e.Values[0], Spans: []Span{e.Span}})
		i += n - 1
	}
}

// mayBeSports reports whether findSports may claim a word.
func (r *reader) mayBeSports(pos int) bool {
	for i := range pos + 1 {
		if _, n := names().at(r, i, sports); i+n > pos {
			return true
		}
	}
	return false
}

// reading puts the claims together.
func (r *reader) reading() Reading {
	var at [5][]int
	all := make([]int, 0, len(r.claims))
	for c := range at {
		first := len(all)
		for i, of := range r.claims {
			if of == bucket(c) {
				all = append(all, i)
			}
		}
		at[c] = all[first:len(all):len(all)]
	}
	says := slices.ContainsFunc(r.rules, func(rule Rule) bool { return rule.Kind != "source" })
	if r.lone && len(at[nothing]) > 0 || len(at[boilerplate]) > 0 && !says && len(at[nothing])+len(at[production]) == 0 {
		// Headings of nothing, or one channel of which nothing is stated: what of the others?
		at[unread] = slices.Sorted(slices.Values(slices.Concat(at[unread], at[boilerplate], at[nothing])))
		at[boilerplate], at[nothing] = nil, nil
	}
	out := Reading{Scopes: r.entered, Rules: r.rules, Production: r.spans(at[production]), Unread: r.spans(at[unread])}
	idle := slices.Concat(at[boilerplate], at[nothing])
	slices.Sort(idle)
	out.Boilerplate = r.spans(idle)
	out.Nothing = len(at[nothing]) > 0 && len(at[unread])+len(at[production]) == 0 && !says
	slices.SortStableFunc(out.Rules, func(a, b Rule) int { return cmp.Compare(a.Spans[0].Start, b.Spans[0].Start) })
	return out
}
