package check

import (
	"context"
	"crypto/sha256"
	"fmt"

	"clearance/audit"
	"clearance/rights"
	"clearance/story"
)

// twins knows the identifiers under which a run has records that say different things about their rights. Nobody can tell
// which of them holds, so all of them refer, wherever in the run they stand: that takes a look at all of them beforehand.
type twins struct {
	rights  map[key]key // by identifier, what its first record says
	differs map[key]bool
}

// key is the first half of a SHA-256: enough to tell a run's records apart, and half the memory.
type key [sha256.Size / 2]byte

func keyOf(s string) (k key) {
	sum := sha256.Sum256([]byte(s))
	copy(k[:], sum[:])
	return k
}

// findTwins reads every record once.
func findTwins(ctx context.Context, each Records) (twins, error) {
	t := twins{map[key]key{}, map[key]bool{}}
	err := each(ctx, func(record *story.Story, _ *Unread) error {
		if record != nil {
			t.add(rights.Read(record))
		}
		return nil
	})
	return t, err
}

func (t twins) add(r rights.Reading) {
	if r.Story.ID == "" {
		return
	}
	id, said := keyOf(r.Story.ID), keyOf(r.Rights)
	if first, met := t.rights[id]; !met {
		t.rights[id] = said
	} else if first != said {
		t.differs[id] = true
	}
}

// differ reports whether another record says something else than this one. A record that the first look did not see, or
// saw otherwise, was changed in between.
func (t twins) differ(r rights.Reading) bool {
	id := keyOf(r.Story.ID)
	return t.differs[id] || t.rights[id] != keyOf(r.Rights)
}

// others is what is known of other records with the same identifier, in this run and in the trail.
func (c *Checker) others(r rights.Reading) (o rights.Others, err error) {
	if r.Story.ID == "" {
		return o, nil
	}
	o, err = Earlier(c.Log, r)
	o.Twin = c.twins.differ(r)
	return o, err
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
