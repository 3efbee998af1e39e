package audit

import (
	"bytes"
	"slices"
	"sync"
	"sync/atomic"

	"clearance/audit/leaf"
	"clearance/rights"
	"clearance/rights/canonical"
)

// desk is where canonical JSON is written that is taken apart at once: nothing of what comes of that stands in it.
type desk struct {
	bytes  []byte
	notes  canonical.Notes
	writer canonical.Writer
	shared []*fragment
}

var desks = sync.Pool{New: func() any { return new(desk) }}

// paper is what a document is written on that take takes apart.
func (d *desk) paper(p place) *canonical.Writer {
	d.writer = canonical.Noting(d.bytes[:0], &p.form.Root, &d.notes)
	return &d.writer
}

// take takes apart what was written, for a log. Under a label it gets a salt, without which its digest says nothing about it.
func (d *desk) take(l *Log, p place, label string) (document, error) {
	data, err := d.writer.Done()
	if err != nil {
		return document{}, err
	}
	d.bytes = data
	var sum, salt []byte
	if label == "" {
		sum = leaf.Sum(data)
	} else {
		salt = leaf.NewSalt()
		sum = leaf.Sum([]byte(label), salt, data)
	}
	made := p.taken(sum, salt, l.fragments[p.pieces].take(d, p.form))
	made.shared, made.by = slices.Clone(d.shared), l.fragments[p.pieces]
	return made, nil
}

// lastQuestion is the one that was sealed last: that of a whole run is the same.
var lastQuestion atomic.Pointer[Payload]

// question makes the payload of a question, as questionPayload does.
func (d *desk) question(q rights.Question) (Payload, error) {
	data, err := inUTC(q, "").AppendCanonical(d.bytes[:0])
	if err != nil {
		return Payload{}, err
	}
	d.bytes = data
	if last := lastQuestion.Load(); last != nil && bytes.Equal(last.Data, data) {
		return *last, nil
	}
	p := Payload{Digest: leaf.Address(data), Data: bytes.Clone(data)}
	lastQuestion.Store(&p)
	return p, nil
}

// questionPayload is a question in UTC, with a commitment in the place of the party's name.
func questionPayload(q rights.Question, party string) (Payload, error) {
	data, err := inUTC(q, party).AppendCanonical(nil)
	return Payload{Digest: leaf.Address(data), Data: data}, err
}

func inUTC(q rights.Question, party string) rights.Question {
	q.AsOf = q.AsOf.UTC()
	if q.Use.From != nil {
		from := q.Use.From.UTC()
		q.Use.From = &from
	}
	if q.Use.Until != nil {
		until := q.Use.Until.UTC()
		q.Use.Until = &until
	}
	q.Use.Party = party
	return q
}
