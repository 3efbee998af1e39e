package policy

import (
	"context"
	"slices"

	"clearance/rights"

	"github.com/open-policy-agent/opa/v1/ast"
)

// byCode decides as decide does, by the codes that topics say, of everything but rules of the terms and of each of these.
func (r *recollection) byCode(ctx context.Context, m *memory, s *scratch, in rights.Input, written []byte) (Outcome, bool) {
	var ok bool
	if s.rules, ok = rulesAtHand(s.rules[:0], in.Terms.Rules, s.pieces[r.rules]); !ok {
		return Outcome{}, false
	}
	s.codes = codeSet{}
	if !r.lookUpCodes(m, s) {
		if written, err := r.withoutKnown(s, in, written); err != nil || r.ask(ctx, m, s, written) != nil {
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
		if !u.open(s.pieces) || u.byRule && len(s.rules) == 0 {
			continue
		}
		s.key = r.unitKey(u, s)
		of := m.units[i][string(s.key)]
		if of == nil {
			of = unheard
			s.said[u.topic] = nil
		}
		if u.byRule && !s.recallRules(of) {
			s.said[u.topic] = nil
		}
		s.codes.unite(&of.codes)
	}
	return !slices.Contains(s.said, nil)
}

// unheard stands for what was not asked yet.
var unheard = &saidCodes{}

// recallRules adds to each rule at hand what was said of it, or marks it as one that must be asked about. It reports false where there
// is such a rule.
func (s *scratch) recallRules(of *saidCodes) bool {
	all := true
	for i := range s.rules {
		rule := &s.rules[i]
		codes, ok := of.rules[rule.number]
		rule.codes.unite(&codes)
		rule.ask = rule.ask || !ok
		all = all && ok
	}
	return all
}

// withoutKnown is the JSON of an input for topics that have to be asked: without rules of the terms of which everything is known, if
// none of these topics could miss them.
func (r *recollection) withoutKnown(s *scratch, in rights.Input, written []byte) ([]byte, error) {
	for i, t := range r.topics {
		if s.said[i] == nil && !t.piecemeal && t.mayReadRules() {
			return written, nil
		}
	}
	asked := make([]rights.RuleInput, 0, len(in.Terms.Rules))
	for _, rule := range in.Terms.Rules {
		if slices.ContainsFunc(s.rules, func(r ruleAtHand) bool { return r.ask && r.fact == rule.Fact }) {
			asked = append(asked, rule)
		}
	}
	in.Terms.Rules = asked
	return in.AppendCanonical(nil)
}

// mayReadRules reports whether a topic reads rules of the terms, or may.
func (t *topic) mayReadRules() bool {
	return t.reads.refused != "" || slices.ContainsFunc(t.reads.paths, func(path []string) bool { return path[0] == listPath(rulesRef)[0] })
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
		m.grow(len(key) + perEntry)
	}
	rule.number = m.rules[string(key)]
}

func (m *memory) keepUnit(i int, u *unit, key []byte, rest *codeSet, rules []ruleAtHand) {
	of := m.units[i][string(key)]
	if of == nil {
		of = &saidCodes{codes: rest.and(&u.codes), rules: map[uint32]codeSet{}}
		m.units[i][string(key)] = of
		m.grow(len(key) + 2*perEntry)
	}
	if !u.byRule {
		return
	}
	for j := range rules {
		if _, known := of.rules[rules[j].number]; !known && rules[j].ask {
			of.rules[rules[j].number] = rules[j].said.and(&u.codes)
			m.grow(perEntry)
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
