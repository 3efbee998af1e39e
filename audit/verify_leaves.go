package audit

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"clearance/audit/leaf"
)

// readPart makes the leaves of a part and compares them with the tiles.
func (c *verifier) readPart(ctx context.Context, p *part) error {
	commitments, err := c.commitments(ctx, p)
	if err != nil {
		return err
	}
	p.hashes = make([]tlog.Hash, p.to-p.from)
	made := make([]bool, p.to-p.from)
	if err := c.decisions(ctx, p, commitments, made); err != nil {
		return err
	}
	if err := c.others(ctx, p, made); err != nil {
		return err
	}
	for i, ok := range made {
		if !ok {
			return fmt.Errorf("entry %d is missing, or its row cannot be read", p.from+int64(i))
		}
	}
	return c.compareLeaves(ctx, p)
}

// commitments gives those of the readings that a part points to. Here and below SQLite hands over many rows as one text: to fetch
// them one by one takes longer than all that is done with them.
func (c *verifier) commitments(ctx context.Context, p *part) (map[string]string, error) {
	var all string
	err := c.log.readers.QueryRowContext(ctx, `
		SELECT group_concat(id || ' sha256:' || lower(hex(commitment)), ' ')
		FROM reading
		WHERE id IN (SELECT reading FROM entry WHERE seq >= ? AND seq < ?)`, p.from, p.to).Scan(text{&all})
	if err != nil {
		return nil, err
	}
	words := fields{all}
	commitments := map[string]string{}
	for words.rest != "" {
		id := words.next()
		commitments[id] = words.next()
	}
	return commitments, nil
}

// decisions makes the leaves of entries that only point to payloads, which are nearly all.
func (c *verifier) decisions(ctx context.Context, p *part, commitments map[string]string, made []bool) error {
	rows, err := c.log.readers.QueryContext(ctx, `
		SELECT group_concat(seq || ' ' || recorded || ' ' || kind || ' ' || run || ' ' || ifnull(good_until, '') || ' ' || reading || ' ' ||
			question || ' sha256:' || lower(hex(input)) || ' sha256:' || lower(hex(outcome)) || ' ' || policy || ' ' || ifnull(request, ''), ' ')
		FROM entry
		WHERE seq >= ? AND seq < ? AND reading IS NOT NULL
		GROUP BY seq >> 8`, p.from, p.to)
	if err != nil {
		return err
	}
	defer rows.Close()
	digest := func(table, id string) string {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return ""
		}
		if p.used[table] == nil {
			p.used[table] = map[int64]bool{}
		}
		p.used[table][n] = true
		return c.digests[table][n]
	}
	var buffer []byte
	for rows.Next() {
		var tile string
		if err := rows.Scan(&tile); err != nil {
			return err
		}
		for words := (fields{tile}); words.rest != ""; {
			var l leaf.Leaf
			l.Seq, l.Recorded, l.Kind, l.Run = words.number(), words.number(), words.next(), words.number()
			if until := words.next(); until != "" {
				n, _ := strconv.ParseInt(until, 10, 64)
				l.GoodUntil = &n
			}
			l.Reading = commitments[words.next()]
			l.Question, l.Input, l.Outcome = digest("question", words.next()), words.next(), words.next()
			l.Policy, l.Request = digest("policy", words.next()), words.next()
			if l.Seq < p.from || l.Seq >= p.to {
				return fmt.Errorf("an entry %d stands between %d and %d", l.Seq, p.from, p.to-1)
			}
			buffer = l.Append(buffer[:0])
			p.hashes[l.Seq-p.from], made[l.Seq-p.from] = leaf.Hash(buffer), true
		}
	}
	return rows.Err()
}

// others makes the leaves of the other entries.
func (c *verifier) others(ctx context.Context, p *part, made []bool) error {
	return eachLeaf(ctx, c.log.readers, "entry.reading IS NULL", p.from, p.to, func(l leaf.Leaf, bytes []byte) {
		p.hashes[l.Seq-p.from], made[l.Seq-p.from] = leaf.Hash(bytes), true
	})
}

// compareLeaves compares the leaves of a part with the tiles that are full.
func (c *verifier) compareLeaves(ctx context.Context, p *part) error {
	rows, err := c.log.readers.QueryContext(ctx, `SELECT id, data FROM tile WHERE id >= ? AND id < ? ORDER BY id`,
		p.from>>tileHeight, (p.to+tileWidth-1)>>tileHeight)
	if err != nil {
		return err
	}
	defer rows.Close()
	next := p.from >> tileHeight
	for ; rows.Next(); next++ {
		var n int64
		var data []byte
		if err := rows.Scan(&n, &data); err != nil {
			return err
		}
		first := n<<tileHeight - p.from
		if n != next || len(data) != tileWidth*tlog.HashSize {
			return fmt.Errorf("tile %d is missing, or not whole", next)
		}
		for i, h := range p.hashes[first:min(first+tileWidth, int64(len(p.hashes)))] {
			if string(h[:]) != string(data[i*tlog.HashSize:(i+1)*tlog.HashSize]) {
				c.problem("entry %d is not the one that the tree has in its place: its row was altered, or the tile was", p.from+first+int64(i))
			}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if want := p.to >> tileHeight; next < want {
		return fmt.Errorf("tile %d is missing", next)
	}
	return nil
}

// fields are words with one space between them, some of them empty.
type fields struct{ rest string }

func (f *fields) next() (word string) {
	word, f.rest, _ = strings.Cut(f.rest, " ")
	return word
}

func (f *fields) number() int64 {
	n, _ := strconv.ParseInt(f.next(), 10, 64)
	return n
}
