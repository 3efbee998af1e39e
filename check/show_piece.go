package check

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"clearance/audit"
)

// writePiece shows what was said of a piece at the gate.
func (e Shown) writePiece(b *strings.Builder, s Style) {
	switch {
	case e.Gate != nil:
		e.writePlace(b, e.Gate.Piece, e.Gate.Channel)
		writeGate(b, e.Gate, s)
	case e.Override != nil:
		e.writePlace(b, e.Override.Piece, e.Override.Channel)
		writeOverride(b, e.Override)
	case e.Settlement != nil:
		writeSettlement(b, e.Settlement, s)
	}
}

// writePlace says which piece, and where it was to go.
func (e Shown) writePlace(b *strings.Builder, p audit.Piece, channel string) {
	fmt.Fprintf(b, "  piece %s, sha256:%s\n", Visible(p.From), Visible(p.SHA256))
	if e.use != nil {
		fmt.Fprintf(b, "  %s, as of %s", Visible(e.use.Use.Action), e.use.AsOf.Format(time.RFC3339))
		if channel != "" {
			fmt.Fprintf(b, ", on the channel %s", Visible(channel))
		}
		b.WriteString("\n")
	}
}

func writeGate(b *strings.Builder, g *audit.Gate, s Style) {
	passes := "does not pass"
	if g.Passes {
		passes = "passes"
	}
	if g.Override != nil {
		passes += fmt.Sprintf(" by the override of entry %d", *g.Override)
	}
	fmt.Fprintf(b, "  %s: it %s\n", s.Verdict(g.Verdict, string(g.Verdict)), passes)
	if g.None {
		b.WriteString("  it states that it uses no story\n")
	}
	for _, story := range g.Stories {
		said := "not found"
		if story.Entry != nil {
			said = fmt.Sprintf("%s by entry %d", cmp.Or(string(story.Verdict), "not judged"), *story.Entry)
		}
		fmt.Fprintf(b, "  story %s: %s\n", Visible(story.ID), Visible(said))
	}
	writeAgainst(b, "stands against it", g.Against)
	for _, c := range g.Confirmed {
		fmt.Fprintf(b, "  %s confirms [%s] of the story %s\n", Visible(c.Actor), Visible(c.Code), Visible(c.Story))
	}
}

// writeAgainst shows what keeps a piece from being cleared: of each story, and of the piece itself.
func writeAgainst(b *strings.Builder, what string, all []audit.Against) {
	for _, a := range all {
		of := "the piece"
		if a.Story != "" {
			of = "the story " + a.Story
		}
		fmt.Fprintf(b, "  %s: %s [%s] of %s\n", what, Visible(string(a.Effect)), Visible(a.Code), Visible(of))
	}
}

func writeOverride(b *strings.Builder, o *audit.Override) {
	writeAgainst(b, "lets pass", o.Against)
	fmt.Fprintf(b, "  note: %s\n", Visible(o.Note))
	fmt.Fprintf(b, "  asked for by %s, approved by %s\n", Visible(o.Actor), Visible(strings.Join(o.ApprovedBy, ", ")))
	fmt.Fprintf(b, "  until %s\n", o.Until.Format(time.RFC3339))
}

func writeSettlement(b *strings.Builder, x *audit.Settlement, s Style) {
	said := "could not be judged again"
	if x.Verdict != "" {
		said = "judged again: " + s.Verdict(x.Verdict, string(x.Verdict))
	}
	fmt.Fprintf(b, "  what the override of entry %d let pass: %s\n", x.Override, said)
	for _, code := range x.Against {
		fmt.Fprintf(b, "  stands against it: [%s]\n", Visible(code))
	}
	if len(x.Entries) > 0 {
		fmt.Fprintf(b, "  decided anew by the entries %s\n", strings.Trim(fmt.Sprint(x.Entries), "[]"))
	}
}
