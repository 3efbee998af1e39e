package prove

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/tester"
)

// parse reads the rules and their tests.
func parse(fsys fs.FS) (map[string]*ast.Module, error) {
	modules := map[string]*ast.Module{}
	var problems []error
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".rego" {
			return err
		}
		source, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		module, err := ast.ParseModule(name, string(source))
		if err != nil {
			problems = append(problems, inLines(err))
			return nil
		}
		modules[name] = module
		if isTest(name) {
			problems = append(problems, checkTest(module)...)
		}
		return nil
	})
	return modules, errors.Join(append(problems, err)...)
}

// checkTest refuses a test that adds to what it tests: a policy is loaded without its tests, and would do without what they add.
func checkTest(module *ast.Module) (problems []error) {
	if strings.HasSuffix(strings.TrimSuffix(module.Package.Path.String(), `"]`), "_test") {
		return nil
	}
	for _, rule := range module.Rules {
		name := rule.Head.Ref()[0].String()
		if !strings.HasPrefix(name, tester.TestPrefix) && !strings.HasPrefix(name, tester.SkipTestPrefix) {
			problems = append(problems, fmt.Errorf("%s:%d: %s stands in a test, outside of a package whose name ends in _test, "+
				"and so could add to the rules it tests; rename the package", rule.Location.File, rule.Location.Row, name))
		}
	}
	return problems
}

// inLines puts what the engine complains about into lines of our own, "file:line: problem", sorted.
func inLines(err error) error {
	var found ast.Errors
	if !errors.As(err, &found) {
		return err
	}
	lines := map[string]bool{}
	for _, e := range found {
		where := "tests"
		if e.Location != nil {
			where = fmt.Sprintf("%s:%d", e.Location.File, e.Location.Row)
		}
		lines[fmt.Sprintf("%s: %s; correct the test", where, e.Message)] = true
	}
	var problems []error
	for _, line := range slices.Sorted(maps.Keys(lines)) {
		problems = append(problems, errors.New(line))
	}
	return errors.Join(problems...)
}
