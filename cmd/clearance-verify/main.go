// Command clearance-verify checks evidence for one decision, offline: it needs the file and the log's public key, and nothing else.
//
// It is one static program without cgo, for the machine of whoever has to be convinced. The same check is `clearance evidence check`.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"clearance/audit/evidence"
)

// Exit codes.
const (
	exitProven = 0 // nothing is broken
	exitNot    = 1 // something is, or a file could not be read
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

const usage = `Usage: clearance-verify FILE --key VKEY|FILE [--record FILE] [--against NOTE] [--json]

Checks evidence for one decision: that it stands in the log whose public key you give, and that the
recorded policy decides the same again. Says what is proven, by what, and what is not.

  --key VKEY|FILE   the log's public key, from somebody you trust, not from the file; may be given again
  --record FILE     a file with the record that was judged: read it again, and compare the quotations
  --against NOTE    a file with a checkpoint of the log that you got elsewhere
  --json            the report as JSON

Exit codes: 0 nothing is broken, 1 something is, or could not be read, 2 usage.
`

func run(ctx context.Context, args []string, out, talk io.Writer) int {
	given, asJSON, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(out, usage)
		return exitProven
	}
	if err != nil {
		fmt.Fprintf(talk, "clearance-verify: %v\n\n%s", err, usage)
		return exitUsage
	}
	report, err := given.Check(ctx)
	if err != nil {
		fmt.Fprintf(talk, "clearance-verify: %v\n", err)
		return exitNot
	}
	write := report.WriteText
	if asJSON {
		write = report.WriteJSON
	}
	if err := write(out); err != nil {
		fmt.Fprintf(talk, "clearance-verify: writing the report: %v\n", err)
		return exitNot
	}
	if !report.OK {
		return exitNot
	}
	return exitProven
}

// parse reads the command line. Flags may stand before or after the file.
func parse(args []string) (given evidence.Given, asJSON bool, err error) {
	flags := flag.NewFlagSet("clearance-verify", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Func("key", "", func(key string) error { given.Keys = append(given.Keys, key); return nil })
	flags.StringVar(&given.Record, "record", "", "")
	flags.StringVar(&given.Against, "against", "", "")
	flags.BoolVar(&asJSON, "json", false, "")
	var files []string
	for len(args) > 0 {
		if err := flags.Parse(args); err != nil {
			return given, asJSON, err
		}
		if args = flags.Args(); len(args) > 0 {
			files, args = append(files, args[0]), args[1:]
		}
	}
	switch {
	case len(files) != 1:
		return given, asJSON, fmt.Errorf("name one file with evidence, not %d", len(files))
	case len(given.Keys) == 0:
		return given, asJSON, errors.New("give the log's public key with --key")
	}
	given.File = files[0]
	for name, value := range map[string]string{"record": given.Record, "against": given.Against} {
		if value == "" && isSet(flags, name) {
			return given, asJSON, fmt.Errorf("--%s names no file", name)
		}
	}
	return given, asJSON, nil
}

// isSet reports whether a flag stands on the command line: an empty one must not be taken for one that is not there.
func isSet(flags *flag.FlagSet, name string) (set bool) {
	flags.Visit(func(f *flag.Flag) { set = set || f.Name == name })
	return set
}
