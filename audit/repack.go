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

// repack takes the documents of earlier versions apart, within the transaction of the migration. It vouches for nothing: what does not match
// its digest is moved as it is, for Verify to find.
func repack(conn *sql.Conn, tx *sql.Tx) error {
	l := &Log{conn: conn, statements: map[string]*sql.Stmt{}, bulks: map[string]*statement{}, documents: map[string]*memory{},
		met: map[string]*sightings{}}
	defer l.closeStatements()
	b := &batch{log: l, ids: map[string]int64{}}
	for _, t := range []documentTable{readings, inputs, outcomes} {
		if err := b.repack(tx, t); err != nil {
			return fmt.Errorf("taking apart what is in %s: %w", t.name, err)
		}
	}
	return nil
}

func (b *batch) repack(tx *sql.Tx, t documentTable) error {
	columns := map[string]string{readings.name: `id, commitment, salt, data, NULL`, inputs.name: `id, digest, NULL, data, NULL`,
		outcomes.name: `id, digest, NULL, data, verdict`}[t.name]
	rows, err := tx.QueryContext(context.Background(), `SELECT `+columns+` FROM earlier_`+t.name+` ORDER BY id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var p Payload
		var id int64
		var verdict any
		if err := rows.Scan(&id, &p.Digest, &p.Salt, &p.Data, &verdict); err != nil {
			return err
		}
		if !leaf.IsDigest(p.Digest) {
			return fmt.Errorf("%s %d has no digest: %w", t.name, id, errAltered)
		}
		b.ids[t.name] = id - 1
		if p.Data == nil {
			_, err = b.exec(`INSERT INTO `+t.name+` (id, commitment) VALUES (?, ?)`, id, rawDigest(p.Digest))
		} else {
			d := t.document(p)
			if verdict != nil { // it is there even where the bytes are damaged
				d.row[1] = verdict
			}
			_, err = b.insertDocument(t, &d)
		}
		if err != nil {
			return err
		}
	}
	return rows.Err()
}
