package gate

import (
	"fmt"
	"slices"

	"clearance/audit"
)

// record keeps all answers in one transaction.
func (g *Gate) record(answers []Answer) error {
	var items []audit.Item
	for i := range answers {
		items = append(items, g.entry(&answers[i]))
	}
	entries, err := g.Checker.Run.Append(items...)
	if err != nil {
		return fmt.Errorf("recording %d answers, none of which is given: %w", len(answers), err)
	}
	for i := range entries {
		answers[i].Entry = entries[i]
	}
	return nil
}

// entry is an answer as the trail keeps it.
func (g *Gate) entry(a *Answer) audit.Gate {
	e := audit.Gate{
		Piece: audit.Piece{From: a.Piece.From, SHA256: a.Piece.SHA256}, Channel: g.Channel, Verdict: a.Verdict, Passes: a.Passes,
		None: a.usesNone(), Stories: []audit.GateStory{}, Against: []audit.Against{}, Confirmed: []audit.Confirmed{},
		Question: g.Question, Policy: g.revision(),
	}
	if !a.Verdict.Clears() {
		e.Against = a.against()
	}
	if a.Override != nil {
		e.Override = &a.Override.Entry
	}
	for _, s := range a.Stories {
		kept := audit.GateStory{ID: s.ID, Record: s.recordSHA256(), Entry: s.Entry, Shots: s.Shots, Seconds: s.Seconds, Credit: s.Credit}
		if s.Decision != nil {
			kept.Verdict = s.Decision.Verdict
		}
		for _, c := range s.Conditions {
			one := audit.Confirmed{Story: s.ID, Record: s.recordSHA256(), Code: c.Code, Detail: c.Detail, Actor: c.By}
			switch {
			case c.State == Kept:
				kept.Kept = append(kept.Kept, audit.Condition{Code: c.Code, Detail: c.Detail})
			case c.State == Confirmed && !slices.Contains(e.Confirmed, one):
				e.Confirmed = append(e.Confirmed, one)
			}
		}
		e.Stories = append(e.Stories, kept)
	}
	return e
}
