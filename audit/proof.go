package audit

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// tileReader reads the tiles of a tree of size leaves.
type tileReader struct {
	ctx  context.Context
	from querier
	size int64
}

func (r tileReader) Height() int { return tileHeight }

// ReadTiles gives tiles as wide as they are asked for. What is not full at level 0 is made from the entries.
func (r tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	all := make([][]byte, len(tiles))
	for i, t := range tiles {
		hashes, err := r.read(tile{t.L, t.N}, t.W)
		if err != nil {
			return nil, err
		}
		all[i] = join(hashes)
	}
	return all, nil
}

func (r tileReader) read(t tile, width int) ([]tlog.Hash, error) {
	if first := t.n << tileHeight; t.level == 0 && first+tileWidth > r.size {
		return leafHashes(r.ctx, r.from, first, first+int64(width))
	}
	hashes, err := readTile(r.ctx, r.from, t)
	if err != nil {
		return nil, err
	}
	if len(hashes) < width {
		return nil, fmt.Errorf("tile %d of level %d has %d hashes, not %d: %w", t.n, t.level, len(hashes), width, errAltered)
	}
	return hashes[:width], nil
}

// SaveTiles has nothing to do.
func (r tileReader) SaveTiles([]tlog.Tile, [][]byte) {}

// hashes reads the hashes of a tree. What it gives is checked against the root.
func (h head) hashes(ctx context.Context, q querier) tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: h.size, Hash: h.root}, tileReader{ctx, q, h.size})
}

// rootAt is the root that the tree had when it was smaller.
func rootAt(ctx context.Context, q querier, h head, size int64) (tlog.Hash, error) {
	if size == h.size {
		return h.root, nil
	}
	root, err := tlog.TreeHash(size, h.hashes(ctx, q))
	if err != nil {
		return tlog.Hash{}, fmt.Errorf("making the root of the first %d entries: %w", size, err)
	}
	return root, nil
}
