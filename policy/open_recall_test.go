package policy_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
	"clearance/story/archive"
)

// blockedCases are cases of archives and of terms that name territories, media and parties: of several questions, each of which is put to
// a house once, as a run does.
func blockedCases(t testing.TB, n int) []rights.Case {
	t.Helper()
	holds := rights.Authority{Until: rights.Day{Time: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}}
	houses := []rights.House{{}, {
		We:         rights.We{Names: []string{"Reuters"}},
		Clients:    []rights.Client{{Name: "Example Television", Country: "FR"}},
		Zones:      []rights.Zone{{Zone: "Europe/London", All: true, Authority: holds}},
		GeoLimited: []rights.GeoLimited{{Media: []string{"social"}, Authority: holds}},
		Rulings:    []rights.Ruling{{Phrase: "Ask the desk", ReadsAs: "No access UK", Authority: holds}},
	}}
	var askings []*rights.Asking
	for _, use := range []rights.Asked{
		{Action: "sell"}, {Action: "publish"}, {Action: "sell", Territory: []string{"Europe"}}, {Action: "sell", Media: []string{"online", "broadcast"}},
		{Action: "publish", Territory: []string{"NO", "FR", "IE"}, Media: []string{"social", "broadcast", "online"}}, {Action: "sell", Party: "RTE"},
	} {
		for _, h := range houses {
			askings = append(askings, rights.Ask(ask(t, use), h))
		}
	}
	var readings []rights.Reading
	for _, terms := range []string{
		"No access Norway/RTE", "NO ACCESS IRELAND/BBC PERSIAN/CNNi", "Not for use outside France", "No online. No access Peru", "Ask the desk",
		"Broadcast use only", "No online use in Peru", "NHK OUT", "No use by Danish broadcasters. No access Norway", "Broadcast: No use Japan Digital: No use Peru",
		"Contains music. No access Norway", "No access Norway. Ask the desk", "Not in words that anyone knows",
	} {
		readings = append(readings, withTerms(t, terms))
	}
	for _, distinct := range []bool{false, true} {
		o := archive.Options{Seed: 3, Stories: n / 2, Damaged: 0.05, TextSize: 100, Distinct: distinct}
		for _, c := range cases(t, o, []rights.Question{ask(t, rights.Asked{Action: "sell"})}, houses[:1]) {
			readings = append(readings, c.Reading)
		}
	}
	var all []rights.Case
	for i := range n {
		asking := askings[(i+i/len(readings))%len(askings)]
		all = append(all, asking.Case(readings[i%len(readings)], rights.Others{Twin: i%31 == 0}))
	}
	return all
}

// openPlainly looks for narrower uses that are cleared, and has main say everything: that of each order by itself.
func openPlainly(ctx context.Context, p *policy.Policy, c rights.Case, o policy.Outcome) (open []rights.Except, err error) {
	narrow := func(c rights.Case, o policy.Outcome, order []string) (*rights.Except, error) {
		for range 6 {
			var against []string
			for _, f := range o.Findings {
				if f.Effect == policy.Block || f.Effect == policy.Refer {
					if len(f.Facts) == 0 {
						return nil, nil
					}
					against = append(against, f.Facts...)
				}
			}
			slices.Sort(against)
			narrower, ok := c.Narrower(slices.Compact(against), order...)
			if !ok {
				return nil, nil
			}
			if o, err = p.Fresh(ctx, narrower.Input); err != nil {
				return nil, err
			}
			if c = narrower; o.Verdict.Clears() {
				return c.Question.Use.Except, nil
			}
		}
		return nil, nil
	}
	for _, order := range [][]string{{"territory", "media"}, {"media", "territory"}} {
		except, err := narrow(c, o, order)
		if err != nil {
			return nil, err
		}
		if except != nil && !slices.ContainsFunc(open, except.Same) {
			open = append(open, *except)
		}
	}
	return open, nil
}

