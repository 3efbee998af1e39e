package policy_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
)

// reading is that of the sample, as far as the findings speak of it.
func reading() *rights.Reading {
	words := func(field string, start int, text string) []rights.Words {
		return []rights.Words{{Field: field, Start: start, End: start + len(text), Text: text}}
	}
	stated := func(value string, words []rights.Words) rights.Fact {
		return rights.Fact{State: rights.Stated, Value: value, Words: words}
	}
	first, last := time.Date(2009, 12, 19, 22, 0, 0, 0, time.UTC), time.Date(2009, 12, 21, 0, 0, 0, 0, time.UTC)
	r := &rights.Reading{}
	r.Record.Date = stated("2009-12-05", words("Date", 10, "5th December 2009"))
	r.Holder.Name = stated("POOL", words("Copyright Holder", 100, "POOL"))
	r.Holder.Sale = stated("can_sell", words("Copyright Holder", 106, "CAN SELL"))
	r.Notice.Claimant = stated("Thomson Reuters", words("Copyright Notice", 200, "Thomson Reuters"))
	r.Notice.Year = stated("2011", words("Copyright Notice", 216, "2011"))
	r.Notice.Link = stated("http://example.org/", words("Copyright Notice", 230, "http://example.org/"))
	r.Embargo.Fact = stated("", words("Embargoed", 50, "20th December 2009 12:00"))
	r.Embargo.First, r.Embargo.Last = &first, &last
	r.Terms.Fact = stated("None", words("Usage Terms/Restrictions", 300, "None"))
	for i, source := range []string{"NATO POOL", "NATO POOL", "TVP"} {
		r.Shots = append(r.Shots, rights.Shot{
			Source: stated(source, words("Story Text", 70+10*i, source)),
			Terms:  rights.Fact{State: rights.Absent},
		})
	}
	return r
}

