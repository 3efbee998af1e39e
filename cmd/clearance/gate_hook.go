package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"clearance/check/gate"
	"clearance/check/gate/githook"
)

// gateHookCommand is what a hook runs.
func gateHookCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "hook", Usage: "run by git: judge what is about to be committed (pre-commit) or pushed (pre-push)", ArgsUsage: "HOOK PATH…",
		Flags:        append(gateFlags(), &cli.StringFlag{Name: "remote", Usage: "the `NAME` of the remote that is pushed to"}),
		OnUsageError: badFlag, HideHelpCommand: true, Hidden: true,
		Action: func(c *cli.Context) error { return runGateHook(c, std) },
	}
}

// runGateHook judges what git is about to do. It reads the files as git holds them, not as they lie in the work tree.
func runGateHook(c *cli.Context, std stdio) error {
	hook, paths := c.Args().First(), c.Args().Tail()
	if !slices.Contains(githook.Hooks, hook) || len(paths) == 0 {
		return usage("this is run by git, as 'clearance gate hook pre-commit PATH…' or 'pre-push'; see 'clearance gate install --help'")
	}
	repo := githook.Repo{Dir: "."}
	err := runGate(c, std, paths, func() (files []gate.File, err error) {
		if hook == "pre-push" {
			files, err = repo.Pushed(c.Context, c.String("remote"), std.in, paths)
		} else {
			files, err = repo.Staged(c.Context, paths)
		}
		if err != nil {
			return nil, fmt.Errorf("looking what git is about to do: %w", err)
		}
		return files, nil
	})
	if err != nil {
		args, _ := hookArgs(c, absolutePath("."))
		fmt.Fprintf(std.err, "clearance: to look closer, to confirm or to override: clearance gate%s FILE\n", inShell(args[:slices.Index(args, "--")]))
	}
	return err
}

// inShell writes arguments as a shell reads them.
func inShell(args []string) string {
	var b strings.Builder
	for _, a := range args {
		b.WriteString(" " + githook.Quote(a))
	}
	return b.String()
}
