package rights

import "unicode/utf8"

// sentence is one of a text. What is asked of every sentence is kept of it when the text is cut; its words are not: most sentences are
// prose, and nobody asks for theirs.
type sentence struct {
	stretch         // from its first word to the end of its last one
	opens   opening // at its first word
	count   int     // of its words

	prosaic bool // its first word is one of prose
	prose   bool // one of its words is,
	sign    bool // or a sign of terms,
	loud    bool // or such a sign in capitals,
	via     bool // or via
	mayOpen bool // terms may begin at one of its words

	words []word // once somebody has asked for them
}

// note keeps what its last word means.
func (s *sentence) note(text string, w word) {
	s.prosaic = s.prosaic || s.count == 1 && w.prose
	s.prose = s.prose || w.prose
	s.sign = s.sign || w.sign
	s.loud = s.loud || isLoud(w)
	s.via = s.via || w.meaning == via
	s.mayOpen = s.mayOpen || w.mayBegin(w.opens, w.capital, text[w.end:])
}

// isShort reports whether a sentence is no longer than terms are, and has nothing that only prose would have.
func (s *sentence) isShort() bool { return s.count <= longestTerms && !s.prose }

// mayBeTerms reports whether a sentence behind a source can be terms although prose has some of its words.
func (s *sentence) mayBeTerms() bool { return s.count <= longestLine || s.isShort() }

// appendSentences cuts a text into sentences, in some space. Walls are stretches, in order, that no sentence goes across; there are no
// words in them.
func appendSentences(all []sentence, text string, walls []stretch) []sentence {
	c := cutter{text: text, all: all, opens: lineOpens}
	for _, wall := range walls {
		c.cut(wall.start)
		if c.at < wall.end {
			c.at, c.opens = wall.end, max(c.opens, sentenceOpens)
		}
	}
	c.cut(len(text))
	return c.all
}

// cutter goes over a text and keeps its sentences.
type cutter struct {
	text  string
	at    int     // where it is
	opens opening // there
	last  stretch // the last word
	all   []sentence
}

// cut goes on up to a limit.
func (c *cutter) cut(limit int) {
	for c.at < limit {
		switch b := c.text[c.at]; {
		case b == ' ':
			c.at++
		case endsWords[b]:
			c.opens = max(c.opens, openedBy(c.text, c.at, c.last))
			c.at++
		case !c.skim(limit):
			c.oneByOne(limit)
		}
	}
}

// skim goes on over words as nearly all are written: of ASCII, with a space or another sign behind each. It ends behind one that terms
// have, and where a sign may open something.
func (c *cutter) skim(limit int) bool {
	text, i, last, count := c.text, c.at, c.last, 0
	means, prose, prosaic := plainWord, false, false
	for i+headBytes < limit {
		h := headAt(text, i)
		n := h.size()
		end := i + n
		for n == headBytes && end < limit && letters[text[end]] != 0 {
			end++
		}
		if n == 0 || end >= limit || !endsWords[text[end]] {
			break
		}
		h = h.first(n)
		last = stretch{i, end}
		i = end
		count++
		if h.mayBeKnown() || slips[text[last.start]] && maySlip(last.of(text)) {
			means = h.meaningOf(last.of(text))
			prose = prose || means.prose
			prosaic = prosaic || means.prose && count == 1
			if means.tells() {
				break
			}
		}
		if text[i] == ',' && i+1 < limit { // it opens nothing
			i++
		}
		if text[i] != ' ' {
			break
		}
		i++
	}
	if count == 0 {
		return false
	}
	opens, first := c.opens, count == 1
	s := c.add(stretch{c.at, last.end}, count)
	c.at, c.last = i, last
	s.prose, s.prosaic = s.prose || prose, s.prosaic || prosaic && opens >= sentenceOpens
	if means.tells() {
		w := word{stretch: last, capital: isCapital(last.of(text)), meaning: means}
		if first {
			w.opens = opens
		}
		s.note(c.text, w)
	}
	return true
}

// oneByOne goes on over a word, or a character that is in none.
func (c *cutter) oneByOne(limit int) {
	w := wordAt(c.text, c.at, limit)
	if w.end == c.at {
		_, size := utf8.DecodeRuneInString(c.text[c.at:])
		c.opens = max(c.opens, openedBy(c.text, c.at, c.last))
		c.at += size
		return
	}
	w.opens = c.opens
	if s := c.add(w.stretch, 1); w.meaning != plainWord {
		s.note(c.text, w)
	}
}

// add goes on behind some words, and gives their sentence.
func (c *cutter) add(words stretch, count int) *sentence {
	if c.opens >= sentenceOpens {
		c.all = append(c.all, sentence{stretch: words, opens: c.opens})
	}
	s := &c.all[len(c.all)-1]
	s.end, c.last, c.at, c.opens = words.end, words, words.end, nothingOpens
	s.count += count
	return s
}
