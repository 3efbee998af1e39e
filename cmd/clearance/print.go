package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"clearance/check"
)

// printer shows the results of a run as they come: one story in full, many on a line each with a tally at the end.
type printer struct {
	out    *bufio.Writer
	style  check.Style
	format string
	table  *check.Table
	shown  int
	many   bool          // a line for each, though there were no two yet
	held   *check.Result // the first result, until it is known whether there are more
}

func newPrinter(c *cli.Context, out io.Writer) (*printer, error) {
	p := &printer{out: bufio.NewWriterSize(out, 1<<16), style: check.Style{Color: colored(out)}, format: c.String("format")}
	if c.Bool("json") {
		if c.IsSet("format") && p.format != "json" {
			return nil, usage("--json and --format %s contradict each other", p.format)
		}
		p.format = "json"
	}
	switch p.format {
	case "text", "json":
	case "csv":
		p.table = check.NewTable(p.out)
	default:
		return nil, usage("unknown format %q: use text, json or csv", p.format)
	}
	return p, nil
}

// colored reports whether a stream is a terminal whose user has not asked for plain text.
func colored(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

func (p *printer) result(r check.Result) error {
	p.shown++
	switch {
	case p.format == "json":
		return p.json(r)
	case p.format == "csv":
		return p.table.Row(r)
	case p.shown == 1 && !p.many:
		p.held = &r
		return nil
	}
	return errors.Join(p.release(), p.line(r))
}

// release shows the first of many results on a line.
func (p *printer) release() error {
	if p.held == nil {
		return nil
	}
	held := *p.held
	p.held, p.many = nil, true
	return p.line(held)
}

// goOn shows results as one that comes behind others, under a heading that may stand there already.
func (p *printer) goOn(heading bool) {
	p.many = true
	if p.table != nil && heading {
		p.table.GoOn()
	}
}

func (p *printer) json(r check.Result) error {
	if r.Decision != nil {
		return writeJSON(p.out, r.Decision)
	}
	return writeJSON(p.out, r.Unjudged)
}

func (p *printer) line(r check.Result) error {
	if r.Decision != nil {
		return r.Decision.WriteLine(p.out, p.style)
	}
	return r.Unjudged.WriteText(p.out, p.style)
}

// flush hands on what was written so far.
func (p *printer) flush() error { return p.out.Flush() }

// end shows what was held back, and, if it is to, the tally of many.
func (p *printer) end(t check.Tally, tally bool) error {
	return errors.Join(p.rest(t, tally), p.flush())
}

func (p *printer) rest(t check.Tally, tally bool) error {
	switch {
	case p.format == "csv":
		return p.table.Flush()
	case p.format == "json" || p.shown == 0:
		return nil
	case p.held != nil && p.held.Decision != nil:
		return p.held.Decision.WriteText(p.out, p.style)
	case p.held != nil:
		return p.held.Unjudged.WriteText(p.out, p.style)
	case !tally:
		return nil
	case t.Stories() > aScreen:
		_, err := fmt.Fprintln(p.out) // the summary follows
		return err
	}
	_, err := fmt.Fprintf(p.out, "\n%s\n", t)
	return err
}
