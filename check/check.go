// Package check is the pipeline: read → ask → record → answer, for one story or ten million.
package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"clearance/audit"
	"clearance/policy"
	"clearance/rights"
	"clearance/story"
)

// Deadline bounds one decision unless told otherwise.
const Deadline = policy.Deadline

// batch is how many decisions share one transaction, and so one fsync. None of them is shown before it is durable.
const batch = 64

// Checker judges stories by one policy and records every answer before it gives it.
type Checker struct {
	Policy *policy.Policy
	Log    *audit.Log // what is known from before
	Run    *audit.Run // where answers are recorded

	Deadline time.Duration // of one decision; 0 is the usual one

	twins twins // of the run at hand
}

// Result is the answer for one record: a decision, or the reason why there is none.
type Result struct {
	Decision *Decision
	Unjudged *Unjudged
	Record   *story.Story   // nil where the bytes are no record
	Case     *rights.Case   // what the policy was asked; nil where it was not
	Outcome  policy.Outcome // what it said
}

// Unjudged says which record could not be judged, and why. It has an entry of its own.
type Unjudged struct {
	Error  string `json:"error"`
	From   string `json:"from"`
	Offset int64  `json:"offset"`
	Entry  int64  `json:"entry"`
}

// Tally counts the answers of a run.
type Tally struct {
	Cleared, Referred, Blocked, Unjudged int

	Unsearched int // places where no record could be read while only some identifiers were looked for
}

// Stories is how many records were met, judged or not.
func (t Tally) Stories() int { return t.Cleared + t.Referred + t.Blocked + t.Unjudged }

func (t *Tally) count(r Result) {
	switch {
	case r.Decision == nil:
		t.Unjudged++
	case r.Decision.Verdict == policy.Cleared:
		t.Cleared++
	case r.Decision.Verdict == policy.Referred:
		t.Referred++
	default:
		t.Blocked++
	}
}

// pending is an answer that is not yet recorded, beside the item that will record it.
type pending struct {
	result Result
	item   audit.Item
}

// Check asks one question of every record of the sources and gives the answers in their order. An error means that
// something could not be recorded or shown, or that the context was done: what was given before stands, nothing after
// it was answered.
func (c *Checker) Check(ctx context.Context, s Sources, q rights.Question, give func(Result) error) (Tally, error) {
	s, done, err := s.spool(ctx)
	if err != nil {
		return Tally{}, err
	}
	defer done()
	unsearched := 0
	found := func(ctx context.Context, yield func(*story.Story, *Unread) error) error {
		unsearched = 0
		return s.Each(ctx, func(record *story.Story, bad *Unread) error {
			if s.Only != nil && bad != nil {
				unsearched++
				return nil
			}
			return yield(record, bad)
		})
	}
	tally, err := c.CheckAll(ctx, found, q, give)
	tally.Unsearched = unsearched
	return tally, err
}

// Records gives records in order, what is none as an Unread, and stops at the first error of yield. Each time it gives the same.
type Records func(ctx context.Context, yield func(*story.Story, *Unread) error) error

// CheckAll is Check for records from wherever they come.
func (c *Checker) CheckAll(ctx context.Context, each Records, q rights.Question, give func(Result) error) (tally Tally, err error) {
	if c.twins, err = findTwins(ctx, each); err != nil {
		return tally, err
	}
	asking := rights.Ask(q, c.Policy.House())
	var waiting []pending
	flush := func() error {
		if err := c.record(waiting); err != nil {
			return err
		}
		for _, p := range waiting {
			tally.count(p.result)
			if err := give(p.result); err != nil {
				return fmt.Errorf("showing an answer: %w", err)
			}
		}
		waiting = waiting[:0]
		return nil
	}
	err = each(ctx, func(record *story.Story, bad *Unread) error {
		waiting = append(waiting, c.judge(ctx, record, bad, asking))
		if len(waiting) < batch {
			return nil
		}
		return flush()
	})
	if err == nil || errors.Is(err, context.Canceled) {
		err = errors.Join(err, flush())
	}
	return tally, err
}

// judge reads one record and asks the policy. It never fails: what cannot be judged is an answer too.
func (c *Checker) judge(ctx context.Context, record *story.Story, bad *Unread, asking *rights.Asking) pending {
	if bad != nil {
		return c.unjudged(*bad, "", asking.Question())
	}
	answer, err := c.decide(ctx, rights.Read(record), asking)
	if err != nil {
		answer = c.unjudged(Unread{From: record.From, Offset: record.Offset, Reason: err}, record.SHA256(), asking.Question())
	}
	answer.result.Record = record
	return answer
}

func (c *Checker) unjudged(u Unread, sha256 string, q rights.Question) pending {
	reason := u.Reason.Error()
	return pending{
		Result{Unjudged: &Unjudged{Error: reason, From: u.From, Offset: u.Offset}},
		audit.Unjudged{From: u.From, Offset: u.Offset, SHA256: sha256, Reason: reason, Question: q, Policy: c.Policy.Revision()},
	}
}

// decide asks the policy about one reading. A decision that was begun is finished: its own deadline may end it, an
// interrupt does not.
func (c *Checker) decide(ctx context.Context, reading rights.Reading, asking *rights.Asking) (answer pending, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cmp.Or(c.Deadline, Deadline))
	defer cancel()
	others, err := c.others(reading)
	if err != nil {
		return answer, err
	}
	asked := asking.Case(reading, others)
	outcome, err := c.Policy.Decide(ctx, asked.Input)
	if err != nil {
		return answer, fmt.Errorf("asking the policy: %w", err)
	}
	if outcome.Verdict == policy.Blocked {
		if outcome.OpenFor, err = c.Policy.Open(ctx, asked, outcome); err != nil {
			return answer, fmt.Errorf("looking for a narrower use that is open: %w", err)
		}
	}
	decision, err := explain(c.Policy, asked, outcome)
	if err != nil {
		return answer, err
	}
	return pending{Result{Decision: &decision, Case: &asked, Outcome: outcome}, audit.Decision{
		Reading: reading, Question: asked.Question, Input: asked.Input, Outcome: outcome, GoodUntil: asked.GoodUntil, Policy: c.Policy.Revision(),
	}}, nil
}

// record writes a batch to the trail in one transaction, and notes in each answer where it is kept.
func (c *Checker) record(waiting []pending) error {
	if len(waiting) == 0 {
		return nil
	}
	items := make([]audit.Item, len(waiting))
	for i, w := range waiting {
		items[i] = w.item
	}
	entries, err := c.Run.Append(items...)
	if err != nil {
		return fmt.Errorf("recording %d answers, none of which is given: %w", len(waiting), err)
	}
	for i, w := range waiting {
		if w.result.Decision != nil {
			w.result.Decision.Entry = entries[i]
		} else {
			w.result.Unjudged.Entry = entries[i]
		}
	}
	return nil
}
