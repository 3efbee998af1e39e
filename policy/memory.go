package policy

import (
	"crypto/sha256"
	"slices"
	"sync"
)

// memory keeps what was decided of inputs. The same rules give the same input the same outcome for ever, and millions of stories
// share few inputs. When it is full it starts afresh.
type memory struct {
	mu       sync.RWMutex
	outcomes map[[sha256.Size]byte]Outcome // by the digest of the input's JSON
}

// mostRemembered bounds a memory: an outcome takes about a kilobyte.
const mostRemembered = 1 << 15

func (m *memory) recall(key [sha256.Size]byte) (Outcome, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	o, ok := m.outcomes[key]
	return o.clone(), ok
}

func (m *memory) keep(key [sha256.Size]byte, o Outcome) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.outcomes == nil || len(m.outcomes) >= mostRemembered {
		m.outcomes = map[[sha256.Size]byte]Outcome{}
	}
	m.outcomes[key] = o.clone()
}

// clone is a copy that whoever is given it may change.
func (o Outcome) clone() Outcome {
	o.Findings = slices.Clone(o.Findings)
	for i := range o.Findings {
		o.Findings[i].Facts = slices.Clone(o.Findings[i].Facts)
	}
	return o
}
