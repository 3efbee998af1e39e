package policy

// metUses are the uses that inputs had so far, and where their pieces stand. An input's use is its last field, and one that leaves out a
// country lists all others; a run asks about one use, and for some stories about a few narrower ones. They are a part of the memory.
type metUses struct {
	memory *memory
	of     map[string][]stretch // by the JSON of a use
}

// stretch is where a piece stands in the JSON of a use.
type stretch struct{ piece, start, end int }

// perStretch is how many bytes one takes.
const perStretch = 24

// lastUse goes over a use as value does. Where it ends the input, as it does in JSON that this program writes, the same bytes stand
// for the same pieces whatever came before.
func (k *cutting) lastUse(b *branch) bool {
	start, end := k.at, len(k.text)-1
	if k.pieces[b.piece] != nil || start > end {
		return false
	}
	if at, met := k.met.recall(k.text[start:end]); met {
		for _, s := range at {
			k.pieces[s.piece] = k.text[start+s.start : start+s.end]
		}
		k.at = end
		return true
	}
	if !k.value(b) {
		return false
	}
	if k.at == end {
		k.met.keep(k.text[start:end], k.stretches(b, start, nil))
	}
	return true
}

// stretches appends where the pieces of a branch stand behind a start.
func (k *cutting) stretches(b *branch, start int, to []stretch) []stretch {
	if piece := k.pieces[b.piece]; piece != nil {
		at := cap(k.text) - cap(piece) - start // it ends where the text's array does
		to = append(to, stretch{b.piece, at, at + len(piece)})
	}
	for _, next := range b.below {
		to = k.stretches(next, start, to)
	}
	return to
}

func (m *metUses) recall(use []byte) ([]stretch, bool) {
	m.memory.mu.RLock()
	at, ok := m.of[string(use)]
	m.memory.mu.RUnlock()
	return at, ok
}

func (m *metUses) keep(use []byte, at []stretch) {
	m.memory.mu.Lock()
	defer m.memory.mu.Unlock()
	if _, ok := m.of[string(use)]; !ok {
		m.of[string(use)] = at
		m.memory.grow(len(use) + perEntry + perStretch*len(at))
	}
}
