package policy_test

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"clearance/policy"
	"clearance/policy/prove"
	"clearance/rego"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
)

var update = flag.Bool("update", false, "write rego/index/data.json anew")

// TestIndex keeps the committed copy of the index, which only stock OPA reads, equal to what METADATA says.
func TestIndex(t *testing.T) {
	want, err := load(t, rego.Files, nil).Index()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("../rego/index/data.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got := read(t, "index/data.json"); !bytes.Equal(got, want) {
		t.Errorf("rego/index/data.json is not what METADATA says; run: go test ./policy -run TestIndex -update")
	}
}

// TestRego runs the tests that stand beside the rules, one subtest for each case, as opa test does.
// Every line of every rule must be reached by one of them.
func TestRego(t *testing.T) {
	report, err := prove.Run(t.Context(), load(t, rego.Files, nil), rego.Files)
	if err != nil {
		t.Fatal(err)
	}
	tested := map[string]bool{}
	for _, test := range report.Tests {
		pkg, _, _ := strings.Cut(test.Name, "_test.")
		tested[pkg] = true
		t.Run(test.Name, func(t *testing.T) {
			if test.Outcome != prove.Passed {
				t.Errorf("%s:%d: %s %s", test.File, test.Line, test.Outcome, test.Error)
			}
			for _, row := range test.Cases {
				t.Run(row.Name, func(t *testing.T) {
					if row.Outcome != prove.Passed {
						t.Errorf("%s:%d: %s", test.File, test.Line, row.Outcome)
					}
				})
			}
		})
	}
	for name, module := range parseAll(t) {
		pkg := strings.TrimPrefix(module.Package.Path.String(), "data.")
		if !strings.HasSuffix(name, "_test.rego") && !tested[pkg] {
			t.Errorf("%s: no test runs for package %s; write one beside it", name, pkg)
		}
	}
	for _, lines := range report.Uncovered {
		t.Errorf("%s:%d: not reached by any test, up to line %d", lines.File, lines.From, lines.To)
	}
}

// TestRegoIsFormatted keeps the rules as opa fmt writes them.
func TestRegoIsFormatted(t *testing.T) {
	for name := range parseAll(t) {
		written := read(t, name)
		formatted, err := format.SourceWithOpts(name, written, format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !bytes.Equal(written, formatted) {
			t.Errorf("%s: is not as opa fmt writes it", name)
		}
	}
}

// TestRegoFolders keeps files where their package says.
func TestRegoFolders(t *testing.T) {
	for name, module := range parseAll(t) {
		pkg := strings.TrimPrefix(module.Package.Path.String(), "data.")
		if strings.HasSuffix(name, "_test.rego") {
			pkg = strings.TrimSuffix(pkg, "_test")
		}
		if want := strings.ReplaceAll(pkg, ".", "/"); path.Dir(name) != want {
			t.Errorf("%s: its package is %s, so it belongs in %s", name, pkg, want)
		}
	}
}

// parseAll parses every embedded rule file, tests too.
func parseAll(t *testing.T) map[string]*ast.Module {
	t.Helper()
	modules := map[string]*ast.Module{}
	err := fs.WalkDir(rego.Files, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".rego" {
			return err
		}
		modules[name], err = ast.ParseModuleWithOpts(name, string(read(t, name)), ast.ParserOptions{ProcessAnnotation: true})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return modules
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := fs.ReadFile(rego.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func load(t testing.TB, fsys fs.FS, house any) *policy.Policy {
	t.Helper()
	p, err := policy.Load(context.Background(), fsys, house)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
