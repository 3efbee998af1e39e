package rights

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"clearance/rights/language"
	"clearance/story"
)

// caseOf asks a use of a story of 5 July 2024 whose terms are some words; at is a moment, RFC 3339.
func caseOf(t *testing.T, terms, at string, a Asked, h House) Case {
	t.Helper()
	s, err := story.Parse([]byte("- Title: T\n- Date: 5th July 2024\n- Copyright Holder: REUTERS (CAN SELL)\n- Usage Terms/Restrictions: "+terms), "-")
	if err != nil {
		t.Fatal(err)
	}
	asOf, err := ParseInstant(at)
	if err != nil {
		t.Fatal(err)
	}
	q, err := a.Question(asOf)
	if err != nil {
		t.Fatal(err)
	}
	return NewCase(Read(s), q, h, Others{})
}

// The words of rules and of what their lists name are the bytes that they stand in, whatever the record's encoding.
func TestRulesStandInTheirBytes(t *testing.T) {
	const text = "- Title: Caf\u00e9\n- Summary: PARIS, FRANCE (JULY 5, 2024) (T\u00c9L\u00c9 A - No acc\u00e8s, NO ACCESS FRANCE)\n" +
		"- Usage Terms/Restrictions: Cr\u00e9dit obligatoire. No access T\u00fcrkei/RT\u00c9; \u00e9tonnant"
	var latin []byte
	for _, r := range text {
		latin = append(latin, byte(r))
	}
	for name, raw := range map[string][]byte{"utf-8": []byte(text), "windows-1252": latin} {
		t.Run(name, func(t *testing.T) {
			s, err := story.Parse(raw, "-")
			if err != nil {
				t.Fatal(err)
			}
			if string(s.Encoding) != name {
				t.Fatalf("read as %s", s.Encoding)
			}
			r, elements := Read(s), []string{}
			r.numbered(func(name string, _ int, rule Rule) {
				for i, w := range rule.Words {
					if got := decoded(raw[w.Start:w.End], s.Encoding); got != w.Text || rule.Spans[i] != (language.Span{Start: w.Start, End: w.End}) {
						t.Errorf("%s quotes %q for %q", name, w.Text, got)
					}
				}
				for _, e := range rule.Elements {
					elements = append(elements, decoded(raw[e.Span.Start:e.Span.End], s.Encoding))
				}
			})
			for _, want := range []string{"FRANCE", "T\u00fcrkei", "RT\u00c9"} {
				if !slices.Contains(elements, want) {
					t.Errorf("no list names %q: %q", want, elements)
				}
			}
			if got := texts(r.Terms.Unread); !slices.Equal(got, []string{"\u00e9tonnant"}) {
				t.Errorf("unread are %q", got)
			}
		})
	}
}

func decoded(raw []byte, e story.Encoding) string {
	if e == story.UTF8 {
		return string(raw)
	}
	var b strings.Builder
	for _, c := range raw {
		b.WriteRune(rune(c))
	}
	return b.String()
}

// Whether a rule holds at the moment, or at any time in the term, of a use, and when that may change.
func TestTimes(t *testing.T) {
	const dated, within = "No use after 1500GMT on July 16, 2024", "Use within 14 days"
	for name, tc := range map[string]struct {
		terms, at, from, until string
		want, changes          string
	}{
		"before":                    {dated, "2024-07-16T14:59:59Z", "", "", timeLater, "2024-07-16T15:00:00Z"},
		"from then on":              {dated, "2024-07-16T15:00:00Z", "", "", timeNow, ""},
		"a term that ends then":     {dated, "2024-07-10T00:00:00Z", "", "2024-07-16T15:00:00Z", timeLater, "2024-07-16T15:00:00Z"},
		"a term that runs past":     {dated, "2024-07-10T00:00:00Z", "", "2024-07-16T15:00:01Z", timeNow, "2024-07-16T15:00:00Z"},
		"a term without an end":     {dated, "2024-07-10T00:00:00Z", "2024-07-11T00:00:00Z", "", timeNow, "2024-07-16T15:00:00Z"},
		"a day without a zone":      {"No use after 16 July 2024", "2024-07-16T12:00:00Z", "", "", timeUncertain, "2024-07-17T12:00:00Z"},
		"not before":                {"No use before 1500GMT on July 16, 2024", "2024-07-16T14:59:59Z", "", "", timeNow, "2024-07-16T15:00:00Z"},
		"before is over":            {"No use before 1500GMT on July 16, 2024", "2024-07-16T15:00:00Z", "", "", timeOver, ""},
		"a day that may be two":     {"No use after 07/08/2024", "2024-07-20T00:00:00Z", "", "", timeUncertain, "2024-08-08T12:00:00Z"},
		"within an unknown start":   {within, "2024-07-06T00:00:00Z", "", "", timeUncertain, "2024-07-20T12:00:00Z"},
		"past any start":            {within, "2024-07-20T12:00:00Z", "", "", timeNow, ""},
		"a term past any start":     {within, "2024-07-06T00:00:00Z", "", "2024-07-20T12:00:01Z", timeNow, "2024-07-20T12:00:00Z"},
		"no time":                   {"No resale", "2024-07-06T00:00:00Z", "", "", timeAlways, ""},
		"an embargo without an end": {"HOLD FOR RELEASE", "2024-07-06T00:00:00Z", "", "", timeAlways, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := caseOf(t, tc.terms, tc.at, Asked{Action: "sell", From: tc.from, Until: tc.until}, House{})
			if len(c.Input.Terms.Rules) != 1 {
				t.Fatalf("%q has the rules %+v", tc.terms, c.Input.Terms.Rules)
			}
			if got := c.Input.Terms.Rules[0].Time; got != tc.want {
				t.Errorf("it is %s, want %s", got, tc.want)
			}
			changes := ""
			if c.GoodUntil != nil {
				changes = c.GoodUntil.Format(time.RFC3339)
			}
			if changes != tc.changes {
				t.Errorf("it may change at %q, want %q", changes, tc.changes)
			}
		})
	}
}

