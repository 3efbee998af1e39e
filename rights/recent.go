package rights

import (
	"cmp"
	"sync"
)

// recent keeps what was found out lately, by a key that says everything it follows from. When it is full it starts afresh. What it
// gives is shared: nobody may change it.
type recent[V any] struct {
	most int // how much is kept at most; mostMet unless stated
	mu   sync.RWMutex
	met  map[string]V
}

// mostMet bounds a memory: real archives have a few hundred of what is kept in one.
const mostMet = 4096

// of gives what is kept by a key, or finds it out and keeps it.
func (m *recent[V]) of(key []byte, find func() V) V {
	m.mu.RLock()
	v, ok := m.met[string(key)]
	m.mu.RUnlock()
	if ok {
		return v
	}
	v = find()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.met == nil || len(m.met) >= cmp.Or(m.most, mostMet) {
		m.met = map[string]V{}
	}
	m.met[string(key)] = v
	return v
}

// room is where a key is put together; most need no more.
type room [160]byte
