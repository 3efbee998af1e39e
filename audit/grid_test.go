package audit

import (
	"reflect"
	"testing"

	"clearance/policy"
)

func grid(whole policy.Verdict, verdicts ...policy.Verdict) policy.Outcome {
	return policy.Outcome{Verdict: whole, Findings: []policy.Finding{}, Grid: &policy.Grid{
		Media: []string{"broadcast", "online"},
		Areas: []policy.Area{{Codes: []string{"NO"}, Verdicts: verdicts, Findings: [][]string{{"sale.can_sell"}, {"terms.no_access"}}}},
	}}
}

// A grid is one entry of its own kind, and comes back as it was recorded.
func TestGrid(t *testing.T) {
	l := newLog(t)
	item := decision("GRID")
	item.Outcome = grid(policy.Blocked, policy.Cleared, policy.Blocked)
	seqs := mustAppend(t, begin(t, l), item)
	r := mustGet(t, l, seqs[0])
	if r.Kind != KindAvails || r.Verdict != policy.Blocked || !reflect.DeepEqual(r.Outcome.Grid, item.Outcome.Grid) {
		t.Errorf("it comes back as %s, %s with %+v", r.Kind, r.Verdict, r.Outcome.Grid)
	}
}

func TestGridRefuses(t *testing.T) {
	for name, tc := range map[string]struct {
		outcome policy.Outcome
		says    string
	}{
		"a cell without a verdict": {grid(policy.Blocked, policy.Blocked, ""), `"" is no verdict`},
		"a medium too few":         {grid(policy.Cleared, policy.Cleared), "1 verdicts for 2 media"},
		"milder than its cells":    {grid(policy.Cleared, policy.Cleared, policy.Blocked), `its strictest cell is "blocked"`},
		"stricter than its cells":  {grid(policy.Blocked, policy.Cleared, policy.Referred), `its strictest cell is "referred"`},
		"no verdict":               {grid("", policy.Cleared, policy.Cleared), `the verdict ""`},
		"no areas":                 {policy.Outcome{Verdict: policy.Cleared, Grid: &policy.Grid{Media: []string{"online"}}}, "0 areas"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLog(t)
			bad := decision("BAD")
			bad.Outcome = tc.outcome
			_, err := begin(t, l).Append(bad)
			wantError(t, err, tc.says, `story "BAD"`)
		})
	}
}
