package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"clearance/audit"
	"clearance/check"
	"clearance/check/gate"
	"clearance/policy"
)

func auditOverridesCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "overrides", Usage: "list what was let pass though the gate stopped it, by whom, why, and what became of it",
		Description: "Examples:\n" +
			"  clearance audit overrides\n" +
			"  clearance audit overrides --open --json          those that nobody has settled",
		Flags: []cli.Flag{dbFlag(), &cli.BoolFlag{Name: "open", Usage: "only those that were not settled, or not for good"},
			&cli.BoolFlag{Name: "json", Usage: "one override a line"}},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runAuditOverrides(c, std) },
	}
}

// overrideLine is one override with what it let pass, and what became of it.
type overrideLine struct {
	Entry      int64             `json:"entry"`
	Recorded   time.Time         `json:"recorded"`
	Erased     bool              `json:"erased"`     // nothing else is known of it
	Override   *audit.Override   `json:"override"`   // null once erased
	Passed     []int64           `json:"passed"`     // the answers of the gate that rest on it, by their entries
	Settlement *audit.Settlement `json:"settlement"` // the last one, null where there is none
	Settled    *time.Time        `json:"settled"`
}

// isOpen reports whether a settlement is still owed: there is none, or it could not say.
func (o overrideLine) isOpen() bool {
	return o.Settlement == nil || o.Settlement.Verdict == policy.Referred
}

// overrides gives those of a trail, oldest first.
func overrides(log *audit.Log, give func(overrideLine, *audit.Record, []*audit.Record) error) error {
	for entry, err := range log.List(audit.Filter{Kind: audit.KindOverride}) {
		if err != nil {
			return err
		}
		record, err := log.Get(entry.Seq)
		if err != nil {
			return err
		}
		gates, err := log.GatesBy(entry.Seq)
		if err != nil {
			return err
		}
		settlements, err := log.Settlements(entry.Seq)
		if err != nil {
			return err
		}
		line := overrideLine{Entry: entry.Seq, Recorded: entry.Recorded, Override: record.Override, Erased: record.Override == nil, Passed: []int64{}}
		for _, g := range gates {
			line.Passed = append(line.Passed, g.Seq)
		}
		if n := len(settlements); n > 0 {
			line.Settlement, line.Settled = settlements[n-1].Settlement, &settlements[n-1].Recorded
		}
		if err := give(line, record, gates); err != nil {
			return err
		}
	}
	return nil
}

