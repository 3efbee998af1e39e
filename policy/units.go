package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// listPath is the path of a list in the input.
func listPath(ref ast.Ref) (path []string) {
	for _, step := range ref[1:] {
		path = append(path, string(step.Value.(ast.String)))
	}
	return path
}

// takeApart finds out whether a topic takes the lists of the input apart, if it reads one.
func (t *topic) takeApart(compiler *ast.Compiler) {
	reads := func(path []string) bool { return path[0] == listPath(rulesRef)[0] || path[0] == listPath(shotsRef)[0] }
	if !slices.ContainsFunc(t.reads.paths, reads) {
		return
	}
	proof := provePiecemeal(compiler, t.ref.Value.(ast.Ref))
	t.piecemeal, t.inOnePiece, t.byRule = proof.refused == "", proof.refused, proof.codes
}

// unit is a unit of memory where topics are heard by code: the findings of a topic that read the same fields. Fields of the use do
// not tell units apart, as a run asks about one use.
type unit struct {
	topic  int
	codes  codeSet
	pieces []int // of an input: the fields that its findings can read
	apart  bool  // the lists are taken apart
	byRule bool  // its findings are for one rule of the terms
	guards []guard
}

// newUnits divides the topics into units. A topic that is not remembered is none.
func (r *recollection) newUnits() {
	for i, t := range r.topics {
		if t.reads.refused != "" {
			continue
		}
		at := map[string]*unit{}
		for code, all := range r.readsByCode(t) {
			n := r.book.numbers[code]
			name := fmt.Sprint(r.book.byRule.has(n), all.guards)
			for _, path := range all.paths {
				if path[0] != "use" {
					name += " " + strings.Join(path, ".")
				}
			}
			if at[name] == nil {
				at[name] = &unit{topic: i, apart: t.piecemeal, byRule: r.book.byRule.has(n)}
				for _, g := range all.guards {
					at[name].guards = append(at[name].guards, guard{r.cutter.add(strings.Split(g[0], ".")), `"` + g[1] + `"`})
				}
			}
			u := at[name]
			u.codes.add(n)
			for _, path := range all.paths {
				u.pieces = append(u.pieces, r.cutter.add(path))
			}
		}
		for _, name := range slices.Sorted(maps.Keys(at)) {
			u := at[name]
			slices.Sort(u.pieces)
			u.pieces = slices.Compact(u.pieces)
			r.units = append(r.units, u)
		}
	}
}

// guard is a value that a field must have for findings of a unit to be made at all.
type guard struct {
	piece int
	value string // as JSON
}

// open reports whether all guards of a unit let findings be made.
func (u *unit) open(pieces [][]byte) bool {
	for _, g := range u.guards {
		if string(pieces[g.piece]) != g.value {
			return false
		}
	}
	return true
}

// madeFrom is what a finding is made from.
type madeFrom struct {
	paths  [][]string
	guards [][2]string // the paths of fields, and what they must be
}

// readsByCode is what each finding of a topic is made from: all that its topic can read, where the rule in Rego that makes it is not
// found.
func (r *recollection) readsByCode(t *topic) map[string]madeFrom {
	made := map[string]*ast.Rule{} // by place
	rules := r.policy.compiler.GetRulesDynamicWithOpts(t.ref.Value.(ast.Ref), ast.RulesOptions{IncludeHiddenModules: true})
	for _, rule := range rules {
		made[fmt.Sprint(rule.Location.File, ":", rule.Location.Row)] = rule
	}
	all := map[string]madeFrom{}
	found := len(made) == len(rules)
	for _, rule := range r.book.rules {
		if rule.Topic != t.name {
			continue
		}
		by := made[fmt.Sprint(rule.File, ":", rule.Line)]
		if by == nil {
			found = false
			break
		}
		reads := readsOfRule(r.policy.compiler, by)
		if reads.refused != "" {
			found = false
			break
		}
		of := madeFrom{paths: reads.paths}
		if t.piecemeal { // in which no expression before or after it can fail
			of.guards = guardsOf(by)
		}
		all[rule.Code] = of
	}
	if found && len(all) == len(rules) {
		return all
	}
	all = map[string]madeFrom{}
	for _, rule := range r.book.rules {
		if rule.Topic == t.name {
			all[rule.Code] = madeFrom{paths: t.reads.paths}
		}
	}
	return all
}

// guardsOf are the fields that a rule compares with one string each, whatever else it does.
func guardsOf(rule *ast.Rule) (guards [][2]string) {
	for _, expr := range rule.Body {
		if !expr.IsEquality() || expr.Negated || len(expr.With) > 0 {
			continue
		}
		for i, side := range expr.Operands() {
			ref, isRef := side.Value.(ast.Ref)
			value, isText := expr.Operand(1 - i).Value.(ast.String)
			if isRef && isText && ref[0].Equal(ast.InputRootDocument) && plainName(string(value)) {
				if path, ok := constantPath(ref); ok {
					guards = append(guards, [2]string{path, string(value)})
				}
			}
		}
	}
	slices.SortFunc(guards, func(a, b [2]string) int { return strings.Compare(a[0]+a[1], b[0]+b[1]) })
	return guards
}

// constantPath is the path of a field, if none of its steps is worked out.
func constantPath(ref ast.Ref) (string, bool) {
	var path []string
	for _, step := range ref[1:] {
		name, ok := step.Value.(ast.String)
		if !ok || !plainName(string(name)) {
			return "", false
		}
		path = append(path, string(name))
	}
	return strings.Join(path, "."), len(path) > 0
}

// unitKey is the JSON of the fields that findings can read, but for lists that are taken apart: of the shots there are the different
// ones, of the rules of the terms none.
func (r *recollection) unitKey(u *unit, s *scratch) []byte {
	key := s.key[:0]
	for _, i := range u.pieces {
		switch {
		case u.apart && i == r.rules:
		case u.apart && i == r.shots:
			key, s.shots = distinct(key, s.pieces[i], s.shots)
		default:
			key = append(key, s.pieces[i]...)
		}
		key = append(key, 0)
	}
	return key
}
