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

	sentences []sentence // between the walls
	count     int        // how many words they have
	words     []word     // of those sentences that somebody has asked for
	cutWith   []stretch  // the walls
	cut       bool       // whether they were

	space space // of the passages that were looked for last,
	built bool  // which is as the next ones need it, but for what stands between plus signs
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
			a.speech = appendSpeech(a.speech[:0], f.Text, a.sentences[:0])
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

// cutBetween cuts the text into sentences. Most texts are cut twice between the same walls, stretches in order that no sentence goes
// across and none has words of.
func (a *article) cutBetween(walls []stretch) {
	if a.cut && slices.Equal(a.cutWith, walls) {
		return
	}
	a.sentences, a.cutWith, a.cut = appendSentences(a.sentences[:0], a.Text, walls), append(a.cutWith[:0], walls...), true
	a.words, a.count = a.words[:0], 0
	for i := range a.sentences {
		a.count += a.sentences[i].count
	}
}

// wordsOf gives the words of one of the sentences.
func (a *article) wordsOf(s *sentence) []word {
	if s.words == nil {
		first := len(a.words)
		a.words = appendWords(a.words, a.Text, s.stretch, s.opens)
		s.words = a.words[first:len(a.words):len(a.words)]
	}
	return s.words
}
