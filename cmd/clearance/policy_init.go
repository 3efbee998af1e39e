package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/urfave/cli/v2"

	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
)

//go:embed policy_init.md
var initReadme []byte

func policyInitCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "init", Usage: "write the built-in rules with their tests into a new directory, to change them there", ArgsUsage: "DIR",
		Description: "The directory must not exist, or be empty. Its README.md says how to go on, with stock opa too.\n\n" +
			"Examples:\n" +
			"  clearance policy init my-rules                        write them; then change a rule, and\n" +
			"  clearance policy test my-rules                        see whether its tests still pass,\n" +
			"  clearance policy try my-rules archive/                what would change,\n" +
			"  clearance check --policy my-rules story.txt           and judge by them",
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runPolicyInit(c, std) },
	}
}

func runPolicyInit(c *cli.Context, std stdio) error {
	if c.NArg() != 1 || c.Args().First() == "" {
		return usage("name one directory to write to, such as 'clearance policy init my-rules'")
	}
	dir := c.Args().First()
	files, err := initFiles()
	if err != nil {
		return err
	}
	if err := writeNew(c.Context, dir, files); err != nil {
		return fmt.Errorf("writing the rules: %w", err)
	}
	fmt.Fprintf(std.err, "clearance: wrote the rules and their tests to %s; read %s\n", dir, filepath.Join(dir, "README.md"))
	return nil
}

// initFiles are the files of a directory of rules, by slash-separated path.
func initFiles() (map[string][]byte, error) {
	capabilities, err := policy.Capabilities()
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{
		"README.md": initReadme, "opa/capabilities.json": capabilities, "opa/input.schema.json": rights.InputSchema,
	}
	err = fs.WalkDir(rego.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(rego.Files, name)
		return err
	})
	return files, err
}

// writeNew writes files into a directory that does not exist yet, or is empty. If it fails, it takes away what it wrote.
func writeNew(ctx context.Context, dir string, files map[string][]byte) (err error) {
	remove := func() error { return os.RemoveAll(dir) }
	if err := os.Mkdir(dir, 0o755); errors.Is(err, fs.ErrExist) {
		there, err := os.ReadDir(dir)
		if err != nil {
			return fmt.Errorf("%w; name a new directory", err)
		}
		if len(there) > 0 {
			return fmt.Errorf("%s is not empty, and nothing is overwritten; name a new directory", dir)
		}
		remove = func() error { return empty(dir) }
	} else if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, remove())
		}
	}()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := createFile(filepath.Join(dir, filepath.FromSlash(name)), files[name]); err != nil {
			return err
		}
	}
	return nil
}

// empty removes what a directory holds.
func empty(dir string) error {
	there, err := os.ReadDir(dir)
	for _, entry := range there {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, entry.Name())))
	}
	return err
}

// createFile writes a file that must not exist yet.
func createFile(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}
