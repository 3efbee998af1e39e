package policy_test

import (
	"bytes"
	"encoding/json"
	"maps"
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
		Use:     wholeUse(action),
		Record:  rights.RecordInput{Labels: labels, ID: rights.Stated, Date: rights.Stated, Oddities: []string{}, Age: "old", Twin: "none", Earlier: "none"},
		Holder:  rights.HolderInput{State: rights.Stated, Name: rights.Stated, Kind: "pool", Sale: "can_sell"},
		Notice:  rights.NoticeInput{State: rights.Stated, Claimant: "other", Year: "other", Link: "url"},
		Embargo: rights.EmbargoInput{State: "over", Zone: "none"},
		Terms:   rights.TermsInput{State: "nothing_stated", Elsewhere: "none", Rules: []rights.RuleInput{}},
		Shots:   []rights.ShotInput{{Source: "pool", Terms: "none"}, {Source: "holder", Terms: "none"}},
		House:   []string{},
	}
}

// wholeUse leaves everything open that can be: it is shown everywhere, in all media, and sold to whoever buys.
func wholeUse(action string) rights.UseInput {
	return rights.UseInput{
		Action: action, Purpose: "editorial", Territory: rights.PlaceInput{Everywhere: true, Codes: []string{}},
		Media: slices.Clone(rights.Media), AnyMedium: true, GeoLimited: []string{},
		Buyer: rights.BuyerInput{Known: action != "sell", Codes: []string{}},
	}
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

// there reports whether the input has this leaf: it may have no rules.
func (l leaf) there(in rights.Input) bool {
	return !strings.HasPrefix(l.String(), "terms.rules.") || len(in.Terms.Rules) > 0
}

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
