package policy_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"testing"

	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
	"clearance/story"
	"clearance/story/archive"
)

var hits = flag.Int("policy.hits", 300, "how many stories of each profile TestEngineCalls asks about")

// asked are inputs for the records of an archive: each is put to one of some questions, in one of some houses.
func asked(t testing.TB, o archive.Options, questions []rights.Question, houses []rights.House) []rights.Input {
	t.Helper()
	var inputs []rights.Input
	for _, c := range cases(t, o, questions, houses) {
		inputs = append(inputs, c.Input)
	}
	return inputs
}

func cases(t testing.TB, o archive.Options, questions []rights.Question, houses []rights.House) []rights.Case {
	t.Helper()
	a, err := archive.New(o)
	if err != nil {
		t.Fatal(err)
	}
	var all []rights.Case
	var stream bytes.Buffer
	for i := range a.Stories() {
		stream.Reset()
		stream.Write(a.Append(nil, i))
		for reader := story.NewReader(&stream, "archive", 0); ; {
			s, err := reader.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				continue // no record at all
			}
			q, h := questions[i%len(questions)], houses[i/len(questions)%len(houses)]
			others := rights.Others{Twin: i%31 == 0, Earlier: i%37 == 0}
			all = append(all, rights.NewCase(rights.Read(s), q, h, others))
		}
	}
	return all
}

// TestEngineCalls counts how often the engine is asked for a story of each profile, and for the narrower uses that are looked for
// where one is blocked. Where rights repeat, as they do in archives, it is far less than once.
func TestEngineCalls(t *testing.T) {
	for name, o := range map[string]archive.Options{"repeating": {}, "distinct": {Distinct: true}} {
		t.Run(name, func(t *testing.T) {
			o.Stories, o.Damaged, o.TextSize = *hits, 0.02, 200
			p := load(t, rego.Files, nil)
			all := cases(t, o, []rights.Question{ask(t, rights.Asked{Action: "sell"})}, []rights.House{{}})
			var blocked []int
			for i, c := range all {
				if decide(t, p, c.Input).Verdict == policy.Blocked {
					blocked = append(blocked, i)
				}
			}
			stats := p.Stats()
			each := float64(stats.EngineCalls()) / float64(len(all))
			t.Logf("%.3f engine calls a story of %d: main whole %d, topics %d, folds %d",
				each, len(all), stats.Whole, stats.TopicAsks, stats.Folds)
			for _, topic := range stats.Topics {
				t.Logf("%s: asked %d times", topic.Topic, topic.Asked)
			}
			if stats.Whole != 1 {
				t.Errorf("main was asked whole %d times, not for the first story alone", stats.Whole)
			}
			if name == "repeating" && stats.TopicAsks > uint64(len(all))*3/4 { // far fewer in more stories
				t.Errorf("topics are asked for %d of %d stories", stats.TopicAsks, len(all))
			}
			for _, i := range blocked {
				if _, err := p.Open(t.Context(), all[i], decide(t, p, all[i].Input)); err != nil {
					t.Fatal(err)
				}
			}
			more := p.Stats()
			t.Logf("%d blocked stories: %d narrower questions, %d engine calls", len(blocked),
				more.Decisions-stats.Decisions-uint64(len(blocked)), more.EngineCalls()-stats.EngineCalls())
		})
	}
}

// BenchmarkArchive decides about one story after the other of an archive whose rights repeat: remembered, and fresh.
func BenchmarkArchive(b *testing.B) {
	p := load(b, rego.Files, nil)
	q, err := rights.Asked{Action: "sell"}.Question(archive.DefaultAsOf)
	if err != nil {
		b.Fatal(err)
	}
	inputs := asked(b, archive.Options{Stories: 2000, TextSize: 200}, []rights.Question{q}, []rights.House{{}})
	for _, in := range inputs {
		decide(b, p, in)
	}
	for name, way := range map[string]func(rights.Input) (policy.Outcome, error){
		"remembered": func(in rights.Input) (policy.Outcome, error) { return p.Decide(b.Context(), in) },
		"fresh":      func(in rights.Input) (policy.Outcome, error) { return p.Fresh(b.Context(), in) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := way(inputs[i%len(inputs)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
