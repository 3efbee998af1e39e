package check

import (
	"context"
	"testing"
	"time"
)

// Decisions share a deadline only where each has nearly all of it, and an interrupt ends none.
func TestBound(t *testing.T) {
	const of = 320 * time.Millisecond
	b := bound{of: of}
	defer b.end()
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	first := b.context(ctx)
	if first.Err() != nil || b.context(ctx) != first {
		t.Error("the second of two decisions has another deadline, or an interrupt ended it")
	}
	for range 40 {
		now := time.Now()
		if ends, ok := b.context(ctx).Deadline(); !ok || ends.Sub(now) < of*15/16 || ends.Sub(now) > of+time.Since(now) {
			t.Fatalf("a decision has %s of %s", ends.Sub(now), of)
		}
		time.Sleep(of / 40)
	}
	if first.Err() == nil {
		t.Error("a deadline that nobody needs any more was not ended")
	}
}
