package check

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"clearance/rights"
	"clearance/rights/language"
)

// ReadTerms is how the language of restrictions reads one text.
type ReadTerms struct {
	Where string `json:"where,omitempty"` // where in a record it stands
	Text  string `json:"text"`
	language.Reading
}

// NewReadTerms reads a text.
func NewReadTerms(where, text string) ReadTerms { return ReadTerms{where, text, language.Read(text)} }

// termsOf are the texts of a record in which terms stand, each with its place.
func termsOf(r rights.Reading) []ReadTerms {
	all := []ReadTerms{}
	add := func(where string, stretches []rights.Words) {
		for _, w := range stretches {
			all = append(all, NewReadTerms(where, w.Text))
		}
	}
	if r.Terms.State != rights.Contradictory {
		add("Usage Terms/Restrictions", slices.DeleteFunc(slices.Clone(r.Terms.Words), func(w rights.Words) bool { return w.Text == "" }))
	}
	add("Copyright Notice", r.Notice.Beside)
	for i, shot := range r.Shots {
		add(fmt.Sprintf("Shot %d, %s", i+1, cmp.Or(shot.Source.Value, "no source")), shot.Terms.Words)
	}
	for _, w := range r.Terms.Stretches {
		add(w.Field, []rights.Words{w})
	}
	return all
}

// WriteText shows the text with its rules marked by numbers, below it each rule as a licence would say it with what its words
// stand for, and what nothing could read.
func (t ReadTerms) WriteText(w io.Writer, s Style) error {
	var b strings.Builder
	if t.Where != "" {
		fmt.Fprintf(&b, "  %s\n", s.paint(dim, t.Where))
	}
	clauses := t.clauses()
	fmt.Fprintf(&b, "  %s\n", t.marked(s, clauses))
	if t.Nothing {
		b.WriteString("    · states no restriction for the item, and grants nothing\n")
	}
	for i, c := range clauses {
		for _, r := range c.rules {
			fmt.Fprintf(&b, "    %s %s %s %s\n", superscript(i+1), ruleMark(s, r.Effect), Visible(r.Wording()), s.paint(dim, "["+r.Kind+"]"))
		}
		if stands := t.elements(c.rules); stands != "" {
			fmt.Fprintf(&b, "        %s\n", s.paint(dim, stands))
		}
	}
	if len(t.Unread) > 0 {
		fmt.Fprintf(&b, "    %s %s unread: a person must read it\n", unreadMark, s.paint(amber, "?"))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// clause is words that rules were read from, with these rules.
type clause struct {
	spans []language.Span
	rules []language.Rule
}

// clauses are the rules by the words that they were read from, in the order of the text.
func (t ReadTerms) clauses() []clause {
	var all []clause
	for _, r := range t.Rules {
		same := func(c clause) bool { return slices.Equal(c.spans, r.Spans) }
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i].rules = append(all[i].rules, r)
		} else {
			all = append(all, clause{r.Spans, []language.Rule{r}})
		}
	}
	slices.SortStableFunc(all, func(a, b clause) int { return cmp.Compare(first(a.spans), first(b.spans)) })
	return all
}

func first(spans []language.Span) int {
	if len(spans) == 0 {
		return 0
	}
	return spans[0].Start
}

const unreadMark = "ˀ"

// marked is the text with the words of each clause between ‹ and ›, and its number behind them.
func (t ReadTerms) marked(s Style, clauses []clause) string {
	type mark struct {
		language.Span
		sign  string
		color string
	}
	var marks []mark
	for i, c := range clauses {
		for _, span := range c.spans {
			marks = append(marks, mark{span, superscript(i + 1), bold})
		}
	}
	for _, span := range t.Unread {
		marks = append(marks, mark{span, unreadMark, amber})
	}
	slices.SortStableFunc(marks, func(a, b mark) int { return cmp.Compare(a.Start, b.Start) })
	var b strings.Builder
	at := 0
	for _, m := range marks {
		if m.Start < at { // words that two clauses share
			b.WriteString(m.sign)
			continue
		}
		b.WriteString(s.paint(dim, Visible(t.Text[at:m.Start])) + s.paint(m.color, "‹"+Visible(t.Text[m.Start:m.End])+"›"+m.sign))
		at = m.End
	}
	return b.String() + s.paint(dim, Visible(t.Text[at:]))
}

// elements says what the names in rules were taken for.
func (t ReadTerms) elements(rules []language.Rule) string {
	var all []string
	for _, r := range rules {
		for _, e := range r.Elements {
			values := e.Values
			if e.Kind == "action" { // and the name of it in ODRL
				values = values[:1]
			}
			text := "“" + Visible(t.Text[e.Span.Start:e.Span.End]) + "” is " + e.Kind + " " + strings.Join(values, ", ")
			if len(e.Except) > 0 {
				text += " without " + strings.Join(e.Except, ", ")
			}
			if e.Parent != "" {
				text += " of " + e.Parent
			}
			if !slices.Contains(all, text) {
				all = append(all, text)
			}
		}
	}
	return strings.Join(all, "; ")
}

var superscripts = []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")

func superscript(n int) string {
	var b strings.Builder
	for _, digit := range fmt.Sprint(n) {
		b.WriteRune(superscripts[digit-'0'])
	}
	return b.String()
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
