package main

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"

	"github.com/urfave/cli/v2"

	"clearance/audit"
	"clearance/audit/evidence"
)

func evidenceCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "evidence", Usage: "prove one decision to somebody who has no trail",
		Subcommands:  []*cli.Command{evidenceMakeCommand(std), evidenceCheckCommand(std)},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usage("name a command: make or check; see 'clearance evidence --help'")
			}
			return usage("unknown command %q: see 'clearance evidence --help'", "evidence "+c.Args().First())
		},
	}
}

func evidenceMakeCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "make", Usage: "write everything that proves one decision into a file", ArgsUsage: "N",
		Description: "The file holds the decision with its words, question, policy and facts, and a proof that it stands in the trail under the\n" +
			"newest checkpoint. Whoever gets it can check it offline with the trail's public key: see 'clearance evidence check'.\n\n" +
			"Example:\n  clearance evidence make 17 -o decision-17.json",
		Flags:        []cli.Flag{dbFlag(), &cli.StringFlag{Name: "o", Aliases: []string{"output"}, Usage: "write it to a new `FILE`; standard output unless stated"}},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runEvidenceMake(c, std) },
	}
}

func runEvidenceMake(c *cli.Context, std stdio) (err error) {
	seq, err := strconv.ParseInt(c.Args().First(), 10, 64)
	if c.NArg() != 1 || err != nil || seq < 0 {
		return usage("name one entry by its number, such as 'clearance evidence make 17'")
	}
	log, err := audit.OpenReadOnly(c.String("db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	file, err := log.Evidence(seq)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := file.Write(&b); err != nil {
		return err
	}
	if name := c.String("o"); name != "" {
		return writeNewFile(name, b.Bytes())
	}
	_, err = std.out.Write(b.Bytes())
	return err
}

func evidenceCheckCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "check", Usage: "check evidence for one decision, offline", ArgsUsage: "FILE",
		Description: "Needs no trail. Checks the proof with the public key that you give, makes the decision again from the policy and the facts in\n" +
			"the file, and says what is proven and what is not. The program clearance-verify does the same, and nothing else.\n\n" +
			"Example:\n  clearance evidence check decision-17.json --key clearance.pub --record story.txt",
		Flags: []cli.Flag{publicKeyFlag(),
			&cli.StringFlag{Name: "record", Usage: "a `FILE` with the record that was judged: read it again, and compare the quotations"},
			&cli.StringFlag{Name: "against", Usage: "a checkpoint that you got elsewhere, `NOTE`"},
			&cli.BoolFlag{Name: "json", Usage: "the report as JSON"}},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runEvidenceCheck(c, std) },
	}
}

func runEvidenceCheck(c *cli.Context, std stdio) error {
	if c.NArg() != 1 {
		return usage("name one file with evidence")
	}
	if len(c.StringSlice("key")) == 0 {
		return usage("give the trail's public key with --key: the line that 'clearance audit keygen' printed")
	}
	for _, flag := range []string{"record", "against"} {
		if c.IsSet(flag) && c.String(flag) == "" {
			return usage("--%s names no file", flag)
		}
	}
	report, err := evidence.Given{File: c.Args().First(), Keys: c.StringSlice("key"), Record: c.String("record"), Against: c.String("against")}.Check(c.Context)
	if err != nil {
		return err
	}
	write := report.WriteText
	if c.Bool("json") {
		write = report.WriteJSON
	}
	if err := write(std.out); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if !report.OK {
		return exitError{code: exitFailed}
	}
	return nil
}
