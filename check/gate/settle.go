package gate

import (
	"context"
	"fmt"
	"slices"

	"clearance/audit"
	"clearance/check"
	"clearance/policy"
	"clearance/story/piece"
)

// Settle judges again what an override let pass, by the records that the archive has now and by the policy of now, as of the moment at
// which it was let pass; gates are the answers that passed by it. It records what becomes of the override. A verdict that is not
// cleared says that the piece should not have passed, or that nobody can tell.
func (g *Gate) Settle(ctx context.Context, override *audit.Record, gates []*audit.Record) (Answer, error) {
	if override.Override == nil || override.Question == nil {
		return Answer{}, fmt.Errorf("settling entry %d: what it let pass was erased", override.Seq)
	}
	again := *g
	again.Question, again.Channel = *override.Question, override.Override.Channel
	c := contents{answer: Answer{
		Stories: []Story{}, Findings: []check.Finding{},
		Piece: Piece{From: override.Override.Piece.From, SHA256: override.Override.Piece.SHA256},
	}}
	for _, s := range usedBy(override, gates) {
		c.piece.Uses = append(c.piece.Uses, piece.Use{ID: s.ID})
		c.answer.Stories = append(c.answer.Stories, Story{
			ID: s.ID, Shots: s.Shots, Seconds: s.Seconds, Credit: s.Credit, Findings: []check.Finding{}, Conditions: []Condition{},
		})
	}
	if len(c.piece.Uses) == 0 {
		c.against(finding(NotJudged, "which stories the piece uses is not recorded"))
	}
	said, err := again.ask(ctx, []contents{c})
	if err != nil {
		return Answer{}, err
	}
	a := again.weigh(&c, said)
	a.confirm(nil, "", gates)
	a.keepAsBefore(override.Override, gates)
	a.conclude()
	for _, f := range a.allFindings() { // what cannot be found cannot be judged again
		a.Judged = a.Judged && f.Code != StoryUnknown && f.Code != Unsearched
	}
	return a, again.recordSettlement(override.Seq, &a)
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

// keepAsBefore takes over which conditions the piece kept: its bytes are not at hand any more, but they are the same. That holds for
// records that are the same, too.
func (a *Answer) keepAsBefore(o *audit.Override, gates []*audit.Record) {
	for i := range a.Stories {
		s := &a.Stories[i]
		for j := range s.Conditions {
			c := &s.Conditions[j]
			against := func(one audit.Against) bool {
				return one.Story == s.ID && one.Record == s.recordSHA256() && one.Code == c.Code
			}
			if c.State == Missing && wasJudged(s, gates) && !slices.ContainsFunc(o.Against, against) {
				c.State, c.Need = Kept, []string{}
			}
		}
	}
}

// wasJudged reports whether the gate had a decision on just this record.
func wasJudged(s *Story, gates []*audit.Record) bool {
	return slices.ContainsFunc(gates, func(r *audit.Record) bool {
		return r.Gate != nil && slices.ContainsFunc(r.Gate.Stories, func(was audit.GateStory) bool {
			return was.ID == s.ID && was.Record != "" && was.Record == s.recordSHA256() && was.Verdict != ""
		})
	})
}

func (g *Gate) recordSettlement(override int64, a *Answer) error {
	item := audit.Settlement{Override: override, Entries: []int64{}, Verdict: a.Verdict, Against: []string{}}
	for _, s := range a.Stories {
		if s.Entry != nil && !slices.Contains(item.Entries, *s.Entry) {
			item.Entries = append(item.Entries, *s.Entry)
		}
	}
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
