//go:build unix

package audit

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"clearance/policy"
	"clearance/rights"
	"clearance/story"
	"clearance/story/archive"
)

// BenchmarkBulk measures a bulk run as an archive's stories go through it: readings and inputs are those of invented records; outcomes name
// the facts that a policy would. What was sealed before is appended 10,000 at a time; then the rows that this wrote are put, in turn,
// into the same tables with their triggers and indexes, and into tables with neither, by the same statements. CPU is that of the
// whole process meanwhile, garbage collection and folding of the write-ahead log included. Not covered: slow disks.
func BenchmarkBulk(b *testing.B) {
	for _, profile := range []string{"archive", "distinct"} {
		for _, stories := range []int{10_000, *benchEntries} {
			b.Run(fmt.Sprintf("%s/%d", profile, stories), func(b *testing.B) { benchmarkBulk(b, profile == "distinct", stories) })
		}
	}
}

func benchmarkBulk(b *testing.B, distinct bool, stories int) {
	const batch = 10_000
	foldAfter = 4000
	defer func() { foldAfter = 1000 }()
	l := newLog(b)
	r := begin(b, l)
	same, naked := newBare(b, l, true), newBare(b, l, false)
	var ours, theirs, least, sealing spent
	for b.Loop() {
		n := 0
		var items []Item
		for d := range archived(b, distinct, stories) {
			if items, n = append(items, d), n+1; len(items) < batch && n < stories {
				continue
			}
			all := make([]Sealed, len(items))
			sealing.add(func() {
				for i, item := range items {
					var err error
					if all[i], err = r.Seal(item); err != nil {
						b.Fatal(err)
					}
				}
			})
			items = nil
			ours.add(func() {
				if _, err := r.AppendSealed(all...); err != nil {
					b.Fatal(err)
				}
			})
			all = nil
			rows := newRows(b, l, same.last)
			theirs.add(func() { same.insert(b, rows) })
			least.add(func() { naked.insert(b, rows) })
		}
	}
	n := float64(stories * b.N)
	b.ReportMetric(n/ours.wall.Seconds(), "decisions/s")
	b.ReportMetric(float64(ours.cpu.Nanoseconds())/1000/n, "µs-CPU/decision")
	b.ReportMetric(float64(sealing.cpu.Nanoseconds())/1000/n, "µs-CPU/seal")
	b.ReportMetric(ours.cpu.Seconds()/theirs.cpu.Seconds(), "×same-tables")
	b.ReportMetric(ours.cpu.Seconds()/least.cpu.Seconds(), "×naked")
	b.ReportMetric(float64(fileSize(b, l))/n, "B/decision")
	b.ReportMetric(0, "ns/op")
}

// spent adds up time.
type spent struct{ wall, cpu time.Duration }

