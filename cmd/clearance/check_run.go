package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/urfave/cli/v2"

	"clearance/check"
	"clearance/rights"
)

// checkRun is one run of check: where its answers go, and what it says while it goes on and at its end.
type checkRun struct {
	c        *cli.Context
	std      stdio
	checker  check.Checker
	output   *os.File // nil where answers go to standard output
	regular  bool     // whether it is a file that can be emptied
	last     []byte   // the last answer that stood in it when the run went on; nil where there was none
	given    int
	show     *printer
	counter  check.Counter
	progress *runProgress
}

// prepare finds out how answers are to be shown, before anything is judged.
func (r *checkRun) prepare() (err error) {
	c := r.c
	if c.Int("recheck") < 0 {
		return usage("--recheck %d: give a number above 0", c.Int("recheck"))
	}
	if c.Bool("summary-only") && c.String("output") != "" {
		return usage("--summary-only shows no answers, which --output would write: leave out one of them")
	}
	out := r.std.out
	if path := c.String("output"); path != "" {
		kept := slices.Concat(trailFiles(c.String("db")), c.Args().Slice(), []string{c.String("house")})
		if err := refuseOver(path, kept); err != nil {
			return err
		}
		if err := r.open(path); err != nil {
			return fmt.Errorf("writing the answers: %w", err)
		}
		out = r.output
	}
	if r.show, err = newPrinter(c, out); err != nil {
		return err
	}
	r.progress = &runProgress{progress: newProgress(r.std.err)}
	if r.progress.terminal && isTerminal(out) && !c.Bool("summary-only") {
		r.progress.talk = io.Discard // answers scroll there already
	}
	return nil
}

// open opens the output without emptying it: what an interrupted run wrote may be gone on with.
func (r *checkRun) open(path string) error {
	how := os.O_RDWR | os.O_CREATE
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() { // such as /dev/stderr
		how = os.O_WRONLY
		if r.c.Bool("resume") {
			return fmt.Errorf("%s is no file whose answers can be counted: leave out --resume, or --output", path)
		}
	}
	var err error
	r.output, err = os.OpenFile(path, how, 0o666)
	r.regular = how != os.O_WRONLY
	return err
}

// judge judges everything that is named, and shows answers as they come.
func (r *checkRun) judge(q rights.Question) (check.Tally, error) {
	sources := check.Sources{
		Paths: r.c.Args().Slice(), Stdin: r.std.in, Limit: r.c.Int("max-record"), Only: onlyID(r.c),
		Skip: append(trailFiles(r.c.String("db")), r.outputFile()...),
	}
	return r.checker.Check(r.c.Context, sources, q, func(result check.Result) error {
		r.counter.Add(result)
		r.given++
		switch {
		case r.c.Bool("summary-only"), result.Before && (r.last == nil || r.given < r.checker.Resume.Shown):
			return nil
		case result.Before:
			return r.sameAs(result)
		}
		return r.show.result(result)
	})
}

// outputFile is the file that answers go to, if any: it is no archive, wherever it stands.
func (r *checkRun) outputFile() []string {
	if r.output == nil {
		return nil
	}
	return []string{absolutePath(r.output.Name())}
}

// progressed is told after each batch. What was recorded is handed on before more is: so only the last batch of a
// run that was killed is in doubt.
func (r *checkRun) progressed(p check.Progress) error {
	r.progress.show(p)
	if !p.Looking && p.Total > 1 {
		if err := r.show.release(); err != nil {
			return err
		}
	}
	return r.show.flush()
}

// end shows what was held back, and the summary.
func (r *checkRun) end(tally check.Tally) error {
	r.progress.clear()
	var err error
	if !r.c.Bool("summary-only") {
		err = r.show.end(tally, r.output == nil)
	}
	if r.output != nil {
		err = errors.Join(err, r.output.Close())
	}
	return errors.Join(err, r.summarise(), r.sayStats())
}

// aScreen is how many answers a summary needs to be worth its lines.
const aScreen = 20

// summarise shows the summary where nothing else is: on standard output, or, behind answers that a program reads, beside them.
func (r *checkRun) summarise() error {
	sum, style := r.counter.Summary(), check.Style{Color: colored(r.std.out)}
	switch {
	case r.c.Bool("summary-only") && r.show.format == "json":
		all := summaryWithStats{Summary: sum}
		if r.c.Bool("stats") {
			stats := newRunStats(r.checker.Policy.Stats())
			all.Stats = &stats
		}
		return writeJSON(r.std.out, all)
	case r.c.Bool("summary-only"), r.output != nil:
		return sum.WriteText(r.std.out, style)
	case sum.Stories <= aScreen:
		return nil
	case r.show.format == "text":
		return sum.WriteText(r.std.out, style)
	}
	return sum.WriteText(r.std.err, check.Style{Color: colored(r.std.err)})
}

// summaryWithStats is what a program reads that wants no answers.
type summaryWithStats struct {
	check.Summary
	Stats *runStats `json:"stats,omitempty"`
}
