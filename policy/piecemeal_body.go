package policy

import (
	"maps"

	"github.com/open-policy-agent/opa/v1/ast"
)

// body is what is known of the variables in the body of a rule, expression by expression in the order in which they are evaluated.
type body struct {
	*piecemeal
	rule    *ast.Rule
	kinds   map[ast.Var]kind // of variables that have a value
	chosen  bool             // there is a rule at hand
	closed  bool             // none can be chosen: behind not or every
	mayFail bool             // some expression may not hold for the rule at hand
}

func (b *body) refuse(format string, args ...any) kind {
	return b.piecemeal.refuse(b.rule.Location, format, args...)
}

// inside is a body in this one, which binds nothing outside of itself.
func (b *body) inside() *body {
	inner := *b
	inner.kinds, inner.closed = maps.Clone(b.kinds), true
	return &inner
}

// argument binds what a function is given: something that is own, whoever calls it.
func (b *body) argument(arg *ast.Term) {
	if v, ok := arg.Value.(ast.Var); ok {
		b.kinds[v] = own
	} else if !ast.IsConstant(arg.Value) {
		b.refuse("a function takes its argument apart")
	}
}

func (b *body) all(body ast.Body) {
	for _, expr := range body {
		b.expr(expr)
	}
}

func (b *body) expr(expr *ast.Expr) {
	if len(expr.With) > 0 {
		b.refuse("with puts something else in a place")
	}
	if expr.Negated {
		b.mayFail = true
		b = b.inside()
	}
	switch terms := expr.Terms.(type) {
	case *ast.Term:
		if terms.Equal(ast.BooleanTerm(true)) {
			return
		}
		b.mayFail = true
		if k := b.term(terms); k != fact { // which is in a set of facts, then
			b.wantOwnKind(k, terms)
		}
	case []*ast.Term:
		b.call(terms[0], terms[1:])
	case *ast.Every:
		b.mayFail = true
		b.every(terms)
	default:
		b.refuse("a form of Rego stands there that is not understood: %T", terms)
	}
}

// every goes over a list. Of a list of shots it must not see where in it one stands.
func (b *body) every(every *ast.Every) {
	in := b.inside()
	place := own
	switch k := b.term(every.Domain); {
	case k == shots:
		place = index
	case !k.isOwn():
		b.refuse("every goes over something that depends on all rules of the terms")
	}
	in.bind(every.Key, place)
	in.bind(every.Value, own)
	in.all(every.Body)
}

// bind gives a variable without a value one.
func (b *body) bind(variable *ast.Term, k kind) {
	if v, ok := b.free(variable); ok {
		b.kinds[v] = k
	} else if variable != nil {
		b.refuse("%s is compared with something that it must not meet", variable)
	}
}

// free is the variable that a term is, if it has no value yet.
func (b *body) free(term *ast.Term) (ast.Var, bool) {
	if term == nil {
		return "", false
	}
	v, ok := term.Value.(ast.Var)
	if !ok || v.Equal(ast.InputRootDocument.Value) || v.Equal(ast.DefaultRootDocument.Value) {
		return "", false
	}
	_, bound := b.kinds[v]
	return v, !bound
}

func (b *body) wantOwn(terms ...*ast.Term) {
	for _, term := range terms {
		b.wantOwnKind(b.term(term), term)
	}
}

func (b *body) wantOwnKind(k kind, term *ast.Term) {
	if !k.isOwn() && k != unclear {
		b.refuse("%s depends on rules of the terms in a way that is not understood", term)
	}
}

// equal compares two values, or gives a variable one.
func (b *body) equal(x, y *ast.Term) {
	if _, free := b.free(x); !free {
		x, y = y, x
	}
	if _, free := b.free(x); free {
		k := b.term(y)
		if !k.isFacts() && k != fact && k != finding && k != allRules && k != aRule {
			b.mayFail = true // a field that is not there, say; what is not among these is always there
		}
		b.bind(x, k)
		return
	}
	b.mayFail = true
	switch j, k := b.term(x), b.term(y); {
	case j.isOwn() && k.isOwn(), j == fact && k == fact, j == number && k == number:
	default:
		b.refuse("%s is compared with %s, one of which depends on rules of the terms", x, y)
	}
}

