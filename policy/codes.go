package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"math/bits"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"

	"clearance/rights"

	"github.com/open-policy-agent/opa/v1/ast"
)

// mainSum is the digest of the built-in main. That one is blind to facts: it hands each on, united with others of the same code and
// sorted, and never looks at one. The effect of a code follows from the code, and all else that main decides from the effects that
// it heard. A test keeps the digest, and another one what it stands for.
const mainSum = "ece1b18faee5d59a30caae4a3350083a4d7afe0ed14fd1292e5e05237a21b703"

// mostCodes is how many codes a codeSet can hold; the built-in rules have half of them.
const mostCodes = 256

// codeSet is a set of codes by their numbers.
type codeSet [mostCodes / 64]uint64

func (s *codeSet) add(code int)      { s[code/64] |= 1 << (code % 64) }
func (s *codeSet) has(code int) bool { return s[code/64]&(1<<(code%64)) != 0 }

func (s *codeSet) unite(other *codeSet) {
	for i := range s {
		s[i] |= other[i]
	}
}

func (s codeSet) and(other *codeSet) codeSet {
	for i := range s {
		s[i] &= other[i]
	}
	return s
}

// all gives each code of the set, the smallest first.
func (s *codeSet) all(yield func(int) bool) {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			if !yield(i*64 + bits.TrailingZeros64(word)) {
				return
			}
		}
	}
}

// codebook knows the codes of a policy whose topics are heard by code: no finding has facts but those that its rule in Rego names, or
// that of the rule of the terms that it was made for.
type codebook struct {
	names   []string // sorted
	numbers map[string]int
	rules   []Rule  // by number
	byRule  codeSet // of findings for one rule of the terms

	effects [mostCodes]atomic.Uint32     // by number: the place in effects plus one; 0 until main was heard
	made    [1 << 5]atomic.Pointer[made] // by the effects that main heard, a bit each
}

// made is what main makes of effects.
type made struct {
	verdict Verdict
	own     codeSet // main's own findings
}

// newCodebook says why topics cannot be heard by code where they cannot: then what a topic says is remembered as a whole, and so is
// what main makes of it.
func newCodebook(p *Policy, topics []*topic) (*codebook, string) {
	book := &codebook{names: slices.Sorted(maps.Keys(p.rules)), numbers: map[string]int{}}
	if len(book.names) > mostCodes {
		return nil, fmt.Sprintf("there are more than %d codes", mostCodes)
	}
	for i, name := range book.names {
		book.numbers[name] = i
		book.rules = append(book.rules, p.rules[name])
	}
	if !p.mainIsBuiltIn() {
		return nil, "main is not the built-in one, and may look at facts"
	}
	for i, rule := range book.rules {
		if !slices.Contains(rule.Facts, rights.TermsRules) {
			continue
		}
		at := slices.IndexFunc(topics, func(t *topic) bool { return t.name == rule.Topic })
		if at < 0 || !topics[at].piecemeal || !topics[at].byRule[rule.Code] || len(rule.Facts) > 1 {
			return nil, fmt.Sprintf("%s names rules of the terms, and is not made for each of them alone", rule.Code)
		}
		book.byRule.add(i)
	}
	return book, ""
}

// mainIsBuiltIn reports whether the package of main is one file, and that is the built-in one.
func (p *Policy) mainIsBuiltIn() bool {
	sources, err := readBundle(p.bundle)
	if err != nil {
		return false
	}
	files, same := 0, false
	for name, module := range p.compiler.Modules {
		if strings.HasPrefix(packageName(module)+".", mainPackage+".") {
			sum := sha256.Sum256(sources[name])
			files, same = files+1, hex.EncodeToString(sum[:]) == mainSum
		}
	}
	return files == 1 && same
}

var errNotByCode = errors.New("a topic said what is no finding of its rules")

