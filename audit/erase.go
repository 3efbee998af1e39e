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
	Erased []string `json:"erased"` // the commitments to what was erased: readings, records that could not be judged, runs, pieces at the gate
}

// Erase takes everything out of the trail that names a story: what was read from it, under every version of its record and with its
// identifier, what could not be judged of it, what was said at the gate of pieces that use or name it, the salts of all that, and what is
// known of runs in whose arguments it was named.
// Decisions stay, and so do their proofs: what they promised of the story says nothing any more. The story is given by its identifier,
// or by the SHA-256 of one of its records.
//
// When it returns without an error, no page of the file or its write-ahead log holds any of it, but for readings of other stories that
// quote the identifier, such as in the name of a file that they share: named says how many there are. Copies of the file keep it.
func (r *Run) Erase(story, reason string) (erased Erasure, named int64, err error) {
	doing := "erasing a story in the trail " + r.log.path // the error is kept longer than the story
	if strings.TrimSpace(story) == "" || strings.TrimSpace(reason) == "" {
		return Erasure{}, 0, fmt.Errorf("%s: name the story and the reason", doing)
	}
	r.open.RLock()
	defer r.open.RUnlock()
	if r.ended {
		return Erasure{}, 0, r.over()
	}
	err = r.log.write("erasing a story", func(b *batch) error {
		e := eraser{batch: b, erased: Erasure{Reason: reason, Erased: []string{}}}
		if err := e.erase(story); err != nil {
			return err
		}
		erased, named = e.erased, e.named
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
		return Erasure{}, 0, err
	}
	if err := r.log.fold(); err != nil { // where nothing is left to erase, an earlier try may not have come this far
		return erased, named, fault(doing, err)
	}
	if len(erased.Erased) == 0 {
		return erased, named, fmt.Errorf("%s: nothing in it is of that story: check the name, unless it was erased before", doing)
	}
	return erased, named, nil
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
