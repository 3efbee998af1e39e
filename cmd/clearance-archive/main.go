// Command clearance-archive writes an archive of invented stories to disk, to try and to measure readers on.
//
//	go run ./cmd/clearance-archive -stories 200000 -o /tmp/archive
//
// The same flags give the same bytes on every machine. Package clearance/story/archive says what stands in them, and what of it is
// a guess.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"clearance/story/archive"
)

// Exit codes.
const (
	exitWritten = 0
	exitNot     = 1 // something could not be written
	exitUsage   = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

const usage = `Usage: clearance-archive -stories N -o DIR|- [-per-file N] [-seed S] [-profile repeating|dated|distinct] [-damaged SHARE] [-text BYTES]

Writes N invented records into new files under DIR, a thousand files a folder, or as one stream to standard output.

  -o DIR|-         where to write to; no file is overwritten
  -per-file N      records a file, 1 or an even number (1)
  -seed S          another seed makes another archive (1)
  -profile NAME    repeating: rights repeat, as in archives; dated: every embargo, date and shot is another one; distinct: every
                   restriction is, too (repeating)
  -damaged SHARE   how many have something wrong in their form, from 0 to 1 (0.05)
  -text BYTES      how long a story's text is, about (3900, which makes records of 5 kB)
`

// order is what to write, and where to.
type order struct {
	archive *archive.Archive
	out     string
	perFile int
}

func run(args []string, out, talk io.Writer) int {
	order, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(out, usage)
		return exitWritten
	}
	if err != nil {
		fmt.Fprintf(talk, "clearance-archive: %v\n\n%s", err, usage)
		return exitUsage
	}
	if err := order.write(out, talk); err != nil {
		fmt.Fprintf(talk, "clearance-archive: %v\n", err)
		return exitNot
	}
	return exitWritten
}

func parse(args []string) (order, error) {
	var o order
	var options archive.Options
	flags := flag.NewFlagSet("clearance-archive", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&options.Stories, "stories", 0, "")
	flags.StringVar(&o.out, "o", "", "")
	flags.IntVar(&o.perFile, "per-file", 1, "")
	flags.Uint64Var(&options.Seed, "seed", 1, "")
	flags.Float64Var(&options.Damaged, "damaged", 0.05, "")
	flags.IntVar(&options.TextSize, "text", archive.DefaultTextSize, "")
	profile := flags.String("profile", "repeating", "")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	options.Dated, options.Distinct = *profile == "dated", *profile == "distinct"
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("nothing is done with %q", flags.Arg(0))
	case options.Stories == 0:
		return o, errors.New("say with -stories how many records to write")
	case o.out == "":
		return o, errors.New("say with -o where to write to")
	case *profile != "dated" && *profile != "distinct" && *profile != "repeating":
		return o, fmt.Errorf("unknown profile %q: use repeating, dated or distinct", *profile)
	}
	var err error
	o.archive, err = archive.New(options)
	return o, err
}

func (o order) write(out, talk io.Writer) error {
	stories := o.archive.Stories()
	var written int64
	if o.out == "-" {
		buffered := bufio.NewWriterSize(out, 1<<16)
		n, err := o.archive.WriteTo(buffered)
		if err = errors.Join(err, buffered.Flush()); err != nil {
			return err
		}
		written = n
	} else {
		shown := terminal(talk)
		percent := -1
		err := o.archive.WriteFiles(o.out, o.perFile, func(done int, bytes int64) {
			written = bytes
			if now := 100 * done / stories; shown && now > percent {
				percent = now
				fmt.Fprintf(talk, "\r%3d %%  %d of %d records", percent, done, stories)
			}
		})
		if shown && percent >= 0 {
			fmt.Fprintln(talk)
		}
		if err != nil {
			return err
		}
	}
	fmt.Fprintf(talk, "%d records, %d of them damaged, %.1f MB\n", stories, o.damaged(), float64(written)/1e6)
	return nil
}

func (o order) damaged() (n int) {
	for i := range o.archive.Stories() {
		if o.archive.Damage(i) != archive.Sound {
			n++
		}
	}
	return n
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
