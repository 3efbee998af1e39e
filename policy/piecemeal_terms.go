package policy

import "github.com/open-policy-agent/opa/v1/ast"

// term is the kind of a value, all of whose variables must have one: but for those in the steps of references, which get theirs there.
func (b *body) term(term *ast.Term) kind {
	switch value := term.Value.(type) {
	case ast.Null, ast.Boolean, ast.Number, ast.String:
		return own
	case ast.Var:
		if k, bound := b.kinds[value]; bound {
			return k
		}
		return b.refuse("%s has no value there", value)
	case ast.Ref:
		return b.ref(value)
	case *ast.Array:
		return b.made(own, elements(term)...)
	case ast.Set:
		return b.made(ownSet, value.Slice()...)
	case ast.Object:
		if b.names(value) {
			return finding
		}
		k := own
		value.Foreach(func(key, value *ast.Term) { k = min(k, b.made(own, key, value)) })
		return k
	}
	return b.refuse("%s is of a form that is not understood", term)
}

// made is the kind of what is put together of parts that are own.
func (b *body) made(k kind, parts ...*ast.Term) kind {
	for _, part := range parts {
		if !b.term(part).isOwn() {
			return b.refuse("%s, which depends on rules of the terms, is put into something", part)
		}
	}
	return k
}

// names reports whether an object is a finding that names the fact of the rule at hand and nothing else.
func (b *body) names(object ast.Object) bool {
	code, listed := object.Get(ast.StringTerm("code")), object.Get(ast.StringTerm("facts"))
	if object.Len() != 2 || code == nil || listed == nil {
		return false
	}
	text, ok := code.Value.(ast.String)
	list, isList := listed.Value.(*ast.Array)
	if !ok || !isList || list.Len() != 1 || b.term(list.Elem(0)) != fact {
		return false
	}
	if !b.found(string(text), true) {
		b.refuse("the code %s is of other findings too", text)
	}
	return true
}

// ref is the kind of what a reference leads to.
func (b *body) ref(ref ast.Ref) kind {
	switch head := ref[0]; {
	case head.Equal(ast.InputRootDocument):
		return b.input(ref)
	case head.Equal(ast.DefaultRootDocument):
		return b.data(ref)
	default:
		return b.below(b.term(head), ref[1:])
	}
}

// input is the kind of a field. Those above a list would be it, too.
func (b *body) input(ref ast.Ref) kind {
	for _, list := range []ast.Ref{rulesRef, shotsRef} {
		switch {
		case !mayMeet(ref, list):
			continue
		case len(ref) < len(list) || !ref.HasPrefix(list):
			return b.refuse("%s holds a list, and is used as a whole", ref)
		case list.Equal(rulesRef):
			return b.below(allRules, ref[len(list):])
		default:
			return b.below(shots, ref[len(list):])
		}
	}
	return b.below(own, ref[1:])
}

// mayMeet reports whether one reference may lead to the other, or to something in it.
func mayMeet(a, b ast.Ref) bool {
	for i := range min(len(a), len(b)) {
		if ast.IsConstant(a[i].Value) && i > 0 && !a[i].Equal(b[i]) {
			return false
		}
	}
	return true
}

// data is the kind of a document of the rules, or of the data, which never changes.
func (b *body) data(ref ast.Ref) kind {
	rules := b.rulesAt(ref)
	if len(rules) == 0 {
		return b.below(own, ref[1:])
	}
	path := rules[0].Ref()
	if len(rules[0].Head.Args) > 0 || !ref.HasPrefix(path) {
		return b.refuse("%s is more than one document", ref)
	}
	return b.below(b.document(path), ref[len(path):])
}

// below is the kind of what stands some steps below a value.
func (b *body) below(k kind, steps ast.Ref) kind {
	if len(steps) == 0 {
		return k
	}
	switch {
	case k == unclear:
		return k
	case k.isOwn():
		return b.steps(steps)
	case k == aRule:
		return b.field(steps)
	case k.isFacts() && len(steps) == 1:
		return b.oneOf(steps[0])
	case k == allRules && len(steps) == 1:
		return b.choose(steps[0])
	case k == shots:
		b.bind(steps[0], index)
		return b.below(own, steps[1:])
	}
	return b.refuse("a step leads into what depends on rules of the terms, and is not understood")
}

// steps go on in a value that is own. A variable without a value is put to every place there is.
func (b *body) steps(steps ast.Ref) kind {
	for _, step := range steps {
		if _, free := b.free(step); free {
			b.bind(step, own)
		} else {
			b.wantOwn(step)
		}
	}
	return own
}

// field is the kind of a field of the rule at hand.
func (b *body) field(steps ast.Ref) kind {
	switch name, ok := steps[0].Value.(ast.String); {
	case !ok:
		return b.refuse("a field of a rule of the terms is worked out")
	case name != "fact":
		return b.steps(steps[1:])
	case len(steps) == 1:
		return fact
	}
	return b.refuse("the fact of a rule of the terms is taken apart")
}

// choose takes a rule of the terms, whichever, as the one at hand.
func (b *body) choose(step *ast.Term) kind {
	if b.chosen || b.closed {
		return b.refuse("there is more than one rule of the terms at hand, or one behind not or every")
	}
	b.chosen = true
	b.bind(step, index)
	return aRule
}

// oneOf asks whether the fact of the rule at hand is in a set, or takes the rule of any fact in it as the one at hand.
func (b *body) oneOf(step *ast.Term) kind {
	b.mayFail = true
	if _, free := b.free(step); !free {
		if k := b.term(step); k != fact && k != unclear {
			return b.refuse("%s is looked for among the facts of rules", step)
		}
		return fact
	}
	if b.chosen || b.closed {
		return b.refuse("there is more than one rule of the terms at hand, or one behind not or every")
	}
	b.chosen = true
	b.bind(step, fact)
	return fact
}
