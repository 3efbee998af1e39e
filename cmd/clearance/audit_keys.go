package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"time"

	opa "github.com/open-policy-agent/opa/v1/version"
	"github.com/urfave/cli/v2"

	"clearance/audit"
	"clearance/audit/checkpoint"
)

func keyFileFlag() cli.Flag {
	return &cli.StringFlag{Name: "key", Value: "clearance.key", Usage: "the secret key, a `FILE` apart from the trail"}
}

func auditKeygenCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "keygen", Usage: "make the key that signs the trail's checkpoints",
		Description: "Writes the secret key to a new file that only you may read, notes the public one in the trail and prints it.\n" +
			"Keep the file apart from the trail and its backups: whoever has both can rewrite what nobody else has seen.\n" +
			"Give the printed line to whoever will check evidence; they must have it from you, not from the trail.\n\n" +
			"Example:\n  clearance audit keygen --key /media/safe/clearance.key > clearance.pub",
		Flags: []cli.Flag{dbFlag(), keyFileFlag(), actorFlag()}, OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runAuditKeygen(c, std) },
	}
}

func runAuditKeygen(c *cli.Context, std stdio) (err error) {
	if c.NArg() > 0 {
		return usage("audit keygen takes no files: %q", c.Args().First())
	}
	log, err := audit.Open(c.String("db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	run, err := log.Begin(runInfo(c, os.Args[1:]))
	if err != nil {
		return err
	}
	defer func() {
		_, ending := run.End(false)
		err = errors.Join(err, ending)
	}()
	origin, err := log.Origin()
	if err != nil {
		return err
	}
	skey, vkey, err := checkpoint.NewKey(origin)
	if err != nil {
		return err
	}
	file := c.String("key")
	if err := checkpoint.WriteKey(file, skey); err != nil {
		return err
	}
	if _, err := run.Append(audit.Key{VKey: vkey}); err != nil {
		return errors.Join(err, os.Remove(file)) // a key that the trail does not know is of no use
	}
	fmt.Fprintf(std.err, "clearance: wrote the secret key to %s: keep it apart from the trail; the public one is\n", file)
	_, err = fmt.Fprintln(std.out, vkey)
	return err
}

// runInfo says what runs, for whom, and with which arguments.
func runInfo(c *cli.Context, args []string) audit.RunInfo {
	return audit.RunInfo{Program: "clearance", Version: version(), OPA: opa.Version, Actor: actor(c), Args: args}
}

// actor is who asks.
func actor(c *cli.Context) string { return cmp.Or(c.String("actor"), actorName()) }

func auditCheckpointCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "checkpoint", Usage: "sign what the trail holds, for others to keep",
		Description: "Prints a C2SP checkpoint: the trail's name, the number of its entries, the root of their tree, and a signature.\n" +
			"Keep it where whoever holds the trail cannot change it: print it, mail it, have it witnessed. From then on nobody\n" +
			"can alter those entries unnoticed.\n\n" +
			"Example:\n  clearance audit checkpoint --key /media/safe/clearance.key -o 2026-11-30.checkpoint",
		Flags: []cli.Flag{dbFlag(), keyFileFlag(),
			&cli.StringFlag{Name: "o", Aliases: []string{"output"}, Usage: "write it to a new `FILE`"}},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runAuditCheckpoint(c, std) },
	}
}

func runAuditCheckpoint(c *cli.Context, std stdio) (err error) {
	if c.NArg() > 0 {
		return usage("audit checkpoint takes no files: %q", c.Args().First())
	}
	skey, vkey, err := checkpoint.ReadKey(c.String("key"))
	if err != nil {
		return err
	}
	log, err := audit.Open(c.String("db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	note, err := log.Sign(skey, vkey)
	if err != nil {
		return err
	}
	if file := c.String("o"); file != "" {
		return writeNewFile(file, note)
	}
	_, err = std.out.Write(note)
	return err
}

// writeNewFile writes a file that is not there yet.
func writeNewFile(file string, data []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("writing %s: it is there already: name another file", file)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

func auditStatusCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "status", Usage: "show how much the trail holds, and how much of it is signed",
		Flags: []cli.Flag{dbFlag(),
			&cli.BoolFlag{Name: "note", Usage: "print the last checkpoint alone"},
			&cli.BoolFlag{Name: "json", Usage: "everything as one JSON object"}},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runAuditStatus(c, std) },
	}
}

func runAuditStatus(c *cli.Context, std stdio) (err error) {
	if c.NArg() > 0 {
		return usage("audit status takes no files: %q", c.Args().First())
	}
	log, err := audit.OpenReadOnly(c.String("db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	s, err := log.Status()
	if err != nil {
		return err
	}
	switch {
	case c.Bool("json"):
		err = writeJSON(std.out, s)
	case !c.Bool("note"):
		showStatus(std, c.String("db"), s)
	case s.Note == "":
		return errors.New("the trail has no checkpoint: make one with 'clearance audit checkpoint'")
	default:
		_, err = fmt.Fprint(std.out, s.Note)
	}
	if err == nil && s.Trouble != "" && !c.Bool("note") {
		return exitError{code: exitFailed}
	}
	return err
}

func showStatus(std stdio, db string, s audit.Status) {
	line := func(name, format string, args ...any) {
		fmt.Fprintf(std.out, "%-12s %s\n", name, fmt.Sprintf(format, args...))
	}
	line("trail", "%s %s", db, s.Origin)
	if s.Last == nil {
		line("entries", "none")
		return
	}
	line("entries", "%d, the last recorded at %s", s.Entries, s.Last.Format(time.RFC3339))
	line("root", "%s", s.Root)
	for _, key := range s.Keys {
		line("key", "%s", key)
	}
	if s.At == nil {
		line("checkpoint", "none: nobody can tell whether an entry is altered together with all that vouches for it")
	} else {
		line("checkpoint", "%d entries, the last of them recorded at %s", s.Signed, s.At.Format(time.RFC3339))
	}
	line("unseen", "%s", unseenWords(s))
	if s.Trouble != "" {
		line("trouble", "nothing may be written: %s", s.Trouble)
	}
}

// unseenWords says how many entries rest on the good faith of whoever holds the trail.
func unseenWords(s audit.Status) string {
	switch {
	case s.Unseen == 0:
		return "0 entries are newer than the last checkpoint; keep a copy of it where whoever holds the trail cannot change it"
	case s.At == nil:
		return fmt.Sprintf("%d entries, which is all: nothing was signed yet", s.Unseen)
	}
	return fmt.Sprintf("%d entries are newer than the last checkpoint: nobody else can have seen them", s.Unseen)
}
