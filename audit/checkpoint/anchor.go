package checkpoint

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// ReadAnchor reads an anchor: a file outside the trail that is the note of its last checkpoint. It checks no signature. A missing file is
// no error, any other trouble is: without its anchor a trail cannot tell whether it is an old copy.
func ReadAnchor(path string) (c Checkpoint, found bool, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Checkpoint{}, false, nil
	}
	if err != nil {
		return Checkpoint{}, false, fmt.Errorf("reading the anchor: %w", err)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return Checkpoint{}, false, fmt.Errorf("reading the anchor: %w", err)
	}
	if c, err = Parse(content); err != nil {
		return Checkpoint{}, false, fmt.Errorf("reading the anchor %s: %w", path, err)
	}
	return c, true, nil
}

// WriteAnchor makes a note the anchor. Afterwards the file holds the whole of it, durably, or what it held before. It does not compare the
// two: of several that write, the last one wins.
func WriteAnchor(path string, note []byte) error {
	if _, err := Parse(note); err != nil {
		return fmt.Errorf("writing the anchor: %w", err)
	}
	beside := path + "." + rand.Text() // in the same folder, so that it can be renamed
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("writing the anchor: %w", err)
	}
	if err = writeThrough(f, note); err == nil {
		err = os.Rename(beside, path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("writing the anchor: %w", err), os.Remove(beside))
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return fmt.Errorf("writing the anchor: %w", err)
	}
	return nil
}

// writeThrough writes content to the disk and closes the file.
func writeThrough(f *os.File, content []byte) error {
	_, err := f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// syncFolder makes a new name in a folder durable. Windows has no such call, and does it by itself.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
