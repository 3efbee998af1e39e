package audit

import (
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// tileHeight is the height of tiles: one holds the hashes of 256 subtrees (C2SP tlog-tiles).
const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

// tile is the place of a tile: its level, where 0 has the leaves, and its number within the level.
type tile struct {
	level int
	n     int64
}

// id is the tile's key in the database.
func (t tile) id() int64 { return int64(t.level)<<56 | t.n }

// edge is the right edge of a growing tree: all that is needed to add a leaf and to name the root.
type edge struct {
	size  int64
	roots []subtree     // of the complete subtrees that make up the tree, largest first
	open  [][]tlog.Hash // by level, the hashes of the tile that is not full yet
	full  []fullTile    // what became full since the last time they were taken
}

type subtree struct {
	height int
	hash   tlog.Hash
}

type fullTile struct {
	tile
	hashes []tlog.Hash
}

// add puts a leaf's hash into the tree.
func (e *edge) add(leaf tlog.Hash) {
	e.size++
	e.place(0, leaf)
	e.push(subtree{0, leaf})
}

// push adds a complete subtree on the right. Two of one height make one of the next; where that fills a tile, its root is a hash of
// the tile above.
func (e *edge) push(s subtree) {
	for len(e.roots) > 0 && e.roots[len(e.roots)-1].height == s.height {
		left := e.roots[len(e.roots)-1]
		e.roots = e.roots[:len(e.roots)-1]
		s = subtree{s.height + 1, tlog.NodeHash(left.hash, s.hash)}
		if s.height%tileHeight == 0 {
			e.place(s.height/tileHeight, s.hash)
		}
	}
	e.roots = append(e.roots, s)
}

// place puts a hash into the unfinished tile of a level.
func (e *edge) place(level int, h tlog.Hash) {
	if level == len(e.open) {
		e.open = append(e.open, nil)
	}
	e.open[level] = append(e.open[level], h)
	if len(e.open[level]) == tileWidth {
		e.full = append(e.full, fullTile{tile{level, (e.size - 1) >> (tileHeight * (level + 1))}, e.open[level]})
		e.open[level] = make([]tlog.Hash, 0, tileWidth)
	}
}

// root is the root of the tree as it stands.
func (e *edge) root() tlog.Hash {
	if len(e.roots) == 0 {
		root, _ := tlog.TreeHash(0, nil) // of no leaves; reads nothing
		return root
	}
	root := e.roots[len(e.roots)-1].hash
	for _, left := range slices.Backward(e.roots[:len(e.roots)-1]) {
		root = tlog.NodeHash(left.hash, root)
	}
	return root
}

// openTile says which tile of a level is unfinished when the tree has so many leaves, and how many hashes it has.
func openTile(level int, size int64) (t tile, width int) {
	subtrees := size >> (tileHeight * level)
	return tile{level, subtrees >> tileHeight}, int(subtrees % tileWidth)
}

// levels is how many levels of tiles a tree of so many leaves has.
func levels(size int64) (n int) {
	for ; size > 0; size >>= tileHeight {
		n++
	}
	return n
}

// edgeOf makes the edge of a tree from the unfinished tiles of its levels.
func edgeOf(size int64, open [][]tlog.Hash) *edge {
	e := &edge{size: size, open: open}
	for level, hashes := range slices.Backward(open) {
		for _, h := range hashes {
			e.push(subtree{level * tileHeight, h}) // fewer than 256 of one height fill no tile
		}
	}
	return e
}

// join and split turn hashes into the bytes of a tile and back.
func join(hashes []tlog.Hash) []byte {
	data := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		data = append(data, h[:]...)
	}
	return data
}

func split(data []byte) ([]tlog.Hash, error) {
	if len(data)%tlog.HashSize != 0 || len(data) > tileWidth*tlog.HashSize {
		return nil, fmt.Errorf("a tile of %d bytes", len(data))
	}
	hashes := make([]tlog.Hash, 0, tileWidth)
	for part := range slices.Chunk(data, tlog.HashSize) {
		hashes = append(hashes, tlog.Hash(part))
	}
	return hashes, nil
}

// errAltered is the reason of every error that a sound trail cannot give.
var errAltered = errors.New("the trail is damaged or was altered: keep it, and restore a backup")
