package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"clearance/check"
	"clearance/check/gate"
	"clearance/check/gate/report"
)

// gateOutput is where answers are written.
func gateOutput(c *cli.Context, std stdio) (out stdio, done func() error, err error) {
	path := c.String("output")
	if path == "" {
		return std, func() error { return nil }, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return std, nil, fmt.Errorf("writing the answers: %w", err)
	}
	std.out = file
	return std, file.Close, nil
}

// A gateWriter shows answers.
type gateWriter func(std stdio, answers []gate.Answer, r *gateRun) error

func gateFormatNames() []string {
	return append([]string{"text", "json"}, slices.Sorted(maps.Keys(report.Formats))...)
}

func gateFormat(c *cli.Context) (gateWriter, error) {
	name := c.String("format")
	if c.Bool("json") {
		if c.IsSet("format") && name != "json" {
			return nil, usage("--json and --format %s contradict each other", name)
		}
		name = "json"
	}
	switch write, ok := report.Formats[name]; {
	case name == "text":
		return writeGateText, nil
	case name == "json":
		return writeGateJSON, nil
	case !ok:
		return nil, usage("unknown format %q: use one of %s", name, strings.Join(gateFormatNames(), ", "))
	default:
		return func(std stdio, answers []gate.Answer, r *gateRun) error {
			tool := report.Tool{Version: version()}
			if r.rules != nil {
				tool.Rules = r.rules.Rules()
			}
			return write(std.out, answers, tool)
		}, nil
	}
}

func writeGateJSON(std stdio, answers []gate.Answer, _ *gateRun) error {
	for _, a := range answers {
		if err := writeJSON(std.out, a); err != nil {
			return err
		}
	}
	return nil
}

// writeGateText shows the answers one by one, and what to do about those that do not pass.
func writeGateText(std stdio, answers []gate.Answer, r *gateRun) error {
	style := check.Style{Color: colored(std.out)}
	stopped := 0
	for i, a := range answers {
		if i > 0 && (!a.Verdict.Clears() || !answers[i-1].Verdict.Clears()) {
			fmt.Fprintln(std.out)
		}
		if err := a.WriteText(std.out, style); err != nil {
			return err
		}
		if !a.Passes {
			stopped++
		}
	}
	for _, code := range gate.Idle(answers, r.c.StringSlice("confirm")) {
		fmt.Fprintf(std.err, "clearance: --confirm %s confirms nothing: no condition waits for it\n", code)
	}
	if stopped > 0 {
		_, err := fmt.Fprintf(std.out, "\n%d of %d files may not be published\n", stopped, len(answers))
		return err
	}
	return nil
}
