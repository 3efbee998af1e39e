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

	recorded bool // by the run that this one goes on with
}

// answered is an answer with the bytes that will record it, which are made where it is judged, and while they are in the core's cache.
func (c *Checker) answered(r Result, item audit.Item) pending {
	sealed, err := c.Log.Seal(item)
	return pending{result: r, sealed: sealed, failed: wrap(err, "recording an answer, which is not given")}
}

// errDiffers ends a run in which a decision came out otherwise when it was made anew.
var errDiffers = errors.New("what was remembered of the policy is wrong, and this decision was not recorded: report it, and run with --recheck 1 until it is mended")

// judgeAll judges the records of a chunk.
func (c *Checker) judgeAll(ctx context.Context, ch chunk, asking *rights.Asking, mark int64) []pending {
	all := make([]pending, len(ch.items))
	j := judging{Checker: c, asking: asking}
	j.earlier, j.blind = c.Run.Versions(mark)
	for i, it := range ch.items {
		if it.answer != nil {
			all[i] = j.recall(*it.answer, ch.first+i)
			continue
		}
		j.anew = c.Recheck > 0 && (ch.first+i)%c.Recheck == 0
		all[i] = j.judge(ctx, it)
	}
	return all
}

// judging is what the records of a chunk are judged with.
type judging struct {
	*Checker
	asking  *rights.Asking
	earlier audit.Versions // what the trail knows of stories from earlier runs
	blind   error          // why that is not known
	anew    bool           // whether the next decision is made once more
}

// judge reads one record and asks the policy. It never fails: what cannot be judged is an answer too.
func (j *judging) judge(ctx context.Context, it item) pending {
	if it.bad != nil {
		return j.unjudged(*it.bad, "")
	}
	record := it.record
	answer, err := j.decide(ctx, rights.Read(record), it.twin)
	if errors.Is(err, errDiffers) {
		return pending{failed: fmt.Errorf("%s at byte %d: %w", record.From, record.Offset, err)}
	}
	if err != nil {
		answer = j.unjudged(Unread{From: record.From, Offset: record.Offset, Reason: err}, record.SHA256())
	}
	if !j.Brief {
		answer.result.Record = record
	}
	return answer
}

func (j *judging) unjudged(u Unread, sha256 string) pending {
	reason := u.Reason.Error()
	return j.answered(Result{Unjudged: &Unjudged{Error: reason, From: u.From, Offset: u.Offset}},
		audit.Unjudged{From: u.From, Offset: u.Offset, SHA256: sha256, Reason: reason, Question: j.asking.Question(), Policy: j.Policy.Revision()})
}

// others is what is known of other records with the same identifier, in this run and in the trail.
func (j *judging) others(r rights.Reading, twin bool) (o rights.Others, err error) {
	if r.Story.ID == "" {
		return o, nil
	}
	if err = j.blind; err == nil {
		o.Earlier, err = j.earlier.OtherRights(r.Story.ID, r.Rights)
	}
	o.Twin = twin
	return o, wrap(err, "looking for earlier versions")
}

// decide asks the policy about one reading. A decision that was begun is finished: its own deadline may end it, an
// interrupt does not.
func (j *judging) decide(ctx context.Context, reading rights.Reading, twin bool) (answer pending, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cmp.Or(j.Deadline, Deadline))
	defer cancel()
	others, err := j.others(reading, twin)
	if err != nil {
		return answer, err
	}
	asked := j.asking.Case(reading, others)
	outcome, err := j.Policy.Decide(ctx, asked.Input)
	if err != nil {
		return answer, fmt.Errorf("asking the policy: %w", err)
	}
	if outcome.Verdict == policy.Blocked {
		if outcome.OpenFor, err = j.Policy.Open(ctx, asked, outcome); err != nil {
			return answer, fmt.Errorf("looking for a narrower use that is open: %w", err)
		}
	}
	if j.anew {
		if err := j.recheck(ctx, asked, outcome); err != nil {
			return answer, err
		}
	}
	result := Result{Outcome: outcome, Holder: unique.Make(reading.Holder.Name.Value).Value()}
	if !j.Brief {
		decision, err := explain(j.Policy, asked, outcome)
		if err != nil {
			return answer, err
		}
		result.Decision, result.Case = &decision, &asked
	}
	return j.answered(result, audit.Decision{
		Reading: reading, Question: asked.Question, Input: asked.Input, Outcome: outcome, GoodUntil: asked.GoodUntil, Policy: j.Policy.Revision(),
	}), nil
}
