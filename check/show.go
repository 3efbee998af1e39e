package check

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"clearance/audit"
	"clearance/policy"
)

// Shown is everything that an entry of the trail keeps: the answer made again, and the payloads as they are stored.
type Shown struct {
	Entry    int64           `json:"entry"`
	Recorded time.Time       `json:"recorded"`
	Kind     audit.Kind      `json:"kind"`
	Run      int64           `json:"run"`
	By       *audit.RunInfo  `json:"by"` // who asked with what; null once erased
	Decision *Decision       `json:"decision,omitempty"`
	Unjudged *audit.Unjudged `json:"unjudged,omitempty"`
	Counts   *audit.Counts   `json:"counts,omitempty"`
	Reading  json.RawMessage `json:"reading,omitempty"`
	Question json.RawMessage `json:"question,omitempty"`
	Input    json.RawMessage `json:"input,omitempty"`
	Outcome  json.RawMessage `json:"outcome,omitempty"`
	Policy   string          `json:"policy,omitempty"`

	grid *policy.Grid
}

// Show makes what an entry keeps ready to be looked at.
func Show(r *audit.Record) (Shown, error) {
	s := Shown{
		Entry: r.Seq, Recorded: r.Recorded, Kind: r.Kind, Run: r.Run, By: r.Info, Unjudged: r.Unjudged, Counts: r.Counts,
		Reading: r.Payloads.Reading.Data, Question: r.Payloads.Question.Data, Input: r.Payloads.Input.Data,
		Outcome: r.Payloads.Outcome.Data, Policy: r.Policy,
	}
	if r.Outcome != nil {
		s.grid = r.Outcome.Grid
	}
	if r.Kind == audit.KindDecision {
		d, err := Recall(r)
		if err != nil {
			return s, err
		}
		s.Decision = &d
	}
	return s, nil
}

// WriteText shows the entry, and its answer in full.
func (e Shown) WriteText(w io.Writer, s Style) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.paint(bold, fmt.Sprintf("Entry %d, %s, recorded %s", e.Entry, e.Kind, e.Recorded.Format(time.RFC3339Nano))))
	if e.By != nil {
		fmt.Fprintf(&b, "  by %s in run %d: %s %s (OPA %s) %s\n", Visible(e.By.Actor), e.Run, Visible(e.By.Program),
			Visible(e.By.Version), Visible(e.By.OPA), Visible(strings.Join(e.By.Args, " ")))
	}
	if e.Policy != "" {
		fmt.Fprintf(&b, "  policy %s\n", e.Policy)
	}
	if c := e.Counts; c != nil {
		fmt.Fprintf(&b, "  %d cleared, %d referred, %d blocked, %d not judged\n", c.Cleared, c.Referred, c.Blocked, c.Unjudged)
		if c.Interrupted {
			b.WriteString("  interrupted\n")
		}
	}
	if u := e.Unjudged; u != nil {
		fmt.Fprintf(&b, "  not judged: %s at byte %d: %s\n", Visible(u.From), u.Offset, Visible(u.Reason))
	}
	e.writeGrid(&b, s)
	if e.Decision != nil {
		b.WriteString("\n")
	}
	if _, err := io.WriteString(w, b.String()); err != nil || e.Decision == nil {
		return err
	}
	return e.Decision.WriteText(w, s)
}

// mostNamed bounds the countries that are named one by one.
const mostNamed = 20

// writeGrid shows where the story was open, area by area.
func (e Shown) writeGrid(b *strings.Builder, s Style) {
	if e.grid == nil {
		return
	}
	for _, area := range e.grid.Areas {
		names := PlaceNames(area.Codes, e.Recorded)
		if len(names) > mostNamed {
			names = []string{fmt.Sprintf("%d countries, from %s to %s", len(area.Codes), area.Codes[0], area.Codes[len(area.Codes)-1])}
		}
		fmt.Fprintf(b, "  %s\n", s.paint(bold, strings.Join(names, ", ")))
		for i, v := range area.Verdicts {
			fmt.Fprintf(b, "    %-10s  %s  %s\n", e.grid.Media[i], s.Verdict(v, fmt.Sprintf("%-8s", v)), s.paint(dim, strings.Join(area.Findings[i], ", ")))
		}
	}
}
