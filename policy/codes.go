package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"math/bits"
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
