// Package githook puts the gate into git: what is about to be committed or pushed is judged first.
//
// Everything is asked of the git program itself, so that its settings, worktrees and the index of the commit at hand count.
package githook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Repo is a work tree of git.
type Repo struct {
	Dir string // any folder in it
}

// git runs git and gives what it prints.
func (r Repo) git(ctx context.Context, stdin []byte, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir, cmd.Stdin, cmd.Env = r.Dir, bytes.NewReader(stdin), environment()
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	if err := cmd.Run(); err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) && talk.Len() > 0 {
			err = errors.New(strings.TrimSpace(talk.String()))
		}
		return nil, fmt.Errorf("git %s: %w", args[0], errors.Join(err, ctx.Err()))
	}
	return out.Bytes(), nil
}

// environment is this process's, without what makes git look at other objects than those that it will commit or push: replacements and
// grafts. Git's own folder of programs is not taken from it either.
func environment() []string {
	env := slices.DeleteFunc(os.Environ(), func(set string) bool {
		name, _, _ := strings.Cut(set, "=")
		return slices.Contains([]string{"GIT_REPLACE_REF_BASE", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_EXEC_PATH"}, name)
	})
	return append(env, "GIT_NO_REPLACE_OBJECTS=1")
}

// line is the one line that git prints.
func (r Repo) line(ctx context.Context, args ...string) (string, error) {
	out, err := r.git(ctx, nil, args...)
	return strings.TrimSuffix(string(out), "\n"), err
}

// Top is the top folder of the work tree, from which git runs hooks.
func (r Repo) Top(ctx context.Context) (string, error) {
	return r.line(ctx, "rev-parse", "--show-toplevel")
}
