// Package replay makes a recorded decision again: it asks the same policy for the same input, and compares byte for byte.
//
// It needs no database. What was erased since cannot be made again, and a result says so; it never passes for the same.
package replay

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"clearance/audit/leaf"
	"clearance/policy"
	"clearance/rights"
)

// Decision is what the trail keeps of a decision.
type Decision struct {
	Reading   *rights.Reading // nil: it was erased
	Question  rights.Question // with the party's name; its commitment where the name was erased
	Input     []byte          // canonical JSON, as stored
	Outcome   []byte          // canonical JSON, as stored
	GoodUntil *int64          // seconds since 1970, UTC; nil where nothing was known to change it
}

// Result says how far a decision came out the same.
type Result struct {
	Outcome     policy.Outcome // as it was made again
	Differences []Difference
	Missing     []Missing // what could not be made again
}

// Difference is one thing that came out otherwise than it was recorded.
type Difference struct {
	What     string `json:"what"` // verdict, finding CODE, open_for, grid, input, good_until, or form: bytes that no program of this version writes
	Recorded string `json:"recorded"`
	Now      string `json:"now"`
}

// Missing is one thing that could not be made again, and why.
type Missing struct {
	What   string `json:"what"` // input, open_for or grid
	Why    string `json:"why"`
	Erased bool   `json:"erased"` // whether it is because something was erased
}

// Same reports whether nothing came out otherwise. Look at Missing too: what could not be made again is not the same.
func (r Result) Same() bool { return len(r.Differences) == 0 }

// Whole reports whether everything was made again, and came out the same.
func (r Result) Whole() bool { return r.Same() && len(r.Missing) == 0 }

// ErrForm means that what was recorded has a form that this program does not know: an older or newer one does.
var ErrForm = errors.New("it has not the form that this program writes: take the version that the decision was made with")

// Again makes a decision again by the policy that made it. An error means that it could not be made at all; then nothing is the same. Give
// ctx a deadline: a policy may loop over much.
func Again(ctx context.Context, p *policy.Policy, d Decision) (Result, error) {
	var in rights.Input
	if err := Exactly(d.Input, &in); err != nil {
		return Result{}, fmt.Errorf("making the decision again: reading its input: %w", err)
	}
	var recorded policy.Outcome
	if err := json.Unmarshal(d.Outcome, &recorded); err != nil {
		return Result{}, fmt.Errorf("making the decision again: reading its outcome: %w", err)
	}
	r := remake{policy: p, decision: d, input: in, recorded: recorded}
	if err := r.all(ctx); err != nil {
		return Result{}, fmt.Errorf("making the decision again: %w", err)
	}
	return r.result, nil
}

// Exactly reads canonical JSON into v, which must stand for every byte of it. Where it does not, the error is ErrForm.
func Exactly(data []byte, v any) error {
	if err := json.Unmarshal(data, v); err != nil {
		return err
	}
	if again, err := leaf.Canonical(v); err != nil || !bytes.Equal(again, data) {
		return ErrForm
	}
	return nil
}

// remake is the work on one decision.
type remake struct {
	policy   *policy.Policy
	decision Decision
	input    rights.Input
	recorded policy.Outcome
	result   Result
}

func (r *remake) all(ctx context.Context) error {
	asked := r.asked()
	var err error
	switch {
	case r.recorded.Grid != nil:
		err = r.grid(ctx, asked)
	default:
		err = r.outcome(ctx, asked)
	}
	if err != nil {
		return err
	}
	return r.compare()
}

// asked is the case that the decision was made for, made again from the reading; nil where that cannot be.
func (r *remake) asked() *rights.Case {
	d := r.decision
	miss := func(why string, erased bool) *rights.Case {
		r.result.Missing = append(r.result.Missing, Missing{"input", "whether the input follows from the reading was not looked at: " + why, erased})
		return nil
	}
	switch {
	case d.Reading == nil:
		return miss("what was read from the record was erased", true)
	case leaf.IsDigest(d.Question.Use.Party):
		return miss("the party's name was erased", true)
	case d.Reading.Reader != rights.ReaderVersion:
		return miss(fmt.Sprintf("the record was read by reader %s, this program has reader %s", d.Reading.Reader, rights.ReaderVersion), false)
	}
	asked := rights.NewCase(*d.Reading, d.Question, r.policy.House(), r.input.Others())
	r.compareInput(asked)
	return &asked
}

// outcome asks the policy for the recorded input, and looks for narrower uses where it blocks.
func (r *remake) outcome(ctx context.Context, asked *rights.Case) error {
	o, err := r.policy.Decide(ctx, r.input)
	if err != nil {
		return err
	}
	if asked != nil {
		r.compareUntil(asked.GoodUntil)
	}
	if o.Verdict == policy.Blocked {
		if asked == nil {
			r.leaveOut("open_for", "the narrower uses could not be searched again")
			o.OpenFor = r.recorded.OpenFor
		} else if o.OpenFor, err = r.policy.Open(ctx, *asked, o); err != nil {
			return fmt.Errorf("looking for a narrower use that is open: %w", err)
		}
	}
	r.result.Outcome = o
	return nil
}

// leaveOut notes what cannot be made again without a case, for the reason that there is none.
func (r *remake) leaveOut(what, why string) {
	erased := r.result.Missing[0].Erased
	if erased {
		why += ": what it takes was erased"
	} else {
		why += ": this program reads records in another way"
	}
	r.result.Missing = append(r.result.Missing, Missing{what, why, erased})
}
