// Package memory remembers what was read from short texts that come again and again, in a space that is bounded whatever comes.
package memory

import (
	"hash/maphash"
	"strings"
	"sync"
	"sync/atomic"
)

// ways is how many places a text may have. A few let texts that come often stay beside those that come once.
const ways = 4

// Of is a memory of what was read from texts. It serves many goroutines at once, and neither of them waits. What it gives is shared:
// nobody may change it.
type Of[V any] struct {
	longest int // bytes
	slots   func() []slot[V]
	seed    maphash.Seed
	turn    atomic.Uint32 // whose place a text takes where all are taken
}

type slot[V any] struct{ atomic.Pointer[met[V]] }

// met is a text that was met, and what was read from it.
type met[V any] struct {
	text  string
	value V
}

// New gives a memory for so many texts, a power of two, of so many bytes each at most. It takes no space before the first is met.
func New[V any](texts, longest int) *Of[V] {
	m := &Of[V]{longest: longest, seed: maphash.MakeSeed()}
	m.slots = sync.OnceValue(func() []slot[V] { return make([]slot[V], texts) })
	return m
}

// places are those that a text may have.
func (m *Of[V]) places(text string) []slot[V] {
	slots := m.slots()
	at := int(maphash.String(m.seed, text)) & (len(slots) - 1) &^ (ways - 1)
	return slots[at : at+ways]
}

// Get gives what was read from a text, if it is remembered.
func (m *Of[V]) Get(text string) (value V, ok bool) {
	if len(text) > m.longest {
		return value, false
	}
	places := m.places(text)
	for i := range places {
		if met := places[i].Load(); met != nil && met.text == text {
			return met.value, true
		}
	}
	return value, false
}

// Put remembers what was read from a text. It may forget another one for it.
func (m *Of[V]) Put(text string, value V) {
	if len(text) > m.longest {
		return
	}
	places := m.places(text)
	at := int(m.turn.Add(1)) % ways
	for i := range places {
		if places[i].Load() == nil {
			at = i
			break
		}
	}
	places[at].Store(&met[V]{text, value})
}

// Read gives what was read from a text, or reads it. What is read gets a copy of the text, so that it keeps nothing else in memory.
func (m *Of[V]) Read(text string, read func(string) V) V {
	if value, ok := m.Get(text); ok {
		return value
	}
	if len(text) > m.longest {
		return read(text)
	}
	text = strings.Clone(text)
	value := read(text)
	m.Put(text, value)
	return value
}
