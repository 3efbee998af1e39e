// Package policy asks Rego: it loads the rules, decides by them, and explains what they said.
package policy

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"clearance/rights"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
)

// Verdict is the answer to a question. Its zero value is no answer and does not clear.
type Verdict string

// The verdicts.
const (
	Cleared  Verdict = "cleared"
	Referred Verdict = "referred" // a person must decide
	Blocked  Verdict = "blocked"
)

// Verdicts are all verdicts, the mildest first.
var Verdicts = []Verdict{Cleared, Referred, Blocked}

// Strictest is the strictest of some verdicts. What is no verdict clears nothing, and no verdicts at all do not either: it is blocked.
func Strictest(verdicts ...Verdict) Verdict {
	strictest := -1
	for _, v := range verdicts {
		at := slices.Index(Verdicts, v)
		if at < 0 {
			return Blocked
		}
		strictest = max(strictest, at)
	}
	if strictest < 0 {
		return Blocked
	}
	return Verdicts[strictest]
}

// Clears reports whether the use may go ahead. Nothing but a cleared verdict does.
func (v Verdict) Clears() bool { return v == Cleared }

// Effect is what a finding does to the verdict. Its zero value is no effect.
type Effect string

// The effects, mildest first.
const (
	Ground    Effect = "ground"    // what a cleared verdict rests on
	Note      Effect = "note"      // worth knowing
	Condition Effect = "condition" // cleared only as long as it is kept
	Refer     Effect = "refer"     // a person must decide
	Block     Effect = "block"
)

var effects = []Effect{Ground, Note, Condition, Refer, Block}

// severity orders effects by what they do to a verdict: 0 leaves it, 2 blocks.
func (e Effect) severity() int {
	switch e {
	case Block:
		return 2
	case Refer:
		return 1
	}
	return 0
}

// Rule is one rule of the policy: everything that is written once about the findings it makes.
type Rule struct {
	Code   string   `json:"code"`
	Effect Effect   `json:"effect"` // as the rule has it; the house may raise it
	Title  string   `json:"title"`
	Detail string   `json:"detail"` // with {placeholders} that name facts
	Remedy string   `json:"remedy"` // what a person can do
	Facts  []string `json:"facts"`  // names of rights.FactNames, sorted
	Topic  string   `json:"topic"`  // the last part of its package, such as sale
	File   string   `json:"file"`
	Line   int      `json:"line"` // of the rule's head, counted from 1
}

// Finding is one thing that a rule says about an input.
type Finding struct {
	Code   string   `json:"code"`
	Effect Effect   `json:"effect"`
	Facts  []string `json:"facts"` // the names of the facts it rests on, sorted
}

// Outcome is a verdict with all findings, sorted by code. It holds no words and no identifiers.
type Outcome struct {
	Verdict  Verdict   `json:"verdict"`
	Findings []Finding `json:"findings"`

	// OpenFor are narrower uses that are cleared, each by what it leaves out of the one that was asked about. They were found by
	// asking the same rules; Decide does not look for them.
	OpenFor []rights.Except `json:"open_for,omitempty"`

	// Grid is there where every territory and medium was asked about by itself. Then the verdict is the strictest of them, and the
	// findings stand in the grid.
	Grid *Grid `json:"grid,omitempty"`
}

// Grid is what was said of a use in every territory and medium.
type Grid struct {
	Media []string `json:"media"`
	Areas []Area   `json:"areas"`
}

// Area is some countries that were judged alike.
type Area struct {
	Codes    []string   `json:"codes"`    // ISO 3166-1 alpha-2
	Verdicts []Verdict  `json:"verdicts"` // by medium
	Findings [][]string `json:"findings"` // by medium: the codes that decide
}

// Policy is a loaded set of rules. It never changes, and any number of goroutines may ask it.
type Policy struct {
	revision string
	bundle   []byte
	rules    map[string]Rule
	raised   map[string]Effect // what the house makes stricter
	house    rights.House

	compiler *ast.Compiler
	store    storage.Store
	question ast.Body // for the decision of main

	decisions, whole atomic.Uint64
	begin            sync.Once
	recalls          *recollection
}

// recollection looks at the rules when it is first needed.
func (p *Policy) recollection() *recollection {
	p.begin.Do(func() { p.recalls = newRecollection(p) })
	return p.recalls
}

// Revision names the policy by the SHA-256 of its bundle: "sha256:" and 64 hexadecimal digits.
func (p *Policy) Revision() string { return p.revision }

// Bundle is the whole policy as one uncompressed tar: rules, data, house and index, without tests.
// Its bytes are the same whenever these are. Compressed with gzip it is a bundle for stock OPA.
func (p *Policy) Bundle() []byte { return slices.Clone(p.bundle) }

// House is what the house states that this policy was loaded with.
func (p *Policy) House() rights.House { return p.house }

// Rules are all rules, sorted by code.
func (p *Policy) Rules() []Rule {
	rules := make([]Rule, 0, len(p.rules))
	for _, rule := range p.rules {
		rules = append(rules, rule)
	}
	slices.SortFunc(rules, func(a, b Rule) int { return strings.Compare(a.Code, b.Code) })
	return rules
}

// Rule is the rule with a code.
func (p *Policy) Rule(code string) (Rule, bool) {
	rule, ok := p.rules[code]
	return rule, ok
}

// Effect is what a finding of this rule does at the least, after the house has had its say.
func (p *Policy) Effect(rule Rule) Effect {
	if raised := p.raised[rule.Code]; raised.severity() > rule.Effect.severity() {
		return raised
	}
	return rule.Effect
}
