package check

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"clearance/rights"
	"clearance/story"
)

// told makes records of identifiers and of what they say.
func told(t *testing.T, all [][2]string) Records {
	t.Helper()
	var text strings.Builder
	for _, r := range all {
		fmt.Fprintf(&text, "- Title: T\n- Reuters ID: %s\n- Usage Terms/Restrictions: %s\n", r[0], r[1])
	}
	return Held("test", []byte(text.String()), story.DefaultLimit)
}

// twinsOf says of each record whether it has a twin, by two looks.
func twinsOf(t *testing.T, each Records) (found []bool) {
	t.Helper()
	twins, err := findTwins(t.Context(), each, func(int) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	err = chunks(t.Context(), each, func(c chunk) error {
		if err := twins.look(c); err != nil {
			return err
		}
		for _, it := range c.items {
			found = append(found, it.twin)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A record has a twin where, and only where, another one of the run has its identifier and says something else: as when each is compared
// with each.
func TestTwins(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		all := make([][2]string, 1+random.IntN(100))
		for i := range all {
			all[i] = [2]string{fmt.Sprint("ID", random.IntN(len(all))), fmt.Sprintf("No access %s", []string{"Norway", "Chad", "Peru"}[random.IntN(1+random.IntN(3))])}
		}
		for i, found := range twinsOf(t, told(t, all)) {
			want := false
			for _, other := range all {
				want = want || other[0] == all[i][0] && other[1] != all[i][1]
			}
			if found != want {
				t.Fatalf("record %d of %v has a twin: %v", i, all, found)
			}
		}
	}
}

// An identifier that is taken for one that was met, and was not, makes no twin.
func TestTwinsOfOne(t *testing.T) {
	each := told(t, [][2]string{{"A", "No access Chad"}, {"B", "None"}})
	twins, err := findTwins(t.Context(), each, func(int) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	var only item
	if err := chunks(t.Context(), each, func(c chunk) error { only = c.items[1]; return nil }); err != nil {
		t.Fatal(err)
	}
	twins.note(only) // as if B had been met before
	err = chunks(t.Context(), each, func(c chunk) error {
		err := twins.look(c)
		for _, it := range c.items {
			if it.twin {
				t.Errorf("%s has a twin", it.id)
			}
		}
		return err
	})
	if err != nil || len(twins.repeated) != 1 {
		t.Errorf("%d repeated, error %v", len(twins.repeated), err)
	}
}

// An archive that changes between the two looks is not judged: the second look could not know who has a twin.
func TestTwinsChanged(t *testing.T) {
	before := [][2]string{{"A", "None"}, {"B", "None"}}
	for name, after := range map[string][][2]string{
		"another identifier": {{"A", "None"}, {"A", "No resale"}},
		"one more":           {{"A", "None"}, {"B", "None"}, {"A", "No resale"}},
		"one less":           {{"B", "None"}},
	} {
		twins, err := findTwins(t.Context(), told(t, before), func(int) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		if err := chunks(t.Context(), told(t, after), twins.look); !errors.Is(err, errChanged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What was met is never forgotten, what was not is rarely taken for met, and the memory is four bytes a key at the most.
func TestSeen(t *testing.T) {
	const n = 200_000
	var s seen
	mistaken := 0
	for i := range n {
		if s.add(keyOf(fmt.Sprint(i))) {
			mistaken++
		}
	}
	for i := range n {
		if !s.add(keyOf(fmt.Sprint(i))) {
			t.Fatalf("%d was forgotten", i)
		}
	}
	size := 0
	for _, f := range s.filters {
		size += 8 * len(f.bits)
	}
	if mistaken > n/200 || size > 4*n {
		t.Errorf("%d of %d were taken for met, in %d bytes", mistaken, n, size)
	}
}

// Chunks hold all records in order; all but the last are full.
func TestChunks(t *testing.T) {
	var all [][2]string
	for i := range 3*chunkSize + 5 {
		all = append(all, [2]string{fmt.Sprint("ID", i), "None"})
	}
	n := 0
	err := chunks(context.Background(), told(t, all), func(c chunk) error {
		if c.first != n || len(c.items) != chunkSize && n+len(c.items) != len(all) {
			t.Errorf("a chunk of %d at %d", len(c.items), c.first)
		}
		for _, it := range c.items {
			if it.id != all[n][0] || it.id != rights.Read(it.record).Story.ID {
				t.Errorf("record %d has the identifier %s", n, it.id)
			}
			n++
		}
		return nil
	})
	if err != nil || n != len(all) {
		t.Errorf("%d records, error %v", n, err)
	}
}
