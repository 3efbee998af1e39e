package check

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"clearance/policy"
	"clearance/rights"
)

// Style says how text is shown. Colour is never the only sign of anything.
type Style struct{ Color bool }

const (
	bold  = "1"
	dim   = "2"
	red   = "1;31"
	amber = "1;33"
	green = "1;32"
)

// Bold and Dim are text of more and of less weight than the rest.
func (s Style) Bold(text string) string { return s.paint(bold, text) }

// Dim is for what is rarely looked at.
func (s Style) Dim(text string) string { return s.paint(dim, text) }

// Alarm is for what nobody may miss.
func (s Style) Alarm(text string) string { return s.paint(red, text) }

func (s Style) paint(color, text string) string {
	if !s.Color || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// Verdict paints text by a verdict.
func (s Style) Verdict(v policy.Verdict, text string) string {
	switch v {
	case policy.Cleared:
		return s.paint(green, text)
	case policy.Referred:
		return s.paint(amber, text)
	}
	return s.paint(red, text)
}

// WriteText shows a decision in full: the answer, why, on what conditions, what to do, until when; notes last.
func (d Decision) WriteText(w io.Writer, s Style) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.Verdict(d.Verdict, Visible(d.Answer)))
	fmt.Fprintf(&b, "%s\n", s.paint(bold, Visible(d.Story.Title)))
	fmt.Fprintf(&b, "%s\n", s.paint(dim, fmt.Sprintf("%s, %s at byte %d; as of %s", Visible(d.Story.ID), Visible(d.Story.From), d.Story.Offset, d.AsOf)))
	why, notes := d.parted()
	section(&b, s, "Why", why)
	section(&b, s, "Conditions", d.Conditions)
	fmt.Fprintf(&b, "\n%s\n", s.paint(bold, "Until"))
	if d.GoodUntil != nil {
		fmt.Fprintf(&b, "  may change at %s\n", *d.GoodUntil)
	} else {
		b.WriteString("  no date in this record changes the answer\n")
	}
	if len(d.Use.Assumed) > 0 {
		fmt.Fprintf(&b, "\n%s\n  %s\n", s.paint(bold, "Assumed"), strings.Join(Assumed(d.Use), "; "))
	}
	d.writeShots(&b, s)
	section(&b, s, "Notes", notes)
	fmt.Fprintf(&b, "\n%s\n", s.paint(dim, fmt.Sprintf("entry %d, policy %s, %s", d.Entry, short(d.Policy), d.house())))
	_, err := io.WriteString(w, b.String())
	return err
}

// parted divides the findings into what decided and what is worth knowing. A ground that something else outweighed is
// no reason for the answer.
func (d Decision) parted() (why, notes []Finding) {
	for _, f := range d.Findings {
		if f.Effect == policy.Ground && !d.Verdict.Clears() {
			f.Effect = policy.Note
		}
		if f.Effect == policy.Note {
			notes = append(notes, f)
		} else {
			why = append(why, f)
		}
	}
	return why, notes
}

func section(b *strings.Builder, s Style, title string, findings []Finding) {
	if len(findings) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", s.paint(bold, title))
	s.WriteFindings(b, findings)
}

// WriteFindings shows findings with the words they rest on, and what to do.
func (s Style) WriteFindings(b *strings.Builder, findings []Finding) {
	for _, f := range findings {
		fmt.Fprintf(b, "  %s %s %s\n", mark(s, f.Effect), Visible(f.Detail), s.paint(dim, "["+f.Code+"]"))
		for i, w := range f.Words {
			same := func(other Words) bool { return other.Words == w.Words } // two facts may rest on the same words
			if !slices.ContainsFunc(f.Words[:i], same) {
				fmt.Fprintf(b, "      %s\n", quote(s, w))
			}
		}
		if !strings.HasPrefix(f.Remedy, "Nothing to do") {
			fmt.Fprintf(b, "      → %s\n", Visible(f.Remedy))
		}
	}
}

// mark is a finding's effect as one sign.
func mark(s Style, e policy.Effect) string {
	switch e {
	case policy.Block:
		return s.paint(red, "✗")
	case policy.Refer:
		return s.paint(amber, "?")
	case policy.Ground:
		return s.paint(green, "✓")
	case policy.Condition:
		return s.paint(amber, "!")
	}
	return "·"
}

// maxQuote bounds a quotation on the screen, in characters. JSON always has all of it.
const maxQuote = 240

func quote(s Style, w Words) string {
	if w.Absent {
		return s.paint(dim, w.Field+": not in this record")
	}
	text := clip(Visible(w.Text), maxQuote)
	where := fmt.Sprintf("bytes %d to %d", w.Start, w.End)
	if w.Field != "" {
		where = w.Field + ", " + where
	}
	return fmt.Sprintf("%s  %s", s.paint(bold, "“"+text+"”"), s.paint(dim, where))
}

// Assumed says what a use left open, and what that was taken to mean, dimension by dimension. It is never nil.
func Assumed(u rights.Use) []string {
	means := map[string]string{
		"territory": "worldwide", "media": "all media", "party": "any party", "term": "at the moment asked about",
		"purpose": "editorial use",
	}
	if u.Action != "sell" {
		means["party"] = "our own use"
	}
	all := []string{}
	for _, dimension := range u.Assumed {
		all = append(all, dimension+": "+means[dimension])
	}
	return all
}

// house says whether the answer was given for a house: without one it may be another.
func (d Decision) house() string {
	if d.House {
		return "for the house it was asked with"
	}
	return "for no house"
}

func short(digest string) string {
	return digest[:min(len(digest), len("sha256:")+12)]
}

// lineQuote bounds a quotation in a list, in characters.
const lineQuote = 40

// WriteLine shows a decision on one line, for a list of many.
func (d Decision) WriteLine(w io.Writer, s Style) error {
	var reasons []string
	why, _ := d.parted()
	for _, f := range why {
		reason := f.Code
		if len(f.Words) > 0 && f.Effect != policy.Ground && !f.Words[0].Absent {
			reason += " “" + clip(Visible(f.Words[0].Text), lineQuote) + "”"
		}
		reasons = append(reasons, reason)
	}
	until := ""
	if d.GoodUntil != nil {
		until = "; may change at " + *d.GoodUntil
	}
	_, err := fmt.Fprintf(w, "%s  %-28s  %s  %s%s\n", s.Verdict(d.Verdict, fmt.Sprintf("%-8s", d.Verdict)),
		Visible(d.Story.ID), s.paint(dim, Visible(d.Story.From)), strings.Join(reasons, ", "), until)
	return err
}

// WriteText shows that there is no answer, and why.
func (u Unjudged) WriteText(w io.Writer, s Style) error {
	_, err := fmt.Fprintf(w, "%s  %s: %s\n", s.paint(red, "not judged"), Visible(u.From), Visible(u.Error))
	return err
}

// Visible makes text from a record safe to show: what a terminal would obey or hide, and what changes the direction of
// writing, is written out as an escape.
func Visible(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			b.WriteByte(' ')
		case unicode.IsPrint(r) && r != unicode.ReplacementChar:
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u{%04x}`, r)
		}
	}
	return b.String()
}