// Who asks, and how that party stands to those that a rule names.
func TestWhoAsks(t *testing.T) {
	const house = "we: {names: [Reuters], clients_of: {AP: [publish]}}\nclients: [{name: Sky News, country: GB, client_of: [AP]}, {name: RTE, aliases: [Irish TV]}]"
	for name, tc := range map[string]struct {
		terms, house, action, party string
		want                        string
	}{
		"nobody is named":               {"No access Norway", "", "publish", "", partyOpen},
		"we, and no house says who":     {"No access RTE", "", "publish", "", partyUnknown},
		"we, and another":               {"No access RTE", house, "publish", "", partyOther},
		"we ourselves":                  {"No access Reuters", house, "publish", "", partySame},
		"anyone who buys":               {"No access RTE", house, "sell", "", partyAny},
		"the one":                       {"No access RTE", "", "sell", "rté", partySame},
		"another one":                   {"No access RTE", "", "sell", "TF1", partyOther},
		"the child of one":              {"No access BBC", "", "sell", "BBC Persian", partySame},
		"the parent of one":             {"No access BBC Persian", "", "sell", "BBC", partyParent},
		"one that looks like it":        {"No access BBC", "", "sell", "BBC Scotland", partyNear},
		"a client by another name":      {"No access RTE", house, "sell", "Irish TV", partySame},
		"one of a country":              {"No use by British broadcasters", house, "sell", "Sky News", partySame},
		"one of another country":        {"No use by Spanish broadcasters", house, "sell", "Sky News", partyOther},
		"one of an unknown country":     {"No use by Spanish broadcasters", house, "sell", "TF1", partyUnknown},
		"our own clients, our material": {"Reuters clients only", house, "sell", "", partyOwner},
		"another one's clients":         {"AP clients only", house, "sell", "Sky News", partyOutsider},
		"published by a client":         {"AP clients only", house, "publish", "", partyClient},
		"archived by one that is none":  {"AP clients only", house, "archive", "", partyOutsider},
		"published by a client of ours": {"AP clients only", house, "publish", "Sky News", partyClient},
		"published by another one":      {"AP clients only", house, "publish", "ETV", partyOutsider},
		"published, and no house":       {"AP clients only", "", "publish", "", partyUnknown},
		"sold, and no house":            {"AP clients only", "", "sell", "", partyOutsider},
		"our own use alone":             {"Reuters only", house, "publish", "", partyOther},
		"a sale of what is for us":      {"Reuters only", house, "sell", "", partyOutsider},
		"a client, and for us alone":    {"Reuters only", house, "sell", "Sky News", partyOutsider},
		"for another one alone":         {"AP only", house, "publish", "", partyOutsider},
		"for the one that asks alone":   {"BBC only", "", "publish", "BBC", partyOther},
		"for the parent of the asker":   {"BBC only", "", "publish", "BBC Persian", partyOutsider},
		"one of a group of countries":   {"No use by European broadcasters", house, "sell", "Sky News", partySame},
		"a name that nobody knows":      {"No access RTE", house, "sell", "Kanal Ukjent", partyNear},
	} {
		t.Run(name, func(t *testing.T) {
			var h House
			if tc.house != "" {
				h = readHouse(t, tc.house)
			}
			c := caseOf(t, tc.terms, "2024-07-06T00:00:00Z", Asked{Action: tc.action, Party: tc.party}, h)
			if got := c.Input.Terms.Rules[0].Party; got != tc.want {
				t.Errorf("it is %q, want %q", got, tc.want)
			}
		})
	}
}

