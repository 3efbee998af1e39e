package rights

import (
	"slices"
	"sync"

	"clearance/story"
)

// article is the summary or the story's text, with what is looked for in it more than once.
type article struct {
	story.Field
	brackets []bracket
	speech   []stretch

	words     []word     // between the walls
	sentences []sentence // those words
	cutWith   []stretch  // the walls
	cut       bool       // whether they were

	space space // of the passages that were looked for last,
	built bool  // which is as the next ones need it, but for what stands between plus signs
}

// sentence is one of an article: words[first:end].
type sentence struct {
	first, end int
	telling    bool // one of its words is a sign of terms, or may begin them
	via        bool // one of them is via
}

// spare are articles that nobody reads any more; their space is used again.
var spare = sync.Pool{New: func() any { return &article{} }}

// articlesOf gives the summary and the text of a record, however often it has them. Whoever has read them lets them go.
func articlesOf(s *story.Story) []*article {
	var all []*article
	for _, f := range s.Fields {
		if f.Label == story.Summary || f.Label == story.Text {
			a := spare.Get().(*article)
			a.Field = f
			a.brackets = appendBrackets(a.brackets[:0], f.Text)
			a.speech = appendSpeech(a.speech[:0], f.Text)
			all = append(all, a)
		}
	}
	return all
}

func letGo(all []*article) {
	for _, a := range all {
		*a = article{brackets: a.brackets[:0], speech: a.speech[:0], words: a.words[:0], sentences: a.sentences[:0], cutWith: a.cutWith[:0], space: a.space}
		spare.Put(a)
	}
}

// cutBetween cuts the text into words, as wordsOf does, and these into sentences. Most texts are cut twice between the same walls.
func (a *article) cutBetween(walls []stretch) {
	if a.cut && slices.Equal(a.cutWith, walls) {
		return
	}
	a.words, a.cutWith, a.cut = appendWords(a.words[:0], a.Text, walls), append(a.cutWith[:0], walls...), true
	a.sentences = a.sentences[:0]
	for i := range a.words {
		w := &a.words[i]
		if i == 0 || w.opens >= sentenceOpens {
			a.sentences = append(a.sentences, sentence{first: i})
		}
		last := &a.sentences[len(a.sentences)-1]
		last.end = i + 1
		if w.meaning != plainWord {
			last.telling = last.telling || w.sign || len(w.openers) > 0
			last.via = last.via || w.meaning == via
		}
	}
}

// of gives the words of a sentence.
func (s sentence) of(all []word) []word { return all[s.first:s.end] }
