// Package prove runs the tests that stand beside the rules, and finds the lines of the rules that they do not reach.
package prove

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"clearance/policy"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
)

// deadline bounds one test, as in stock opa test.
const deadline = 5 * time.Second

// Report is what the tests of a policy say.
type Report struct {
	Tests     []Test  `json:"tests"` // sorted by file and line
	Passed    int     `json:"passed"`
	Failed    int     `json:"failed"`
	Skipped   int     `json:"skipped"`
	Coverage  float64 `json:"coverage"`  // how much of the lines of the rules the tests reach, in per cent
	Uncovered []Lines `json:"uncovered"` // the other lines, sorted by file and line
}

// Count is how many tests there are, skipped or not. A test over a table counts once for each of its cases.
func (r Report) Count() int { return r.Passed + r.Failed + r.Skipped }

// Good reports whether the tests say something for the policy: at least one passes, and none fails.
func (r Report) Good() bool { return r.Passed > 0 && r.Failed == 0 }

// Outcome is how a test ended. Its zero value is none, and does not pass.
type Outcome string

// The outcomes.
const (
	Passed  Outcome = "passed"
	Failed  Outcome = "failed"
	Skipped Outcome = "skipped" // its name begins with todo_
)

// Test is one rule that is a test, such as rights.rules.sale_test.test_purpose.
type Test struct {
	Name    string  `json:"name"`
	File    string  `json:"file"`
	Line    int     `json:"line"`
	Outcome Outcome `json:"outcome"`
	Error   string  `json:"error"`  // why it could not come to its end; "" where it did
	Output  string  `json:"output"` // what it printed
	Cases   []Case  `json:"cases"`  // of its table, sorted by name; none where it has no table
}

// Case is one row of the table of a test.
type Case struct {
	Name    string  `json:"name"`
	Outcome Outcome `json:"outcome"`
}

// Lines are neighbouring lines of one file, counted from 1, the last one included.
type Lines struct {
	File string `json:"file"`
	From int    `json:"from"`
	To   int    `json:"to"`
}

// Run runs the tests of a folder that a policy was loaded from. They see the index that the policy's METADATA makes, whatever
// copy of it the folder holds.
//
// What does not compile is an error, with a line for each problem; a test that fails is none.
func Run(ctx context.Context, p *policy.Policy, fsys fs.FS) (Report, error) {
	data, err := p.Data(ctx)
	if err != nil {
		return Report{}, err
	}
	modules, err := parse(fsys)
	if err != nil {
		return Report{}, fmt.Errorf("read the tests: %w", err)
	}
	store := inmem.NewFromObject(data)
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("run the tests: %w", err)
	}
	defer store.Abort(ctx, txn)
	coverage := cover.New()
	results, err := tester.NewRunner().
		SetCompiler(ast.NewCompiler().WithCapabilities(capabilities()).WithEnablePrintStatements(true)).
		SetStore(store).
		SetModules(modules).
		SetCoverageQueryTracer(coverage).
		SetCoverageRuns(nil).
		RaiseBuiltinErrors(true).
		SetTimeout(deadline).
		RunTests(ctx, txn)
	if err != nil {
		return Report{}, fmt.Errorf("compile the tests: %w", inLines(err))
	}
	report := newReport(results)
	if err := ctx.Err(); err != nil {
		return Report{}, fmt.Errorf("run the tests: %w", err)
	}
	report.cover(rulesOf(modules), coverage)
	return report, nil
}

// capabilities are the engine's, without what asks the world: a test says the same on every machine and on every day.
func capabilities() *ast.Capabilities {
	all := ast.CapabilitiesForThisVersion()
	var allowed []*ast.Builtin
	for _, b := range all.Builtins {
		if !b.Nondeterministic {
			allowed = append(allowed, b)
		}
	}
	all.Builtins = allowed
	all.AllowNet = []string{}
	return all
}

func rulesOf(modules map[string]*ast.Module) map[string]*ast.Module {
	rules := map[string]*ast.Module{}
	for name, module := range modules {
		if !isTest(name) {
			rules[name] = module
		}
	}
	return rules
}

func isTest(name string) bool { return strings.HasSuffix(name, "_test.rego") }
