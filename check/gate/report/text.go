package report

import (
	"fmt"
	"regexp"
	"strings"

	"clearance/check"
	"clearance/check/gate"
)

// Bounds of what one problem says. JSON always has all of it.
const (
	maxText = 400 // characters of one text
	maxList = 10  // quotations, and things to do
)

// logging is what starts a command in the log of several CI systems, wherever in a line it stands.
var logging = regexp.MustCompile(`##(\w*)\[`)

// shown is text from outside, safe to show and no longer than maxText.
func shown(text string) string {
	runes := []rune(logging.ReplaceAllString(check.Visible(text), "##$1 ["))
	if len(runes) <= maxText {
		return string(runes)
	}
	return string(runes[:maxText-1]) + "…"
}

// summary is what a problem is, in one line.
func (p problem) summary() string {
	if p.Finding.Detail == "" {
		return shown(p.Finding.Title)
	}
	return shown(p.Finding.Detail)
}

// lines are a problem in plain text: what it is, the story, the words it rests on, what to do, and what lets it pass.
func (p problem) lines() []string {
	lines := []string{p.summary()}
	if p.Story != nil {
		lines = append(lines, p.about())
	}
	lines = append(lines, bounded(p.quotes())...)
	lines = append(lines, bounded(p.todo())...)
	if p.passed != nil {
		lines = append(lines, override(p.passed))
	}
	return lines
}

func (p problem) about() string {
	text := "Story " + shown(p.Story.ID)
	if p.Story.Title != "" {
		text += " “" + shown(p.Story.Title) + "”"
	}
	return text
}

// quotes are the words that a problem rests on, each once: two facts may rest on the same words.
func (p problem) quotes() []string {
	var quotes []string
	seen := map[string]bool{}
	for _, w := range p.Finding.Words {
		text := quote(w)
		if key := fmt.Sprint(w.Start, w.End, text); !seen[key] {
			seen[key] = true
			quotes = append(quotes, text)
		}
	}
	return quotes
}

func quote(w check.Words) string {
	field := shown(w.Field)
	if w.Absent {
		return field + ": not in this record"
	}
	where := fmt.Sprintf("bytes %d to %d", w.Start, w.End)
	if field != "" {
		where = field + ", " + where
	}
	return "“" + shown(w.Text) + "” (" + where + ")"
}

// todo says what a person can do.
func (p problem) todo() []string {
	need := p.Need
	if len(need) == 0 && p.Finding.Remedy != "" && !strings.HasPrefix(p.Finding.Remedy, "Nothing to do") {
		need = []string{p.Finding.Remedy}
	}
	var lines []string
	for _, n := range need {
		lines = append(lines, "→ "+shown(n))
	}
	return lines
}

// override says what lets a piece pass.
func override(p *gate.Passed) string {
	text := fmt.Sprintf("Passes by an override (entry %d): %s", p.Entry, shown(p.Note))
	if len(p.ApprovedBy) > 0 {
		text += "; approved by " + shown(strings.Join(p.ApprovedBy, ", "))
	}
	if p.Until != "" {
		text += "; until " + shown(p.Until)
	}
	return text
}

// bounded are the first of some lines, and how many are not shown.
func bounded(lines []string) []string {
	if len(lines) <= maxList {
		return lines
	}
	return append(lines[:maxList:maxList], fmt.Sprintf("… and %d more", len(lines)-maxList))
}
