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

	words []word    // between the walls
	walls []stretch // those that the words were cut with
	cut   bool      // whether they were
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
			a.speech = speech(f.Text)
			all = append(all, a)
		}
	}
	return all
}

func letGo(all []*article) {
	for _, a := range all {
		*a = article{brackets: a.brackets[:0], words: a.words[:0]}
		spare.Put(a)
	}
}

// wordsBetween gives the words of the text, as wordsOf does. Only the last ones given are good.
func (a *article) wordsBetween(walls []stretch) []word {
	if !a.cut || !slices.Equal(a.walls, walls) {
		a.words, a.walls, a.cut = appendWords(a.words[:0], a.Text, walls), walls, true
	}
	return a.words
}
