package check

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"clearance/story"
)

// group is some files that follow each other and are read together, or one that is streamed.
type group struct {
	files  []string
	size   int64                                               // of all of them, in bytes
	items  []item                                              // what is in them, once they are read
	stream func(yield func(*story.Story, *Unread) error) error // behind the items; nil where there is none
}

// What is read together, and how many groups may be ahead: small files share a hand-over, large ones are streamed. Both
// bound the memory of a run.
const (
	mostFiles   = 64
	smallGroup  = 1 << 20 // bytes
	largestFile = 6 << 20 // bytes of a file that is not streamed
	loadedAhead = 1
)

// groups gives all that the paths name, in order.
func (s Sources) groups(ctx context.Context, yield func(group) error) error {
	var g group
	flush := func() error {
		full := g
		g = group{}
		if len(full.files) == 0 && len(full.items) == 0 && full.stream == nil {
			return nil
		}
		return yield(full)
	}
	for _, path := range s.Paths {
		err := s.each(ctx, path, func(f found) error {
			switch {
			case f.bad != nil, f.stream != nil:
				if err := flush(); err != nil {
					return err
				}
				g.stream = f.stream
				if f.bad != nil {
					g.items = []item{{bad: f.bad}}
				}
				return flush()
			case g.size+f.size > smallGroup || len(g.files) == mostFiles:
				if err := flush(); err != nil {
					return err
				}
			}
			g.files, g.size = append(g.files, f.path), g.size+f.size
			return nil
		})
		if err != nil {
			return err
		}
	}
	return flush()
}

// load reads the files of a group.
func (s Sources) load(ctx context.Context, g group) group {
	keep := func(record *story.Story, bad *Unread) error {
		g.items = append(g.items, item{record: record, bad: bad})
		return nil
	}
	for _, path := range g.files {
		if s.file(ctx, path, keep) != nil {
			return g // the context is done, which whoever takes the group sees as well
		}
	}
	return g
}

// found is something that a path names: a file, or why there is none.
type found struct {
	path   string
	size   int64
	bad    *Unread
	stream func(yield func(*story.Story, *Unread) error) error // of what can only be read as it comes
}

// each gives what one path names.
func (s Sources) each(ctx context.Context, path string, yield func(found) error) error {
	if kept := s.kept[path]; kept != nil {
		return yield(found{stream: func(yield func(*story.Story, *Unread) error) error {
			return s.stream(ctx, io.NewSectionReader(kept, 0, kept.Size()), path, yield)
		}})
	}
	if path == "-" {
		return yield(found{stream: func(yield func(*story.Story, *Unread) error) error {
			stdin, done := interruptible(ctx, s.Stdin)
			defer done()
			return s.stream(ctx, stdin, path, yield)
		}})
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return yield(found{bad: &Unread{From: path, Reason: unreadable(err)}})
	case info.IsDir():
		return s.dir(ctx, path, yield)
	case !info.Mode().IsRegular() && info.Mode()&fs.ModeNamedPipe == 0:
		return yield(found{bad: &Unread{From: path, Reason: errors.New("neither a file nor a directory")}})
	}
	return yield(s.found(ctx, path, info))
}

// found says how a file is read.
func (s Sources) found(ctx context.Context, path string, info fs.FileInfo) found {
	if info.Mode().IsRegular() && info.Size() <= largestFile {
		return found{path: path, size: info.Size()}
	}
	return found{stream: func(yield func(*story.Story, *Unread) error) error { return s.file(ctx, path, yield) }}
}

// dir gives every file below a directory except hidden ones.
func (s Sources) dir(ctx context.Context, dir string, yield func(found) error) error {
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		hidden := strings.HasPrefix(d.Name(), ".") && path != dir
		switch {
		case err != nil:
			files++
			return yield(found{bad: &Unread{From: path, Reason: unreadable(err)}})
		case d.IsDir() && hidden:
			return fs.SkipDir
		case d.IsDir() || hidden || len(s.Skip) > 0 && slices.Contains(s.Skip, absolute(path)):
			return nil
		}
		files++
		target, err := os.Stat(path)
		switch {
		case err != nil:
			return yield(found{bad: &Unread{From: path, Reason: unreadable(err)}})
		case target.IsDir():
			return yield(found{bad: &Unread{From: path, Reason: errors.New("a link to a directory is not followed: name the directory itself")}})
		case !target.Mode().IsRegular():
			return yield(found{bad: &Unread{From: path, Reason: errors.New("neither a file nor a directory")}})
		}
		return yield(s.found(ctx, path, target))
	})
	if err == nil && files == 0 {
		return yield(found{bad: &Unread{From: dir, Reason: errors.New("no files in this directory")}})
	}
	return err
}

func (s Sources) file(ctx context.Context, path string, yield func(*story.Story, *Unread) error) error {
	f, err := os.Open(path)
	if err != nil {
		return yield(nil, &Unread{From: path, Reason: unreadable(err)})
	}
	defer f.Close()
	return s.stream(ctx, f, path, yield)
}
