package audit

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"clearance/audit/checkpoint"
	"clearance/audit/leaf"
)

// Proof shows that an entry is in the tree that a checkpoint was signed of.
type Proof struct {
	Leaf   []byte           // the entry's bytes, see package leaf
	Hashes tlog.RecordProof // its audit path (RFC 6962)
	Note   []byte           // the checkpoint
}

// ErrUncovered means that no checkpoint covers an entry yet.
var ErrUncovered = errors.New("no checkpoint covers it yet: make one with 'clearance audit checkpoint'")

// Prove proves an entry under the newest checkpoint. Where none covers it, the error is ErrUncovered.
func (l *Log) Prove(seq int64) (Proof, error) {
	p, err := l.prove(context.Background(), seq)
	if err != nil {
		return Proof{}, fault(fmt.Sprintf("proving entry %d of the trail %s", seq, l.path), err)
	}
	return p, nil
}

func (l *Log) prove(ctx context.Context, seq int64) (p Proof, err error) {
	size, err := l.size()
	if err != nil {
		return p, err
	}
	if seq < 0 || seq >= size {
		return p, l.notFound()
	}
	c, found, err := lastCheckpoint(ctx, l.readers)
	if err != nil {
		return p, err
	}
	if !found || c.Size <= seq {
		return p, ErrUncovered
	}
	if p.Note, err = storedNote(ctx, l.readers, c.Size); err != nil {
		return p, err
	}
	if p.Leaf, err = l.leafOf(ctx, seq); err != nil {
		return p, err
	}
	if p.Hashes, err = tlog.ProveRecord(c.Size, seq, treeOf(c).hashes(ctx, l.readers)); err != nil {
		return p, err
	}
	return p, tlog.CheckRecord(p.Hashes, c.Size, c.Root, seq, leaf.Hash(p.Leaf))
}

// leafOf makes the leaf of one entry.
func (l *Log) leafOf(ctx context.Context, seq int64) (bytes []byte, err error) {
	err = eachLeaf(ctx, l.readers, "TRUE", seq, seq+1, func(_ leaf.Leaf, b []byte) { bytes = b })
	if err == nil && bytes == nil {
		err = fmt.Errorf("its row is missing: %w", errAltered)
	}
	return bytes, err
}

// treeOf is the tree that a checkpoint was signed of.
func treeOf(c checkpoint.Checkpoint) head { return head{c.Size, c.Root} }

// ProveConsistency proves that the tree of one checkpoint grew from that of another (RFC 6962). Both must be of this trail.
func (l *Log) ProveConsistency(older, newer checkpoint.Checkpoint) (tlog.TreeProof, error) {
	ctx, doing := context.Background(), "comparing checkpoints of the trail "+l.path
	h, err := readHead(ctx, l.readers)
	if err != nil {
		return nil, fault(doing, err)
	}
	if older.Size > newer.Size {
		return nil, fmt.Errorf("%s: the older one has %d entries and the newer one %d: give them the other way round", doing, older.Size, newer.Size)
	}
	for _, c := range []checkpoint.Checkpoint{older, newer} {
		if err := extends(ctx, l.readers, h, c); err != nil {
			return nil, fault(doing, err)
		}
	}
	if older.Size == 0 || older.Size == newer.Size {
		return nil, nil // there is nothing to prove
	}
	proof, err := tlog.ProveTree(newer.Size, older.Size, treeOf(newer).hashes(ctx, l.readers))
	if err == nil {
		err = tlog.CheckTree(proof, newer.Size, newer.Root, older.Size, older.Root)
	}
	if err != nil {
		return nil, fault(doing, err)
	}
	return proof, nil
}

// inTree checks that an entry is the one that the tree has in its place.
func (l *Log) inTree(ctx context.Context, seq int64) error {
	h, err := readHead(ctx, l.readers)
	if err != nil {
		return err
	}
	bytes, err := l.leafOf(ctx, seq)
	if err != nil {
		return err
	}
	hashes, err := h.hashes(ctx, l.readers).ReadHashes([]int64{tlog.StoredHashIndex(0, seq)})
	if err != nil {
		return fmt.Errorf("%w: %w", err, errAltered)
	}
	if hashes[0] != leaf.Hash(bytes) {
		return fmt.Errorf("it is not the entry that the tree has in its place: %w", errAltered)
	}
	return nil
}
