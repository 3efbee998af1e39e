package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"clearance/check"
	"clearance/check/gate"
	"clearance/check/gate/report"
)

// clearOutput takes away the report of an earlier run, lest it stand for this one if this one says nothing, and refuses to write over
// what the gate rests on.
func (r *gateRun) clearOutput() error {
	path := r.c.String("output")
	if path == "" {
		return nil
	}
	if err := refuseOver(path, slices.Concat(trailFiles(r.c.String("db")), r.names, r.c.StringSlice("stories"), []string{r.c.String("house")})); err != nil {
		return err
	}
	there, err := os.Stat(path)
	if err != nil || !there.Mode().IsRegular() {
		return nil
	}
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("taking away the report of an earlier run: %w", err)
	}
	return nil
}

// refuseOver refuses to write over what a run rests on.
func refuseOver(path string, rests []string) error {
	there, err := os.Stat(path)
	for _, kept := range rests {
		if other, missing := os.Stat(kept); kept != "" && absolutePath(kept) == absolutePath(path) || err == nil && missing == nil && os.SameFile(there, other) {
			return usage("--output %s would be written over: name another file", path)
		}
	}
	return nil
}

// write shows the answers where they are to be seen. A file has all of them, or is not there.
func (r *gateRun) write(write gateWriter, answers []gate.Answer) error {
	path := r.c.String("output")
	if there, err := os.Stat(path); path == "" || err == nil && !there.Mode().IsRegular() { // such as /dev/stderr
		return r.writeTo(path, write, answers)
	}
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return err
	}
	var all bytes.Buffer
	if err := write(stdio{r.std.in, &all, r.std.err}, answers, r); err != nil {
		return err
	}
	return replaceFile(path, all.Bytes())
}

func (r *gateRun) writeTo(path string, write gateWriter, answers []gate.Answer) error {
	if path == "" {
		return write(r.std, answers, r)
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(stdio{r.std.in, file, r.std.err}, answers, r), file.Close())
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
