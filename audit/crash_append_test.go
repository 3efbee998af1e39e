//go:build unix

package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

func init() { foldAfter = 1000 } // so that what is written here folds the write-ahead log now and then

// appendBatch appends one batch in a run of its own, and prints what was acknowledged.
func appendBatch(l *Log, out io.Writer, batch ...Decision) error {
	if err := l.Keep(kept); err != nil {
		return err
	}
	r, err := l.Begin(RunInfo{Program: "test"})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, r.Seq(), "run")
	if err := appendTo(r, out, batch); err != nil {
		return err
	}
	h, err := readHead(context.Background(), l.readers)
	if err == nil {
		_, err = fmt.Fprintln(out, "tree", h.size, h.root)
	}
	return err
}

// appendTo appends a batch, and prints what was acknowledged in one piece.
func appendTo(r *Run, out io.Writer, batch []Decision) error {
	items := make([]Item, len(batch))
	for i := range batch {
		items[i] = batch[i]
	}
	seqs, err := r.Append(items...)
	if err != nil {
		return err
	}
	var lines strings.Builder
	for i, seq := range seqs {
		fmt.Fprintln(&lines, seq, batch[i].Reading.Story.ID)
	}
	_, err = io.WriteString(out, lines.String())
	return err
}

// appendTogether appends batches of several sizes from three goroutines, until one fails or all are done.
func appendTogether(l *Log, out io.Writer, name string, batches int) error {
	errs := make(chan error)
	for worker := range 3 {
		go func() {
			var err error
			for i := worker; i < batches && err == nil; i += 3 {
				batch := stories(fmt.Sprint(name, "-", i), 1+i%5)
				if i%5 == 4 { // so much that the write-ahead log is folded into the file in the midst of it all
					batch[0].Reading.Story.Title = strings.Repeat("A long title. ", 20_000)
				}
				err = appendBatch(l, out, batch...)
			}
			errs <- err
		}()
	}
	return errors.Join(<-errs, <-errs, <-errs)
}

// stories gives n decisions on stories that no other process has.
func stories(batch string, n int) (all []Decision) {
	for i := range n {
		all = append(all, decision(fmt.Sprintf("P%d-%s-%d", os.Getpid(), batch, i)))
	}
	return all
}
