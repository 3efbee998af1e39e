package check

import (
	"context"
	"time"

	"clearance/policy"
	"clearance/rights"
)

// Trier asks two policies about the same records, and records nothing. What they say is no decision.
type Trier struct {
	Tried    *policy.Policy // what its author wants to see at work
	Standing *policy.Policy // what it is compared with; each judges for the house that it was loaded for
}

// Trial is what the two policies of a trier would say of one record. Nobody may act on it: it has no entry in any trail.
type Trial struct {
	NotADecision NotADecision `json:"not_a_decision"`
	AsOf         string       `json:"as_of"`
	GoodUntil    *string      `json:"good_until"`
	Story        Story        `json:"story"`
	Use          rights.Use   `json:"use"`
	Tried        Said         `json:"tried"`
	Standing     Said         `json:"standing"`
}

// Untried is a record that could not be had, and why.
type Untried struct {
	NotADecision NotADecision `json:"not_a_decision"`
	Error        string       `json:"error"`
	From         string       `json:"from"`
	Offset       int64        `json:"offset"`
}

// Said is what one policy would say, or why it says nothing.
type Said struct {
	Policy     string         `json:"policy"`   // its revision
	WouldBe    policy.Verdict `json:"would_be"` // "" where there is an error
	Findings   []Finding      `json:"findings"`
	Conditions []Finding      `json:"conditions"`
	Error      string         `json:"error,omitempty"`
}

// NotADecision is true in JSON, whoever made the value that holds it.
type NotADecision struct{}

// MarshalJSON writes true.
func (NotADecision) MarshalJSON() ([]byte, error) { return []byte("true"), nil }

// Try asks both policies one question about every record of the sources, and gives what they say in the order of the records:
// either a trial or an untried. It sees the records of this run alone, so earlier versions that a trail knows are not noticed.
func (t Trier) Try(ctx context.Context, s Sources, q rights.Question, give func(*Trial, *Untried) error) error {
	s, done, err := s.spool(ctx)
	if err != nil {
		return err
	}
	defer done()
	twins, err := findTwins(ctx, s.Each, func(int) error { return nil })
	if err != nil {
		return err
	}
	looked := func(yield func(chunk) error) error {
		return chunks(ctx, s.Each, func(c chunk) error {
			if err := twins.look(c); err != nil {
				return err
			}
			return yield(c)
		})
	}
	put, standing := rights.Ask(q, t.Tried.House()), rights.Ask(q, t.Standing.House())
	return inOrder(chunksAhead, looked, func(c chunk) []tried { return t.tryAll(ctx, c, put, standing) }, func(all []tried) error {
		for _, one := range all {
			if err := give(one.trial, one.bad); err != nil {
				return err
			}
		}
		return nil
	})
}

// tried is a record that was tried, or why it could not be.
type tried struct {
	trial *Trial
	bad   *Untried
}

func (t Trier) tryAll(ctx context.Context, c chunk, put, standing *rights.Asking) []tried {
	all := make([]tried, len(c.items))
	for i, it := range c.items {
		if it.bad != nil {
			all[i].bad = &Untried{Error: it.bad.Error(), From: it.bad.From, Offset: it.bad.Offset}
			continue
		}
		reading, others := rights.Read(it.record), rights.Others{Twin: it.twin}
		trial := t.try(ctx, put.Case(reading, others), standing.Case(reading, others))
		all[i].trial = &trial
	}
	return all
}

func (t Trier) try(ctx context.Context, c, standing rights.Case) Trial {
	source := c.Reading.Story
	trial := Trial{
		AsOf:  c.Question.AsOf.Format(time.RFC3339),
		Story: Story{source.ID, source.Title, source.From, source.Offset, source.SHA256}, Use: c.Question.Use,
		Tried: say(ctx, t.Tried, c), Standing: say(ctx, t.Standing, standing),
	}
	if trial.Story.ID == "" {
		trial.Story.ID = "sha256:" + source.SHA256
	}
	if c.GoodUntil != nil {
		until := c.GoodUntil.Format(time.RFC3339)
		trial.GoodUntil = &until
	}
	return trial
}

// say asks one policy. What fails would be no answer in a check either, and is an error here.
func say(ctx context.Context, p *policy.Policy, c rights.Case) Said {
	ctx, cancel := context.WithTimeout(ctx, Deadline)
	defer cancel()
	said := Said{Policy: p.Revision(), Findings: []Finding{}, Conditions: []Finding{}}
	outcome, err := p.Decide(ctx, c.Input)
	if err == nil {
		var d Decision
		if d, err = explain(p, c, outcome); err == nil {
			said.WouldBe, said.Findings, said.Conditions = d.Verdict, d.Findings, d.Conditions
		}
	}
	if err != nil {
		said.Error = err.Error()
	}
	return said
}
