package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/urfave/cli/v2"

	"clearance/audit"
	"clearance/check"
	"clearance/policy"
	"clearance/rights/language"
	"clearance/story"
)

func checkCommand(std stdio) *cli.Command {
	flags := append(append(questionFlags("sell"), ruleFlags()...),
		dbFlag(),
		&cli.StringFlag{Name: "id", Usage: "judge only the story with this identifier among all records, `ID`"},
		actorFlag(),
		maxRecordFlag(),
		&cli.StringFlag{Name: "format", Value: "text", Usage: "text, json or csv"},
		&cli.BoolFlag{Name: "json", Usage: "the same as --format json: one decision a line"},
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write the answers to `FILE`, and the summary to standard output"},
		&cli.BoolFlag{Name: "summary-only", Usage: "record every answer, and show only how many there are of each kind"},
		&cli.BoolFlag{Name: "resume", Usage: "go on with an interrupted run of the same command, judging nothing twice"},
		&cli.BoolFlag{Name: "stats", Usage: "say how often the rules were asked, and what of them cannot be remembered"},
		&cli.IntFlag{Name: "recheck", Usage: "decide every `N`th story anew, remembering nothing, and stop on a difference"},
	)
	return &cli.Command{
		Name: "check", Usage: "judge stories and record every answer", ArgsUsage: "FILE|DIR|-…",
		Description: "Examples:\n" +
			"  clearance check story.txt                                      may we sell it, for editorial use, worldwide, in all media?\n" +
			"  clearance check --action publish --territory GB story.txt     may we publish it in the UK?\n" +
			"  clearance check --at 2009-12-19T21:59:59Z story.txt           what was, or will be, the answer then?\n" +
			"  clearance check --id LVAC3E7SOXFSZZRMOKUZF9KEMHT5 archive/    one story, found among all records of a directory\n" +
			"  clearance check --json archive/ | jq -r 'select(.verdict == \"cleared\").story.id'\n" +
			"  clearance check --summary-only archive/                       record every answer, and show how many there are of each kind\n" +
			"  clearance check --json -o answers.jsonl archive/              the answers in a file, the summary on the screen\n" +
			"  clearance check --json -o answers.jsonl --resume archive/     the same, where it was interrupted\n\n" +
			"In directories, hidden files and the trail itself are left out.\n\n" +
			"Exit codes: 0 all cleared, 1 something could not be judged or recorded, 2 usage, 3 something blocked, 4 something referred.",
		Flags: flags, OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runCheck(c, std) },
	}
}

func runCheck(c *cli.Context, std stdio) error {
	if c.NArg() == 0 {
		return usage("name the files or directories to check, or - for standard input")
	}
	q, err := question(c, time.Now())
	if err != nil {
		return err
	}
	r := checkRun{c: c, std: std}
	if err := r.prepare(); err != nil {
		return err
	}
	go language.Learn()
	rules, err := loadRules(c)
	if err != nil {
		return err
	}
	log, err := openTrail(c, std)
	if err != nil {
		return err
	}
	resume, err := r.start(log, rules)
	if err != nil {
		return errors.Join(err, log.Close())
	}
	if resume != nil {
		q = resume.Question
	}
	run, err := beginRun(c, log, rules, resume)
	if err != nil {
		return errors.Join(err, log.Close())
	}
	r.checker = check.Checker{
		Policy: rules, Log: log, Run: run, Resume: resume,
		Brief: c.Bool("summary-only"), Recheck: c.Int("recheck"), Progress: r.progressed,
	}
	tally, err := r.judge(q)
	interrupted := errors.Is(err, context.Canceled)
	_, ending := run.End(interrupted)
	err = errors.Join(err, r.end(tally), ending, log.Close())
	if interrupted {
		fmt.Fprintf(std.err, "clearance: interrupted: the %d answers above are recorded, nothing after them was answered; the same command with --resume goes on\n", tally.Stories())
		return exitError{exitFailed, besidesInterrupt(err)}
	}
	if err != nil {
		return err
	}
	if only := c.String("id"); only != "" {
		if tally.Unsearched > 0 {
			fmt.Fprintf(std.err, "clearance: no record can be read in %d of the places searched; the story may stand there too: check them without --id\n", tally.Unsearched)
		}
		if tally.Stories() == 0 {
			return fmt.Errorf("no record has the identifier %s", check.Visible(only))
		}
	}
	if code := verdictCode(tally); code != exitGood {
		return exitError{code: code}
	}
	return nil
}

// onlyID is the one identifier that is asked about, nil where all are.
func onlyID(c *cli.Context) map[string]bool {
	if id := c.String("id"); id != "" {
		return map[string]bool{id: true}
	}
	return nil
}

// besidesInterrupt is what went wrong apart from the interrupt itself.
func besidesInterrupt(err error) error {
	joined, many := err.(interface{ Unwrap() []error })
	if !many {
		if errors.Is(err, context.Canceled) {
			return nil
		}
		return err
	}
	var rest []error
	for _, e := range joined.Unwrap() {
		rest = append(rest, besidesInterrupt(e))
	}
	return errors.Join(rest...)
}

func dbFlag() cli.Flag {
	return &cli.StringFlag{Name: "db", Value: "clearance.db", EnvVars: []string{"CLEARANCE_DB"}, Usage: "the trail, a SQLite `FILE`"}
}

func actorFlag() cli.Flag {
	return &cli.StringFlag{Name: "actor", EnvVars: []string{"CLEARANCE_ACTOR"}, Usage: "who asks, by `NAME`; the account this runs under unless stated"}
}

func maxRecordFlag() cli.Flag {
	return &cli.IntFlag{Name: "max-record", Value: story.DefaultLimit, Usage: "the largest record that is read, in `BYTES`"}
}

// openTrail opens the trail, or begins one. Only check begins one, and says so.
func openTrail(c *cli.Context, std stdio) (*audit.Log, error) {
	log, created, err := audit.Create(c.String("db"))
	if err != nil {
		return nil, err
	}
	if created {
		fmt.Fprintf(std.err, "clearance: created the trail %s\n", c.String("db"))
	}
	return log, nil
}

// beginRun keeps the policy in the trail, if there is one, and notes who runs what.
func beginRun(c *cli.Context, log *audit.Log, rules *policy.Policy, resume *check.Resume) (*audit.Run, error) {
	info := runInfo(c, os.Args[1:])
	if resume != nil {
		info.Resumes = &resume.Run
	}
	if rules != nil {
		if err := log.Keep(audit.Policy{Digest: rules.Revision(), Bundle: rules.Bundle()}); err != nil {
			return nil, err
		}
	}
	return log.Begin(info)
}

// trailFiles are the files of the trail itself: a directory that holds them holds no stories in them.
func trailFiles(db string) []string {
	path, err := filepath.Abs(db)
	if err != nil {
		return nil
	}
	return []string{path, path + "-wal", path + "-shm", path + "-journal", audit.AnchorPath(path)}
}
