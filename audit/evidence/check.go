package evidence

import (
	"context"
	"fmt"
	"time"

	"clearance/audit/checkpoint"
	"clearance/audit/leaf"
	"clearance/policy"
	"clearance/rights"
)

// Deadline bounds the time for making the decision again: whoever wrote the policy in the file is not known yet.
const Deadline = time.Minute

// Options are what whoever checks brings along. Nothing but this is trusted.
type Options struct {
	Keys    []string // public keys of the log, at least one
	Record  []byte   // a file that has the record in it; nil: the record is not compared
	Against []byte   // the note of a checkpoint that was seen elsewhere; nil: there is none
}

// The kinds of entry that a file can be about, and that of a run's first one.
const (
	decisionKind = "decision"
	availsKind   = "avails"
	unjudgedKind = "unjudged"
	runKind      = "run-start"
)

// checker is the work on one file. What it has read it has compared with what the leaf promises.
type checker struct {
	file   File
	given  Options
	report Report

	checkpoint checkpoint.Checkpoint
	leaf       leaf.Leaf
	info       *RunInfo
	question   *rights.Question // with the party's name, where it is there
	reading    *rights.Reading
	foreign    bool // whether the reading has a form that this program does not know, and so knows only a part of
	input      []byte
	outcome    []byte
	decided    policy.Outcome
	unjudged   *Unjudged
	bundle     []byte
	policy     *policy.Policy
}

// Check says what a file proves to whoever has the keys, and what it does not. It never fails: what cannot be checked is broken.
func Check(ctx context.Context, f File, o Options) Report {
	c := checker{file: f, given: o}
	c.papers()
	if _, broken := c.report.broken(); !broken { // a policy that the log does not vouch for is not run
		c.judgement(ctx)
		c.compareRecord()
	}
	return c.end()
}

// papers checks everything that needs no understanding of the decision: signature, tree and digests.
func (c *checker) papers() {
	c.tree()
	if !c.report.proven("checkpoint", "entry") {
		return // there is no leaf to compare anything with
	}
	c.seenElsewhere()
	c.run()
	c.payloads()
}

// judgement makes the decision again. A record that could not be judged has none.
func (c *checker) judgement(ctx context.Context) {
	if c.leaf.Kind == unjudgedKind {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, Deadline)
	defer cancel()
	c.loadPolicy()
	if c.policy != nil {
		c.again(ctx)
		c.words()
	}
}

// end sums up. What was decided is shown only where nothing is broken.
func (c *checker) end() Report {
	r := &c.report
	_, broken := r.broken()
	r.OK = !broken && r.proven("checkpoint", "entry", "run-entry", "question", "policy") &&
		(c.leaf.Kind == unjudgedKind || r.proven("input", "outcome") && r.status("again") != "")
	if !r.OK {
		r.Decision, r.Unjudged = nil, nil
		if !broken {
			r.add("whole", Broken, "The check did not come to its end.", "")
		}
	}
	r.Beyond = append(r.Beyond, beyond...)
	if r.status("seen-elsewhere") != Proven {
		r.Beyond = append(r.Beyond, oneLog)
	}
	if r.Statements == nil {
		r.Statements = []Statement{}
	}
	return *r
}

// instant is a time of the log, which counts microseconds.
func instant(micro int64) string {
	return time.UnixMicro(micro).UTC().Format("2006-01-02T15:04:05.000000Z")
}

func (c *checker) prove(name, rests, format string, args ...any) {
	c.report.add(name, Proven, fmt.Sprintf(format, args...), rests)
}

func (c *checker) breaks(name, format string, args ...any) {
	c.report.add(name, Broken, fmt.Sprintf(format, args...), "")
}

func (c *checker) doubt(name, format string, args ...any) {
	c.report.add(name, NotProven, fmt.Sprintf(format, args...), "")
}

func (c *checker) erased(name, format string, args ...any) {
	c.report.add(name, Erased, fmt.Sprintf(format, args...), "the leaf, which commits to it")
}
