package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"

	"github.com/urfave/cli/v2"

	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
)

// ruleFlags say which rules judge, and for which house.
func ruleFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "policy", EnvVars: []string{"CLEARANCE_POLICY"}, Usage: "judge by the rules in `DIR` in place of the built-in ones"},
		&cli.StringFlag{Name: "house", EnvVars: []string{"CLEARANCE_HOUSE"}, Usage: "facts about whoever runs this, a YAML `FILE`"},
	}
}

// loadRules loads the policy that the flags name. A policy or a house with anything wrong in it judges nothing.
func loadRules(c *cli.Context) (*policy.Policy, error) {
	house, err := loadHouse(c.String("house"))
	if err != nil {
		return nil, err
	}
	return loadPolicy(c.Context, c.String("policy"), house)
}

// rulesIn opens the rules of a directory, and says how to call them; "" means the built-in ones.
func rulesIn(dir string) (fsys fs.FS, name string, err error) {
	if dir == "" {
		return rego.Files, "the built-in rules", nil
	}
	if info, err := os.Stat(dir); err != nil {
		return nil, "", fmt.Errorf("loading the policy: %w", err)
	} else if !info.IsDir() {
		return nil, "", fmt.Errorf("loading the policy: %s is no directory", dir)
	}
	return os.DirFS(dir), dir, nil
}

// loadPolicy loads the rules of a directory; "" means the built-in ones.
func loadPolicy(ctx context.Context, dir string, house rights.House) (*policy.Policy, error) {
	fsys, name, err := rulesIn(dir)
	if err != nil {
		return nil, err
	}
	load := policy.Load
	if dir == "" {
		load = policy.LoadBuiltIn
	}
	rules, err := load(ctx, fsys, house)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rules, nil
}

// loadHouse reads a house file; "" is a house that states nothing.
func loadHouse(path string) (rights.House, error) {
	if path == "" {
		return rights.House{}, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return rights.House{}, fmt.Errorf("reading the house file: %w", err)
	}
	house, err := rights.ReadHouse(data)
	if err != nil {
		return rights.House{}, fmt.Errorf("reading the house file %s: %w", path, err)
	}
	return house, nil
}