func (s *spent) add(do func()) {
	runtime.GC() // not what went before
	start, before := time.Now(), cpuTime()
	do()
	s.wall, s.cpu = s.wall+time.Since(start), s.cpu+cpuTime()-before
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func fileSize(b *testing.B, l *Log) (size int64) {
	b.Helper()
	if err := l.readers.QueryRow(`SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`).Scan(&size); err != nil {
		b.Fatal(err)
	}
	return size
}

// archived gives decisions on the records of an invented archive.
func archived(b *testing.B, distinct bool, stories int) func(yield func(Decision) bool) {
	return func(yield func(Decision) bool) {
		a, err := archive.New(archive.Options{Seed: 7, Stories: stories, Distinct: distinct})
		if err != nil {
			b.Fatal(err)
		}
		offset := int64(0)
		for record := range a.All() {
			if record.Number%1000 == 0 {
				offset = 0
			}
			read, err := story.Parse(slices.Clone(record.Bytes), fmt.Sprintf("archive/%04d/%07d.txt", record.Number/256_000, record.Number/1000))
			if err != nil {
				b.Fatal(err)
			}
			read.Offset = offset
			offset += int64(len(record.Bytes)) + 1
			d := Decision{Reading: rights.Read(read), Question: question("sell"), Policy: kept.Digest}
			d.Input = rights.NewCase(d.Reading, d.Question, rights.House{}, rights.Others{}).Input
			d.Outcome = lookAlike(d.Input)
			if !yield(d) {
				return
			}
		}
	}
}

// lookAlike is an outcome with as many findings as a policy has for an input, each naming the facts that it rests on.
func lookAlike(in rights.Input) policy.Outcome {
	facts := map[string][]string{"notice.year_" + in.Notice.Year: {"notice.year", "record.date"}, "sale." + in.Holder.Sale: {"holder.sale"},
		"notice.claimant_" + in.Notice.Claimant: {"holder.name", "notice.claimant"}, "embargo." + in.Embargo.State: {"embargo"}}
	for _, rule := range in.Terms.Rules {
		facts["terms."+rule.Kind] = append(facts["terms."+rule.Kind], rule.Fact)
	}
	o := policy.Outcome{Verdict: policy.Blocked}
	for code, of := range facts {
		o.Findings = append(o.Findings, policy.Finding{Code: code, Effect: policy.Refer, Facts: of})
	}
	slices.SortFunc(o.Findings, func(a, b policy.Finding) int { return strings.Compare(a.Code, b.Code) })
	return o
}

// bulkTables are those that a bulk run writes to, and what their rows are numbered by.
var bulkTables = []struct{ name, key string }{
	{"question", "id"}, {"reading_part", "id"}, {"part", "id"}, {"reading", "id"}, {"entry", "seq"},
}

// newRows are the rows of a trail after the last of each table.
func newRows(b *testing.B, l *Log, last map[string]int64) map[string][][]any {
	b.Helper()
	all := map[string][][]any{}
	for _, t := range bulkTables {
		rows, err := l.readers.Query(fmt.Sprintf(`SELECT %s FROM %s WHERE %s > ? ORDER BY 1`, columnsOf(b, l, t.name), t.name, t.key), last[t.name])
		if err != nil {
			b.Fatal(err)
		}
		columns, _ := rows.Columns()
		for rows.Next() {
			row, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			if err := rows.Scan(into...); err != nil {
				b.Fatal(err)
			}
			all[t.name] = append(all[t.name], row)
		}
		rows.Close()
	}
	return all
}

// bare is a database with the trail's tables, with all that belongs to them or without indexes, triggers and references.
type bare struct {
	*batch
	last    map[string]int64
	columns map[string]string
}

func newBare(b *testing.B, l *Log, whole bool) *bare {
	b.Helper()
	other := newLog(b)
	other.Now = func() time.Time { return time.Unix(0, 0) } // before all rows that it will have
	begin(b, other)
	if !whole {
		other = &Log{bulks: map[string]*statement{}}
		db, err := connect(filepath.Join(b.TempDir(), "bare.db"), strings.Replace(forWriting, "mode=rw", "mode=rwc", 1))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { other.closeStatements(); db.Close() })
		db.SetMaxOpenConns(1)
		if other.conn, err = db.Conn(b.Context()); err != nil {
			b.Fatal(err)
		}
		for _, t := range bulkTables {
			columns := columnsOf(b, l, t.name)
			if _, err := other.conn.ExecContext(b.Context(), fmt.Sprintf(`CREATE TABLE %s (%s)`, t.name,
				strings.Replace(columns, t.key, t.key+" INTEGER PRIMARY KEY", 1))); err != nil {
				b.Fatal(err)
			}
		}
	}
	made := &bare{&batch{log: other}, map[string]int64{"entry": 0}, map[string]string{}}
	for _, t := range bulkTables {
		made.columns[t.name] = columnsOf(b, l, t.name)
	}
	return made
}

// columnsOf are the columns of a table that are not made from others.
func columnsOf(b *testing.B, l *Log, table string) (columns string) {
	b.Helper()
	if err := l.readers.QueryRow(`SELECT group_concat(name, ', ') FROM pragma_table_info(?)`, table).Scan(&columns); err != nil {
		b.Fatal(err)
	}
	return columns
}

func (bare *bare) insert(b *testing.B, rows map[string][][]any) {
	tx, err := bare.log.conn.BeginTx(b.Context(), nil)
	if err != nil {
		b.Fatal(err)
	}
	for _, t := range bulkTables {
		if len(rows[t.name]) == 0 {
			continue
		}
		w := waiting{insert: newInsert(t.name, t.name, bare.columns[t.name])}
		for _, row := range rows[t.name] {
			if w.args = append(w.args, row...); len(w.args) < mostWaiting*w.columns {
				continue
			}
			if err := w.write(bare.batch); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.write(bare.batch); err != nil {
			b.Fatal(err)
		}
		bare.last[t.name] = rows[t.name][len(rows[t.name])-1][0].(int64)
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}
