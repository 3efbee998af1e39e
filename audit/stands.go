package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"clearance/audit/leaf"
	"clearance/policy"
)

// What is said at the gate points to other entries. Here they are looked up, by their seq, in the transaction that writes it.

// stands wants every story of a piece to be what its entry says, and an override that lets it pass to be one for just that.
func (g Gate) stands(b *batch) error {
	for _, s := range g.Stories {
		if s.Entry == nil {
			continue
		}
		if err := s.stands(b, g); err != nil {
			return fmt.Errorf("the story %q: %w", s.ID, err)
		}
	}
	if g.Override == nil {
		return nil
	}
	return wrap(g.passes(b), fmt.Sprintf("the override %d", *g.Override))
}

// stands wants a story to have been asked about as the piece is, and all that its decision says against it to stand against the piece:
// else an override would let pass what it does not name.
func (s GateStory) stands(b *batch, g Gate) error {
	var kind Kind
	var read, unread, question string
	said := outcomes.stored()
	found, err := b.find(`
		SELECT entry.kind, reading.record, unjudged.record, question.data, `+outcomes.selected()+`
		FROM entry
		LEFT JOIN question ON question.id = entry.question
		LEFT JOIN reading ON reading.id = entry.reading
		LEFT JOIN unjudged ON unjudged.seq = entry.seq
		WHERE entry.seq = ?`, []any{*s.Entry}, append([]any{(*string)(&kind), hexText{&read}, text{&unread}, text{&question}}, said.into()...)...)
	switch {
	case err != nil:
		return err
	case !found:
		return fmt.Errorf("there is no entry %d yet", *s.Entry)
	case kind != KindDecision && kind != KindUnjudged:
		return fmt.Errorf("entry %d is no decision on a story, but a %s", *s.Entry, kind)
	case kind == KindDecision && (read == "" || read != s.Record):
		return fmt.Errorf("entry %d is about another record, or was erased: judge the story again", *s.Entry)
	case unread != "" && s.Record != "" && unread != s.Record:
		return fmt.Errorf("entry %d is about another record", *s.Entry)
	}
	if same, err := b.sameQuestion(question, g.Question); err != nil || !same {
		return errors.Join(err, fmt.Errorf("entry %d answers another question", *s.Entry))
	}
	data, err := said.join(shelfOf(context.Background(), b.log.conn, outcomes).text)
	if err != nil {
		return fmt.Errorf("the outcome of entry %d %w: %w", *s.Entry, err, errAltered)
	}
	outcome, err := decode[policy.Outcome](Payload{Data: data}, "outcome")
	if err != nil {
		return err
	}
	if outcome == nil { // it could not be judged
		outcome = &policy.Outcome{}
	}
	if outcome.Verdict != s.Verdict {
		return fmt.Errorf("entry %d says %q of it, not %q", *s.Entry, outcome.Verdict, s.Verdict)
	}
	for _, f := range outcome.Findings {
		found := func(a Against) bool { return a.isAbout(s) && a.Code == f.Code && a.Effect == f.Effect }
		if verdictOf[f.Effect] != "" && !slices.ContainsFunc(g.Against, found) {
			return fmt.Errorf("by entry %d %s stands against it, and the gate does not say so", *s.Entry, f.Code)
		}
	}
	return nil
}

// passes wants an override to be one for this piece, put to this use, now, and for all that stands against it.
func (g Gate) passes(b *batch) error {
	var kind Kind
	var p Payload
	var question string
	found, err := b.find(`
		SELECT entry.kind, piece.commitment, piece.salt, piece.data, question.data
		FROM entry
		LEFT JOIN piece ON piece.seq = entry.seq
		LEFT JOIN question ON question.id = entry.question
		WHERE entry.seq = ?`, []any{*g.Override}, (*string)(&kind), text{&p.Digest}, &p.Salt, &p.Data, text{&question})
	switch {
	case err != nil:
		return err
	case !found || kind != KindOverride:
		return errors.New("there is none")
	case p.Data == nil:
		return errors.New("it was erased")
	}
	var o Override
	if err := errors.Join(p.verify(leaf.PieceLabel), json.Unmarshal(p.Data, &o)); err != nil {
		return fmt.Errorf("%w: %w", err, errAltered)
	}
	sameUse, err := b.sameUse(question, g.Question)
	switch {
	case err != nil:
		return err
	case o.Piece.SHA256 != g.Piece.SHA256:
		return errors.New("it is for another piece, or for other bytes of it")
	case !sameUse || o.Channel != g.Channel:
		return errors.New("it is for another use")
	case !o.Until.After(time.UnixMicro(b.recorded)):
		return fmt.Errorf("it ended at %s", o.Until.Format(time.RFC3339))
	}
	for _, a := range g.Against {
		if !slices.Contains(o.Against, a) {
			return fmt.Errorf("it does not let %s pass, of the story %q", a.Code, a.Story)
		}
	}
	return nil
}

// stands wants an override to end later than it is written.
func (o Override) stands(b *batch) error {
	if now := time.UnixMicro(b.recorded).UTC(); !o.Until.After(now) {
		return fmt.Errorf("it ends at %s, and it is %s", o.Until.Format(time.RFC3339), now.Format(time.RFC3339))
	}
	return nil
}

// stands wants a settlement to be of an override, and to rest on what was recorded before it.
func (x Settlement) stands(b *batch) error {
	var kind Kind
	found, err := b.find(`SELECT kind FROM entry WHERE seq = ?`, []any{x.Override}, (*string)(&kind))
	if err != nil {
		return err
	}
	if !found || kind != KindOverride {
		return errors.New("there is no such override")
	}
	for _, seq := range x.Entries {
		if seq < 0 || seq >= b.next {
			return fmt.Errorf("there is no entry %d yet", seq)
		}
	}
	return nil
}
