package check

import (
	"errors"
	"fmt"
	"iter"
	"unique"

	"clearance/audit"
	"clearance/policy"
	"clearance/rights"
)

// Resume is what an interrupted run recorded. Whoever goes on with it reads the same records again, and judges those that have no answer.
type Resume struct {
	Run      int64           // the run to go on with
	Question rights.Question // what it asked, as of the moment that it asked about
	Answers  int             // how many it recorded, with those of the runs that it went on with itself
	InDoubt  int             // from which of them on nobody knows whether they were shown: those of its last transaction
	Ended    *audit.Counts   // of a run that came to its end: nothing is left to be done; nil of any other
	Shown    int             // how many of them, from the first on, are only counted; the others are given in full once more

	answers func() (audit.Answered, error, bool)
	stop    func()
	met     int
}

// FindResume looks for the run to go on with: the newest whose arguments are the same. It is nil where there is none, or where it recorded nothing.
func FindResume(log *audit.Log, same func(args []string) bool, rules *policy.Policy) (*Resume, error) {
	run, ended, found, err := log.Resumable(same)
	if err != nil || !found {
		return nil, err
	}
	r := &Resume{Run: run, Ended: ended}
	if ended != nil {
		return r, nil
	}
	n, err := log.CountAnswers(run)
	if err != nil || n.First < 0 {
		return nil, err
	}
	r.Answers, r.InDoubt = n.All, n.All-n.Last
	asked, err := log.Get(n.First)
	switch {
	case err != nil:
		return nil, err
	case asked.Policy != rules.Revision():
		return nil, fmt.Errorf("run %d was answered by the policy %s, and the rules or the house are others now: begin anew, without --resume", run, asked.Policy)
	}
	r.Question, r.Shown = *asked.Question, r.InDoubt
	r.answers, r.stop = iter.Pull2(log.Answers(run))
	return r, nil
}

// errOther ends a run that was to go on with another, whose records are not the ones at hand.
var errOther = errors.New("the records are others than those it judged: begin anew, without --resume")

// match finds the answers that the records of a chunk have.
func (r *Resume) match(c chunk) error {
	if r == nil {
		return nil
	}
	for i := range c.items {
		if r.met == r.Answers {
			return nil
		}
		answer, err, ok := r.answers()
		if err == nil && !ok {
			err = errors.New("answers are gone that were there a moment ago")
		}
		if err == nil && !c.items[i].answeredBy(answer) {
			err = errOther
		}
		if err != nil {
			return fmt.Errorf("going on with run %d at answer %d: %w", r.Run, r.met+1, err)
		}
		r.met++
		c.items[i].answer = &answer
	}
	return nil
}

// end is called when all records were read: none may be missing that was answered.
func (r *Resume) end() error {
	if r == nil {
		return nil
	}
	r.stop()
	if r.met < r.Answers {
		return fmt.Errorf("going on with run %d, which has %d answers: of its records only %d are there: begin anew, without --resume", r.Run, r.Answers, r.met)
	}
	return nil
}

// answeredBy reports whether an answer is about this very record, or place.
func (it item) answeredBy(a audit.Answered) bool {
	if it.bad != nil {
		return a.Kind == audit.KindUnjudged && a.From == it.bad.From && a.Offset == it.bad.Offset
	}
	return a.SHA256 != "" && a.SHA256 == it.record.SHA256()
}

// recall gives the answer that a record has, once more.
func (j *judging) recall(it item, ordinal int) pending {
	answer := pending{recorded: true}
	answer.result.Before = ordinal < j.Resume.Shown
	if it.answer.Kind == audit.KindUnjudged {
		answer.result.Unjudged = &Unjudged{it.answer.Reason, it.answer.From, it.answer.Offset, it.answer.Seq}
		return answer
	}
	answer.result.Outcome, answer.result.Holder = *it.answer.Outcome, unique.Make(rights.ReadHolder(it.record)).Value()
	if j.Brief || ordinal < j.Resume.Shown-1 { // the last one that was shown is compared with what stands there
		return answer
	}
	decision, err := j.recalled(it.answer.Seq)
	answer.result.Decision = &decision
	if err != nil {
		answer.failed = fmt.Errorf("reading answer %d of run %d again: %w", ordinal+1, j.Resume.Run, err)
	}
	return answer
}

// recalled gives a recorded decision in full.
func (j *judging) recalled(seq int64) (Decision, error) {
	record, err := j.Log.Get(seq)
	switch {
	case err != nil:
		return Decision{}, err
	case record.Outcome == nil || record.Reading == nil:
		return Decision{}, errors.New("it was erased: begin anew, without --resume")
	}
	return recallBy(j.Policy, record)
}
