package policy

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// The package of the one entrypoint, and what the packages of topics begin with.
const (
	mainPackage = "rights.main"
	topicPrefix = "rights.rules."
)

// packageName is a package's path without data, its parts joined with dots.
func packageName(module *ast.Module) string {
	parts := make([]string, 0, len(module.Package.Path))
	for _, term := range module.Package.Path[1:] {
		parts = append(parts, string(term.Value.(ast.String)))
	}
	return strings.Join(parts, ".")
}

func isTopic(pkg string) bool { return strings.HasPrefix(pkg, topicPrefix) }

// checkPackage refuses a package from which a rule could reach around the checks: one outside rights would shadow data,
// and one above main or the topics could write findings into them under a dotted name.
func checkPackage(module *ast.Module, pkg string) error {
	if strings.HasPrefix(pkg, "rights.") && pkg != "rights.rules" {
		return nil
	}
	return problem(module.Package.Location, "package %s is no place for rules; use %s, %sTOPIC, or rights.NAME for what they share", pkg, mainPackage, topicPrefix)
}

// checkNoInput keeps input to the topics: what else reads it could clear a story past them.
func checkNoInput(module *ast.Module) error {
	var problems []error
	ast.WalkTerms(module, func(term *ast.Term) bool {
		if term.Value.Compare(ast.InputRootDocument.Value) == 0 {
			problems = append(problems, problem(term.Location, "input is read outside of the topics; read it in a package %sTOPIC, and state a finding there", topicPrefix))
		}
		return false
	})
	return errors.Join(problems...)
}

// checkMain looks for the entrypoint, and compares the topics that it hears with those that there are.
func checkMain(modules map[string]*ast.Module, rules map[string]Rule) error {
	var topics []*ast.Rule
	decides := false
	packages := map[string]*ast.Package{}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		module := modules[name]
		pkg := packageName(module)
		if isTopic(pkg) {
			packages[strings.TrimPrefix(pkg, topicPrefix)] = module.Package
		}
		if pkg != mainPackage {
			continue
		}
		for _, rule := range module.Rules {
			switch nameOf(rule) {
			case "topics":
				topics = append(topics, rule)
			case "decision":
				decides = true
			}
		}
	}
	if len(topics) != 1 || !decides {
		return errors.New("policy: package rights.main must have one rule topics and a rule decision; correct it")
	}
	return checkTopics(topics[0], packages, rules)
}

// checkTopics compares main's list with the packages, both ways.
func checkTopics(topics *ast.Rule, packages map[string]*ast.Package, rules map[string]Rule) error {
	listed, ok := constantSet(topics)
	if !ok {
		return problem(topics.Location, "topics is not a constant set of strings; write topics := {\"sale\", …}")
	}
	speaks := map[string]bool{}
	for _, rule := range rules {
		speaks[rule.Topic] = true
	}
	var problems []error
	for _, topic := range listed {
		if packages[topic] == nil || !speaks[topic] {
			problems = append(problems, problem(topics.Location, "topic %s has no package %s%s with findings; add it, or take it off the list", topic, topicPrefix, topic))
		}
	}
	for _, topic := range slices.Sorted(maps.Keys(packages)) {
		if !slices.Contains(listed, topic) {
			problems = append(problems, problem(packages[topic].Location, "topic %s is not in the list of main, so nobody would hear it; add it to topics", topic))
		}
	}
	return errors.Join(problems...)
}

// constantSet is the value of a rule that is a set of strings without any condition.
func constantSet(rule *ast.Rule) ([]string, bool) {
	if rule.Head.Value == nil || rule.Else != nil || len(rule.Body) != 1 || !rule.Body[0].Equal(ast.NewExpr(ast.BooleanTerm(true))) {
		return nil, false
	}
	if _, ok := rule.Head.Value.Value.(ast.Set); !ok {
		return nil, false
	}
	return stringsOf(rule.Head.Value)
}
