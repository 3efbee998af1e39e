package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"clearance/audit"
	"clearance/check"
	"clearance/policy"
)

// sameCommand reports whether arguments ask what this command does, whether or not they ask to go on with it.
func sameCommand(args []string) bool {
	without := func(args []string) []string {
		return slices.DeleteFunc(slices.Clone(args), func(arg string) bool { return arg == "--resume" || arg == "-resume" })
	}
	return slices.Equal(without(args), without(os.Args[1:]))
}

// start finds out where a run begins: nil is at the first record.
func (r *checkRun) start(log *audit.Log, rules *policy.Policy) (*check.Resume, error) {
	if r.c.Bool("resume") {
		return r.resume(log, rules)
	}
	return nil, r.begin()
}

// resume looks for what an interrupted run left to be done, and for where its answers end.
func (r *checkRun) resume(log *audit.Log, rules *policy.Policy) (*check.Resume, error) {
	from, err := check.FindResume(log, sameCommand, rules)
	if err != nil {
		return nil, fmt.Errorf("--resume: %w", err)
	}
	if from == nil {
		fmt.Fprintln(r.std.err, "clearance: no interrupted run of this command is in the trail: it begins anew")
		return nil, r.begin()
	}
	if n := from.Ended; n != nil {
		tally := check.Tally{Cleared: int(n.Cleared), Referred: int(n.Referred), Blocked: int(n.Blocked), Unjudged: int(n.Unjudged)}
		fmt.Fprintf(r.std.err, "clearance: run %d of this command came to its end: nothing is left to be judged\n", from.Run)
		return nil, exitError{code: verdictCode(tally)}
	}
	if r.output == nil {
		fmt.Fprintf(r.std.err, "clearance: going on with run %d, which recorded %d answers; the last %d of them may be shown again\n",
			from.Run, from.Answers, from.Answers-from.InDoubt)
		r.show.goOn(from.InDoubt > 0)
		return from, nil
	}
	lines, last, err := r.rewind()
	if err != nil {
		return nil, fmt.Errorf("--resume: reading the answers in %s: %w", r.output.Name(), err)
	}
	heading := r.show.format == "csv" && lines > 0
	if heading {
		lines--
	}
	if lines > from.Answers {
		return nil, fmt.Errorf("--resume: %s holds %d answers, but run %d recorded %d: name the file that it wrote", r.output.Name(), lines, from.Run, from.Answers)
	}
	fmt.Fprintf(r.std.err, "clearance: going on with run %d, which recorded %d answers, %d of them in %s\n", from.Run, from.Answers, lines, r.output.Name())
	from.Shown = lines
	if lines > 0 {
		r.last = last
	}
	r.show.goOn(heading)
	return from, nil
}

// rewind goes to the end of the last whole line of the output, and cuts off what stands behind it. It gives the number of lines, and the
// last one.
func (r *checkRun) rewind() (lines int, last []byte, err error) {
	var end int64
	for reader := bufio.NewReader(r.output); ; {
		line, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, nil, err
		}
		lines, last, end = lines+1, line, end+int64(len(line))
	}
	if err := r.output.Truncate(end); err != nil {
		return 0, nil, err
	}
	_, err = r.output.Seek(end, io.SeekStart)
	return lines, last, err
}

// begin empties the output, where a run begins anew.
func (r *checkRun) begin() error {
	if r.output == nil || !r.regular {
		return nil
	}
	if err := r.output.Truncate(0); err != nil {
		return fmt.Errorf("writing the answers: %w", err)
	}
	return nil
}

// sameAs demands that the last answer in the output is what the trail has there: another file must not be gone on with.
func (r *checkRun) sameAs(result check.Result) error {
	var b bytes.Buffer
	p, err := newPrinter(r.c, &b)
	if err != nil {
		return err
	}
	p.goOn(true)
	if err := errors.Join(p.result(result), p.flush()); err != nil {
		return err
	}
	if !bytes.Equal(b.Bytes(), r.last) {
		return fmt.Errorf("the last answer in %s is none of the run's: name the file that it wrote", r.output.Name())
	}
	return nil
}
