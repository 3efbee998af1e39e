package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"clearance/audit"
	"clearance/check"
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
		fmt.Fprintf(&b, "          approved by %s, asked for by %s, until %s; answers that passed by it: %d\n", check.Visible(strings.Join(v.ApprovedBy, " and ")),
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
