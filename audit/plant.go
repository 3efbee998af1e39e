package audit

import (
	"context"
	"database/sql"
	"fmt"

	"clearance/audit/leaf"
)

// treeVersion is the version of the schema that brought the tree.
const treeVersion = 2

// plantFirst plants at the version that brought the tree, which had no pieces yet: leaves are made from all that entries can point to.
func plantFirst(tx *sql.Tx) error {
	if _, err := tx.Exec(`CREATE TEMP TABLE piece (seq INTEGER PRIMARY KEY, commitment TEXT)`); err != nil {
		return err
	}
	if err := plant(tx); err != nil {
		return err
	}
	_, err := tx.Exec(`DROP TABLE temp.piece`)
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
