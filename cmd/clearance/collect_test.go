package main

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

func TestCollectLate(t *testing.T) {
	before := debug.SetGCPercent(-1)
	defer debug.SetGCPercent(before)
	collectLate()
	percent := func() int {
		now := debug.SetGCPercent(-1)
		debug.SetGCPercent(now)
		return now
	}
	if percent() != 1600 {
		t.Fatalf("the first collection may come at %d %%", percent())
	}
	for wait := time.Millisecond; percent() != laterPercent; wait *= 2 {
		if wait > 10*time.Second {
			t.Fatalf("after a collection the heap may grow by %d %%", percent())
		}
		runtime.GC()
		time.Sleep(wait)
	}
}
