// Package check is the pipeline: read → ask → record → answer, for one story or ten million.
package check

import (
	"context"
	"errors"
	"fmt"
	"time"

	"clearance/audit"
	"clearance/policy"
	"clearance/rights"
	"clearance/story"
)

// Deadline bounds one decision unless told otherwise.
const Deadline = policy.Deadline

// Checker judges stories by one policy and records every answer before it gives it.
type Checker struct {
	Policy *policy.Policy
	Log    *audit.Log // what is known from before
	Run    *audit.Run // where answers are recorded

	Deadline time.Duration        // of one decision; 0 is the usual one
	Brief    bool                 // results have no decision in words and no record, only what the summary of a run needs
	Recheck  int                  // every so many-th story is decided anew, remembering nothing, and a difference stops the run; 0 is none
	Resume   *Resume              // what an interrupted run recorded of the same records; nil where there is none
	Progress func(Progress) error // told after each batch, before the next is recorded; nil for nobody
}

// Result is the answer for one record: a decision, or the reason why there is none.
type Result struct {
	Decision *Decision      // nil where there is none, or where the checker is brief
	Unjudged *Unjudged      // nil where there is a decision
	Record   *story.Story   // nil where the bytes are no record
	Case     *rights.Case   // what the policy was asked; nil where it was not
	Outcome  policy.Outcome // what it said
	Before   bool           // it was given before, by the run that this one goes on with
	Holder   string         // who holds the copyright, as the record names it; "" where it does not
}

// Unjudged says which record could not be judged, and why. It has an entry of its own.
type Unjudged struct {
	Error  string `json:"error"`
	From   string `json:"from"`
	Offset int64  `json:"offset"`
	Entry  int64  `json:"entry"`
}

// Tally counts the answers of a run.
type Tally struct {
	Cleared, Referred, Blocked, Unjudged int

	Unsearched int // places where no record could be read while only some identifiers were looked for
}

// Stories is how many records were met, judged or not.
func (t Tally) Stories() int { return t.Cleared + t.Referred + t.Blocked + t.Unjudged }

func (t Tally) String() string {
	return fmt.Sprintf("%d stories: %d cleared, %d referred, %d blocked, %d not judged", t.Stories(), t.Cleared, t.Referred, t.Blocked, t.Unjudged)
}

func (t *Tally) count(r Result) {
	switch {
	case r.Unjudged != nil:
		t.Unjudged++
	case r.Outcome.Verdict == policy.Cleared:
		t.Cleared++
	case r.Outcome.Verdict == policy.Referred:
		t.Referred++
	default:
		t.Blocked++
	}
}

// Progress says how far a run is.
type Progress struct {
	Looking bool // at all records, to see which of them share an identifier; then they are judged
	Done    int  // records so far
	Total   int  // of them; 0 while that is not known
	Tally   Tally
}

// Check asks one question of every record of the sources and gives the answers in their order. An error means that
// something could not be recorded or shown, or that the context was done: what was given before stands, nothing after
// it was answered.
func (c *Checker) Check(ctx context.Context, s Sources, q rights.Question, give func(Result) error) (Tally, error) {
	s, done, err := s.spool(ctx)
	if err != nil {
		return Tally{}, err
	}
	defer done()
	unsearched := 0
	found := func(ctx context.Context, yield func(*story.Story, *Unread) error) error {
		unsearched = 0
		return s.Each(ctx, func(record *story.Story, bad *Unread) error {
			if s.Only != nil && bad != nil {
				unsearched++
				return nil
			}
			return yield(record, bad)
		})
	}
	tally, err := c.CheckAll(ctx, found, q, give)
	tally.Unsearched = unsearched
	return tally, err
}

// Records gives records in order, what is none as an Unread, and stops at the first error of yield. Each time it gives the same.
type Records func(ctx context.Context, yield func(*story.Story, *Unread) error) error

// CheckAll is Check for records from wherever they come. They are looked at twice: who has a twin must be known before the first is
// judged. Reading and judging is done side by side, recording in one transaction after the other.
func (c *Checker) CheckAll(ctx context.Context, each Records, q rights.Question, give func(Result) error) (Tally, error) {
	total := 0
	twins, err := findTwins(ctx, each, func(records int) error {
		total = records
		return c.tell(Progress{Looking: true, Done: records})
	})
	if err != nil {
		return Tally{}, err
	}
	mark, err := c.Run.Mark()
	if err != nil {
		return Tally{}, err
	}
	asking := rights.Ask(q, c.Policy.House())
	r := recorder{run: c.Run, give: give, tell: func(t Tally, done int) error { return c.tell(Progress{Done: done, Total: total, Tally: t}) }}
	looked := func(yield func(chunk) error) error {
		return chunks(ctx, each, func(ch chunk) error {
			if err := twins.look(ch); err != nil {
				return err
			}
			if err := c.Resume.match(ch); err != nil {
				return err
			}
			return yield(ch)
		})
	}
	err = inOrder(chunksAhead, looked, func(ch chunk) []pending { return c.judgeAll(ctx, ch, asking, mark) }, r.add)
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, errDiffers) {
		err = errors.Join(err, r.flush())
	}
	if err == nil {
		err = c.Resume.end()
	}
	return r.tally, err
}

func (c *Checker) tell(p Progress) error {
	if c.Progress == nil {
		return nil
	}
	return wrap(c.Progress(p), "showing answers")
}

// wrap says what was being done, if there is an error.
func wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
