package check

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"clearance/story"
)

// Sources are the files, directories and "-" (standard input) that records come from.
type Sources struct {
	Paths []string
	Stdin io.Reader
	Limit int             // the largest record in bytes
	Only  map[string]bool // give only records with one of these identifiers; nil is all
	Skip  []string        // files inside directories that are no archive, such as the trail itself

	kept map[string]*io.SectionReader // by path, what can be read only once
}

// Unread is a place where a record could not be had: the file is gone, or its bytes are no record.
type Unread struct {
	From   string
	Offset int64
	Reason error
}

func (u *Unread) Error() string { return u.Reason.Error() }
func (u *Unread) Unwrap() error { return u.Reason }

// Each gives every record in order: the paths as they were named, a directory's files by name. What is no record is
// given as an Unread and the run goes on. It stops when the context is done, between two records. Files are read side by side.
func (s Sources) Each(ctx context.Context, yield func(*story.Story, *Unread) error) error {
	groups := func(yield func(group) error) error { return s.groups(ctx, yield) }
	return inOrder(loadedAhead, groups, func(g group) group { return s.load(ctx, g) }, func(g group) error {
		for _, it := range g.items {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := yield(it.record, it.bad); err != nil {
				return err
			}
		}
		if err := ctx.Err(); err != nil || g.stream == nil { // a group may have been cut short
			return err
		}
		return g.stream(yield)
	})
}

// unreadable says why a file cannot be had, without its name, which stands beside it.
func unreadable(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("cannot be read: %w", err)
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// Held gives the records in bytes that are at hand.
func Held(from string, data []byte, limit int) Records {
	return func(ctx context.Context, yield func(*story.Story, *Unread) error) error {
		return Sources{Limit: limit}.stream(ctx, bytes.NewReader(data), from, yield)
	}
}

// wants reports whether a record is to be given. One with contradictory identifiers is, for each of them.
func (s Sources) wants(record *story.Story) bool {
	same := func(f story.Field) bool { return s.Only[f.Text] }
	return s.Only == nil || slices.ContainsFunc(record.All(story.Identifier), same)
}

func (s Sources) stream(ctx context.Context, r io.Reader, from string, yield func(*story.Story, *Unread) error) error {
	reader := story.NewReader(r, from, s.Limit)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		record, err := reader.Next()
		var bad *story.Error
		switch {
		case ctx.Err() != nil: // whatever was read of the next record, it is not all of it
			return ctx.Err()
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			err = yield(nil, &Unread{From: from, Offset: bad.Offset, Reason: fmt.Errorf("line %d: %s", bad.Line, bad.Reason)})
		case err != nil: // the stream broke; nothing more will come of it
			return yield(nil, &Unread{From: from, Reason: err})
		case s.wants(record):
			err = yield(record, nil)
		}
		if err != nil {
			return err
		}
	}
}