func runAuditOverrides(c *cli.Context, std stdio) (err error) {
	if c.NArg() > 0 {
		return usage("audit overrides takes no files: %q", c.Args().First())
	}
	log, err := audit.OpenReadOnly(c.String("db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	listed := 0
	err = overrides(log, func(line overrideLine, _ *audit.Record, _ []*audit.Record) error {
		if c.Bool("open") && !line.isOpen() {
			return nil
		}
		listed++
		if c.Bool("json") {
			return writeJSON(std.out, line)
		}
		return line.writeText(std.out, check.Style{Color: colored(std.out)})
	})
	if err == nil && listed == 0 {
		fmt.Fprintln(std.err, "clearance: no override is there")
	}
	return err
}

func (o overrideLine) writeText(w io.Writer, s check.Style) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  %s\n", s.Bold(fmt.Sprintf("%8d", o.Entry)), o.Recorded.Format(time.RFC3339), o.became(s))
	if o.Override == nil {
		b.WriteString("          what names the piece was erased\n")
	} else {
		v := o.Override
		fmt.Fprintf(&b, "          %s  %s\n", check.Visible(v.Piece.From), s.Dim("sha256:"+v.Piece.SHA256))
		fmt.Fprintf(&b, "          why: %s\n", check.Visible(v.Note))
		fmt.Fprintf(&b, "          approved by %s, asked for by %s, until %s; passed %d times\n", check.Visible(strings.Join(v.ApprovedBy, " and ")),
			check.Visible(v.Actor), v.Until.UTC().Format(time.RFC3339), len(o.Passed))
		for _, one := range v.Against {
			fmt.Fprintf(&b, "          in spite of %s\n", check.Visible(strings.TrimSpace(one.Code+"  "+one.Story)))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// became says what became of an override.
func (o overrideLine) became(s check.Style) string {
	switch {
	case o.Settlement == nil:
		return s.Verdict(policy.Referred, "not settled yet")
	case o.Settlement.Verdict.Clears():
		return s.Verdict(policy.Cleared, "settled: it was right to pass")
	case o.Settlement.Verdict == "":
		return s.Verdict(policy.Referred, "open: it could not be judged again, "+strings.Join(o.Settlement.Against, ", "))
	case o.Settlement.Verdict == policy.Referred:
		return s.Verdict(policy.Referred, "open: a person must decide, "+strings.Join(o.Settlement.Against, ", "))
	}
	return s.Verdict(policy.Blocked, "should not have passed: "+strings.Join(o.Settlement.Against, ", "))
}

func auditSettleCommand(std stdio) *cli.Command {
	flags := append(ruleFlags(),
		&cli.StringSliceFlag{Name: "stories", Usage: "look for the stories in `DIR` or file; may be given several times"},
		dbFlag(), actorFlag(), maxRecordFlag(), &cli.BoolFlag{Name: "json", Usage: "one override a line"},
		&cli.BoolFlag{Name: "all", Usage: "those that are settled, too"})
	return &cli.Command{
		Name: "settle", Usage: "judge again what overrides let pass, and name those that should not have passed", ArgsUsage: "[N…]",
		Description: "Each override that is not settled, or those named by their entries, is judged again: by the records that the archive has\n" +
			"now and the policy of now, as of the moment at which it was let pass. What becomes of it is recorded.\n\n" +
			"Examples:\n" +
			"  clearance audit settle --house house.yaml --stories archive/\n" +
			"  clearance audit settle --stories archive/ 17\n\n" +
			"Exit codes: 0 all of them were right to pass, 1 one was not, or nobody can tell, 2 usage.",
		Flags: flags, OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runAuditSettle(c, std) },
	}
}

func runAuditSettle(c *cli.Context, std stdio) (err error) {
	named, err := entriesNamed(c)
	if err != nil {
		return err
	}
	rules, err := loadRules(c)
	if err != nil {
		return err
	}
	log, err := audit.Open(c.String("db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	run, err := beginRun(c, log, rules)
	if err != nil {
		return err
	}
	defer func() {
		_, ending := run.End(c.Context.Err() != nil)
		err = errors.Join(err, ending)
	}()
	g := gate.Gate{
		Checker: &check.Checker{Policy: rules, Log: log, Run: run}, Actor: actor(c),
		Archive: check.Sources{Paths: c.StringSlice("stories"), Limit: c.Int("max-record"), Skip: trailFiles(c.String("db"))},
	}
	settled, wrong := 0, 0
	err = overrides(log, func(line overrideLine, record *audit.Record, gates []*audit.Record) error {
		if wanted, one := named[line.Entry]; len(named) > 0 && !one || len(named) == 0 && !c.Bool("all") && !line.isOpen() {
			return nil
		} else if wanted {
			named[line.Entry] = false
		}
		settled++
		if line.Erased {
			wrong++
			fmt.Fprintf(std.err, "clearance: override %d cannot be settled: what it let pass was erased\n", line.Entry)
			return nil
		}
		answer, err := g.Settle(c.Context, record, gates)
		if err != nil {
			return err
		}
		if !answer.Verdict.Clears() {
			wrong++
		}
		if c.Bool("json") {
			return writeJSON(std.out, settledLine{line.Entry, answer})
		}
		return writeSettled(std.out, line, answer, check.Style{Color: colored(std.out)})
	})
	if err != nil {
		return err
	}
	for seq, missing := range named {
		if missing {
			return fmt.Errorf("entry %d is no override: 'clearance audit overrides' lists them", seq)
		}
	}
	if settled == 0 {
		fmt.Fprintln(std.err, "clearance: no override is open")
	}
	if wrong > 0 {
		return exitError{code: exitFailed}
	}
	return nil
}

// settledLine is an override that was judged again, as JSON.
type settledLine struct {
	Override int64       `json:"override"`
	Answer   gate.Answer `json:"answer"`
}

// entriesNamed are the entries that the command line names.
func entriesNamed(c *cli.Context) (map[int64]bool, error) {
	named := map[int64]bool{}
	for _, arg := range c.Args().Slice() {
		seq, err := strconv.ParseInt(arg, 10, 64)
		if err != nil || seq < 0 {
			return nil, usage("%q is no entry: name overrides by their numbers, as 'clearance audit overrides' lists them", arg)
		}
		named[seq] = true
	}
	return named, nil
}

func writeSettled(w io.Writer, o overrideLine, a gate.Answer, s check.Style) error {
	word := "it was right to pass"
	switch {
	case !a.Judged:
		word = "nobody can tell whether it should have passed"
	case a.Verdict == policy.Referred:
		word = "a person must decide whether it should have passed"
	case !a.Verdict.Clears():
		word = "it should not have passed"
	}
	if _, err := fmt.Fprintf(w, "%s  %s\n", s.Bold(fmt.Sprintf("override %d", o.Entry)), s.Verdict(a.Verdict, word)); err != nil {
		return err
	}
	return a.WriteText(w, s)
}
