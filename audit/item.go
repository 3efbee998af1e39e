package audit

import (
	"fmt"
	"strings"

	"clearance/audit/leaf"
	"clearance/policy"
	"clearance/rights"
)

// Sealed is an item whose bytes are ready to be stored, with the salts and hashes of them that need no trail. It is made before the
// transaction, so that callers make many side by side.
type Sealed struct {
	kind Kind
	what func() string // says which item it is in an error

	asked    *rights.Question // nil where it answers none
	question *Payload         // nil where it names a party: its commitment is in the log
	record   string           // the SHA-256 of the record that was read
	reading  *document
	unjudged []byte
	piece    []byte
	input    document
	outcome  document
	policy   string

	stands func(*batch) error // checks what only the trail can tell; nil where there is nothing of that

	goodUntil *int64 // seconds since 1970
	extra     []byte

	counts Counts // what it adds to those of its run
}

// Seal makes the bytes that are stored of an item. It may be called from many goroutines; what it gives may be appended once, to this
// run or another of its trail.
func (r *Run) Seal(item Item) (Sealed, error) { return item.seal(r.log) }

// SealDecision is Seal for what a bulk run has most of. It keeps nothing of the decision but its strings, and so puts it nowhere.
func (r *Run) SealDecision(d *Decision) (Sealed, error) { return d.sealed(r.log) }

func (d Decision) seal(l *Log) (Sealed, error) { return d.sealed(l) }

func (d *Decision) sealed(l *Log) (s Sealed, err error) {
	about, asked := d.Reading.Story, d.Question                           // nothing else of the decision is kept
	id, from, offset := strings.Clone(about.ID), about.From, about.Offset // nor the record that the identifier stands in
	s = Sealed{kind: KindDecision, what: func() string {
		return fmt.Sprintf("the decision on the story %q of %s at %d", id, from, offset)
	}, asked: &asked, record: about.SHA256, policy: d.Policy}
	check := checkOutcome
	if d.Outcome.Grid != nil {
		s.kind, check = KindAvails, checkGrid
	}
	if err := check(d.Outcome); err != nil {
		return s, s.wrap(err)
	}
	if _, ok := rawRecord(s.record); !ok {
		return s, s.wrap(fmt.Errorf("its reading's %q is not the SHA-256 of a record", s.record))
	}
	on := desks.Get().(*desk)
	defer desks.Put(on)
	d.Reading.WriteCanonical(on.paper(readings))
	reading, err := on.take(l, readings, leaf.ReadingLabel)
	if err != nil {
		return s, s.wrap(fmt.Errorf("encoding the reading: %w", err))
	}
	s.reading = &reading
	d.Input.WriteCanonical(on.paper(inputs))
	if s.input, err = on.take(l, inputs, ""); err != nil {
		return s, s.wrap(fmt.Errorf("encoding the input: %w", err))
	}
	d.Outcome.WriteCanonical(on.paper(outcomes))
	if s.outcome, err = on.take(l, outcomes, ""); err != nil {
		return s, s.wrap(fmt.Errorf("encoding the outcome: %w", err))
	}
	if d.GoodUntil != nil {
		until := d.GoodUntil.Unix() // rounds down: it may be early, never late
		s.goodUntil = &until
	}
	s.counts.add(d.Outcome.Verdict)
	return s, s.wrap(s.sealQuestion())
}

func (d Decision) about() (string, rights.Question) { return d.Reading.Story.SHA256, d.Question }

func (c *Counts) add(v policy.Verdict) {
	switch v {
	case policy.Cleared:
		c.Cleared++
	case policy.Referred:
		c.Referred++
	default:
		c.Blocked++
	}
}

func (u Unjudged) seal(*Log) (s Sealed, err error) {
	s = Sealed{kind: KindUnjudged, what: func() string { return fmt.Sprintf("the unjudged record of %s at %d", u.From, u.Offset) },
		asked: &u.Question, policy: u.Policy, counts: Counts{Unjudged: 1}}
	if _, ok := rawRecord(u.SHA256); u.SHA256 != "" && !ok {
		return s, s.wrap(fmt.Errorf("its %q is not the SHA-256 of a record", u.SHA256))
	}
	if s.unjudged, err = leaf.Canonical(u); err != nil {
		return s, s.wrap(fmt.Errorf("encoding it: %w", err))
	}
	return s, s.wrap(s.sealQuestion())
}

func (u Unjudged) about() (string, rights.Question) { return u.SHA256, u.Question }

func (s *Sealed) sealQuestion() error {
	if s.asked.Use.Party != "" {
		return nil
	}
	on := desks.Get().(*desk)
	defer desks.Put(on)
	p, err := on.question(*s.asked)
	s.question = &p
	return wrap(err, "encoding the question")
}

func (s Sealed) wrap(err error) error {
	if err == nil {
		return nil
	}
	return wrap(err, s.what())
}

// write puts the item's payloads into the batch and gives the entry that points to them.
func (s *Sealed) write(b *batch) (row, error) {
	entry, err := s.entry(b)
	return entry, s.wrap(err)
}

func (s *Sealed) entry(b *batch) (entry row, err error) {
	entry = row{kind: s.kind, goodUntil: s.goodUntil, extra: s.extra}
	if s.stands != nil {
		if err := s.stands(b); err != nil {
			return row{}, err
		}
	}
	if s.asked == nil {
		return entry, nil
	}
	if s.reading != nil {
		if entry.reading, err = b.reading(s.record, s.reading); err != nil {
			return row{}, err
		}
		entry.input, entry.outcome = &s.input, &s.outcome
	}
	if entry.question, err = b.question(s); err != nil {
		return row{}, err
	}
	if s.policy != "" || s.piece == nil { // a gate that could load none stops the piece, and says so
		if entry.policy, err = b.policy(s.policy); err != nil {
			return row{}, err
		}
	}
	switch {
	case s.unjudged != nil:
		entry.body, err = b.underNext("unjudged", leaf.UnjudgedLabel, s.unjudged)
	case s.piece != nil:
		entry.body, err = b.underNext("piece", leaf.PieceLabel, s.piece)
	}
	return entry, err
}
