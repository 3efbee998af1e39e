package audit

import (
	"bytes"
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"reflect"
	"sync"
	"testing"
	"time"

	"clearance/audit/leaf"
	"clearance/policy"
	"clearance/rights"
	"clearance/rights/canonical"
)

// What is taken apart by what its writer noted is what anybody else takes apart from its bytes: Verify, and whoever reads the trail.
func TestTakenIsSplit(t *testing.T) {
	for seed := range uint64(3000) {
		f := filler{t, rand.New(rand.NewPCG(seed, 3)), seed%3 == 0}
		var r rights.Reading
		var in rights.Input
		var o policy.Outcome
		for _, v := range []any{&r, &in, &o} {
			f.fill(reflect.ValueOf(v).Elem())
		}
		on := new(desk)
		for _, tc := range []struct {
			place
			write func(*canonical.Writer)
		}{{readings, r.WriteCanonical}, {inputs, in.WriteCanonical}, {outcomes, o.WriteCanonical}} {
			tc.write(on.paper(tc.place))
			data, err := on.writer.Done()
			if err != nil {
				t.Fatal(err)
			}
			split, taken := tc.form.Split(data), tc.form.Take(data, on.notes.All, nil)
			if !taken.Equal(&split) {
				t.Fatalf("%s is taken apart as %+v\nand split as %+v", data, taken, split)
			}
		}
	}
}

// rowsOf are the rows of a trail that hold documents, but for what is made at random, and for the time.
func rowsOf(t *testing.T, l *Log) (all []string) {
	t.Helper()
	for _, query := range []string{
		`SELECT id, identifier, record, rights, title, parts, own FROM reading ORDER BY id`,
		`SELECT seq, kind, reading, question, input, input_parts, input_own, outcome, verdict, outcome_parts, outcome_own FROM entry ORDER BY seq`,
		`SELECT id, data FROM reading_part ORDER BY id`,
		`SELECT id, data FROM part ORDER BY id`,
		`SELECT * FROM question ORDER BY id`,
	} {
		rows, err := l.readers.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		columns, _ := rows.Columns()
		for rows.Next() {
			row, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			all = append(all, fmt.Sprintf("%q", row))
		}
		rows.Close()
	}
	return all
}

// What is stored does not depend on what was known of others when an item was sealed.
func TestSealedEarlyOrLate(t *testing.T) {
	seed := maphash.MakeSeed() // pieces are met alike in all trails
	var want []string
	for _, ahead := range []int{1, 7, 1000} { // how many are sealed before they are appended
		l := newLog(t)
		for _, f := range l.fragments {
			f.met = sightings{seed: seed, marks: make([]uint32, sightingPlaces)}
		}
		r := begin(t, l)
		var waiting []Sealed
		for i := range 300 {
			n := i / 2 // readings come twice
			d := decision(fmt.Sprint("S", n))
			d.Input.Holder.Kind = fmt.Sprint("kind", i%5)
			d.Reading.Holder.Words = []rights.Words{{Field: fmt.Sprint("field", n%11), Start: n, Text: fmt.Sprint("text", n%3)}}
			s, err := r.Seal(d)
			if err != nil {
				t.Fatal(err)
			}
			if waiting = append(waiting, s); len(waiting) == ahead || i == 299 {
				if _, err := r.AppendSealed(waiting...); err != nil {
					t.Fatal(err)
				}
				waiting = nil
			}
		}
		got := rowsOf(t, l)
		if want == nil {
			want = got
		}
		if len(got) != len(want) || len(got) < 150+300+2 {
			t.Fatalf("with %d sealed ahead it has %d rows, want %d", ahead, len(got), len(want))
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("with %d sealed ahead it has %s\nwant %s", ahead, got[i], want[i])
			}
		}
		wantSound(t, l)
	}
}

// Items are sealed while others are appended.
func TestSealWhileAppending(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	var all sync.WaitGroup
	for w := range 4 {
		all.Go(func() {
			for i := range 50 {
				d := decision(fmt.Sprint("S", w, i))
				d.Input.Holder.Kind = fmt.Sprint("kind", i)
				s, err := r.Seal(d)
				if err == nil {
					_, err = r.AppendSealed(s)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	wantSound(t, l)
}

// A question that was sealed before is sealed as if it had not been.
func TestQuestionAgain(t *testing.T) {
	var all sync.WaitGroup
	for w := range uint64(4) {
		all.Go(func() {
			on := new(desk)
			r := rand.New(rand.NewPCG(w, 4))
			for range 3000 {
				q := question([]string{"sell", "publish"}[r.IntN(2)])
				q.AsOf = q.AsOf.Add(time.Duration(r.IntN(2)) * time.Second).In(time.FixedZone("", r.IntN(3)*3600))
				got, err := on.question(q)
				q.AsOf = q.AsOf.UTC()
				want, _ := leaf.Canonical(q)
				if err != nil || !bytes.Equal(got.Data, want) || got.Digest != leaf.Address(want) {
					t.Errorf("%s is sealed as %+v, %v", want, got, err)
				}
			}
		})
	}
	all.Wait()
}

func TestRawRecord(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 5))
	for i := range 2000 {
		s := []byte(hash(fmt.Sprint(i)))
		for range r.IntN(3) {
			s[r.IntN(len(s))] = "0fFgé: "[r.IntN(7)]
		}
		text := string(s)[:len(s)-r.IntN(2)*r.IntN(2)]
		if r.IntN(9) == 0 {
			text = "sha256:" + text
		}
		record, ok := recordDigest(text)
		raw, is := rawRecord(text)
		if is != (ok && record == text) || is && fmt.Sprintf("%x", raw) != text {
			t.Errorf("%q is %x, %t", text, raw, is)
		}
	}
}
