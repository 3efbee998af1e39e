package policy

// Forget begins a new memory.
func (p *Policy) Forget() { p.recollection().now.Store(newMemory(len(p.recalls.topics))) }
