package check

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"clearance/audit"
	"clearance/audit/replay"
	"clearance/policy"
)

// Replayed is a recorded decision that was made again.
type Replayed struct {
	Entry       int64               `json:"entry"`
	Run         int64               `json:"run"`
	Verdict     policy.Verdict      `json:"verdict"` // as it was recorded
	Error       string              `json:"error,omitempty"`
	Differences []replay.Difference `json:"differences"`
	Missing     []replay.Missing    `json:"missing"`      // what could not be made again
	By          *audit.RunInfo      `json:"by"`           // what made it; null where that was erased
	SameProgram bool                `json:"same_program"` // whether the program and the engine are the ones that run now
}

// ReplayTally counts decisions that were made again.
type ReplayTally struct {
	Same    int `json:"same"`    // byte for byte, with all that follows from the reading
	Partly  int `json:"partly"`  // the same, as far as it could be made again
	Differs int `json:"differs"` // it came out otherwise: an alarm
	Failed  int `json:"failed"`  // it could not be made again, or what is kept of it is damaged
}

// All is how many decisions were met.
func (t ReplayTally) All() int { return t.Same + t.Partly + t.Differs + t.Failed }

// Replayer makes recorded decisions again, each by the policy that made it.
type Replayer struct {
	Log *audit.Log
	Now audit.RunInfo // what runs now: program, version and engine

	mu       sync.Mutex // guards policies
	policies map[string]*policy.Policy
}

// Replay makes the decisions that pass a filter again. It gives every one that did not come out the same, byte for byte.
func (r *Replayer) Replay(ctx context.Context, f audit.Filter, give func(Replayed) error) (t ReplayTally, err error) {
	err = inOrder(replayedAhead, func(yield func(audit.Entry) error) error { return r.decisions(ctx, f, yield) },
		func(entry audit.Entry) Replayed { return r.again(ctx, entry) },
		func(again Replayed) error {
			switch {
			case again.Error != "":
				t.Failed++
			case len(again.Differences) > 0:
				t.Differs++
			case len(again.Missing) > 0:
				t.Partly++
			default:
				t.Same++
				return nil
			}
			return wrap(give(again), "showing a decision")
		})
	return t, err
}

// replayedAhead is how many decisions may be ahead.
const replayedAhead = 64

// decisions gives those that pass a filter, until the context is done.
func (r *Replayer) decisions(ctx context.Context, f audit.Filter, yield func(audit.Entry) error) error {
	for entry, err := range r.Log.List(f) {
		if err == nil {
			err = context.Cause(ctx)
		}
		if err == nil && (entry.Kind == audit.KindDecision || entry.Kind == audit.KindAvails) {
			err = yield(entry)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// again makes one decision again. What fails is part of the answer.
func (r *Replayer) again(ctx context.Context, entry audit.Entry) Replayed {
	out := Replayed{Entry: entry.Seq, Run: entry.Run, Differences: []replay.Difference{}, Missing: []replay.Missing{}}
	result, err := r.make(ctx, entry.Seq, &out)
	if err != nil {
		out.Error = err.Error()
		return out
	}
	out.Differences, out.Missing = append(out.Differences, result.Differences...), append(out.Missing, result.Missing...)
	return out
}

func (r *Replayer) make(ctx context.Context, seq int64, out *Replayed) (replay.Result, error) {
	record, err := r.Log.Get(seq)
	if err != nil {
		return replay.Result{}, err
	}
	out.Verdict = record.Verdict // from the bytes that were checked
	if out.By = record.Info; out.By != nil {
		out.SameProgram = out.By.Version == r.Now.Version && out.By.OPA == r.Now.OPA
	}
	rules, err := r.rules(record)
	if err != nil {
		return replay.Result{}, err
	}
	d := replay.Decision{Reading: record.Reading, Question: *record.Question, Input: record.Payloads.Input.Data, Outcome: record.Payloads.Outcome.Data}
	if record.GoodUntil != nil {
		until := record.GoodUntil.Unix()
		d.GoodUntil = &until
	}
	ctx, cancel := context.WithTimeout(ctx, Deadline)
	defer cancel()
	return replay.Again(ctx, rules, d)
}

// mostPolicies bounds how many policies are kept loaded.
const mostPolicies = 16

// rules loads the policy of a decision from the trail, once.
func (r *Replayer) rules(record *audit.Record) (*policy.Policy, error) {
	r.mu.Lock() // while one loads a policy, the others that wait for the lock need the same one
	defer r.mu.Unlock()
	if p := r.policies[record.Policy]; p != nil {
		return p, nil
	}
	p, err := policy.FromBundle(record.Bundle)
	if err != nil {
		return nil, fmt.Errorf("loading the policy of entry %d, which was recorded by another version of this program: %w", record.Seq, err)
	}
	if p.Revision() != record.Policy {
		return nil, errors.New("the policy has another revision than the one that was recorded")
	}
	if r.policies == nil || len(r.policies) >= mostPolicies {
		r.policies = map[string]*policy.Policy{}
	}
	r.policies[record.Policy] = p
	return p, nil
}
