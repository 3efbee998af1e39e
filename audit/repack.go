package audit

import (
	"context"
	"database/sql"
	"fmt"

	"clearance/audit/leaf"
)

// partsVersion is the version of the schema that brought pieces.
const partsVersion = 4

// betweenRows divides that migration: what makes the tables, and what follows when the rows have moved into them.
const betweenRows = "-- (rows)\n"

// repack takes the documents of earlier versions apart, within the transaction of the migration. It vouches for nothing: what does not
// match its digest is moved as it is, for Verify to find.
func repack(conn *sql.Conn, tx *sql.Tx) error {
	l := &Log{conn: conn, statements: map[string]*sql.Stmt{}, bulks: map[string]*statement{}, epoch: 1,
		fragments: newFragments()}
	defer l.closeStatements()
	b := newBatch(l, 0)
	for _, do := range []func(*sql.Tx) error{b.repackReadings, b.repackEntries, noStrays} {
		err := do(tx)
		if err == nil {
			err = b.flush()
		}
		if err != nil {
			return fmt.Errorf("taking its documents apart: %w", err)
		}
	}
	return nil
}

func (b *batch) repackReadings(tx *sql.Tx) error {
	rows, err := tx.QueryContext(context.Background(), `SELECT id, commitment, salt, data FROM earlier_reading ORDER BY id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var p Payload
		var id int64
		if err := rows.Scan(&id, &p.Digest, &p.Salt, &p.Data); err != nil {
			return err
		}
		if !leaf.IsDigest(p.Digest) {
			return fmt.Errorf("reading %d has no commitment: %w", id, errAltered)
		}
		if p.Data == nil {
			_, err = b.exec(`INSERT INTO reading (id, commitment) VALUES (?, ?)`, id, rawDigest(p.Digest))
		} else {
			b.ids[readings.table] = id - 1
			d := readings.document(p)
			_, err = b.insertReading(&d)
		}
		if err != nil {
			return fmt.Errorf("reading %d: %w", id, err)
		}
	}
	return rows.Err()
}

// repackEntries moves the entries, and takes what they were shown and told apart once for those that follow one another with the same.
func (b *batch) repackEntries(tx *sql.Tx) error {
	rows, err := tx.QueryContext(context.Background(), `
		SELECT seq, recorded, kind, run, reading, question, policy, good_until, extra, request,
		       earlier_input.digest, earlier_input.data, earlier_outcome.digest, earlier_outcome.data, earlier_outcome.verdict
		FROM earlier
		LEFT JOIN earlier_input ON earlier_input.id = earlier.input
		LEFT JOIN earlier_outcome ON earlier_outcome.id = earlier.outcome
		ORDER BY seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var input, outcome Payload
		var verdict any
		columns, into := make([]any, 10), make([]any, 10)
		for i := range columns {
			into[i] = &columns[i]
		}
		if err := rows.Scan(append(into, text{&input.Digest}, &input.Data, text{&outcome.Digest}, &outcome.Data, &verdict)...); err != nil {
			return err
		}
		b.args = append(b.args[:0], columns...)
		if err := b.repackEntry(input, outcome, verdict); err != nil {
			return fmt.Errorf("entry %v: %w", columns[0], err)
		}
	}
	return rows.Err()
}

func (b *batch) repackEntry(input, outcome Payload, verdict any) error {
	if verdict == nil {
		return b.later(&b.entries, append(b.args, noDocuments...))
	}
	if !leaf.IsDigest(input.Digest) || !leaf.IsDigest(outcome.Digest) {
		return fmt.Errorf("its input or its outcome is missing: %w", errAltered)
	}
	in, out := inputs.document(input), outcomes.document(outcome)
	out.row[1] = verdict // it is there even where the bytes are damaged
	if err := b.document(inputs, &in); err != nil {
		return err
	}
	if err := b.document(outcomes, &out); err != nil {
		return err
	}
	return b.later(&b.entries, b.args)
}

// noStrays wants no documents that no entry points to: they would be gone without a word.
func noStrays(tx *sql.Tx) error {
	var strays int64
	err := tx.QueryRow(`
		SELECT (SELECT count(*) FROM earlier_input WHERE id NOT IN (SELECT input FROM earlier WHERE input IS NOT NULL)) +
		       (SELECT count(*) FROM earlier_outcome WHERE id NOT IN (SELECT outcome FROM earlier WHERE outcome IS NOT NULL))`).Scan(&strays)
	if err == nil && strays > 0 {
		err = fmt.Errorf("it has %d inputs and outcomes that no entry points to: %w", strays, errAltered)
	}
	return err
}
