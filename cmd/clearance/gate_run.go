package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/urfave/cli/v2"

	"clearance/audit"
	"clearance/check"
	"clearance/check/gate"
	"clearance/policy"
	"clearance/rights/language"
)

// gateRun is one run of the gate. It is closed until it has said otherwise in time.
type gateRun struct {
	c     *cli.Context
	std   stdio
	start time.Time
	names []string                    // of the files, for who has to be told that they were not judged
	files func() ([]gate.File, error) // reads them
	doing atomic.Pointer[string]      // what is being done, for who has to be told that it took too long
	rules *policy.Policy              // nil where none could be loaded
	actor string
}

// spare is the share of the time that is kept for recording: what is not judged before is blocked, and that is recorded.
const spare = 6

func runGate(c *cli.Context, std stdio, names []string, files func() ([]gate.File, error)) error {
	r := &gateRun{c: c, std: std, start: time.Now(), names: names, files: files}
	r.stage("starting")
	write, err := gateFormat(c)
	if err != nil {
		return err
	}
	timeout := c.Duration("timeout")
	if timeout <= 0 {
		return usage("--timeout %s: use a time above 0, such as 2s", timeout)
	}
	if err := r.clearOutput(); err != nil {
		return err
	}
	answers, err := r.inTime(timeout)
	if err == nil && len(answers) == 0 {
		return nil
	}
	var exit exitError
	if errors.As(err, &exit) && exit.code == exitUsage {
		return err
	}
	if err != nil { // every format says so: a report of an earlier run must not stand for this one
		answers = gate.Stopped(names, gate.NotJudged, err.Error())
	}
	if err := r.write(write, answers); err != nil {
		return fmt.Errorf("writing the answers to %s: %w", cmp.Or(c.String("output"), "standard output"), err)
	}
	return gateExit(answers)
}

// gateExit is the exit code for some answers.
func gateExit(answers []gate.Answer) error {
	switch verdict, judged := gate.Verdict(answers); {
	case !judged:
		return exitError{code: exitFailed}
	case verdict == policy.Referred:
		return exitError{code: exitReferred}
	case !verdict.Clears():
		return exitError{code: exitBlocked}
	}
	return nil
}

// inTime gives the answers, or, once the time is over, says of all files that they were not judged. What hangs is left alone: the
// process ends soon.
func (r *gateRun) inTime(timeout time.Duration) ([]gate.Answer, error) {
	type result struct {
		answers []gate.Answer
		err     error
	}
	ctx, cancel := context.WithDeadline(r.c.Context, r.start.Add(timeout-timeout/spare))
	defer cancel()
	results := make(chan result, 1)
	go func() {
		defer func() {
			if bug := recover(); bug != nil {
				results <- result{nil, fmt.Errorf("this is a bug, nothing may pass: %v\n%s", bug, debug.Stack())}
			}
		}()
		answers, err := r.judge(ctx)
		results <- result{answers, err}
	}()
	over := time.NewTimer(time.Until(r.start.Add(timeout)))
	defer over.Stop()
	select {
	case got := <-results:
		return got.answers, got.err
	case <-over.C:
		return gate.Stopped(r.names, gate.NotInTime, "the time was over while "+*r.doing.Load()), nil
	case <-r.c.Context.Done():
		return nil, errors.New("interrupted: nothing was judged, and nothing may pass")
	}
}

func (r *gateRun) stage(doing string) { r.doing.Store(&doing) }

// judge does everything that takes time.
func (r *gateRun) judge(ctx context.Context) ([]gate.Answer, error) {
	c := r.c
	r.stage("reading the house file")
	house, err := loadHouse(c.String("house"))
	if err != nil {
		return nil, err
	}
	q, everywhere, err := gateQuestion(c, house, r.start)
	if err != nil {
		return nil, err
	}
	r.actor = actor(c)
	request, err := overrideAsked(c, house, r.actor, r.start)
	if err != nil {
		return nil, err
	}
	r.stage("reading what is to be published")
	files, err := r.files()
	if err != nil || len(files) == 0 { // a commit may touch nothing that is published
		return nil, err
	}
	go language.Learn()
	r.stage("loading the policy")
	rules, broken := loadPolicy(ctx, c.String("policy"), house)
	r.rules = rules
	if err := checkCodes(c, rules); err != nil {
		return nil, err
	}
	r.stage("opening the trail " + c.String("db") + ", which another program may hold")
	log, err := r.open()
	if err != nil {
		return nil, err
	}
	run, err := beginRun(c, log, rules, nil)
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	g := gate.Gate{
		Checker: &check.Checker{Policy: rules, Log: log, Run: run}, House: house, Broken: broken, Question: q, Channel: c.String("channel"), Everywhere: everywhere,
		Archive: check.Sources{Paths: c.StringSlice("stories"), Limit: c.Int("max-record"), Skip: trailFiles(c.String("db"))},
		Confirm: c.StringSlice("confirm"), Override: request, Actor: r.actor, Stage: r.stage,
	}
	answers, err := g.Judge(ctx, files)
	_, ending := run.End(err != nil)
	return answers, errors.Join(err, ending, log.Close())
}

// open opens the trail. The gate begins none unless it is told to: where a trail is gone, so is what it knew.
func (r *gateRun) open() (*audit.Log, error) {
	if r.c.Bool("begin") {
		return openTrail(r.c, r.std)
	}
	log, err := audit.Open(r.c.String("db"))
	if errors.Is(err, os.ErrNotExist) {
		err = fmt.Errorf("%w; the gate begins one with --begin", err)
	}
	return log, err
}
