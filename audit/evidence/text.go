package evidence

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"clearance/audit/leaf"
	"clearance/policy"
	"clearance/rights"
)

// WriteJSON writes the report as one JSON object, for programs.
func (r Report) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// WriteText writes the report for people: what was decided, what is proven and by what, and what is not.
func (r Report) WriteText(w io.Writer) error {
	var b strings.Builder
	line := func(format string, args ...any) { b.WriteString(visible(fmt.Sprintf(format, args...)) + "\n") }
	if r.OK {
		line("PROVEN: entry %d of %s, as far as it is said below", r.Entry, r.Origin)
	} else {
		line("NOT PROVEN: do not rely on this file")
	}
	switch {
	case r.Decision != nil:
		line("")
		r.Decision.write(line)
		if r.status("again") != Proven {
			line("  this is what the log keeps: it could not be made again")
		}
	case r.OK:
		line("")
		line("NOT JUDGED: nothing was cleared")
	}
	for _, part := range []struct {
		title  string
		status Status
	}{
		{"Broken", Broken}, {"Proven", Proven}, {"Erased", Erased}, {"Not proven by this file", NotProven},
	} {
		title := part.title
		for _, s := range r.Statements {
			if s.Status != part.status {
				continue
			}
			if title != "" {
				line("")
				line("%s", title)
				title = ""
			}
			line("  %s [%s]", s.Says, s.Name)
			if s.Rests != "" {
				line("      rests on: %s", s.Rests)
			}
		}
	}
	line("")
	line("Beyond what any such file can prove")
	for _, says := range r.Beyond {
		line("  %s", says)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// write says what was decided.
func (d Decision) write(line func(string, ...any)) {
	line("%s: to %s, %s", strings.ToUpper(string(d.Verdict)), d.Use.Action, useWords(d.Use))
	if d.Story != nil {
		line("  story: %s", d.Story.Title)
		line("  identifier: %s, from %s at byte %d, SHA-256 %s", orNone(d.Story.ID), d.Story.From, d.Story.Offset, d.Story.SHA256)
	}
	line("  as of: %s", d.AsOf)
	if d.GoodUntil != "" {
		line("  may change at: %s", d.GoodUntil)
	}
	if d.By != nil {
		line("  asked by: %s, with %s %s: %s", d.By.Actor, d.By.Program, d.By.Version, strings.Join(d.By.Args, " "))
	}
	for _, effect := range []policy.Effect{policy.Block, policy.Refer, policy.Ground, policy.Condition, policy.Note} {
		for _, f := range d.Findings {
			if f.Effect == effect {
				writeFinding(f, line)
			}
		}
	}
	for _, e := range d.OpenFor {
		line("  cleared, when this is left out: %s", exceptWords(e))
	}
	d.writeGrid(line)
}

func writeFinding(f policy.Explained, line func(string, ...any)) {
	says := f.Title
	if f.Detail != "" {
		says += ": " + f.Detail
	}
	line("  %s: %s [%s]", f.Effect, says, f.Code)
	var shown []rights.Words
	for _, w := range f.Words {
		if slices.Contains(shown, w.Words) {
			continue // two facts may rest on the same words
		}
		shown = append(shown, w.Words)
		if w.Absent {
			line("      %s: not in the record", w.Field)
		} else {
			line("      “%s” (%s, bytes %d to %d)", w.Text, orNone(w.Field), w.Start, w.End)
		}
	}
}

// writeGrid says where the story was open.
func (d Decision) writeGrid(line func(string, ...any)) {
	if d.Grid == nil {
		return
	}
	for _, area := range d.Grid.Areas {
		line("  %s", strings.Join(area.Codes, " "))
		for i, medium := range d.Grid.Media {
			line("      %s: %s: %s", medium, area.Verdicts[i], strings.Join(area.Findings[i], ", "))
		}
	}
	codes := make([]string, 0, len(d.Titles))
	for code := range d.Titles {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		line("  %s: %s", code, d.Titles[code])
	}
}

// useWords says what was asked. What was left open is all of it.
func useWords(u rights.Use) string {
	parts := []string{"purpose " + u.Purpose, "territory " + orAll(u.Territory), "media " + orAll(u.Media)}
	if leaf.IsDigest(u.Party) {
		parts = append(parts, "a party whose name was erased")
	} else if u.Party != "" {
		parts = append(parts, "party "+u.Party)
	}
	if u.From != nil {
		parts = append(parts, "from "+u.From.UTC().Format("2006-01-02T15:04:05Z"))
	}
	if u.Until != nil {
		parts = append(parts, "until "+u.Until.UTC().Format("2006-01-02T15:04:05Z"))
	}
	if u.Except != nil {
		parts = append(parts, "except "+exceptWords(*u.Except))
	}
	return strings.Join(parts, ", ")
}

func exceptWords(e rights.Except) string {
	var parts []string
	for _, dimension := range []struct {
		name   string
		values []string
	}{{"territory", e.Territory}, {"media", e.Media}, {"party", e.Party}} {
		if len(dimension.values) > 0 {
			parts = append(parts, dimension.name+" "+strings.Join(dimension.values, " "))
		}
	}
	return strings.Join(parts, ", ")
}

func orAll(list []string) string {
	if len(list) == 0 {
		return "all"
	}
	return strings.Join(list, " ")
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// visible writes out what a terminal would obey or hide: the file may come from anyone.
func visible(text string) string {
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
