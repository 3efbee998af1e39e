package policy_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
	"clearance/story"
)

// withTerms reads a pool's story that has these usage terms.
func withTerms(t testing.TB, terms string) rights.Reading {
	t.Helper()
	raw, err := os.ReadFile("../testdata/stories/nato-russia.txt")
	if err != nil {
		t.Fatal(err)
	}
	record := strings.TrimRight(string(raw), "\r\n")
	const none = "- Usage Terms/Restrictions: None"
	if !strings.HasSuffix(record, none) {
		t.Fatalf("the story does not end in %q", none)
	}
	s, err := story.Parse([]byte(strings.TrimSuffix(record, "None")+terms), "test")
	if err != nil {
		t.Fatal(err)
	}
	return rights.Read(s)
}

func ask(t testing.TB, asked rights.Asked) rights.Question {
	t.Helper()
	q, err := asked.Question(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// TestOpen looks for what is open where the terms bar a use.
func TestOpen(t *testing.T) {
	p := load(t, rego.Files, nil)
	for _, tc := range []struct {
		terms string
		use   rights.Asked
		want  []rights.Except
	}{
		{"No access Norway", rights.Asked{Action: "sell"}, []rights.Except{{Territory: []string{"BV", "NO", "SJ"}, Media: []string{"social"}}}},
		{"No access", rights.Asked{Action: "sell"}, nil},
		{"No resale", rights.Asked{Action: "sell"}, nil},
		{"No access Norway. Contains music", rights.Asked{Action: "sell"}, nil},
		{"No access Norway", rights.Asked{Action: "sell", Territory: []string{"NO"}}, nil},
		{"No online", rights.Asked{Action: "publish", Territory: []string{"FR"}}, []rights.Except{{Media: []string{"mobile", "online", "social"}}}},
	} {
		c := rights.NewCase(withTerms(t, tc.terms), ask(t, tc.use), rights.House{}, rights.Others{})
		blocked := decide(t, p, c.Input)
		if blocked.Verdict != policy.Blocked {
			t.Errorf("%q is %s", tc.terms, short(blocked))
		}
		got, err := p.Open(t.Context(), c, blocked)
		if err != nil {
			t.Errorf("%q: %v", tc.terms, err)
		}
		if !slices.EqualFunc(got, tc.want, func(a, b rights.Except) bool { return a.Same(b) }) {
			t.Errorf("%q\ngot  %+v\nwant %+v", tc.terms, got, tc.want)
		}
	}
}

// TestOpenIsCleared asks about every use that Open finds, over terms of all sorts and many uses: each is cleared, and leaves out
// something of the use that was asked about.
func TestOpenIsCleared(t *testing.T) {
	house := rights.House{
		We:      rights.We{Names: []string{"Reuters"}},
		Clients: []rights.Client{{Name: "Example Television", Country: "FR"}},
	}
	p := load(t, rego.Files, house)
	found := 0
	for _, terms := range []string{
		"No access Norway", "No access Norway/RTE", "NO ACCESS IRELAND/BBC PERSIAN/CNNi", "Not for use outside France", "No access China",
		"No online. No access Peru", "Broadcast use only", "NHK OUT", "No access Europe except Norway", "No use by Danish broadcasters",
		"No archive. No access Norway", "No access Norway after 1500GMT on July 16, 2034", "Contains music. No access Norway",
		"Broadcast: No use Japan Digital: No use Peru", "Editorial use only. No reprints", "Must credit Example. No social media",
		"Not in words that anyone knows", "For Reuters customers only", "Full editorial rights UK, US", "One transmission only",
	} {
		reading := withTerms(t, terms)
		for _, use := range []rights.Asked{
			{Action: "sell"}, {Action: "publish"}, {Action: "modify"},
			{Action: "sell", Territory: []string{"Europe"}}, {Action: "sell", Media: []string{"online", "broadcast"}},
			{Action: "publish", Territory: []string{"NO", "FR", "IE"}, Media: []string{"social", "broadcast", "online"}},
			{Action: "sell", Party: "Example Television"}, {Action: "sell", Party: "RTE"}, {Action: "sell", Purpose: "news", Territory: []string{"CN", "JP"}},
		} {
			c := rights.NewCase(reading, ask(t, use), house, rights.Others{})
			outcome := decide(t, p, c.Input)
			if outcome.Verdict.Clears() {
				continue
			}
			open, err := p.Open(t.Context(), c, outcome)
			if err != nil {
				t.Fatalf("%q, %+v: %v", terms, use, err)
			}
			for _, except := range open {
				found++
				q := c.Question
				q.Use.Except = &except
				narrower := rights.NewCase(reading, q, house, rights.Others{})
				if got := decide(t, p, narrower.Input); !got.Verdict.Clears() || except.Same(rights.Except{}) {
					t.Errorf("%q, %+v\nis %s without %+v", terms, use, short(got), except)
				}
			}
		}
	}
	if found < 20 {
		t.Errorf("found only %d narrower uses: the terms do not test much", found)
	}
}
