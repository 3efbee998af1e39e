package policy

import (
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// checkLiterals refuses a comparison of a field of the input with a string that the field can never hold. The compiler
// finds a misspelt field; a misspelt state it would take for one that does not occur.
//
// Variables are followed where they are bound to a field by :=, =, some or every, and imports of input; arguments of functions
// are not.
func checkLiterals(module *ast.Module) error {
	var problems []error
	for _, rule := range module.Rules {
		s := newScope(module, rule)
		visit := func(node any) bool {
			for _, pair := range comparisons(node) {
				problems = append(problems, s.compare(pair[0], pair[1])...)
			}
			return false
		}
		ast.NewGenericVisitor(visit).Walk(rule)
	}
	return errors.Join(problems...)
}

// comparisons are the pairs of terms that a node compares: two values, or a value and an element of a collection.
func comparisons(node any) [][2]*ast.Term {
	terms := callOf(node)
	if len(terms) != 3 {
		return nil
	}
	a, b := terms[1], terms[2]
	switch terms[0].String() {
	case "eq", "equal", "neq", "assign":
		return [][2]*ast.Term{{a, b}, {b, a}}
	case "internal.member_2":
		var pairs [][2]*ast.Term
		for _, element := range elements(b) {
			pairs = append(pairs, [2]*ast.Term{a, element})
		}
		return append(pairs, [2]*ast.Term{ast.RefTerm(b, ast.VarTerm("$element")), a})
	}
	return nil
}

// callOf are the operator and the operands of a call, which stands as an expression or inside one.
func callOf(node any) []*ast.Term {
	switch node := node.(type) {
	case *ast.Expr:
		terms, _ := node.Terms.([]*ast.Term)
		return terms
	case ast.Call:
		return node
	}
	return nil
}

// elements are those of a set or array that is written out.
func elements(collection *ast.Term) []*ast.Term {
	switch collection := collection.Value.(type) {
	case ast.Set:
		return collection.Slice()
	case *ast.Array:
		terms := make([]*ast.Term, 0, collection.Len())
		for i := range collection.Len() {
			terms = append(terms, collection.Elem(i))
		}
		return terms
	}
	return nil
}

// scope knows what the variables of one rule stand for. One name in two scopes of a rule stands for both.
type scope struct {
	module *ast.Module
	bound  map[ast.Var][]binding
}

// binding is what a variable was bound to: a term, or an element of it.
type binding struct {
	to      *ast.Term
	element bool
}

func newScope(module *ast.Module, rule *ast.Rule) scope {
	s := scope{module: module, bound: map[ast.Var][]binding{}}
	ast.NewGenericVisitor(s.bind).Walk(rule)
	return s
}

// bind takes down what a node binds.
func (s scope) bind(node any) bool {
	add := func(name *ast.Term, to *ast.Term, element bool) {
		if v, ok := name.Value.(ast.Var); ok {
			s.bound[v] = append(s.bound[v], binding{to, element})
		}
	}
	switch node := node.(type) {
	case *ast.Expr:
		if terms := callOf(node); len(terms) == 3 && slices.Contains([]string{"eq", "assign"}, terms[0].String()) {
			add(terms[1], terms[2], false)
		}
	case *ast.SomeDecl:
		if call, ok := node.Symbols[0].Value.(ast.Call); ok { // some value in …, some key, value in …
			add(call[len(call)-2], call[len(call)-1], true)
		}
	case *ast.Every:
		add(node.Value, node.Domain, true)
	}
	return false
}

// compare complains if a term is a field of the input and the other one a string that it cannot hold.
func (s scope) compare(field, other *ast.Term) []error {
	text, ok := other.Value.(ast.String)
	if !ok {
		return nil
	}
	shapes := s.shapes(field, nil)
	if len(shapes) == 0 || slices.ContainsFunc(shapes, func(f *shape) bool { return f.holds(string(text)) }) {
		return nil
	}
	var states []string
	for _, f := range shapes {
		states = append(states, f.Enum...)
	}
	slices.Sort(states)
	return []error{problem(other.Location, "%s can never be %q; compare it with one of [%s]", field, string(text), strings.Join(slices.Compact(states), " "))}
}

// shapes are the parts of the schema that a term can stand for; none where it does not come from the input.
func (s scope) shapes(term *ast.Term, following []ast.Var) []*shape {
	switch value := term.Value.(type) {
	case ast.Var:
		return s.shapesOfVar(value, following)
	case ast.Ref:
		shapes := s.shapes(value[0], following)
		for _, step := range value[1:] {
			shapes = descend(shapes, step.Value)
		}
		return shapes
	}
	return nil
}

func (s scope) shapesOfVar(v ast.Var, following []ast.Var) []*shape {
	if v.Equal(ast.InputRootDocument.Value) {
		return []*shape{inputShape()}
	}
	if slices.Contains(following, v) {
		return nil
	}
	following = append(following, v)
	var shapes []*shape
	for _, imported := range s.module.Imports {
		if imported.Name() == v {
			shapes = append(shapes, s.shapes(imported.Path, following)...)
		}
	}
	for _, binding := range s.bound[v] {
		found := s.shapes(binding.to, following)
		if binding.element {
			found = descend(found, nil)
		}
		shapes = append(shapes, found...)
	}
	return shapes
}

// shape is the part of JSON Schema that the input's schema is written in.
type shape struct {
	Type       string
	Enum       []string
	Properties map[string]*shape
	Items      *shape
}

var inputShape = sync.OnceValue(func() *shape {
	var root shape
	mustReadSchema(&root)
	return &root
})

func (f *shape) holds(text string) bool {
	return f.Type == "string" && (f.Enum == nil || slices.Contains(f.Enum, text))
}

// descend goes one step down: to a named property, or to every child where the step is no constant.
func descend(shapes []*shape, step ast.Value) []*shape {
	var below []*shape
	name, named := step.(ast.String)
	for _, f := range shapes {
		if f.Items != nil {
			below = append(below, f.Items)
		}
		for property, child := range f.Properties {
			if !named || string(name) == property {
				below = append(below, child)
			}
		}
	}
	return below
}
