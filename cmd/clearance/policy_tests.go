package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"clearance/check"
	"clearance/policy"
	"clearance/policy/prove"
	"clearance/rights"
)

func policyTestCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "test", Usage: "run the tests that stand beside the rules, and say what they do not reach", ArgsUsage: "[DIR]",
		Description: "Without a directory, the built-in rules are tested.\n\n" +
			"Examples:\n" +
			"  clearance policy test my-rules              what fails, with its line; what no test reaches; totals\n" +
			"  clearance policy test --json my-rules       the same as one JSON object\n\n" +
			"Exit codes: 0 all pass, 1 one fails, there are none, or the rules do not load, 2 usage.",
		Flags:        []cli.Flag{&cli.BoolFlag{Name: "json", Usage: "everything as one JSON object"}},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runPolicyTest(c, std) },
	}
}

func runPolicyTest(c *cli.Context, std stdio) error {
	if c.NArg() > 1 {
		return usage("policy test takes one directory: %q is one too many", c.Args().Get(1))
	}
	dir := c.Args().First()
	if c.NArg() == 1 && dir == "" {
		return usage("the directory's name is empty: name one, or none for the built-in rules")
	}
	fsys, name, err := rulesIn(dir)
	if err != nil {
		return err
	}
	rules, err := loadPolicy(c.Context, dir, rights.House{})
	if err != nil {
		return err
	}
	report, err := prove.Run(c.Context, rules, fsys)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if c.Bool("json") {
		err = writeJSON(std.out, report)
	} else {
		err = writeReport(std.out, report, dir)
	}
	if err != nil {
		return err
	}
	if stale, err := staleIndex(rules, fsys); err != nil {
		return err
	} else if stale {
		file := filepath.Join(dir, filepath.FromSlash(policy.IndexFile))
		fmt.Fprintf(std.err, "clearance: %s is not what METADATA says, so stock opa would answer otherwise; run 'clearance policy index %s'\n", file, dir)
	}
	switch {
	case report.Passed+report.Failed == 0:
		return errors.New("no test ran: write some beside the rules, in files whose names end in _test.rego")
	case !report.Good():
		return exitError{code: exitFailed}
	}
	return nil
}

// writeReport shows what did not pass, what no test reaches, and the totals.
func writeReport(w io.Writer, r prove.Report, dir string) error {
	var b strings.Builder
	for _, t := range r.Tests {
		if t.Outcome != prove.Passed {
			writeTest(&b, t, dir)
		}
	}
	for _, lines := range r.Uncovered {
		where := placeIn(dir, lines.File, lines.From)
		if lines.To > lines.From {
			where += fmt.Sprintf("-%d", lines.To)
		}
		fmt.Fprintf(&b, "%s: no test reaches this\n", where)
	}
	fmt.Fprintf(&b, "%d tests: %d passed, %d failed, %d skipped; they reach %.1f%% of the lines of the rules\n",
		r.Count(), r.Passed, r.Failed, r.Skipped, r.Coverage)
	_, err := io.WriteString(w, b.String())
	return err
}

func writeTest(b *strings.Builder, t prove.Test, dir string) {
	fmt.Fprintf(b, "%s: %s %s\n", placeIn(dir, t.File, t.Line), t.Name, t.Outcome)
	for _, row := range t.Cases {
		if row.Outcome != prove.Passed {
			fmt.Fprintf(b, "    case %s\n", check.Visible(row.Name))
		}
	}
	if t.Error != "" {
		fmt.Fprintf(b, "    %s\n", check.Visible(t.Error))
	}
	for line := range strings.Lines(t.Output) {
		fmt.Fprintf(b, "    printed: %s\n", check.Visible(strings.TrimRight(line, "\n")))
	}
}
