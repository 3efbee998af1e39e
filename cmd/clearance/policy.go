package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"

	"github.com/urfave/cli/v2"

	"clearance/policy"
	"clearance/rights"
)

func policyCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "policy", Usage: "look at the rules, and write, test and try rules of your own",
		Subcommands: []*cli.Command{
			policyRulesCommand(std), policyInitCommand(std), policyTestCommand(std), policyTryCommand(std), policyIndexCommand(std),
		},
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usage("name a command: rules, init, test, try or index; see 'clearance policy --help'")
			}
			return usage("unknown command %q: see 'clearance policy --help'", "policy "+c.Args().First())
		},
	}
}

func policyIndexCommand(std stdio) *cli.Command {
	return &cli.Command{
		Name: "index", Usage: "write index/data.json of a directory anew, as its rules' METADATA says", ArgsUsage: "DIR",
		Description: "Only stock opa reads this file; clearance makes its own from METADATA.\n\n" +
			"Examples:\n" +
			"  clearance policy index my-rules     after a rule was added, removed or given another effect",
		OnUsageError: badFlag, HideHelpCommand: true,
		Action: func(c *cli.Context) error { return runPolicyIndex(c, std) },
	}
}

func runPolicyIndex(c *cli.Context, std stdio) error {
	if c.NArg() != 1 || c.Args().First() == "" {
		return usage("name one directory of rules, such as 'clearance policy index my-rules'")
	}
	dir := c.Args().First()
	rules, err := loadPolicy(c.Context, dir, rights.House{})
	if err != nil {
		return err
	}
	index, err := rules.Index()
	if err != nil {
		return err
	}
	file := filepath.Join(dir, filepath.FromSlash(policy.IndexFile))
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, index) {
		fmt.Fprintf(std.err, "clearance: %s is as METADATA says\n", file)
		return nil
	}
	if err := replaceFile(file, index); err != nil {
		return fmt.Errorf("writing the index: %w", err)
	}
	fmt.Fprintf(std.err, "clearance: wrote %s\n", file)
	return nil
}

// replaceFile writes a file as a whole or leaves the old one.
func replaceFile(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // which is gone once it was renamed
	_, err = f.Write(content)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// staleIndex reports whether stock opa would read other effects from a folder than METADATA says.
func staleIndex(rules *policy.Policy, fsys fs.FS) (bool, error) {
	index, err := rules.Index()
	if err != nil {
		return false, err
	}
	var fresh, old any
	if err := json.Unmarshal(index, &fresh); err != nil {
		return false, err
	}
	kept, err := fs.ReadFile(fsys, policy.IndexFile)
	return err != nil || json.Unmarshal(kept, &old) != nil || !reflect.DeepEqual(fresh, old), nil
}

// placeIn is where a line of a policy's file is found from here.
func placeIn(dir, file string, line int) string {
	return fmt.Sprintf("%s:%d", path.Join(filepath.ToSlash(dir), file), line)
}
