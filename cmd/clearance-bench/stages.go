package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime"
	"time"

	"clearance/audit"
	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
	"clearance/story"
)

// stage is one thing that is done with every story.
type stage struct {
	key, what string
	do        func(context.Context, *desk, *batch) error // nil for the first, which makes the batch
	less      string                                     // the key of an earlier stage whose work it does once more; "" for none
}

// stages are what a run does with stories, in order.
var stages = []stage{
	{"read", "read the files, cut records", nil, ""},
	{"sha256", "SHA-256 of the record", hash, ""},
	{"rights", "read the rights (`rights.Read`)", readRights, "sha256"},
	{"case", "make the input (`rights.Asking.Case`)", makeCases, ""},
	{"decide", "decide (`policy.Decide`, and `Open` where blocked)", decide, ""},
	{"seal", "make the bytes to store (`audit.Run.SealDecision`)", seal, ""},
	{"append", "write them to SQLite (`audit.Run.AppendSealed`)", write, ""},
}

// batchSize is how many stories go through the stages together: as many as share a transaction of a long run.
const batchSize = 2048

// desk is what judges and records.
type desk struct {
	rules  *policy.Policy
	run    *audit.Run
	asking *rights.Asking
}

// batch is some stories, and what has been made of them so far.
type batch struct {
	records  []*story.Story
	readings []rights.Reading
	cases    []rights.Case
	outcomes []policy.Outcome
	sealed   []audit.Sealed
}

func hash(_ context.Context, _ *desk, b *batch) error {
	for _, record := range b.records {
		sum := sha256.Sum256(record.Raw)
		if len(hex.EncodeToString(sum[:])) != 2*sha256.Size {
			return fmt.Errorf("no digest of %s", record.From)
		}
	}
	return nil
}

func readRights(_ context.Context, _ *desk, b *batch) error {
	for _, record := range b.records {
		b.readings = append(b.readings, rights.Read(record))
	}
	return nil
}

func makeCases(_ context.Context, d *desk, b *batch) error {
	for _, reading := range b.readings {
		b.cases = append(b.cases, d.asking.Case(reading, rights.Others{}))
	}
	return nil
}

func decide(ctx context.Context, d *desk, b *batch) error {
	for _, c := range b.cases {
		outcome, err := d.rules.Decide(ctx, c.Input)
		if err == nil && outcome.Verdict == policy.Blocked {
			outcome.OpenFor, err = d.rules.Open(ctx, c, outcome)
		}
		if err != nil {
			return err
		}
		b.outcomes = append(b.outcomes, outcome)
	}
	return nil
}

func seal(_ context.Context, d *desk, b *batch) error {
	for i, c := range b.cases {
		sealed, err := d.run.SealDecision(&audit.Decision{Reading: b.readings[i], Question: c.Question, Input: c.Input, Outcome: b.outcomes[i],
			GoodUntil: c.GoodUntil, Policy: d.rules.Revision()})
		if err != nil {
			return err
		}
		b.sealed = append(b.sealed, sealed)
	}
	return nil
}

func write(_ context.Context, d *desk, b *batch) error {
	_, err := d.run.AppendSealed(b.sealed...)
	return err
}

// timedStages is what each stage took of the processors for a number of records.
type timedStages struct {
	Records int
	CPU     map[string]time.Duration // by the key of the stage
}

// timeStages takes the first records of an archive through the stages, batch by batch, one stage after the other.
func timeStages(ctx context.Context, dir, trail string, most int) (timed timedStages, err error) {
	timed.CPU = map[string]time.Duration{}
	var d desk
	question, err := theQuestion()
	if err != nil {
		return timed, err
	}
	if d.rules, err = policy.Load(ctx, rego.Files, rights.House{}); err != nil {
		return timed, err
	}
	d.asking = rights.Ask(question, d.rules.House())
	log, _, err := audit.Create(trail)
	if err != nil {
		return timed, err
	}
	defer log.Close()
	if err := log.Keep(audit.Policy{Digest: d.rules.Revision(), Bundle: d.rules.Bundle()}); err != nil {
		return timed, err
	}
	if d.run, err = log.Begin(audit.RunInfo{Program: "clearance-bench", Actor: "bench"}); err != nil {
		return timed, err
	}
	runtime.GC() // of what loading the rules leaves behind
	last, b := cpuTime(), &batch{}
	lap := func(key string) {
		now := cpuTime()
		timed.CPU[key] += now - last
		last = now
	}
	work := func() error {
		lap(stages[0].key)
		for _, s := range stages[1:] {
			if err := s.do(ctx, &d, b); err != nil {
				return fmt.Errorf("%s: %w", s.what, err)
			}
			lap(s.key)
		}
		timed.Records += len(b.records)
		b = &batch{}
		return nil
	}
	err = firstRecords(ctx, dir, most, func(record *story.Story) error {
		if b.records = append(b.records, record); len(b.records) < batchSize {
			return nil
		}
		return work()
	})
	if err == nil {
		err = work()
	}
	return timed, err
}

// stages has the stages of one archive timed.
func (b *bench) stages(c *column, trail string) error {
	var timed timedStages
	if err := b.part(&timed, "stages", c.dir, trail, fmt.Sprint(b.stageStories)); err != nil {
		return err
	}
	for _, s := range stages {
		c.add("stage_"+s.key, micro(timed.CPU[s.key]-timed.CPU[s.less])/float64(timed.Records))
	}
	return nil
}

// rest works out what the whole process takes beside the stages.
func (c *column) rest() {
	rest := median(c.Runs["cpu_us"])
	for _, s := range stages {
		rest -= median(c.Runs["stage_"+s.key])
	}
	c.add("rest", rest)
}
