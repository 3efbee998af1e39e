package githook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Hooks are the hooks of git that the gate can stand in. A commit that git makes of its own, by cherry-pick, rebase or am, runs none:
// only the push does.
var Hooks = []string{"pre-commit", "pre-merge-commit", "pre-push"}

// mark is how a hook of ours is known, and keptEnd what the name of one that was there before ends with.
const (
	mark    = `# clearance gate: written by "clearance gate install"; "clearance gate uninstall" takes it away.`
	keptEnd = ".before-clearance"
)

// Install writes a hook that runs program with args, after the hook that is there. Where it stands already, it is written anew. It
// gives the path of the hook, and whether another one is run before.
func (r Repo) Install(ctx context.Context, hook, program string, args []string) (path string, chained bool, err error) {
	path, err = r.hookPath(ctx, hook)
	if err != nil {
		return "", false, err
	}
	doing := "installing the hook " + path
	switch ours, err := isOurs(path); {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return "", false, fmt.Errorf("%s: %w", doing, err)
		}
	case err != nil:
		return "", false, fmt.Errorf("%s: %w", doing, err)
	case !ours:
		if err := moveTo(path, path+keptEnd); err != nil {
			return "", false, fmt.Errorf("%s: %w", doing, err)
		}
	}
	if err := writeHook(path, script(hook, program, args)); err != nil {
		return "", false, fmt.Errorf("%s: %w", doing, err)
	}
	_, err = os.Stat(path + keptEnd)
	return path, err == nil, nil
}

// Uninstall takes a hook of ours away, and puts the one back that was there before. It reports whether there was one of ours.
func (r Repo) Uninstall(ctx context.Context, hook string) (was bool, err error) {
	path, err := r.hookPath(ctx, hook)
	if err != nil {
		return false, err
	}
	ours, err := isOurs(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !ours {
		return false, nil
	}
	if err == nil {
		err = os.Remove(path)
	}
	if err == nil {
		if err = moveTo(path+keptEnd, path); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	if err != nil {
		return false, fmt.Errorf("taking the hook %s away: %w", path, err)
	}
	return true, nil
}

// hookPath is where git looks for a hook. A folder of hooks that somebody else keeps is left alone.
func (r Repo) hookPath(ctx context.Context, hook string) (string, error) {
	if set, err := r.line(ctx, "config", "--get", "core.hooksPath"); err == nil && set != "" {
		return "", fmt.Errorf("the hooks of this repository are kept in %s (core.hooksPath), perhaps by another program: "+
			"add to its %s the line 'clearance gate hook %s', with your flags", set, hook, hook)
	}
	top, err := r.Top(ctx)
	if err != nil {
		return "", err
	}
	path, err := Repo{top}.line(ctx, "rev-parse", "--git-path", "hooks/"+hook)
	if err == nil && !filepath.IsAbs(path) {
		path = filepath.Join(top, path)
	}
	return path, err
}

func isOurs(path string) (bool, error) {
	data, err := os.ReadFile(path)
	return bytes.Contains(data, []byte(mark)), err
}

// moveTo renames a file, and overwrites none.
func moveTo(from, to string) error {
	if _, err := os.Lstat(from); err != nil {
		return err
	}
	if _, err := os.Lstat(to); err == nil {
		return fmt.Errorf("%s is in the way: look what it is, and move it", to)
	}
	return os.Rename(from, to)
}

// writeHook writes the script as a whole or not at all.
func writeHook(path, script string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".clearance-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // which is gone once it was renamed
	_, err = f.WriteString(script)
	err = errors.Join(err, f.Chmod(0o755), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// script is the hook. It is closed: where the program is gone, nothing passes. What git tells a hook on its standard input, both
// hooks are told.
func script(hook, program string, args []string) string {
	run, kept := `"$program" gate hook `+hook, `"$kept" "$@"`
	if hook == "pre-push" { // which git tells on standard input what is pushed
		kept, run = `printf '%s\n' "$told" | `+kept, `printf '%s\n' "$told" | `+run
	}
	for _, a := range args {
		run += " " + Quote(a)
	}
	var b strings.Builder
	b.WriteString("#!/bin/sh\n" + mark + "\n")
	if hook == "pre-push" {
		b.WriteString("told=$(cat)\n")
	}
	fmt.Fprintf(&b, "kept=\"$0%s\"\nif [ -x \"$kept\" ]; then\n\t%s || exit\nfi\n", keptEnd, kept)
	fmt.Fprintf(&b, "program=%s\n[ -x \"$program\" ] || program=$(command -v clearance) || {\n", Quote(program))
	b.WriteString("\techo 'clearance: the program is not on this machine, so nothing may pass: install it, or take this hook away' >&2\n\texit 1\n}\n")
	b.WriteString("unset CLEARANCE_POLICY CLEARANCE_HOUSE CLEARANCE_DB # it judges as it was installed\n" + run + "\n")
	return b.String()
}

// plain are words that a shell takes as they are.
var plain = regexp.MustCompile(`^[\w@%+=:,./-]+$`)

// Quote makes a word of a shell command of any text.
func Quote(text string) string {
	if plain.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
