package check

import (
	"fmt"
	"time"

	"clearance/audit"
)

// How many answers share one transaction, and so one wait for the disk. The first are few, so that they come soon.
const (
	fewest  = 64
	most    = 2048
	longest = time.Second // how long an answer waits for others
)

// recorder records answers in their order, and gives each once it is durable.
type recorder struct {
	run  *audit.Run
	give func(Result) error
	tell func(t Tally, done int) error

	tally   Tally
	done    int // answers that were given
	waiting []pending
	size    int // of the batch that is waiting; 0 is the smallest
	since   time.Time
}

// add takes the answers of one chunk.
func (r *recorder) add(answers []pending) error {
	for _, p := range answers {
		if p.failed != nil {
			return p.failed
		}
		if p.recorded {
			if err := r.hand(p.result); err != nil {
				return err
			}
			continue
		}
		if len(r.waiting) == 0 {
			r.since = time.Now()
		}
		r.waiting = append(r.waiting, p)
	}
	switch {
	case len(r.waiting) == 0:
		return r.tell(r.tally, r.done)
	case len(r.waiting) >= max(r.size, fewest):
		r.size = min(2*max(r.size, fewest), most)
		return r.flush()
	case time.Since(r.since) > longest:
		return r.flush()
	}
	return nil
}

// flush writes what is waiting to the trail in one transaction, notes in each answer where it is kept, and gives it.
func (r *recorder) flush() error {
	if len(r.waiting) == 0 {
		return nil
	}
	if err := r.record(); err != nil {
		return err
	}
	recorded := r.waiting
	r.waiting = make([]pending, 0, r.size) // whatever comes now, they are not recorded again
	for _, p := range recorded {
		if err := r.hand(p.result); err != nil {
			return err
		}
	}
	return r.tell(r.tally, r.done)
}

// hand gives one answer that is durable.
func (r *recorder) hand(result Result) error {
	r.tally.count(result)
	r.done++
	return wrap(r.give(result), "showing an answer")
}

func (r *recorder) record() error {
	sealed := make([]audit.Sealed, len(r.waiting))
	for i, w := range r.waiting {
		sealed[i] = w.sealed
	}
	entries, err := r.run.AppendSealed(sealed...)
	if err != nil {
		return fmt.Errorf("recording %d answers, none of which is given: %w", len(r.waiting), err)
	}
	for i, w := range r.waiting {
		switch {
		case w.result.Decision != nil:
			w.result.Decision.Entry = entries[i]
		case w.result.Unjudged != nil:
			w.result.Unjudged.Entry = entries[i]
		}
	}
	return nil
}
