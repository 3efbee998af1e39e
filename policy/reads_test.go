package policy

import (
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// anything is an input without a schema, so that rules can be tried that no policy may have.
const anything = `{"a": {"b": {"c": "x", "d": "y"}, "e": ["x", "y", "z"]}, "f": "x", "g": {"x": "y", "y": "x", "z": "b"},
	"h": [{"n": "x", "m": [1, 2]}, {"n": "y", "m": []}], "i": true, "j": null, "k": 3, "findings": ["x"], "x": {"y": {"z": "a"}}}`

// known are further packages that the rules in the table may reach.
var known = map[string]string{
	"one": `package rights.one
import data.rights.two
f(x) := two.g(x, 1)
deep(x) := two.deep(x)
all := input
some_of := input.a.e
default or(_, _) := false
or(x, _) if x
or(_, y) if y
names contains name if some name in input.g`,
	"two": `package rights.two
g(x, _) := x.c
deep(x) := y if { some y in x.e } else := data.rights.three.last
`,
	"three": `package rights.three
last := input.f`,
	"other": `package rights.rules.other
findings contains x if some x in input.h
_helper if input.i
_tree.a.b := input.k
_tree.a.c := input.j
_open[k].n := v if some k, v in input.g`,
	"above": `package rights.rules
other.findings contains input.new
other.lower := input.x`,
}

// TestReads tries rules of all forms: what they read, or that it is refused. Whatever is not refused must hold: inputs that are the
// same in what is read get the same findings.
func TestReads(t *testing.T) {
	for _, tc := range []struct{ name, rules, want string }{
		{"nothing", `findings contains 1`, ""},
		{"a field", `findings contains 1 if input.a.b.c == "x"`, "a.b.c"},
		{"a field in its other form", `findings contains 1 if input["a"]["b"].c == "x"`, "a.b.c"},
		{"a field that is not there", `findings contains 1 if not input.nothing.there`, "nothing.there"},
		{"two fields, one above the other", `findings contains 1 if { input.a.b.c == "x"; input.a.b != {} }`, "a.b"},
		{"fields that begin alike", `findings contains 1 if { input.f == "x"; not input.fa.b }`, "f fa.b"},
		{"the head", `findings contains input.f`, "f"},
		{"an element of a list", `findings contains 1 if input.h[0].n == "x"`, "h"},
		{"any element", `findings contains x if x := input.h[_].n`, "h"},
		{"a field with a name that is worked out", `findings contains input.g[input.f]`, "f g"},
		{"one in another", `findings contains input.g[input.g[input.f]]`, "f g"},
		{"one far down", `findings contains 1 if input.x[input.f].z == "a"`, "f x"},
		{"a strange name", `findings contains 1 if input.a["b c"]`, "!more in it than letters"},
		{"an empty name", `findings contains 1 if input.a[""]`, "!more in it than letters"},
		{"a quoted name", `findings contains 1 if input["a\"b"]`, "!more in it than letters"},
		{"a dotted name", `findings contains 1 if input["a.b"]`, "!more in it than letters"},

		{"all of it", `findings contains 1 if input == {}`, "!as a whole"},
		{"all of it by another name", `findings contains 1 if { x := input; x.f == "x" }`, "!as a whole"},
		{"by another name of another name", `findings contains 1 if { x := input; y := x; y["f"] == "x" }`, "!as a whole"},
		{"by a name that is imported", "import input as all\nfindings contains 1 if all.f == \"x\"", "f"},
		{"imported, and as a whole", "import input as all\nfindings contains 1 if all == {}", "!as a whole"},
		{"a part that is imported", "import input.a.b as part\nfindings contains part.c", "a.b.c"},
		{"a part that is imported, as a whole", "import input.a.b as part\nfindings contains part", "a.b"},
		{"in an array", `findings contains 1 if [input][0].f == "x"`, "!as a whole"},
		{"in an object", `findings contains 1 if { x := {"in": input}; x["in"].f == "x" }`, "!as a whole"},
		{"as a key of an object", `findings contains 1 if { x := {input: 1}; some k, _ in x; k.f }`, "!as a whole"},
		{"in a set", `findings contains 1 if { some x in {input}; x.f }`, "!as a whole"},
		{"as an operand of a reference", `findings contains 1 if data.lists[input]`, "!as a whole"},
		{"taken apart", `findings contains 1 if {"f": x} = input`, "!as a whole"},
		{"in a rule's value", "_all := input\nfindings contains 1 if _all.f == \"x\"", "!as a whole"},
		{"in an object rule", "_all[\"x\"] := input\nfindings contains 1 if _all.x.f == \"x\"", "!as a whole"},
		{"in a set rule", "_all contains input\nfindings contains 1 if { some x in _all; x.f == \"x\" }", "!as a whole"},
		{"of another package", `findings contains 1 if data.rights.one.all.f == "x"`, "!as a whole"},
		{"as an argument", "_f(x) := x.f\nfindings contains _f(input)", "!as a whole"},
		{"by a step that is worked out", `findings contains 1 if { some k; input[k] == "x" }`, "!as a whole"},
		{"by a step that is a constant by another name", `findings contains 1 if { k := "f"; input[k] == "x" }`, "!as a whole"},
		{"by a step that is no name", `findings contains 1 if input[1]`, "!as a whole"},
		{"by its keys", `findings contains k if some k, _ in input`, "!as a whole"},
		{"by object.get", `findings contains object.get(input, "f", "x")`, "!as a whole"},
		{"by walk", `findings contains 1 if { walk(input, [["f"], x]); x == "x" }`, "!as a whole"},
		{"by json.filter", `findings contains json.filter(input, ["f"])`, "!as a whole"},
		{"in words", `findings contains sprintf("%v", [input])`, "!as a whole"},
		{"in a template", `findings contains $"{input.f}"`, "!internal.template_string is called"},
		{"by every", `findings contains 1 if every k, v in input { k != v }`, "!as a whole"},
		{"in a comprehension", `findings contains 1 if count([v | some v in input]) > 2`, "!as a whole"},
		{"behind not", `findings contains 1 if not input`, "!as a whole"},

		{"a part by another name", `findings contains 1 if { x := input.a; y := x.b; y.c == "x" }`, "a"},
		{"a part in an argument", "_f(x) := x.c\nfindings contains _f(input.a.b)", "a.b"},
		{"functions of several packages", `findings contains data.rights.one.f(input.a.b)`, "a.b"},
		{"and what they read themselves", `findings contains data.rights.one.deep(input.a)`, "a f"},
		{"another package's rule", `findings contains x if some x in data.rights.one.some_of`, "a.e"},
		{"an argument that is a pattern", "_f(\"x\") := 1\n_f(\"y\") := 2\nfindings contains _f(input.f)", "f"},
		{"an argument that is taken apart", "_f({\"c\": x, \"d\": _}) := x\nfindings contains _f(input.a.b)", "a.b"},
		{"a default function", "default _f(_) := 0\n_f(x) := input.k if x == input.f\nfindings contains _f(\"x\")", "f k"},
		{"a default function elsewhere", `findings contains data.rights.one.or(input.i, input.j)`, "i j"},
		{"a default", "default _p := false\n_p if input.i\nfindings contains _p", "i"},
		{"a default that is worked out", "default _p := false\n_p := input.k if not input.i\nfindings contains _p", "i k"},
		{"else", "_p := 1 if input.f == \"x\"\nelse := 2 if input.k == 3\nelse := input.j\nfindings contains _p", "f j k"},
		{"else of a function", "_f(x) := 1 if x == input.f\nelse := x if input.k == 3\nfindings contains _f(\"z\")", "f k"},
		{"every", `findings contains 1 if every x in input.h { x.n == input.f }`, "f h"},
		{"every with keys", `findings contains 1 if every i, x in input.h { i == input.k; x.n }`, "h k"},
		{"every over what a rule makes", "_x contains y if some y in input.a.e\nfindings contains 1 if every x in _x { x == input.f }", "a.e f"},
		{"every in every", `findings contains 1 if every x in input.h { every y in x.m { y == input.k } }`, "h k"},
		{"an array comprehension", `findings contains [x | some x in input.a.e; x == input.f]`, "a.e f"},
		{"a set comprehension", `findings contains {x.n | some x in input.h}`, "h"},
		{"an object comprehension", `findings contains {k: v | some k, v in input.g; v != input.f}`, "f g"},
		{"a comprehension's own head", `findings contains [input.f | some x in [1, 2]; x > input.k]`, "f k"},
		{"a comprehension in another", `findings contains [[input.f, y] | y := [z | some z in input.a.e]]`, "a.e f"},
		{"a partial object", "_o[k] := v if some k, v in input.g\nfindings contains _o.x", "g"},
		{"a partial object with a key from the input", "_o[input.f] := input.k\nfindings contains _o.x", "f k"},
		{"a partial set with an element from the input", "_s contains input.f\nfindings contains 1 if \"x\" in _s", "f"},
		{"a dotted rule", "_t.a.b := input.f\n_t.a.c := input.k\nfindings contains _t.a.b", "f"},
		{"all of a dotted rule", "_t.a.b := input.f\n_t.a.c := input.k\nfindings contains _t", "f k"},
		{"a dotted rule with a name that is worked out", "_t.a[k].n := v if some k, v in input.g\nfindings contains _t.a.x.n", "g"},
		{"a dotted rule with a name from the input", "_t[input.f].n := 1\nfindings contains 1 if _t.x.n", "f"},
		{"dotted rules beside it", "_t[input.f].n := 1\n_t.x.m := input.k\nfindings contains _t.x", "f k"},
		{"a dotted set", "_t.a contains input.f\n_t[input.k] contains 1\nfindings contains _t.a", "f k"},
		{"a rule by a name that is worked out", "_t.x := input.i\n_t.y := input.k\nfindings contains _t[input.f]", "f i k"},
		{"negation", "_p if input.i\nfindings contains 1 if not _p", "i"},
		{"a negated call", `findings contains 1 if not startswith(input.f, input.a.b.c)`, "a.b.c f"},
		{"an assignment to several", `findings contains x if [x, _] := [input.f, input.k]`, "f k"},
		{"taken apart by unification", `findings contains x if {"c": x, "d": "y"} = input.a.b`, "a.b"},
		{"words of a part", `findings contains sprintf("%v", [input.a.b])`, "a.b"},
		{"a constant in the way", `findings contains 1 if { x := {"f": 1}; x[input.f] }`, "f"},
		{"a set that is asked", `findings contains 1 if {"x", "y"}[input.f]`, "f"},
		{"arithmetic", `findings contains input.k + count(input.h)`, "h k"},
		{"two of a name", "_p contains 1 if input.f == \"x\"\n_p contains 2 if input.i\nfindings contains x if some x in _p", "f i"},
		{"a rule that nothing reaches", "_lost := input\nfindings contains input.f", "f"},
		{"metadata", `findings contains rego.metadata.rule()`, ""},

		{"data", `findings contains 1 if input.f in data.lists.words`, "f"},
		{"data by a name that is worked out", `findings contains 1 if { some k; data.lists[k][_] == input.f }`, "f"},
		{"data by a name from the input", `findings contains data.lists[input.g.x]`, "g.x"},
		{"another topic", `findings contains count(data.rights.rules.other.findings)`, "h new"},
		{"another topic's helper", `findings contains 1 if data.rights.rules.other._helper`, "i"},
		{"all of another topic", `findings contains data.rights.rules.other`, "g h i j k new x"},
		{"one that is worked out", `findings contains 1 if data.rights.rules.other[input.f]`, "f g h i j k new x"},
		{"a part of another topic", `findings contains data.rights.rules.other._tree.a[input.f]`, "f j k"},
		{"one branch of it", `findings contains data.rights.rules.other._tree.a.b`, "k"},
		{"an open branch", `findings contains data.rights.rules.other._open.x.n`, "g"},
		{"a package by a name that is worked out", `findings contains data.rights[input.f].last`, "f"},
		{"all packages by a name that is worked out", `findings contains data.rights[input.f]`, "recursion"},
		{"all topics by a name that is worked out", `findings contains data.rights.rules[input.f].findings`, "recursion"},
		{"packages by a name that is worked out", "package rights.rules.made\nfindings contains x if x := data.rights.three[input.f]", "f"},

		{"with an input", "_p if input.f == \"y\"\nfindings contains 1 if _p with input as input.a", "!as a whole"},
		{"with an input that is made up", "_p if input.f == \"y\"\nfindings contains 1 if _p with input as {\"f\": input.a.b.d}", "!as a whole"},
		{"with a field", "_p if input.f == \"y\"\nfindings contains 1 if _p with input.f as input.a.b.d", "!with"},
		{"with data", `findings contains 1 if data.rights.three.last == "y" with data.lists as {}`, "!with"},
		{"with a rule", `findings contains 1 if data.rights.three.last with data.rights.three.last as input.i`, "!with"},
		{"with a function", "_f(x) := x\nfindings contains x if x := count(input.h) with count as _f", "!with"},
		{"with, somewhere below", "_p if { every x in [1] { x == input.k with input.k as 1 } }\nfindings contains 1 if _p", "!with"},
		{"with, in a comprehension", `findings contains [1 | input.f with input.f as 2]`, "!with"},

		{"the time", `findings contains time.now_ns()`, "!time.now_ns is called"},
		{"chance", `findings contains rand.intn("x", 10)`, "!rand.intn is called"},
		{"the network", `findings contains http.send({"method": "get", "url": input.f})`, "!http.send is called"},
		{"the engine", `findings contains opa.runtime()`, "!opa.runtime is called"},
		{"a built-in that is not allowed", `findings contains base64.encode(input.f)`, "!base64.encode is called"},
		{"one behind a function", "_f(x) := uuid.rfc4122(x)\nfindings contains _f(input.f)", "!uuid.rfc4122 is called"},
		{"one in a comprehension", `findings contains [time.now_ns() | true]`, "!time.now_ns is called"},
		{"one in every", `findings contains 1 if every x in [1] { x < time.now_ns() }`, "!time.now_ns is called"},
		{"walk over a part", `findings contains x if walk(input.a, [_, x])`, "!walk is called"},
		{"object.get of a part", `findings contains object.get(input.a, "b", 1)`, "!object.get is called"},

		// Attempts to read more than is taken down.
		{"a function named like a built-in", "count(x) := [x, input.k]\nfindings contains count([1])", "k"},
		{"a rule named like a built-in", "upper := input.k\nfindings contains upper", "k"},
		{"a rule named like a member of one", "regex.match := input.k\nfindings contains regex.match", "k"},
		{"an argument named input", "_f(input) := input.f\nfindings contains _f({\"f\": 1})", "compile"},
		{"input as the name of an import", "import data.rights.three as input\nfindings contains input.last", "compile"},
		{"data as the name of an import", "import input.a as data\nfindings contains data.b", "compile"},
		{"input as a variable", "findings contains x if { some input in [{\"f\": 1}]; x := input.f }", "!as a whole"},
		{"input as an assigned variable", "findings contains 1 if { input := {\"f\": 1}; input.f }", "compile"},
		{"input as a rule", "input := {\"f\": 1}\nfindings contains 1", "compile"},
		{"a name in a rule", "_k := \"f\"\nfindings contains input[_k]", "!as a whole"},
		{"a raw string as a name", "findings contains input[`f`]", "f"},
		{"an element that is itself a list", `findings contains data.lists[[input.f]]`, "f"},
		{"a call that is looked into", "_f(x) := x.b\nfindings contains _f(input.a).c", "a"},
		{"a call in a call", "_f(x) := x\nfindings contains _f(_f(_f(input.f)))", "f"},
		{"a call in a reference", "_f(x) := x\nfindings contains input.g[_f(input.f)]", "f g"},
		{"a call at the root", "_f(x) := x\nfindings contains input[_f(\"f\")]", "!as a whole"},
		{"an own rule by its full name", "_p := input.k\nfindings contains data.rights.rules.made._p", "k"},
		{"an own rule from above", "_p := input.k\nfindings contains 1 if data.rights.rules.made[\"_p\"] == input.k", "k"},
		{"a rule of the package above", `findings contains data.rights.rules.other.lower`, "x"},
		{"two steps from the input", "_t[input.f][input.g.x] := 1\nfindings contains _t.x.y", "f g.x"},
		{"a key that only the body knows", "_t[k] := v if some k, v in input.g\nfindings contains _t[input.f]", "f g"},
		{"an element of a set", "_s contains x if some x in input.h\nfindings contains x.m if some x in _s", "h"},
		{"a set by an element from the input", "_s contains [x, 1] if some x in input.a.e\nfindings contains 1 if _s[[input.f, _]]", "a.e f"},
		{"members with keys", `findings contains 1 if "f", "x" in input`, "!as a whole"},
		{"not and a comparison", `findings contains 1 if not input.f == input.g.y`, "f g.y"},
		{"not and a comprehension", `findings contains 1 if not 3 in {x | some x in [input.k]}`, "k"},
		{"not and all of it", `findings contains 1 if not {} == input`, "!as a whole"},
		{"all of it in else", "_p if false\nelse := input\nfindings contains _p.f", "!as a whole"},
		{"all of it as an argument's value", "_f(x) if x == input\nfindings contains 1 if _f({})", "!as a whole"},
		{"all of it in every's body", `findings contains 1 if every k in ["f"] { input[k] == "x" }`, "!as a whole"},
		{"all of it in a set operation", `findings contains 1 if {input} - {{}} == {input}`, "!as a whole"},
		{"all of it in a default's place", "default _p := {}\n_p := input if input.i\nfindings contains _p.f", "!as a whole"},
		{"all of it in a dotted rule", "_t.a.b := input\nfindings contains _t.a.b.f", "!as a whole"},
		{"all of it in an open rule", "_t[k].n := input if some k in [\"x\"]\nfindings contains _t.x.n.f", "!as a whole"},
		{"all of it, printed", "findings contains 1 if { print(input); input.k }", "k"},
		{"an absent field and null", `findings contains 1 if input.j == null`, "j"},
		{"a path through what is no object", `findings contains 1 if not input.f.g.h`, "f.g.h"},
		{"a path through a list", `findings contains 1 if not input.h.n`, "h.n"},
		{"a number as a name", `findings contains 1 if not input.h["0"].n`, "h.0.n"},
		{"true as a step", `findings contains 1 if not input.g[true]`, "g"},
		{"null as a step", `findings contains 1 if not input[null]`, "!as a whole"},
		{"not and a block", `findings contains 1 if not { input.f == "x" }`, "f"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			rules := tc.rules
			if !strings.HasPrefix(rules, "package") {
				rules = "package rights.rules.made\n" + rules
			}
			compiler, err := compileAny(rules)
			if tc.want == "recursion" || tc.want == "compile" {
				if err == nil || tc.want == "recursion" && !strings.Contains(err.Error(), "recursi") {
					t.Fatalf("compiles: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := readsOf(compiler, ast.MustParseRef("data.rights.rules.made.findings"), nil)
			if reason, refused := strings.CutPrefix(tc.want, "!"); refused {
				if !strings.Contains(got.refused, reason) || !strings.HasPrefix(got.refused, "made.rego:") && !strings.HasPrefix(got.refused, "one.rego:") {
					t.Fatalf("reads %q, refused: %q; want it refused: %q", got.paths, got.refused, reason)
				}
				return
			}
			if got.refused != "" || joined(got.paths) != tc.want {
				t.Fatalf("reads %q, refused: %q; want %q", joined(got.paths), got.refused, tc.want)
			}
			readsHold(t, compiler, got)
		})
	}
}

func joined(paths [][]string) string {
	var names []string
	for _, path := range paths {
		names = append(names, strings.Join(path, "."))
	}
	return strings.Join(names, " ")
}

// TestRecollectionRefuses has topics that main does not find under their names. No policy has any, as loading refuses them.
func TestRecollectionRefuses(t *testing.T) {
	for rules, want := range map[string]string{
		"package rights.rules.other.part\nfindings contains 1":                     "topic other.part has a name of several parts",
		"package rights.rules[\"other.part\"]\nfindings contains 1":                "topic other.part has a name of several parts",
		"package rights.main\ndecision := input.f":                                 "main reads the input",
		"package rights.main\ndecision := input":                                   "as a whole",
		"package rights.main\ndecision := data.rights.three.last":                  "main reads the input",
		"package rights.main\ndecision := count(data.rights.rules.other.findings)": "",
	} {
		compiler, err := compileAny(rules)
		if err != nil {
			t.Fatal(err)
		}
		if got := newRecollection(&Policy{compiler: compiler}).refused; !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s\nis refused: %q, want %q", rules, got, want)
		}
	}
}
