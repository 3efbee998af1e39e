package audit

import (
	"context"
	"runtime"
	"sync"

	"golang.org/x/mod/sumdb/tlog"
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
