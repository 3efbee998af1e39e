package main

import (
	"clearance/audit"
	"clearance/check"
	"clearance/check/gate"
	"clearance/policy"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/urfave/cli/v2"
)

func auditSettleCommand(std stdio) *cli.Command {
	flags := append(ruleFlags(),
		&cli.StringSliceFlag{Name: "stories", Usage: "look for the stories in `DIR` or file; may be given several times"},
		dbFlag(), actorFlag(), maxRecordFlag(), &cli.BoolFlag{Name: "json", Usage: "one override a line"},
		&cli.BoolFlag{Name: "all", Usage: "those that are settled, too"})
	return &cli.Command{
		Name: "settle", Usage: "judge again what overrides let pass, and name those that should not have passed", ArgsUsage: "[N…]",
		Description: "Each override that is not settled, or those named by their entries, is judged again: by the records that the archive has\n" +
			"now and the policy of now, as of the moment at which it was let pass. What becomes of it is recorded.\n\n" +
			"Examples:\n" +
			"  clearance audit settle --house house.yaml --stories archive/\n" +
			"  clearance audit settle --stories archive/ 17\n\n" +
			"Exit codes: 0 all of them were right to pass, 1 one was not, or nobody can tell, 2 usage.",
		Flags: flags, OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runAuditSettle(c, std) },
	}
}

func runAuditSettle(c *cli.Context, std stdio) (err error) {
	named, err := entriesNamed(c)
	if err != nil {
		return err
	}
	rules, err := loadRules(c)
	if err != nil {
		return err
	}
	log, err := audit.Open(c.String("db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	run, err := beginRun(c, log, rules, nil)
	if err != nil {
		return err
	}
	defer func() {
		_, ending := run.End(c.Context.Err() != nil)
		err = errors.Join(err, ending)
	}()
	g := gate.Gate{
		Checker: &check.Checker{Policy: rules, Log: log, Run: run}, Actor: actor(c),
		Archive: check.Sources{Paths: c.StringSlice("stories"), Limit: c.Int("max-record"), Skip: trailFiles(c.String("db"))},
	}
	settled, wrong := 0, 0
	err = overrides(log, func(line overrideLine, record *audit.Record, gates []*audit.Record) error {
		if wanted, one := named[line.Entry]; len(named) > 0 && !one || len(named) == 0 && !c.Bool("all") && !line.isOpen() {
			return nil
		} else if wanted {
			named[line.Entry] = false
		}
		settled++
		if line.Erased {
			wrong++
			fmt.Fprintf(std.err, "clearance: override %d cannot be settled: what it let pass was erased\n", line.Entry)
			return nil
		}
		answer, err := g.Settle(c.Context, record, gates)
		if err != nil {
			return err
		}
		if !answer.Verdict.Clears() {
			wrong++
		}
		if c.Bool("json") {
			return writeJSON(std.out, settledLine{line.Entry, answer})
		}
		return writeSettled(std.out, line, answer, check.Style{Color: colored(std.out)})
	})
	if err != nil {
		return err
	}
	for seq, missing := range named {
		if missing {
			return fmt.Errorf("entry %d is no override: 'clearance audit overrides' lists them", seq)
		}
	}
	if settled == 0 {
		fmt.Fprintln(std.err, "clearance: no override is open")
	}
	if wrong > 0 {
		return exitError{code: exitFailed}
	}
	return nil
}

// settledLine is an override that was judged again, as JSON.
type settledLine struct {
	Override int64       `json:"override"`
	Answer   gate.Answer `json:"answer"`
}

// entriesNamed are the entries that the command line names.
func entriesNamed(c *cli.Context) (map[int64]bool, error) {
	named := map[int64]bool{}
	for _, arg := range c.Args().Slice() {
		seq, err := strconv.ParseInt(arg, 10, 64)
		if err != nil || seq < 0 {
			return nil, usage("%q is no entry: name overrides by their numbers, as 'clearance audit overrides' lists them", arg)
		}
		named[seq] = true
	}
	return named, nil
}

func writeSettled(w io.Writer, o overrideLine, a gate.Answer, s check.Style) error {
	word := "it was right to pass"
	switch {
	case !a.Judged:
		word = "nobody can tell whether it should have passed"
	case a.Verdict == policy.Referred:
		word = "a person must decide whether it should have passed"
	case !a.Verdict.Clears():
		word = "it should not have passed"
	}
	if _, err := fmt.Fprintf(w, "%s  %s\n", s.Bold(fmt.Sprintf("override %d", o.Entry)), s.Verdict(a.Verdict, word)); err != nil {
		return err
	}
	return a.WriteText(w, s)
}
