package check

import (
	"errors"
	"fmt"

	"clearance/audit"
	"clearance/policy"
	"clearance/rights"
)

// Recall makes a recorded decision again from what the trail keeps of it, in the words of the policy that made it.
func Recall(r *audit.Record) (Decision, error) {
	if r.Kind != audit.KindDecision {
		return Decision{}, fmt.Errorf("entry %d is no decision but a %s", r.Seq, r.Kind)
	}
	if r.Reading == nil {
		return Decision{}, errors.New("what was read from this story was erased")
	}
	rules, err := policy.FromBundle(r.Bundle)
	if err != nil {
		return Decision{}, fmt.Errorf("loading the policy of entry %d: %w", r.Seq, err)
	}
	return recallBy(rules, r)
}

// recallBy does so where the policy is loaded already.
func recallBy(rules *policy.Policy, r *audit.Record) (Decision, error) {
	asked := rights.Recall(*r.Reading, *r.Question, rules.House())
	asked.Input, asked.GoodUntil = *r.Input, r.GoodUntil
	d, err := explain(rules, asked, *r.Outcome)
	d.Entry = r.Seq
	return d, err
}
