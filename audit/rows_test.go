package audit

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// Whether rows are written many at a time or each by itself, the trail has the same rows: whatever stands between decisions, and however
// often a record is met again within a batch.
func TestRowsTogether(t *testing.T) {
	for seed := range uint64(3) {
		r := rand.New(rand.NewPCG(seed, 1))
		together, alone := newLog(t), newLog(t)
		into, apart := begin(t, together), begin(t, alone)
		for range 2 {
			items := mixed(r, 1+r.IntN(2*mostWaiting), int(seed))
			mustAppend(t, into, items...)
			for _, item := range items {
				mustAppend(t, apart, item)
			}
		}
		wantSound(t, together)
		wantSameRows(t, together, alone)
	}
}

// mixed are decisions on records that come back now and then, with others between them: of many kinds with the first seeds, of none with 0.
func mixed(r *rand.Rand, n, kinds int) (all []Item) {
	for range n {
		d := decision(fmt.Sprint("S", r.IntN(1+n/2)))
		switch odd := r.IntN(1 + kinds*20); {
		case kinds == 0 || odd > 2:
			all = append(all, d)
		case odd == 0:
			all = append(all, unjudged(fmt.Sprint(r.IntN(9), ".bin")))
		case odd == 1:
			d.Question.Use.Party = fmt.Sprint("party ", r.IntN(3))
			all = append(all, d)
		default:
			d.Question = question("publish")
			all = append(all, d)
		}
	}
	return all
}

// wantSameRows compares what the rows point to, and all payloads but their salts.
func wantSameRows(t *testing.T, a, b *Log) {
	t.Helper()
	for _, table := range []string{"entry", "reading", "question", "unjudged", "party", "tile"} {
		if m, n := count(t, a, table), count(t, b, table); m != n {
			t.Fatalf("%d rows of %s, and %d where each was written by itself", m, table, n)
		}
	}
	pointers := func(l *Log, seq int) (all [6]any) {
		err := l.readers.QueryRow(`SELECT kind, run, reading, question, policy, verdict FROM entry WHERE seq = ?`, seq).
			Scan(&all[0], &all[1], &all[2], &all[3], &all[4], &all[5])
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	for seq := 1; seq < count(t, a, "entry"); seq++ {
		if got, want := pointers(a, seq), pointers(b, seq); got != want {
			t.Fatalf("entry %d is %v, and %v where each was written by itself", seq, got, want)
		}
		got, want := mustGet(t, a, int64(seq)), mustGet(t, b, int64(seq))
		if !reflect.DeepEqual(got.Reading, want.Reading) || !reflect.DeepEqual(got.Unjudged, want.Unjudged) ||
			string(got.Payloads.Input.Data) != string(want.Payloads.Input.Data) || string(got.Payloads.Outcome.Data) != string(want.Payloads.Outcome.Data) {
			t.Fatalf("entry %d is another where each was written by itself", seq)
		}
	}
}

// A row that the trail refuses is refused among others too, and none of them is stored.
func TestRowsTogetherRefused(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	for _, bad := range []int{0, rowsTogether - 1, rowsTogether, 2*mostWaiting - 1} {
		before := count(t, l, "reading")
		err := l.write("appending", func(b *batch) error {
			for i := range 2 * mostWaiting {
				s, err := r.Seal(decision(fmt.Sprint("S", bad, "-", i)))
				if err != nil {
					return err
				}
				entry, err := s.write(b)
				if err != nil {
					return err
				}
				entry.run = r.seq
				if i == bad {
					entry.reading.id += 1 << 20
				}
				if _, err := b.add(entry); err != nil {
					return err
				}
			}
			return nil
		})
		wantError(t, err, "FOREIGN KEY")
		if got := count(t, l, "reading"); got != before || count(t, l, "entry") != 1 {
			t.Errorf("%d readings were stored, and %d entries", got-before, count(t, l, "entry")-1)
		}
	}
	mustAppend(t, r, decision("A"))
	wantSound(t, l)
}
