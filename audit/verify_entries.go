package audit

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/mod/sumdb/tlog"

	"clearance/audit/leaf"
)

// stretch is how many entries are read at a time: so many tiles, without a transaction open in between, lest a long check keep the
// write-ahead log from being folded into the file.
const stretch = 16 * tileWidth

// part is one stretch of entries.
type part struct {
	from, to int64
	hashes   []tlog.Hash
	used     map[string]map[int64]bool
	err      error
	done     chan struct{}
}

// entries makes every leaf anew from its row, compares it with the tree's tile, and builds the tree that the leaves make.
func (c *verifier) entries() error {
	ctx, stop := context.WithCancel(c.ctx)
	var working sync.WaitGroup
	defer working.Wait()
	defer stop() // before the wait
	workers := runtime.GOMAXPROCS(0)
	waiting, inOrder := make(chan *part), make(chan *part, 4*workers)
	go func() {
		defer close(waiting)
		defer close(inOrder)
		for from := int64(0); from < c.head.size; from += stretch {
			p := &part{from: from, to: min(from+stretch, c.head.size), used: map[string]map[int64]bool{}, done: make(chan struct{})}
			select {
			case inOrder <- p:
			case <-ctx.Done():
				return
			}
			waiting <- p // a worker takes it even when all is over
		}
	}()
	for range workers {
		working.Go(func() {
			for p := range waiting {
				p.err = c.readPart(ctx, p)
				close(p.done)
			}
		})
	}
	return c.grow(inOrder)
}

// grow builds the tree from the leaves of all parts, and compares it with what is kept of it and said about it.
func (c *verifier) grow(parts <-chan *part) error {
	tree, claims := &edge{}, c.claims
	for p := range parts {
		<-p.done
		if p.err != nil {
			return p.err
		}
		for _, h := range p.hashes {
			claims = c.claimed(tree, claims)
			tree.add(h)
		}
		if err := c.upperTiles(tree); err != nil {
			return err
		}
		for table, ids := range p.used {
			for id := range ids {
				c.used[table][id] = true
			}
		}
		if c.how.Progress != nil {
			c.how.Progress(p.to, c.head.size)
		}
	}
	for _, beyond := range c.claimed(tree, claims) {
		c.problem("%s counts %d entries, the trail had %d: its end was cut off, or it is an old copy", beyond.where, beyond.Size, c.head.size)
	}
	if tree.root() != c.head.root {
		c.problem("the entries do not lead to the root of the head: one of them was altered, or the head was")
	}
	return c.openTiles(tree)
}

// claimed compares the tree with what checkpoints say of it at its present size, and gives the other claims.
func (c *verifier) claimed(tree *edge, claims []claim) []claim {
	extended := 0 // one may be handed in, kept and the anchor at once
	for len(claims) > 0 && claims[0].Size == tree.size {
		if tree.root() == claims[0].Root {
			extended = 1
		} else {
			c.problem("the first %d entries are not those of %s: the trail was altered, or has another history", tree.size, claims[0].where)
		}
		claims = claims[1:]
	}
	c.found.Checkpoints += extended
	return claims
}

// upperTiles compares the tiles above the leaves that have become full.
func (c *verifier) upperTiles(tree *edge) error {
	for _, full := range tree.full {
		if full.level > 0 {
			if err := c.compareTile(full.tile, full.hashes); err != nil {
				return err
			}
		}
	}
	tree.full = nil
	return nil
}

// openTiles compares the tiles above the leaves that are not full, and counts all.
func (c *verifier) openTiles(tree *edge) error {
	want := int64(0)
	for level := range levels(c.head.size) {
		open, width := openTile(level, c.head.size)
		want += open.n
		if level > 0 && width > 0 {
			want++
			if err := c.compareTile(open, tree.open[level]); err != nil {
				return err
			}
		}
	}
	var now head
	var tiles int64
	err := c.log.readers.QueryRowContext(c.ctx, `SELECT size, root, (SELECT count(*) FROM tile) FROM head`).Scan(append(now.columns(), &tiles)...)
	if err == nil && now.size == c.head.size && tiles != want {
		c.problem("there are %d tiles, not %d", tiles, want)
	}
	return err
}

// compareTile compares a tile above the leaves with the one that is kept, which may have grown since.
func (c *verifier) compareTile(t tile, want []tlog.Hash) error {
	got, err := readTile(c.ctx, c.log.readers, t)
	if err != nil {
		return err
	}
	if len(got) < len(want) || string(join(got[:len(want)])) != string(join(want)) {
		c.problem("tile %d of level %d is not what its entries make: it was altered, or one of the entries %d to %d was", t.n, t.level,
			t.n<<(tileHeight*(t.level+1)), (t.n+1)<<(tileHeight*(t.level+1))-1)
	}
	return nil
}

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
		SELECT group_concat(id || ' ' || commitment, ' ')
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
			question || ' ' || input || ' ' || outcome || ' ' || policy || ' ' || ifnull(request, ''), ' ')
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
			l.Question, l.Input = digest("question", words.next()), digest("input", words.next())
			l.Outcome, l.Policy, l.Request = digest("outcome", words.next()), digest("policy", words.next()), words.next()
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
