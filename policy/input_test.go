package policy_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"clearance/rights"
)

// sample is the input of a pool's story with nothing wrong: its embargo is over, its notice of another claimant and year.
func sample(action string) rights.Input {
	labels := map[string]rights.State{}
	for name := range rights.LabelNames {
		labels[name] = rights.Stated
	}
	labels["keywords"] = rights.Empty
	return rights.Input{
		Use:     rights.UseInput{Action: action, Purpose: "editorial", Territory: []string{}, Media: []string{}},
		Record:  rights.RecordInput{Labels: labels, ID: rights.Stated, Date: rights.Stated, Oddities: []string{}, Age: "old", Twin: "none", Earlier: "none"},
		Holder:  rights.HolderInput{State: rights.Stated, Name: rights.Stated, Kind: "pool", Sale: "can_sell"},
		Notice:  rights.NoticeInput{State: rights.Stated, Claimant: "other", Year: "other", Link: "url"},
		Embargo: rights.EmbargoInput{State: "over", Zone: "none"},
		Terms:   rights.TermsInput{State: "nothing_stated", Elsewhere: "none"},
		Shots:   []rights.ShotInput{{Source: "pool", Terms: "none"}, {Source: "holder", Terms: "none"}},
		House:   []string{},
	}
}

// mayClear says in Go when an input may be cleared. It is written apart from the rules, to be compared with them.
func mayClear(in rights.Input) bool {
	one := func(s string, of ...string) bool { return slices.Contains(of, s) }
	sells := in.Use.Action == "sell"
	keeps := one(in.Use.Action, "archive", "modify")
	good := one(in.Holder.Sale, "can_sell", "cannot_sell", "absent", "unread", "contradictory")
	good = good && (sells && in.Holder.Sale == "can_sell" || keeps || in.Use.Action == "publish")
	good = good && one(in.Use.Purpose, "editorial", "news")
	for name := range rights.LabelNames {
		if one(name, "embargoed", "date", "id", "holder", "notice", "terms") {
			continue // judged by what was read from them
		}
		may := one(name, "keywords", "location", "country", "topics")
		state := in.Record.Labels[name]
		good = good && (state == rights.Stated || may && state == rights.Empty)
	}
	good = good && in.Record.Twin == "none"
	good = good && in.Record.ID == rights.Stated && in.Record.Date == rights.Stated && in.Record.Oddities != nil && len(in.Record.Oddities) == 0
	good = good && in.Holder.State == rights.Stated && in.Holder.Name == rights.Stated && one(in.Holder.Kind, "pool", "other")
	good = good && in.Notice.State == rights.Stated && one(in.Notice.Claimant, "holder", "other") &&
		one(in.Notice.Year, "same", "other", "none") && one(in.Notice.Link, "url", "none") &&
		(!in.Notice.Reserved || in.Notice.Us || in.Notice.Client && in.Use.Action == "publish")
	good = good && one(in.Embargo.Zone, "stated", "house", "none") &&
		(one(in.Embargo.State, "empty", "over") || keeps && one(in.Embargo.State, "active", "uncertain", "endless"))
	good = good && in.Terms.State == "nothing_stated" && in.Terms.Elsewhere == "none" && in.Shots != nil
	for _, shot := range in.Shots {
		good = good && shot.Terms == "none" && (one(shot.Source, "holder", "us", "pool") || shot.Source == "third_party" && !sells)
	}
	return good
}

// leaf is a state of the input that has a list of values in the schema.
type leaf struct {
	path   []string
	values []string
}

// leaves reads them from the schema, in a fixed order. Those of a list of objects stand for its first element.
func leaves(t testing.TB) []leaf {
	t.Helper()
	var schema map[string]any
	if err := json.Unmarshal(rights.InputSchema, &schema); err != nil {
		t.Fatal(err)
	}
	var all []leaf
	var walk func(path []string, node map[string]any)
	walk = func(path []string, node map[string]any) {
		if enum, ok := node["enum"].([]any); ok {
			l := leaf{path: path}
			for _, value := range enum {
				l.values = append(l.values, value.(string))
			}
			all = append(all, l)
		}
		if items, ok := node["items"].(map[string]any); ok && items["type"] == "object" {
			walk(append(slices.Clone(path), "0"), items)
		}
		properties, _ := node["properties"].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			walk(append(slices.Clone(path), name), properties[name].(map[string]any))
		}
	}
	walk(nil, schema)
	if len(all) < 20 {
		t.Fatalf("found only %d states in the schema", len(all))
	}
	return all
}

func (l leaf) String() string { return strings.Join(l.path, ".") }

// in gives the input with this leaf set to a value.
func (l leaf) in(t testing.TB, in rights.Input, value string) rights.Input {
	t.Helper()
	document := toJSON(t, in)
	var at any = document
	for _, step := range l.path[:len(l.path)-1] {
		at = child(at, step)
	}
	at.(map[string]any)[l.path[len(l.path)-1]] = value
	return fromJSON(t, document)
}

func child(at any, step string) any {
	if list, ok := at.([]any); ok {
		i, _ := strconv.Atoi(step)
		return list[i]
	}
	return at.(map[string]any)[step]
}

func toJSON(t testing.TB, in rights.Input) map[string]any {
	t.Helper()
	b, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]any
	if err := json.Unmarshal(b, &document); err != nil {
		t.Fatal(err)
	}
	return document
}

func fromJSON(t testing.TB, document any) rights.Input {
	t.Helper()
	b, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	var in rights.Input
	decoder := json.NewDecoder(bytes.NewReader(b))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&in); err != nil {
		t.Fatal(err)
	}
	return in
}

// generated gives n inputs, always the same: good ones with a few states changed, so that many are cleared and many are not.
func generated(t testing.TB, n int) []rights.Input {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(of []string) string { return of[random.IntN(len(of))] }
	all := leaves(t)
	inputs := make([]rights.Input, 0, n)
	for len(inputs) < n {
		in := sample(pick([]string{"sell", "sell", "publish", "archive", "modify", "train"}))
		in.Holder.Kind = pick([]string{"pool", "other"})
		if random.IntN(8) == 0 {
			in.Embargo.State = pick([]string{"active", "endless"})
		}
		in.Notice.Reserved, in.Notice.Us, in.Notice.Client = random.IntN(8) == 0, random.IntN(2) == 0, random.IntN(2) == 0
		if random.IntN(8) == 0 {
			in.House = []string{"zones.0"}
		}
		for range random.IntN(3) {
			in.Shots = append(in.Shots, rights.ShotInput{Source: pick([]string{"holder", "us", "pool", "third_party"}), Terms: "none"})
		}
		if random.IntN(10) == 0 {
			in.Record.Oddities = []string{pick([]string{"unknown_label", "damaged_label", "hidden_character", "control_character"})}
		}
		for range random.IntN(4) {
			l := all[random.IntN(len(all))]
			in = l.in(t, in, pick(l.values))
		}
		inputs = append(inputs, in)
	}
	return inputs
}
