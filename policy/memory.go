package policy

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/open-policy-agent/opa/v1/ast"
)

// memory keeps what topics said of the fields that they can read, and what main made of that. The same rules give the same fields
// the same answer for ever, and millions of stories share few of them. A full memory is put away whole, and a new one is begun: so a
// number means the same as long as there is a memory at all.
type memory struct {
	mu      sync.RWMutex
	topics  []heard
	decided map[string]Outcome // by the numbers of what each topic said, and the names of the input's rules

	// Where topics are heard by code, instead:
	units []map[string]*saidCodes // by the JSON of the fields that a unit can read
	rules map[string]uint32       // numbers of rules of the terms, by their JSON without the fact

	uses metUses

	size atomic.Int64 // in bytes, about
}

// heard is what one topic said.
type heard struct {
	of   map[string]*said // by the JSON of the fields that it can read
	said map[string]*said // by what it said, so that the same findings have one number
}

// said are findings of a topic as the engine gave them, whatever they are.
type said struct {
	number   uint32
	findings *ast.Term
}

// saidCodes are those that a unit said.
type saidCodes struct {
	codes codeSet            // that have nothing to do with rules of the terms
	rules map[uint32]codeSet // of each of these, by number
}

const (
	mostRemembered = 64 << 20 // bytes in one memory: some 50,000 outcomes and what they follow from
	perEntry       = 100      // bytes that an entry takes beside what it holds, about
	perFinding     = 100
)

func newMemory(topics, units int) *memory {
	m := &memory{
		topics: make([]heard, topics), decided: map[string]Outcome{},
		units: make([]map[string]*saidCodes, units), rules: map[string]uint32{},
	}
	m.uses = metUses{m, map[string][]stretch{}}
	for i := range m.units {
		m.units[i] = map[string]*saidCodes{}
	}
	for i := range m.topics {
		m.topics[i] = heard{of: map[string]*said{}, said: map[string]*said{}}
	}
	return m
}

// keep takes down what a topic said. Without a key it is not remembered for any input, and only given its number.
func (m *memory) keep(topic int, key []byte, findings *ast.Term) *said {
	text := findings.String() // sorted, and in Rego: no two values look the same
	m.mu.Lock()
	defer m.mu.Unlock()
	h := &m.topics[topic]
	s := h.said[text]
	if s == nil {
		s = &said{number: uint32(len(h.said)), findings: findings}
		h.said[text] = s
		m.grow(2*len(text) + perEntry) // as a text, and as the engine has it
	}
	if key != nil && h.of[string(key)] == nil {
		h.of[string(key)] = s
		m.grow(len(key) + perEntry)
	}
	return s
}

// recall is what main made of what the topics said, if it was kept. It may be changed.
func (m *memory) recall(key []byte) (Outcome, bool) {
	m.mu.RLock()
	o, ok := m.decided[string(key)]
	m.mu.RUnlock()
	return o.clone(), ok
}

func (m *memory) decide(key []byte, o Outcome) {
	o = o.clone()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.decided[string(key)] = o
	m.grow(len(key) + perEntry + perFinding*len(o.Findings))
}

// holds is how many bytes it takes, about.
func (m *memory) holds() int { return int(m.size.Load()) }

func (m *memory) grow(bytes int) { m.size.Add(int64(bytes)) }

// clone is a copy that whoever is given it may change.
func (o Outcome) clone() Outcome {
	n := 0
	for _, f := range o.Findings {
		n += len(f.Facts)
	}
	facts := make([]string, 0, n)
	o.Findings = slices.Clone(o.Findings)
	for i, f := range o.Findings {
		start := len(facts)
		facts = append(facts, f.Facts...)
		o.Findings[i].Facts = facts[start:len(facts):len(facts)]
	}
	return o
}
