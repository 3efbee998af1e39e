package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

var (
	decisionRef = ast.MustParseRef("data.rights.main.decision")
	topicsRef   = ast.MustParseRef("data.rights.rules")
	findings    = ast.StringTerm("findings")
)

// mainReads says why main may not be given the findings of the topics in place of the input; "" if it may: then it reads nothing
// else of them, and nothing of the input.
func mainReads(compiler *ast.Compiler) string {
	all := readsOf(compiler, decisionRef, hearsTopic)
	switch {
	case all.refused != "":
		return all.refused
	case len(all.paths) > 0:
		return "main reads the input"
	}
	return ""
}

// hearsTopic stops at the findings of a topic, and refuses whatever else could be read of topics. A topic whose name is worked out
// must be known by then: where the engine has to find out which topics there are, it would find those that it was given twice.
func hearsTopic(r *reader, ref ast.Ref) bool {
	for i, step := range topicsRef {
		if i < len(ref) && ast.IsConstant(ref[i].Value) && !ref[i].Equal(step) && i > 0 {
			return false
		}
	}
	n := len(topicsRef)
	if len(ref) < n+2 || !ref.HasPrefix(topicsRef) || !ref[n+1].Equal(findings) || !r.known(ref[n]) {
		r.refuse("%s is read of the topics, which is more than the findings of one topic", ref)
	}
	return true
}

// known reports whether a step of a reference is known when the engine comes to it: a name, an argument, or a variable that an
// earlier expression of the body gave a value.
func (r *reader) known(step *ast.Term) bool {
	switch step.Value.(type) {
	case ast.String:
		return true
	case ast.Var:
	default:
		return false
	}
	if slices.ContainsFunc(r.given, step.Equal) {
		return true
	}
	for _, place := range r.bodies {
		for _, earlier := range place.body[:place.at] {
			if gives(earlier, step) {
				return true
			}
		}
	}
	return false
}

// gives reports whether an expression has given a variable a value once it holds: an equation with something that is no variable,
// or a reference that has it among its steps.
func gives(expr *ast.Expr, variable *ast.Term) bool {
	if expr.Negated || len(expr.With) > 0 {
		return false
	}
	among := func(term *ast.Term) bool {
		ref, ok := term.Value.(ast.Ref)
		return ok && slices.ContainsFunc(ref[1:], variable.Equal)
	}
	switch terms := expr.Terms.(type) {
	case *ast.Term:
		return among(terms)
	case []*ast.Term:
		if len(terms) != 3 || !slices.Contains([]string{"eq", "assign"}, terms[0].String()) {
			return false
		}
		for i, side := range terms[1:] {
			_, isVar := terms[2-i].Value.(ast.Var)
			if side.Equal(variable) && !isVar || among(side) {
				return true
			}
		}
	}
	return false
}
