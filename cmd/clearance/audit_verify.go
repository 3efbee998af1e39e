package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/urfave/cli/v2"

	"clearance/audit"
	"clearance/audit/checkpoint"
	"clearance/audit/evidence"
)

func publicKeyFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "key", Usage: "the trail's public key, or a file with it, as you were given it, `VKEY|FILE`"}
}

func auditVerifyCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "verify", Usage: "check the whole trail, and name what is wrong with it",
		Description: "Checks SQLite's own structure, every payload against its digest, every entry against its leaf in the tree, the tree\n" +
			"against its head, and the head against all checkpoints and the anchor. Others may go on writing meanwhile.\n" +
			"Without --key, signatures are checked with the keys that the trail itself names.\n\n" +
			"Examples:\n" +
			"  clearance audit verify\n" +
			"  clearance audit verify --key clearance.pub --against 2026-11-30.checkpoint     does it still hold what it held then?",
		Flags: []cli.Flag{dbFlag(), publicKeyFlag(),
			&cli.StringSliceFlag{Name: "against", Usage: "a checkpoint that was kept elsewhere, `NOTE`; may be given again"},
			&cli.BoolFlag{Name: "json", Usage: "everything as one JSON object"}},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runAuditVerify(c, std) },
	}
}

func runAuditVerify(c *cli.Context, std stdio) (err error) {
	if c.NArg() > 0 {
		return usage("audit verify takes no files: %q", c.Args().First())
	}
	how := audit.Verify{}
	if how.Keys, err = publicKeys(c); err != nil {
		return err
	}
	for _, file := range c.StringSlice("against") {
		note, err := readNote(file)
		if err != nil {
			return err
		}
		how.Against = append(how.Against, note)
	}
	log, err := audit.OpenReadOnly(c.String("db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	progress := newProgress(std.err)
	how.Progress = func(done, of int64) {
		progress.say(func() string { return fmt.Sprintf("%3d%%  %d of %d entries checked", done*100/max(1, of), done, of) })
	}
	found, err := log.Verify(c.Context, how)
	progress.clear()
	if err != nil {
		return err
	}
	if c.Bool("json") {
		err = writeJSON(std.out, found)
	} else {
		err = showVerification(std.out, found, len(how.Keys) > 0)
	}
	if err == nil && !found.OK() {
		return exitError{code: exitFailed}
	}
	return err
}

func showVerification(w io.Writer, v audit.Verification, ownKeys bool) error {
	for _, p := range v.Problems {
		if _, err := fmt.Fprintf(w, "✗ %s\n", p); err != nil {
			return err
		}
	}
	if v.More > 0 {
		fmt.Fprintf(w, "✗ … and %d more\n", v.More)
	}
	if !v.OK() {
		_, err := fmt.Fprintf(w, "the trail %s is NOT sound: keep the file as it is, and compare it with a backup\n", v.Origin)
		return err
	}
	_, err := fmt.Fprintf(w, "sound: %d entries of %s, root %s\n  it extends %s; erased, each by an entry that says so: %s\n",
		v.Entries, v.Origin, v.Root, count(int64(v.Checkpoints), "checkpoint"), count(int64(v.Erased), "payload"))
	if err == nil && v.Checkpoints > 0 && !v.Anchored {
		_, err = fmt.Fprintln(w, "  its anchor is not beside it: whether this is the newest copy is not known")
	}
	if err == nil && v.Checkpoints > 0 && !ownKeys {
		_, err = fmt.Fprintln(w, "  signatures were checked with the keys that the trail names: give --key to check with one that you trust")
	}
	return err
}

// publicKeys reads the keys that --key names.
func publicKeys(c *cli.Context) ([]string, error) {
	if len(c.StringSlice("key")) == 0 {
		return nil, nil
	}
	return evidence.ReadKeys(c.StringSlice("key"))
}

// readNote reads the note of a checkpoint.
func readNote(file string) ([]byte, error) {
	note, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading a checkpoint: %w", err)
	}
	if _, err := checkpoint.Parse(note); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return note, nil
}

func auditConsistencyCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "consistency", Usage: "prove that one checkpoint of the trail grew from another", ArgsUsage: "OLD NEW",
		Description: "Prints a consistency proof (RFC 6962), a hash on each line, which anybody can check who has both checkpoints.\n\n" +
			"Example:\n  clearance audit consistency --key clearance.pub 2026-11-30.checkpoint 2026-12-31.checkpoint",
		Flags: []cli.Flag{dbFlag(), publicKeyFlag()}, OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runAuditConsistency(c, std) },
	}
}

func runAuditConsistency(c *cli.Context, std stdio) (err error) {
	if c.NArg() != 2 {
		return usage("name two checkpoints, the older one first")
	}
	log, err := audit.OpenReadOnly(c.String("db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	keys, err := publicKeys(c)
	if err == nil && keys == nil {
		keys, err = log.Keys()
	}
	if err != nil {
		return err
	}
	var both [2]checkpoint.Checkpoint
	for i, file := range c.Args().Slice() {
		note, err := readNote(file)
		if err != nil {
			return err
		}
		if both[i], err = checkpoint.Open(note, keys...); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	proof, err := log.ProveConsistency(both[0], both[1])
	if err != nil {
		return err
	}
	for _, hash := range proof {
		fmt.Fprintln(std.out, hash)
	}
	fmt.Fprintf(std.err, "clearance: the %d entries of %s grew from the %d of %s; nothing in them was altered\n",
		both[1].Size, c.Args().Get(1), both[0].Size, c.Args().First())
	return nil
}
