package policy

import (
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// visit takes down what a node reads. It reports true where nothing is left to walk below it.
func (r *reader) visit(node any) bool {
	switch node := node.(type) {
	case *ast.Rule:
		given := r.given
		r.given = slices.Concat(given, node.Head.Args)
		r.visitor.Walk(node.Head)
		r.visitor.Walk(node.Body)
		r.given = given
		if node.Else != nil {
			r.visitor.Walk(node.Else)
		}
		return true
	case *ast.Head:
		r.walk(node.Reference[1:]) // the engine's visitor leaves it out
	case ast.Body:
		for i, expr := range node {
			r.bodies = append(r.bodies, place{node, i})
			r.visitor.Walk(expr)
			r.bodies = r.bodies[:len(r.bodies)-1]
		}
		return true
	case *ast.Every:
		given := r.given
		r.walk([]*ast.Term{node.Domain})
		r.given = slices.Concat(given, []*ast.Term{node.Value})
		if node.Key != nil {
			r.given = append(r.given, node.Key)
		}
		r.visitor.Walk(node.Body)
		r.given = given
		return true
	case *ast.Expr:
		r.expr(node)
	case ast.Call:
		r.call(node[0])
	case ast.Ref:
		r.ref(node)
		return true
	case ast.Var:
		if node.Equal(ast.InputRootDocument.Value) || node.Equal(ast.DefaultRootDocument.Value) {
			r.refuse("%s is used as a whole", node)
		}
	case *ast.Term, *ast.With, ast.Args, ast.Null, ast.Boolean, ast.Number, ast.String, *ast.Array, ast.Set, ast.Object,
		*ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
	default:
		r.refuse("a form of Rego stands there that is not known here: %T", node)
	}
	return false
}

func (r *reader) walk(terms []*ast.Term) {
	for _, term := range terms {
		r.visitor.Walk(term)
	}
}

// expr looks at an expression as a whole. Under with, a field may be another than its name says, and a function too.
func (r *reader) expr(expr *ast.Expr) {
	if len(expr.With) > 0 {
		r.refuse("with puts something else in a place")
	}
	switch terms := expr.Terms.(type) {
	case []*ast.Term:
		r.call(terms[0])
	case *ast.Term, *ast.Every:
	default:
		r.refuse("a form of Rego stands there that is not known here: %T", terms)
	}
}

var allowedBuiltins = sync.OnceValue(func() map[string]bool {
	allowed := map[string]bool{}
	for _, name := range strings.Fields(builtinNames) {
		allowed[name] = true
	}
	return allowed
})

// call looks at what is called: a function of some package, which is followed as a reference, or a built-in.
func (r *reader) call(operator *ast.Term) {
	name := operator.String()
	if ref, ok := operator.Value.(ast.Ref); ok && ref[0].Equal(ast.DefaultRootDocument) {
		return
	}
	if builtin := ast.BuiltinMap[name]; builtin == nil || builtin.Nondeterministic || !allowedBuiltins()[name] {
		r.refuse("%s is called, which is no allowed built-in", name)
	}
}

// ref takes a reference apart: its beginning, and the steps that are worked out.
func (r *reader) ref(ref ast.Ref) {
	switch head := ref[0]; {
	case head.Equal(ast.InputRootDocument):
		r.field(ref)
	case head.Equal(ast.DefaultRootDocument):
		r.follow(ref)
	default:
		r.visitor.Walk(head)
	}
	r.walk(ref[1:])
}
