package gate

import (
	"context"
	"fmt"
	"slices"

	"clearance/audit"
	"clearance/check"
	"clearance/policy"
	"clearance/rights"
	"clearance/story/piece"
)

// Settle judges again what an override let pass, by the records that the archive has now and by the policy of now, as of each moment at
// which it was let pass; gates are the answers that passed by it. The strictest answer counts, and is recorded as what became of the
// override. A verdict that is not cleared says that the piece should not have passed, or that nobody can tell.
func (g *Gate) Settle(ctx context.Context, override *audit.Record, gates []*audit.Record) (worst Answer, err error) {
	if override.Override == nil || override.Question == nil {
		return Answer{}, fmt.Errorf("settling entry %d: what it let pass was erased", override.Seq)
	}
	var entries []int64
	for i, q := range moments(override, gates) {
		again := *g
		again.Question, again.Channel = q, override.Override.Channel
		a, err := again.judgeAgain(ctx, override, gates)
		if err != nil {
			return Answer{}, err
		}
		for _, s := range a.Stories {
			if s.Entry != nil && !slices.Contains(entries, *s.Entry) {
				entries = append(entries, *s.Entry)
			}
		}
		if i == 0 || a.weight() > worst.weight() {
			worst = a
		}
	}
	return worst, g.recordSettlement(override.Seq, &worst, entries)
}

// moments are the questions that the piece passed under: one use, at different moments.
func moments(override *audit.Record, gates []*audit.Record) (all []rights.Question) {
	for _, r := range append([]*audit.Record{override}, gates...) {
		if r.Question != nil && !slices.ContainsFunc(all, func(q rights.Question) bool { return q.AsOf.Equal(r.Question.AsOf) }) {
			all = append(all, *r.Question)
		}
	}
	return all
}

// weight orders answers by how much they say against a piece: that it should not have passed, that nobody can tell, that a person must.
func (a *Answer) weight() int {
	switch {
	case a.Judged && a.Verdict == policy.Blocked:
		return 3
	case !a.Judged:
		return 2
	case !a.Verdict.Clears():
		return 1
	}
	return 0
}

// judgeAgain judges a piece by what the trail knows of it.
func (g *Gate) judgeAgain(ctx context.Context, override *audit.Record, gates []*audit.Record) (Answer, error) {
	c := contents{answer: Answer{
		Stories: []Story{}, Findings: []check.Finding{},
		Piece: Piece{From: override.Override.Piece.From, SHA256: override.Override.Piece.SHA256},
	}}
	used := usedBy(override, gates)
	for _, s := range used {
		c.piece.Uses = append(c.piece.Uses, piece.Use{ID: s.ID})
		c.answer.Stories = append(c.answer.Stories, Story{
			ID: s.ID, Shots: s.Shots, Seconds: s.Seconds, Credit: s.Credit, Findings: []check.Finding{}, Conditions: []Condition{},
		})
	}
	if len(c.piece.Uses) == 0 {
		c.against(finding(NotJudged, "which stories the piece uses is not recorded"))
	}
	said, err := g.ask(ctx, []contents{c})
	if err != nil {
		return Answer{}, err
	}
	a := g.weigh(&c, said)
	a.confirm(nil, "", gates)
	a.keepAsBefore(gates)
	a.conclude()
	for _, f := range a.allFindings() { // what cannot be found cannot be judged again
		a.Judged = a.Judged && f.Code != StoryUnknown && f.Code != Unsearched
	}
	for i, s := range a.Stories {
		if was := used[i].Record; was != "" && s.record != nil && was != s.recordSHA256() {
			a.Stories[i].Findings = append(s.Findings, finding(OtherRecord, "the archive has another record of it than the one that was let pass"))
		}
	}
	return a, nil
}

// usedBy are the stories of a piece as the gate recorded them; where it did not, those that something was against.
func usedBy(override *audit.Record, gates []*audit.Record) []audit.GateStory {
	for _, r := range gates {
		if r.Gate != nil && len(r.Gate.Stories) > 0 {
			return r.Gate.Stories
		}
	}
	var all []audit.GateStory
	for _, one := range override.Override.Against {
		met := func(s audit.GateStory) bool { return s.ID == one.Story }
		if one.Story != "" && !slices.ContainsFunc(all, met) {
			all = append(all, audit.GateStory{ID: one.Story})
		}
	}
	return all
}

// keepAsBefore takes over which conditions the gate saw to be kept: the piece's bytes are not at hand any more, but they are the same.
// That holds for the same record, and for conditions in the same words.
func (a *Answer) keepAsBefore(gates []*audit.Record) {
	for i := range a.Stories {
		s := &a.Stories[i]
		for j := range s.Conditions {
			if c := &s.Conditions[j]; c.State == Missing && s.wasKept(c.Finding, gates) {
				c.State, c.Need = Kept, []string{}
			}
		}
	}
}

func (s *Story) wasKept(f check.Finding, gates []*audit.Record) bool {
	return slices.ContainsFunc(gates, func(r *audit.Record) bool {
		return r.Gate != nil && slices.ContainsFunc(r.Gate.Stories, func(was audit.GateStory) bool {
			return was.ID == s.ID && was.Record != "" && was.Record == s.recordSHA256() && slices.Contains(was.Kept, audit.Condition{Code: f.Code, Detail: f.Detail})
		})
	})
}

func (g *Gate) recordSettlement(override int64, a *Answer, decisions []int64) error {
	item := audit.Settlement{Override: override, Entries: append([]int64{}, decisions...), Verdict: a.Verdict, Against: []string{}}
	for _, one := range a.against() {
		if !slices.Contains(item.Against, one.Code) && a.Verdict != policy.Cleared {
			item.Against = append(item.Against, one.Code)
		}
	}
	if !a.Judged {
		item.Verdict = ""
	}
	entries, err := g.Checker.Run.Append(item)
	if err != nil {
		return fmt.Errorf("recording what became of override %d: %w", override, err)
	}
	a.Entry = entries[0]
	return nil
}