// sameOpen compares what is found of each case three ways, errors too, and counts where something is, and where it is two.
func sameOpen(t *testing.T, p *policy.Policy, all []rights.Case) (found, both int) {
	t.Helper()
	for _, c := range all {
		o, err := p.Decide(t.Context(), c.Input)
		if err != nil || o.Verdict == policy.Cleared {
			continue
		}
		got, err := p.Open(t.Context(), c, o)
		fresh, freshErr := p.FreshOpen(t.Context(), c, o)
		plain, plainErr := openPlainly(t.Context(), p, c, o)
		said := func(open []rights.Except, err error) string { return fmt.Sprintf("%+v %v", open, err) }
		if said(got, err) != said(plain, plainErr) || said(fresh, freshErr) != said(plain, plainErr) {
			t.Fatalf("%+v\nis %s\nremembered %+v %v\nfresh      %+v %v\nplainly    %+v %v", c.Input, short(o), got, err, fresh, freshErr, plain, plainErr)
		}
		if len(got) > 0 {
			found++
		}
		if len(got) > 1 {
			both++
		}
	}
	return found, both
}

// TestOpenIsFresh compares what Open finds with what is found by asking main each time: under the embedded policy, and under others
// that are the embedded one with one change.
func TestOpenIsFresh(t *testing.T) {
	all := blockedCases(t, max(200, *compared/5))
	found, both := sameOpen(t, load(t, rego.Files, nil), all)
	t.Logf("%d cases: for %d something is open, for %d two narrower uses are", len(all), found, both)
	if found < len(all)/50 || both == 0 {
		t.Errorf("they do not test much")
	}
	names, err := fs.Glob(rego.Files, "rights/rules/*/*.rego")
	if err != nil {
		t.Fatal(err)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return strings.HasSuffix(name, "_test.rego") })
	c := newChance()
	n := 0
	for tries := 0; n < max(3, *compared/500) && tries < 1000; tries++ {
		edits, what := mutant(t, c, names)
		if edits == nil {
			continue
		}
		p, err := policy.Load(t.Context(), edited(t, edits), nil)
		if err != nil {
			continue
		}
		t.Run(what, func(t *testing.T) { sameOpen(t, p, every(all, max(1, len(all)/100))) })
		n++
	}
}

// TestOpenEnds asks under a context that has ended: also where all has been asked before.
func TestOpenEnds(t *testing.T) {
	p := load(t, rego.Files, nil)
	c := rights.NewCase(withTerms(t, "No access Norway"), ask(t, rights.Asked{Action: "sell"}), rights.House{}, rights.Others{})
	blocked := decide(t, p, c.Input)
	for range 2 {
		if _, err := p.Open(t.Context(), c, blocked); err != nil {
			t.Fatal(err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, open := range []func(context.Context, rights.Case, policy.Outcome) ([]rights.Except, error){p.Open, p.FreshOpen} {
		if got, err := open(ended, c, blocked); !errors.Is(err, context.Canceled) || got != nil {
			t.Errorf("got %+v and %v, want an error of the context", got, err)
		}
	}
}

// BenchmarkOpen looks for narrower uses of one blocked story after the other, all of which it has met.
func BenchmarkOpen(b *testing.B) {
	p := load(b, rego.Files, nil)
	var all []rights.Case
	var outcomes []policy.Outcome
	for _, c := range cases(b, archive.Options{Stories: 2000, TextSize: 200}, []rights.Question{ask(b, rights.Asked{Action: "sell"})}, []rights.House{{}}) {
		if o := decide(b, p, c.Input); o.Verdict == policy.Blocked {
			all, outcomes = append(all, c), append(outcomes, o)
		}
	}
	open := func(i int) {
		if _, err := p.Open(b.Context(), all[i%len(all)], outcomes[i%len(all)]); err != nil {
			b.Fatal(err)
		}
	}
	for i := range all {
		open(i)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		open(i)
	}
}
