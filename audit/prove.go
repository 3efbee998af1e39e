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

// inTree checks that entries, in order, are those that the tree has in their places. A condition holds for all of them, and for few others
// between them.
func (l *Log) inTree(ctx context.Context, where string, seqs ...int64) error {
	if len(seqs) == 0 {
		return nil
	}
	h, err := readHead(ctx, l.readers)
	if err != nil {
		return err
	}
	var made []tlog.Hash
	var places []int64
	err = eachLeaf(ctx, l.readers, where, seqs[0], seqs[len(seqs)-1]+1, func(of leaf.Leaf, bytes []byte) {
		if n := len(made); n < len(seqs) && of.Seq == seqs[n] {
			made, places = append(made, leaf.Hash(bytes)), append(places, tlog.StoredHashIndex(0, of.Seq))
		}
	})
	if err != nil {
		return err
	}
	if n := len(made); n < len(seqs) {
		return fmt.Errorf("entry %d: its row is missing: %w", seqs[n], errAltered)
	}
	hashes, err := h.hashes(ctx, l.readers).ReadHashes(places)
	if err != nil {
		return fmt.Errorf("entry %d: %w: %w", seqs[0], err, errAltered)
	}
	for i := range hashes {
		if hashes[i] != made[i] {
			return fmt.Errorf("entry %d: it is not the entry that the tree has in its place: %w", seqs[i], errAltered)
		}
	}
	return nil
}
