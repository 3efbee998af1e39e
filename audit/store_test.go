package audit

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"clearance/rights"
)

// credited is a decision whose terms name somebody, in words that another story may share.
func credited(id, credit string) Decision {
	d := decision(id)
	d.Reading.Rights = hash("rights of " + credit)
	d.Reading.Terms = rights.Terms{Fact: rights.Fact{State: rights.Stated, Words: []rights.Words{{Field: "Usage Terms/Restrictions", Start: 70, End: 99, Text: "Credit " + credit}}}}
	return d
}

// wantInFile fails unless words stand in the trail's files, or do not.
func wantInFile(t testing.TB, l *Log, words string, want bool) {
	t.Helper()
	if got := bytes.Contains(files(t, l.path), []byte(words)); got != want {
		t.Errorf("%q stands in the file: %v, want %v", words, got, want)
	}
}

// The pieces of a story that is erased go with it, unless another story is made of them too: then with the last of these.
func TestErasePiecesOfReadings(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	mustAppend(t, r, credited("A", "ANN OTHER"), credited("B", "ANN OTHER"), credited("C", "ANN OTHER"), credited("D", "BOB")) // A's are its own, B has stored them
	mustAppend(t, r, credited("E", "BOB"), credited("F", "BOB"))
	if n := count(t, l, "reading_part"); n == 0 {
		t.Fatal("nothing is stored as a piece")
	}
	wantSound(t, l)
	for i, story := range []string{"B", "A", "C"} {
		wantInFile(t, l, "ANN OTHER", true)
		if _, _, err := r.Erase(story, "asked for"); err != nil {
			t.Fatal(err)
		}
		wantSound(t, l)
		if i < 2 {
			if got := mustGet(t, l, 3); got.Reading.Terms.Words[0].Text != "Credit ANN OTHER" {
				t.Errorf("C is credited with %+v", got.Reading.Terms)
			}
		}
	}
	wantInFile(t, l, "ANN OTHER", false)
	wantInFile(t, l, "Credit BOB", true)

	// What is gone is not pointed to again: neither here nor by a process that remembers it.
	mustAppend(t, r, credited("G", "ANN OTHER"), credited("H", "ANN OTHER"))
	if got := mustGet(t, l, mustAppend(t, r, credited("I", "ANN OTHER"))[0]); got.Reading.Terms.Words[0].Text != "Credit ANN OTHER" {
		t.Errorf("I is credited with %+v", got.Reading.Terms)
	}
	wantSound(t, l)
}

