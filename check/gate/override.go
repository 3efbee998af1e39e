package gate

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"clearance/audit"
	"clearance/check"
	"clearance/policy"
)

// Request asks to let pieces pass that are stopped: break-glass.
type Request struct {
	Codes      []string // of findings and conditions that are to count for nothing
	Note       string   // why
	ApprovedBy []string
	Refused    error // why the house does not allow it; nil where it does
}

// NotOverridden is the note of an answer that an override was asked for, and does not let pass.
const NotOverridden = "gate.not_overridden"

func (a *Answer) note(title, format string, args ...any) {
	a.Findings = append(a.Findings, check.Finding{
		Code: NotOverridden, Effect: policy.Note, Title: title, Detail: fmt.Sprintf(format, args...), Words: []check.Words{},
		Remedy: "Mend that, and ask again.",
	})
}

// admit weighs what people have said of the pieces: conditions that were confirmed, and overrides.
func (g *Gate) admit(answers []Answer) error {
	for i := range answers {
		a := &answers[i]
		if a.unread { // there are no bytes that anybody could have vouched for
			a.conclude()
			continue
		}
		earlier, err := g.Checker.Log.OfPiece(a.Piece.SHA256)
		if err != nil {
			return fmt.Errorf("looking for what was said of %s before: %w", a.Piece.From, err)
		}
		earlier = slices.DeleteFunc(earlier, func(r *audit.Record) bool { return !g.sameUse(r) })
		a.confirm(g.Confirm, g.Actor, earlier)
		if a.conclude(); a.Passes {
			continue
		}
		if err := g.passBy(a, earlier); err != nil {
			return err
		}
		if a.Passes || g.Override == nil {
			continue
		}
		if g.Override.Refused != nil {
			a.note("Override refused", "%v", g.Override.Refused)
			continue
		}
		if err := g.override(a); err != nil {
			return err
		}
	}
	return nil
}

func (g *Gate) now() time.Time { return g.Checker.Log.Now().UTC() }

// sameUse reports whether an entry is about the use that is asked about now, whatever the moment.
func (g *Gate) sameUse(r *audit.Record) bool {
	return r.Question != nil && reflect.DeepEqual(r.Question.Use, g.Question.Use)
}

// against lists all that keeps a piece from being cleared.
func (a *Answer) against() []audit.Against {
	all := []audit.Against{}
	listed := map[audit.Against]bool{} // a piece may name very many stories
	add := func(story, record string, findings []check.Finding) {
		for _, f := range findings {
			one := audit.Against{Story: story, Record: record, Code: f.Code, Effect: f.Effect}
			if _, own := catalogue[f.Code]; !own { // what the gate itself says may differ from run to run
				one.Detail = f.Detail
			}
			if !listed[one] {
				all, listed[one] = append(all, one), true
			}
		}
	}
	add("", "", barring(a.Findings))
	for _, s := range a.Stories {
		add(s.ID, s.recordSHA256(), s.against())
		for _, b := range s.besides { // an override is for the bytes of that record, too
			add(s.ID, b.record, []check.Finding{b.finding})
		}
	}
	if len(all) == 0 && !a.Verdict.Clears() { // a verdict always has its reasons; where it has none, nothing lets it pass
		all = append(all, audit.Against{Code: NotJudged, Effect: policy.Block})
	}
	return all
}

// passBy lets a piece pass by an earlier override that still holds, for this channel, and names all that is against the piece now.
func (g *Gate) passBy(a *Answer, earlier []*audit.Record) error {
	for _, r := range earlier {
		o := r.Override
		if o == nil || o.Channel != g.Channel || !covers(o.Against, a.against()) {
			continue
		}
		holds, err := g.holds(r)
		if err != nil {
			return err
		}
		if holds {
			a.pass(r.Seq, *o, false)
		}
	}
	return nil
}

// holds reports whether an earlier override counts now: by what the house states today, those who approved of it may, it is still its
// time, and nobody has found since that it should not have let anything pass. A clock that was set back makes none hold longer: what the
// trail saw end stays ended, and one that comes from what is now the future was made by a clock that was wrong.
func (g *Gate) holds(r *audit.Record) (bool, error) {
	doing := fmt.Sprintf("looking whether the override %d still holds", r.Seq)
	trail, err := g.Checker.Log.Status()
	if err != nil {
		return false, fmt.Errorf("%s: %w", doing, err)
	}
	settled, err := g.Checker.Log.Settlements(r.Seq)
	if err != nil {
		return false, fmt.Errorf("%s: %w", doing, err)
	}
	if n := len(settled); n > 0 && settled[n-1].Settlement.Verdict == policy.Blocked {
		return false, nil
	}
	if g.House.Approve(r.Override.ApprovedBy, r.Override.Actor, r.Recorded) != nil {
		return false, nil
	}
	now, until := g.now(), r.Recorded.Add(g.hours())
	if r.Override.Until.Before(until) {
		until = r.Override.Until
	}
	seen := trail.Last == nil || trail.Last.Before(until)
	return seen && now.Before(until) && !now.Before(r.Recorded), nil
}

// hours is how long an override holds.
func (g *Gate) hours() time.Duration {
	if g.House.Override == nil {
		return 0
	}
	return time.Duration(g.House.Override.Hours) * time.Hour
}

func covers(allowed, against []audit.Against) bool {
	return !slices.ContainsFunc(against, func(one audit.Against) bool { return !slices.Contains(allowed, one) })
}

func (a *Answer) pass(entry int64, o audit.Override, fresh bool) {
	a.Passes = true
	a.Override = &Passed{entry, o.Note, o.ApprovedBy, o.Actor, o.Until.UTC().Format(time.RFC3339), fresh}
}

// override records that the piece passes in spite of all that is against it, if the request names all of it.
func (g *Gate) override(a *Answer) error {
	against := a.against()
	var open []string
	for _, one := range against {
		if !slices.Contains(g.Override.Codes, one.Code) && !slices.Contains(open, one.Code) {
			open = append(open, one.Code)
		}
	}
	if len(open) > 0 {
		a.note("The override does not cover it", "the override that was asked for does not name %s, which would have to count for nothing, too", strings.Join(open, ", "))
		return nil
	}
	g.stage("recording the override")
	now := g.now()
	o := audit.Override{
		Piece: audit.Piece{From: a.Piece.From, SHA256: a.Piece.SHA256}, Channel: g.Channel, Against: against, Note: g.Override.Note,
		ApprovedBy: g.Override.ApprovedBy, Actor: g.Actor, Until: now.Add(g.hours()).Truncate(time.Second), Question: g.Question, Policy: g.revision(),
	}
	entries, err := g.Checker.Run.Append(o)
	if err != nil {
		return fmt.Errorf("recording the override, by which nothing passes: %w", err)
	}
	a.pass(entries[0], o, true)
	return nil
}
