package rights

import (
	"encoding/binary"
	"sync/atomic"
	"time"

	"clearance/rights/canonical"
)

// Asking is a question put to a house: what every case of it has in common, whatever the reading. It never changes, and any number of
// goroutines may use it. Its cases share what it has found out: their inputs must not be changed in place.
type Asking struct {
	question Question
	house    House

	asker   asker
	use     UseInput
	useText atomic.Pointer[[]byte] // as canonical JSON, once it was written
	zones   []heldZone             // of the house, those that hold
	limits  []int                  // the house's statements on geo-limited media that hold, and on a medium of the use, by their place
	rulings map[string]int         // those that hold, by their normal phrase
	clients []time.Time            // when a client of the house comes or goes, where a party is named

	names    *recent[identity]
	sources  *recent[*origin]
	parties  recent[string]
	narrower recent[*Asking]
}

// Ask puts a question to a house.
func Ask(q Question, h House) *Asking {
	a := put(q, h)
	a.answer()
	return a
}

// put is a question put to a house, of which not all is found out.
func put(q Question, h House) *Asking {
	a := &Asking{question: q, house: h, names: &recent[identity]{}, sources: &recent[*origin]{}}
	a.narrower.most = mostNarrower
	a.rulings, a.zones = a.heldRulings(), a.heldZones()
	return a
}

// Question is what is asked.
func (a *Asking) Question() Question { return a.question }

// answer finds out what only an input needs.
func (a *Asking) answer() {
	a.asker, a.limits = a.whoAsks(), a.heldLimits()
	a.use = a.useInput()
	if a.question.Use.Party == "" {
		return
	}
	for _, client := range a.house.Clients {
		for _, day := range []*Day{client.From, client.Until} {
			if day != nil {
				a.clients = append(a.clients, day.Time)
			}
		}
	}
}

// writtenUse is the use as canonical JSON.
func (a *Asking) writtenUse() []byte {
	text := a.useText.Load()
	if text == nil {
		w := canonical.To(nil)
		writeUseInput(&w, &a.use)
		written, _ := w.Done() // of text and truth values all can be written
		text = &written
		a.useText.Store(text)
	}
	return *text
}

// leavingOut is the same question for a use that leaves something out.
func (a *Asking) leavingOut(e Except) *Asking {
	var room room
	key := room[:0]
	for _, list := range [][]string{e.Territory, e.Media, e.Party} {
		key = appendTexts(key, list)
	}
	return a.narrower.of(key, func() *Asking {
		q, left := a.question, e
		q.Use.Except = &left
		n := put(q, a.house)
		n.names, n.sources = a.names, a.sources // whose a name is does not depend on what a use leaves out
		n.answer()
		return n
	})
}

// mostNarrower bounds how many narrower questions are kept: each has lists of countries of its own.
const mostNarrower = 256

// identity is what a name is to the house.
type identity struct {
	folded string
	us     bool
	client bool // we are a registered client of it for the action
	pool   bool
}

func (a *Asking) who(name string) identity {
	var room room
	return a.names.of(append(room[:0], name...), func() identity {
		return identity{fold(name), a.house.IsUs(name), a.house.ClientFor(name, a.question.Use.Action), isPool(name)}
	})
}

// same reports whether two names are one.
func (i identity) same(other identity) bool { return i.folded == other.folded }

// appendText makes a text a part of a key: nothing else can be mistaken for it.
func appendText(key []byte, s string) []byte {
	return append(binary.AppendUvarint(key, uint64(len(s))), s...)
}

func appendTexts(key []byte, list []string) []byte {
	key = binary.AppendUvarint(key, uint64(len(list)))
	for _, s := range list {
		key = appendText(key, s)
	}
	return key
}
