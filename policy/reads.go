package policy

import (
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// reads is what rules can read of the input.
type reads struct {
	paths   [][]string // of fields, sorted; none is the beginning of another
	refused string     // why that cannot be told; then there are no paths
}

// readsOf walks every compiled rule that a reference can reach, and takes down each field of the input that is named in one. A
// path ends before its first step that is no constant name: what lies below is read whole. Whatever is done with a field then does
// not matter: a variable, an argument or a comprehension can only hold what was named somewhere. So input itself, in any place
// but before a name, is refused, and so is every form that is not known here.
//
// What stop holds for is not followed.
func readsOf(compiler *ast.Compiler, start ast.Ref, stop func(*reader, ast.Ref) bool) reads {
	r := newReader(compiler, stop)
	r.follow(start)
	return r.all()
}

// readsOfRule is what one rule reads, and all that it can reach.
func readsOfRule(compiler *ast.Compiler, rule *ast.Rule) reads {
	r := newReader(compiler, nil)
	r.waiting = append(r.waiting, rule)
	return r.all()
}

func newReader(compiler *ast.Compiler, stop func(*reader, ast.Ref) bool) *reader {
	r := &reader{compiler: compiler, stop: stop, met: map[*ast.Rule]bool{}, paths: map[string][]string{}}
	r.visitor = ast.NewGenericVisitor(r.visit)
	return r
}

// all walks the rules that wait, and those that they lead to.
func (r *reader) all() reads {
	for len(r.waiting) > 0 {
		r.rule = r.waiting[len(r.waiting)-1]
		r.waiting = r.waiting[:len(r.waiting)-1]
		r.visitor.Walk(r.rule)
	}
	if r.refused != "" {
		return reads{refused: r.refused}
	}
	return reads{paths: r.shortest()}
}

// reader walks rules.
type reader struct {
	compiler *ast.Compiler
	stop     func(*reader, ast.Ref) bool
	visitor  *ast.GenericVisitor
	waiting  []*ast.Rule
	met      map[*ast.Rule]bool
	paths    map[string][]string
	refused  string

	rule   *ast.Rule
	given  []*ast.Term // the arguments around the node
	bodies []place     // the bodies around it
}

// place is an expression of a body.
type place struct {
	body ast.Body
	at   int
}

// refuse keeps the first of all reasons, whatever order the rules are walked in.
func (r *reader) refuse(format string, args ...any) {
	reason := problem(r.rule.Location, format, args...).Error()
	if r.refused == "" || reason < r.refused {
		r.refused = reason
	}
}

// field takes down a field of the input.
func (r *reader) field(ref ast.Ref) {
	var path []string
	for _, step := range ref[1:] {
		name, constant := step.Value.(ast.String)
		if !constant {
			break
		}
		if !plainName(string(name)) {
			r.refuse("the input's field %s is read, whose name has more in it than letters", ref)
			return
		}
		path = append(path, string(name))
	}
	if len(path) == 0 {
		r.refuse("input is used as a whole")
		return
	}
	r.paths[strings.Join(path, ".")] = path
}

// plainName reports whether a name stands in JSON as it is, whoever writes it, and in a path without a doubt.
func plainName(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == ""
}

// follow takes down the rules that a reference to data may mean. Data itself never changes.
func (r *reader) follow(ref ast.Ref) {
	if r.stop != nil && r.stop(r, ref) {
		return
	}
	for _, rule := range r.compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{IncludeHiddenModules: true}) {
		if !r.met[rule] {
			r.met[rule] = true
			r.waiting = append(r.waiting, rule)
		}
	}
}

// shortest are the paths without those that begin with another one.
func (r *reader) shortest() [][]string {
	var shortest [][]string
	for _, name := range slices.Sorted(maps.Keys(r.paths)) {
		path := r.paths[name]
		begins := func(shorter []string) bool {
			return len(shorter) <= len(path) && slices.Equal(shorter, path[:len(shorter)])
		}
		if !slices.ContainsFunc(shortest, begins) {
			shortest = append(shortest, path)
		}
	}
	return shortest
}
