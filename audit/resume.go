package audit

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"time"

	"clearance/policy"
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
	SHA256   string          // of the record, in hexadecimal; "" where it is not known, or was erased
	Outcome  *policy.Outcome // shared by many answers, and not to be changed; nil of a record that could not be judged
	From     string          // of such a record: where it stands; "" where that was erased
	Offset   int64
	Reason   string // why it could not be judged
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

// Answers gives the answers of a run and, before them, of the runs that it goes on with, in their order: that of what was asked. Of a run
// that another went on with it gives those that were recorded before that one began. It reads as List does, but for the outcomes, which are
// checked against their digests; Get has all of an answer.
func (l *Log) Answers(run int64) iter.Seq2[Answered, error] {
	return func(yield func(Answered, error) bool) {
		a := answers{log: l, shelf: shelfOf(context.Background(), l.readers, outcomes)}
		a.shelf.ahead = piecesAhead
		err := l.eachRun(run, func(run, before int64) error { return a.of(run, before, yield) })
		if err != nil && !errors.Is(err, errEnough) {
			yield(Answered{}, fault(fmt.Sprintf("reading the answers of run %d in the trail %s", run, l.path), err))
		}
	}
}

// errEnough ends the reading of answers where nobody wants more.
var errEnough = errors.New("nobody wants more")

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

// answers reads the answers of runs. Few outcomes serve many of them.
type answers struct {
	log   *Log
	shelf *shelf
	made  map[string]*policy.Outcome // by digest
}

const (
	piecesAhead  = 256
	mostOutcomes = 1 << 15 // that are kept at a time
)

// of gives those of one run, page by page.
func (a *answers) of(run, before int64, yield func(Answered, error) bool) error {
	for from := run; ; {
		page, err := a.page(run, from, before)
		if err != nil {
			return err
		}
		for _, one := range page {
			if !yield(one, nil) {
				return errEnough
			}
		}
		if len(page) < pageSize {
			return nil
		}
		from = page[len(page)-1].Seq + 1
	}
}

func (a *answers) page(run, from, before int64) (page []Answered, err error) {
	rows, err := a.log.readers.QueryContext(context.Background(), `
		SELECT entry.seq, entry.recorded, entry.kind, entry.run, coalesce(reading.record, unjudged.record),
		       unjudged.data ->> '$.from', coalesce(unjudged.data ->> '$.offset', 0), unjudged.data ->> '$.reason',
		       entry.outcome, `+outcomes.selected()+`
		FROM entry
		LEFT JOIN reading ON reading.id = entry.reading
		LEFT JOIN unjudged ON unjudged.seq = entry.seq
		WHERE `+isAnswer+`
		ORDER BY entry.seq
		LIMIT ?`, from, before, run, pageSize)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var said []stored // what the rows have of the outcomes, which are put together when no query is open
	var digests []string
	for rows.Next() {
		one, outcome, of := Answered{}, outcomes.stored(), ""
		err := rows.Scan(append([]any{&one.Seq, microseconds{&one.Recorded}, (*string)(&one.Kind), &one.Run, hexText{&one.SHA256}, text{&one.From},
			&one.Offset, text{&one.Reason}, digest{&of}}, outcome.into()...)...)
		if err != nil {
			return nil, err
		}
		if one.Seq < from {
			return nil, errDisorder
		}
		from = one.Seq + 1
		page, said, digests = append(page, one), append(said, outcome), append(digests, of)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	for i := range page {
		if page[i].Outcome, err = a.outcome(digests[i], said[i]); err != nil {
			return nil, fmt.Errorf("entry %d: %w", page[i].Seq, err)
		}
	}
	return page, nil
}

// outcome puts an outcome together, once for each that is different; nil where there is none.
func (a *answers) outcome(digest string, s stored) (*policy.Outcome, error) {
	if made := a.made[digest]; made != nil || s.parts == nil {
		return made, nil
	}
	data, err := s.join(a.shelf.text)
	if err != nil {
		return nil, fmt.Errorf("its outcome %w: %w", err, errAltered)
	}
	p := Payload{Digest: digest, Data: data}
	if err := p.verify(""); err != nil {
		return nil, fmt.Errorf("its outcome %w: %w", err, errAltered)
	}
	made, err := decode[policy.Outcome](p, "outcome")
	if err != nil {
		return nil, err
	}
	if a.made == nil || len(a.made) == mostOutcomes {
		a.made = map[string]*policy.Outcome{}
	}
	a.made[digest] = made
	return made, nil
}
