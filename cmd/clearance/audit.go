package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/urfave/cli/v2"

	"clearance/audit"
	"clearance/check"
	"clearance/policy"
	"clearance/rights"
)

func auditCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "audit", Usage: "look into the trail of recorded decisions, sign it and check it",
		Subcommands: []*cli.Command{
			auditListCommand(std), auditShowCommand(std), auditStatusCommand(std), auditKeygenCommand(std), auditCheckpointCommand(std),
			auditVerifyCommand(std), auditConsistencyCommand(std), auditReplayCommand(std), auditEraseCommand(std),
			auditOverridesCommand(std), auditSettleCommand(std),
		},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usage("name a command, such as list or show; see 'clearance audit --help'")
			}
			return usage("unknown command %q: see 'clearance audit --help'", "audit "+c.Args().First())
		},
	}
}

func auditListCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "list", Usage: "list entries, oldest first",
		Description: "Examples:\n" +
			"  clearance audit list --verdict blocked --since 2026-11-01T00:00:00Z\n" +
			"  clearance audit list --story LVAC3E7SOXFSZZRMOKUZF9KEMHT5 --json",
		Flags:        append(filterFlags(), dbFlag(), &cli.BoolFlag{Name: "json", Usage: "one entry a line"}),
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runAuditList(c, std) },
	}
}

// filterFlags say which entries are meant.
func filterFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "story", Usage: "decisions on one story: its identifier, or the SHA-256 of a record, `ID`"},
		&cli.StringFlag{Name: "verdict", Usage: "cleared, referred or blocked, `V`"},
		&cli.StringFlag{Name: "action", Usage: "sell, publish, archive, modify or train, `A`"},
		&cli.StringFlag{Name: "since", Usage: "recorded at this instant or later, RFC 3339 `T`"},
		&cli.StringFlag{Name: "until", Usage: "recorded before this instant, RFC 3339 `T`"},
		&cli.IntFlag{Name: "limit", Usage: "at most `N` entries"},
	}
}

func runAuditList(c *cli.Context, std stdio) (err error) {
	if c.NArg() > 0 {
		return usage("audit list takes no files: %q", c.Args().First())
	}
	filter, err := auditFilter(c)
	if err != nil {
		return err
	}
	log, err := audit.OpenReadOnly(c.String("db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	listed := 0
	for entry, err := range log.List(filter) {
		if err == nil {
			err = c.Context.Err()
		}
		if err == nil {
			err = showEntry(std.out, entry, c.Bool("json"), check.Style{Color: colored(std.out)})
		}
		if err != nil {
			return err
		}
		listed++
	}
	if listed == 0 {
		fmt.Fprintln(std.err, "clearance: no entry matches")
	}
	return nil
}

func auditFilter(c *cli.Context) (f audit.Filter, err error) {
	f = audit.Filter{Story: c.String("story"), Verdict: policy.Verdict(c.String("verdict")), Action: c.String("action"), Limit: c.Int("limit")}
	switch f.Verdict {
	case "", policy.Cleared, policy.Referred, policy.Blocked:
	default:
		return f, usage("unknown verdict %q: use cleared, referred or blocked", f.Verdict)
	}
	if f.Action != "" {
		if _, err := (rights.Asked{Action: f.Action}).Question(time.Time{}); err != nil {
			return f, usage("%w", err)
		}
	}
	if f.Limit < 0 {
		return f, usage("--limit %d: use a number above 0", f.Limit)
	}
	for flag, into := range map[string]*time.Time{"since": &f.Since, "until": &f.Until} {
		if text := c.String(flag); text != "" {
			if *into, err = rights.ParseInstant(text); err != nil {
				return f, usage("--%s: %w", flag, err)
			}
		}
	}
	return f, nil
}

// entryLine is an entry in a list, as JSON.
type entryLine struct {
	Entry    int64          `json:"entry"`
	Recorded time.Time      `json:"recorded"`
	Kind     audit.Kind     `json:"kind"`
	Run      int64          `json:"run"`
	Verdict  policy.Verdict `json:"verdict,omitempty"`
	Action   string         `json:"action,omitempty"`
	AsOf     *time.Time     `json:"as_of,omitempty"`
	Until    *time.Time     `json:"good_until,omitempty"`
	Story    string         `json:"story,omitempty"`
	Title    string         `json:"title,omitempty"`
	SHA256   string         `json:"sha256,omitempty"`
	Policy   string         `json:"policy,omitempty"`
}

func showEntry(w io.Writer, e audit.Entry, asJSON bool, style check.Style) error {
	if asJSON {
		line := entryLine{e.Seq, e.Recorded, e.Kind, e.Run, e.Verdict, e.Action, nil, e.GoodUntil, e.StoryID, e.Title, e.SHA256, e.Policy}
		if !e.AsOf.IsZero() {
			line.AsOf = &e.AsOf
		}
		return writeJSON(w, line)
	}
	what := style.Verdict(e.Verdict, fmt.Sprintf("%-9s", e.Verdict))
	if e.Verdict == "" {
		what = fmt.Sprintf("%-9s", e.Kind)
	}
	story := e.StoryID
	if story == "" && e.SHA256 != "" {
		story = "sha256:" + e.SHA256[:min(12, len(e.SHA256))] + "…"
	}
	if e.Kind == audit.KindGate { // whose verdict is that of a piece
		story = "gate"
	}
	_, err := fmt.Fprintf(w, "%8d  %s  %s  %-7s  %-28s  %s\n",
		e.Seq, e.Recorded.Format(time.RFC3339), what, e.Action, check.Visible(story), check.Visible(e.Title))
	return err
}

// writeJSON writes one value on one line, its text as it is.
func writeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}

func auditShowCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "show", Usage: "show everything that one entry keeps", ArgsUsage: "N",
		Description: "Examples:\n" +
			"  clearance audit show 17             the answer with the quoted words, who asked, under which policy\n" +
			"  clearance audit show --json 17      the same with every payload as it is stored",
		Flags:        []cli.Flag{dbFlag(), &cli.BoolFlag{Name: "json", Usage: "everything as one JSON object"}},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runAuditShow(c, std) },
	}
}

func runAuditShow(c *cli.Context, std stdio) (err error) {
	seq, err := strconv.ParseInt(c.Args().First(), 10, 64)
	if c.NArg() != 1 || err != nil || seq < 0 {
		return usage("name one entry by its number, such as 'clearance audit show 17'")
	}
	log, err := audit.OpenReadOnly(c.String("db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	record, err := log.Get(seq)
	if err != nil {
		return err
	}
	shown, err := check.Show(record)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return writeJSON(std.out, shown)
	}
	return shown.WriteText(std.out, check.Style{Color: colored(std.out)})
}
