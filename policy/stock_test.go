package policy_test

import (
	"bytes"
	"slices"
	"testing"

	"clearance/policy"
	"clearance/rego"

	"github.com/open-policy-agent/opa/v1/ast"
)

// What stock OPA is told must be what the loader holds to: rules compile under it, and what the loader refuses does not.
func TestCapabilities(t *testing.T) {
	written, err := policy.Capabilities()
	if err != nil {
		t.Fatal(err)
	}
	capabilities, err := ast.LoadCapabilitiesJSON(bytes.NewReader(written))
	if err != nil {
		t.Fatal(err)
	}
	compiles := func(source string) bool {
		compiler := ast.NewCompiler().WithCapabilities(capabilities)
		compiler.Compile(map[string]*ast.Module{"a.rego": ast.MustParseModule("package a\n\n" + source)})
		return !compiler.Failed()
	}
	if !compiles(`x if startswith("ab", "a")`) {
		t.Error("refuses an allowed built-in")
	}
	for _, call := range []string{"time.now_ns()", "http.send({})", "opa.runtime()", "object.get({}, 1, 2)", "rand.intn(1, 2)"} {
		if compiles("x := " + call) {
			t.Errorf("allows %s", call)
		}
	}
}

func TestData(t *testing.T) {
	p := load(t, edited(t, edit{"lists/data.json": write(`{"agencies": ["AP"]}`)}), map[string]any{"raise": map[string]string{"holder.pool": "refer"}})
	data, err := p.Data(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for name := range data {
		names = append(names, name)
	}
	slices.Sort(names)
	if want := []string{"house", "index", "lists"}; !slices.Equal(names, want) {
		t.Errorf("holds %q, want %q", names, want)
	}
	data["index"].(map[string]any)["effects"] = nil
	again, err := p.Data(t.Context())
	if err != nil || again["index"].(map[string]any)["effects"] == nil {
		t.Errorf("the policy can be changed through its data: %v", err)
	}
	if p := load(t, rego.Files, nil); p.Effect(policy.Rule{Code: "holder.pool", Effect: policy.Note}) != policy.Note {
		t.Error("a house that raises nothing raises")
	}
}
