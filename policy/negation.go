package policy

import (
	"errors"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// checkNegations refuses a negation that would not notice a missing field. The engine takes the fields that a call needs
// out of the negation: in
//
//	not input.holder.sale in {"can_sell", "cannot_sell"}
//
// a missing flag leaves the whole rule undefined, as if its flag were known, and the finding is lost without a word.
// So what stands behind not is a rule, a field, a comparison of fields with ==, or a call that needs no field.
func checkNegations(module *ast.Module, names []string) error {
	var problems []error
	visit := func(node any) bool {
		if expr, ok := node.(*ast.Expr); ok && expr.Negated && !noticesMissing(expr, names) {
			problems = append(problems, problem(expr.Location, "not would overlook a field that is missing; put what it denies into a rule of its own, and write not with its name"))
		}
		return false
	}
	ast.NewGenericVisitor(visit).Walk(module)
	return errors.Join(problems...)
}

func noticesMissing(expr *ast.Expr, names []string) bool {
	if term, ok := expr.Terms.(*ast.Term); ok {
		return isField(term, names) || isClosed(term, names)
	}
	terms := callOf(expr)
	compares := len(terms) == 3 && slices.Contains([]string{"eq", "equal"}, terms[0].String())
	for _, operand := range terms[1:] {
		if !isClosed(operand, names) && !(compares && isField(operand, names)) {
			return false
		}
	}
	return true
}

// isField reports whether a term is a plain path or name, which the engine leaves inside a negation.
func isField(term *ast.Term, names []string) bool {
	switch value := term.Value.(type) {
	case ast.Var:
		return true
	case ast.Ref:
		_, plain := value[0].Value.(ast.Var)
		return plain && !slices.ContainsFunc(value[1:], func(step *ast.Term) bool { return !isClosed(step, names) })
	}
	return false
}

// isClosed reports whether a term needs no field and no rule: constants and local variables are always there.
// Nor does a comprehension leave the negation, whatever it needs.
func isClosed(term *ast.Term, names []string) bool {
	closed := true
	ast.WalkTerms(term, func(term *ast.Term) bool {
		switch value := term.Value.(type) {
		case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
			return true
		case ast.Call:
			for _, operand := range value[1:] {
				closed = closed && isClosed(operand, names)
			}
			return true
		case ast.Ref:
			closed = false
		case ast.Var:
			closed = closed && !slices.Contains(names, string(value))
		}
		return false
	})
	return closed
}

// namesIn are the names in a module that are no local variables: the rules of its package, its imports, input and data.
func namesIn(module *ast.Module, modules map[string]*ast.Module) []string {
	names := []string{"input", "data"}
	for _, imported := range module.Imports {
		names = append(names, string(imported.Name()))
	}
	for _, other := range modules {
		if !other.Package.Path.Equal(module.Package.Path) {
			continue
		}
		for _, rule := range other.Rules {
			names = append(names, nameOf(rule))
		}
	}
	return names
}
