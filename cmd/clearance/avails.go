package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"clearance/check"
	"clearance/check/avails"
	"clearance/policy"
	"clearance/rights"
	"clearance/rights/language"
	"clearance/story"
)

func availsCommand(std stdio) *cli.Command {
	flags := append(append(questionFlags("sell"), ruleFlags()...), maxRecordFlag(), dbFlag(), actorFlag(),
		&cli.StringFlag{Name: "id", Usage: "the story with this `IDENTIFIER`, among many"},
		&cli.StringFlag{Name: "format", Value: "text", Usage: "text, csv, json, or html: a page with a world map"},
		&cli.BoolFlag{Name: "json", Usage: "the same as --format json"},
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE` in place of the screen"},
	)
	return &cli.Command{
		Name: "avails", Usage: "show where a story is open: every territory in every medium", ArgsUsage: "FILE|DIR|-…",
		Description: "Each cell is what check says of a use in that territory and that medium. The trail keeps the whole as one entry.\n\n" +
			"Examples:\n" +
			"  clearance avails story.txt\n" +
			"  clearance avails --action publish --party \"Example Television\" --house us.yaml story.txt\n" +
			"  clearance avails --id LVAC3E7SOXFSZZRMOKUZF9KEMHT5 archive/\n" +
			"  clearance avails --format html -o story.html story.txt\n\n" +
			"Exit codes: 0 it was answered, 1 it could not be, 2 usage.",
		Flags: flags, OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runAvails(c, std) },
	}
}

func runAvails(c *cli.Context, std stdio) error {
	if c.NArg() == 0 {
		return usage("name the file of a story, or with --id the directories to look for it")
	}
	format := c.String("format")
	if c.Bool("json") {
		format = "json"
	}
	write, ok := availsFormats[format]
	if !ok {
		return usage("unknown format %q: use one of text, csv, json, html", format)
	}
	q, err := question(c, time.Now())
	if err != nil {
		return err
	}
	go language.Learn()
	rules, err := loadRules(c)
	if err != nil {
		return err
	}
	grid, err := recordAvails(c, std, rules, q)
	if err != nil {
		return err
	}
	out := std.out
	if path := c.String("output"); path != "" {
		file, err := os.Create(path)
		if err != nil {
			return fmt.Errorf("writing where it is open: %w", err)
		}
		return errors.Join(write(grid, file, std), file.Close())
	}
	return write(grid, out, std)
}

// availsFormats are the ways of showing a grid.
var availsFormats = map[string]func(avails.Grid, io.Writer, stdio) error{
	"text": func(g avails.Grid, w io.Writer, std stdio) error {
		return g.WriteText(w, check.Style{Color: colored(w)}, widthOf(w))
	},
	"csv":  func(g avails.Grid, w io.Writer, _ stdio) error { return g.WriteCSV(w) },
	"json": func(g avails.Grid, w io.Writer, _ stdio) error { return g.WriteJSON(w) },
	"html": func(g avails.Grid, w io.Writer, _ stdio) error { return g.WriteHTML(w) },
}

// widthOf is how many characters a line of the terminal holds; 80 where it is none.
func widthOf(w io.Writer) int {
	if file, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
			return width
		}
	}
	return 80
}

// theStory finds the one record that is asked about. Two that differ are none. With an identifier, places that cannot be read are
// left out with a warning; without one the first of them is what is asked about, and cannot be judged.
func theStory(c *cli.Context, std stdio) (found *story.Story, unread *check.Unread, err error) {
	only, unsearched := c.String("id"), 0
	sources := check.Sources{Paths: c.Args().Slice(), Stdin: std.in, Limit: c.Int("max-record"), Only: onlyID(c), Skip: trailFiles(c.String("db"))}
	err = sources.Each(c.Context, func(record *story.Story, bad *check.Unread) error {
		switch {
		case bad != nil && only != "":
			unsearched++
			return nil
		case bad != nil:
			unread = cmp.Or(unread, bad)
			return nil
		case found != nil && found.SHA256() != record.SHA256():
			return fmt.Errorf("%s at byte %d and %s at byte %d are two stories, or two versions of one: name one file, or one with --id",
				found.From, found.Offset, record.From, record.Offset)
		}
		found = record
		return nil
	})
	if unsearched > 0 {
		fmt.Fprintf(std.err, "clearance: no record can be read in %d of the places searched; another version of the story may stand there: name them without --id\n", unsearched)
	}
	if err == nil && found == nil && unread == nil {
		err = fmt.Errorf("no record has the identifier %s", check.Visible(only))
	}
	return found, unread, err
}

// recordAvails judges the story everywhere and keeps what is said in the trail, before anybody sees it.
func recordAvails(c *cli.Context, std stdio, rules *policy.Policy, q rights.Question) (grid avails.Grid, err error) {
	record, unread, err := theStory(c, std)
	if err != nil {
		return grid, err
	}
	log, err := openTrail(c, std)
	if err != nil {
		return grid, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	run, err := beginRun(c, log, rules, nil)
	if err != nil {
		return grid, err
	}
	defer func() {
		_, ending := run.End(c.Context.Err() != nil)
		err = errors.Join(err, ending)
	}()
	if unread != nil {
		return grid, avails.RecordUnread(rules, run, *unread, q)
	}
	return avails.Record(c.Context, rules, log, run, record, q)
}
