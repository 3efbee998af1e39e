package policy

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"clearance/rights"

	"github.com/open-policy-agent/opa/v1/ast"
)

// recollection decides by what topics said before. A topic is a unit of memory: it is asked again only where a field has changed
// that it can read. Where it takes the lists of the input apart, each rule of the terms is a unit of its own. What all of them say is
// folded by main, as ever.
type recollection struct {
	policy  *Policy
	topics  []*topic
	cutter  *cutter
	refused string // why nothing is remembered
	most    int    // bytes that a memory holds before it is full
	now     atomic.Pointer[memory]
	scratch sync.Pool // of *scratch

	book         *codebook // of the codes by which topics are heard; nil where they are heard whole
	notByCode    string    // why there is none
	units        []*unit   // of memory then
	rules, shots int       // the pieces that are lists

	looked, asks, folds atomic.Uint64
}

// scratch is what one decision writes into.
type scratch struct {
	pieces [][]byte
	key    []byte
	said   []*said

	rules []ruleAtHand
	codes codeSet // of all that topics say
	shots [][]byte
}

// newRecollection looks at what every topic can read.
func newRecollection(p *Policy) *recollection {
	r := &recollection{policy: p, cutter: newCutter(), most: mostRemembered, refused: mainReads(p.compiler)}
	for i, name := range topicNames(p.compiler) {
		r.topics = append(r.topics, newTopic(p.compiler, i, name, r.cutter))
		if strings.Contains(name, ".") {
			r.refused = fmt.Sprintf("topic %s has a name of several parts, under which main does not find it", name)
		}
	}
	r.book, r.notByCode = newCodebook(p, r.topics)
	r.rules, r.shots = r.cutter.add(listPath(rulesRef)), r.cutter.add(listPath(shotsRef))
	if r.book != nil {
		r.newUnits()
	}
	r.now.Store(newMemory(len(r.topics), len(r.units)))
	r.scratch.New = func() any {
		return &scratch{pieces: make([][]byte, r.cutter.pieces), said: make([]*said, len(r.topics))}
	}
	return r
}

// decide decides about an input and its JSON. Where it reports false, whatever the reason, main must be asked whole: it
// knows what is wrong, and an error is never remembered.
func (r *recollection) decide(ctx context.Context, in rights.Input, written []byte) (Outcome, bool) {
	if r.refused != "" {
		return Outcome{}, false
	}
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	m := r.now.Load()
	if m.holds() > r.most {
		r.now.CompareAndSwap(m, newMemory(len(r.topics), len(r.units)))
		m = r.now.Load()
	}
	if !r.cutter.cutMeeting(&m.uses, written, s.pieces) {
		return Outcome{}, false
	}
	r.looked.Add(1)
	if r.book != nil {
		return r.byCode(ctx, m, s, in, written)
	}
	if !r.lookUp(m, s) {
		if err := r.ask(ctx, m, s, written); err != nil {
			return Outcome{}, false
		}
	}
	s.key = foldKey(s.key[:0], s.said, in)
	if o, ok := m.recall(s.key); ok {
		return o, true
	}
	o, err := r.fold(ctx, s.said, in)
	if err != nil {
		return Outcome{}, false
	}
	m.decide(s.key, o)
	return o, true
}

// lookUp finds what the topics said of the same fields. It reports false where one has to be asked.
func (r *recollection) lookUp(m *memory, s *scratch) bool {
	all := true
	m.mu.RLock()
	defer m.mu.RUnlock()
	for i, t := range r.topics {
		s.said[i] = nil
		if t.reads.refused == "" {
			s.key = t.key(s.key[:0], s.pieces)
			s.said[i] = m.topics[i].of[string(s.key)]
		}
		all = all && s.said[i] != nil
	}
	return all
}

// foldKey stands for all that an outcome follows from: what each topic said, and which facts of the input are rules of the terms,
// which the check of the outcome looks at.
func foldKey(to []byte, all []*said, in rights.Input) []byte {
	for _, s := range all {
		to = binary.LittleEndian.AppendUint32(to, s.number)
	}
	for _, rule := range in.Terms.Rules {
		to = binary.AppendUvarint(to, uint64(len(rule.Fact)))
		to = append(to, rule.Fact...)
	}
	return to
}

// ask asks the topics that have nothing to recall, all at once.
func (r *recollection) ask(ctx context.Context, m *memory, s *scratch, written []byte) error {
	input, err := ast.ValueFromReader(bytes.NewReader(written))
	if err != nil {
		return err
	}
	var query ast.Body
	for i, t := range r.topics {
		if s.said[i] == nil {
			t.asked.Add(1)
			query.Append(ast.Equality.Expr(ast.NewTerm(t.answer), t.ref).SetLocation(r.policy.question.Loc()))
		}
	}
	r.asks.Add(1)
	result, err := r.policy.query(ctx, query, input)
	if err != nil {
		return err
	}
	for i, t := range r.topics {
		if s.said[i] != nil {
			continue
		}
		findings := result[t.answer]
		if r.book != nil {
			if err := r.keepCodes(m, s, i, findings); err != nil {
				return err
			}
			continue
		}
		var key []byte
		if t.reads.refused == "" {
			key = t.key([]byte{}, s.pieces)
		}
		s.said[i] = m.keep(i, key, findings)
	}
	return nil
}

// fold has main make a decision of what the topics said.
func (r *recollection) fold(ctx context.Context, all []*said, in rights.Input) (Outcome, error) {
	return r.askMain(ctx, func(t *topic) *ast.Term { return all[slices.Index(r.topics, t)].findings }, in)
}

// askMain gives main findings in place of the topics.
func (r *recollection) askMain(ctx context.Context, said func(*topic) *ast.Term, in rights.Input) (Outcome, error) {
	question := r.policy.question[0].Copy()
	for _, t := range r.topics {
		question.With = append(question.With, &ast.With{Target: t.ref, Value: said(t), Location: question.Location})
	}
	r.folds.Add(1)
	result, err := r.policy.query(ctx, ast.NewBody(question), nil)
	if err != nil {
		return Outcome{}, err
	}
	return r.policy.outcome(result, in)
}
