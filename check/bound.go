package check

import (
	"context"
	"time"
)

// bound is the deadline of decisions that follow each other. Most of them take some microseconds, and a timer for each would cost a good
// part of that: those that begin within a sixteenth of the deadline share one, so that none has less than the other fifteen.
type bound struct {
	of     time.Duration
	since  time.Time
	shared context.Context // nil before the first
	cancel context.CancelFunc
}

// context is done when the next decision has taken too long, and not when ctx is.
func (b *bound) context(ctx context.Context) context.Context {
	if b.shared == nil || time.Since(b.since) > b.of/16 {
		b.end()
		b.since = time.Now()
		b.shared, b.cancel = context.WithTimeout(context.WithoutCancel(ctx), b.of)
	}
	return b.shared
}

func (b *bound) end() {
	if b.cancel != nil {
		b.cancel()
	}
}
