package language

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// holds reports whether a rule forbids all that another one does: each of its limits is as wide, or wider.
func holds(wide, narrow Rule) bool {
	effect := wide.Effect == narrow.Effect || wide.Effect == Prohibition && wide.Kind != "credit"
	action := wide.Action == narrow.Action || wide.Action == "use" && wide.Effect != Duty
	return effect && action &&
		reaches(wide.Territory, narrow.Territory) && reaches(wide.Media, narrow.Media) &&
		reaches(wide.Purpose, narrow.Purpose) && reaches(wide.Party, narrow.Party) &&
		sameMoment(wide.From, narrow.From) && sameMoment(wide.Until, narrow.Until) &&
		noLonger(wide.Elapsed, narrow.Elapsed) && (wide.Count == 0 || wide.Count == narrow.Count) &&
		noLonger(wide.Length, narrow.Length) && (narrow.Kind != "credit" || strings.HasPrefix(narrow.Note, wide.Note))
}

func noLonger(wide, narrow time.Duration) bool { return wide == 0 || wide == narrow }

func sameMoment(a, b *Moment) bool {
	return a == nil || a.First.IsZero() || b != nil && a.First.Equal(b.First) && a.Last.Equal(b.Last)
}

// reaches reports whether a limit leaves a rule at least as wide as another one does.
func reaches(wide, narrow *Constraint) bool {
	if wide == nil {
		return true
	}
	if narrow == nil || wide.Outside != narrow.Outside || !inAll(wide.Except, narrow.Except) {
		return false
	}
	if wide.Outside {
		return inAll(wide.Values, narrow.Values) || len(wide.Values) == 1 && strings.HasSuffix(wide.Values[0], " "+narrow.Values[0]) // a party that is nobody
	}
	return inAll(narrow.Values, wide.Values)
}

// lost gives the first rule of a reading that no rule of another one makes up for.
func lost(before, after Reading) *Rule {
	for _, was := range before.Rules {
		if was.Effect == Note || slices.ContainsFunc(after.Rules, func(is Rule) bool { return holds(is, was) }) {
			continue
		}
		return &was
	}
	return nil
}

// clauses are one of each sort, to be put together.
var clauses = []string{
	"No access Norway", "NO USE PERU/CHILE", "Japan OUT", "No access UK/RTE/CNNi", "Not for use outside Italy", "Spain only", "NHK OUT",
	"No access Europe except Norway", "No online use", "Broadcast only", "No digital", "No TV in Peru",
	"No archive", "Must be deleted after use", "No resale", "No third party sales", "Not for sale", "Editorial use only", "No commercial use",
	"News use only", "No AI training", "TDM reserved", `Must credit "Jane Roe"`, "Must credit NASA", "MANDATORY CREDIT", "Credit: AFP/Jane Roe",
	"Must not be edited", "Use in full only", "Do not obscure logo", "Faces must be blurred", "Contains music",
	"No use after 1500GMT on July 16, 2024", "Use within 14 days", "Max 2 minutes", "One use only", "No repeats", "3 uses per 24 hours",
	"Embargoed until 0900 GMT 1 May 2030", "HOLD FOR RELEASE", "See script", "All rights reserved", "AP clients only",
	"In connection with this story only", "No use by Spanish broadcasters", "Reprint rights excluded",
	"Part no access Portugal", "Keine Nutzung in Österreich", "Weiterverkauf untersagt", "Pas d'archivage", "Türkiye hariç", "Access all",
	"None", "Video only",
}

var separators = []string{". ", "; ", ", ", " / ", "/", " - ", " -- ", " | ", "\n", " ", " and ", " + ", "++"}

// Whatever stands between two clauses, neither may lose anything unless a person is told.
func TestTwoClauses(t *testing.T) {
	for _, a := range clauses {
		for _, b := range clauses {
			for _, sep := range separators {
				text := a + sep + b
				r := Read(text)
				if len(r.Unread) > 0 {
					continue
				}
				for _, part := range []string{a, b} {
					if was := lost(Read(part), r); was != nil {
						t.Errorf("%q loses %q: %s", text, showRule(*was), show(text))
					}
				}
				checkCoverage(t, text, r)
			}
		}
	}
}

// What is added to a clause is read, or a person is told: only what is read may narrow it.
func TestAdded(t *testing.T) {
	tails := []string{" except UK", " in Europe", " at this time", " unless agreed", " outside Germany", " (not BBC)", " for 30 days", " until 5 July 2030",
		" after 5 July 2030", " without permission", " online", " only", " for BBC", ", except Norway and Peru", " - except by prior agreement", " OK", " allowed",
		" permitted in France", " where possible", "?", " *"}
	for _, a := range clauses {
		for _, tail := range tails {
			text := a + tail
			r := Read(text)
			if r.Nothing && strings.ContainsFunc(tail, func(c rune) bool { return c != ' ' && c != '*' }) {
				t.Errorf("%q: nothing", text)
			}
			was := lost(Read(a), r)
			read := slices.ContainsFunc(r.Rules, func(rule Rule) bool {
				return slices.ContainsFunc(rule.Spans, func(s Span) bool { return s.End > len(a) })
			})
			if was != nil && len(r.Unread) == 0 && !read {
				t.Errorf("%q loses %q: %s", text, showRule(*was), show(text))
			}
			checkCoverage(t, text, r)
		}
	}
}

