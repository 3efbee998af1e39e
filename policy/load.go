package policy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"clearance/rights"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// Where the two files stand that do not come from the folder of rules.
const (
	houseFile = "house/data.json"
	indexFile = "index/data.json"
)

// files are what a policy is made of, by slash-separated path.
type files map[string][]byte

// Load reads rules and data from fsys and compiles them. It walks every rule and refuses a policy whose findings
// could be lost, misread or misspelt; the error then has a line for each problem, "file:line: problem".
//
// The house becomes data.house; nil is an empty house. Its key raise, a map from code to "refer" or "block", makes findings
// stricter. Tests (_test.rego) and files other than *.rego, data.json and data.yaml are left out.
func Load(ctx context.Context, fsys fs.FS, house any) (*Policy, error) {
	return load(ctx, fsys, house, unknown)
}

// load loads rules, of which known says whether they were checked before.
func load(ctx context.Context, fsys fs.FS, house any, known func(files) bool) (*Policy, error) {
	sources, err := readFiles(ctx, fsys)
	if err != nil {
		return nil, fmt.Errorf("read the policy: %w", err)
	}
	facts, err := readHouse(house)
	if err != nil {
		return nil, fmt.Errorf("read the house for the policy: %w", err)
	}
	p, err := build(sources, facts, known(sources))
	if err != nil {
		return nil, fmt.Errorf("load the policy: %w", err)
	}
	return p, nil
}

// readFiles keeps what belongs to a policy. The folder's own copy of the index is for stock OPA and is not read.
func readFiles(ctx context.Context, fsys fs.FS) (files, error) {
	sources := files{}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if entry.IsDir() || name == indexFile || !isRule(name) && !isData(name) {
			return nil
		}
		sources[name], err = fs.ReadFile(fsys, name)
		return err
	})
	return sources, err
}

func isRule(name string) bool {
	return strings.HasSuffix(name, ".rego") && !strings.HasSuffix(name, "_test.rego")
}

func isData(name string) bool {
	switch path.Base(name) {
	case "data.json", "data.yaml", "data.yml":
		return true
	}
	return false
}

// readHouse gives the house the one form it has in JSON, whatever Go type it came in.
func readHouse(house any) (map[string]any, error) {
	if house == nil {
		return map[string]any{}, nil
	}
	written, err := json.Marshal(house)
	if err != nil {
		return nil, fmt.Errorf("write it as JSON: %w", err)
	}
	var facts map[string]any
	if err := decode(written, &facts); err != nil || facts == nil {
		return nil, errors.New("it is no object; pass an object, or nil for an empty house")
	}
	return facts, nil
}

// factsOf reads the house back from the form that the bundle keeps, so that a policy states the same when it is loaded again.
func factsOf(house map[string]any) (facts rights.House, err error) {
	written, err := json.Marshal(house)
	if err == nil {
		err = json.Unmarshal(written, &facts)
	}
	if err != nil {
		return facts, fmt.Errorf("read the facts of the house: %w", err)
	}
	return facts, nil
}

// build makes a policy of its files and the house. What was checked before is not checked again.
func build(sources files, house map[string]any, checked bool) (*Policy, error) {
	modules, err := parse(sources)
	if err != nil {
		return nil, err
	}
	rules, err := readRules(modules, checked)
	if err != nil {
		return nil, err
	}
	raised, err := readRaised(house, rules)
	if err != nil {
		return nil, err
	}
	facts, err := factsOf(house)
	if err != nil {
		return nil, err
	}
	data, err := readData(sources)
	if err != nil {
		return nil, err
	}
	compiler, err := compile(modules, checked)
	if err != nil {
		return nil, err
	}
	query, err := compiler.QueryCompiler().Compile(decisionQuery)
	if err != nil {
		return nil, fmt.Errorf("compile the question for the decision: %w", err)
	}

	index := indexOf(rules)
	data["house"], data["index"] = house, index
	bundle, err := writeBundle(sources, house, index)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(bundle)
	return &Policy{
		revision: "sha256:" + hex.EncodeToString(sum[:]),
		bundle:   bundle,
		rules:    rules,
		raised:   raised,
		house:    facts,
		compiler: compiler,
		store:    newStore(data),
		question: query,
	}, nil
}

// newStore keeps data in the form that the engine reads, so that no question pays for turning it around.
func newStore(data map[string]any) storage.Store {
	return inmem.NewFromObjectWithOpts(data, inmem.OptRoundTripOnWrite(false), inmem.OptReturnASTValuesOnRead(true))
}

// parse reads every rule file, with its METADATA.
func parse(sources files) (map[string]*ast.Module, error) {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(sources)), func(name string) bool { return !isRule(name) })
	parsed, problems := make([]*ast.Module, len(names)), make([]error, len(names))
	var wait sync.WaitGroup
	for i, name := range names { // side by side: with METADATA this is a third of the time that loading takes
		wait.Go(func() {
			var err error
			parsed[i], err = ast.ParseModuleWithOpts(name, string(sources[name]), ast.ParserOptions{ProcessAnnotation: true})
			if err != nil {
				problems[i] = explainEngine(err, "correct the file")
			}
		})
	}
	wait.Wait()
	modules := map[string]*ast.Module{}
	for i, name := range names {
		modules[name] = parsed[i]
	}
	if len(names) == 0 {
		return nil, errors.New("policy: there are no rules, which are files that end in .rego; name the folder that holds them")
	}
	return modules, errors.Join(problems...)
}

// readRaised reads what the house makes stricter.
func readRaised(house map[string]any, rules map[string]Rule) (map[string]Effect, error) {
	raised := map[string]Effect{}
	entries, ok := house["raise"].(map[string]any)
	if house["raise"] != nil && !ok {
		return nil, errors.New("house: raise is no object; map codes to refer or block")
	}
	var problems []error
	for _, code := range slices.Sorted(maps.Keys(entries)) {
		effect, _ := entries[code].(string)
		if _, known := rules[code]; !known {
			problems = append(problems, fmt.Errorf("house: raise names the code %q, which no rule has; correct it", code))
		} else if Effect(effect) != Refer && Effect(effect) != Block {
			problems = append(problems, fmt.Errorf("house: raise makes %s %v; it can only be refer or block", code, entries[code]))
		}
		raised[code] = Effect(effect)
	}
	return raised, errors.Join(problems...)
}

// indexOf is what data.index holds: the effect of each code.
func indexOf(rules map[string]Rule) map[string]any {
	effects := map[string]any{}
	for code, rule := range rules {
		effects[code] = string(rule.Effect)
	}
	return map[string]any{"effects": effects}
}
