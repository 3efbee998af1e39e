package audit

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"clearance/audit/checkpoint"
	"clearance/audit/leaf"
)

// Another implementation accepts the checkpoints and proofs of a trail on the disk, and none of them for another leaf.
func TestProofsElsewhere(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	vkey, sign := signed(t, l, r)
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	origin, _ := l.Origin()
	trusted := torchwood.ThresholdPolicy(2, torchwood.OriginPolicy(origin), torchwood.SingleVerifierPolicy(verifier))
	for _, more := range []int{1, 250, 5, 1, 300, 700} {
		for i := range more {
			mustAppend(t, r, decision(fmt.Sprint("S", i%7)))
		}
		sign()
		size, _ := l.size()
		for _, seq := range []int64{0, 1, size / 2, size - 1, rand.Int64N(size)} {
			p, err := l.Prove(seq)
			if err != nil {
				t.Fatal(err)
			}
			proof := torchwood.FormatProof(seq, p.Hashes, p.Note)
			if err := torchwood.VerifyProof(trusted, leaf.Hash(p.Leaf), proof); err != nil {
				t.Errorf("entry %d of %d: %v", seq, size, err)
			}
			if err := torchwood.VerifyProof(trusted, leaf.Hash(append(p.Leaf, ' ')), proof); err == nil {
				t.Errorf("entry %d of %d: another leaf is accepted", seq, size)
			}
		}
	}
}

func TestProveRefuses(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	_, err := l.Prove(0)
	if !errors.Is(err, ErrUncovered) {
		t.Errorf("without a checkpoint: %v", err)
	}
	_, sign := signed(t, l, r)
	sign()
	last := mustAppend(t, r, decision("A"))[0]
	if _, err := l.Prove(last); !errors.Is(err, ErrUncovered) {
		t.Errorf("after the checkpoint: %v", err)
	}
	for _, seq := range []int64{-1, last + 1} {
		if _, err := l.Prove(seq); !errors.Is(err, ErrNotFound) {
			t.Errorf("entry %d: %v", seq, err)
		}
	}
}

// Between any two checkpoints of a trail there is a proof that the library accepts; between others there is none.
func TestProveConsistency(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	_, sign := signed(t, l, r)
	var all []checkpoint.Checkpoint
	for _, more := range []int{1, 2, 60, 200, 300, 513} {
		for range more {
			mustAppend(t, r, unjudged("x"))
		}
		c, err := checkpoint.Parse(sign())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	for i, older := range all {
		for _, newer := range all[i+1:] {
			proof, err := l.ProveConsistency(older, newer)
			if err == nil {
				err = tlog.CheckTree(proof, newer.Size, newer.Root, older.Size, older.Root)
			}
			if err != nil {
				t.Errorf("%d to %d: %v", older.Size, newer.Size, err)
			}
			if _, err := l.ProveConsistency(newer, older); err == nil {
				t.Errorf("%d to %d is proven", newer.Size, older.Size)
			}
		}
	}
	forged := all[1]
	forged.Root[0]++
	_, err := l.ProveConsistency(forged, all[3])
	if !errors.Is(err, ErrForked) {
		t.Errorf("a forged one: %v", err)
	}
}
