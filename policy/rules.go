package policy

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"clearance/rights"

	"github.com/open-policy-agent/opa/v1/ast"
)

// readRules walks the parsed modules. It gives every rule that makes findings, by code, and refuses what could lose one, unless
// the modules were checked before.
func readRules(modules map[string]*ast.Module, checked bool) (map[string]Rule, error) {
	rules := map[string]Rule{}
	var problems []error
	complain := func(err error) {
		if err != nil {
			problems = append(problems, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		module := modules[name]
		pkg := packageName(module)
		if !checked {
			complain(checkModule(module, pkg, modules))
		}
		for _, written := range module.Rules {
			if (isTopic(pkg) || pkg == mainPackage) && nameOf(written) == "findings" {
				rule, err := readRule(written, pkg)
				complain(err)
				if earlier, ok := rules[rule.Code]; ok && err == nil {
					complain(problem(written.Location, "code %s is also made at %s:%d; give each rule a code of its own", rule.Code, earlier.File, earlier.Line))
				}
				rules[rule.Code] = rule
			}
		}
	}
	if !checked {
		complain(checkMain(modules, rules))
	}
	return rules, errors.Join(problems...)
}

// checkModule refuses what could lose a finding in silence, or clear a story past one.
func checkModule(module *ast.Module, pkg string, modules map[string]*ast.Module) error {
	problems := []error{checkPackage(module, pkg)}
	if !isTopic(pkg) {
		problems = append(problems, checkNoInput(module))
	}
	return errors.Join(append(problems, checkLiterals(module), checkNegations(module, namesIn(module, modules)))...)
}

// nameOf is the first part of a rule's name.
func nameOf(rule *ast.Rule) string { return rule.Head.Ref()[0].String() }

// readRule takes one findings rule, which must be built from constants: with a variable in it, an undefined one would
// make the finding vanish in silence. The one exception is the fact of a rule of the terms, which every one of them has.
func readRule(written *ast.Rule, pkg string) (Rule, error) {
	head := written.Head
	const form = `write findings contains {"code": "topic.name", "facts": ["name"]} if …`
	switch {
	case written.Default:
		return Rule{}, problem(written.Location, "findings has a default; remove it, as findings are a set that rules add to")
	case written.Else != nil:
		return Rule{}, problem(written.Location, "findings has an else; make it a rule of its own, with its own METADATA")
	case len(head.Args) > 0:
		return Rule{}, problem(written.Location, "findings is a function, which nobody would call; %s", form)
	case head.RuleKind() != ast.MultiValue || len(head.Ref()) != 1:
		return Rule{}, problem(written.Location, "findings is not a set that rules add to; %s", form)
	}
	code, facts, ok := constants(head.Key.Value, ruleFacts(written))
	if !ok {
		return Rule{}, problem(written.Location, "a finding is not built from a constant code and constant facts; %s", form)
	}
	rule := Rule{
		Code:  code,
		Facts: facts,
		Topic: pkg[strings.LastIndexByte(pkg, '.')+1:],
		File:  written.Location.File,
		Line:  written.Location.Row,
	}
	for _, fact := range facts {
		if _, known := rights.FactNames[fact]; !known {
			return rule, problem(written.Location, "%s names the fact %q, which is not in the catalogue of facts; correct it", code, fact)
		}
	}
	return rule, readMetadata(&rule, written)
}

// constants reads {"code": "…", "facts": ["…"]}: exactly these two, and nothing in them but strings and the facts of rules of
// the terms.
func constants(v ast.Value, isRuleFact func(*ast.Term) bool) (code string, facts []string, ok bool) {
	finding, ok := v.(ast.Object)
	if !ok || finding.Len() != 2 {
		return "", nil, false
	}
	c, f := finding.Get(ast.StringTerm("code")), finding.Get(ast.StringTerm("facts"))
	if c == nil || f == nil {
		return "", nil, false
	}
	text, ok := c.Value.(ast.String)
	if !ok || text == "" {
		return "", nil, false
	}
	named, ok := f.Value.(*ast.Array)
	if !ok {
		return "", nil, false
	}
	for i := range named.Len() {
		switch fact, isText := named.Elem(i).Value.(ast.String); {
		case isText:
			facts = append(facts, string(fact))
		case isRuleFact(named.Elem(i)):
			facts = append(facts, rights.TermsRules)
		default:
			return "", nil, false
		}
	}
	slices.Sort(facts)
	return string(text), slices.Compact(facts), true
}

var termsRules = ast.MustParseTerm("input." + rights.TermsRules)

// ruleFacts knows the field fact of what a rule's own body takes from the rules of the terms: some rule in input.terms.rules.
// One that only a comprehension binds is another variable.
func ruleFacts(written *ast.Rule) func(*ast.Term) bool {
	var facts []*ast.Term
	for _, expr := range written.Body {
		if decl, ok := expr.Terms.(*ast.SomeDecl); ok {
			call, _ := decl.Symbols[0].Value.(ast.Call)
			if n := len(call); n > 2 && call[n-1].Equal(termsRules) {
				facts = append(facts, ast.RefTerm(call[n-2], ast.StringTerm("fact")))
			}
		}
	}
	return func(term *ast.Term) bool { return slices.ContainsFunc(facts, term.Equal) }
}

// stringsOf are the elements of a constant set or array of strings.
func stringsOf(collection *ast.Term) ([]string, bool) {
	terms := elements(collection)
	texts := make([]string, 0, len(terms))
	for _, term := range terms {
		text, ok := term.Value.(ast.String)
		if !ok {
			return nil, false
		}
		texts = append(texts, string(text))
	}
	return texts, terms != nil
}

// readMetadata fills in what is written above the rule. All of it must be there, and nothing misspelt beside it.
func readMetadata(rule *Rule, written *ast.Rule) error {
	complain := func(format string, args ...any) error {
		return problem(written.Location, "%s "+format, append([]any{rule.Code}, args...)...)
	}
	if len(written.Annotations) != 1 || written.Annotations[0].Scope != "rule" {
		return complain("does not have exactly one METADATA block above it, with the scope of a rule; write one")
	}
	above := written.Annotations[0]
	rule.Title = strings.TrimSpace(above.Title)
	var code, effect string
	known := map[string]*string{"code": &code, "effect": &effect, "detail": &rule.Detail, "remedy": &rule.Remedy}
	for _, key := range slices.Sorted(maps.Keys(above.Custom)) {
		place, ok := known[key]
		if !ok {
			return complain("has the unknown METADATA key custom.%s; it may have code, effect, detail and remedy", key)
		}
		text, ok := above.Custom[key].(string)
		if !ok {
			return complain("has a METADATA key custom.%s that is no text; write a text", key)
		}
		*place = strings.TrimSpace(text)
	}
	required := []struct{ key, value string }{
		{"title", rule.Title}, {"custom.code", code}, {"custom.effect", effect}, {"custom.detail", rule.Detail}, {"custom.remedy", rule.Remedy},
	}
	for _, part := range required {
		if part.value == "" {
			return complain("has no %s in its METADATA; write it", part.key)
		}
	}
	rule.Effect = Effect(effect)
	switch {
	case code != rule.Code:
		return complain("has the code %s in its METADATA; make them the same", code)
	case !slices.Contains(effects, rule.Effect):
		return complain("has the unknown effect %q; it can be one of %v", effect, effects)
	}
	if err := checkPlaceholders(rule.Detail); err != nil {
		return complain("has %w", err)
	}
	return nil
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// checkPlaceholders refuses a detail that could not be filled in.
func checkPlaceholders(detail string) error {
	for _, match := range placeholder.FindAllStringSubmatch(detail, -1) {
		if _, known := rights.FactNames[match[1]]; !known {
			return fmt.Errorf("the placeholder {%s} in its detail, which is not in the catalogue of facts; correct it", match[1])
		}
	}
	if strings.ContainsAny(placeholder.ReplaceAllString(detail, ""), "{}") {
		return errors.New("a brace in its detail that belongs to no placeholder; remove it")
	}
	return nil
}
