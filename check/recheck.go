package check

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"clearance/policy"
	"clearance/rights"
)

// recheck decides once more, remembering nothing: the engine is asked about main whole, and, where the answer is no, about every narrower
// use.
func (c *Checker) recheck(ctx context.Context, asked rights.Case, said policy.Outcome) error {
	fresh, err := c.Policy.Fresh(ctx, asked.Input)
	if err == nil && fresh.Verdict == policy.Blocked {
		fresh.OpenFor, err = c.Policy.FreshOpen(ctx, asked, fresh)
	}
	if err != nil {
		return fmt.Errorf("asking the policy anew: %w", err)
	}
	remembered, err := json.Marshal(said)
	if err != nil {
		return err
	}
	anew, err := json.Marshal(fresh)
	if err != nil {
		return err
	}
	if !bytes.Equal(remembered, anew) {
		return fmt.Errorf("decided as %s, and anew as %s: %w", remembered, anew, errDiffers)
	}
	return nil
}
