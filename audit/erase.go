package audit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"clearance/audit/leaf"
)

// Erasure says what was erased, and why. It stays for good, as the reason why bytes are missing.
type Erasure struct {
	Reason string   `json:"reason"` // names nobody
	Erased []string `json:"erased"` // the commitments to what was erased: readings, records that could not be judged, runs
}

// Erase takes everything out of the trail that names a story: what was read from it, under every version of its record and with its
// identifier, what could not be judged of it, the salts of all that, and the arguments of runs that it was named in. Decisions stay,
// and so do their proofs: what they promised of the story says nothing any more. The story is given by its identifier, or by the
// SHA-256 of one of its records.
//
// When it returns without an error, no page of the file or its write-ahead log holds any of it. Copies of the file do.
func (r *Run) Erase(story, reason string) (Erasure, error) {
	doing := "erasing a story in the trail " + r.log.path // the error is kept longer than the story
	if strings.TrimSpace(story) == "" || strings.TrimSpace(reason) == "" {
		return Erasure{}, fmt.Errorf("%s: name the story and the reason", doing)
	}
	r.open.RLock()
	defer r.open.RUnlock()
	if r.ended {
		return Erasure{}, r.over()
	}
	var erased Erasure
	err := r.log.write("erasing a story", func(b *batch) error {
		erased = Erasure{Reason: reason, Erased: []string{}}
		if err := b.erase(story, &erased); err != nil {
			return err
		}
		if len(erased.Erased) == 0 {
			return nil
		}
		extra, err := leaf.Canonical(erased)
		if err != nil {
			return fmt.Errorf("encoding the erasure: %w", err)
		}
		_, err = b.add(row{kind: KindErasure, run: r.seq, extra: extra})
		return err
	})
	if err != nil {
		return Erasure{}, err
	}
	if err := r.log.fold(); err != nil { // where nothing is left to erase, an earlier try may not have come this far
		return erased, fault(doing, err)
	}
	if len(erased.Erased) == 0 {
		return erased, fmt.Errorf("%s: nothing in it is of that story", doing)
	}
	return erased, nil
}

// shortest is how many bytes a name has at the least that is looked for among other words: a shorter one may be part of any.
const shortest = 8

// erase empties the rows that name a story and notes their commitments.
func (b *batch) erase(story string, into *Erasure) error {
	identifiers, records, err := b.namesOf(story)
	if err != nil {
		return err
	}
	for _, record := range records {
		if err := b.empty(into, "reading", "digest = NULL, salt = NULL, data = NULL", "record = ?", record); err != nil {
			return err
		}
		if err := b.empty(into, "unjudged", "salt = NULL, data = NULL", "record = ?", record); err != nil {
			return err
		}
	}
	for _, name := range append(identifiers, records...) {
		if len(name) < shortest {
			continue
		}
		for _, table := range []string{"unjudged", "run"} { // in a reason or an argument; the few rows of these are all looked at
			if err := b.empty(into, table, "salt = NULL, data = NULL", "instr(data, ?)", name); err != nil {
				return err
			}
		}
	}
	b.log.lastRead = read{}
	return nil
}

// namesOf gives the identifiers of a story as its records show them, and the SHA-256 of its records.
func (b *batch) namesOf(story string) (identifiers, records []string, err error) {
	by, name := "identifier", story
	if record, ok := recordDigest(story); ok {
		by, name = "record", record
		records = []string{record}
	} else {
		identifiers = []string{story}
	}
	rows, err := b.log.conn.QueryContext(context.Background(), `
		SELECT DISTINCT identifier, record FROM reading
		WHERE `+by+` = ? OR identifier <> '' AND identifier IN (SELECT identifier FROM reading WHERE `+by+` = ?)`, name, name)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var identifier, record string
		if err := rows.Scan(text{&identifier}, text{&record}); err != nil {
			return nil, nil, err
		}
		if identifier != "" {
			identifiers = append(identifiers, identifier)
		}
		records = append(records, record)
	}
	return identifiers, records, rows.Err()
}

// empty erases what rows of a table hold, and notes their commitments.
func (b *batch) empty(into *Erasure, table, set, where string, name string) error {
	rows, err := b.log.conn.QueryContext(context.Background(), `
		UPDATE `+table+` SET `+set+`
		WHERE data IS NOT NULL AND `+where+`
		RETURNING commitment`, name)
	if err != nil {
		return fmt.Errorf("erasing rows of %s: %w", table, err)
	}
	defer rows.Close()
	for rows.Next() {
		var commitment string
		if err := rows.Scan(&commitment); err != nil {
			return err
		}
		into.Erased = append(into.Erased, commitment)
	}
	return rows.Err()
}

// fold moves the write-ahead log into the file and empties it, so that the old form of a page stands nowhere any more. A program that
// is reading keeps it from that; it is waited for.
func (l *Log) fold() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for deadline := time.Now().Add(patience); ; time.Sleep(pause) {
		var busy, inLog, moved int
		err := l.conn.QueryRowContext(context.Background(), `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &inLog, &moved)
		if err != nil || busy == 0 {
			return err
		}
		if time.Now().After(deadline) {
			return errors.New("it is erased, but another program that reads the trail keeps the old pages in its write-ahead log: end that program and erase once more")
		}
	}
}
