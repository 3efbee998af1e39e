package check

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"

	"clearance/audit"
	"clearance/rights"
)

// twins knows the identifiers under which a run has records that say different things about their rights. Nobody can tell which of them
// holds, so all of them refer, wherever in the run they stand: that takes a look at all of them beforehand.
//
// The first look notes every identifier. Where one is met again, it notes what that record says; what the first one says the second look
// finds out, which comes by it before the others. So the memory of a run holds two to four bytes for each of its stories, and more only for
// the few that share an identifier.
type twins struct {
	ids      seen
	repeated map[key]*repeat // by identifier

	// What the first look saw, chunk by chunk: the archive must not change under a run. The seed is drawn anew for each run, so that nobody
	// can prepare two archives that look alike.
	seed  maphash.Seed
	looks []uint64
}

// repeat is what is known of an identifier that was met more than once, or may have been.
type repeat struct {
	rights  key // what its second record says
	differs bool
}

// errChanged ends a run whose records are others than they were a moment ago.
var errChanged = errors.New("the records changed while they were read: run it again when nobody writes to them")

// findTwins is the first look at all records. It tells how many there are so far.
func findTwins(ctx context.Context, each Records, told func(records int) error) (*twins, error) {
	t := &twins{repeated: map[key]*repeat{}, seed: maphash.MakeSeed()}
	err := chunks(ctx, each, func(c chunk) error {
		t.looks = append(t.looks, t.digest(c))
		for _, it := range c.items {
			if it.id != "" {
				t.note(it)
			}
		}
		return told(c.first + len(c.items))
	})
	return t, err
}

func (t *twins) note(it item) {
	id := keyOf(it.id)
	if !t.ids.add(id) {
		return
	}
	said := keyOf(rights.Read(it.record).Rights)
	if r := t.repeated[id]; r == nil {
		t.repeated[id] = &repeat{rights: said}
	} else if r.rights != said {
		r.differs = true
	}
}

// look is the second look, at the records in the same order: it says of each whether it has a twin.
func (t *twins) look(c chunk) error {
	if n := c.first / chunkSize; n >= len(t.looks) || t.looks[n] != t.digest(c) {
		return errChanged
	}
	for i := range c.items {
		it := &c.items[i]
		if it.id == "" {
			continue
		}
		if r := t.repeated[keyOf(it.id)]; r != nil {
			r.differs = r.differs || r.rights != keyOf(rights.Read(it.record).Rights)
			it.twin = r.differs
		}
	}
	return nil
}

// digest is what a chunk looks like: the identifiers of its records, and where there are none.
func (t *twins) digest(c chunk) uint64 {
	var h maphash.Hash
	h.SetSeed(t.seed)
	for _, it := range c.items {
		if it.record == nil {
			h.WriteByte(0)
			continue
		}
		h.WriteByte(1)
		h.WriteString(it.id)
		h.WriteByte(0) // which no identifier has
	}
	return h.Sum64()
}

// Earlier looks whether the trail knows the story with other rights.
func Earlier(log *audit.Log, r rights.Reading) (o rights.Others, err error) {
	if r.Story.ID == "" {
		return o, nil
	}
	if o.Earlier, err = log.KnowsOtherRights(r.Story.ID, r.Rights); err != nil {
		return o, fmt.Errorf("looking for earlier versions: %w", err)
	}
	return o, nil
}
