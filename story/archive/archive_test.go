package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"testing"

	"clearance/story"
)

// profiles are the kinds of archive.
var profiles = map[string]Options{"repeating": {}, "dated": {Dated: true}, "distinct": {Distinct: true}}

// open gives the archive of some options.
func open(t testing.TB, o Options) *Archive {
	t.Helper()
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The same seed gives the same bytes on every machine and with every version of Go. Whoever changes what an archive holds changes
// what was measured with it: the digests change together with a word in the commit.
func TestGolden(t *testing.T) {
	for name, want := range map[string]string{
		"repeating": "64b80e3b77c9be1d21aeda03a6f41affbca4c32cd4c08bff9030f3fb2440a073",
		"dated":     "fa8096f0a72ca4865d470f094e6c85a0bcc2138f0a6491f6ba8070b648286826",
		"distinct":  "f621b218496895255ebcf9bce4e019b0e6380d9272cc40688368dc0022dc3c7d",
	} {
		t.Run(name, func(t *testing.T) {
			o := profiles[name]
			o.Seed, o.Stories, o.Damaged = 1, 1000, 0.05
			sum := sha256.New()
			if _, err := open(t, o).WriteTo(sum); err != nil {
				t.Fatal(err)
			}
			if got := hex.EncodeToString(sum.Sum(nil)); got != want {
				t.Errorf("the first 1,000 records have the digest %s, not %s", got, want)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	for name, o := range map[string]Options{
		"less than no stories":  {Stories: -1},
		"too many stories":      {Stories: Most + 1},
		"less than none broken": {Damaged: -0.1},
		"more than all broken":  {Damaged: 1.1},
		"no share":              {Damaged: math.NaN()},
		"texts of no size":      {TextSize: -1},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s: an archive was made", name)
		}
	}
	if n := open(t, Options{}).Stories(); n != 0 {
		t.Errorf("the zero value has %d stories", n)
	}
}

// A record depends on its number and the seed alone: whoever wants one needs no other, and a larger archive begins like a smaller.
func TestRecordsStandAlone(t *testing.T) {
	small, large := open(t, Options{Stories: 500, Damaged: 0.2}), open(t, Options{Stories: 1000, Damaged: 0.2})
	other := open(t, Options{Stories: 500, Damaged: 0.2, Seed: 1})
	for record := range small.All() {
		i := record.Number
		if !bytes.Equal(record.Bytes, large.Append(nil, i)) || record.Damage != large.Damage(i) {
			t.Errorf("record %d is another one in a larger archive", i)
		}
		if with := small.Append([]byte("before "), i); string(with) != "before "+string(record.Bytes) {
			t.Errorf("record %d is another one behind other bytes", i)
		}
		if bytes.Equal(record.Bytes, other.Append(nil, i)) || small.ID(i) == other.ID(i) {
			t.Errorf("record %d is the same under another seed", i)
		}
	}
}

// No two sound records have an identifier, a title or a text in common, in an archive of any size.
func TestUnique(t *testing.T) {
	const step, stories = 3_141_593, 100_000
	for a, b := step, Most; ; a, b = b, a%b {
		if b == 0 {
			if a != 1 {
				t.Fatalf("the step from one headline to the next and their number share the factor %d: some come twice", a)
			}
			break
		}
	}
	a := open(t, Options{Stories: stories, TextSize: 1})
	seen := map[string]int{}
	for record := range a.All() {
		title, _, _ := strings.Cut(string(record.Bytes), "\n")
		_, text, _ := strings.Cut(string(record.Bytes), "- Story Text: ")
		text, _, _ = strings.Cut(text, "\n")
		for _, unique := range []string{a.ID(record.Number), title, text} {
			if before, again := seen[unique]; again {
				t.Fatalf("records %d and %d both have %q", before, record.Number, unique)
			}
			seen[unique] = record.Number
		}
	}
}

// Few values are frequent and many rare. Shares of the most frequent one after Zipf: 1/ln of how many there are, about.
func TestFrequencies(t *testing.T) {
	const stories = 20_000
	counts := map[story.Label]map[string]int{story.CopyrightHolder: {}, story.CopyrightNotice: {}, story.UsageTerms: {}, story.Embargoed: {}}
	a := open(t, Options{Stories: stories, TextSize: 1})
	for record := range a.All() {
		s := parse(t, record.Bytes)
		for label, count := range counts {
			count[value(s, label)]++
		}
	}
	share := func(l story.Label, text string) float64 { return float64(counts[l][text]) / stories }
	for _, tc := range []struct {
		what        string
		share       float64
		least, most float64
	}{
		{"terms that say None", share(story.UsageTerms, "None"), 0.43, 0.47},
		{"the first of other terms", share(story.UsageTerms, phrases.of.all[0]), 0.06, 0.10},
		{"the tenth of other terms", share(story.UsageTerms, phrases.of.all[9]), 0.006, 0.010},
		{"no embargo", share(story.Embargoed, ""), 0.58, 0.62},
		{"REUTERS (CAN SELL)", share(story.CopyrightHolder, "REUTERS (CAN SELL)"), 0.15, 0.18},
	} {
		if tc.share < tc.least || tc.share > tc.most {
			t.Errorf("%s: a share of %.4f, not %.3f to %.3f", tc.what, tc.share, tc.least, tc.most)
		}
	}
	for label, least := range map[story.Label]int{story.CopyrightHolder: 100, story.CopyrightNotice: 150, story.UsageTerms: 300} {
		if n := len(counts[label]); n < least {
			t.Errorf("%s has %d values in %d records, fewer than %d", label, n, stories, least)
		}
	}
}

func TestTextSize(t *testing.T) {
	for _, size := range []int{1, 500, 20_000} {
		a := open(t, Options{Stories: 100, TextSize: size})
		for record := range a.All() {
			if n := len(value(parse(t, record.Bytes), story.Text)); n < size || n > size+300 {
				t.Errorf("record %d has a text of %d bytes, not about %d", record.Number, n, size)
			}
		}
	}
	total := 0
	for record := range open(t, Options{Stories: 1000}).All() {
		total += len(record.Bytes)
	}
	if mean := total / 1000; mean < 4500 || mean > 5500 {
		t.Errorf("records have %d bytes, not 5 kB", mean)
	}
}

// parse reads bytes that hold one record.
func parse(t *testing.T, raw []byte) *story.Story {
	t.Helper()
	s, err := story.Parse(raw, "archive")
	if err != nil {
		t.Fatalf("%v:\n%s", err, raw)
	}
	return s
}

func value(s *story.Story, l story.Label) string {
	if all := s.All(l); len(all) > 0 {
		return all[0].Text
	}
	return ""
}

func BenchmarkAppend(b *testing.B) {
	for _, name := range []string{"repeating", "distinct"} {
		b.Run(name, func(b *testing.B) {
			o := profiles[name]
			o.Stories, o.Damaged = 1_000_000, 0.05
			a := open(b, o)
			var buffer []byte
			i, bytes := 0, 0
			b.ReportAllocs()
			for b.Loop() {
				buffer = a.Append(buffer[:0], i%a.Stories())
				bytes += len(buffer)
				i++
			}
			b.SetBytes(int64(bytes / i))
		})
	}
}

func ExampleArchive_All() {
	a, err := New(Options{Stories: 3})
	if err != nil {
		panic(err)
	}
	for record := range a.All() {
		title, _, _ := bytes.Cut(record.Bytes, []byte("\n"))
		fmt.Printf("%s  %s\n", a.ID(record.Number), title)
	}
	// Output:
	// LVAF2RA6YN5Q2UQQU6K3B7CYXRR8  - Title: UGANDA: Doctors mark an anniversary against the odds
	// LVAUGXM9RAAVH4KMAMBP32ERBYTR  - Title: LIBYA: Vets end a hunger strike after a week of storms
	// LVADDZUALS8NCGYH436N2AD9TEVF  - Title: IRAN: Residents clear a mountain road against the odds
}
