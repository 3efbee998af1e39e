package avails

import (
	"testing"

	"clearance/policy"
)

// The whole of a grid is as strict as its strictest cell; what is no verdict clears nothing.
func TestOutcome(t *testing.T) {
	const cleared, referred, blocked = policy.Cleared, policy.Referred, policy.Blocked
	for name, tc := range map[string]struct {
		cells []policy.Verdict
		want  policy.Verdict
	}{
		"all cleared": {[]policy.Verdict{cleared, cleared}, cleared}, "one referred": {[]policy.Verdict{cleared, referred}, referred},
		"one blocked": {[]policy.Verdict{cleared, blocked, referred}, blocked}, "one of none": {[]policy.Verdict{cleared, ""}, blocked},
		"an unknown one": {[]policy.Verdict{"open"}, blocked}, "no cells": {nil, blocked},
	} {
		g := Grid{Areas: []Area{{Codes: []string{"NO"}}}}
		for _, v := range tc.cells {
			g.Areas[0].Cells = append(g.Areas[0].Cells, Cell{Verdict: v})
		}
		if got := g.Outcome().Verdict; got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
	if got := (Grid{}).Outcome().Verdict; got != blocked {
		t.Errorf("no areas: %q", got)
	}
}
