package replay

import (
	"context"
	"fmt"

	"clearance/policy/grid"
	"clearance/rights"
)

// grid judges every territory and medium again.
func (r *remake) grid(ctx context.Context, asked *rights.Case) error {
	if asked == nil {
		r.leaveOut("grid", "where the story was open could not be judged again")
		r.result.Outcome = r.recorded
		return nil
	}
	again, err := grid.Ask(ctx, r.policy, *r.decision.Reading, r.decision.Question, r.input.Others())
	if err != nil {
		return fmt.Errorf("judging where it is open: %w", err)
	}
	r.result.Outcome = again.Outcome()
	r.compareUntil(again.GoodUntil)
	return nil
}
