package policy

import (
	"context"
	"slices"

	"clearance/rights"
)

// mostSteps bounds how often a use is made narrower.
const mostSteps = 6

// Open finds narrower uses that are cleared where the one that was asked about is blocked: the first leaves out territories where
// it can, the second media. Each is asked of the same rules as the use itself; nothing is worked out past them.
func (p *Policy) Open(ctx context.Context, c rights.Case, blocked Outcome) ([]rights.Except, error) {
	s := search{policy: p}
	return s.open(ctx, &c, &blocked)
}

// FreshOpen is Open without recalling or remembering anything. It makes each narrower case anew from the reading.
func (p *Policy) FreshOpen(ctx context.Context, c rights.Case, blocked Outcome) ([]rights.Except, error) {
	s := search{policy: p, fresh: true}
	return s.open(ctx, &c, &blocked)
}

// search looks for narrower uses of one case.
type search struct {
	policy *Policy
	fresh  bool     // whether everything is asked anew
	asked  []answer // what was, otherwise
}

// answer is to the question about a narrower use. What that one leaves out says all in which its case differs from others of a search.
type answer struct {
	left    *rights.Except
	outcome Outcome
}

func (s *search) open(ctx context.Context, c *rights.Case, blocked *Outcome) ([]rights.Except, error) {
	against, ok := spokenOf(c, blocked)
	if !ok {
		return nil, nil
	}
	var open []rights.Except
	for _, order := range [][]string{{"territory", "media"}, {"media", "territory"}} {
		except, err := s.narrow(ctx, *c, against, order)
		if err != nil {
			return nil, err
		}
		if except != nil && !slices.ContainsFunc(open, except.Same) {
			open = append(open, *except)
		}
	}
	return open, nil
}

// narrow leaves out what the findings against a use speak of, until it is cleared, or some finding speaks of no such thing.
func (s *search) narrow(ctx context.Context, c rights.Case, against, order []string) (*rights.Except, error) {
	var ok bool
	for range mostSteps {
		if c, ok = c.Narrower(against, order...); !ok {
			return nil, nil
		}
		o, err := s.ask(ctx, &c)
		if err != nil {
			return nil, err
		}
		if o.Verdict.Clears() {
			return c.Question.Use.Except, nil
		}
		if against, ok = spokenOf(&c, &o); !ok {
			return nil, nil
		}
	}
	return nil, nil
}

// spokenOf are the rules of the terms that the findings against a use speak of, sorted. It reports false where one speaks of anything
// else, or of nothing: that cannot be left out.
func spokenOf(c *rights.Case, o *Outcome) ([]string, bool) {
	var facts []string
	for _, f := range o.Findings {
		if f.Effect.severity() <= 0 {
			continue
		}
		if len(f.Facts) == 0 {
			return nil, false
		}
		for _, fact := range f.Facts {
			if !c.HasRule(fact) {
				return nil, false
			}
		}
		facts = append(facts, f.Facts...)
	}
	slices.Sort(facts)
	return slices.Compact(facts), true
}

// ask asks about a narrower use, once: both orders often come to the same one.
func (s *search) ask(ctx context.Context, c *rights.Case) (Outcome, error) {
	if s.fresh {
		return s.policy.Fresh(ctx, rights.NewCase(c.Reading, c.Question, c.House, c.Input.Others()).Input)
	}
	left := c.Question.Use.Except
	for i := range s.asked {
		if s.asked[i].left.Same(*left) {
			if err := hasEnded(ctx); err != nil {
				return Outcome{}, err
			}
			return s.asked[i].outcome, nil
		}
	}
	o, err := s.policy.decide(ctx, c)
	if err == nil {
		s.asked = append(s.asked, answer{left, o})
	}
	return o, err
}
