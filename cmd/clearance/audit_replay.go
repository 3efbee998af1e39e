package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"clearance/audit"
	"clearance/check"
)

func auditReplayCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "replay", Usage: "make recorded decisions again, and compare byte for byte",
		Description: "Every decision is made again from what the trail keeps, by the policy that made it. One that comes out otherwise is an alarm:\n" +
			"the trail, this program or its engine is not what it was. Records nothing. Exit code 1 if anything differs or cannot be made again.\n\n" +
			"Examples:\n" +
			"  clearance audit replay\n" +
			"  clearance audit replay --since 2026-11-01T00:00:00Z --json",
		Flags: append(filterFlags(), dbFlag(), &cli.BoolFlag{Name: "json", Usage: "one JSON object a line, the tally last"}), OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runAuditReplay(c, std) },
	}
}

func runAuditReplay(c *cli.Context, std stdio) (err error) {
	if c.NArg() > 0 {
		return usage("audit replay takes no files: %q", c.Args().First())
	}
	filter, err := auditFilter(c)
	if err != nil {
		return err
	}
	log, err := audit.OpenReadOnly(c.String("db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	replayer := check.Replayer{Log: log, Now: runInfo(c, nil)}
	tally, err := replayer.Replay(c.Context, filter, func(r check.Replayed) error {
		if c.Bool("json") {
			return writeJSON(std.out, r)
		}
		return showReplayed(std.out, r, replayer.Now)
	})
	if err != nil {
		return err
	}
	if c.Bool("json") {
		err = writeJSON(std.out, tally)
	} else {
		_, err = fmt.Fprintf(std.out, "%d decisions: %d came out the same, byte for byte; %d the same as far as they could be made again; %d differ; %d failed\n",
			tally.All(), tally.Same, tally.Partly, tally.Differs, tally.Failed)
	}
	if err == nil && tally.Differs+tally.Failed > 0 {
		return exitError{code: exitFailed}
	}
	return err
}

// showReplayed shows a decision that did not come out the same.
func showReplayed(w io.Writer, r check.Replayed, now audit.RunInfo) error {
	what := "the same, as far as it could be made again"
	switch {
	case r.Error != "":
		what = "COULD NOT BE MADE AGAIN: " + r.Error
	case len(r.Differences) > 0:
		what = "DIFFERS"
	}
	_, err := fmt.Fprintf(w, "entry %d, %s: %s\n", r.Entry, r.Verdict, what)
	for _, d := range r.Differences {
		fmt.Fprintf(w, "  ✗ %s: recorded %s, now %s\n", check.Visible(d.What), check.Visible(d.Recorded), check.Visible(d.Now))
	}
	for _, m := range r.Missing {
		fmt.Fprintf(w, "  · %s: %s\n", m.What, check.Visible(m.Why))
	}
	if r.By != nil && (r.Error != "" || len(r.Differences) > 0) {
		_, err = fmt.Fprintf(w, "  recorded by %s %s (OPA %s), made again by %s %s (OPA %s)\n", check.Visible(r.By.Program),
			check.Visible(r.By.Version), check.Visible(r.By.OPA), now.Program, now.Version, now.OPA)
	}
	return err
}
