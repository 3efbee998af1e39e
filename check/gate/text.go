package gate

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"clearance/check"
	"clearance/policy"
)

// WriteText shows an answer: on one line where the piece is cleared, in full where it is not.
func (a Answer) WriteText(w io.Writer, s check.Style) error {
	var b strings.Builder
	if a.Override != nil {
		a.writeOverride(&b, s)
	}
	fmt.Fprintf(&b, "%s  %s  %s\n", s.Verdict(a.Verdict, fmt.Sprintf("%-8s", a.Verdict)), s.Bold(check.Visible(a.Piece.From)), a.why())
	if !a.Verdict.Clears() {
		fmt.Fprintf(&b, "%s\n", check.Visible(a.where()))
		s.WriteFindings(&b, a.Findings)
		for _, story := range a.Stories {
			story.write(&b, s)
		}
	} else {
		for _, story := range a.Stories {
			s.WriteFindings(&b, story.Findings)
			story.writeConfirmed(&b, s)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// why says in short on what the answer rests.
func (a Answer) why() string {
	open := 0
	for _, story := range a.Stories {
		if !story.Verdict.Clears() {
			open++
		}
	}
	parts := []string{fmt.Sprintf("%d of %s against it", open, stories(len(a.Stories)))}
	switch {
	case a.usesNone() && a.Verdict.Clears():
		parts = []string{"it uses no story"}
	case len(a.Stories) == 0 || open == 0 && !a.Verdict.Clears():
		parts = nil
	case a.Verdict.Clears():
		parts = []string{stories(len(a.Stories)) + " cleared"}
	}
	if at, err := time.Parse(time.RFC3339, a.AsOf); err == nil && a.Verdict.Clears() && time.Until(at) > time.Minute {
		parts = append(parts, "as of "+a.AsOf)
	}
	if a.Verdict.Clears() && a.GoodUntil != nil {
		parts = append(parts, "may change at "+*a.GoodUntil)
	}
	if a.Entry != 0 {
		parts = append(parts, fmt.Sprintf("entry %d", a.Entry))
	} else {
		parts = append(parts, "not recorded")
	}
	return strings.Join(parts, "; ")
}

func stories(n int) string {
	if n == 1 {
		return "1 story"
	}
	return fmt.Sprintf("%d stories", n)
}

// where is the answer in words, and for which channel.
func (a Answer) where() string {
	text := a.Answer
	if a.Channel != "" {
		text += "; channel " + a.Channel
	}
	if a.Everywhere {
		text += ", which is not geo-limited: it is seen everywhere"
	}
	if a.AsOf != "" {
		text += "; as of " + a.AsOf
	}
	return text
}

// writeOverride says aloud that a piece passes although it is stopped.
func (a Answer) writeOverride(b *strings.Builder, s check.Style) {
	line := strings.Repeat("!", 72)
	text := fmt.Sprintf("%s\n!!! PASSES BY OVERRIDE %d, until %s: %s\n!!! why: %s\n!!! approved by %s, asked for by %s\n%s\n", line, a.Override.Entry, a.Override.Until,
		check.Visible(a.Piece.From), check.Visible(a.Override.Note), check.Visible(strings.Join(a.Override.ApprovedBy, " and ")), check.Visible(a.Override.Actor), line)
	b.WriteString(s.Alarm(text))
}

// write shows one story that a piece uses.
func (story Story) write(b *strings.Builder, s check.Style) {
	line := ""
	if story.Line > 0 { // not known where a recorded answer is judged again
		line = fmt.Sprintf("line %d  ", story.Line)
	}
	fmt.Fprintf(b, "\n%s  %s  %s\n", s.Verdict(story.Verdict, fmt.Sprintf("%-8s", story.Verdict)), s.Bold(cmp.Or(check.Visible(story.ID), "a record without an identifier")),
		s.Dim(strings.TrimSpace(line+check.Visible(story.Title))))
	if story.Decision != nil {
		s.WriteFindings(b, barring(story.Decision.Findings))
	}
	s.WriteFindings(b, story.Findings)
	var kept []string
	for _, c := range story.Conditions {
		if c.State == Kept {
			kept = append(kept, c.Code)
			continue
		}
		c.write(b, s)
	}
	if len(kept) > 0 {
		fmt.Fprintf(b, "  %s\n", s.Dim("kept: "+strings.Join(kept, ", ")))
	}
}

// writeConfirmed shows what somebody vouches for.
func (story Story) writeConfirmed(b *strings.Builder, s check.Style) {
	for _, c := range story.Conditions {
		if c.State == Confirmed {
			fmt.Fprintf(b, "  %s\n", s.Dim(fmt.Sprintf("%s: %s, confirmed by %s", check.Visible(story.ID), c.Code, check.Visible(c.By))))
		}
	}
}

// write shows a condition as a finding, with what is to be done in the place of the usual remedy.
func (c Condition) write(b *strings.Builder, s check.Style) {
	f := c.Finding
	switch c.State {
	case Missing:
		f.Effect, f.Remedy = policy.Block, strings.Join(c.Need, "; ")
	case Unconfirmed:
		f.Effect, f.Remedy = policy.Refer, strings.Join(c.Need, "; ")
	case Confirmed:
		f.Remedy = "Nothing to do: confirmed by " + c.By
	}
	s.WriteFindings(b, []check.Finding{f})
}
