package policy

import (
	"context"
	"reflect"
	"slices"

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
	reads := func(list ast.Ref) bool {
		return slices.ContainsFunc(t.reads.paths, func(path []string) bool { return slices.Equal(path, listPath(list)) })
	}
	if !reads(rulesRef) && !reads(shotsRef) {
		return
	}
	proof := provePiecemeal(compiler, t.ref.Value.(ast.Ref))
	t.piecemeal, t.inOnePiece, t.byRule = proof.refused == "", proof.refused, proof.codes
	t.hearsRules = t.piecemeal && reads(rulesRef)
}

// pieceKey is the JSON of the fields that a topic can read, but for lists that it takes apart: of the shots there are the different
// ones, of the rules of the terms none.
func (r *recollection) pieceKey(t *topic, s *scratch) []byte {
	if !t.piecemeal {
		return t.key(s.key[:0], s.pieces)
	}
	key := s.key[:0]
	for _, i := range t.pieces {
		switch i {
		case r.rules:
		case r.shots:
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
	if !r.lookUpCodes(m, s) {
		if err := r.ask(ctx, m, s, written); err != nil {
			return Outcome{}, false
		}
	}
	s.codes = codeSet{}
	for _, said := range s.said {
		s.codes.unite(&said.codes)
	}
	for i := range s.rules {
		s.codes.unite(&s.rules[i].codes)
	}
	t := m.recallTold(&s.codes)
	if t == nil {
		var err error
		if t, err = r.foldCodes(ctx, s, in); err != nil {
			return Outcome{}, false
		}
		m.keepTold(&s.codes, t)
		r.renew(m)
	}
	return t.outcome(s.rules), true
}

// lookUpCodes finds what the topics said of the same fields, and of each rule of the terms beside the same fields. It reports false
// where one has to be asked.
func (r *recollection) lookUpCodes(m *memory, s *scratch) bool {
	all := true
	m.mu.RLock()
	defer m.mu.RUnlock()
	for i, t := range r.topics {
		s.said[i] = nil
		if t.reads.refused == "" {
			s.key = r.pieceKey(t, s)
			s.said[i] = m.topics[i].of[string(s.key)]
		}
		if s.said[i] != nil && t.hearsRules && !s.recallRules(s.said[i]) {
			s.said[i] = nil
		}
		all = all && s.said[i] != nil
	}
	return all
}

// recallRules adds to each rule at hand what a topic said of it. It reports false where it was not asked about one.
func (s *scratch) recallRules(said *said) bool {
	for i := range s.rules {
		s.key = s.rules[i].key(s.key[:0])
		codes, ok := said.rules[string(s.key)]
		if !ok {
			return false
		}
		s.rules[i].codes.unite(&codes)
	}
	return true
}

// keepCodes takes down what a topic said.
func (r *recollection) keepCodes(m *memory, s *scratch, i int, findings *ast.Term) error {
	for j := range s.rules {
		s.rules[j].said = codeSet{}
	}
	t := r.topics[i]
	rest, err := r.book.hear(t, findings, s.rules)
	if err != nil {
		return err
	}
	for j := range s.rules {
		s.rules[j].codes.unite(&s.rules[j].said)
	}
	s.said[i] = &said{codes: rest}
	if t.reads.refused == "" {
		s.key = r.pieceKey(t, s)
		m.keepCodes(i, t, s.key, rest, s.rules)
	}
	return nil
}

// keepCodes remembers what a topic said.
func (m *memory) keepCodes(i int, t *topic, key []byte, rest codeSet, rules []ruleAtHand) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.topics[i].of[string(key)]
	if s == nil {
		s = &said{codes: rest, rules: map[string]codeSet{}}
		m.topics[i].of[string(key)] = s
		m.size += len(key) + 2*perEntry
	}
	if !t.hearsRules {
		return
	}
	var of []byte
	for j := range rules {
		of = rules[j].key(of[:0])
		if _, known := s.rules[string(of)]; !known {
			s.rules[string(of)] = rules[j].said
			m.size += len(of) + perEntry
		}
	}
}

func (m *memory) recallTold(codes *codeSet) *told {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.told[*codes]
}

func (m *memory) keepTold(codes *codeSet, t *told) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.told[*codes] = t
	m.size += perEntry + perFinding*len(t.findings)
}

// foldCodes has main make a decision of what the topics said. It is checked as any is, and must be the one that is put together of
// what is remembered of it.
func (r *recollection) foldCodes(ctx context.Context, s *scratch, in rights.Input) (*told, error) {
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
	outcome, err := r.askMain(ctx, func(t *topic) *ast.Term { return ast.NewTerm(said[t.name]) }, in)
	if err != nil {
		return nil, err
	}
	t, err := r.book.tell(outcome, &s.codes)
	if err == nil && !reflect.DeepEqual(t.outcome(s.rules), outcome) {
		err = errNotByCode
	}
	return t, err
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
