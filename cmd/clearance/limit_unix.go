//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// ignoreFileLimit makes a write over the file size limit fail as on a full disk, instead of ending the process.
func ignoreFileLimit() { signal.Ignore(syscall.SIGXFSZ) }
