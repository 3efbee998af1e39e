package gate

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"clearance/check"
	"clearance/policy"
)

// weigh puts together what is said of a piece: of its stories, and of itself.
func (g *Gate) weigh(c *contents, s said) Answer {
	a := &c.answer
	a.AsOf, a.Use, a.Channel, a.Everywhere, a.Policy = g.Question.AsOf.Format(time.RFC3339), g.Question.Use, g.Channel, g.Everywhere, g.revision()
	switch {
	case s.failed != nil && s.late:
		c.against(finding(NotInTime, "%v", s.failed))
	case s.failed != nil:
		c.against(finding(NotJudged, "%v", s.failed))
	default:
		if n := len(s.unsearched); n > 0 && len(a.Stories) > 0 {
			c.against(finding(Unsearched, "no record can be read in %d of the places searched; the first is %s: %v", n, s.unsearched[0].From, s.unsearched[0].Reason))
		}
		for i, r := range c.records {
			result := s.byUnread[r.bad]
			if r.record != nil {
				result = s.byFile[r.record]
			}
			results := []check.Result{result}
			for _, id := range r.ids() { // other versions of it
				results = append(results, s.byID[id]...)
			}
			s.weigh(use{places: []*Story{&a.Stories[i]}, silent: true}, results...)
		}
		for _, places := range byID(a.Stories, c.piece.Uses != nil) {
			s.weigh(use{places: places, text: c.piece.Text}, s.byID[places[0].ID]...)
		}
	}
	return *a
}

// byID groups the places of a piece by the story that they name.
func byID(stories []Story, named bool) (groups [][]*Story) {
	if !named {
		return nil
	}
	at := map[string]int{}
	for i := range stories {
		id := stories[i].ID
		if _, met := at[id]; !met {
			at[id] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[id]] = append(groups[at[id]], &stories[i])
	}
	return groups
}

// weigh says of one story, in all the places of a piece that use it, what the records with its identifier came to. The strictest
// of them counts.
func (s said) weigh(u use, results ...check.Result) {
	against := func(f check.Finding) {
		for _, p := range u.places {
			p.Findings = append(p.Findings, f)
		}
	}
	for _, r := range results {
		switch {
		case r.Decision == nil && r.Unjudged == nil:
			against(finding(NotJudged, "nothing was said of it"))
		case r.Unjudged != nil && s.late:
			against(finding(NotInTime, "%s", r.Unjudged.Error))
		case r.Unjudged != nil:
			against(finding(NotJudged, "%s", r.Unjudged.Error))
		}
		u.result = stricter(u.result, r)
	}
	for _, r := range results {
		for _, f := range besides(u.result, r) {
			against(f)
			for _, p := range u.places {
				p.besides = append(p.besides, beside{sha256Of(r.Record.Raw), f})
			}
		}
	}
	if len(results) == 0 {
		against(finding(StoryUnknown, "no record with the identifier %s is in the archive that was searched", u.places[0].ID))
	}
	for _, p := range u.places {
		p.be(u.result)
	}
	if u.result.Decision == nil {
		return
	}
	for _, p := range u.places {
		p.checkShots(len(u.result.Case.Reading.Shots))
		p.Conditions = u.conditions()
	}
}

// stricter is the one of two results that lets less pass. One that is no decision lets nothing.
func stricter(a, b check.Result) check.Result {
	switch {
	case a.Decision == nil && a.Unjudged == nil:
		return b
	case a.Unjudged != nil || b.Decision != nil && policy.Strictest(a.Decision.Verdict, b.Decision.Verdict) == a.Decision.Verdict:
		return a
	}
	return b
}

// be takes over what is known of the story's record.
func (s *Story) be(r check.Result) {
	if r.Record != nil {
		s.record, s.line = r.Record.Raw, r.Record.Line
	}
	switch {
	case r.Decision != nil:
		s.Decision, s.Title, s.Entry = r.Decision, r.Decision.Story.Title, &r.Decision.Entry
		s.ID = cmp.Or(s.ID, r.Decision.Story.ID)
	case r.Unjudged != nil:
		s.Entry = &r.Unjudged.Entry
	}
}

// checkShots compares the declared shots with those that the record has.
func (s *Story) checkShots(there int) {
	if len(s.Shots) > 0 && slices.Max(s.Shots) > there {
		s.Findings = append(s.Findings, finding(ShotsUnknown, "it is to show shot %d, its record has %d", slices.Max(s.Shots), there))
	}
}

// recordSHA256 is that of the record's bytes, "" where none was found.
func (s Story) recordSHA256() string {
	if s.record == nil {
		return ""
	}
	return sha256Of(s.record)
}

func sha256Of(record []byte) string {
	sum := sha256.Sum256(record)
	return hex.EncodeToString(sum[:])
}

// conclude folds everything into the verdict of a piece.
func (a *Answer) conclude() {
	verdicts := []policy.Verdict{verdictOf(barring(a.Findings))}
	a.Judged = true
	for i := range a.Stories {
		s := &a.Stories[i]
		s.Verdict = verdictOf(s.against())
		if s.Decision == nil {
			s.Verdict = policy.Blocked
		} else {
			s.Verdict = policy.Strictest(s.Verdict, s.Decision.Verdict)
		}
		verdicts = append(verdicts, s.Verdict)
		a.goodUntil(s.Decision)
	}
	for _, f := range a.allFindings() {
		a.Judged = a.Judged && !failed[f.Code]
	}
	a.Verdict = policy.Strictest(verdicts...)
	if len(a.Stories) == 0 && !a.usesNone() { // no findings never means cleared
		a.Verdict = policy.Blocked
	}
	a.Passes = a.Verdict.Clears()
	a.Answer = check.Answer(a.Verdict, a.Use)
}

// usesNone reports whether the piece says that it uses no story: the ground on which it passes.
func (a *Answer) usesNone() bool {
	return slices.ContainsFunc(a.Findings, func(f check.Finding) bool { return f.Code == NoStory })
}

func (a *Answer) allFindings() []check.Finding {
	all := slices.Clone(a.Findings)
	for _, s := range a.Stories {
		all = append(all, s.Findings...)
	}
	return all
}

// goodUntil keeps the earliest instant. All of them are in UTC, to the second.
func (a *Answer) goodUntil(d *check.Decision) {
	if d != nil && d.GoodUntil != nil && (a.GoodUntil == nil || *d.GoodUntil < *a.GoodUntil) {
		a.GoodUntil = d.GoodUntil
	}
}
