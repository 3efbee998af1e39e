package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"clearance/check"
	"clearance/rights"
	"clearance/rights/odrl"
	"clearance/story"
)

func readCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "read", Usage: "show what is read from records, span by span; judges and records nothing", ArgsUsage: "FILE|DIR|-…",
		Description: "Examples:\n" +
			"  clearance read story.txt            the record's fields and facts, each with its bytes\n" +
			"  clearance read --json archive/      one reading a line\n" +
			"  clearance read --odrl story.txt     the rules in a form that machines share\n" +
			"  clearance read --terms 'No access UK/RTE. Must credit \"NASA\"'     how a phrase of restrictions is read",
		Flags: []cli.Flag{
			maxRecordFlag(),
			&cli.StringFlag{Name: "terms", Usage: "read a phrase of restrictions instead of records, `TEXT`"},
			&cli.BoolFlag{Name: "json", Usage: "one reading a line"},
			&cli.BoolFlag{Name: "odrl", Usage: "the rules of each record as an ODRL 2.2 policy in the RightsML profile, JSON-LD, one a line"},
		},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runRead(c, std) },
	}
}

func runRead(c *cli.Context, std stdio) error {
	if c.IsSet("terms") {
		return runReadTerms(c, std)
	}
	if c.NArg() == 0 {
		return usage("name the files or directories to read, or - for standard input")
	}
	reader := recordReader{c: c, style: check.Style{Color: colored(std.out)}}
	out, shown, failed := bufio.NewWriter(std.out), 0, false
	sources := check.Sources{Paths: c.Args().Slice(), Stdin: std.in, Limit: c.Int("max-record")}
	err := check.SideBySide(c.Context, sources, reader.read, func(r readResult) error {
		switch {
		case r.err != nil:
			return r.err
		case r.bad != nil:
			failed = true
			return errors.Join(out.Flush(), sayUnread(c, std, r.bad)) // in its place among the others
		case shown > 0 && reader.apart():
			fmt.Fprintln(out)
		}
		shown++
		_, err := out.Write(r.text)
		return err
	})
	err = errors.Join(err, out.Flush())
	if err == nil && failed {
		return exitError{code: exitFailed}
	}
	return err
}

// recordReader shows what is read from a record in the form that was asked for.
type recordReader struct {
	c     *cli.Context
	style check.Style
}

// readResult is what is shown of a record, or why there is nothing to show.
type readResult struct {
	text []byte
	bad  *check.Unread
	err  error // ends the run
}

// apart says whether an empty line stands between records.
func (r recordReader) apart() bool { return !r.c.Bool("odrl") && !r.c.Bool("json") }

func (r recordReader) read(record *story.Story, bad *check.Unread) readResult {
	if bad != nil {
		return readResult{bad: bad}
	}
	var b bytes.Buffer
	var err error
	switch {
	case r.c.Bool("odrl"):
		err = writeODRL(&b, record)
	case r.c.Bool("json"):
		err = writeJSON(&b, check.NewReadout(record))
	default:
		err = check.NewReadout(record).WriteText(&b, r.style)
	}
	return readResult{text: b.Bytes(), err: err}
}

// writeODRL writes the rules of a record as one policy on one line.
func writeODRL(w io.Writer, record *story.Story) error {
	policy, err := odrl.Policy(rights.Read(record))
	if err != nil {
		return fmt.Errorf("writing the rules of %s at byte %d as ODRL: %w", record.From, record.Offset, err)
	}
	return writeJSON(w, json.RawMessage(policy))
}

func runReadTerms(c *cli.Context, std stdio) error {
	if c.NArg() > 0 {
		return usage("--terms reads a phrase, %q is a file: give one of them", c.Args().First())
	}
	terms := check.NewReadTerms("", c.String("terms"))
	if c.Bool("json") {
		return writeJSON(std.out, terms)
	}
	return terms.WriteText(std.out, check.Style{Color: colored(std.out)})
}

// sayUnread reports what is no record: in its place among JSON lines, else beside the results.
func sayUnread(c *cli.Context, std stdio, bad *check.Unread) error {
	if !c.Bool("json") {
		_, err := fmt.Fprintf(std.err, "clearance: %s: %s\n", check.Visible(bad.From), check.Visible(bad.Error()))
		return err
	}
	return writeJSON(std.out, map[string]any{"error": bad.Error(), "from": bad.From, "offset": bad.Offset})
}
