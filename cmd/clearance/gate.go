package main

import (
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"clearance/check/gate"
	"clearance/policy"
	"clearance/rights"
)

func gateCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "gate", Usage: "stop restricted material before it is published", ArgsUsage: "FILE…",
		Description: "A FILE is an archive record, or a piece that names the stories it uses: Markdown with front matter\n" +
			"(stories: [ID, …], or a list of mappings with id, shots, seconds, credit), HTML with data-story attributes, or JSON\n" +
			"of the same shape. It passes only when every answer clears, and every condition is kept. Whatever fails stops it.\n\n" +
			"Examples:\n" +
			"  clearance gate --house house.yaml --channel web-uk --stories archive/ content/launch.md\n" +
			"  clearance gate --action publish --territory FR --media broadcast --stories archive/ rundown.json\n" +
			"  clearance gate … --confirm terms.unedited content/launch.md                I have seen to it, and say so\n" +
			"  clearance gate … --override embargo.uncertain --note \"the supplier lifted it by phone\" \\\n" +
			"      --approved-by \"Jane Doe\" --approved-by \"John Roe\" content/launch.md    break the glass: it is recorded\n\n" +
			"Exit codes: 0 all may pass, 1 something could not be judged or recorded, 2 usage, 3 something blocked, 4 something referred.",
		Flags:        gateFlags(),
		Subcommands:  []*cli.Command{gateInstallCommand(std), gateUninstallCommand(std), gateHookCommand(std)},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usage("name the files that are to be published")
			}
			return runGate(c, std, c.Args().Slice(), readFiles(c.Args().Slice(), std.in))
		},
	}
}

// gateFlags are those of the gate, by hand and from a hook.
func gateFlags() []cli.Flag {
	return append(append(questionFlags("publish"), ruleFlags()...),
		&cli.StringFlag{Name: "channel", Usage: "where it goes out, by its `NAME` in the house file, in place of a use in words"},
		&cli.StringSliceFlag{Name: "stories", Usage: "look for the stories of pieces in `DIR` or file; may be given several times"},
		&cli.StringSliceFlag{Name: "confirm", Usage: "I say that the condition with this `CODE` is kept; it is recorded with my name"},
		&cli.StringSliceFlag{Name: "override", Usage: "let pass what stands against it under this `CODE`; needs --note and --approved-by"},
		&cli.StringFlag{Name: "note", Usage: "why it is overridden, `TEXT`"},
		&cli.StringSliceFlag{Name: "approved-by", Usage: "who approves of the override, by `NAME` as the house file has it"},
		&cli.DurationFlag{Name: "timeout", Value: 2 * time.Second, Usage: "what is not judged in so much `TIME` is blocked"},
		dbFlag(), actorFlag(), maxRecordFlag(),
		&cli.BoolFlag{Name: "begin", Usage: "begin the trail where there is none"},
		&cli.StringFlag{Name: "format", Value: "text", Usage: strings.Join(gateFormatNames(), ", ")},
		&cli.BoolFlag{Name: "json", Usage: "the same as --format json: one answer a line"},
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE` in place of the screen"},
	)
}

// gateQuestion is what is asked of everything that a piece contains.
func gateQuestion(c *cli.Context, house rights.House, now time.Time) (q rights.Question, everywhere bool, err error) {
	name := c.String("channel")
	if name == "" {
		if c.IsSet("channel") {
			return q, false, usage("--channel is empty: give it a name, or leave it out")
		}
		q, err = question(c, now)
	} else {
		q, everywhere, err = channelQuestion(c, house, name, now)
	}
	if err == nil && q.AsOf.Before(now.UTC().Truncate(time.Second)) {
		err = usage("--at %s is over: a piece is published now or later", q.AsOf.Format(time.RFC3339))
	}
	return q, everywhere, err
}

// channelQuestion is what a channel of the house asks, at the moment and for the term that the flags name.
func channelQuestion(c *cli.Context, house rights.House, name string, now time.Time) (q rights.Question, everywhere bool, err error) {
	for _, flag := range []string{"action", "territory", "media", "purpose", "party"} {
		if c.IsSet(flag) {
			return q, false, usage("--%s and --channel contradict each other: the house file says what a channel is", flag)
		}
	}
	moment, err := question(c, now) // when, and for how long
	if err != nil {
		return q, false, err
	}
	asked, everywhere, err := house.OnChannel(name, moment.AsOf)
	if err != nil {
		return q, false, usage("%w", err)
	}
	asked.From, asked.Until = c.String("from"), c.String("until")
	q, err = asked.Question(moment.AsOf)
	return q, everywhere, err
}

// overrideAsked reads what is to be overridden, and whether the house allows it. It gives nil where nothing is asked for.
func overrideAsked(c *cli.Context, house rights.House, actor string, now time.Time) (*gate.Request, error) {
	r := gate.Request{Codes: c.StringSlice("override"), Note: strings.TrimSpace(c.String("note")), ApprovedBy: c.StringSlice("approved-by")}
	switch asked := len(r.Codes) > 0; {
	case !asked && (r.Note != "" || len(r.ApprovedBy) > 0 || c.IsSet("note")):
		return nil, usage("--note and --approved-by belong to --override: name with it what is to be overridden, by code")
	case !asked:
		return nil, nil
	case r.Note == "":
		return nil, usage("--override needs --note: say why")
	case c.IsSet("at"):
		return nil, usage("--override and --at do not go together: an override is for now")
	case len(r.ApprovedBy) == 0:
		return nil, usage("--override needs --approved-by: name who approves of it")
	}
	r.Refused = house.Approve(r.ApprovedBy, actor, now)
	return &r, nil
}

// checkCodes refuses codes that nothing has: a misspelt one would confirm or override nothing. Without rules nobody knows all of them.
func checkCodes(c *cli.Context, rules *policy.Policy) error {
	if rules == nil {
		return nil
	}
	known := gate.Codes()
	for _, r := range rules.Rules() {
		known = append(known, r.Code)
	}
	for _, flag := range []string{"confirm", "override"} {
		for _, code := range c.StringSlice(flag) {
			if !slices.Contains(known, code) {
				return usage("--%s: unknown code %q: use one that an answer of the gate names", flag, code)
			}
		}
	}
	return nil
}
