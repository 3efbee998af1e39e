package audit

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
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

// AnswerCount says how many answers a run and those that it goes on with have.
type AnswerCount struct {
	First int64 // the seq of the first one; -1 where there is none
	All   int
	Last  int // how many of them are in the last transaction
}

// CountAnswers counts what Answers gives.
func (l *Log) CountAnswers(run int64) (n AnswerCount, err error) {
	n.First = -1
	err = l.eachRun(run, func(run, before int64) error {
		var all int
		var first, last sql.NullInt64
		err := l.readers.QueryRow(`SELECT count(*), min(seq), max(recorded) FROM entry WHERE `+isAnswer, run, before, run).Scan(&all, &first, &last)
		if err != nil || all == 0 {
			return err
		}
		if n.First < 0 {
			n.First = first.Int64
		}
		n.All += all
		return l.readers.QueryRow(`SELECT count(*) FROM entry WHERE `+isAnswer+` AND recorded = ?`, run, before, run, last.Int64).Scan(&n.Last)
	})
	return n, wrap(err, fmt.Sprintf("counting the answers of run %d in the trail %s", run, l.path))
}

// isAnswer selects the answers of a run among the entries from its first one on, as far as another.
const isAnswer = `entry.seq >= ? AND entry.seq < ? AND entry.run = ? AND entry.kind IN ('decision', 'avails', 'unjudged')`

// eachRun gives the runs that a run goes on with, oldest first, and itself, each with the seq before which its answers count.
func (l *Log) eachRun(run int64, do func(run, before int64) error) error {
	chain, err := l.chain(run)
	for i := 0; err == nil && i < len(chain); i++ {
		before := int64(math.MaxInt64)
		if i+1 < len(chain) {
			before = chain[i+1]
		}
		err = do(chain[i], before)
	}
	return err
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
