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
	"In connection with this report only", "No use by Spanish broadcasters", "Reprint rights excluded",
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

// Nor do they swallow what is said in a language that nobody taught us, in short, or where a list goes on.
func TestNamesEnd(t *testing.T) {
	openings := []string{"Must credit Jane Roe", "MUST CREDIT ESA", "Courtesy of ESA", "Photo by Jane Roe/AFP", "Source: Jane Roe", "Exclusive to Jane Roe",
		"handout photo provided by Jane Roe", "On-screen courtesy Jane Roe"}
	bars := []string{"НЕ ДЛЯ РОССИИ", "禁止使用", "SOLO ESPAÑA", "Solo Para Italia", "NIET GEBRUIKEN", "NIET VOOR NEDERLAND", "NFS", "UK OFF LIMITS", "N/A UK", "ASK FIRST",
		"BAR JAPAN", "Germany", "Online", "Editorial", "SENZA LOGO", "NIE DLA POLSKI", "EJ SVERIGE"}
	for _, opening := range openings {
		for _, bar := range bars {
			for _, sep := range []string{" ", ", ", " / ", "/", " - ", " & ", " and "} {
				checkTold(t, opening+sep+bar, opening)
			}
		}
		for _, bar := range []string{"Music", "Legal", "Void", "NHK", "Intact"} {
			checkTold(t, opening+", "+bar, opening)
		}
		for _, bar := range []string{"Music", "Legal", "Void", "Intact", "ZAKAZ PUBLIKACJI"} {
			checkTold(t, opening+" - "+bar, opening)
			checkTold(t, opening+" / "+bar, opening)
		}
	}
	for _, text := range []string{"NIET VOOR NEDERLAND credit mandatory", "UK BBC must be credited", "НЕТ credit mandatory", `Must credit "Jane Roe - Japan"`,
		`Must credit "Jane Roe / НЕ ДЛЯ РОССИИ"`, "Crédit obligatoire also No more than 30 seconds", "CREDIT MANDATORY\tHandout"} {
		checkTold(t, text, "")
	}
}

// checkTold fails if a text is read whole without more than what its opening says.
func checkTold(t *testing.T, text, opening string) {
	t.Helper()
	if r := Read(text); len(r.Unread) == 0 && len(r.Rules) <= len(Read(opening).Rules) {
		t.Errorf("%q: %s", text, show(text))
	} else if opening == "" && len(r.Unread) == 0 {
		t.Errorf("%q: %s", text, show(text))
	}
}

// Names that credits have go on over slashes, dashes and what they are found on.
func TestNamesGoOn(t *testing.T) {
	for _, name := range []string{"European Union/Copernicus Sentinel-2", "Jose Breton/NurPhoto/Shutterstock", "Yuri Gripas - Pool via CNP/Shutterstock", "Palazzo Chigi",
		"Jane Roe via TikTok", "Jane Roe/@janeroe", "Kremlin.ru", "Bank of England", "Jane ROE", "Sky News Australia", "the crew", "Jane Roe/Getty Images for Example Cup"} {
		want := "duty credit display '" + name + "'"
		if got := show("Must credit " + name); got != want {
			t.Errorf("%q: %s", name, got)
		}
	}
}

// Notes on production are short, and nothing parts their words.
func TestNotesEnd(t *testing.T) {
	for _, text := range []string{"Eds: UPDATES - NIET VOOR NEDERLAND", "Eds: UPDATES, UK BLACKOUT", "Eds: adds that Japan TV is off", "NIET GEBRUIKEN bug in centre of picture",
		"UK BLACKOUT bug in corner of screen", "Eds: adds quotes NOUSE", "Eds: updates with word that NHK is off", "Eds: updates with a quote and then many more of the same"} {
		if r := Read(text); len(r.Unread) == 0 {
			t.Errorf("%q: %s", text, show(text))
		}
	}
}

// A part of a medium or of an area opens no more than itself.
func TestOnlyAPart(t *testing.T) {
	for _, text := range []string{"Facebook only", "Terrestrial only", "Newspapers only", "VOD only", "Apps only", "Websites only", "Saint Martin only"} {
		if r := Read(text); len(r.Unread) == 0 {
			t.Errorf("%q: %s", text, show(text))
		}
	}
	for _, row := range []struct{ text, want string }{
		{"No Facebook", "prohibition access use media social"},
		{"No use on VOD", "prohibition access use media online"},
		{"No access Saint Martin", "prohibition access use in MF?SX"},
		{"Latin America only", "prohibition access use in -419"},
		{"Max 24 hrs", "prohibition time_limit use after 24h0m0s"},
		{"No more than 30 days", "prohibition time_limit use after 720h0m0s"},
		{"Max 3 minutes", "prohibition length use length 3m0s"},
	} {
		if got := show(row.text); got != row.want {
			t.Errorf("%q: %s", row.text, got)
		}
	}
	for _, c := range []struct{ text, sure, maybe string }{{"Asia only", "JP", "TR CY GE AM IL AZ KZ RU"}, {"Latin America only", "MX BR CU", "SR GY GF PR"}} {
		a := Read(c.text).Rules[0].Territory.Area()
		if !inAll(strings.Fields(c.sure), a.Codes) || !inAll(strings.Fields(c.maybe), a.Maybe) {
			t.Errorf("%q: %v, perhaps %v", c.text, a.Codes, a.Maybe)
		}
	}
	if w := Read("Latin America only").Rules[0].Wording(); w != "only in Latin America" {
		t.Errorf("worded %q", w)
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

// A hostile text is read to its end. A reader that goes back and forth over it would take hours; how long it takes is no matter here.
func TestHostile(t *testing.T) {
	for _, piece := range []string{"no UK/US/France or Ruritania, ", "Must credit A/B/C/D ", "UK, ", "US: Restrictions: ", "Part no ", "use use use ", "(((", "\"", "a.b.", "@a.b ",
		"http://a ", "1/1/2024 ", "1 May 2024 ", "12 hours ", "No access UK, ", "No access Europe except UK, ", "None. ", "None / ", "Broadcast: none ", "SNTV ", "and ", "- ", "A - ",
		"must credit \"", "Eds: updates ", "for questions ", "the ", "not ", "München ", "\xff", "'de ", "24hrs ", "UK; ", "/. ", ",,", "UK/. ", "Restrictions: "} {
		text := "No access " + strings.Repeat(piece, 100_000/len(piece))
		begun := time.Now()
		r := read(text)
		t.Logf("%q: %v, %d rules", piece, time.Since(begun), len(r.Rules))
		if len(r.Rules)+len(r.Unread)+len(r.Boilerplate)+len(r.Production) == 0 {
			t.Errorf("%q: nothing became of it", piece)
		}
	}
}

// inAll reports whether every one of some values is in others.
func inAll(some, others []string) bool {
	return !slices.ContainsFunc(some, func(v string) bool { return !slices.Contains(others, v) })
}
