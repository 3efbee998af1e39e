package policy

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"clearance/rights"

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

// byCode decides as decide does, by the codes that topics say, of everything but rules of the terms and of each of these.
func (r *recollection) byCode(ctx context.Context, s *scratch, in rights.Input, written []byte) (Outcome, bool) {
	var ok bool
	if s.rules, ok = rulesAtHand(s.rules[:0], in.Terms.Rules, s.pieces[r.rules]); !ok {
		return Outcome{}, false
	}
	m := r.now.Load()
	r.looked.Add(1)
	s.codes = codeSet{}
	if !r.lookUpCodes(m, s) {
		if err := r.ask(ctx, m, s, written); err != nil {
			return Outcome{}, false
		}
	}
	for i := range s.rules {
		s.codes.unite(&s.rules[i].codes)
	}
	if made := r.book.heard(&s.codes); made != nil {
		return r.book.outcome(made, &s.codes, s.rules), true
	}
	o, err := r.foldCodes(ctx, s, in)
	return o, err == nil
}

// recalled stands for a topic of which every unit was remembered.
var recalled = &said{}

// lookUpCodes finds what the topics said of the same fields, and of each rule of the terms beside the same fields. It reports false
// where one has to be asked.
func (r *recollection) lookUpCodes(m *memory, s *scratch) bool {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for i, t := range r.topics {
		if s.said[i] = recalled; t.reads.refused != "" {
			s.said[i] = nil
		}
	}
	for i := range s.rules {
		s.key = s.rules[i].key(s.key[:0])
		s.rules[i].number = m.rules[string(s.key)]
	}
	for i, u := range r.units {
		if !u.open(s.pieces) {
			continue
		}
		s.key = r.unitKey(u, s)
		of := m.units[i][string(s.key)]
		if of == nil || u.byRule && !s.recallRules(of) {
			s.said[u.topic] = nil
			continue
		}
		s.codes.unite(&of.codes)
	}
	return !slices.Contains(s.said, nil)
}

// recallRules adds to each rule at hand what was said of it. It reports false where it was not asked about.
func (s *scratch) recallRules(of *saidCodes) bool {
	for i := range s.rules {
		codes, ok := of.rules[s.rules[i].number]
		if !ok {
			return false
		}
		s.rules[i].codes.unite(&codes)
	}
	return true
}

// keepCodes takes down what a topic said.
func (r *recollection) keepCodes(m *memory, s *scratch, topic int, findings *ast.Term) error {
	for i := range s.rules {
		s.rules[i].said = codeSet{}
	}
	rest, err := r.book.hear(r.topics[topic], findings, s.rules)
	if err != nil {
		return err
	}
	s.codes.unite(&rest)
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range s.rules {
		s.rules[i].codes.unite(&s.rules[i].said)
		m.number(&s.rules[i])
	}
	for i, u := range r.units {
		if u.topic == topic && u.open(s.pieces) {
			s.key = r.unitKey(u, s)
			m.keepUnit(i, u, s.key, &rest, s.rules)
		}
	}
	return nil
}

// number gives a rule of the terms its number.
func (m *memory) number(rule *ruleAtHand) {
	key := rule.key(nil)
	if m.rules[string(key)] == 0 {
		m.rules[string(key)] = uint32(len(m.rules) + 1)
		m.size += len(key) + perEntry
	}
	rule.number = m.rules[string(key)]
}

func (m *memory) keepUnit(i int, u *unit, key []byte, rest *codeSet, rules []ruleAtHand) {
	of := m.units[i][string(key)]
	if of == nil {
		of = &saidCodes{codes: rest.and(&u.codes), rules: map[uint32]codeSet{}}
		m.units[i][string(key)] = of
		m.size += len(key) + 2*perEntry
	}
	if !u.byRule {
		return
	}
	for j := range rules {
		if _, known := of.rules[rules[j].number]; !known {
			of.rules[rules[j].number] = rules[j].said.and(&u.codes)
			m.size += perEntry
		}
	}
}

// foldCodes has main make a decision of what the topics said. It is checked as any is.
func (r *recollection) foldCodes(ctx context.Context, s *scratch, in rights.Input) (Outcome, error) {
	said := map[string]ast.Set{}
	for _, t := range r.topics {
		said[t.name] = ast.NewSet()
	}
	for n, rule := range r.book.rules {
		switch {
		case !s.codes.has(n):
		case !r.book.byRule.has(n):
			said[rule.Topic].Add(findingTerm(rule.Code, rule.Facts...))
		default:
			for i := range s.rules {
				if s.rules[i].codes.has(n) {
					said[rule.Topic].Add(findingTerm(rule.Code, s.rules[i].fact))
				}
			}
		}
	}
	o, err := r.askMain(ctx, func(t *topic) *ast.Term { return ast.NewTerm(said[t.name]) }, in)
	if err != nil {
		return Outcome{}, err
	}
	return o, r.book.learn(o, &s.codes, s.rules)
}

func findingTerm(code string, facts ...string) *ast.Term {
	named := ast.NewArray()
	for _, fact := range facts {
		named = named.Append(ast.StringTerm(fact))
	}
	return ast.ObjectTerm(
		[2]*ast.Term{ast.StringTerm("code"), ast.StringTerm(code)},
		[2]*ast.Term{ast.StringTerm("facts"), ast.NewTerm(named)},
	)
}
