package audit

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// fault says what was being done when SQLite failed, and what a person can do about it.
func fault(doing string, err error) error {
	if advice := advice(err); advice != "" {
		return fmt.Errorf("%s: %s: %w", doing, advice, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func advice(err error) string {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return ""
	}
	switch e.Code {
	case sqlite3.ErrFull:
		return "no room is left on the disk, make some"
	case sqlite3.ErrIoErr:
		if e.SystemErrno == syscall.EFBIG || e.SystemErrno == syscall.ENOSPC || e.SystemErrno == syscall.EDQUOT {
			return "the file may not grow, make room or raise the limit"
		}
		return "the disk failed, check it"
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return "another program keeps the trail locked, wait for it or end it"
	case sqlite3.ErrReadonly, sqlite3.ErrPerm:
		return "the file, the -wal and -shm beside it or its folder may not be written, change their permissions"
	case sqlite3.ErrCantOpen:
		return "the file cannot be opened, check that its folder is there and the permissions of both"
	case sqlite3.ErrCorrupt:
		return "the file is damaged, keep it and restore a backup"
	case sqlite3.ErrNotADB:
		return "the file is not a trail, name another"
	}
	return ""
}