// Another process may have in mind what is erased here.
func TestErasePiecesOthersRemember(t *testing.T) {
	l := newLog(t)
	other, err := Open(l.path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	theirs := begin(t, other)
	mustAppend(t, theirs, credited("A", "ANN OTHER"), credited("B", "ANN OTHER"), credited("C", "ANN OTHER"))
	r := begin(t, l)
	for _, story := range []string{"A", "B", "C"} {
		if _, _, err := r.Erase(story, "asked for"); err != nil {
			t.Fatal(err)
		}
	}
	wantInFile(t, l, "ANN OTHER", false)
	seqs := mustAppend(t, theirs, credited("D", "ANN OTHER"), credited("E", "ANN OTHER"))
	for _, seq := range seqs {
		if got := mustGet(t, l, seq); got.Reading.Terms.Words[0].Text != "Credit ANN OTHER" {
			t.Errorf("it is credited with %+v", got.Reading.Terms)
		}
	}
	wantSound(t, l)
}

// What is the same in many stories is stored once, over batches, runs and openings.
func TestPiecesAreShared(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clearance.db")
	var before int
	for round := range 3 {
		l := logAt(t, path)
		r := begin(t, l)
		for i := range 20 {
			mustAppend(t, r, credited(fmt.Sprint(round, "-", i), "ANN OTHER"))
		}
		wantSound(t, l)
		pieces := count(t, l, "reading_part")
		if round > 0 && pieces != before {
			t.Errorf("round %d: %d pieces became %d", round, before, pieces)
		}
		before = pieces
		var own int
		if err := l.readers.QueryRow(`SELECT count(*) FROM reading WHERE instr(own, CAST('Usage Terms' AS BLOB))`).Scan(&own); err != nil || own > 1 {
			t.Errorf("%d readings have them as their own, %v", own, err)
		}
		l.Close()
	}
}

// A document that no version of this program would take apart is kept as it is.
func TestOddDocuments(t *testing.T) {
	l := newLog(t)
	d := decision(`ID"\` + "\x00\u00e9\u2028")
	d.Reading.Story.Title, d.Reading.Rights, d.Reading.Story.From = strings.Repeat("f", 64), hash("R"), hash("F")
	other := decision(hash("ID")) // an identifier that looks like a digest
	other.Reading.Rights = "no digest"
	seqs := mustAppend(t, begin(t, l), d, other, d, other)
	for i, want := range []Decision{d, other} {
		got := mustGet(t, l, seqs[i])
		if got.StoryID != want.Reading.Story.ID || got.Title != want.Reading.Story.Title || got.Reading.Rights != want.Reading.Rights {
			t.Errorf("%+v comes back as %+v", want.Reading.Story, got.Reading.Story)
		}
		if listed := collect(t, l, Filter{})[seqs[i]]; listed.StoryID != want.Reading.Story.ID || listed.Title != want.Reading.Story.Title || listed.SHA256 != want.Reading.Story.SHA256 {
			t.Errorf("%+v is listed as %+v", want.Reading.Story, listed)
		}
		if known, err := l.KnowsOtherRights(want.Reading.Story.ID, hash("other")); err != nil || !known {
			t.Errorf("%q: %v, %v", want.Reading.Story.ID, known, err)
		}
		if known, err := l.KnowsOtherRights(want.Reading.Story.ID, want.Reading.Rights); err != nil || known {
			t.Errorf("%q: %v, %v", want.Reading.Story.ID, known, err)
		}
	}
	if n := count(t, l, "reading"); n != 2 {
		t.Errorf("%d readings, want 2", n)
	}
	wantSound(t, l)
}

// Whatever a process remembers, it sees what another has recorded before it asks.
func TestKnowsOtherRights(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	other, err := Open(l.path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	theirs := begin(t, other)
	ask := func(l *Log, id, said string, want bool) {
		t.Helper()
		if got, err := l.KnowsOtherRights(id, said); err != nil || got != want {
			t.Errorf("%s with the rights %.8s: %v, %v, want %v", id, said, got, err, want)
		}
	}
	for i := range 50 {
		id := fmt.Sprint("S", i)
		ask(l, id, hash("1"), false)
		d := decision(id)
		d.Reading.Rights = hash("1")
		mustAppend(t, []*Run{r, theirs}[i%2], d)
		for _, l := range []*Log{l, other} {
			ask(l, id, hash("1"), false)
			ask(l, id, hash("2"), true)
			ask(l, id+"x", hash("2"), false)
		}
	}
	if _, _, err := r.Erase("S7", "asked for"); err != nil {
		t.Fatal(err)
	}
	ask(l, "S7", hash("2"), false)
	ask(other, "S7", hash("2"), false)
}

// The same for a trail that had so many readings that they are not learned at once.
func TestKnowsOtherRightsOfLargeTrail(t *testing.T) {
	l := newLog(t)
	items := make([]Item, quicklyLearned+100)
	for i := range items {
		d := decision(fmt.Sprint("S", i))
		d.Reading.Rights = hash("1")
		items[i] = d
	}
	mustAppend(t, begin(t, l), items...)
	later, err := Open(l.path)
	if err != nil {
		t.Fatal(err)
	}
	defer later.Close()
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for i := range 2 * enoughAsked {
				for id, want := range map[string]bool{fmt.Sprint("S", i*31+g): true, fmt.Sprint("T", i): false} {
					if got, err := later.KnowsOtherRights(id, hash("2")); err != nil || got != want {
						t.Errorf("%s: %v, %v", id, got, err)
					}
				}
			}
		})
	}
	all.Wait()
	if later.names.upTo.Load() != int64(len(items)) {
		t.Errorf("it has learned %d of %d", later.names.upTo.Load(), len(items))
	}
	again := decision("S7")
	again.Reading.Rights = hash("1")
	mustAppend(t, begin(t, later), again, again)
	if n := count(t, later, "reading"); n != len(items) {
		t.Errorf("%d readings, want %d", n, len(items))
	}
}

// Items that were sealed side by side are appended in the order in which they are given, whatever else is.
func TestAppendSealed(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	const n = 200
	all := make([]Sealed, n)
	var sealing sync.WaitGroup
	for w := range 4 {
		sealing.Go(func() {
			for i := w; i < n; i += 4 {
				var item Item = decision(fmt.Sprint("S", i))
				if i%7 == 0 {
					item = unjudged(fmt.Sprint("S", i))
				}
				s, err := r.Seal(item)
				if err != nil {
					t.Error(err)
				}
				all[i] = s
			}
		})
	}
	sealing.Wait()
	seqs, err := r.AppendSealed(all...)
	if err != nil || len(seqs) != n {
		t.Fatalf("%d seqs, %v", len(seqs), err)
	}
	for i, seq := range seqs {
		if got := mustGet(t, l, seq); seq != int64(i+1) || got.SHA256 != hash(fmt.Sprint("S", i)) {
			t.Errorf("entry %d is about %s", seq, got.SHA256)
		}
	}
	bad := decision("BAD")
	bad.Outcome.Verdict = ""
	if _, err := r.Seal(bad); err == nil {
		t.Error("an outcome without a verdict is sealed")
	}
	if c, err := r.End(false); err != nil || c.Cleared != n-(n+6)/7 || c.Unjudged != (n+6)/7 {
		t.Errorf("counts are %+v, %v", c, err)
	}
	if _, err := r.AppendSealed(all[0]); err == nil {
		t.Error("appended to a run that has ended")
	}
	wantSound(t, l)
}

func TestFragments(t *testing.T) {
	f := fragments{table: "part"}
	meet := func(text string) *fragment {
		d := document{Pieces: inputForm.Split([]byte(`"` + text + `"`))}
		f.learn(&d)
		return d.shared[0]
	}
	first := meet("the first text")
	if first != nil || meet("another text") != nil {
		t.Error("what is met once is a fragment")
	}
	if first = meet("the first text"); first == nil {
		t.Fatal("what is met twice is none")
	}
	long := strings.Repeat("x", 4000)
	for i := range 3 * mostFragments / len(long) {
		for range 2 {
			meet(fmt.Sprint(i, long))
		}
		if meet("the first text") != first {
			t.Fatalf("after %d, what is met again and again is forgotten", i)
		}
		if f.size > mostFragments+2*len(long) {
			t.Fatalf("it has %d bytes", f.size)
		}
	}
	if f.young[fmt.Sprint(`"`, 0, long, `"`)] != nil || f.old[fmt.Sprint(`"`, 0, long, `"`)] != nil {
		t.Error("it forgets nothing")
	}
}
