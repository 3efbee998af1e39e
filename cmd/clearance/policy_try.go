package main

import (
	"cmp"
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"clearance/check"
)

func policyTryCommand(std stdio) *cli.Command {
	flags := append(append(questionFlags("sell"), ruleFlags()...), maxRecordFlag(),
		&cli.BoolFlag{Name: "json", Usage: "one story a line"},
	)
	return &cli.Command{
		Name: "try", Usage: "show what rules of your own would say of stories, and what that changes; decides and records nothing",
		ArgsUsage: "DIR FILE|DIR|-…",
		Description: "The rules in the first directory are compared with the built-in ones, or with those that --policy names. Earlier\n" +
			"versions of a story that the trail knows are not noticed, as no trail is opened.\n\n" +
			"Examples:\n" +
			"  clearance policy try my-rules archive/                       what would change for these stories?\n" +
			"  clearance policy try my-rules --action publish --territory GB story.txt\n" +
			"  clearance policy try my-rules --policy last-years-rules --house us.yaml archive/\n" +
			"  clearance policy try my-rules --json archive/ | jq -r 'select(.tried.would_be != .standing.would_be).story.id'\n\n" +
			"Exit codes: 0 everything was tried, 1 something could not be, 2 usage.",
		Flags: flags, OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runPolicyTry(c, std) },
	}
}

func runPolicyTry(c *cli.Context, std stdio) error {
	if c.NArg() < 2 || c.Args().First() == "" {
		return usage("name the directory of rules to try, and behind it the files or directories to try them on")
	}
	house, err := loadHouse(c.String("house"))
	if err != nil {
		return err
	}
	dir, standing := c.Args().First(), c.String("policy")
	var trier check.Trier
	if trier.Tried, err = loadPolicy(c.Context, dir, house); err != nil {
		return err
	}
	if trier.Standing, err = loadPolicy(c.Context, standing, house); err != nil {
		return err
	}
	return try(c, std, trier, c.Args().Tail(), dir, cmp.Or(standing, "the built-in rules"))
}

// try shows what two policies, or one for two houses, say of stories, by the names that whoever asked knows them by.
func try(c *cli.Context, std stdio, trier check.Trier, paths []string, tried, standing string) error {
	q, err := question(c, time.Now())
	if err != nil {
		return err
	}
	show := trials{out: std.out, talk: std.err, json: c.Bool("json"), style: check.Style{Color: colored(std.out)},
		tried: tried, standing: standing, changed: map[change][]string{}}
	if err := trier.Try(c.Context, sourcesOf(c, std, paths), q, show.add); err != nil {
		return fmt.Errorf("trying %s: %w", tried, err)
	}
	if err := show.end(); err != nil {
		return err
	}
	if show.failed > 0 || show.stories == 0 { // a trial of nothing has shown nothing
		return exitError{code: exitFailed}
	}
	return nil
}
