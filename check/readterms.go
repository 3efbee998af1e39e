package check

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"clearance/rights"
	"clearance/rights/language"
)

// ReadTerms is how the language of restrictions reads one text. No answer rests on it yet: to a check, terms in words are
// unread.
type ReadTerms struct {
	Text string `json:"text"`
	language.Reading
}

// NewReadTerms reads a text.
func NewReadTerms(text string) ReadTerms { return ReadTerms{text, language.Read(text)} }

// termsOf are the texts of a record in which terms stand: its usage terms, those in
// the story itself, and those beside a shot's source.
func termsOf(r rights.Reading) []ReadTerms {
	var all []ReadTerms
	for _, w := range r.Terms.Unread {
		all = append(all, NewReadTerms(w.Text))
	}
	for _, w := range r.Terms.Elsewhere {
		all = append(all, NewReadTerms(w.Text))
	}
	for _, shot := range r.Shots {
		for _, w := range shot.Terms.Words {
			all = append(all, NewReadTerms(w.Text))
		}
	}
	return all
}

// WriteText shows the text, and below it each rule with the words it was read from; then what restricts nothing, and what
// nothing could read.
func (t ReadTerms) WriteText(w io.Writer, s Style) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.paint(bold, "“"+Visible(t.Text)+"”"))
	if t.Nothing {
		b.WriteString("  · states no restriction for the item, and grants nothing\n")
	}
	for _, r := range t.Rules {
		fmt.Fprintf(&b, "  %s %s: %s%s\n", ruleMark(s, r.Effect), r.Kind, language.Kinds[r.Kind], limits(r))
		fmt.Fprintf(&b, "      %s\n", s.paint(dim, t.words(r.Spans)))
	}
	for _, rest := range []struct {
		what  string
		spans []language.Span
	}{{"says nothing about rights", t.Boilerplate}, {"a production note", t.Production}} {
		if len(rest.spans) > 0 {
			fmt.Fprintf(&b, "  · %s\n      %s\n", rest.what, s.paint(dim, t.words(rest.spans)))
		}
	}
	if len(t.Unread) > 0 {
		fmt.Fprintf(&b, "  %s unread: a person must read it\n      %s\n", s.paint(amber, "?"), t.words(t.Unread))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (t ReadTerms) words(spans []language.Span) string {
	var all []string
	for _, span := range spans {
		all = append(all, "“"+Visible(t.Text[span.Start:span.End])+"”")
	}
	return strings.Join(all, " … ")
}

// ruleMark is a rule's effect as one sign, the same as for findings.
func ruleMark(s Style, e language.Effect) string {
	switch e {
	case language.Prohibition:
		return s.paint(red, "✗")
	case language.Referral:
		return s.paint(amber, "?")
	case language.Duty:
		return s.paint(amber, "!")
	case language.Permission:
		return s.paint(green, "✓")
	}
	return "·"
}

// limits says in what a rule holds.
func limits(r language.Rule) string {
	var all []string
	for _, c := range []struct {
		what string
		*language.Constraint
	}{{"territory", r.Territory}, {"media", r.Media}, {"purpose", r.Purpose}, {"party", r.Party}} {
		if c.Constraint != nil {
			all = append(all, c.what+" "+constraint(c.Constraint))
		}
	}
	if r.From != nil {
		all = append(all, "from "+r.From.Text)
	}
	if r.Until != nil {
		all = append(all, "until "+r.Until.Text)
	}
	if r.Elapsed > 0 {
		all = append(all, inWords(r.Elapsed)+" after "+or("", slices.DeleteFunc([]string{r.Start}, func(s string) bool { return s == "" }), "a start that is not stated"))
	}
	if r.Count > 0 {
		all = append(all, fmt.Sprintf("%d at most", r.Count))
	}
	if r.Length > 0 {
		all = append(all, inWords(r.Length)+" at most")
	}
	if r.Part {
		all = append(all, "for a part of it")
	}
	if r.Note != "" {
		all = append(all, "“"+Visible(r.Note)+"”")
	}
	if len(all) == 0 {
		return ""
	}
	return " (" + strings.Join(all, "; ") + ")"
}

func constraint(c *language.Constraint) string {
	values := strings.Join(c.Values, ", ")
	if c.Outside {
		values = "all but " + values
	}
	if len(c.Except) > 0 {
		values += " except " + strings.Join(c.Except, ", ")
	}
	return values
}

// inWords is a duration in whole days where it is some.
func inWords(d time.Duration) string {
	const day = 24 * time.Hour
	if d >= day && d%day == 0 {
		return fmt.Sprintf("%d days", d/day)
	}
	return d.String()
}
