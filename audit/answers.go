package audit

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"clearance/audit/leaf"
	"clearance/policy"
)

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

// Answers gives the answers of a run and, before them, of the runs that it goes on with, in their order: that of what was asked. Of a run
// that another went on with it gives those that were recorded before that one began. Each is checked as Get
// does, but for what it does not give: whoever counts a cleared answer relies on it.
func (l *Log) Answers(run int64) iter.Seq2[Answered, error] {
	return func(yield func(Answered, error) bool) {
		a := answers{log: l, readings: shelfOf(context.Background(), l.readers, readings), outcomes: shelfOf(context.Background(), l.readers, outcomes)}
		a.readings.ahead, a.outcomes.ahead = readAhead, readAhead
		err := l.eachRun(run, func(run, before int64) error { return a.of(run, before, yield) })
		if err != nil && !errors.Is(err, errEnough) {
			yield(Answered{}, fault(fmt.Sprintf("reading the answers of run %d in the trail %s", run, l.path), err))
		}
	}
}

// errEnough ends the reading of answers where nobody wants more.
var errEnough = errors.New("nobody wants more")

// answers reads the answers of runs. Few outcomes serve many of them.
type answers struct {
	log                *Log
	readings, outcomes *shelf
	made               map[string]*policy.Outcome // by digest
}

// mostOutcomes is how many outcomes are kept at a time.
const mostOutcomes = 1 << 15

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

// answerRow is what the tables have of an answer.
type answerRow struct {
	Answered
	read, unjudged Payload
	said           string // the digest of the outcome
	reading        stored
	outcome        stored
}

func (a *answers) page(run, from, before int64) ([]Answered, error) {
	rows, err := a.rows(run, from, before)
	if err != nil {
		return nil, err
	}
	var page []Answered
	var seqs []int64
	for i := range rows {
		r := &rows[i]
		if err := a.check(r); err != nil {
			return nil, fmt.Errorf("entry %d: %w", r.Seq, err)
		}
		page, seqs = append(page, r.Answered), append(seqs, r.Seq)
	}
	return page, a.log.inTree(context.Background(), fmt.Sprintf("entry.run = %d", run), seqs...)
}

func (a *answers) rows(run, from, before int64) (all []answerRow, err error) {
	rows, err := a.log.readers.QueryContext(context.Background(), `
		SELECT entry.seq, entry.recorded, entry.kind, entry.run, reading.commitment, reading.salt,
		       unjudged.commitment, unjudged.salt, unjudged.data, entry.outcome, `+readings.selected()+`, `+outcomes.selected()+`
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
	for rows.Next() {
		r := answerRow{reading: readings.stored(), outcome: outcomes.stored()}
		into := []any{&r.Seq, microseconds{&r.Recorded}, (*string)(&r.Kind), &r.Run, digest{&r.read.Digest}, &r.read.Salt,
			text{&r.unjudged.Digest}, &r.unjudged.Salt, &r.unjudged.Data, digest{&r.said}}
		if err := rows.Scan(append(append(into, r.reading.into()...), r.outcome.into()...)...); err != nil {
			return nil, err
		}
		if r.Seq < from {
			return nil, errDisorder
		}
		from = r.Seq + 1
		all = append(all, r)
	}
	return all, rows.Err()
}

// check puts an answer together of what the tables have, and checks that against its digests.
func (a *answers) check(r *answerRow) (err error) {
	if r.Kind == KindUnjudged {
		return r.couldNot()
	}
	if r.SHA256, err = a.record(r); err == nil {
		r.Outcome, err = a.said(r)
	}
	return err
}

// couldNot takes what is known of a record that could not be judged, unless it was erased.
func (r *answerRow) couldNot() error {
	if err := r.unjudged.verify(leaf.UnjudgedLabel); err != nil || r.unjudged.Digest == "" {
		return fmt.Errorf("its unjudged record %w", broken(err))
	}
	u, err := decode[Unjudged](r.unjudged, "unjudged record")
	if u != nil {
		r.SHA256, r.From, r.Offset, r.Reason = u.SHA256, u.From, u.Offset, u.Reason
	}
	return err
}

// record is the SHA-256 of the record that was read, "" where the reading was erased.
func (a *answers) record(r *answerRow) (string, error) {
	data, err := r.reading.join(a.readings.text)
	r.read.Data = data
	if err == nil {
		err = r.read.verify(leaf.ReadingLabel)
	}
	switch {
	case err != nil, r.read.Digest == "":
		return "", fmt.Errorf("its reading %w", broken(err))
	case data == nil:
		return "", nil
	}
	columns := readingForm.Columns(data)
	if !slices.Equal(columns, r.reading.values) {
		return "", fmt.Errorf("its reading has columns that are not those of its bytes: %w", errAltered)
	}
	record, _ := columns[slices.IndexFunc(readings.columns, func(c column) bool { return c.name == "record" })].(string)
	return record, nil
}

// said is the outcome, put together once for each that is different.
func (a *answers) said(r *answerRow) (*policy.Outcome, error) {
	if r.outcome.parts == nil {
		return nil, fmt.Errorf("its outcome %w", broken(nil))
	}
	if made := a.made[r.said]; made != nil {
		return made, nil
	}
	data, err := r.outcome.join(a.outcomes.text)
	p := Payload{Digest: r.said, Data: data}
	if err == nil {
		err = p.verify("")
	}
	if err != nil || r.said == "" {
		return nil, fmt.Errorf("its outcome %w", broken(err))
	}
	made, err := decode[policy.Outcome](p, "outcome")
	if err != nil {
		return nil, err
	}
	if a.made == nil || len(a.made) == mostOutcomes {
		a.made = map[string]*policy.Outcome{}
	}
	a.made[r.said] = made
	return made, nil
}

// broken says what is wrong with what an entry promises; nil is that it is missing.
func broken(err error) error {
	if err == nil {
		return fmt.Errorf("is missing: %w", errAltered)
	}
	return fmt.Errorf("%w: %w", err, errAltered)
}