// Built-ins that cannot fail, whatever they are given, and look at nothing but that.
var cannotFail = map[string]int{
	"internal.member_2": 2, "neq": 2, "lt": 2, "lte": 2, "gt": 2, "gte": 2,
	"is_array": 1, "is_boolean": 1, "is_null": 1, "is_number": 1, "is_object": 1, "is_set": 1, "is_string": 1,
}

func (b *body) call(operator *ast.Term, operands []*ast.Term) {
	name := operator.String()
	takes, plain := cannotFail[name]
	switch {
	case (name == "eq" || name == "assign") && len(operands) == 2:
		b.equal(operands[0], operands[1])
	case (name == "and" || name == "or" || name == "minus") && len(operands) == 3:
		b.bind(operands[2], b.algebra(name, operands[0], operands[1]))
	case name == "count" && len(operands) == 2:
		if k := b.term(operands[0]); k != allRules && k != allFacts {
			b.refuse("%s is counted", operands[0])
		}
		b.bind(operands[1], number)
	case plain && len(operands) >= takes:
		b.mayFail = true
		b.plain(name, operands[:takes])
		b.result(operands[takes:])
	default:
		b.mayFail = true
		b.function(operator, operands)
	}
}

// algebra is the kind of what sets are made into. What two sets of facts say of a rule follows from what each of them says of it.
func (b *body) algebra(name string, x, y *ast.Term) kind {
	switch j, k := b.term(x), b.term(y); {
	case j == allFacts && name == "minus" && y.Equal(ast.NewTerm(ast.NewSet(ast.StringTerm("")))):
		return allFacts // as no fact is empty
	case j.isFacts() && k.isFacts():
		return facts
	case j == ownSet && k == ownSet:
		b.mayFail = true
		return ownSet
	}
	return b.refuse("a set of facts meets another set, or what may be no set at all")
}

// plain checks the operands of a built-in that cannot fail. The list of rules is one, and the fact of a rule is in a set of facts
// because of that rule.
func (b *body) plain(name string, operands []*ast.Term) {
	first := b.term(operands[0])
	switch {
	case name == "internal.member_2":
		second := b.term(operands[1])
		if first == fact && second.isFacts() || first.isOwn() && (second.isOwn() || second == shots) {
			return
		}
		b.refuse("%s is looked for in %s, one of which depends on rules of the terms", operands[0], operands[1])
	case len(operands) == 1 && (first == allRules || first == shots):
	default:
		b.wantOwn(operands...)
	}
}

// result takes what a call gives, if it is taken.
func (b *body) result(operands []*ast.Term) {
	switch len(operands) {
	case 0:
	case 1:
		if _, free := b.free(operands[0]); free {
			b.bind(operands[0], own)
		} else {
			b.wantOwn(operands[0])
		}
	default:
		b.refuse("a call has more operands than are known")
	}
}

// function is a call of rules, which must have nothing to do with rules of the terms but what they are given.
func (b *body) function(operator *ast.Term, operands []*ast.Term) {
	ref, ok := operator.Value.(ast.Ref)
	if !ok || !ref[0].Equal(ast.DefaultRootDocument) {
		b.refuse("%s is called, which may fail or is not known", operator)
		return
	}
	rules := b.rulesAt(ref)
	if len(rules) == 0 || len(operands) < len(rules[0].Head.Args) || !b.document(ref).isOwn() {
		b.refuse("%s is called, which depends on rules of the terms", operator)
		return
	}
	takes := len(rules[0].Head.Args)
	b.wantOwn(operands[:takes]...)
	b.result(operands[takes:])
}
