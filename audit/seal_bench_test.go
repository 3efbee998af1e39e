//go:build unix

package audit

import "testing"

// BenchmarkSeal measures what it takes to make the bytes of one decision, of invented records as BenchmarkBulk has them, whose pieces
// were met before.
func BenchmarkSeal(b *testing.B) {
	for _, profile := range []string{"archive", "distinct"} {
		b.Run(profile, func(b *testing.B) {
			var items []Item
			for d := range archived(b, profile == "distinct", 100) {
				items = append(items, d)
			}
			r := begin(b, newLog(b))
			mustAppend(b, r, items...) // so that most of their pieces are known
			b.ReportAllocs()
			i, before := 0, cpuTime()
			for ; b.Loop(); i++ {
				if _, err := r.Seal(items[i%len(items)]); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((cpuTime()-before).Nanoseconds())/1000/float64(i), "µs-CPU/seal")
		})
	}
}
