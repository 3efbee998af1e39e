package check

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"clearance/audit"
	"clearance/policy"
	"clearance/rights"
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
	Key      *audit.Key      `json:"key,omitempty"`
	Erasure  *audit.Erasure  `json:"erasure,omitempty"`
	Erased   bool            `json:"erased,omitempty"` // what was read, known of a record that could not be judged, or said at the gate, was erased

	Gate       *audit.Gate       `json:"gate,omitempty"`
	Override   *audit.Override   `json:"override,omitempty"`
	Settlement *audit.Settlement `json:"settlement,omitempty"`

	outcome *policy.Outcome
	use     *rights.Question
}

// Show makes what an entry keeps ready to be looked at.
func Show(r *audit.Record) (Shown, error) {
	s := Shown{
		Entry: r.Seq, Recorded: r.Recorded, Kind: r.Kind, Run: r.Run, By: r.Info, Unjudged: r.Unjudged, Counts: r.Counts,
		Reading: r.Payloads.Reading.Data, Question: r.Payloads.Question.Data, Input: r.Payloads.Input.Data,
		Outcome: r.Payloads.Outcome.Data, Policy: r.Policy, Key: r.Key, Erasure: r.Erasure,
		Erased: r.Payloads.Reading.Erased() || r.Payloads.Unjudged.Erased() || r.Payloads.Piece.Erased(),
		Gate:   r.Gate, Override: r.Override, Settlement: r.Settlement, outcome: r.Outcome, use: r.Question,
	}
	if r.Kind == audit.KindDecision && !s.Erased {
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
	if e.Key != nil {
		fmt.Fprintf(&b, "  public key %s\n", Visible(e.Key.VKey))
	}
	if e.Erasure != nil {
		fmt.Fprintf(&b, "  payloads erased: %d; %s\n", len(e.Erasure.Erased), Visible(e.Erasure.Reason))
	}
	e.writePiece(&b, s)
	e.writeRemains(&b)
	e.writeGrid(&b, s)
	if e.Decision != nil {
		b.WriteString("\n")
	}
	if _, err := io.WriteString(w, b.String()); err != nil || e.Decision == nil {
		return err
	}
	return e.Decision.WriteText(w, s)
}

// writeRemains shows what is left of an answer whose story was erased.
func (e Shown) writeRemains(b *strings.Builder) {
	if !e.Erased {
		return
	}
	if e.Kind == audit.KindGate || e.Kind == audit.KindOverride {
		b.WriteString("  what was said of the piece was erased with a story that it names\n")
		return
	}
	b.WriteString("  what names the story was erased; the answer and its proof stand\n")
	if e.outcome == nil || e.use == nil {
		return
	}
	fmt.Fprintf(b, "  %s, as of %s\n", Visible(answer(e.outcome.Verdict, e.use.Use, nil)), e.use.AsOf.Format(time.RFC3339))
	for _, f := range e.outcome.Findings {
		fmt.Fprintf(b, "    %s [%s]\n", f.Effect, Visible(f.Code))
	}
}

// mostNamed bounds the countries that are named one by one.
const mostNamed = 20

// writeGrid shows where the story was open, area by area.
func (e Shown) writeGrid(b *strings.Builder, s Style) {
	if e.outcome == nil || e.outcome.Grid == nil {
		return
	}
	grid := e.outcome.Grid
	for _, area := range grid.Areas {
		names := PlaceNames(area.Codes, e.Recorded)
		if len(names) > mostNamed {
			names = []string{fmt.Sprintf("%d countries, from %s to %s", len(area.Codes), area.Codes[0], area.Codes[len(area.Codes)-1])}
		}
		fmt.Fprintf(b, "  %s\n", s.paint(bold, strings.Join(names, ", ")))
		for i, v := range area.Verdicts {
			fmt.Fprintf(b, "    %-10s  %s  %s\n", grid.Media[i], s.Verdict(v, fmt.Sprintf("%-8s", v)), s.paint(dim, strings.Join(area.Findings[i], ", ")))
		}
	}
}
