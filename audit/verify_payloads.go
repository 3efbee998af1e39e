package audit

import (
	"fmt"

	"clearance/audit/leaf"
)

// payloads checks all bytes against their digests: what is shared by content, and then what can be erased.
func (c *verifier) payloads() error {
	for table, column := range map[string]string{"policy": "bundle", "question": "data", "input": "data", "outcome": "data"} {
		if err := c.shared(table, column); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	for _, t := range []struct{ table, id, column, label string }{
		{"reading", "id", "data", leaf.ReadingLabel},
		{"unjudged", "seq", "data", leaf.UnjudgedLabel},
		{"run", "seq", "data", leaf.RunLabel},
		{"party", "id", "name", leaf.PartyLabel},
	} {
		if err := c.salted(t.table, t.id, t.column, t.label); err != nil {
			return fmt.Errorf("%s: %w", t.table, err)
		}
	}
	return nil
}

// shared checks a table whose rows are found by the digest of their content, and keeps the digests for the leaves.
func (c *verifier) shared(table, column string) error {
	digests := map[int64]string{}
	c.digests[table], c.used[table] = digests, &bits{}
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
func (c *verifier) salted(table, id, column, label string) error {
	digest := `NULL`
	if table == "reading" {
		digest = `digest`
	}
	rows, err := c.log.readers.QueryContext(c.ctx, `SELECT `+id+`, commitment, salt, `+column+`, `+digest+` FROM `+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var p Payload
		var digest string
		if err := rows.Scan(&n, &p.Digest, &p.Salt, &p.Data, text{&digest}); err != nil {
			return err
		}
		switch where := fmt.Sprintf("%s %d", table, n); {
		case p.Data == nil:
			c.empty = append(c.empty, emptied{where, p.Digest})
		case leaf.Commitment(label, p.Salt, p.Data) != p.Digest:
			c.problem("%s does not match its commitment %s", where, p.Digest)
		case digest != "" && leaf.Address(p.Data) != digest:
			c.problem("%s does not match its digest %s", where, digest)
		}
	}
	return rows.Err()
}

// erasures wants every payload without its bytes to be named by an entry that says it was erased.
func (c *verifier) erasures() error {
	accounted := map[string]bool{}
	rows, err := c.log.readers.QueryContext(c.ctx, `
		SELECT value
		FROM entry, json_each(entry.extra, '$.erased')
		WHERE entry.kind = 'erasure'`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var commitment string
		if err := rows.Scan(&commitment); err != nil {
			return err
		}
		accounted[commitment] = true
	}
	for _, e := range c.empty {
		if accounted[e.commitment] {
			c.found.Erased++
		} else {
			c.problem("%s is gone, and no erasure accounts for it", e.where)
		}
	}
	return rows.Err()
}

// strays looks for payloads that no entry points to: nothing of ours writes one.
func (c *verifier) strays() error {
	for table, digests := range c.digests {
		if table == "policy" { // a policy is kept before it judges, and perhaps judges nothing
			continue
		}
		for id := range digests {
			if !c.used[table].has(id) && !c.pointedTo(table, id) {
				c.problem("%s %d is in the file, and no entry points to it", table, id)
			}
		}
	}
	for _, find := range []string{
		`SELECT 'reading', id FROM reading WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.reading = reading.id)`,
		`SELECT 'run', seq FROM run WHERE seq NOT IN (SELECT seq FROM entry WHERE kind = 'run-start')`,
		`SELECT 'unjudged', seq FROM unjudged WHERE seq NOT IN (SELECT seq FROM entry WHERE kind = 'unjudged')`,
		`SELECT 'party', id FROM party WHERE commitment NOT IN (SELECT data ->> '$.use.party' FROM question WHERE data ->> '$.use.party' IS NOT NULL)`,
	} {
		rows, err := c.log.readers.QueryContext(c.ctx, find)
		if err != nil {
			return err
		}
		for rows.Next() {
			var table string
			var id int64
			if err := rows.Scan(&table, &id); err != nil {
				return err
			}
			c.problem("%s %d is in the file, and no entry points to it", table, id)
		}
		if err := rows.Err(); err != nil {
			return err
		}
	}
	return nil
}

// pointedTo reports whether an entry points to a row after all: one that is no decision, or was written since the check began.
func (c *verifier) pointedTo(table string, id int64) bool {
	var found bool
	err := c.log.readers.QueryRowContext(c.ctx, `SELECT EXISTS (SELECT 1 FROM entry WHERE `+table+` = ?)`, id).Scan(&found)
	return err == nil && found
}

// bits is a set of small numbers.
type bits []uint64

func (b *bits) add(n int64) {
	if n < 0 || n>>6 > 1<<32 {
		return
	}
	for int64(len(*b)) <= n>>6 {
		*b = append(*b, 0)
	}
	(*b)[n>>6] |= 1 << (n & 63)
}

func (b *bits) has(n int64) bool {
	return n >= 0 && n>>6 < int64(len(*b)) && (*b)[n>>6]&(1<<(n&63)) != 0
}
