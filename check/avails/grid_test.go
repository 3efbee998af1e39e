package avails_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"clearance/check/avails"
	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
	"clearance/story"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var moment = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func load(t testing.TB, house rights.House) *policy.Policy {
	t.Helper()
	p, err := policy.Load(t.Context(), rego.Files, house)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func read(t testing.TB, text string) rights.Reading {
	t.Helper()
	s, err := story.Parse([]byte(text), "-")
	if err != nil {
		t.Fatal(err)
	}
	return rights.Read(s)
}

func ask(t testing.TB, a rights.Asked) rights.Question {
	t.Helper()
	q, err := a.Question(moment)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// record is a record with some terms, in which nothing else restricts.
func record(title, terms string) string {
	return "- Title: " + title + "\n- Date: 22nd November 2026\n- Summary: OSLO, NORWAY (NOVEMBER 22, 2026) (REUTERS) MINISTERS ARRIVING\n" +
		"- Embargoed: \n- Keywords: \n- Location: Norway\n- Country: Norway\n- Topics: Politics\n- Reuters ID: LVA2K7QXN4MWP5RTD3CJ6HBE8FGS\n" +
		"- Story Text: Ministers met in Oslo.\n- Copyright Holder: REUTERS (CAN SELL)\n- Copyright Notice: (c) Copyright Thomson Reuters 2026.\n" +
		"- Usage Terms/Restrictions: " + terms + "\n"
}

// BenchmarkNew asks a policy that has not met the story, and one that remembers every cell.
func BenchmarkNew(b *testing.B) {
	nato, err := os.ReadFile(filepath.Join("..", "..", "testdata", "stories", "nato-russia.txt"))
	if err != nil {
		b.Fatal(err)
	}
	for _, bc := range []struct{ name, text, action string }{
		{"nato sell", string(nato), "sell"},
		{"bars publish", record("NORWAY: Ministers meet", "No access UK/RTE. China OUT. Not for use outside Europe. No digital"), "publish"},
	} {
		r, q := read(b, bc.text), ask(b, rights.Asked{Action: bc.action})
		b.Run(bc.name+" for the first time", func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				p := load(b, rights.House{})
				b.StartTimer()
				newGrid(b, p, r, q)
			}
		})
		b.Run(bc.name+" remembered", func(b *testing.B) {
			p := load(b, rights.House{})
			newGrid(b, p, r, q)
			for b.Loop() {
				newGrid(b, p, r, q)
			}
		})
	}
}

func newGrid(b *testing.B, p *policy.Policy, r rights.Reading, q rights.Question) {
	b.Helper()
	if _, err := avails.New(b.Context(), p, r, q, rights.Others{}); err != nil {
		b.Fatal(err)
	}
}
