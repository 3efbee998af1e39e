package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"unique"

	"clearance/audit"
	"clearance/policy"
	"clearance/rights"
)

// pending is an answer that is not yet recorded, beside the item that will record it.
type pending struct {
	result Result
	sealed audit.Sealed
	failed error // why the run must end before this answer
}

// answered is an answer with the bytes that will record it, which are made where it is judged.
func answered(r Result, item audit.Item) pending {
	sealed, err := audit.Seal(item)
	return pending{r, sealed, wrap(err, "recording an answer, which is not given")}
}

// errDiffers ends a run in which a decision came out otherwise when it was made anew.
var errDiffers = errors.New("what was remembered of the policy is wrong, and this decision was not recorded: report it, and run with --recheck 1 until it is mended")

// judgeAll judges the records of a chunk.
func (c *Checker) judgeAll(ctx context.Context, ch chunk, asking *rights.Asking) []pending {
	all := make([]pending, len(ch.items))
	for i, it := range ch.items {
		anew := c.Recheck > 0 && (ch.first+i)%c.Recheck == 0
		all[i] = c.judge(ctx, it, asking, anew)
	}
	return all
}

// judge reads one record and asks the policy. It never fails: what cannot be judged is an answer too.
func (c *Checker) judge(ctx context.Context, it item, asking *rights.Asking, anew bool) pending {
	if it.bad != nil {
		return c.unjudged(*it.bad, "", asking.Question())
	}
	record := it.record
	answer, err := c.decide(ctx, rights.Read(record), asking, it.twin, anew)
	if errors.Is(err, errDiffers) {
		return pending{failed: fmt.Errorf("%s at byte %d: %w", record.From, record.Offset, err)}
	}
	if err != nil {
		answer = c.unjudged(Unread{From: record.From, Offset: record.Offset, Reason: err}, record.SHA256(), asking.Question())
	}
	if !c.Brief {
		answer.result.Record = record
	}
	return answer
}

func (c *Checker) unjudged(u Unread, sha256 string, q rights.Question) pending {
	reason := u.Reason.Error()
	return answered(Result{Unjudged: &Unjudged{Error: reason, From: u.From, Offset: u.Offset}},
		audit.Unjudged{From: u.From, Offset: u.Offset, SHA256: sha256, Reason: reason, Question: q, Policy: c.Policy.Revision()})
}

// decide asks the policy about one reading. A decision that was begun is finished: its own deadline may end it, an
// interrupt does not.
func (c *Checker) decide(ctx context.Context, reading rights.Reading, asking *rights.Asking, twin, anew bool) (answer pending, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cmp.Or(c.Deadline, Deadline))
	defer cancel()
	others, err := c.others(reading, twin)
	if err != nil {
		return answer, err
	}
	asked := asking.Case(reading, others)
	outcome, err := c.Policy.Decide(ctx, asked.Input)
	if err != nil {
		return answer, fmt.Errorf("asking the policy: %w", err)
	}
	if anew {
		if err := c.recheck(ctx, asked.Input, outcome); err != nil {
			return answer, err
		}
	}
	if outcome.Verdict == policy.Blocked {
		if outcome.OpenFor, err = c.Policy.Open(ctx, asked, outcome); err != nil {
			return answer, fmt.Errorf("looking for a narrower use that is open: %w", err)
		}
	}
	result := Result{Outcome: outcome, Holder: unique.Make(reading.Holder.Name.Value).Value()}
	if !c.Brief {
		decision, err := explain(c.Policy, asked, outcome)
		if err != nil {
			return answer, err
		}
		result.Decision, result.Case = &decision, &asked
	}
	return answered(result, audit.Decision{
		Reading: reading, Question: asked.Question, Input: asked.Input, Outcome: outcome, GoodUntil: asked.GoodUntil, Policy: c.Policy.Revision(),
	}), nil
}
