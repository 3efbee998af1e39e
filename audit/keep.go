package audit

import (
	"fmt"

	"clearance/audit/leaf"
	"clearance/rights"
)

// maxKnown bounds the memory of ids. Questions, inputs, outcomes and policies are few; when they are not, it starts afresh.
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
		_, err := b.shared("policy", "bundle", p.Digest, p.Bundle)
		return err
	})
}

// shared gives a row that is found by the digest of its content, and writes it where it is new.
func (b *batch) shared(table, column, digest string, content any) (ref, error) {
	r, found, err := b.lookUp(table, digest)
	if err != nil || found {
		return r, err
	}
	id, err := b.insert(`
		INSERT INTO `+table+` (digest, `+column+`)
		VALUES (?, ?)`, digest, content)
	if err != nil {
		return ref{}, fmt.Errorf("writing the %s: %w", table, err)
	}
	b.remember(table, digest, id)
	return ref{id, digest}, nil
}

// lookUp finds a row by the digest of its content.
func (b *batch) lookUp(table, digest string) (r ref, found bool, err error) {
	if id, found := b.log.known[table+digest]; found {
		return ref{id, digest}, true, nil
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
	if len(b.log.known) >= maxKnown {
		clear(b.log.known)
	}
	b.log.known[table+digest] = id
}

// payload stores a value that is shared by content.
func (b *batch) payload(table string, v any) (ref, error) {
	p, err := plain(v)
	if err != nil {
		return ref{}, fmt.Errorf("encoding the %s: %w", table, err)
	}
	return b.shared(table, "data", p.Digest, string(p.Data))
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
func (b *batch) question(q rights.Question) (ref, error) {
	party, err := b.party(q.Use.Party)
	if err != nil {
		return ref{}, fmt.Errorf("writing the party: %w", err)
	}
	p, err := questionPayload(q, party)
	if err != nil {
		return ref{}, fmt.Errorf("encoding the question: %w", err)
	}
	return b.shared("question", "data", p.Digest, string(p.Data))
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

// reading stores what was read from a record, unless the log holds the same reading already.
func (b *batch) reading(r rights.Reading) (into ref, err error) {
	data, err := leaf.Canonical(r)
	if err != nil {
		return ref{}, fmt.Errorf("encoding the reading: %w", err)
	}
	digest := leaf.Address(data)
	found, err := b.find(`
		SELECT id, commitment
		FROM reading
		WHERE record = ? AND digest = ?`, []any{r.Story.SHA256, digest}, &into.id, &into.digest)
	if err == nil && !found {
		p := salted(leaf.ReadingLabel, data)
		into.digest = p.Digest
		into.id, err = b.insert(`
			INSERT INTO reading (commitment, digest, salt, data)
			VALUES (?, ?, ?, ?)`, p.Digest, digest, p.Salt, string(p.Data))
	}
	return into, wrap(err, "writing the reading")
}

// underNext stores a salted payload under the seq of the next entry, and gives its digest.
func (b *batch) underNext(table, label string, v any) (digest string, err error) {
	data, err := leaf.Canonical(v)
	if err != nil {
		return "", fmt.Errorf("encoding the %s: %w", table, err)
	}
	p := salted(label, data)
	_, err = b.exec(`
		INSERT INTO `+table+` (seq, commitment, salt, data)
		VALUES (?, ?, ?, ?)`, b.next, p.Digest, p.Salt, string(p.Data))
	return p.Digest, wrap(err, "writing the "+table)
}
