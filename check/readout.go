package check

import (
	"fmt"
	"io"
	"strings"

	"clearance/rights"
	"clearance/story"
)

// Readout is what was read from a record, judging nothing.
type Readout struct {
	Encoding story.Encoding `json:"encoding"`
	Bytes    int            `json:"bytes"`
	Fields   []ReadField    `json:"fields"`
	Reading  rights.Reading `json:"reading"`
	Terms    []ReadTerms    `json:"terms"` // the texts in which terms stand, as the language of restrictions reads them
}

// ReadField is one field of the record as it stands there.
type ReadField struct {
	Label string `json:"label"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// NewReadout reads a record.
func NewReadout(s *story.Story) Readout {
	r := Readout{Encoding: s.Encoding, Bytes: len(s.Raw), Reading: rights.Read(s), Fields: []ReadField{}}
	for _, f := range s.Fields {
		r.Fields = append(r.Fields, ReadField{string(f.Label), f.Span.Start, f.Span.End, f.Text})
	}
	r.Terms = termsOf(r.Reading)
	return r
}

// fieldWidth bounds a field's text on the screen, in characters.
const fieldWidth = 72

// WriteText shows the fields with their bytes, and beside the facts the words they were read from.
func (r Readout) WriteText(w io.Writer, s Style) error {
	var b strings.Builder
	source := r.Reading.Story
	fmt.Fprintf(&b, "%s\n", s.paint(bold, Visible(source.Title)))
	fmt.Fprintf(&b, "%s\n", s.paint(dim, fmt.Sprintf("%s at byte %d: %d bytes, %s, sha256:%s",
		Visible(source.From), source.Offset, r.Bytes, r.Encoding, source.SHA256)))
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	for i, t := range r.Terms {
		if i == 0 {
			fmt.Fprintf(w, "\n%s\n", s.paint(bold, "Terms"))
		}
		if err := t.WriteText(w, s); err != nil {
			return err
		}
	}
	b.Reset()
	fmt.Fprintf(&b, "\n%s\n", s.paint(bold, "Facts"))
	for _, n := range r.Reading.Facts() {
		fmt.Fprintf(&b, "  %-24s  %s\n", n.Name, Visible(stateAndValue(n.Fact)))
		for _, words := range n.Fact.Words {
			fmt.Fprintf(&b, "  %-24s  %s\n", "", quote(s, Words{n.Name, words}))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", s.paint(bold, "Fields"))
	for _, f := range r.Fields {
		fmt.Fprintf(&b, "  %-24s  %5d–%-5d  %s\n", f.Label, f.Start, f.End, clip(Visible(f.Text), fieldWidth))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func stateAndValue(f rights.Fact) string {
	if f.Value == "" || f.State == rights.Unread {
		return string(f.State)
	}
	return string(f.State) + ": " + f.Value
}

func clip(text string, width int) string {
	if runes := []rune(text); len(runes) > width {
		return string(runes[:width]) + "…"
	}
	return text
}
