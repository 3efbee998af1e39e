package main

import (
	"fmt"

	"clearance/check"
	"clearance/policy"
)

// runStats is how often a run asked the engine.
type runStats struct {
	policy.Stats
	EngineCalls uint64 `json:"engine_calls"`
}

func newRunStats(s policy.Stats) runStats { return runStats{s, s.EngineCalls()} }

// sayStats says what the rules were asked, and which topics cannot be remembered, where somebody wants to know and no JSON says so.
func (r *checkRun) sayStats() error {
	if !r.c.Bool("stats") || r.c.Bool("summary-only") && r.show.format == "json" {
		return nil
	}
	s, w := newRunStats(r.checker.Policy.Stats()), r.std.err
	fmt.Fprintf(w, "clearance: %d decisions by %d calls of the engine: %d of whole decisions, %d of topics, %d of verdicts\n",
		s.Decisions, s.EngineCalls, s.Whole, s.TopicAsks, s.Folds)
	if s.Refused != "" {
		fmt.Fprintf(w, "  nothing is remembered: %s\n", check.Visible(s.Refused))
	}
	for _, t := range s.Topics {
		line := fmt.Sprintf("  %-10s remembered %d times, asked %d times", t.Topic, t.Recalled, t.Asked)
		if t.Refused != "" {
			line += "; it cannot be remembered: " + check.Visible(t.Refused)
		}
		fmt.Fprintln(w, line)
	}
	return nil
}