// hear takes the findings of a topic apart: the codes that have nothing to do with rules of the terms, and those of each rule at
// hand, which are added to it.
func (c *codebook) hear(t *topic, findings *ast.Term, rules []ruleAtHand) (codeSet, error) {
	var rest codeSet
	set, ok := findings.Value.(ast.Set)
	if !ok {
		return rest, errNotByCode
	}
	for _, finding := range set.Slice() {
		code, facts, ok := constants(finding.Value, func(*ast.Term) bool { return false })
		n, known := c.numbers[code]
		if !ok || !known || c.rules[n].Topic != t.name {
			return rest, errNotByCode
		}
		if !c.byRule.has(n) {
			if !slices.Equal(facts, c.rules[n].Facts) {
				return rest, errNotByCode
			}
			rest.add(n)
			continue
		}
		at := slices.IndexFunc(rules, func(r ruleAtHand) bool { return len(facts) == 1 && r.fact == facts[0] })
		if at < 0 {
			return rest, errNotByCode
		}
		rules[at].said.add(n)
	}
	return rest, nil
}

// heard is what main made of codes; nil where it was not asked yet.
func (c *codebook) heard(codes *codeSet) *made {
	bits := 0
	for n := range codes.all {
		effect := c.effects[n].Load()
		if effect == 0 {
			return nil
		}
		bits |= 1 << (effect - 1)
	}
	return c.made[bits].Load()
}

// learn takes down what main made of findings, all of it or nothing: and nothing if it made them into anything but what is put
// together of what is taken down.
func (c *codebook) learn(o Outcome, codes *codeSet, rules []ruleAtHand) error {
	m, bits := &made{verdict: o.Verdict}, 0
	var all codeSet
	learned := map[int]uint32{}
	for _, f := range o.Findings {
		n, effect := c.numbers[f.Code], slices.Index(effects, f.Effect)
		if before := c.effects[n].Load(); effect < 0 || before != 0 && before != uint32(effect)+1 {
			return errNotByCode
		}
		all.add(n)
		learned[n] = uint32(effect) + 1
		if codes.has(n) {
			bits |= 1 << effect
		} else {
			m.own.add(n)
		}
	}
	if all.and(codes) != *codes || m.own.and(&c.byRule) != (codeSet{}) {
		return errNotByCode
	}
	effect := func(n int) Effect { return effects[learned[n]-1] }
	if !reflect.DeepEqual(c.compose(m, codes, rules, effect), o) {
		return errNotByCode
	}
	for n, effect := range learned {
		c.effects[n].Store(effect)
	}
	c.made[bits].Store(m)
	return nil
}

// outcome puts together what main makes of codes, for rules of the terms that are sorted by their facts. Whoever gets it may change
// it.
func (c *codebook) outcome(m *made, codes *codeSet, rules []ruleAtHand) Outcome {
	return c.compose(m, codes, rules, func(n int) Effect { return effects[c.effects[n].Load()-1] })
}

func (c *codebook) compose(m *made, codes *codeSet, rules []ruleAtHand, effect func(int) Effect) Outcome {
	all := *codes
	all.unite(&m.own)
	findings, named := 0, 0
	for n := range all.all {
		findings++
		if !c.byRule.has(n) {
			named += len(c.rules[n].Facts)
		}
	}
	for i := range rules {
		for range rules[i].codes.all {
			named++
		}
	}
	o := Outcome{Verdict: m.verdict, Findings: make([]Finding, 0, findings)}
	facts := make([]string, 0, named)
	for n := range all.all {
		start := len(facts)
		if !c.byRule.has(n) {
			facts = append(facts, c.rules[n].Facts...)
		} else {
			for i := range rules {
				if rules[i].codes.has(n) {
					facts = append(facts, rules[i].fact)
				}
			}
		}
		o.Findings = append(o.Findings, Finding{Code: c.names[n], Effect: effect(n), Facts: facts[start:len(facts):len(facts)]})
	}
	return o
}