// A client counts as one only while it is.
func TestAClientThatWas(t *testing.T) {
	h := readHouse(t, "clients: [{name: ETV, country: FR, from: 2020-01-01, until: 2025-01-01}]")
	for _, tc := range []struct {
		at, from, until string
		want            bool
	}{
		{"2019-12-31T23:59:59Z", "", "", false}, {"2020-01-01T00:00:00Z", "", "", true}, {"2025-01-01T00:00:00Z", "", "", false},
		{"2024-01-01T00:00:00Z", "", "2025-01-01T00:00:00Z", true}, {"2024-01-01T00:00:00Z", "", "2025-01-01T00:00:01Z", false},
		{"2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", "", false}, {"2026-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", false},
	} {
		c := caseOf(t, "No access Norway", tc.at, Asked{Action: "sell", Party: "ETV", From: tc.from, Until: tc.until}, h)
		if got := c.Input.Use.Buyer.Known; got != tc.want {
			t.Errorf("%+v: its country is known: %v", tc, got)
		}
	}
}

// What an agency bars on both of its channels it bars everywhere; what on one of them is in doubt elsewhere.
func TestChannels(t *testing.T) {
	for name, tc := range map[string]struct {
		terms string
		want  []SetInput
	}{
		"both":   {"Broadcast: No use Japan. Digital: No use Japan", []SetInput{{"all", []string{}, []string{}}, {"all", []string{}, []string{}}}},
		"one":    {"Broadcast: Access all. Digital: No resale", []SetInput{{"in", []string{"mobile", "online", "social"}, []string{"print"}}}},
		"online": {"No online use", []SetInput{{"in", []string{"mobile", "online", "social"}, []string{}}}},
		"only":   {"Broadcast use only", []SetInput{{"outside", []string{"broadcast"}, []string{"radio"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			c := caseOf(t, tc.terms, "2024-07-06T00:00:00Z", Asked{Action: "publish"}, House{})
			var got []SetInput
			for _, r := range c.Input.Terms.Rules {
				got = append(got, r.Media)
			}
			if !slices.EqualFunc(got, tc.want, func(a, b SetInput) bool {
				return a.Form == b.Form && slices.Equal(a.Values, b.Values) && slices.Equal(a.Maybe, b.Maybe)
			}) {
				t.Errorf("media are %+v, want %+v", got, tc.want)
			}
		})
	}
}

// A narrower use leaves out what rules reach, and nothing else.
func TestNarrower(t *testing.T) {
	c := caseOf(t, "No access Norway/RTE. No online use", "2024-07-06T00:00:00Z", Asked{Action: "sell"}, House{})
	facts := []string{"terms.rules.0", "terms.rules.1", "terms.rules.2"}
	narrower, ok := c.Narrower(facts, "territory", "media")
	if !ok {
		t.Fatal("there is none")
	}
	want := Except{Territory: []string{"BV", "NO", "SJ"}, Media: []string{"mobile", "online", "social"}, Party: []string{"RTE"}}
	if got := narrower.Question.Use.Except; !got.Same(want) {
		t.Errorf("it leaves out %+v, want %+v", got, want)
	}
	in := narrower.Input.Use
	if in.Territory.Everywhere || slices.Contains(in.Territory.Codes, "NO") || !slices.Contains(in.Territory.Codes, "SE") || in.AnyMedium || !in.Buyer.Known {
		t.Errorf("it asks about %+v", in)
	}
	if _, ok := narrower.Narrower(facts, "territory", "media"); ok {
		t.Error("what is left out already is left out again")
	}
	if _, ok := c.Narrower([]string{"holder.sale"}, "territory", "media"); ok {
		t.Error("a fact that is no rule can be left out")
	}
}

// The schema knows every kind of rule, and no other.
func TestSchemaKnowsTheKinds(t *testing.T) {
	var schema struct {
		Properties struct {
			Terms struct {
				Properties struct {
					Rules struct {
						Items struct {
							Properties struct{ Kind struct{ Enum []string } }
						}
					}
				}
			}
		}
	}
	if err := json.Unmarshal(InputSchema, &schema); err != nil {
		t.Fatal(err)
	}
	if got, want := schema.Properties.Terms.Properties.Rules.Items.Properties.Kind.Enum, slices.Sorted(maps.Keys(language.Kinds)); !slices.Equal(got, want) {
		t.Errorf("the schema has the kinds %q, want %q", got, want)
	}
}
