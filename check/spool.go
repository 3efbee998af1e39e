package check

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// spool keeps what can be read only once, standard input and named pipes, in temporary files, so that a run can look at all
// of its records before it answers the first. done removes them.
func (s Sources) spool(ctx context.Context) (spooled Sources, done func(), err error) {
	var files []*os.File
	done = func() {
		for _, f := range files {
			f.Close()
			os.Remove(f.Name())
		}
	}
	s.kept = map[string]*io.SectionReader{}
	for _, path := range s.Paths {
		if _, met := s.kept[path]; met || !s.once(path) {
			continue
		}
		f, err := os.CreateTemp("", "clearance-spool-")
		if err != nil {
			done()
			return s, nil, fmt.Errorf("keeping what comes from %s: %w", path, err)
		}
		files = append(files, f)
		size, err := s.copyTo(ctx, f, path)
		if err != nil {
			done()
			return s, nil, fmt.Errorf("keeping what comes from %s: %w", path, err)
		}
		s.kept[path] = io.NewSectionReader(f, 0, size)
	}
	return s, done, nil
}

// once reports whether a path can be read only once.
func (s Sources) once(path string) bool {
	if path == "-" {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && info.Mode()&fs.ModeNamedPipe != 0
}

func (s Sources) copyTo(ctx context.Context, f *os.File, path string) (size int64, err error) {
	from := s.Stdin
	if path != "-" {
		pipe, err := os.Open(path)
		if err != nil {
			return 0, err
		}
		defer pipe.Close()
		from = pipe
	}
	from, free := interruptible(ctx, from)
	defer free()
	size, err = io.Copy(f, from)
	if ctx.Err() != nil {
		err = errors.Join(ctx.Err(), err)
	}
	return size, err
}

// interruptible reads r until the context is done, even while r has nothing to give: nobody may sit at a terminal that
// does not answer to Ctrl-C. done frees what it holds.
func interruptible(ctx context.Context, r io.Reader) (reader io.Reader, done func()) {
	out, in := io.Pipe()
	go func() {
		_, err := io.Copy(in, r)
		in.CloseWithError(err)
	}()
	stop := context.AfterFunc(ctx, func() { in.CloseWithError(ctx.Err()) })
	return out, func() { stop(); out.Close() }
}
