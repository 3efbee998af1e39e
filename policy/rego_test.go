package policy_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"clearance/policy"
	"clearance/rego"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
)

var update = flag.Bool("update", false, "write rego/index/data.json anew")

// TestIndex keeps the committed copy of the index, which only stock OPA reads, equal to what METADATA says.
func TestIndex(t *testing.T) {
	effects := map[string]policy.Effect{}
	for _, rule := range load(t, rego.Files, nil).Rules() {
		effects[rule.Code] = rule.Effect
	}
	want, err := json.MarshalIndent(map[string]any{"effects": effects}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
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
	modules := parseAll(t)
	var index map[string]any
	if err := json.Unmarshal(read(t, "index/data.json"), &index); err != nil {
		t.Fatal(err)
	}
	store := inmem.NewFromObject(map[string]any{"index": index})
	txn, err := store.NewTransaction(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Abort(context.Background(), txn)
	coverage := cover.New()
	results, err := tester.NewRunner().
		SetStore(store).
		SetModules(modules).
		SetCoverageQueryTracer(coverage).
		RaiseBuiltinErrors(true).
		SetTimeout(10*time.Second).
		RunTests(context.Background(), txn)
	if err != nil {
		t.Fatal(err)
	}
	tested := map[string]bool{}
	for result := range results {
		tested[strings.TrimSuffix(strings.TrimPrefix(result.Package, "data."), "_test")] = true
		t.Run(strings.TrimPrefix(result.Package, "data.")+"/"+result.Name, func(t *testing.T) {
			if len(result.SubResults) == 0 && !result.Pass() {
				t.Errorf("%s: fails (%v)", result.Location, result.Error)
			}
			for name, sub := range result.SubResults.Iter {
				t.Run(strings.Join(name, "/"), func(t *testing.T) {
					if sub.Fail {
						t.Errorf("%s: fails", result.Location)
					}
				})
			}
		})
	}
	report := coverage.Report(modules)
	for name, module := range modules {
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		pkg := strings.TrimPrefix(module.Package.Path.String(), "data.")
		if !tested[pkg] {
			t.Errorf("%s: no test runs for package %s; write one beside it", name, pkg)
		}
		file := report.Files[name]
		if file == nil || len(file.Covered) == 0 {
			t.Errorf("%s: no line is reached by a test", name)
			continue
		}
		for _, lines := range file.NotCovered {
			t.Errorf("%s:%d: not reached by any test, up to line %d", name, lines.Start.Row, lines.End.Row)
		}
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
