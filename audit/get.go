package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"clearance/audit/leaf"
	"clearance/policy"
	"clearance/rights"
)

// ErrNotFound means that the log has no entry with the seq asked for.
var ErrNotFound = errors.New("no such entry")

// Record is an entry with everything that it points to. What its kind does not have, and what was erased, is nil.
type Record struct {
	Entry
	Info     *RunInfo // what the entry's run was
	Reading  *rights.Reading
	Question *rights.Question // an erased party stands there as its commitment
	Input    *rights.Input
	Outcome  *policy.Outcome
	Bundle   []byte // of the policy
	Unjudged *Unjudged
	Counts   *Counts // of a run-end
	Key      *Key
	Erasure  *Erasure

	Gate       *Gate
	Override   *Override
	Settlement *Settlement

	Payloads Payloads // the same, byte by byte
}

// Payloads are the bytes that an entry promises. Those that it does not have are zero.
type Payloads struct {
	Run, Reading, Unjudged, Party, Piece Payload // salted
	Question, Input, Outcome             Payload // not salted
	Extra                                []byte  // of a run-end, a key, an erasure or a settlement

	asksForParty bool // whether the question names one
}

// Get reads one entry with everything that it points to, checks all bytes against their digests, and the entry against its leaf in
// the tree: what was altered is an error, never a record. Where there is no such entry, the error is ErrNotFound and names the range that exists.
func (l *Log) Get(seq int64) (*Record, error) {
	r, err := l.get(seq)
	if err != nil {
		return nil, fault(fmt.Sprintf("reading entry %d of the trail %s", seq, l.path), err)
	}
	return r, nil
}

func (l *Log) get(seq int64) (*Record, error) {
	r, err := l.load(seq)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, l.notFound()
	}
	if err != nil {
		return nil, err
	}
	if err := r.verify(); err != nil {
		return nil, err
	}
	for _, n := range []int64{seq, r.Run} { // its run's first entry says who asked
		if err := l.inTree(context.Background(), "TRUE", n); err != nil {
			return nil, err
		}
	}
	return r, r.decode()
}

// load reads an entry and its payloads in one transaction, and so in one state of the log.
func (l *Log) load(seq int64) (*Record, error) {
	ctx := context.Background()
	tx, err := l.readers.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() // there is nothing to commit
	r := &Record{}
	p := &r.Payloads
	reading, input, outcome := readings.stored(), inputs.stored(), outcomes.stored()
	into := append(r.Entry.columns(),
		text{&p.Run.Digest}, &p.Run.Salt, &p.Run.Data,
		digest{&p.Reading.Digest}, &p.Reading.Salt,
		text{&p.Unjudged.Digest}, &p.Unjudged.Salt, &p.Unjudged.Data,
		text{&p.Piece.Digest}, &p.Piece.Salt, &p.Piece.Data,
		text{&p.Party.Digest}, &p.Party.Salt, &p.Party.Data,
		text{&p.Question.Digest}, &p.Question.Data,
		digest{&p.Input.Digest},
		digest{&p.Outcome.Digest},
		&r.Bundle, &p.Extra, &p.asksForParty)
	into = append(append(append(into, reading.into()...), input.into()...), outcome.into()...)
	err = tx.QueryRowContext(ctx, `
		SELECT `+entryColumns+`,
		       run.commitment, run.salt, run.data,
		       reading.commitment, reading.salt,
		       unjudged.commitment, unjudged.salt, unjudged.data,
		       piece.commitment, piece.salt, piece.data,
		       party.commitment, party.salt, party.name,
		       question.digest, question.data,
		       entry.input,
		       entry.outcome,
		       policy.bundle, entry.extra, coalesce(question.data ->> '$.use.party', '') <> '',
		       `+readings.selected()+`, `+inputs.selected()+`, `+outcomes.selected()+`
		FROM `+entryTables+`
		LEFT JOIN run ON run.seq = entry.run
		LEFT JOIN party ON party.commitment = question.data ->> '$.use.party'
		WHERE entry.seq = ?`, seq).Scan(into...)
	if err != nil {
		return nil, err
	}
	for _, d := range []struct {
		stored
		into *[]byte
	}{{reading, &p.Reading.Data}, {input, &p.Input.Data}, {outcome, &p.Outcome.Data}} {
		if *d.into, err = d.join(shelfOf(ctx, tx, d.place).text); err != nil {
			return nil, fmt.Errorf("its %s %w: %w", d.what, err, errAltered)
		}
	}
	return r, nil
}

// notFound says which entries there are.
func (l *Log) notFound() error {
	size, err := l.size()
	switch {
	case err != nil:
		return err
	case size == 0:
		return fmt.Errorf("%w: the trail is empty", ErrNotFound)
	}
	return fmt.Errorf("%w: the trail has the entries 0 to %d", ErrNotFound, size-1)
}

