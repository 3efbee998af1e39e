package avails

import (
	"maps"

	"clearance/policy"
)

// Outcome is the grid as the trail keeps it: verdicts and codes, no words. Its verdict is that of the strictest cell.
func (g Grid) Outcome() policy.Outcome {
	verdicts := map[policy.Verdict]bool{}
	kept := policy.Grid{Media: g.Media}
	for _, a := range g.Areas {
		area := policy.Area{Codes: a.Codes}
		for _, c := range a.Cells {
			verdicts[c.Verdict] = true
			area.Verdicts = append(area.Verdicts, c.Verdict)
			area.Findings = append(area.Findings, c.Codes)
		}
		kept.Areas = append(kept.Areas, area)
	}
	whole := policy.Blocked // an empty grid, or a cell without a verdict, clears nothing
	for _, v := range []policy.Verdict{policy.Referred, policy.Cleared} {
		if rest := maps.Clone(verdicts); len(rest) > 0 {
			delete(rest, policy.Cleared)
			if v == policy.Referred {
				delete(rest, policy.Referred)
			}
			if len(rest) == 0 {
				whole = v
			}
		}
	}
	return policy.Outcome{Verdict: whole, Findings: []policy.Finding{}, Grid: &kept}
}
