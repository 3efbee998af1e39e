package githook

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"clearance/check/gate"
)

// Staged gives the files under some paths that the commit at hand adds or changes, with the bytes that it will hold.
func (r Repo) Staged(ctx context.Context, paths []string) ([]gate.File, error) {
	base, err := r.line(ctx, "rev-parse", "--quiet", "--verify", "HEAD")
	if err != nil { // the first commit
		if base, err = r.emptyTree(ctx); err != nil {
			return nil, err
		}
	}
	return r.changed(ctx, append([]string{"diff-index", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--ignore-submodules=none", "--diff-filter=d", base, "--"}, paths...))
}

// emptyTree is the name of a tree without files: what everything is compared with that comes first.
func (r Repo) emptyTree(ctx context.Context) (string, error) {
	return r.line(ctx, "hash-object", "-t", "tree", "--stdin")
}

// Pushed gives the files under some paths that a push adds to or changes in the refs of a remote, as they are at the tip of what is
// pushed; of a ref that the remote does not have yet, all of them. What the commits before the tip held is not looked at. refs is what
// git tells its pre-push hook: a line "local-ref local-id remote-ref remote-id" for each ref.
func (r Repo) Pushed(ctx context.Context, refs io.Reader, paths []string) ([]gate.File, error) {
	var all []gate.File
	lines := bufio.NewScanner(refs)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		switch {
		case len(words) == 0:
			continue
		case len(words) != 4:
			return nil, fmt.Errorf("reading what is pushed: %q is no line of git's: this is to be run by git", lines.Text())
		case isNone(words[1]): // the ref is deleted
			continue
		}
		base, err := r.base(ctx, words[3])
		if err != nil {
			return nil, err
		}
		files, err := r.changed(ctx, append([]string{"diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-abbrev", "--ignore-submodules=none", "--diff-filter=d",
			base, words[1] + "^{tree}", "--"}, paths...))
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	return all, lines.Err()
}

// isNone reports whether an object's name stands for none.
func isNone(id string) bool { return strings.Trim(id, "0") == "" }

// base is what the remote's ref holds. Where it is new, or what it holds is not here, that is nothing: what this repository remembers of
// the remote is no evidence.
func (r Repo) base(ctx context.Context, there string) (string, error) {
	if !isNone(there) {
		if _, err := r.git(ctx, nil, "cat-file", "-e", there+"^{tree}"); err == nil {
			return there + "^{tree}", nil
		}
	}
	return r.emptyTree(ctx)
}

// Watches reports whether there is anything under some paths: in the index, in the last commit, or in the work tree. Where there is
// not, what was there was moved, and a hook would let everything pass.
func (r Repo) Watches(ctx context.Context, paths []string) (bool, error) {
	for _, path := range paths {
		if _, err := os.Lstat(filepath.Join(r.Dir, path)); err == nil {
			return true, nil
		}
	}
	list := []string{"ls-files"}
	if _, err := r.line(ctx, "rev-parse", "--quiet", "--verify", "HEAD"); err == nil {
		list = append(list, "--with-tree=HEAD")
	}
	there, err := r.line(ctx, append(append(list, "--"), paths...)...)
	return there != "", err
}

// change is one file of a commit.
type change struct {
	mode, id, path string
}

// changed gives the files that a comparison names, with their bytes. It asks git with -z, so that no path is taken for another.
func (r Repo) changed(ctx context.Context, compare []string) ([]gate.File, error) {
	out, err := r.git(ctx, nil, compare...)
	if err != nil {
		return nil, err
	}
	changes, err := readRaw(string(out))
	if err != nil {
		return nil, err
	}
	return r.read(ctx, changes)
}

// readRaw reads git's raw form: ":old-mode new-mode old-id new-id status\x00path\x00" for each file.
func readRaw(raw string) (changes []change, err error) {
	for raw != "" {
		about, rest, found := strings.Cut(raw, "\x00")
		path, after, ended := strings.Cut(rest, "\x00")
		words := strings.Fields(about)
		if !found || !ended || len(words) != 5 || !strings.HasPrefix(about, ":") {
			return nil, fmt.Errorf("reading git's list of changes: %q is none", about)
		}
		changes = append(changes, change{words[1], words[3], path})
		raw = after
	}
	return changes, nil
}

// read fetches the bytes of all files from one git.
func (r Repo) read(ctx context.Context, changes []change) ([]gate.File, error) {
	var ids bytes.Buffer
	for _, c := range changes {
		if c.isFile() {
			ids.WriteString(c.id + "\n")
		}
	}
	out, err := r.git(ctx, ids.Bytes(), "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	var files []gate.File
	for _, c := range changes {
		f := gate.File{From: c.path}
		if !c.isFile() {
			f.Err = errors.New("it is a link or a submodule: put the file itself in its place")
		} else if f.Data, out, err = nextBlob(out, c.id); err != nil {
			return nil, fmt.Errorf("reading %s from git: %w", c.path, err)
		}
		files = append(files, f)
	}
	return files, nil
}

func (c change) isFile() bool { return strings.HasPrefix(c.mode, "100") }

// nextBlob cuts the first blob off what cat-file prints: "id blob size\n", the bytes, "\n".
func nextBlob(out []byte, id string) (data, rest []byte, err error) {
	head, after, found := bytes.Cut(out, []byte("\n"))
	words := strings.Fields(string(head))
	if !found || len(words) != 3 || words[0] != id || words[1] != "blob" {
		return nil, nil, fmt.Errorf("git says %q", head)
	}
	size, err := strconv.Atoi(words[2])
	if err != nil || size < 0 || size+1 > len(after) {
		return nil, nil, fmt.Errorf("git says %q, and gives %d bytes", head, len(after))
	}
	return after[:size:size], after[size+1:], nil
}