func (l *Log) size() (size int64, err error) {
	err = l.readers.QueryRow(`SELECT size FROM head WHERE id = 1`).Scan(&size)
	return size, err
}

// verify checks all bytes against their digests, and that nothing is missing that the entry must point to.
func (r *Record) verify() error {
	p := &r.Payloads
	switch r.Kind {
	case KindDecision, KindAvails, KindUnjudged, KindRunStart, KindRunEnd, KindKey, KindErasure, KindGate, KindOverride, KindSettlement:
	default:
		return fmt.Errorf("its kind is %q, which is none: the trail is damaged or was altered, do not rely on it", r.Kind)
	}
	decision, unjudged, piece := r.Kind == KindDecision || r.Kind == KindAvails, r.Kind == KindUnjudged, r.Kind == KindGate || r.Kind == KindOverride
	for _, part := range []struct {
		name, label string // no label: not salted
		payload     Payload
		needed      bool // by this kind of entry, which has no others
	}{
		{"run", leaf.RunLabel, p.Run, true},
		{"reading", leaf.ReadingLabel, p.Reading, decision},
		{"unjudged record", leaf.UnjudgedLabel, p.Unjudged, unjudged},
		{"piece", leaf.PieceLabel, p.Piece, piece},
		{"party", leaf.PartyLabel, p.Party, p.asksForParty},
		{"question", "", p.Question, decision || unjudged || piece},
		{"input", "", p.Input, decision},
		{"outcome", "", p.Outcome, decision},
		{"policy", "", Payload{Digest: r.Policy, Data: r.Bundle}, decision || unjudged || piece && r.Policy != ""}, // a gate may have had none
	} {
		if !part.needed && part.payload.Digest != "" {
			return fmt.Errorf("it has a %s, which a %s has not: the trail is damaged or was altered, do not rely on it", part.name, r.Kind)
		}
		if part.needed && part.payload.Digest == "" {
			return fmt.Errorf("its %s is missing: the trail is damaged or was altered, do not rely on it", part.name)
		}
		if err := part.payload.verify(part.label); err != nil {
			return fmt.Errorf("its %s %w: the trail is damaged or was altered, do not rely on it", part.name, err)
		}
	}
	return nil
}

func (r *Record) decode() (err error) {
	p := &r.Payloads
	if r.Info, err = decode[RunInfo](p.Run, "run"); err != nil {
		return err
	}
	if r.Reading, err = decode[rights.Reading](p.Reading, "reading"); err != nil {
		return err
	}
	if r.Reading != nil {
		r.StoryID, r.Title, r.SHA256 = r.Reading.Story.ID, r.Reading.Story.Title, r.Reading.Story.SHA256 // as the verdict below
	}
	if r.Question, err = decode[rights.Question](p.Question, "question"); err != nil {
		return err
	}
	if r.Question != nil {
		r.Action, r.AsOf = r.Question.Use.Action, r.Question.AsOf
		if p.Party.Data != nil {
			r.Question.Use.Party = string(p.Party.Data)
		}
	}
	if r.Input, err = decode[rights.Input](p.Input, "input"); err != nil {
		return err
	}
	if r.Outcome, err = decode[policy.Outcome](p.Outcome, "outcome"); err != nil {
		return err
	}
	if r.Outcome != nil {
		r.Verdict = r.Outcome.Verdict // from the bytes that were checked, not from the column
	}
	switch extra := (Payload{Data: p.Extra}); r.Kind {
	case KindRunEnd:
		r.Counts, err = decode[Counts](extra, "counts")
	case KindKey:
		r.Key, err = decode[Key](extra, "key")
	case KindErasure:
		r.Erasure, err = decode[Erasure](extra, "erasure")
	case KindSettlement:
		r.Settlement, err = decode[Settlement](extra, "settlement")
	case KindGate:
		if r.Gate, err = decode[Gate](p.Piece, "gate"); r.Gate != nil {
			r.Gate.Question, r.Gate.Policy, r.Verdict = *r.Question, r.Policy, r.Gate.Verdict
		}
	case KindOverride:
		if r.Override, err = decode[Override](p.Piece, "override"); r.Override != nil {
			r.Override.Question, r.Override.Policy = *r.Question, r.Policy
		}
	}
	if err != nil {
		return err
	}
	if r.Unjudged, err = decode[Unjudged](p.Unjudged, "unjudged record"); err != nil || r.Unjudged == nil {
		return err
	}
	r.Unjudged.Question, r.Unjudged.Policy = *r.Question, r.Policy
	return nil
}
