package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// leafOf is some leaf's hash, another for each seq.
func leafOf(seq int64) tlog.Hash {
	return sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(seq)))
}

// A growing tree has the roots and the tiles that the library computes from all of its hashes, and can be taken up again from its
// unfinished tiles at any size.
func TestEdge(t *testing.T) {
	var stored []tlog.Hash // as the library keeps them
	reader := tlog.HashReaderFunc(func(indexes []int64) (hashes []tlog.Hash, err error) {
		for _, i := range indexes {
			hashes = append(hashes, stored[i])
		}
		return hashes, nil
	})
	tree, tiles := &edge{}, map[tile][]tlog.Hash{}
	const most = tileWidth*tileWidth + 3*tileWidth + 5 // three levels
	for seq := range int64(most) {
		h := leafOf(seq)
		more, err := tlog.StoredHashesForRecordHash(seq, h, reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, more...)
		tree.add(h)
		for _, full := range tree.full {
			tiles[full.tile] = full.hashes
		}
		tree.full = nil
		if size := seq + 1; size < 600 || size%4093 == 0 || size > most-3 {
			want, err := tlog.TreeHash(size, reader)
			if err != nil {
				t.Fatal(err)
			}
			if got := tree.root(); got != want {
				t.Fatalf("the root of %d leaves is %v, want %v", size, got, want)
			}
			checkOpen(t, tree)
			if size%2 == 0 {
				tree = again(tree)
			}
		}
	}
	for _, want := range tlog.NewTiles(tileHeight, 0, most) {
		if want.W < tileWidth {
			continue
		}
		data, err := tlog.ReadTileData(want, reader)
		if err != nil {
			t.Fatal(err)
		}
		if got := tiles[tile{want.L, want.N}]; !slices.Equal(join(got), data) {
			t.Errorf("tile %d of level %d is not the library's", want.N, want.L)
		}
		delete(tiles, tile{want.L, want.N})
	}
	if len(tiles) != 0 {
		t.Errorf("%d tiles too many", len(tiles))
	}
}

// checkOpen wants unfinished tiles as wide as the size of the tree says.
func checkOpen(t *testing.T, e *edge) {
	t.Helper()
	for level := range max(len(e.open), levels(e.size)) {
		if _, width := openTile(level, e.size); level >= len(e.open) && width > 0 || level < len(e.open) && len(e.open[level]) != width {
			t.Fatalf("with %d leaves the open tile of level %d has not %d hashes", e.size, level, width)
		}
	}
}

// again makes the edge from copies of its unfinished tiles.
func again(e *edge) *edge {
	open := make([][]tlog.Hash, levels(e.size))
	for level := range open {
		open[level] = slices.Clone(e.open[level])
	}
	return edgeOf(e.size, open)
}

func TestSplit(t *testing.T) {
	hashes := []tlog.Hash{leafOf(1), leafOf(2)}
	if got, err := split(join(hashes)); err != nil || !slices.Equal(got, hashes) {
		t.Errorf("split = %v, %v", got, err)
	}
	for _, n := range []int{1, 31, 33, (tileWidth + 1) * tlog.HashSize} {
		if _, err := split(make([]byte, n)); err == nil {
			t.Errorf("%d bytes are a tile", n)
		}
	}
}
