package policy

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"clearance/rights"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Deadline is how long whoever asks gives one decision. A policy that takes longer is broken, and a story it cannot judge is not
// cleared.
const Deadline = 5 * time.Second

// Decide asks the rules about an input. An error is never an outcome: whatever fails or looks wrong, nothing is cleared.
// What it was asked before it remembers. It ends with an error when ctx does; give it a deadline, as a rule may loop over much.
func (p *Policy) Decide(ctx context.Context, in rights.Input) (Outcome, error) {
	if err := ctx.Err(); err != nil {
		return Outcome{}, fmt.Errorf("ask the policy: %w", err)
	}
	written, err := json.Marshal(in)
	if err != nil {
		return Outcome{}, fmt.Errorf("write the input of the policy: %w", err)
	}
	key := sha256.Sum256(written)
	if known, ok := p.decided.recall(key); ok {
		return known, nil
	}
	input, err := ast.ValueFromReader(bytes.NewReader(written))
	if err != nil {
		return Outcome{}, fmt.Errorf("write the input of the policy: %w", err)
	}
	decision, err := p.ask(ctx, input)
	if err != nil {
		return Outcome{}, fmt.Errorf("ask the policy: %w", err)
	}
	outcome, err := p.check(decision, in)
	if err != nil {
		return Outcome{}, fmt.Errorf("check the policy's decision: %w", err)
	}
	p.decided.keep(key, outcome)
	return outcome, nil
}

// ask evaluates the entrypoint.
func (p *Policy) ask(ctx context.Context, input ast.Value) (any, error) {
	cancel := topdown.NewCancel()
	stop := context.AfterFunc(ctx, cancel.Cancel)
	defer stop()

	txn, err := p.store.NewTransaction(ctx)
	if err != nil {
		return nil, err
	}
	defer p.store.Abort(ctx, txn)
	results, err := topdown.NewQuery(p.query).
		WithCompiler(p.compiler).
		WithStore(p.store).
		WithTransaction(txn).
		WithInput(ast.NewTerm(input)).
		WithStrictBuiltinErrors(true).
		WithCancel(cancel).
		Run(ctx)
	if err != nil {
		return nil, errors.Join(err, ctx.Err())
	}
	if len(results) != 1 || results[0]["decision"] == nil {
		return nil, errors.New("data.rights.main.decision is undefined; correct the rules")
	}
	return ast.JSON(results[0]["decision"].Value)
}

// check takes a decision for an outcome only if it is exactly one: the rules are data that anyone may edit.
func (p *Policy) check(decision any, in rights.Input) (Outcome, error) {
	parts, ok := decision.(map[string]any)
	verdict, isText := parts["verdict"].(string)
	said, isList := parts["findings"].([]any)
	if !ok || !isText || !isList || len(parts) != 2 {
		return Outcome{}, errors.New("it does not have exactly a verdict and findings")
	}
	outcome := Outcome{Verdict: Verdict(verdict), Findings: make([]Finding, 0, len(said))}
	for _, each := range said {
		finding, err := p.checkFinding(each, in)
		if err != nil {
			return Outcome{}, err
		}
		outcome.Findings = append(outcome.Findings, finding)
	}
	for i := 1; i < len(outcome.Findings); i++ {
		if outcome.Findings[i-1].Code >= outcome.Findings[i].Code {
			return Outcome{}, errors.New("its findings are not sorted by code, each once")
		}
	}
	if follows := fold(outcome.Findings); outcome.Verdict != follows || follows == "" {
		return Outcome{}, fmt.Errorf("its verdict %q does not follow from its findings, which make it %q", outcome.Verdict, follows)
	}
	return outcome, nil
}

// checkFinding compares a finding with the rule that makes it.
func (p *Policy) checkFinding(each any, in rights.Input) (Finding, error) {
	parts, _ := each.(map[string]any)
	code, _ := parts["code"].(string)
	effect, _ := parts["effect"].(string)
	named, isList := parts["facts"].([]any)
	rule, known := p.rules[code]
	if !known || !isList || len(parts) != 3 {
		return Finding{}, fmt.Errorf("its finding %v is not exactly a known code, an effect and facts", each)
	}
	facts := make([]string, 0, len(named))
	for _, name := range named {
		fact, _ := name.(string)
		facts = append(facts, fact)
	}
	if !slices.Equal(catalogued(facts, in), rule.Facts) {
		return Finding{}, fmt.Errorf("its finding %s names the facts %q, but its rule %q", code, facts, rule.Facts)
	}
	got, least := Effect(effect), p.Effect(rule)
	if got != least && got.severity() <= least.severity() {
		return Finding{}, fmt.Errorf("its finding %s has the effect %q, but must have %q at the least", code, got, least)
	}
	return Finding{Code: code, Effect: got, Facts: facts}, nil
}

// catalogued gives the names under which the catalogue knows facts: one for all rules of the terms.
func catalogued(facts []string, in rights.Input) []string {
	names := make([]string, 0, len(facts))
	for _, fact := range facts {
		if slices.ContainsFunc(in.Terms.Rules, func(r rights.RuleInput) bool { return r.Fact == fact }) {
			fact = rights.TermsRules
		}
		names = append(names, fact)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// fold is the verdict that follows from findings; "" if none does. Rego's main folds it first, and both must agree.
func fold(findings []Finding) Verdict {
	has := func(effect Effect) bool {
		return slices.ContainsFunc(findings, func(f Finding) bool { return f.Effect == effect })
	}
	switch {
	case has(Block):
		return Blocked
	case has(Refer):
		return Referred
	case has(Ground):
		return Cleared
	}
	return ""
}

