package policy

// Forget begins a new memory.
func (p *Policy) Forget() {
	r := p.recollection()
	r.now.Store(newMemory(len(r.topics), len(r.units)))
	if r.book != nil {
		r.book, _ = newCodebook(p, r.topics)
	}
}

// Remember bounds the memory to some bytes, and tells how many it holds.
func (p *Policy) Remember(most int) (holds func() int) {
	p.recollection().most = most
	p.Forget()
	return func() int { return p.recalls.now.Load().holds() }
}
