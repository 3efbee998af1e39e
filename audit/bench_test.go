package audit

import (
	"database/sql"
	"flag"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"clearance/audit/leaf"
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
	b.Run("single/bare", benchmarkBareSingle)
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

func benchmarkBareSingle(b *testing.B) {
	bare := newBare(b, false)
	n := 0
	for b.Loop() {
		bare.insert(b, n, rowsOf(b, []Decision{distinct(n)}))
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "decisions/s")
}

// BenchmarkTree measures what tree, leaf, digests and commitments cost: the same items, their bytes made before, are written to the
// trail and, in turn with that, as bare rows: once into the same tables with their triggers and indexes, once into tables with
// neither. The ratios are those of the time for all three. Not covered: the making of the bytes.
func BenchmarkTree(b *testing.B) {
	for name, make := range map[string]func(int) Decision{"distinct": distinct, "12 checks a story": twelve} {
		b.Run(name, func(b *testing.B) {
			const batch = 12_000 // stories are whole in it
			l := newLog(b)
			r := begin(b, l)
			same, naked := newBare(b, true), newBare(b, false)
			var ours, theirs, least time.Duration
			n := 0
			for b.Loop() {
				var decisions []Decision
				var all []sealed
				for range batch {
					d := make(n)
					s, err := d.seal()
					if err != nil {
						b.Fatal(err)
					}
					decisions, all = append(decisions, d), append(all, s)
					n++
				}
				rows := rowsOf(b, decisions)
				ours += timed(func() {
					if _, err := r.store(all); err != nil {
						b.Fatal(err)
					}
				})
				theirs += timed(func() { same.insert(b, n-batch, rows) })
				least += timed(func() { naked.insert(b, n-batch, rows) })
			}
			b.ReportMetric(float64(n)/ours.Seconds(), "decisions/s")
			b.ReportMetric(float64(ours.Microseconds())/float64(n), "µs/decision")
			b.ReportMetric(ours.Seconds()/theirs.Seconds(), "×same-tables")
			b.ReportMetric(ours.Seconds()/least.Seconds(), "×no-indexes")
			b.ReportMetric(float64(fileSize(b, l))/float64(n), "B/decision")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// timed measures with the garbage of what went before out of the way.
func timed(do func()) time.Duration {
	runtime.GC()
	start := time.Now()
	do()
	return time.Since(start)
}

func fileSize(b *testing.B, l *Log) (size int64) {
	b.Helper()
	if err := l.readers.QueryRow(`SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`).Scan(&size); err != nil {
		b.Fatal(err)
	}
	return size
}

// bareRows are what a batch of decisions comes to: readings, and entries that point to them.
type bareRows struct {
	readings []Payload // one for each entry; empty where it is that of the entry before
	digests  []string  // of the readings' data
}

// rowsOf makes the rows of decisions. A reading follows the one it is the same as.
func rowsOf(b *testing.B, decisions []Decision) (rows bareRows) {
	b.Helper()
	last := ""
	for _, d := range decisions {
		data, err := leaf.Canonical(d.Reading)
		if err != nil {
			b.Fatal(err)
		}
		p, digest := Payload{}, leaf.Address(data)
		if digest != last {
			p, last = salted(leaf.ReadingLabel, data), digest
		}
		rows.readings, rows.digests = append(rows.readings, p), append(rows.digests, digest)
	}
	return rows
}

// bare is a database with the trail's tables, with all that belongs to them or without indexes, triggers and references.
type bare struct {
	db       *sql.DB
	whole    bool
	readings int
}

func newBare(b *testing.B, whole bool) *bare {
	b.Helper()
	l := newLog(b)
	mustAppend(b, begin(b, l), decision("A")) // a question, an input, an outcome to point to
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	path := l.path
	how := forWriting
	if !whole {
		path, how = filepath.Join(b.TempDir(), "bare.db"), strings.Replace(forWriting, "mode=rw", "mode=rwc", 1)
	}
	db, err := connect(path, how)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	if !whole {
		if _, err := db.Exec(`
			CREATE TABLE reading (id INTEGER PRIMARY KEY, commitment TEXT, digest TEXT, salt BLOB, data TEXT);
			CREATE TABLE entry (seq INTEGER PRIMARY KEY, recorded, kind, run, reading, question, input, outcome, policy)`); err != nil {
			b.Fatal(err)
		}
	}
	return &bare{db: db, whole: whole, readings: 1}
}

func (bare *bare) insert(b *testing.B, first int, rows bareRows) {
	tx, err := bare.db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	reading, err1 := tx.Prepare(`INSERT INTO reading (id, commitment, digest, salt, data) VALUES (?, ?, ?, ?, ?)`)
	entry, err2 := tx.Prepare(`INSERT INTO entry (seq, recorded, kind, run, reading, question, input, outcome, policy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err1 != nil || err2 != nil {
		b.Fatal(err1, err2)
	}
	for i, p := range rows.readings {
		if p.Data != nil {
			bare.readings++
			if _, err := reading.Exec(bare.readings, p.Digest, rows.digests[i], p.Salt, string(p.Data)); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := entry.Exec(first+i+2, int64(2e15), "decision", 0, bare.readings, 1, 1, 1, 1); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
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
