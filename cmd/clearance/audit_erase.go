package main

import (
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"

	"clearance/audit"
)

// count is so many things in words.
func count(n int64, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func auditEraseCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "erase", Usage: "take everything that names a story out of the trail, for good", ArgsUsage: "STORY",
		Description: "STORY is an identifier, or the SHA-256 of one of its records. What was read from the story, its identifier and the salts go,\n" +
			"from free pages and the write-ahead log too; its decisions stay, and so do their proofs. The erasure is an entry of its own.\n" +
			"Backups, exported evidence and files that the trail was copied to keep what they have.\n\n" +
			"Example:\n  clearance audit erase LVAC3E7SOXFSZZRMOKUZF9KEMHT5 --reason 'request of 2026-11-24, case 17'",
		Flags: []cli.Flag{dbFlag(), actorFlag(),
			&cli.StringFlag{Name: "reason", Usage: "why, in words that name nobody: they stay for good, `TEXT`"}},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runAuditErase(c, std) },
	}
}

func runAuditErase(c *cli.Context, std stdio) (err error) {
	if c.NArg() != 1 || c.Args().First() == "" {
		return usage("name one story: its identifier, or the SHA-256 of one of its records")
	}
	if c.String("reason") == "" {
		return usage("say why with --reason: it is kept as the account of what is missing")
	}
	log, err := audit.Open(c.String("db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	run, err := log.Begin(runInfo(c, []string{"audit", "erase"})) // the story must not come in again
	if err != nil {
		return err
	}
	erased, named, err := run.Erase(c.Args().First(), c.String("reason"))
	_, ending := run.End(false)
	if err := errors.Join(err, ending); err != nil {
		return err
	}
	if named > 0 {
		fmt.Fprintf(std.err, "clearance: %s of other stories still name it, such as by the file that they came in: erase those stories too if they must not\n", count(named, "reading"))
	}
	_, err = fmt.Fprintf(std.out, "erased %s; the decisions and their proofs stay\n", count(int64(len(erased.Erased)), "payload"))
	return err
}
