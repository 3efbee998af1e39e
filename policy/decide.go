package policy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"clearance/rights"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Deadline is how long whoever asks gives one decision. A policy that takes longer is broken, and a story it cannot judge is not
// cleared.
const Deadline = 5 * time.Second

// Decide asks the rules about an input. An error is never an outcome: whatever fails or looks wrong, nothing is cleared.
// What a topic said before of all that it can read, it is not asked again. It ends with an error when ctx does; give it a deadline,
// as a rule may loop over much.
func (p *Policy) Decide(ctx context.Context, in rights.Input) (Outcome, error) {
	return p.decide(ctx, &rights.Case{Input: in})
}

// decide asks the rules about the input of a case.
func (p *Policy) decide(ctx context.Context, c *rights.Case) (Outcome, error) {
	if err := hasEnded(ctx); err != nil {
		return Outcome{}, err
	}
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	written, err := c.AppendInput((*buffer)[:0])
	if err != nil {
		return Outcome{}, fmt.Errorf("write the input of the policy: %w", err)
	}
	*buffer = written
	if p.decisions.Add(1) > 1 { // a process that judges one story does not get back what looking at the rules takes
		if outcome, ok := p.recollection().decide(ctx, c.Input, written); ok {
			return outcome, nil
		}
	}
	p.whole.Add(1)
	return p.askWhole(ctx, c.Input, written)
}

// hasEnded is the error of a context that has.
func hasEnded(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("ask the policy: %w", err)
	}
	return nil
}

var buffers = sync.Pool{New: func() any { return new([]byte) }}

// Fresh decides as Decide does, without recalling or remembering anything.
func (p *Policy) Fresh(ctx context.Context, in rights.Input) (Outcome, error) {
	written, err := in.AppendCanonical(nil)
	if err != nil {
		return Outcome{}, fmt.Errorf("write the input of the policy: %w", err)
	}
	return p.askWhole(ctx, in, written)
}

// askWhole asks main about an input, which then asks every topic.
func (p *Policy) askWhole(ctx context.Context, in rights.Input, written []byte) (Outcome, error) {
	input, err := ast.ValueFromReader(bytes.NewReader(written))
	if err != nil {
		return Outcome{}, fmt.Errorf("write the input of the policy: %w", err)
	}
	result, err := p.query(ctx, p.question, input)
	if err != nil {
		return Outcome{}, fmt.Errorf("ask the policy: %w", err)
	}
	outcome, err := p.outcome(result, in)
	if err != nil {
		return Outcome{}, fmt.Errorf("check the policy's decision: %w", err)
	}
	return outcome, nil
}

// query evaluates a query that has one answer. Without an input, input is undefined.
func (p *Policy) query(ctx context.Context, question ast.Body, input ast.Value) (topdown.QueryResult, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	cancel := topdown.NewCancel()
	stop := context.AfterFunc(ctx, cancel.Cancel)
	defer stop()

	txn, err := p.store.NewTransaction(ctx)
	if err != nil {
		return nil, err
	}
	defer p.store.Abort(ctx, txn)
	query := topdown.NewQuery(question).
		WithCompiler(p.compiler).
		WithStore(p.store).
		WithTransaction(txn).
		WithStrictBuiltinErrors(true).
		WithCancel(cancel)
	if input != nil {
		query = query.WithInput(ast.NewTerm(input))
	}
	results, err := query.Run(ctx)
	if err != nil {
		return nil, errors.Join(err, ctx.Err())
	}
	if len(results) != 1 {
		return nil, fmt.Errorf("%s is undefined; correct the rules", asked(question))
	}
	return results[0], nil
}

// asked names what a query asks for.
func asked(question ast.Body) *ast.Term { return question[0].Operand(1) }

// outcome takes main's decision out of the result of a query.
func (p *Policy) outcome(result topdown.QueryResult, in rights.Input) (Outcome, error) {
	decision, err := ast.JSON(result["decision"].Value)
	if err != nil {
		return Outcome{}, err
	}
	return p.check(decision, in)
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
