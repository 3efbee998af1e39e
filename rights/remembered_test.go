package rights_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"clearance/rights"
	"clearance/story"
	"clearance/story/archive"
)

// records are those of some bytes.
func records(raw []byte) (all []*story.Story) {
	for r := story.NewReader(bytes.NewReader(raw), "-", 0); ; {
		s, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err == nil {
			all = append(all, s)
		}
	}
}

// archiveOf are the records of an invented archive, with texts of some size.
func archiveOf(t testing.TB, o archive.Options) [][]byte {
	t.Helper()
	a, err := archive.New(o)
	if err != nil {
		t.Fatal(err)
	}
	var all [][]byte
	for record := range a.All() {
		all = append(all, bytes.Clone(record.Bytes))
	}
	return all
}

// signs are what changes how the words beside it are read.
var signs = []string{"(", ")", "[", "]", "++", `"`, "“", "”", "«", "»", "'", "’", "\n", "\r\n", "\r", " - ", " – ", "—", ": ", "; ", "/", " / ", ". ", "NO ", "not ",
	" said ", " via ", "OUT", "Source: ", "Photo by ", "RESTRICTIONS: ", "\u00a0", "о", "ſ", "K", "İ", "\x93", "\xe9", "\xff", "- Title: ", "（", "】", "AFP", "MAY 4, 2009", "24hrs"}

// mutated gives a record with a few bytes dropped, doubled, moved in from another one, or with signs put in.
func mutated(random *rand.Rand, all [][]byte) []byte {
	b := slices.Clone(all[random.IntN(len(all))])
	for range 1 + random.IntN(4) {
		i := random.IntN(len(b))
		j := min(len(b), i+1+random.IntN(40))
		switch random.IntN(6) {
		case 0:
			b = slices.Delete(b, i, j)
		case 1:
			b = slices.Insert(b, i, b[i:j]...)
		case 2:
			copy(b[i:j], bytes.ToUpper(b[i:j]))
		case 3:
			other := all[random.IntN(len(all))]
			at := random.IntN(len(other))
			b = slices.Insert(b, i, other[at:min(len(other), at+80)]...)
		default:
			b = slices.Insert(b, i, []byte(signs[random.IntN(len(signs))])...)
		}
		if len(b) < 2 {
			b = slices.Clone(all[0])
		}
	}
	return b
}

func read(t testing.TB, s *story.Story) string {
	t.Helper()
	text, err := json.Marshal(rights.Read(s))
	if err != nil {
		t.Error(err)
	}
	return string(text)
}

// A record reads the same whatever was read before it, and whoever reads beside: with nothing remembered, with all of it, and with the
// memories full of other texts.
func TestRememberedIsFresh(t *testing.T) {
	most := 6000
	if testing.Short() {
		most = 200
	}
	all := slices.Concat(
		archiveOf(t, archive.Options{Stories: 100, Damaged: 0.3, TextSize: 300}),
		archiveOf(t, archive.Options{Stories: 100, Damaged: 0.3, TextSize: 300, Distinct: true, Seed: 5}))
	random := rand.New(rand.NewPCG(7, 11))
	var stories []*story.Story
	for _, raw := range all {
		stories = append(stories, records(raw)...)
	}
	for range most {
		stories = append(stories, records(mutated(random, all))...)
	}
	fresh := make([]string, len(stories))
	for i, s := range stories {
		if i%10 == 0 {
			rights.Forget()
		}
		fresh[i] = read(t, s)
	}
	var readers sync.WaitGroup
	for range 4 {
		order := random.Perm(len(stories))
		readers.Go(func() {
			for _, i := range order {
				if got := read(t, stories[i]); got != fresh[i] {
					t.Errorf("read after others:\n%s\nfresh:\n%s", got, fresh[i])
					return
				}
			}
		})
	}
	readers.Wait()
}

// What is given does not change when the next record is read: readings share what is remembered.
func TestReadingsStay(t *testing.T) {
	var stories []*story.Story
	for _, raw := range archiveOf(t, archive.Options{Stories: 60, TextSize: 300}) {
		stories = append(stories, records(raw)...)
	}
	var readings []rights.Reading
	var written []string
	for range 2 {
		for _, s := range stories {
			readings = append(readings, rights.Read(s))
			text, _ := json.Marshal(readings[len(readings)-1])
			written = append(written, string(text))
		}
	}
	for i, r := range readings {
		if text, _ := json.Marshal(r); string(text) != written[i] {
			t.Fatalf("reading %d became %s, was %s", i, text, written[i])
		}
	}
}

func BenchmarkRead(b *testing.B) {
	for name, distinct := range map[string]bool{"repeating": false, "distinct": true} {
		b.Run(name, func(b *testing.B) {
			var all []*story.Story
			for _, raw := range archiveOf(b, archive.Options{Stories: 4000, Distinct: distinct}) {
				all = append(all, records(raw)...)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				rights.Read(all[i%len(all)])
			}
		})
	}
}
