package audit

import (
	"fmt"

	"clearance/audit/leaf"
	"clearance/policy"
	"clearance/rights"
)

func (d Decision) write(b *batch) (row, error) {
	entry, err := d.entry(b)
	if err != nil {
		s := d.Reading.Story
		return row{}, fmt.Errorf("the decision on the story %q of %s at %d: %w", s.ID, s.From, s.Offset, err)
	}
	return entry, nil
}

func (d Decision) entry(b *batch) (row, error) {
	kind, check := KindDecision, checkOutcome
	if d.Outcome.Grid != nil {
		kind, check = KindAvails, checkGrid
	}
	if err := check(d.Outcome); err != nil {
		return row{}, err
	}
	if hash, ok := recordDigest(d.Reading.Story.SHA256); !ok || hash != d.Reading.Story.SHA256 {
		return row{}, fmt.Errorf("its reading's %q is not the SHA-256 of a record", d.Reading.Story.SHA256)
	}
	entry := row{kind: kind}
	var err error
	if entry.reading, err = b.reading(d.Reading); err != nil {
		return row{}, err
	}
	if entry.question, err = b.question(d.Question); err != nil {
		return row{}, err
	}
	if entry.input, err = b.payload("input", d.Input); err != nil {
		return row{}, err
	}
	if entry.outcome, err = b.payload("outcome", d.Outcome); err != nil {
		return row{}, err
	}
	if entry.policy, err = b.policy(d.Policy); err != nil {
		return row{}, err
	}
	if d.GoodUntil != nil {
		until := d.GoodUntil.Unix() // rounds down: it may be early, never late
		entry.goodUntil = &until
	}
	return entry, nil
}

func (d Decision) about() (string, rights.Question) { return d.Reading.Story.SHA256, d.Question }

func (d Decision) count(c *Counts) {
	switch d.Outcome.Verdict {
	case policy.Cleared:
		c.Cleared++
	case policy.Referred:
		c.Referred++
	default:
		c.Blocked++
	}
}

func (u Unjudged) write(b *batch) (row, error) {
	entry, err := u.entry(b)
	if err != nil {
		return row{}, fmt.Errorf("the unjudged record of %s at %d: %w", u.From, u.Offset, err)
	}
	return entry, nil
}

func (u Unjudged) entry(b *batch) (row, error) {
	if hash, ok := recordDigest(u.SHA256); u.SHA256 != "" && (!ok || hash != u.SHA256) {
		return row{}, fmt.Errorf("its %q is not the SHA-256 of a record", u.SHA256)
	}
	entry := row{kind: KindUnjudged}
	var err error
	if entry.question, err = b.question(u.Question); err != nil {
		return row{}, err
	}
	if entry.policy, err = b.policy(u.Policy); err != nil {
		return row{}, err
	}
	entry.body, err = b.underNext("unjudged", leaf.UnjudgedLabel, u)
	return entry, err
}

func (u Unjudged) about() (string, rights.Question) { return u.SHA256, u.Question }

func (u Unjudged) count(c *Counts) {
	c.Unjudged++
}
