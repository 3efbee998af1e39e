package main

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"clearance/check/gate"
	"clearance/check/gate/githook"
)

// gateHookCommand is what a hook runs.
func gateHookCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "hook", Usage: "run by git: judge what is about to be committed or pushed", ArgsUsage: "HOOK PATH…",
		Flags:        gateFlags(),
		OnUsageError: badFlag, HideHelpCommand: true, Hidden: true,
		Action: func(c *cli.Context) error { return runGateHook(c, std) },
	}
}

// runGateHook judges what git is about to do. It reads the files as git holds them, not as they lie in the work tree.
func runGateHook(c *cli.Context, std stdio) error {
	hook, paths := c.Args().First(), c.Args().Tail()
	if !slices.Contains(githook.Hooks, hook) || len(paths) == 0 {
		return usage("this is run by git, as 'clearance gate hook HOOK PATH…'; see 'clearance gate install --help'")
	}
	repo := githook.Repo{Dir: "."}
	about := func() ([]gate.File, error) {
		if hook == "pre-push" {
			return repo.Pushed(c.Context, std.in, paths)
		}
		return repo.Staged(c.Context, paths)
	}
	var judged []gate.File
	err := runGate(c, std, paths, func() (files []gate.File, err error) {
		if watches, err := repo.Watches(c.Context, paths); err != nil || !watches {
			return nil, errors.Join(err, fmt.Errorf("nothing is under %s: if it was moved, run 'clearance gate install' anew", strings.Join(paths, ", ")))
		}
		if judged, err = about(); err != nil {
			return nil, fmt.Errorf("looking what git is about to do: %w", err)
		}
		return judged, nil
	})
	if err == nil && hook != "pre-push" { // git reads its index again once the hook is done
		if again, failed := about(); failed != nil || !reflect.DeepEqual(again, judged) {
			err = errors.Join(errors.New("what is staged was changed while it was judged: commit again"), failed)
		}
	}
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
