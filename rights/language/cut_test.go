package language

import (
	"slices"
	"strings"
	"testing"
)

// What ends in the middle of something has lost it: then something must be unread.
func TestCutOff(t *testing.T) {
	lost := []string{"/", " /", ",", " +", " (", " -", " –", ":", " ...", "…", "...", " |", " and", ",.", "/)", " ()", ", .", "/;"}
	for _, text := range []string{"No access Peru", "NO USE PERU/CHILE", "UK, Ireland only", "Full editorial rights UK", "No archive", "Must credit NASA",
		"Keine Nutzung in Österreich", "No resale online", "News use only", "No use after 16 July 2024", "Access all", "None", "Video only", "AP clients only", "Broadcast: None. Digital: None", "No access Canal"} {
		for _, end := range lost {
			if r := Read(text + end); len(r.Unread) == 0 || r.Nothing {
				t.Errorf("%q: %s", text+end, show(text+end))
			}
		}
	}
	for _, end := range []string{".", "..", ";", " ", "\n", "!", ")", ` "`} {
		if r := Read("No access Peru" + end); len(r.Unread) > 0 {
			t.Errorf("%q: %s", "No access Peru"+end, show("No access Peru"+end))
		}
	}
}

// What a person rules that unread words mean must not rule away that others are missing: the separator stands alone.
func TestLostStandsAlone(t *testing.T) {
	for _, text := range []string{"No access Peru, zork,", "Zork/", "Zork (", "Restrictions: zork ...", "Zork/. Zork"} {
		if !slices.ContainsFunc(Read(text).Unread, func(s Span) bool { return Normal(text[s.Start:s.End]) == "" }) {
			t.Errorf("%q: %s", text, show(text))
		}
	}
}

// Words that lead on to others never stand alone, wherever a text was cut.
func TestCutAnywhere(t *testing.T) {
	for _, row := range slices.Concat(rows, phraseRows) {
		words := strings.Fields(row.text)
		for n := 1; n < len(words); n++ {
			cut := strings.Join(words[:n], " ")
			last := strings.ToLower(words[n-1])
			leads := slices.Contains([]string{"and", "or", "except", "in", "outside", "after", "until", "by", "for", "&", "/", "-", "excluding", "to", "of"}, last)
			if r := Read(cut); leads && (r.Nothing || !restricts(r)) {
				t.Errorf("%q: %s", cut, show(cut))
			}
		}
	}
}

// A heading or a scope without anything behind it has lost it, whatever else there is.
func TestLostBehindHeading(t *testing.T) {
	for _, text := range []string{"(MUTE) Restrictions:", "Indefinite usage. Terms:", "Broadcast: Digital: None", "International: Digital: None", "Restrictions: None. Terms:",
		"No access Peru. Restrictions:", "Restrictions: Terms: No access Peru", "Broadcast: None. Digital: International: None", "US: UK: No access Peru",
		"Broadcast: No access Peru. Digital: Restrictions:", "MUTE. RESTRICTIONS", "Attention editors - ", "Broadcast: Restrictions: Digital: None"} {
		if r := Read(text); len(r.Unread) == 0 || r.Nothing {
			t.Errorf("%q: %s", text, show(text))
		}
	}
	for _, text := range []string{"Restrictions: Broadcast: None. Digital: None", "Attention editors - Restrictions: No access Peru", "Restrictions: None",
		"Broadcast restrictions: No access Peru. Digital restrictions: None", "Terms: (MUTE)", "Retrictions: None"} {
		if r := Read(text); len(r.Unread) > 0 {
			t.Errorf("%q: %s", text, show(text))
		}
	}
}
