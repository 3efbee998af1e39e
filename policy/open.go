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
	return open(ctx, c, blocked, p.Decide)
}

// FreshOpen is Open without recalling or remembering anything.
func (p *Policy) FreshOpen(ctx context.Context, c rights.Case, blocked Outcome) ([]rights.Except, error) {
	return open(ctx, c, blocked, p.Fresh)
}

type decide func(context.Context, rights.Input) (Outcome, error)

func open(ctx context.Context, c rights.Case, blocked Outcome, ask decide) ([]rights.Except, error) {
	var open []rights.Except
	for _, order := range [][]string{{"territory", "media"}, {"media", "territory"}} {
		except, err := narrow(ctx, c, blocked, order, ask)
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
func narrow(ctx context.Context, c rights.Case, o Outcome, order []string, ask decide) (*rights.Except, error) {
	for range mostSteps {
		var against []string
		for _, f := range o.Findings {
			if f.Effect.severity() > 0 {
				if len(f.Facts) == 0 {
					return nil, nil
				}
				against = append(against, f.Facts...)
			}
		}
		slices.Sort(against)
		narrower, ok := c.Narrower(slices.Compact(against), order...)
		if !ok {
			return nil, nil
		}
		var err error
		if o, err = ask(ctx, narrower.Input); err != nil {
			return nil, err
		}
		if c = narrower; o.Verdict.Clears() {
			return c.Question.Use.Except, nil
		}
	}
	return nil, nil
}
