package main

import (
	"cmp"
	"fmt"
	"os"
	"time"

	"github.com/urfave/cli/v2"

	"clearance/check"
	"clearance/policy"
)

func phrasesCommand(std stdio) *cli.Command {
	flags := append(append(questionFlags("sell"), ruleFlags()...), maxRecordFlag(),
		&cli.StringFlag{Name: "preview", Usage: "show which stories the rulings of another house `FILE` would change, and how"},
		&cli.BoolFlag{Name: "json", Usage: "the ledger as JSON; with --preview, one story a line"},
	)
	return &cli.Command{
		Name: "phrases", Usage: "list what cannot be read in the terms of an archive, and what it holds up; decides and records nothing",
		ArgsUsage: "FILE|DIR|-…",
		Description: "A phrase holds up a story if the use that is asked about would be cleared without it. A ruling in the house file\n" +
			"says what such a phrase means; look at what it would change before you use it.\n\n" +
			"Examples:\n" +
			"  clearance phrases archive/\n" +
			"  clearance phrases --action publish --territory GB archive/\n" +
			"  clearance phrases --house us.yaml --preview us-with-rulings.yaml archive/\n" +
			"  clearance phrases --json archive/ | jq -r '.phrases[] | select(.holds_up > 100).phrase'\n\n" +
			"Exit codes: 0 everything was read, 1 something could not be, 2 usage.",
		Flags: flags, OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runPhrases(c, std) },
	}
}

func runPhrases(c *cli.Context, std stdio) error {
	if c.NArg() == 0 {
		return usage("name the files or directories to read, or - for standard input")
	}
	rules, err := loadRules(c)
	if err != nil {
		return err
	}
	if c.IsSet("preview") {
		return runPreview(c, std, rules)
	}
	q, err := question(c, time.Now())
	if err != nil {
		return err
	}
	ledger, err := check.NewLedger(c.Context, rules, sourcesOf(c, std, c.Args().Slice()), q, func(bad *check.Unread) error {
		_, err := fmt.Fprintf(std.err, "clearance: %s: %s\n", check.Visible(bad.From), check.Visible(bad.Error()))
		return err
	})
	if err != nil {
		return fmt.Errorf("reading the phrases: %w", err)
	}
	if c.Bool("json") {
		err = writeJSON(std.out, ledger)
	} else {
		err = ledger.WriteText(std.out, check.Style{Color: colored(std.out)})
	}
	if err == nil && ledger.Unreadable > 0 {
		return exitError{code: exitFailed}
	}
	return err
}

// runPreview compares the house at hand with another one.
func runPreview(c *cli.Context, std stdio, standing *policy.Policy) error {
	house, err := loadHouse(c.String("preview"))
	if err != nil {
		return err
	}
	tried, err := loadPolicy(c.Context, c.String("policy"), house)
	if err != nil {
		return err
	}
	return try(c, std, check.Trier{Tried: tried, Standing: standing}, c.Args().Slice(), c.String("preview"), cmp.Or(c.String("house"), "no house"))
}

// sourcesOf are the sources that a command names, without the trail that may stand among them.
func sourcesOf(c *cli.Context, std stdio, paths []string) check.Sources {
	trail := cmp.Or(os.Getenv("CLEARANCE_DB"), "clearance.db")
	return check.Sources{Paths: paths, Stdin: std.in, Limit: c.Int("max-record"), Skip: trailFiles(trail)}
}
