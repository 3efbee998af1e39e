package avails

import (
	"context"
	"errors"
	"fmt"

	"clearance/audit"
	"clearance/check"
	"clearance/policy"
	"clearance/rights"
	"clearance/story"
)

// Record judges a story everywhere and keeps what is said in a run of the trail, as one entry: only then may anybody see it. What
// cannot be judged has an entry too, and gives an error. An interrupt leaves none.
func Record(ctx context.Context, p *policy.Policy, log *audit.Log, run *audit.Run, record *story.Story, q rights.Question) (Grid, error) {
	g, item, err := decide(ctx, p, log, record, q)
	switch {
	case err != nil && ctx.Err() != nil:
		return Grid{}, fmt.Errorf("interrupted, nothing is answered: %w", err)
	case err != nil:
		return Grid{}, keep(p, run, check.Unread{From: record.From, Offset: record.Offset, Reason: err}, record.SHA256(), q)
	}
	if _, err := run.Append(item); err != nil {
		return Grid{}, fmt.Errorf("recording where %s is open, which is not shown: %w", g.Story.ID, err)
	}
	return g, nil
}

// RecordUnread keeps that a place has no record that could be judged, and gives the reason as an error.
func RecordUnread(p *policy.Policy, run *audit.Run, bad check.Unread, q rights.Question) error {
	return keep(p, run, bad, "", q)
}

func keep(p *policy.Policy, run *audit.Run, bad check.Unread, sha256 string, q rights.Question) error {
	_, err := run.Append(audit.Unjudged{
		From: bad.From, Offset: bad.Offset, SHA256: sha256, Reason: bad.Reason.Error(), Question: q, Policy: p.Revision(),
	})
	return errors.Join(fmt.Errorf("%s at byte %d: %w", bad.From, bad.Offset, bad.Reason), err)
}

// decide asks the policy. It holds until the earliest moment at which the use itself or any cell may change.
func decide(ctx context.Context, p *policy.Policy, log *audit.Log, record *story.Story, q rights.Question) (Grid, audit.Item, error) {
	reading := rights.Read(record)
	others, err := check.Earlier(log, reading)
	if err != nil {
		return Grid{}, nil, err
	}
	g, err := New(ctx, p, reading, q, others)
	if err != nil {
		return Grid{}, nil, err
	}
	return g, audit.Decision{
		Reading: reading, Question: q, Input: rights.NewCase(reading, q, p.House(), others).Input, Outcome: g.asked.Outcome(),
		GoodUntil: g.asked.GoodUntil, Policy: p.Revision(),
	}, nil
}
