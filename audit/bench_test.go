package audit

import (
	"fmt"
	"path/filepath"
	"testing"
)

// BenchmarkAppend measures decisions by the second: one durable commit each, batches, and, to compare with, the same rows
// put into bare tables of the same columns, without triggers, indexes, references, digests or encoding.
func BenchmarkAppend(b *testing.B) {
	b.Run("single", func(b *testing.B) { benchmarkAppend(b, 1, distinct) })
	b.Run("batch=1000", func(b *testing.B) { benchmarkAppend(b, 1000, distinct) })
	b.Run("batch=1000/12 checks a story", func(b *testing.B) { benchmarkAppend(b, 1000, twelve) })
	b.Run("bare/single", func(b *testing.B) { benchmarkBare(b, 1) })
	b.Run("bare/batch=1000", func(b *testing.B) { benchmarkBare(b, 1000) })
}

// distinct gives a story of its own to every decision.
func distinct(i int) Decision { return decision(fmt.Sprint("S", i)) }

// twelve asks twelve questions of every story.
func twelve(i int) Decision {
	d := decision(fmt.Sprint("S", i/12))
	d.Question.Use.Action = fmt.Sprint("action", i%12)
	return d
}

func benchmarkAppend(b *testing.B, batch int, make func(int) Decision) {
	r := begin(b, newLog(b))
	n := 0
	for b.Loop() {
		items := []Item{}
		for range batch {
			items = append(items, make(n))
			n++
		}
		mustAppend(b, r, items...)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "decisions/s")
}

func benchmarkBare(b *testing.B, batch int) {
	l := newLog(b)
	mustAppend(b, begin(b, l), decision("A"))
	p := mustGet(b, l, 1).Payloads.Reading
	db, err := connect(filepath.Join(b.TempDir(), "bare.db"), "mode=rwc&_journal_mode=WAL&_synchronous=FULL&_txlock=immediate")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	_, err = db.Exec(`
		CREATE TABLE reading (id INTEGER PRIMARY KEY, commitment TEXT, digest TEXT, salt BLOB, data TEXT);
		CREATE TABLE entry (seq INTEGER PRIMARY KEY, recorded, kind, run, reading, question, input, outcome, policy)`)
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		reading, _ := tx.Prepare(`INSERT INTO reading VALUES (?, ?, ?, ?, ?)`)
		entry, err := tx.Prepare(`INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
		if err != nil {
			b.Fatal(err)
		}
		for range batch {
			_, err2 := reading.Exec(n, p.Digest, p.Digest, p.Salt, string(p.Data))
			_, err3 := entry.Exec(n, 1795447593000137, "decision", 0, n, 1, 1, 1, 1)
			if err2 != nil || err3 != nil {
				b.Fatal(err2, err3)
			}
			n++
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "decisions/s")
}
