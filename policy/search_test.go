package policy

import (
	"context"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"clearance/rego"
	"clearance/rights"
	"clearance/story"
)

// TestSearchAsksEachUse has one search asked about uses that leave out something in one dimension, or in some of them, one after the
// other: of each it says what main says of that one.
func TestSearchAsksEachUse(t *testing.T) {
	p, err := Load(t.Context(), rego.Files, rights.House{})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("../testdata/stories/nato-russia.txt")
	if err != nil {
		t.Fatal(err)
	}
	record := strings.TrimSuffix(strings.TrimRight(string(raw), "\r\n"), "None") + "No access Norway/RTE. No online use"
	read, err := story.Parse([]byte(record), "test")
	if err != nil {
		t.Fatal(err)
	}
	q, err := rights.Asked{Action: "sell"}.Question(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	norway, web, party := []string{"BV", "NO", "SJ"}, []string{"mobile", "online", "social"}, []string{"RTE"}
	var asked []rights.Case
	for _, left := range []rights.Except{
		{}, {Territory: norway}, {Media: web}, {Party: party}, {Territory: norway, Media: web}, {Territory: norway, Party: party},
		{Media: web, Party: party}, {Territory: norway, Media: web, Party: party}, {Territory: norway[1:2]}, {Media: web[1:]},
	} {
		q.Use.Except = &left
		asked = append(asked, rights.NewCase(rights.Read(read), q, rights.House{}, rights.Others{}))
	}
	said := map[string]bool{}
	for first := range asked {
		s := search{policy: p}
		for i := range 2 * len(asked) {
			c := &asked[(first+i)%len(asked)]
			got, err := s.ask(t.Context(), c)
			want, wantErr := p.Fresh(t.Context(), c.Input)
			if err != nil || wantErr != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("without %+v\nit is %+v, %v\nwant %+v, %v", c.Question.Use.Except, got, err, want, wantErr)
			}
			said[string(got.Verdict)+strings.Join(spoken(got), " ")] = true
		}
		if len(s.asked) != len(asked) {
			t.Errorf("it keeps %d answers to %d questions", len(s.asked), len(asked))
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if got, err := s.ask(ended, &asked[0]); !errors.Is(err, context.Canceled) {
			t.Errorf("got %+v and %v, want an error of the context", got, err)
		}
	}
	if len(said) < 5 {
		t.Errorf("only %d different answers were given", len(said))
	}
}

func spoken(o Outcome) (facts []string) {
	for _, f := range o.Findings {
		facts = append(append(facts, f.Code), f.Facts...)
	}
	return facts
}
