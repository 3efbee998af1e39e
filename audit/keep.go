package audit

import (
	"fmt"

	"clearance/audit/leaf"
)

// known are the ids of rows that are shared by content, by table.
type known map[string]*knownIDs

// knownIDs are the ids of one table. The next item often points to the same row as the last.
type knownIDs struct {
	last ref
	all  map[string]int64 // by digest
}

func (k *knownIDs) find(digest string) (id int64, found bool) {
	if k == nil {
		return 0, false
	}
	id, found = k.all[digest]
	return id, found
}

// maxKnown bounds the memory of one table's ids. Questions and policies are few; when they are not, it starts afresh.
const maxKnown = 10_000

// Keep stores a policy's bundle, so that decisions can refer to it and be replayed. It must come before them.
// Whatever has not the digest it claims is refused.
func (l *Log) Keep(p Policy) error {
	if got := leaf.Address(p.Bundle); got != p.Digest {
		return fmt.Errorf("keeping the policy %s: its bundle has the digest %s: load it again", p.Digest, got)
	}
	if len(p.Bundle) == 0 {
		return fmt.Errorf("keeping the policy %s: its bundle is empty: load it again", p.Digest)
	}
	return l.write("keeping the policy "+p.Digest, func(b *batch) error {
		_, found, err := b.lookUp("policy", p.Digest)
		if err == nil && !found {
			_, err = b.insert(`INSERT INTO policy (digest, bundle) VALUES (?, ?)`, p.Digest, p.Bundle)
		}
		return err
	})
}

// shared gives a row that is found by the digest of its content, and writes it where it is new.
func (b *batch) shared(table string, p Payload) (ref, error) {
	r, found, err := b.lookUp(table, p.Digest)
	if err != nil || found {
		return r, err
	}
	id, err := b.insert(`
		INSERT INTO `+table+` (digest, data)
		VALUES (?, ?)`, p.Digest, string(p.Data))
	if err != nil {
		return ref{}, fmt.Errorf("writing the %s: %w", table, err)
	}
	b.remember(table, p.Digest, id)
	return ref{id, p.Digest}, nil
}

// lookUp finds a row by the digest of its content.
func (b *batch) lookUp(table, digest string) (r ref, found bool, err error) {
	ids := b.log.known[table]
	if ids != nil && ids.last.digest == digest && digest != "" {
		return ids.last, true, nil
	}
	if id, found := ids.find(digest); found {
		ids.last = ref{id, digest}
		return ids.last, true, nil
	}
	r.digest = digest
	found, err = b.find(`
		SELECT id
		FROM `+table+`
		WHERE digest = ?`, []any{digest}, &r.id)
	if err != nil || !found {
		return ref{}, false, wrap(err, "looking for the "+table)
	}
	b.remember(table, digest, r.id)
	return r, true, nil
}

// wrap says what was being done, if there is an error.
func wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func (b *batch) remember(table, digest string, id int64) {
	ids := b.log.known[table]
	if ids == nil || len(ids.all) >= maxKnown {
		ids = &knownIDs{all: map[string]int64{}}
		b.log.known[table] = ids
	}
	ids.all[digest] = id
}

// policy finds a policy that the log keeps.
func (b *batch) policy(digest string) (ref, error) {
	r, found, err := b.lookUp("policy", digest)
	if err == nil && !found {
		err = fmt.Errorf("the trail does not keep the policy %q: keep it first", digest)
	}
	return r, err
}

// question stores a question, with a commitment in the place of the party's name.
func (b *batch) question(s *Sealed) (ref, error) {
	if s.question != nil {
		return b.shared("question", *s.question)
	}
	party, err := b.party(s.asked.Use.Party)
	if err != nil {
		return ref{}, fmt.Errorf("writing the party: %w", err)
	}
	p, err := questionPayload(*s.asked, party)
	if err != nil {
		return ref{}, fmt.Errorf("encoding the question: %w", err)
	}
	return b.shared("question", p)
}

// party gives the commitment to a party's name: always the same one, so that equal questions stay equal.
func (b *batch) party(name string) (commitment string, err error) {
	if name == "" {
		return "", nil
	}
	found, err := b.find(`SELECT commitment FROM party WHERE name = ?`, []any{name}, &commitment)
	if err != nil || found {
		return commitment, err
	}
	p := salted(leaf.PartyLabel, []byte(name))
	_, err = b.exec(`
		INSERT INTO party (commitment, salt, name)
		VALUES (?, ?, ?)`, p.Digest, p.Salt, name)
	return p.Digest, err
}

// underNext stores a salted payload under the seq of the next entry, and gives its digest.
func (b *batch) underNext(table, label string, data []byte) (digest string, err error) {
	p := salted(label, data)
	_, err = b.exec(`
		INSERT INTO `+table+` (seq, commitment, salt, data)
		VALUES (?, ?, ?, ?)`, b.next, p.Digest, p.Salt, string(p.Data))
	return p.Digest, wrap(err, "writing the "+table)
}
