// Command clearance-bench measures how fast clearance is: on archives of invented stories, beside other tools that are handed the same
// rules, and beside the bare insertion of the same rows. It prints one table in Markdown.
//
//	make bench
//
// It runs for long and fills the disk for a while, and belongs on a machine that does nothing else.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
)

// Exit codes.
const (
	exitMeasured = 0
	exitNot      = 1
	exitUsage    = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

const usage = `Usage: clearance-bench [-stories N,…] [-single N,…] [-runs N] [-without PART,…] [-json] …

Measures clearance, and prints one table in Markdown.

  -stories N,…      sizes of the archives that have 1000 records a file (200000)
  -single N,…       sizes of those that have one record a file (20000); 0 for none
  -profiles NAME,…  kinds of archives (repeating,dated,distinct)
  -runs N           how often each is measured; the table has medians (5)
  -shots N          how often one story is judged by itself (21)
  -peer-stories N   how many stories the other tools judge (5000)
  -stage-stories N  of how many stories each stage is measured (20000)
  -without PART,…   parts to leave out: stages, bare, peers, shots
  -clearance FILE   the program to measure; built from this source unless stated
  -opa FILE, -conftest FILE
                    the other tools, by path or by a name on the PATH (opa, conftest); one that is missing is left out
  -dir DIR          where to write archives and trails, which are removed again: for a million stories 5 GB,
                    and twice what their trail takes
  -json             every single figure as JSON, in the place of the table
`

// order is what to measure.
type order struct {
	stories, single           []int
	profiles                  []string
	runs, shots               int
	peerStories, stageStories int
	without                   []string
	clearance, opa, conftest  string
	dir                       string
	json                      bool
}

func run(ctx context.Context, args []string, out, talk io.Writer) int {
	if len(args) > 0 && args[0] == "part" {
		return runPart(ctx, args[1:], out, talk)
	}
	o, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(out, usage)
		return exitMeasured
	}
	if err != nil {
		fmt.Fprintf(talk, "clearance-bench: %v\n\n%s", err, usage)
		return exitUsage
	}
	report, err := o.measure(ctx, talk)
	if len(report.Columns) > 0 || err == nil { // hours of work are not thrown away
		write := report.writeMarkdown
		if o.json {
			write = report.writeJSON
		}
		err = errors.Join(err, write(out))
	}
	if err != nil {
		fmt.Fprintf(talk, "clearance-bench: %v\n", err)
		return exitNot
	}
	return exitMeasured
}

func parse(args []string) (order, error) {
	o := order{stories: []int{200_000}, single: []int{20_000}, profiles: profiles}
	flags := flag.NewFlagSet("clearance-bench", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Func("stories", "", func(s string) (err error) { o.stories, err = numbers(s); return err })
	flags.Func("single", "", func(s string) (err error) { o.single, err = numbers(s); return err })
	flags.Func("profiles", "", func(s string) (err error) { o.profiles, err = names(s, profiles); return err })
	flags.Func("without", "", func(s string) (err error) { o.without, err = names(s, parts); return err })
	flags.IntVar(&o.runs, "runs", 5, "")
	flags.IntVar(&o.shots, "shots", 21, "")
	flags.IntVar(&o.peerStories, "peer-stories", 5000, "")
	flags.IntVar(&o.stageStories, "stage-stories", 20_000, "")
	flags.StringVar(&o.clearance, "clearance", "", "")
	flags.StringVar(&o.opa, "opa", "opa", "")
	flags.StringVar(&o.conftest, "conftest", "conftest", "")
	flags.StringVar(&o.dir, "dir", "", "")
	flags.BoolVar(&o.json, "json", false, "")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("nothing is done with %q", flags.Arg(0))
	case min(o.runs, o.shots, o.peerStories, o.stageStories) < 1:
		return o, errors.New("give numbers above 0; parts are left out with -without")
	case len(o.stories)+len(o.single) == 0:
		return o, errors.New("no archive is left to measure")
	}
	return o, nil
}

// numbers are the sizes in a list. 0 is none.
func numbers(list string) (all []int, err error) {
	for s := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("%q is no number of stories", s)
		}
		if n > 0 {
			all = append(all, n)
		}
	}
	return all, nil
}

func names(list string, known []string) ([]string, error) {
	all := strings.Split(list, ",")
	for _, s := range all {
		if !slices.Contains(known, s) {
			return nil, fmt.Errorf("%q is none of %s", s, strings.Join(known, ", "))
		}
	}
	return all, nil
}

func (o order) wants(part string) bool { return !slices.Contains(o.without, part) }
