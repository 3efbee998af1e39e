package check

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"clearance/policy"
	"clearance/rights"
)

// recheck decides once more, remembering nothing.
func (c *Checker) recheck(ctx context.Context, in rights.Input, said policy.Outcome) error {
	fresh, err := c.Policy.Fresh(ctx, in)
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
