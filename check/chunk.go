package check

import (
	"context"

	"clearance/audit"
	"clearance/rights"
	"clearance/story"
)

// chunkSize is how many records travel together: enough for a hand-over between goroutines to cost nothing, few enough for several
// cores to share a small run.
const chunkSize = 32

// chunksAhead is how many chunks may be ahead: so many that all cores but one go on while that one records a batch.
const chunksAhead = most / 2 / chunkSize

// chunk is some records that follow each other.
type chunk struct {
	first int // the ordinal of the first one in the run, counted from 0
	items []item
}

// item is a record as it was found, or a place where none could be read.
type item struct {
	record *story.Story
	bad    *Unread
	id     string          // the record's identifier, "" where none can be read
	answer *audit.Answered // of an interrupted run; nil where there is none
	twin   bool            // another record of the run has its identifier and states other rights
}

// chunks gives records in chunks. All but the last are full, so that two looks at the same records give the same chunks.
func chunks(ctx context.Context, each Records, yield func(chunk) error) error {
	c := chunk{}
	err := each(ctx, func(record *story.Story, bad *Unread) error {
		if c.items == nil {
			c.items = make([]item, 0, chunkSize)
		}
		it := item{record: record, bad: bad}
		if record != nil {
			it.id = rights.ReadIdentifier(record)
		}
		c.items = append(c.items, it)
		if len(c.items) < chunkSize {
			return nil
		}
		full := c
		c = chunk{first: c.first + len(c.items)}
		return yield(full)
	})
	if err == nil && len(c.items) > 0 {
		err = yield(c)
	}
	return err
}

// SideBySide does work on every record of the sources, as many at a time as there are cores, and gives what came of it in their order.
func SideBySide[Out any](ctx context.Context, s Sources, work func(*story.Story, *Unread) Out, give func(Out) error) error {
	all := func(yield func(chunk) error) error { return chunks(ctx, s.Each, yield) }
	return inOrder(chunksAhead, all, func(c chunk) []Out {
		done := make([]Out, len(c.items))
		for i, it := range c.items {
			done[i] = work(it.record, it.bad)
		}
		return done
	}, func(done []Out) error {
		for _, out := range done {
			if err := give(out); err != nil {
				return err
			}
		}
		return nil
	})
}
