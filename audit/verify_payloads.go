package audit

import (
	"fmt"

	"clearance/audit/leaf"
)

// payloads checks all bytes against their digests: what is shared by content, and then what can be erased.
func (c *verifier) payloads() error {
	for _, t := range sharedTables {
		if err := c.shared(t.table, t.column); err != nil && c.ctx.Err() == nil {
			c.problem("reading %s: %v", t.table, err)
		}
	}
	erased, err := c.erased() // before the payloads: what is erased later is read as it was, or as it is
	if err != nil {
		return err
	}
	if err := c.documents(erased); err != nil && c.ctx.Err() == nil {
		c.problem("reading documents: %v", err)
	}
	c.empty = append(c.empty, c.of[readings.what].empty...)
	for _, t := range []struct{ table, id, column, label string }{
		{"unjudged", "seq", "data", leaf.UnjudgedLabel},
		{"run", "seq", "data", leaf.RunLabel},
		{"party", "id", "name", leaf.PartyLabel},
		{"piece", "seq", "data", leaf.PieceLabel},
	} {
		if err := c.salted(t.table, t.id, t.column, t.label, erased); err != nil && c.ctx.Err() == nil {
			c.problem("reading %s: %v", t.table, err)
		}
	}
	return c.columns()
}

// sharedTables are those whose rows are found by the digest of their content.
var sharedTables = []struct{ table, column string }{{"policy", "bundle"}, {"question", "data"}}

// columns checks those that are made from the data and stored beside it, so that lists are quick: no digest covers them.
func (c *verifier) columns() error {
	return c.each(`
		SELECT 'question ' || id || ' has an action or a moment in its columns that is not that of its data' FROM question
		WHERE action IS NOT data ->> '$.use.action' OR as_of IS NOT data ->> '$.as_of'`)
}

// each reports every row that a query finds.
func (c *verifier) each(query string) error {
	rows, err := c.log.readers.QueryContext(c.ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var says string
		if err := rows.Scan(&says); err != nil {
			return err
		}
		c.problem("%s", says)
	}
	return rows.Err()
}

// shared checks a table whose rows are found by the digest of their content, and keeps the digests for the leaves.
func (c *verifier) shared(table, column string) error {
	digests := c.digests[table]
	rows, err := c.log.readers.QueryContext(c.ctx, `SELECT id, digest, `+column+` FROM `+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var digest string
		var data []byte
		if err := rows.Scan(&id, &digest, &data); err != nil {
			return err
		}
		if leaf.Address(data) != digest {
			c.problem("%s %d does not match its digest %s", table, id, digest)
		}
		digests[id] = digest
	}
	return rows.Err()
}

// salted checks a table whose rows can be erased, and notes those that are.
func (c *verifier) salted(table, id, column, label string, erased map[string]bool) error {
	rows, err := c.log.readers.QueryContext(c.ctx, `SELECT `+id+`, commitment, salt, `+column+` FROM `+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var p Payload
		if err := rows.Scan(&n, &p.Digest, &p.Salt, &p.Data); err != nil {
			return err
		}
		where := fmt.Sprintf("%s %d", table, n)
		switch {
		case p.Data != nil && erased[p.Digest]:
			c.problem("%s is there, though an erasure names it: somebody put it back", where)
		case p.Data == nil:
			c.empty = append(c.empty, emptied{where, p.Digest})
		case leaf.Commitment(label, p.Salt, p.Data) != p.Digest:
			c.problem("%s does not match its commitment %s", where, p.Digest)
		}
	}
	return rows.Err()
}

// erasures wants every payload without its bytes to be named by an entry that says it was erased.
func (c *verifier) erasures() error {
	erased, err := c.erased() // again: others may erase meanwhile
	if err != nil {
		return err
	}
	for _, e := range c.empty {
		if erased[e.commitment] {
			c.found.Erased++
		} else {
			c.problem("%s is gone, and no erasure accounts for it", e.where)
		}
	}
	return nil
}

// erased gives the commitments that erasures name.
func (c *verifier) erased() (map[string]bool, error) {
	rows, err := c.log.readers.QueryContext(c.ctx, `
		SELECT value
		FROM entry, json_each(entry.extra, '$.erased')
		WHERE entry.kind = 'erasure'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	erased := map[string]bool{}
	for rows.Next() {
		var commitment string
		if err := rows.Scan(&commitment); err != nil {
			return nil, err
		}
		erased[commitment] = true
	}
	return erased, rows.Err()
}

// strays looks for payloads that no entry points to: nothing of ours writes one.
func (c *verifier) strays() error {
	if err := c.othersUse(); err != nil {
		return err
	}
	for id := range c.digests["question"] { // a policy is kept before it judges, and perhaps judges nothing
		c.stray("question", id)
	}
	if err := c.strayParts(); err != nil {
		return err
	}
	return c.each(`
		SELECT 'reading ' || id || ' is in the file, and no entry points to it' FROM reading WHERE id NOT IN (SELECT reading FROM entry WHERE reading IS NOT NULL)
		UNION ALL
		SELECT 'run ' || seq || ' is in the file, and no entry points to it' FROM run WHERE seq NOT IN (SELECT seq FROM entry WHERE kind = 'run-start')
		UNION ALL
		SELECT 'unjudged ' || seq || ' is in the file, and no entry points to it' FROM unjudged WHERE seq NOT IN (SELECT seq FROM entry WHERE kind = 'unjudged')
		UNION ALL
		SELECT 'piece ' || seq || ' is in the file, and no entry points to it' FROM piece WHERE seq NOT IN (SELECT seq FROM entry WHERE kind IN ('gate', 'override'))
		UNION ALL
		SELECT 'party ' || id || ' is in the file, and no question names it' FROM party
		WHERE commitment NOT IN (SELECT data ->> '$.use.party' FROM question WHERE data ->> '$.use.party' IS NOT NULL)
		UNION ALL
		SELECT 'question ' || id || ' names a party that is not in the file' FROM question
		WHERE data ->> '$.use.party' IS NOT NULL AND data ->> '$.use.party' NOT IN (SELECT commitment FROM party)`)
}

// stray reports a row that no entry points to.
func (c *verifier) stray(table string, id int64) {
	if !c.used[table][id] && !c.pointedTo(table, id) {
		c.problem("%s %d is in the file, and no entry points to it", table, id)
	}
}

// othersUse notes the questions that entries without a reading point to, at once: to look for each in all entries would take too long.
func (c *verifier) othersUse() error {
	rows, err := c.log.readers.QueryContext(c.ctx, `SELECT DISTINCT question FROM entry WHERE reading IS NULL AND question IS NOT NULL`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return err
		}
		c.used["question"][id] = true
	}
	return rows.Err()
}

// pointedTo reports whether an entry points to a row after all: one that was written since the check began.
func (c *verifier) pointedTo(table string, id int64) bool {
	var found bool
	err := c.log.readers.QueryRowContext(c.ctx, `SELECT EXISTS (SELECT 1 FROM entry WHERE `+table+` = ?)`, id).Scan(&found)
	return err == nil && found
}
