package audit

import (
	"context"
	"database/sql"
	"fmt"

	"clearance/audit/leaf"
)

// treeVersion is the version of the schema that brought the tree.
const treeVersion = 2

// plantFirst plants at the version that brought the tree. It had no pieces yet, and inputs and outcomes stood in tables of their own: leaves
// are made from what entries have and point to now.
func plantFirst(tx *sql.Tx) error {
	const now = `
		CREATE TEMP TABLE piece (seq INTEGER PRIMARY KEY, commitment TEXT);
		CREATE TEMP VIEW entry AS
		SELECT seq, recorded, kind, run, reading, question, policy, good_until, extra, request,
		       (SELECT digest FROM input WHERE id = earlier.input) AS input, (SELECT digest FROM outcome WHERE id = earlier.outcome) AS outcome
		FROM main.entry AS earlier`
	if _, err := tx.Exec(now); err != nil {
		return err
	}
	if err := plant(tx); err != nil {
		return err
	}
	_, err := tx.Exec(`DROP TABLE temp.piece; DROP VIEW temp.entry`)
	return err
}

// plant puts the entries that were there before the tree into it, within the transaction of its migration.
func plant(tx *sql.Tx) error {
	var last int64
	if err := tx.QueryRow(`SELECT coalesce(max(seq), -1) FROM entry`).Scan(&last); err != nil || last < 0 {
		return err
	}
	tree := &edge{}
	err := eachLeaf(context.Background(), tx, "TRUE", 0, last+1, func(_ leaf.Leaf, bytes []byte) {
		tree.add(leaf.Hash(bytes))
	})
	if err != nil {
		return err
	}
	if tree.size != last+1 {
		return fmt.Errorf("of %d entries %d are there: %w", last+1, tree.size, errAltered)
	}
	return tree.store(tx.Exec, 0)
}
