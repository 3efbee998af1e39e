package audit

import (
	"flag"
	"fmt"
	"sync"
	"testing"
)

var benchEntries = flag.Int("entries", 200_000, "how many entries the trail has that is verified and proven from")

// distinct gives a story of its own to every decision.
func distinct(i int) Decision { return decision(fmt.Sprint("S", i)) }

// twelve asks twelve questions of every story.
func twelve(i int) Decision {
	d := decision(fmt.Sprint("S", i/12))
	d.Question.Use.Action = fmt.Sprint("action", i%12)
	return d
}

// BenchmarkAppend measures decisions by the second, with the making of their bytes: in batches, and one by one from callers that
// share a trail. Not covered: slow disks.
func BenchmarkAppend(b *testing.B) {
	b.Run("batch=1000", func(b *testing.B) { benchmarkBatches(b, distinct) })
	b.Run("batch=1000/12 checks a story", func(b *testing.B) { benchmarkBatches(b, twelve) })
	for _, callers := range []int{1, 8, 64} {
		b.Run(fmt.Sprint("single/callers=", callers), func(b *testing.B) { benchmarkCallers(b, callers) })
	}
}

func benchmarkBatches(b *testing.B, make func(int) Decision) {
	r := begin(b, newLog(b))
	n := 0
	for b.Loop() {
		items := []Item{}
		for range 1000 {
			items = append(items, make(n))
			n++
		}
		mustAppend(b, r, items...)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "decisions/s")
}

func benchmarkCallers(b *testing.B, callers int) {
	r := begin(b, newLog(b))
	n := 0
	for b.Loop() {
		var all sync.WaitGroup
		for c := range callers {
			all.Go(func() {
				for i := range 10 {
					mustAppend(b, r, distinct(n+10*c+i))
				}
			})
		}
		all.Wait()
		n += 10 * callers
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "decisions/s")
}

// BenchmarkVerify measures how many entries are verified by the second, of a trail with 12 checks a story, and how long a proof takes.
func BenchmarkVerify(b *testing.B) {
	l := newLog(b)
	r := begin(b, l)
	_, sign := signed(b, l, r)
	for n := 0; n < *benchEntries; {
		var items []Item
		for range 10_000 {
			items = append(items, twelve(n))
			n++
		}
		mustAppend(b, r, items...)
	}
	sign()
	b.Run("verify", func(b *testing.B) {
		var size int64
		for b.Loop() {
			v := mustVerify(b, l, Verify{})
			if !v.OK() {
				b.Fatal(v.Problems)
			}
			size = v.Entries
		}
		b.ReportMetric(float64(size)*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
	})
	b.Run("prove", func(b *testing.B) {
		for i := int64(0); b.Loop(); i += 7919 {
			if _, err := l.Prove(i % int64(*benchEntries)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
