package rights

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"clearance/story"
)

func readHouse(t *testing.T, text string) House {
	t.Helper()
	h, err := ReadHouse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// houseOf is a house, or none.
func houseOf(t *testing.T, text string) House {
	t.Helper()
	if text == "" {
		return House{}
	}
	return readHouse(t, text)
}

// follows reports whether the schema that editors use accepts a house file.
func follows(t *testing.T, text string) bool {
	t.Helper()
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(HouseSchema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("house.schema.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("house.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var node yaml.Node
	if err := yaml.Unmarshal([]byte(text), &node); err != nil {
		return false
	}
	for _, n := range scalars(&node) { // a day is a string to JSON
		if n.Tag == "!!timestamp" {
			n.Tag = "!!str"
		}
	}
	var value any
	if err := node.Decode(&value); err != nil {
		return false
	}
	if value == nil {
		value = map[string]any{}
	}
	return compiled.Validate(value) == nil
}

func scalars(n *yaml.Node) []*yaml.Node {
	all := []*yaml.Node{n}
	for _, c := range n.Content {
		all = append(all, scalars(c)...)
	}
	return all
}

func TestTheExampleHouse(t *testing.T) {
	text, err := os.ReadFile("../testdata/house.yaml")
	if err != nil {
		t.Fatal(err)
	}
	h := readHouse(t, string(text))
	if !follows(t, string(text)) {
		t.Error("the schema refuses the example")
	}
	if !h.IsUs("reuters") || h.IsUs("AP") || !h.ClientFor("ap", "publish") || h.ClientFor("AP", "sell") || h.Fresh() != 14 {
		t.Errorf("read as %+v", h)
	}
}

// A house file with anything wrong in it is refused whole, with the place and what to do.
func TestHouseRefuses(t *testing.T) {
	const zone = "zones: [{zone: Europe/London, all: true, who: J, why: w, until: 2030-01-01}]"
	for name, tc := range map[string]struct {
		text, want string
		schema     bool // whether the schema alone lets it pass
	}{
		"unknown key":            {"wee: {names: [A]}", "wee", false},
		"unknown key within":     {"we: {name: A}", "name", false},
		"key twice":              {"fresh_days: 1\nfresh_days: 2", "already defined", false},
		"a list":                 {"- we", "cannot unmarshal", false},
		"not YAML":               {"we: [", "did not find", false},
		"two documents":          {"fresh_days: 1\n---\nfresh_days: 2", "second document", true},
		"unknown effect":         {"raise: {holder.pool: note}", "raise.holder.pool", false},
		"unknown zone":           {strings.Replace(zone, "London", "Londno", 1), "Europe/Londno", true},
		"unknown holder":         {strings.Replace(zone, "all: true", "holder: Rueters", 1), `unknown holder "Rueters"`, true},
		"no records":             {strings.Replace(zone, "all: true, ", "", 1), "whose records", false},
		"two kinds of records":   {strings.Replace(zone, "all: true", "all: true, holder: AP", 1), "whose records", false},
		"not all":                {strings.Replace(zone, "all: true", "all: false", 1), "whose records", false},
		"no who":                 {strings.Replace(zone, "who: J, ", "", 1), "who states it", false},
		"no why":                 {strings.Replace(zone, "why: w, ", "", 1), "why it is stated", false},
		"no until":               {strings.Replace(zone, ", until: 2030-01-01", "", 1), "until when", false},
		"no day":                 {strings.Replace(zone, "2030-01-01", "soon", 1), "no day", false},
		"the same twice":         {"zones:\n- {zone: UTC, all: true, who: J, why: w, until: 2030-01-01}\n- {zone: Asia/Tokyo, all: true, who: J, why: w, until: 2030-01-01}", "the same records", true},
		"unknown action":         {"we: {clients_of: {AP: [print]}}", "unknown action", false},
		"client of nobody":       {"we: {clients_of: {APP: [publish]}}", "unknown holder", true},
		"unknown country":        {"clients: [{name: A, country: ZZ}]", "unknown country", true},
		"client without name":    {"clients: [{country: FR}]", "has no name", false},
		"two clients":            {"clients: [{name: A}, {name: B, aliases: [a]}]", "two clients", true},
		"ends before begins":     {"clients: [{name: A, from: 2020-01-01, until: 2019-01-01}]", "ends before", true},
		"no medium":              {"geo_limited: [{media: [], who: J, why: w, until: 2030-01-01}]", "unknown media", false},
		"unknown medium":         {"geo_limited: [{media: [digital], who: J, why: w, until: 2030-01-01}]", "unknown media", false},
		"limits of nobody":       {"geo_limited: [{media: [social], why: w, until: 2030-01-01}]", "who states it", false},
		"a ruling on nothing":    {"rulings: [{phrase: ' - ', means: refer, who: J, why: w, until: 2030-01-01}]", "phrase is missing", true},
		"a ruling of nothing":    {"rulings: [{phrase: Ask Jane, who: J, why: w, until: 2030-01-01}]", "either", false},
		"an unknown meaning":     {"rulings: [{phrase: Ask Jane, means: cleared, who: J, why: w, until: 2030-01-01}]", "unknown meaning", false},
		"a ruling twice":         {"rulings:\n- {phrase: Ask Jane, means: refer, who: J, why: w, until: 2030-01-01}\n- {phrase: ASK  JANE., means: refer, who: J, why: w, until: 2030-01-01}", "same phrase", true},
		"a ruling nobody reads":  {"rulings: [{phrase: Ask Jane, reads_as: Call Jane, who: J, why: w, until: 2030-01-01}]", "cannot read", true},
		"a ruling of nobody":     {"rulings: [{phrase: Ask Jane, means: refer, why: w, until: 2030-01-01}]", "who states it", false},
		"a channel for nothing":  {"channels: {web: {media: [online]}}", "unknown action", false},
		"a channel of no medium": {"channels: {web: {action: publish, media: [net]}}", "unknown medium", false},
		"a channel nowhere":      {"channels: {web: {action: publish, territory: [ZZ]}}", "unknown territory", true},
		"a channel's word":       {"channels: {web: {action: publish, teritory: [GB]}}", "teritory", false},
		"a channel's name":       {"channels: {'a b': {action: publish}}", "no name for a channel", false},
		"limited by nobody":      {"channels: {web: {action: publish, media: [online, social], territory: [GB], geo_limited: true}}", "nobody states", true},
		"limited in part": {"channels: {web: {action: publish, media: [online, social], territory: [GB], geo_limited: true}}\n" +
			"geo_limited: [{media: [social], who: J, why: w, until: 2030-01-01}]", "that online can be", true},
		"nobody overrides":      {"override: {approvers: [], names: 1, hours: 1, who: J, why: w, until: 2030-01-01}", "override.names", false},
		"too few override":      {"override: {approvers: [J], names: 2, hours: 1, who: J, why: w, until: 2030-01-01}", "override.names", true},
		"none is enough":        {"override: {approvers: [J], names: 0, hours: 1, who: J, why: w, until: 2030-01-01}", "override.names", false},
		"overrides twice":       {"override: {approvers: [J, j], names: 1, hours: 1, who: J, why: w, until: 2030-01-01}", "twice", true},
		"overrides for ever":    {"override: {approvers: [J], names: 1, hours: 721, who: J, why: w, until: 2030-01-01}", "override.hours", false},
		"no one's override":     {"override: {approvers: [J], names: 1, hours: 1, why: w, until: 2030-01-01}", "who states it", false},
		"an empty approver":     {"override: {approvers: [' '], names: 1, hours: 1, who: J, why: w, until: 2030-01-01}", "it is empty", true},
		"negative days":         {"fresh_days: -1", "fresh_days", false},
		"a name that restricts": {"we: {names: [No resale]}", "is no name", true},
	} {
		t.Run(name, func(t *testing.T) {
			h, err := ReadHouse([]byte(tc.text))
			if err == nil {
				t.Fatalf("read as %+v", h)
			}
			if !strings.Contains(err.Error(), tc.want) {
				t.Errorf("the error %q does not say %q", err, tc.want)
			}
			if got := follows(t, tc.text); got != tc.schema && name != "two documents" {
				t.Errorf("the schema lets it pass: %v, want %v", got, tc.schema)
			}
		})
	}
	if _, err := ReadHouse([]byte(zone)); err != nil || !follows(t, zone) {
		t.Errorf("%q: %v", zone, err)
	}
	for _, text := range []string{"", "# nothing\n", "{}", "raise:", "we:\nfresh_days: 3", "null"} {
		if h, err := ReadHouse([]byte(text)); err == nil || !strings.Contains(err.Error(), "states nothing") {
			t.Errorf("%q is %+v, %v", text, h, err)
		}
	}
}

// Which zone an embargo is read in: the holder's or the claimant's, else that for all; where two speak, both.
func TestZonesOfAHouse(t *testing.T) {
	const authority = ", who: J, why: w, until: 2030-01-01}"
	r := Read(&story.Story{Fields: []story.Field{
		{Label: story.Embargoed, Text: "20th December 2009 12:00"}, {Label: story.CopyrightHolder, Text: "AFP (CAN SELL)"},
		{Label: story.CopyrightNotice, Text: "(c) Copyright Thomson Reuters 2009"},
	}})
	for name, tc := range map[string]struct{ house, first, last string }{
		"none":            {"", "2009-12-19T22:00:00Z", "2009-12-21T00:00:00Z"},
		"for all":         {"zones: [{zone: Europe/Paris, all: true" + authority + "]", "2009-12-20T11:00:00Z", "2009-12-20T11:00:00Z"},
		"for the holder":  {"zones: [{zone: Asia/Tokyo, all: true" + authority + ", {zone: Europe/Paris, holder: AFP" + authority + "]", "2009-12-20T11:00:00Z", "2009-12-20T11:00:00Z"},
		"for two of them": {"zones: [{zone: Europe/London, claimant: Thomson Reuters" + authority + ", {zone: Europe/Paris, holder: AFP" + authority + "]", "2009-12-20T11:00:00Z", "2009-12-20T12:00:00Z"},
		"for others":      {"zones: [{zone: Asia/Tokyo, holder: AP" + authority + "]", "2009-12-19T22:00:00Z", "2009-12-21T00:00:00Z"},
	} {
		c := NewCase(r, Question{AsOf: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}, houseOf(t, tc.house), Others{})
		if e := c.embargo(); e.First.Format(time.RFC3339) != tc.first || e.Last.Format(time.RFC3339) != tc.last {
			t.Errorf("%s: from %s to %s, want %s to %s", name, e.First, e.Last, tc.first, tc.last)
		}
	}
}