// Capitals say nothing, but where a code or a name is only one in capitals what is left is unread.
func TestCapitals(t *testing.T) {
	for _, row := range slices.Concat(rows, phraseRows) {
		for _, text := range []string{strings.ToUpper(row.text), strings.ToLower(row.text)} {
			r := Read(text)
			before := Read(row.text)
			for i := range before.Rules { // names are written as they are delivered
				before.Rules = slices.Clone(before.Rules)
				before.Rules[i].Note = ""
			}
			after := Reading{Rules: slices.Clone(r.Rules)}
			for i := range after.Rules {
				after.Rules[i].Note = ""
			}
			if was := lost(before, after); was != nil && was.Party == nil && len(r.Unread) == 0 {
				t.Errorf("%q loses %q: %s", text, showRule(*was), show(text))
			}
		}
	}
}

// Names of credits and sources end where something else may be said.
func TestNamesSwallowNothing(t *testing.T) {
	for _, bar := range []string{"48 hours", "16 July 2024", "2 minutes", "Peru, Chile", "Peru Chile", "UK/RTE", "prohibido archivar", "confidential",
		"No archive", "Germany OUT", "UK only", "until Sunday", "online only", "embargoed", "withdrawn", "not Peru", "except Peru", "Solo para España"} {
		for _, sep := range []string{" ", " / ", " - ", ", ", "; ", ". ", "\n"} {
			for _, text := range []string{"Must credit NASA" + sep + bar, "Courtesy of Jane Roe" + sep + bar, "Photo by Jane Roe/Example" + sep + bar} {
				r := Read(text)
				told := len(r.Unread) > 0 || slices.ContainsFunc(r.Rules, func(rule Rule) bool { return rule.Effect == Prohibition || rule.Effect == Referral })
				if !told {
					t.Errorf("%q: %s", text, show(text))
				}
			}
		}
	}
	for _, text := range []string{"CONFIDENTIAL - Access all", "TWO MINUTES - None", "48 HOURS - None", "SEPT 7 - None", "SUSPENDED - None", "UK - None", "ONLINE - None", "UNTIL SUNDAY - None"} {
		if r := Read(text); r.Nothing || len(r.Unread) == 0 {
			t.Errorf("%q: %s", text, show(text))
		}
	}
}

// All that a rule was read from is in its spans, and the spans of its elements are theirs.
func TestSpans(t *testing.T) {
	for _, row := range slices.Concat(rows, phraseRows) {
		for _, rule := range Read(row.text).Rules {
			if !slices.IsSortedFunc(rule.Spans, func(a, b Span) int { return a.Start - b.Start }) {
				t.Errorf("%q: spans %v", row.text, rule.Spans)
			}
			for _, e := range rule.Elements {
				inside := slices.ContainsFunc(rule.Spans, func(s Span) bool { return s.Start <= e.Span.Start && e.Span.End <= s.End })
				words := row.text[max(0, min(e.Span.Start, len(row.text))):max(0, min(e.Span.End, len(row.text)))]
				if !inside || words != strings.TrimSpace(words) || words == "" {
					t.Errorf("%q: element %v %q of %v", row.text, e, words, rule.Spans)
				}
			}
		}
	}
}

// A hostile text costs what an honest one of its length does.
func TestHostile(t *testing.T) {
	for _, piece := range []string{"no UK/US/France or Ruritania, ", "Must credit A/B/C/D ", "UK, ", "US: Restrictions: ", "Part no ", "use use use ", "(((", "\"", "a.b.", "@a.b ",
		"http://a ", "1/1/2024 ", "1 May 2024 ", "12 hours ", "No access UK, ", "No access Europe except UK, ", "None. ", "None / ", "Broadcast: none ", "SNTV ", "and ", "- ", "A - ",
		"must credit \"", "Eds: updates ", "for questions ", "the ", "not ", "München ", "\xff", "'de ", "24hrs ", "UK; ", "/. ", ",,", "UK/. ", "Restrictions: "} {
		text := "No access " + strings.Repeat(piece, 100_000/len(piece))
		begun := time.Now()
		r := read(text)
		if d := time.Since(begun); d > 5*time.Second {
			t.Errorf("%q: %v", piece, d)
		} else {
			t.Logf("%q: %v, %d rules", piece, d, len(r.Rules))
		}
	}
}

// inAll reports whether every one of some values is in others.
func inAll(some, others []string) bool {
	return !slices.ContainsFunc(some, func(v string) bool { return !slices.Contains(others, v) })
}
