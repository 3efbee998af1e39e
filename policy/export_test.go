package policy

// Forget begins a new memory.
func (p *Policy) Forget() {
	r := p.recollection()
	r.now.Store(newMemory(len(r.topics), len(r.units)))
	if r.book != nil {
		r.book, _ = newCodebook(p, r.topics)
	}
}
