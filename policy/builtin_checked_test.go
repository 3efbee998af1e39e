package policy

import (
	"testing"

	"clearance/rego"

	"github.com/open-policy-agent/opa/v1/ast"
)

// What is not checked at every start is checked here: the digest names the built-in rules as they are, and these pass every check.
func TestBuiltInRulesAreChecked(t *testing.T) {
	sources, err := readFiles(t.Context(), rego.Files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := build(sources, map[string]any{}, false); err != nil {
		t.Fatal(err)
	}
	if sum := sources.sum(); sum != builtInSum {
		t.Errorf("the built-in rules have changed, and pass every check: make builtInSum %q", sum)
	}
}

// A stage that is left out must have been a check only: what is compiled without it is the same.
func TestStagesLeftOutChangeNothing(t *testing.T) {
	compiled := func(checked bool) *ast.Compiler {
		sources, err := readFiles(t.Context(), rego.Files)
		if err != nil {
			t.Fatal(err)
		}
		p, err := build(sources, map[string]any{}, checked)
		if err != nil {
			t.Fatal(err)
		}
		return p.compiler
	}
	full, quick := compiled(false), compiled(true)
	if len(full.Modules) != len(quick.Modules) {
		t.Fatalf("%d modules became %d", len(full.Modules), len(quick.Modules))
	}
	for name, module := range full.Modules {
		other := quick.Modules[name]
		if !module.Equal(other) || module.String() != other.String() {
			t.Errorf("%s is compiled otherwise", name)
		}
		for _, rule := range module.Rules {
			all := ast.RulesOptions{IncludeHiddenModules: true}
			if len(full.GetRulesDynamicWithOpts(rule.Ref(), all)) != len(quick.GetRulesDynamicWithOpts(rule.Ref(), all)) {
				t.Errorf("%s: %s has other rules", name, rule.Ref())
			}
		}
	}
	if len(quick.StagesToRun())+len(onlyChecks) != len(full.StagesToRun()) {
		t.Error("the engine no longer knows a stage that is left out")
	}
}
