package grid_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"clearance/policy"
	"clearance/policy/grid"
	"clearance/rego"
	"clearance/rights"
	"clearance/story"
)

var moment = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func load(t testing.TB, house rights.House) *policy.Policy {
	t.Helper()
	p, err := policy.Load(t.Context(), rego.Files, house)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func readHouse(t testing.TB, text string) rights.House {
	t.Helper()
	house, err := rights.ReadHouse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return house
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
func record(terms string) string {
	return "- Title: NORWAY: Ministers meet\n- Date: 22nd November 2026\n- Summary: OSLO, NORWAY (NOVEMBER 22, 2026) (REUTERS) MINISTERS ARRIVING\n" +
		"- Embargoed: \n- Keywords: \n- Location: Norway\n- Country: Norway\n- Topics: Politics\n- Reuters ID: LVA2K7QXN4MWP5RTD3CJ6HBE8FGS\n" +
		"- Story Text: Ministers met in Oslo.\n- Copyright Holder: REUTERS (CAN SELL)\n- Copyright Notice: (c) Copyright Thomson Reuters 2026.\n" +
		"- Usage Terms/Restrictions: " + terms + "\n"
}

// The whole of a grid is as strict as its strictest cell, and what is no verdict clears nothing.
func TestOutcome(t *testing.T) {
	cells := func(verdicts ...policy.Verdict) (all []grid.Cell) {
		for _, v := range verdicts {
			all = append(all, grid.Cell{Verdict: v})
		}
		return all
	}
	for name, tc := range map[string]struct {
		areas []grid.Area
		want  policy.Verdict
	}{
		"all cleared":   {[]grid.Area{{Cells: cells(policy.Cleared)}, {Cells: cells(policy.Cleared)}}, policy.Cleared},
		"one referred":  {[]grid.Area{{Cells: cells(policy.Referred)}, {Cells: cells(policy.Cleared)}}, policy.Referred},
		"one blocked":   {[]grid.Area{{Cells: cells(policy.Cleared, policy.Blocked)}, {Cells: cells(policy.Referred, policy.Cleared)}}, policy.Blocked},
		"a zero cell":   {[]grid.Area{{Cells: cells(policy.Cleared)}, {Cells: make([]grid.Cell, 1)}}, policy.Blocked},
		"no cells":      {[]grid.Area{{Codes: []string{"NO"}}}, policy.Blocked},
		"nothing asked": {nil, policy.Blocked},
	} {
		if got := (grid.Grid{Areas: tc.areas}).Outcome(); got.Verdict != tc.want || got.Grid == nil {
			t.Errorf("%s: %q, want %q", name, got.Verdict, tc.want)
		}
	}
}

// A grid holds until the earliest moment at which the use itself or any cell may change.
func TestGoodUntil(t *testing.T) {
	limited := readHouse(t, "geo_limited: [{media: [social], who: a, why: b, until: 2027-01-01}]")
	for name, tc := range map[string]struct {
		terms string
		house rights.House
		asked rights.Asked
		want  string
	}{
		"never":               {"No access Norway", rights.House{}, rights.Asked{Action: "publish"}, ""},
		"the use":             {"No use after 1500GMT on December 16, 2026", limited, rights.Asked{Action: "publish"}, "2026-12-16T15:00:00Z"},
		"a cell":              {"No access Norway", limited, rights.Asked{Action: "publish"}, "2027-01-01T00:00:00Z"},
		"a cell, before that": {"No use after 1500GMT on December 16, 2027", limited, rights.Asked{Action: "publish"}, "2027-01-01T00:00:00Z"},
		"another medium":      {"No access Norway", limited, rights.Asked{Action: "publish", Media: []string{"print"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			old := strings.Replace(record(tc.terms), "22nd November 2026", "22nd August 2026", 1)
			g, err := grid.Ask(t.Context(), load(t, tc.house), read(t, old), ask(t, tc.asked), rights.Others{})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if g.GoodUntil != nil {
				got = g.GoodUntil.Format(time.RFC3339)
			}
			if got != tc.want {
				t.Errorf("it is good until %q, want %q", got, tc.want)
			}
		})
	}
}

// What a trail keeps gives the very outcome again: from JSON, byte for byte.
func TestAgain(t *testing.T) {
	nato, err := os.ReadFile(filepath.Join("..", "..", "testdata", "stories", "nato-russia.txt"))
	if err != nil {
		t.Fatal(err)
	}
	house := readHouse(t, `
we: {names: [Reuters, Thomson Reuters], clients_of: {AP: [publish]}}
clients: [{name: Severn Television, country: GB}]
geo_limited: [{media: [social], who: a, why: b, until: 2027-01-01}]
rulings: [{phrase: hands off the otters, reads_as: No access Norway, who: a, why: b, until: 2027-06-01}]
`)
	for name, tc := range map[string]struct {
		text   string
		house  rights.House
		asked  rights.Asked
		others rights.Others
	}{
		"a sale":              {string(nato), rights.House{}, rights.Asked{Action: "sell"}, rights.Others{}},
		"publishing":          {string(nato), house, rights.Asked{Action: "publish"}, rights.Others{Earlier: true}},
		"places and media":    {record("No access UK/RTE. China OUT. Not for use outside Europe. No digital Germany"), house, rights.Asked{Action: "publish"}, rights.Others{}},
		"a ruling":            {record("Hands off the otters. Must credit NRK"), house, rights.Asked{Action: "publish"}, rights.Others{Twin: true}},
		"a client and a term": {record("No use after 1500GMT on January 16, 2027. No access Wales/Internet"), house, rights.Asked{Action: "sell", Party: "Severn Television", From: "2026-12-01T00:00:00Z", Until: "2027-12-01T00:00:00Z"}, rights.Others{}},
		"some of it":          {record("No access EU except Denmark"), house, rights.Asked{Action: "publish", Territory: []string{"EU", "NO"}, Media: []string{"digital"}, Purpose: "news"}, rights.Others{}},
		"nothing is cleared":  {"- Title: T\n", rights.House{}, rights.Asked{Action: "publish", Territory: []string{"NO"}}, rights.Others{Twin: true, Earlier: true}},
	} {
		t.Run(name, func(t *testing.T) {
			p, r, q := load(t, tc.house), read(t, tc.text), ask(t, tc.asked)
			recorded, err := grid.Outcome(t.Context(), p, r, q, tc.others)
			if err != nil {
				t.Fatal(err)
			}
			in := throughJSON(t, rights.NewCase(r, q, p.House(), tc.others).Input)
			same, err := policy.FromBundle(p.Bundle())
			if err != nil {
				t.Fatal(err)
			}
			again, err := grid.Outcome(t.Context(), same, throughJSON(t, r), throughJSON(t, q), in.Others())
			if err != nil {
				t.Fatal(err)
			}
			if got, want := written(t, again), written(t, recorded); !bytes.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			others := tc.others
			others.Twin = !others.Twin
			if other, err := grid.Outcome(t.Context(), same, r, q, others); err != nil || bytes.Equal(written(t, other), written(t, recorded)) {
				t.Errorf("other records make no difference: %v", err)
			}
		})
	}
}

func written(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func throughJSON[T any](t *testing.T, v T) (again T) {
	t.Helper()
	if err := json.Unmarshal(written(t, v), &again); err != nil {
		t.Fatal(err)
	}
	return again
}

// A use that names territories and media is asked about in these alone.
func TestNamedOnly(t *testing.T) {
	base := ask(t, rights.Asked{Action: "publish", Territory: []string{"EU", "NO"}, Media: []string{"print"}})
	g, err := grid.Ask(t.Context(), load(t, rights.House{}), read(t, record("No access Denmark")), base, rights.Others{})
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Areas) != 2 || len(g.Areas[0].Codes) != 27 || !slices.Contains(g.Areas[0].Codes, "NO") || strings.Join(g.Areas[1].Codes, " ") != "DK" ||
		!slices.Equal(g.Media, []string{"print"}) || g.Areas[0].Cells[0].Verdict != policy.Cleared || g.Areas[1].Cells[0].Verdict != policy.Blocked {
		t.Errorf("got %v and %d areas, of them %v", g.Media, len(g.Areas), g.Areas[0].Codes)
	}
}
