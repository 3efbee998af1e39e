package rights

import (
	"clearance/rights/language"
	"clearance/rights/memory"
	"clearance/story"
)

// What is read of a field alone depends on its text alone, but for where it stands. Holders and notices come again and again: they are
// read once, as if they stood at the record's first byte, and moved to where they stand. A holder's reading takes a kilobyte, a
// notice's two; of the longest texts, with as many words unread as there can be, ten: 40 MB at the very most.
var (
	holders = memory.New[*Holder](1024, 200)
	notices = memory.New[*Notice](2048, 300)
	parties = memory.New[bool](4096, 64)
	days    = memory.New[string](8192, 40) // those of twenty years: 2 MB
)

// isParty is language.IsParty.
func isParty(name string) bool { return parties.Read(name, language.IsParty) }

// alone is a field that holds a text and stands at the record's first byte.
func alone(l story.Label, text string) story.Field {
	return story.Field{Label: l, Span: story.Span{End: len(text)}, Text: text}
}

// mover moves words that were read of a field alone to where it stands.
type mover struct {
	to    story.Field
	moved []Words
}

func (m *mover) words(all []Words) []Words {
	if all == nil {
		return nil
	}
	first := len(m.moved)
	for _, w := range all {
		m.moved = append(m.moved, part(m.to, w.Start, w.End))
	}
	return m.moved[first:len(m.moved):len(m.moved)]
}

func (m *mover) fact(f Fact) Fact {
	f.Words = m.words(f.Words)
	return f
}
