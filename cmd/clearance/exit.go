package main

import (
	"fmt"

	"clearance/check"
)

// Exit codes. Scripts rely on them: "not cleared" is never the same as "did not work".
const (
	exitGood     = 0 // all cleared; for other commands: good
	exitFailed   = 1 // something could not be judged, recorded or done
	exitUsage    = 2 // the command line is wrong; nothing was done
	exitBlocked  = 3 // at least one story is blocked
	exitReferred = 4 // none is blocked, at least one is referred
)

// exitError ends the program with a code; err is nil where the results already say it all.
type exitError struct {
	code int
	err  error
}

func (e exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit status %d", e.code)
	}
	return e.err.Error()
}

func (e exitError) Unwrap() error { return e.err }

// usage is an error in the command line.
func usage(format string, args ...any) error {
	return exitError{exitUsage, fmt.Errorf(format, args...)}
}

// verdictCode is the exit code of a run: what could not be judged outranks what is blocked, that what is referred. A run
// that judged nothing has not cleared anything.
func verdictCode(t check.Tally) int {
	switch {
	case t.Unjudged > 0 || t.Stories() == 0:
		return exitFailed
	case t.Blocked > 0:
		return exitBlocked
	case t.Referred > 0:
		return exitReferred
	}
	return exitGood
}
