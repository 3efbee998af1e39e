package main

import (
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"clearance/check"
	"clearance/policy"
)

func policyRulesCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "rules", Usage: "list what the rules can find, and what each finding does to the verdict",
		Description: "Examples:\n" +
			"  clearance policy rules                                    the built-in rules\n" +
			"  clearance policy rules --policy my-rules --house us.yaml  those of a directory, as this house raises them\n" +
			"  clearance policy rules --format md > RULES.md             as a page for people\n" +
			"  clearance policy rules --json | jq -r 'select(.effect == \"block\").code'",
		Flags: append(ruleFlags(),
			&cli.StringFlag{Name: "format", Value: "text", Usage: "text, json or md"},
			&cli.BoolFlag{Name: "json", Usage: "the same as --format json: one rule a line"},
		),
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runPolicyRules(c, std) },
	}
}

func runPolicyRules(c *cli.Context, std stdio) error {
	if c.NArg() > 0 {
		return usage("policy rules takes no files: %q; name a directory of rules with --policy", c.Args().First())
	}
	format := c.String("format")
	if c.Bool("json") {
		if c.IsSet("format") && format != "json" {
			return usage("--json and --format %s contradict each other", format)
		}
		format = "json"
	}
	show, known := map[string]func(io.Writer, []shownRule) error{"text": rulesText, "json": rulesJSON, "md": rulesPage}[format]
	if !known {
		return usage("unknown format %q: use text, json or md", format)
	}
	rules, err := loadRules(c)
	if err != nil {
		return err
	}
	var all []shownRule
	for _, rule := range rules.Rules() {
		shown := shownRule{Rule: rule, Written: rule.Effect}
		shown.Effect = rules.Effect(rule)
		shown.File = path.Join(filepath.ToSlash(c.String("policy")), rule.File)
		all = append(all, shown)
	}
	return show(std.out, all)
}

// shownRule is a rule as a list shows it: its effect is what it does in this house.
type shownRule struct {
	policy.Rule
	Written policy.Effect `json:"written_effect"` // what METADATA says; milder than effect where the house raises it
}

// effect says what the rule does, and whether the house had it do so.
func (r shownRule) effect() string {
	if r.Effect != r.Written {
		return fmt.Sprintf("%s (the house raises it from %s)", r.Effect, r.Written)
	}
	return string(r.Effect)
}

func rulesText(w io.Writer, rules []shownRule) error {
	var b strings.Builder
	for i, r := range rules {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s  %s\n", r.Code, r.effect())
		lines := []string{r.Title, r.Detail, "→ " + r.Remedy}
		if len(r.Facts) > 0 {
			lines = append(lines, "facts: "+strings.Join(r.Facts, ", "))
		}
		for _, line := range append(lines, fmt.Sprintf("%s:%d", r.File, r.Line)) {
			fmt.Fprintf(&b, "    %s\n", check.Visible(line))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func rulesJSON(w io.Writer, rules []shownRule) error {
	for _, r := range rules {
		if err := writeJSON(w, r); err != nil {
			return err
		}
	}
	return nil
}

// rulesPage is a page in Markdown, with a section for each topic.
func rulesPage(w io.Writer, rules []shownRule) error {
	cell := strings.NewReplacer("|", `\|`, "<", "&lt;")
	var b strings.Builder
	b.WriteString("# Rules\n")
	topic := ""
	for _, r := range rules {
		if r.Topic != topic {
			topic = r.Topic
			fmt.Fprintf(&b, "\n## %s\n\n| code | effect | title | detail | remedy | facts | where |\n|---|---|---|---|---|---|---|\n", topic)
		}
		cells := []string{
			"`" + r.Code + "`", r.effect(), r.Title, r.Detail, r.Remedy, strings.Join(r.Facts, ", "), fmt.Sprintf("%s:%d", r.File, r.Line),
		}
		for _, text := range cells {
			b.WriteString("| " + cell.Replace(check.Visible(text)) + " ")
		}
		b.WriteString("|\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
