package policy

import (
	"slices"

	"clearance/rights"

	"github.com/open-policy-agent/opa/v1/ast"
)

// piecemeal is a proof that rules in Rego take the two lists of the input apart: what they say of all rules of the terms is what they
// say of each of them alone, whatever its fact is called, and one thing more that has nothing to do with any; and of the shots they
// see neither the order nor how often one stands there.
//
// The proof holds for rules of the terms with distinct facts that are not empty. It understands a few forms and refuses all others. A
// variable that is bound in a form of these has a kind, which says what its value can depend on; and a rule of Rego is refused where
// a value meets another one that could tell it which rules there are besides the one at hand, or how that one is called. No form that
// can fail is understood: where a set of rules meets an error that none of them meets alone, an answer would be put together that
// nobody gave.
type piecemeal struct {
	compiler  *ast.Compiler
	start     ast.Ref
	documents map[string]kind // by reference
	codes     map[string]bool // of the findings: whether they speak of the rule at hand
	refused   string
}

// kind is what a value can depend on.
type kind int

const (
	unclear  kind = iota
	own           // on the fields of the rule at hand but its fact, and on what has nothing to do with rules
	ownSet        // the same, and it is surely a set
	fact          // it is the fact of the rule at hand
	facts         // it is a set of facts: each of these is in it because of its own rule
	allFacts      // it is the set of all of them
	aRule         // it is the rule at hand
	allRules      // it is the list of them
	number        // it is how many there are
	shots         // it is the list of shots
	index         // it is a place in a list
	finding       // it is a finding that names the fact of the rule at hand, and nothing else
)

func (k kind) isOwn() bool   { return k == own || k == ownSet }
func (k kind) isFacts() bool { return k == facts || k == allFacts }

var (
	rulesRef = ast.MustParseRef("input." + rights.TermsRules)
	shotsRef = ast.MustParseRef("input.shots")
)

// provePiecemeal looks at all that the findings of a topic follow from.
func provePiecemeal(compiler *ast.Compiler, start ast.Ref) *piecemeal {
	p := &piecemeal{compiler: compiler, start: start, documents: map[string]kind{}, codes: map[string]bool{}}
	if k := p.document(start); k != finding && !k.isOwn() {
		p.refuse(nil, "the findings are not what they should be")
	}
	return p
}

// refuse keeps the first reason: others may only follow from it.
func (p *piecemeal) refuse(at *ast.Location, format string, args ...any) kind {
	if p.refused == "" {
		p.refused = problem(at, format, args...).Error()
	}
	return unclear
}

// rulesAt are those whose values a reference could mean, or a part of it.
func (p *piecemeal) rulesAt(ref ast.Ref) []*ast.Rule {
	rules := p.compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{IncludeHiddenModules: true})
	slices.SortFunc(rules, func(a, b *ast.Rule) int { return a.Location.Compare(b.Location) })
	return rules
}

// document is the kind of the value under a reference, or of what a function gives.
func (p *piecemeal) document(ref ast.Ref) kind {
	name := ref.String()
	if k, met := p.documents[name]; met {
		if k == unclear {
			return p.refuse(nil, "%s needs itself", name) // which the compiler refuses, too
		}
		return k
	}
	p.documents[name] = unclear
	rules := p.rulesAt(ref)
	if len(rules) == 0 {
		return p.refuse(nil, "there is no %s", name)
	}
	of := map[kind]bool{}
	for _, rule := range rules {
		if !rule.Ref().Equal(ref) || rule.Default || rule.Else != nil || !agree(rule.Head, rules[0].Head) {
			return p.refuse(rule.Location, "%s has parts, a default, an else or several values", name)
		}
		of[p.rule(rule)] = true
	}
	k := unclear
	switch multi := rules[0].Head.RuleKind() == ast.MultiValue; {
	case of[unclear]:
	case of[finding] && len(rules) > 1 && ref.Equal(p.start):
		if k = finding; of[facts] || of[allFacts] {
			k = unclear
		}
	case len(of) > 1 && !(of[facts] && of[allFacts] && len(of) == 2):
	case of[own] && (multi || isSet(rules[0].Head.Value)):
		k = ownSet
	case of[own]:
		k = own
	case of[finding] && ref.Equal(p.start):
		k = finding
	case of[allFacts] && len(rules) == 1:
		k = allFacts
	case multi && (of[facts] || of[allFacts]), of[facts] && len(rules) == 1:
		k = facts
	}
	if p.documents[name] = k; k == unclear {
		return p.refuse(rules[0].Location, "%s is made of things that are not alike", name)
	}
	return k
}

// agree reports whether rules under one name cannot contradict each other: they add to a set, or give the same value.
func agree(a, b *ast.Head) bool {
	if a.RuleKind() != b.RuleKind() || len(a.Args) != len(b.Args) {
		return false
	}
	return a.RuleKind() == ast.MultiValue && len(a.Args) == 0 || a.Value != nil && a.Value.Equal(b.Value)
}

func isSet(term *ast.Term) bool {
	if term == nil {
		return false
	}
	_, ok := term.Value.(ast.Set)
	return ok
}

// rule is the kind of what a rule makes: own, facts, allFacts or finding.
func (p *piecemeal) rule(rule *ast.Rule) kind {
	b := &body{piecemeal: p, rule: rule, kinds: map[ast.Var]kind{}}
	for _, arg := range rule.Head.Args {
		b.argument(arg)
	}
	b.all(rule.Body)
	switch head := rule.Head; {
	case head.RuleKind() == ast.MultiValue:
		return b.element(head.Key)
	case b.chosen:
		return b.refuse("a value follows from a rule of the terms, and is no set of facts")
	case ast.IsConstant(head.Value.Value):
		return own
	default: // a set that is worked out of sets, whatever the input is
		if k := b.term(head.Value); k.isFacts() && !b.mayFail && len(head.Args) == 0 {
			return k
		}
		return b.refuse("a value is neither a constant nor worked out of sets of facts alone")
	}
}

// element is the kind of a rule that adds an element to a set.
func (b *body) element(key *ast.Term) kind {
	switch k := b.term(key); {
	case k.isOwn() && !b.chosen:
		if b.rule.Ref().Equal(b.start) {
			return b.foundAlways(key)
		}
		return own
	case k == fact && b.chosen && b.mayFail:
		return facts
	case k == fact && b.chosen:
		return allFacts
	case k == finding && b.chosen && b.rule.Ref().Equal(b.start):
		return finding
	}
	return b.refuse("an element of a set is not the fact of the rule at hand, nor without all rules of the terms")
}

// foundAlways takes down the code of a finding that has nothing to do with rules of the terms.
func (b *body) foundAlways(key *ast.Term) kind {
	if code, _, ok := constants(key.Value, func(*ast.Term) bool { return false }); ok && b.found(code, false) {
		return own
	}
	return b.refuse("a finding is not built from constants, or its code is another one's too")
}

// found takes down a code.
func (p *piecemeal) found(code string, byRule bool) bool {
	before, met := p.codes[code]
	p.codes[code] = byRule
	return !met || before == byRule
}
