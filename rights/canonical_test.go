package rights

import (
	"os"
	"testing"
	"time"

	"clearance/rights/language"
	"clearance/story"
)

// asRead is the story of NATO and Russia as the tests read it, and what a sale of it asks.
func asRead(t testing.TB) (Reading, Input) {
	t.Helper()
	raw, err := os.ReadFile("../testdata/stories/nato-russia.txt")
	if err != nil {
		t.Fatal(err)
	}
	s, err := story.Parse(raw, "-")
	if err != nil {
		t.Fatal(err)
	}
	q, err := Asked{Action: "sell"}.Question(time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	r := Read(s)
	return r, NewCase(r, q, House{}, Others{}).Input
}

// Trails hold the digests of these bytes: they are for ever.
func TestCanonical(t *testing.T) {
	_, in := asRead(t)
	first := time.Date(2024, time.July, 4, 10, 0, 0, 0, time.UTC)
	words := []Words{{Field: "Usage Terms/Restrictions", Start: 3, End: 17, Text: "No access “UK”"}}
	read := Reading{
		Reader: "2", Story: Source{ID: "LV1", Title: "Caf\xe9 \u2028<a>", From: "-", Offset: 7},
		Record: Record{Labels: map[string]Fact{"title": {State: Stated}, "date": {State: Absent, Words: []Words{{Field: "Date", Absent: true}}}}, Oddities: []Oddity{}},
		Terms: Terms{Fact: Fact{State: Stated}, Rules: []Rule{{Place: inTerms, Words: words, Rule: language.Rule{
			Effect: language.Prohibition, Kind: "access", Action: "use", Elapsed: 48 * time.Hour, Spans: []language.Span{{Start: 3, End: 17}},
			Territory: &language.Constraint{Values: []string{"GB"}}, From: &language.Moment{Text: "5 July 2024", First: first},
			Elements: []language.Element{{Kind: "territory", Values: []string{"GB"}, Span: language.Span{Start: 13, End: 17}}},
		}}}},
	}
	for name, tc := range map[string]struct {
		write func([]byte) ([]byte, error)
		want  string
	}{
		"input": {in.AppendCanonical, `{"embargo":{"state":"over","zone":"none"},` +
			`"holder":{"client":false,"kind":"pool","name":"stated","sale":"can_sell","state":"stated"},"house":[],` +
			`"notice":{"claimant":"other","client":false,"link":"url","reserved":false,"state":"stated","us":false,"year":"other"},` +
			`"record":{"age":"old","date":"stated","earlier":"none","id":"stated","labels":{"country":"stated","date":"stated",` +
			`"embargoed":"stated","holder":"stated","id":"stated","keywords":"empty","location":"stated","notice":"stated",` +
			`"summary":"stated","terms":"stated","text":"stated","title":"stated","topics":"stated"},"oddities":[],"twin":"none"},` +
			`"shots":[{"source":"pool","terms":"none"}],"terms":{"elsewhere":"none","rules":[],"state":"nothing_stated"},` +
			`"use":{"action":"sell","any_medium":true,"buyer":{"codes":[],"known":false},"geo_limited":[],` +
			`"media":["broadcast","online","social","mobile","print","radio"],"party":false,"purpose":"editorial","term":false,` +
			`"territory":{"codes":[],"everywhere":true}}}`},
		"reading": {read.AppendCanonical, `{"embargo":{"endless":false,"first":null,"last":null,"state":"","zone":""},` +
			`"holder":{"name":{"state":""},"sale":{"state":""},"state":""},` +
			`"notice":{"claimant":{"state":""},"link":{"state":""},"reserved":{"state":""},"state":"","year":{"state":""}},` +
			`"reader":"2","record":{"date":{"state":""},"id":{"state":""},"labels":{"date":{"state":"absent",` +
			`"words":[{"absent":true,"end":0,"field":"Date","start":0,"text":""}]},"title":{"state":"stated"}},"oddities":[]},` +
			`"rights":"","shots":null,"story":{"from":"-","id":"LV1","offset":7,"sha256":"","title":"Caf` + "\uFFFD \u2028" + `<a>"},` +
			`"terms":{"rules":[{"action":"use","effect":"prohibition","elapsed":172800000000000,` +
			`"elements":[{"kind":"territory","span":{"end":17,"start":13},"values":["GB"]}],` +
			`"from":{"first":"2024-07-04T10:00:00Z","text":"5 July 2024"},"kind":"access","place":"terms",` +
			`"spans":[{"end":17,"start":3}],"territory":{"values":["GB"]},` +
			`"words":[{"end":17,"field":"Usage Terms/Restrictions","start":3,"text":"No access “UK”"}]}],"state":"stated"}}`},
	} {
		if got, err := tc.write(nil); err != nil || string(got) != tc.want {
			t.Errorf("the %s writes %s, %v\nwant %s", name, got, err, tc.want)
		}
	}
}

func BenchmarkCanonicalReading(b *testing.B) {
	r, _ := asRead(b)
	benchmarkCanonical(b, r.AppendCanonical)
}

func BenchmarkCanonicalInput(b *testing.B) {
	_, in := asRead(b)
	benchmarkCanonical(b, in.AppendCanonical)
}

func benchmarkCanonical(b *testing.B, write func([]byte) ([]byte, error)) {
	b.ReportAllocs()
	var buffer []byte
	for b.Loop() {
		var err error
		if buffer, err = write(buffer[:0]); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(buffer)))
}
