package archive

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// folderSize is how many files a folder gets: more make listing slow on some file systems.
const folderSize = 1000

// WriteTo writes all records, one behind the other.
func (a *Archive) WriteTo(w io.Writer) (written int64, err error) {
	for record := range a.All() {
		n, err := w.Write(record.Bytes)
		written += int64(n)
		if err != nil {
			return written, fmt.Errorf("writing record %d: %w", record.Number, err)
		}
	}
	return written, nil
}

// WriteFiles writes the records into new files of perFile each, a thousand files a folder: dir/0012/0012345.txt. It
// overwrites nothing. perFile is 1 or even: two records that share damage stay in one file, so that it spoils no other one. After each file it tells how many records and bytes are written so far; told may be nil.
func (a *Archive) WriteFiles(dir string, perFile int, told func(records int, bytes int64)) error {
	if perFile < 1 || perFile > 1 && perFile%2 == 1 && perFile < a.Stories() {
		return fmt.Errorf("write files of %d records each: give 1 or an even number, so that pairs stay together", perFile)
	}
	var buffer []byte
	var written int64
	for at := 0; at < a.Stories(); at += perFile {
		end := at + min(perFile, a.Stories()-at)
		number := at / perFile
		folder := filepath.Join(dir, fmt.Sprintf("%04d", number/folderSize))
		if number%folderSize == 0 {
			if err := os.MkdirAll(folder, 0o777); err != nil {
				return fmt.Errorf("make a folder of the archive: %w", err)
			}
		}
		n, err := a.writeFile(filepath.Join(folder, fmt.Sprintf("%07d.txt", number)), at, end, &buffer)
		if err != nil {
			return fmt.Errorf("write records %d to %d: %w", at, end-1, err)
		}
		if written += n; told != nil {
			told(end, written)
		}
	}
	return nil
}

// writeFile writes the records from one number up to another, one at a time into the buffer.
func (a *Archive) writeFile(path string, from, to int, buffer *[]byte) (written int64, err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, 1<<16)
	for i := from; i < to; i++ {
		*buffer = a.Append((*buffer)[:0], i)
		n, err := w.Write(*buffer)
		if written += int64(n); err != nil {
			return written, err
		}
	}
	return written, w.Flush()
}
