package policy

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
)

var long = flag.Bool("policy.long", false, "try the analysis of rules on many more inputs")

// compileAny compiles rules with every built-in that the engine has.
func compileAny(rules string) (*ast.Compiler, error) {
	modules := map[string]*ast.Module{}
	for name, text := range known {
		modules[name] = ast.MustParseModule(text)
	}
	made, err := ast.ParseModule("made.rego", rules)
	if err != nil {
		return nil, err
	}
	modules["made"] = made
	for name, module := range modules {
		for _, rule := range module.Rules {
			rule.Location.File = name + ".rego"
		}
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		return nil, compiler.Errors
	}
	return compiler, nil
}

// readsHold asks about many inputs. Those that are the same in what is read must get the same findings.
func readsHold(t *testing.T, compiler *ast.Compiler, all reads) {
	t.Helper()
	store := inmem.NewFromObject(map[string]any{"lists": map[string]any{"words": []any{"x", "q"}, "x": []any{"y"}, "y": "b"}})
	question := ast.MustParseBody("topic = data.rights.rules.made.findings")
	c, one := newCutter(), &topic{}
	for _, path := range all.paths {
		one.pieces = append(one.pieces, c.add(path))
	}
	pieces := make([][]byte, c.pieces)
	first := map[string][2]string{}
	for _, input := range variants(t, anything) {
		if !c.cut(input, pieces) {
			t.Fatalf("does not cut %s", input)
		}
		key := string(one.key(nil, pieces))
		value, err := ast.ValueFromReader(bytes.NewReader(input))
		if err != nil {
			t.Fatal(err)
		}
		result, err := topdown.NewQuery(question).WithCompiler(compiler).WithStore(store).WithInput(ast.NewTerm(value)).
			WithStrictBuiltinErrors(true).Run(context.Background())
		said := fmt.Sprint(result, err)
		if earlier, ok := first[key]; ok && earlier[1] != said {
			t.Fatalf("of %s it says %s\nof %s it says %s\nbut it is said to read %q", earlier[0], earlier[1], input, said, joined(all.paths))
		}
		first[key] = [2]string{string(input), said}
	}
}

// variants are a document, and every one that differs in one value, which is another one or not there at all; and some that differ in two.
func variants(t testing.TB, document string) [][]byte {
	t.Helper()
	once := change(t, document)
	all := append([][]byte{compact(t, document)}, once...)
	every := 100
	if *long {
		every = 3
	}
	for i := range once {
		if i%every == 0 {
			all = append(all, change(t, string(once[i]))...)
		}
	}
	return all
}

func compact(t testing.TB, document string) []byte {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(document), &v); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func change(t testing.TB, document string) [][]byte {
	t.Helper()
	var root any
	if err := json.Unmarshal([]byte(document), &root); err != nil {
		t.Fatal(err)
	}
	var changed [][]byte
	write := func() {
		b, err := json.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		changed = append(changed, b)
	}
	var walk func(v any, set func(any), remove func())
	walk = func(v any, set func(any), remove func()) {
		for _, other := range []any{"x", "y", true, nil, 3, []any{}, map[string]any{"c": "y", "n": "x"}} {
			set(other)
			write()
		}
		if remove != nil {
			remove()
			write()
		}
		set(v)
		switch v := v.(type) {
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(v)) {
				walk(v[key], func(to any) { v[key] = to }, func() { delete(v, key) })
			}
			v["new"] = "x"
			write()
			delete(v, "new")
		case []any:
			for i := range v {
				walk(v[i], func(to any) { v[i] = to }, nil)
			}
			set(append(slices.Clone(v), "x"))
			write()
			set(v)
		}
	}
	walk(root, func(to any) { root = to }, nil)
	return changed
}

// TestTopicKey wants other keys wherever a field has another value, is not there, or is null.
func TestTopicKey(t *testing.T) {
	c, one := newCutter(), &topic{}
	for _, path := range [][]string{{"a"}, {"b", "c"}, {"d"}} {
		one.pieces = append(one.pieces, c.add(path))
	}
	pieces, seen := make([][]byte, c.pieces), map[string]string{}
	for _, text := range []string{
		`{}`, `{"a":1}`, `{"b":{"c":1}}`, `{"d":1}`, `{"a":null}`, `{"b":{"c":null}}`, `{"a":1,"d":2}`, `{"a":12}`, `{"a":1,"b":{"c":2}}`,
		`{"b":{"c":1},"d":2}`, `{"b":{"c":12}}`, `{"a":"1"}`, `{"a":"","d":""}`, `{"a":"\"\""}`, `{"a":[]}`, `{"a":[],"d":[]}`, `{"a":"\u0000"}`,
	} {
		if !c.cut([]byte(text), pieces) {
			t.Fatalf("does not cut %s", text)
		}
		key := string(one.key(nil, pieces))
		if other, ok := seen[key]; ok {
			t.Errorf("%s and %s have one key", other, text)
		}
		seen[key] = text
	}
}
