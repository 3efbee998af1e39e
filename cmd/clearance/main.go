// Command clearance reads what archive records say about their rights, asks Rego policies whether a story may be put to
// a use, and keeps every decision.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"clearance/check"
)

func main() {
	ignoreFileLimit()
	if os.Getenv("GOGC") == "" {
		collectLate()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	os.Exit(run(ctx, os.Args, stdio{os.Stdin, os.Stdout, os.Stderr}))
}

// collectLate puts off the first collection of garbage until there are 64 MB: most runs judge one story and end before that, and
// the end of the process frees all. From then on the heap may grow to two and a half times what is in use: a long run takes 40 MB more
// than at Go's twice, and a fifteenth less of the processors. More would gain little.
func collectLate() {
	debug.SetGCPercent(1600) // of the 4 MB that the runtime reckons with at the least
	runtime.AddCleanup(&struct{ first *int }{}, func(percent int) { debug.SetGCPercent(percent) }, laterPercent)
}

const laterPercent = 150

// stdio is where a command reads and writes: results on out, talk on err.
type stdio struct {
	in       io.Reader
	out, err io.Writer
}

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, std stdio) (code int) {
	defer func() {
		if bug := recover(); bug != nil { // Go would exit with 2, which means that nothing was tried
			fmt.Fprintf(std.err, "clearance: this is a bug, nothing after it was answered: %v\n%s", bug, debug.Stack())
			code = exitFailed
		}
	}()
	app := newApp(std)
	if len(args) > 1 && args[1] == completeFlag {
		printCompletions(std.out, app, args[2:])
		return exitGood
	}
	args, err := flagsFirst(app, args)
	if err == nil {
		err = app.RunContext(ctx, args)
	}
	var exit exitError
	switch {
	case err == nil:
		return exitGood
	case !errors.As(err, &exit):
		exit = exitError{exitFailed, err}
	}
	if exit.err != nil {
		fmt.Fprintf(std.err, "clearance: %s\n", visibleLines(exit.err.Error()))
	}
	return exit.code
}

// visibleLines shows what a terminal would obey, line by line: errors hold the names of files, which others may have chosen.
func visibleLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = check.Visible(line)
	}
	return strings.Join(lines, "\n")
}
