package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"clearance/check/gate/githook"
)

func gateInstallCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "install", Usage: "have git ask the gate before commits, merges and pushes", ArgsUsage: "PATH…",
		Description: "Writes hooks into the repository of this folder, for pre-commit, pre-merge-commit and pre-push. They judge the files under each PATH that a\n" +
			"commit or a push adds or changes, as git holds them. A hook that is there is run first, and put back by 'gate uninstall'.\n" +
			"All flags are kept in the hooks.\n\n" +
			"Examples:\n" +
			"  clearance gate install --house house.yaml --channel web-uk --stories archive content/\n" +
			"  clearance gate uninstall",
		Flags:        append(gateFlags(), hookFlag()),
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runGateInstall(c, std) },
	}
}

func hookFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "hook", Usage: "only this one, pre-commit, pre-merge-commit or pre-push, `HOOK`"}
}

func gateUninstallCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "uninstall", Usage: "take the gate's hooks out of the repository of this folder",
		Flags: []cli.Flag{hookFlag()}, OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runGateUninstall(c, std) },
	}
}

// hooksAsked are the hooks that a command is about.
func hooksAsked(c *cli.Context) ([]string, error) {
	asked := c.StringSlice("hook")
	for _, hook := range asked {
		if !slices.Contains(githook.Hooks, hook) {
			return nil, usage("unknown hook %q: use %s", hook, strings.Join(githook.Hooks, " or "))
		}
	}
	if len(asked) == 0 {
		return githook.Hooks, nil
	}
	return asked, nil
}

func runGateInstall(c *cli.Context, std stdio) error {
	hooks, err := hooksAsked(c)
	if err != nil {
		return err
	}
	if c.NArg() == 0 {
		return usage("name the folders or files that are published, such as 'clearance gate install … content/'; . is all of them")
	}
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("installing the hooks: %w", err)
	}
	repo := githook.Repo{Dir: "."}
	top, err := repo.Top(c.Context)
	if err != nil {
		return fmt.Errorf("installing the hooks: %w", err)
	}
	if err := checkPaths(c.Args().Slice(), top); err != nil {
		return err
	}
	if err := tryGate(c, std, top); err != nil {
		return err
	}
	args, err := hookArgs(c, top)
	if err != nil {
		return err
	}
	for _, hook := range hooks {
		path, chained, err := repo.Install(c.Context, hook, program, args)
		if err != nil {
			return err
		}
		after := ""
		if chained {
			after = ", behind the one that was there"
		}
		fmt.Fprintf(std.err, "clearance: installed %s%s\n", path, after)
	}
	return nil
}

// checkPaths refuses paths under which a hook would never find anything. Patterns are git's; with a colon they are not of a folder.
func checkPaths(paths []string, top string) error {
	for _, path := range paths {
		switch _, err := os.Lstat(path); {
		case strings.HasPrefix(path, ":") && fromTop(top, path) != path:
			return usage("%s is a pattern of git's: give it from the top folder %s", path, top)
		case err != nil && !strings.ContainsAny(path, ":*?["):
			return usage("%s: no such file or directory: a hook that looks there would let everything pass", path)
		}
	}
	return nil
}

// tryGate refuses settings that would stop everything, before a hook has them.
func tryGate(c *cli.Context, std stdio, top string) error {
	for _, flag := range []string{"override", "note", "approved-by", "confirm", "at", "from", "until"} {
		if c.IsSet(flag) {
			return usage("--%s is for one piece, not for a hook: ask the gate itself", flag)
		}
	}
	r := &gateRun{c: c, std: std}
	if err := r.tryOut(c.Context); err != nil {
		return err
	}
	db := c.String("db")
	log, err := r.open()
	if err != nil {
		return err
	}
	if within := fromTop(top, db); !filepath.IsAbs(within) && !strings.HasPrefix(within, ".git"+string(filepath.Separator)) {
		fmt.Fprintf(std.err, "clearance: the trail %s is in the work tree: keep it out of git, with a line in .git/info/exclude\n", db)
	}
	return log.Close()
}

// absolutePath is a path from the root; as it stands where nobody knows.
func absolutePath(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// pathFlags are those whose values are paths. A hook has them from the root: git can be told of another work tree.
var pathFlags = []string{"stories", "policy", "house", "db", "output"}

// hookArgs are the flags and paths of this command for a hook. What it watches is named from the top folder, in which git runs it.
func hookArgs(c *cli.Context, top string) (args []string, err error) {
	for _, f := range gateFlags() {
		name := f.Names()[0]
		if !c.IsSet(name) && name != "db" || name == "begin" || name == "actor" {
			continue
		}
		values := []string{c.String(name)}
		switch f.(type) {
		case *cli.StringSliceFlag:
			values = c.StringSlice(name)
		case *cli.DurationFlag:
			values = []string{c.Duration(name).String()}
		case *cli.IntFlag:
			values = []string{fmt.Sprint(c.Int(name))}
		case *cli.BoolFlag:
			args = append(args, "--"+name)
			continue
		}
		for _, value := range values {
			if slices.Contains(pathFlags, name) {
				value = absolutePath(value)
			}
			args = append(args, "--"+name, value)
		}
	}
	args = append(args, "--")
	for _, path := range c.Args().Slice() {
		args = append(args, fromTop(top, path))
	}
	return args, nil
}

// fromTop names a path as the top folder sees it, and from the root where it lies elsewhere.
func fromTop(top, path string) string {
	abs := absolutePath(path)
	if real, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil { // git gives the top without links
		abs = filepath.Join(real, filepath.Base(abs))
	}
	within, err := filepath.Rel(top, abs)
	if err != nil || within == ".." || strings.HasPrefix(within, ".."+string(filepath.Separator)) {
		return abs
	}
	return within
}

func runGateUninstall(c *cli.Context, std stdio) error {
	hooks, err := hooksAsked(c)
	if err != nil {
		return err
	}
	if c.NArg() > 0 {
		return usage("gate uninstall takes no files: %q", c.Args().First())
	}
	for _, hook := range hooks {
		was, err := githook.Repo{Dir: "."}.Uninstall(c.Context, hook)
		if err != nil {
			return err
		}
		if was {
			fmt.Fprintf(std.err, "clearance: took the %s hook away\n", hook)
		} else {
			fmt.Fprintf(std.err, "clearance: no %s hook of the gate is there\n", hook)
		}
	}
	return nil
}

// tryOut loads what a run needs, and judges nothing.
func (r *gateRun) tryOut(ctx context.Context) error {
	house, err := loadHouse(r.c.String("house"))
	if err != nil {
		return err
	}
	if _, _, err := gateQuestion(r.c, house, r.start); err != nil {
		return err
	}
	_, err = loadPolicy(ctx, r.c.String("policy"), house)
	return err
}