func TestExplain(t *testing.T) {
	p := load(t, rego.Files, nil)
	for _, tc := range []struct {
		name   string
		code   string
		change func(*rights.Reading, *rights.Input)
		detail string
		words  []string // "fact: text" of each
	}{
		{"one fact", "sale.can_sell", nil,
			"the archive desk flags it CAN SELL; the holder is POOL", []string{"holder.sale: CAN SELL"}},
		{"two facts", "notice.year_differs", nil,
			"year 2011 on a story of 2009-12-05; a notice carries the year it was stamped", []string{"notice.year: 2011", "record.date: 5th December 2009"}},
		{"instants", "embargo.uncertain_no_zone", nil,
			"embargoed: no zone stated, may have lifted from 2009-12-19T22:00:00Z, over everywhere from 2009-12-21T00:00:00Z",
			[]string{"embargo: 20th December 2009 12:00"}},
		{"several facts of one name, each value once", "shots.source", nil,
			"the shots are of NATO POOL, TVP",
			[]string{"shots.0.source: NATO POOL", "shots.1.source: NATO POOL", "shots.2.source: TVP"}},
		{"one of several", "shots.third_party_shown", nil,
			"shots of TVP", []string{"shots.2.source: TVP"}},
		{"none of several", "shots.unread", nil,
			"terms beside a shot that could not be read: none", nil},
		{"no facts", "licence.assumed", nil,
			"that you hold a licence for this material is assumed, not checked", nil},
		{"an absent fact", "sale.can_sell", func(r *rights.Reading, _ *rights.Input) { r.Holder.Name = rights.Fact{State: rights.Absent} },
			"the archive desk flags it CAN SELL; the holder is absent", []string{"holder.sale: CAN SELL"}},
		{"a fact without a state", "sale.can_sell", func(r *rights.Reading, _ *rights.Input) { r.Holder.Name = rights.Fact{} },
			"the archive desk flags it CAN SELL; the holder is absent", []string{"holder.sale: CAN SELL"}},
		{"a fact that was read as nothing", "sale.can_sell", func(r *rights.Reading, _ *rights.Input) {
			r.Holder.Name = rights.Fact{State: rights.Unreadable, Words: []rights.Words{{Text: "P00L"}}}
		},
			"the archive desk flags it CAN SELL; the holder is P00L", []string{"holder.sale: CAN SELL"}},
		{"words that look like a placeholder", "sale.can_sell", func(r *rights.Reading, _ *rights.Input) { r.Holder.Name.Value = "{terms}" },
			"the archive desk flags it CAN SELL; the holder is {terms}", []string{"holder.sale: CAN SELL"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r, in := reading(), sample("sell")
			in.Shots = []rights.ShotInput{{Source: "pool", Terms: "none"}, {Source: "pool", Terms: "none"}, {Source: "third_party", Terms: "none"}}
			if tc.change != nil {
				tc.change(r, &in)
			}
			rule, ok := p.Rule(tc.code)
			if !ok {
				t.Fatalf("no rule %s", tc.code)
			}
			o := policy.Outcome{Findings: []policy.Finding{{Code: tc.code, Effect: policy.Refer, Facts: rule.Facts}}}
			explained, err := p.Explain(rights.Case{Reading: *r, Input: in}, o)
			if err != nil {
				t.Fatal(err)
			}
			got := explained[0]
			var words []string
			for _, w := range got.Words {
				words = append(words, w.Fact+": "+w.Text)
			}
			if got.Detail != tc.detail || !reflect.DeepEqual(words, tc.words) {
				t.Errorf("got  %q %q\nwant %q %q", got.Detail, words, tc.detail, tc.words)
			}
			if got.Code != tc.code || got.Effect != policy.Refer || got.Title != rule.Title || got.Remedy != rule.Remedy || got.Words == nil {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// TestExplainRules wants the wording of the rules that a finding names, and of no other.
func TestExplainRules(t *testing.T) {
	p := load(t, rego.Files, nil)
	c := rights.NewCase(withTerms(t, "No access Peru, Chile. No social media. No archive"), ask(t, rights.Asked{Action: "publish"}), rights.House{}, rights.Others{})
	explained, err := p.Explain(c, decide(t, p, c.Input))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]policy.Explained{}
	for _, e := range explained {
		found[e.Code] = e
	}
	barred := found["terms.no_access"]
	if want := "the terms bar this use: not in PE, CL; not on social"; barred.Detail != want || len(barred.Words) < 2 || barred.Words[0].Fact != "terms.rules.0" {
		t.Errorf("got %+v\nwant %q, with the words of both rules", barred, want)
	}
	if old := found["terms.archive_old"]; len(old.Words) != 1 || old.Words[0].Text != "No archive" {
		t.Errorf("got %+v", old)
	}
}

// TestExplainAll explains a finding of every rule on a reading of nothing: no rule may name what no reading can give.
func TestExplainAll(t *testing.T) {
	p := load(t, rego.Files, nil)
	var o policy.Outcome
	for _, rule := range p.Rules() {
		o.Findings = append(o.Findings, policy.Finding{Code: rule.Code, Effect: rule.Effect, Facts: rule.Facts})
	}
	explained, err := p.Explain(rights.Case{}, o)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range explained {
		if e.Code != o.Findings[i].Code || strings.ContainsAny(e.Detail, "{}") {
			t.Errorf("%d: %+v", i, e)
		}
	}
}

func TestExplainRefuses(t *testing.T) {
	p := load(t, rego.Files, nil)
	for name, finding := range map[string]policy.Finding{
		"an unknown code": {Code: "sale.fine"},
		"an unknown fact": {Code: "sale.can_sell", Facts: []string{"holder.sail"}},
	} {
		if got, err := p.Explain(rights.Case{Reading: *reading(), Input: sample("sell")}, policy.Outcome{Findings: []policy.Finding{finding}}); err == nil {
			t.Errorf("%s is explained as %+v", name, got)
		}
	}
}

func TestExplainedJSON(t *testing.T) {
	got, err := json.Marshal(policy.Explained{
		Code: "sale.can_sell", Effect: policy.Ground, Title: "T", Detail: "D", Remedy: "R",
		Words: []policy.ExplainedWords{{Fact: "holder.sale", Words: rights.Words{Field: "Copyright Holder", Start: 1, End: 9, Text: "CAN SELL"}}},
	})
	want := `{"code":"sale.can_sell","effect":"ground","title":"T","detail":"D","remedy":"R",` +
		`"words":[{"fact":"holder.sale","field":"Copyright Holder","start":1,"end":9,"text":"CAN SELL"}]}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}
