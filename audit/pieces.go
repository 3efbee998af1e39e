package audit

import (
	"context"
	"errors"
	"fmt"
)

// mostVouched bounds what is looked at for one piece: the newest count.
const mostVouched = 64

// OfPiece gives what people have vouched for about a piece, by the SHA-256 of its bytes: the overrides for it, and the answers of the
// gate in which somebody confirmed something; the newest 64 of them, oldest first, each checked as Get does. What was erased is left
// out. An error means that nothing may be taken from it. A row that somebody took away is missed: without it less may pass, and Verify
// names it.
func (l *Log) OfPiece(sha256 string) ([]*Record, error) {
	doing := fmt.Sprintf("looking for the piece %s in the trail %s", sha256, l.path)
	sha256, ok := recordDigest(sha256)
	if !ok {
		return nil, fmt.Errorf("%s: that is no SHA-256", doing)
	}
	all, err := l.pieces(`SELECT seq FROM (SELECT seq FROM piece WHERE sha256 = ? AND vouches ORDER BY seq DESC LIMIT ?) ORDER BY seq`, sha256, mostVouched)
	for _, r := range all {
		if r.SHA256 != sha256 {
			err = errors.Join(err, fmt.Errorf("entry %d is about the piece %s: %w", r.Seq, r.SHA256, errAltered))
		}
	}
	if err != nil {
		return nil, fault(doing, err)
	}
	return all, nil
}

// GatesBy gives what the gate said of pieces that an override let pass, by its seq, oldest first. Of checks and errors what is said of
// OfPiece holds.
func (l *Log) GatesBy(override int64) ([]*Record, error) {
	if err := l.checkPieces(); err != nil {
		return nil, fault(fmt.Sprintf("looking for what the override %d let pass in the trail %s", override, l.path), err)
	}
	all, err := l.pieces(`SELECT seq FROM piece WHERE override = ? ORDER BY seq`, override)
	for _, r := range all {
		if r.Gate == nil || r.Gate.Override == nil || *r.Gate.Override != override {
			err = errors.Join(err, fmt.Errorf("entry %d is no gate that it let anything pass: %w", r.Seq, errAltered))
		}
	}
	if err != nil {
		return nil, fault(fmt.Sprintf("looking for what the override %d let pass in the trail %s", override, l.path), err)
	}
	return all, nil
}

// Settlements gives what became of an override, by its seq, oldest first, each checked as Get does.
func (l *Log) Settlements(override int64) (all []*Record, err error) {
	settled, err := l.records(`SELECT seq FROM entry WHERE reading IS NULL AND kind = 'settlement' ORDER BY seq`)
	if err != nil {
		return nil, fault(fmt.Sprintf("looking for what became of the override %d in the trail %s", override, l.path), err)
	}
	for _, r := range settled { // few: each is looked at, so that none can claim to be another's
		if r.Settlement.Override == override {
			all = append(all, r)
		}
	}
	return all, nil
}

// pieces gives the entries that a query finds among the pieces, without those that were erased meanwhile.
func (l *Log) pieces(query string, args ...any) (there []*Record, err error) {
	all, err := l.records(query, args...)
	for _, r := range all {
		if r.Gate != nil || r.Override != nil {
			there = append(there, r)
			err = errors.Join(err, l.checkNotErased(r))
		} else if !r.Payloads.Piece.Erased() {
			err = errors.Join(err, fmt.Errorf("entry %d is a %s: %w", r.Seq, r.Kind, errAltered))
		}
	}
	return there, err
}

// erasedPayloads selects the commitments that erasures name.
const erasedPayloads = `
	SELECT value
	FROM entry, json_each(entry.extra, '$.erased')
	WHERE entry.reading IS NULL AND entry.kind = 'erasure'`

// checkNotErased refuses what was erased and put back.
func (l *Log) checkNotErased(r *Record) error {
	var erased bool
	err := l.readers.QueryRow(`SELECT ? IN (`+erasedPayloads+`)`, r.Payloads.Piece.Digest).Scan(&erased)
	if err != nil || !erased {
		return err
	}
	if again, err := l.get(r.Seq); err != nil || again.Payloads.Piece.Erased() { // meanwhile
		return err
	}
	return fmt.Errorf("entry %d was erased, and somebody put it back: %w", r.Seq, errAltered)
}

// checkPieces wants as many pieces as there are entries for them, and an erasure for each that is empty: what is not found must not be
// there. It reads indexes only; whether those say what the rows say is for Verify.
func (l *Log) checkPieces() error {
	var rows, entries, gone int64
	err := l.readers.QueryRow(`
		SELECT (SELECT count(*) FROM piece INDEXED BY piece_sha256),
		       (SELECT count(*) FROM entry WHERE reading IS NULL AND kind IN ('gate', 'override')),
		       (SELECT count(*) FROM piece WHERE sha256 IS NULL AND commitment NOT IN (`+erasedPayloads+`))`).Scan(&rows, &entries, &gone)
	switch {
	case err != nil:
		return err
	case rows != entries:
		return fmt.Errorf("of %d pieces %d are there: %w", entries, rows, errAltered)
	case gone > 0:
		return fmt.Errorf("pieces are gone (%d), and no erasure accounts for them: %w", gone, errAltered)
	}
	return nil
}

// records reads the entries whose seq a query gives.
func (l *Log) records(query string, args ...any) (all []*Record, err error) {
	rows, err := l.readers.QueryContext(context.Background(), query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var seqs []int64
	for rows.Next() {
		var seq int64
		if err := rows.Scan(&seq); err != nil {
			return nil, err
		}
		seqs = append(seqs, seq)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	for _, seq := range seqs {
		r, err := l.get(seq)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", seq, err)
		}
		all = append(all, r)
	}
	return all, nil
}
