// Package gate lets a piece through only when every answer about it clears: what is about to be published, and the stories it uses.
//
// It judges nothing itself. The stories are judged as check judges them; what is added is where they stand in the piece, and
// whether the piece keeps the conditions. Whatever fails stops the piece.
package gate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"clearance/check"
	"clearance/policy"
	"clearance/rights"
	"clearance/story"
)

// Gate asks about everything that a piece contains.
type Gate struct {
	Checker    *check.Checker     // judges the stories; its policy is nil where none could be loaded
	Broken     error              // why none could be
	House      rights.House       // whose channels, and who may override
	Question   rights.Question    // the use, and the moment of publishing
	Channel    string             // the house's name for that use, "" where it was asked for in words
	Everywhere bool               // the channel's territory counts for nothing
	Archive    check.Sources      // where the stories of pieces are looked for
	Confirm    []string           // the codes of conditions that the actor confirms
	Override   *Request           // what is to pass all the same, nil for nothing
	Actor      string             // who asks
	Stage      func(doing string) // told what is being done; may be nil
}

// Judge judges files and gives an answer for each, in their order, once all of them are recorded. On an error nothing was
// recorded of the answers, and nothing may pass.
func (g *Gate) Judge(ctx context.Context, files []File) ([]Answer, error) {
	g.stage("reading what is to be published")
	all := make([]contents, len(files))
	for i, f := range files {
		all[i] = f.read(ctx, g.Archive.Limit)
	}
	said, err := g.ask(ctx, all)
	if err != nil {
		return nil, err
	}
	g.stage("weighing the answers")
	answers := make([]Answer, len(files))
	for i := range all {
		answers[i] = g.weigh(&all[i], said)
	}
	if err := g.admit(answers); err != nil {
		return nil, err
	}
	g.stage("recording the answers")
	if err := g.record(answers); err != nil {
		return nil, err
	}
	return answers, nil
}

func (g *Gate) stage(doing string) {
	if g.Stage != nil {
		g.Stage(doing)
	}
}

// said is what the checker said of all stories of a run.
type said struct {
	byID       map[string][]check.Result // of stories found in the archive
	byFile     map[*story.Story]check.Result
	byUnread   map[*check.Unread]check.Result
	unsearched []check.Unread // places of the archive that could not be read
	failed     error          // why nothing could be said
	late       bool           // for want of time
}

// ask has all stories judged: the records among the files, and those that pieces name.
func (g *Gate) ask(ctx context.Context, all []contents) (said, error) {
	s := said{byID: map[string][]check.Result{}, byFile: map[*story.Story]check.Result{}, byUnread: map[*check.Unread]check.Result{}}
	if s.failed = g.Broken; s.failed == nil {
		s.failed = g.checkClock()
	}
	if s.failed != nil {
		s.late = ctx.Err() != nil
		return s, nil
	}
	g.stage("looking for the stories")
	queue, err := g.find(ctx, all, &s)
	if err == nil && len(queue) > 0 {
		g.stage("judging the stories")
		if until, ok := ctx.Deadline(); ok {
			g.Checker.Deadline = min(check.Deadline, max(time.Until(until), time.Millisecond))
		}
		next := 0
		_, err = g.Checker.CheckAll(ctx, records(queue), g.Question, func(r check.Result) error {
			s.keep(queue[next], r)
			next++
			return nil
		})
	}
	s.late = ctx.Err() != nil
	if err != nil && s.late && errors.Is(err, ctx.Err()) {
		s.failed, err = err, nil
	}
	return s, err
}

// slack is how far the clocks of machines that write into one trail may differ.
const slack = time.Minute

// checkClock refuses to judge by a clock that was set back: what was embargoed, or over, would be judged as of a moment that has passed.
func (g *Gate) checkClock() error {
	trail, err := g.Checker.Log.Status()
	if err != nil {
		return err
	}
	if now := g.now(); trail.Last != nil && now.Add(slack).Before(*trail.Last) {
		return fmt.Errorf("it is %s by the clock of this machine, but the trail's last entry was recorded at %s: set the clock",
			now.Format(time.RFC3339), trail.Last.Format(time.RFC3339))
	}
	return nil
}

// queued is a record to be judged, and the identifiers that it was looked for by; none where it stands in a file that is judged itself.
type queued struct {
	found
	ids []string
}

func (s *said) keep(q queued, r check.Result) {
	for _, id := range q.ids {
		s.byID[id] = append(s.byID[id], r)
	}
	switch {
	case len(q.ids) > 0:
	case q.record != nil:
		s.byFile[q.record] = r
	default:
		s.byUnread[q.bad] = r
	}
}

// records gives what is queued to the checker.
func records(queue []queued) check.Records {
	return func(ctx context.Context, yield func(*story.Story, *check.Unread) error) error {
		for _, q := range queue {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := yield(q.record, q.bad); err != nil {
				return err
			}
		}
		return nil
	}
}

// revision is that of the policy, "" where there is none.
func (g *Gate) revision() string {
	if g.Checker.Policy == nil {
		return ""
	}
	return g.Checker.Policy.Revision()
}

// Verdict is the strictest of some answers, of those that do not pass; cleared where all of them pass.
func Verdict(answers []Answer) (v policy.Verdict, judged bool) {
	v, judged = policy.Cleared, true
	for _, a := range answers {
		if !a.Passes {
			v, judged = policy.Strictest(v, a.Verdict), judged && a.Judged
		}
	}
	return v, judged && len(answers) > 0
}
