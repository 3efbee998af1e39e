package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"time"
)

// Resumable finds the run to go on with: the newest whose arguments are the same, or the last of those that went on with it. Where it came to
// its end, ended are its counts, and there is nothing to go on with. A run that still goes looks like one that was killed: ask before
// going on with it.
func (l *Log) Resumable(same func(args []string) bool) (run int64, ended *Counts, found bool, err error) {
	doing := "looking for a run to go on with in the trail " + l.path
	if run, found, err = l.newestRun(same); err != nil || !found {
		return 0, nil, false, wrap(err, doing)
	}
	start, err := l.get(run)
	if err == nil && start.Kind != KindRunStart {
		err = errAltered
	}
	if err != nil {
		return 0, nil, false, fault(fmt.Sprintf("%s: entry %d", doing, run), err)
	}
	ended, err = l.cameToItsEnd(run)
	return run, ended, err == nil, wrap(err, doing)
}

// newestRun finds the newest run with the same arguments, and from there the last run that went on with it.
func (l *Log) newestRun(same func(args []string) bool) (run int64, found bool, err error) {
	rows, err := l.readers.QueryContext(context.Background(), `SELECT seq, data FROM run WHERE data IS NOT NULL ORDER BY seq DESC`)
	if err != nil {
		return 0, false, err
	}
	defer rows.Close()
	next := map[int64]int64{} // the run that went on with one
	for rows.Next() {
		var data []byte
		var info RunInfo
		if err := rows.Scan(&run, &data); err != nil {
			return 0, false, err
		}
		if err := json.Unmarshal(data, &info); err != nil {
			return 0, false, fmt.Errorf("what is known of run %d: %w: %w", run, err, errAltered)
		}
		if !same(info.Args) || info.Resumes != nil {
			if info.Resumes != nil {
				next[*info.Resumes] = run
			}
			continue
		}
		for later, gone := next[run]; gone && later > run; later, gone = next[run] {
			run = later
		}
		return run, true, nil
	}
	return 0, false, rows.Err()
}

// cameToItsEnd gives the counts of a run that has an end, and was not interrupted; nil of any other.
func (l *Log) cameToItsEnd(run int64) (*Counts, error) {
	ends, err := l.records(`SELECT seq FROM entry WHERE reading IS NULL AND kind = 'run-end' AND seq > ? AND run = ?`, run, run)
	if err != nil {
		return nil, err
	}
	for _, end := range ends {
		if end.Counts != nil && !end.Counts.Interrupted {
			return end.Counts, nil
		}
	}
	return nil, nil
}

// Answered is an answer that a run has recorded.
type Answered struct {
	Seq      int64
	Recorded time.Time
	Kind     Kind // decision, avails or unjudged
	Run      int64
	SHA256   string // of the record, in hexadecimal; "" where it is not known, or was erased
	From     string // of a record that could not be judged: where it stands; "" where that was erased
	Offset   int64
}

// Answers gives the answers of a run and, before them, of the runs that it goes on with, in their order: that of what was asked. Of a run
// that another went on with it gives those that were recorded before that one began. It reads as List does; Get has all of an answer.
func (l *Log) Answers(run int64) iter.Seq2[Answered, error] {
	return func(yield func(Answered, error) bool) {
		chain, err := l.chain(run)
		for i := 0; err == nil && i < len(chain); i++ {
			before := int64(math.MaxInt64)
			if i+1 < len(chain) {
				before = chain[i+1]
			}
			var enough bool
			if enough, err = l.answers(chain[i], before, yield); enough {
				return
			}
		}
		if err != nil {
			yield(Answered{}, fault(fmt.Sprintf("reading the answers of run %d in the trail %s", run, l.path), err))
		}
	}
}

// chain gives the runs that a run goes on with, oldest first, and itself.
func (l *Log) chain(run int64) (chain []int64, err error) {
	for {
		start, err := l.get(run)
		switch {
		case err != nil:
			return nil, err
		case start.Kind != KindRunStart:
			return nil, fmt.Errorf("entry %d begins no run", run)
		case start.Info == nil:
			return nil, fmt.Errorf("what is known of run %d was erased: begin another", run)
		}
		chain = append(chain, run)
		if start.Info.Resumes == nil {
			slices.Reverse(chain)
			return chain, nil
		}
		if *start.Info.Resumes >= run {
			return nil, errors.New("it goes on with a later one")
		}
		run = *start.Info.Resumes
	}
}

// answers gives those of one run, page by page. It reports whether yield has enough.
func (l *Log) answers(run, before int64, yield func(Answered, error) bool) (enough bool, err error) {
	for from := run; ; {
		page, err := l.answerPage(run, from, before)
		if err != nil {
			return false, err
		}
		for _, a := range page {
			if !yield(a, nil) {
				return true, nil
			}
		}
		if len(page) < pageSize {
			return false, nil
		}
		from = page[len(page)-1].Seq + 1
	}
}

func (l *Log) answerPage(run, from, before int64) (page []Answered, err error) {
	rows, err := l.readers.QueryContext(context.Background(), `
		SELECT entry.seq, entry.recorded, entry.kind, entry.run, coalesce(reading.record, unjudged.record),
		       unjudged.data ->> '$.from', coalesce(unjudged.data ->> '$.offset', 0)
		FROM entry
		LEFT JOIN reading ON reading.id = entry.reading
		LEFT JOIN unjudged ON unjudged.seq = entry.seq
		WHERE entry.seq >= ? AND entry.seq < ? AND entry.run = ? AND entry.kind IN ('decision', 'avails', 'unjudged')
		ORDER BY entry.seq
		LIMIT ?`, from, before, run, pageSize)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a Answered
		err := rows.Scan(&a.Seq, microseconds{&a.Recorded}, (*string)(&a.Kind), &a.Run, hexText{&a.SHA256}, text{&a.From}, &a.Offset)
		if err != nil {
			return nil, err
		}
		page = append(page, a)
	}
	return page, rows.Err()
}
