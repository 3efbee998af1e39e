package replay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"clearance/audit/leaf"
	"clearance/policy"
	"clearance/rights"
)

// none stands for what is not there.
const none = "none"

func (r *remake) differ(what, recorded, now string) {
	r.result.Differences = append(r.result.Differences, Difference{what, recorded, now})
}

// compareInput compares what follows from the reading with what the policy was asked.
func (r *remake) compareInput(asked rights.Case) {
	now, err := leaf.Canonical(asked.Input)
	if err != nil || !bytes.Equal(now, r.decision.Input) {
		recorded, other := parting(r.decision.Input, now)
		r.differ("input", recorded, other)
	}
}

// compareUntil compares until when the decision holds.
func (r *remake) compareUntil(at *time.Time) {
	var until *int64
	if at != nil {
		until = new(at.Unix()) // as the trail keeps it: rounded down
	}
	if recorded, now := moment(r.decision.GoodUntil), moment(until); recorded != now {
		r.differ("good_until", recorded, now)
	}
}

// parting is what two texts say from shortly before they part.
func parting(a, b []byte) (string, string) {
	const before, most = 40, 120 // bytes
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	i = max(0, i-before)
	cut := func(text []byte) string {
		return strings.ToValidUTF8("…"+string(text[min(i, len(text)):min(i+most, len(text))]), "�")
	}
	return cut(a), cut(b)
}

func moment(seconds *int64) string {
	if seconds == nil {
		return none
	}
	return time.Unix(*seconds, 0).UTC().Format(time.RFC3339)
}

// compare compares the outcomes: byte for byte, and then for what a person wants to know.
func (r *remake) compare() error {
	now := r.result.Outcome
	written, err := leaf.Canonical(now)
	if err != nil {
		return fmt.Errorf("writing the outcome: %w", err)
	}
	if bytes.Equal(written, r.decision.Outcome) {
		return nil
	}
	before := len(r.result.Differences)
	if r.recorded.Verdict != now.Verdict {
		r.differ("verdict", string(r.recorded.Verdict), string(now.Verdict))
	}
	r.compareFindings(r.recorded.Findings, now.Findings)
	for what, pair := range map[string][2]any{"open_for": {r.recorded.OpenFor, now.OpenFor}, "grid": {r.recorded.Grid, now.Grid}} {
		if recorded, again := text(pair[0]), text(pair[1]); recorded != again {
			a, b := parting([]byte(recorded), []byte(again))
			r.differ(what, a, b)
		}
	}
	if len(r.result.Differences) == before {
		recorded, again := parting(r.decision.Outcome, written)
		r.differ("form", recorded, again)
	}
	slices.SortStableFunc(r.result.Differences, func(a, b Difference) int { return strings.Compare(a.What, b.What) })
	return nil
}

// compareFindings compares findings by their codes.
func (r *remake) compareFindings(recorded, now []policy.Finding) {
	said := map[string][2]string{}
	for side, findings := range [][]policy.Finding{recorded, now} {
		for _, f := range findings {
			both := said[f.Code]
			both[side] += fmt.Sprintf("%s %s", f.Effect, strings.Join(f.Facts, ", "))
			said[f.Code] = both
		}
	}
	for code, both := range said {
		if both[0] != both[1] {
			r.differ("finding "+code, orNone(both[0]), orNone(both[1]))
		}
	}
}

func orNone(s string) string {
	if s == "" {
		return none
	}
	return s
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
