package evidence

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"clearance/audit/checkpoint"
	"clearance/audit/leaf"
)

// tree checks the signature, and that the leaf is the entry that it says it is.
func (c *checker) tree() {
	p, err := parseProof(c.file.Proof)
	if err != nil {
		c.breaks("checkpoint", "The proof cannot be read: %v.", err)
		return
	}
	signed, err := checkpoint.Open([]byte(p.note), c.given.Keys...)
	if err != nil {
		c.breaks("checkpoint", "Nobody whose key you gave has signed what this file rests on: %v.", err)
		return
	}
	if _, err := checkpoint.Open([]byte(p.note), c.file.Key); err != nil || !slices.Contains(c.given.Keys, c.file.Key) {
		c.breaks("checkpoint", "The file names another key than you gave: %s. It was made for somebody else, or altered.", c.file.Key)
		return
	}
	c.checkpoint = signed
	c.report.Origin, c.report.Size, c.report.Root = signed.Origin, signed.Size, signed.Root.String()
	c.prove("checkpoint", "the public key that you gave (Ed25519)",
		"The holder of the key of %s has signed that the log had %d entries with the root %s.", signed.Origin, signed.Size, signed.Root)
	l, err := included(c.file.Leaf, p, signed)
	if err != nil {
		c.breaks("entry", "The entry is not part of the log that was signed: %v.", err)
		return
	}
	c.leaf = l
	c.report.Entry, c.report.Kind, c.report.Recorded = l.Seq, l.Kind, instant(l.Recorded)
	c.prove("entry", "the signed root, and the hashes that lead to it (RFC 6962)",
		"The entry is number %d, counted from 0, of these %d; nothing in it was changed since the log was signed.", l.Seq, signed.Size)
	c.doubt("recorded", "It says that it was recorded at %s: that is asserted by whoever held the log, not proven.", instant(l.Recorded))
}

// included reads a leaf, and checks that it stands at its own place in the tree.
func included(raw json.RawMessage, p proof, signed checkpoint.Checkpoint) (leaf.Leaf, error) {
	written, err := leaf.Canonical(raw)
	if err != nil {
		return leaf.Leaf{}, err
	}
	l, err := leaf.Parse(written)
	if err != nil {
		return leaf.Leaf{}, err
	}
	if p.index != l.Seq {
		return leaf.Leaf{}, fmt.Errorf("the proof is for entry %d, the leaf is that of entry %d", p.index, l.Seq)
	}
	if err := tlog.CheckRecord(p.hashes, signed.Size, signed.Root, l.Seq, leaf.Hash(written)); err != nil {
		return leaf.Leaf{}, errors.New("the hashes do not lead from it to the signed root")
	}
	return l, nil
}

// seenElsewhere compares the checkpoint with one that whoever checks has from somewhere else.
func (c *checker) seenElsewhere() {
	const name = "seen-elsewhere"
	if c.given.Against == nil {
		return
	}
	other, err := checkpoint.Open(c.given.Against, c.given.Keys...)
	switch {
	case err != nil:
		c.breaks(name, "The checkpoint that you gave to compare with does not hold: %v.", err)
	case other.Origin != c.checkpoint.Origin:
		c.breaks(name, "The checkpoint that you gave to compare with is of another log, %s.", other.Origin)
	case other.Size != c.checkpoint.Size:
		c.doubt(name, "The checkpoint that you gave has %d entries, the one in the file %d: that one log holds both is not proven here. "+
			"Ask the log's owner for evidence with your checkpoint, or for a proof of consistency.", other.Size, c.checkpoint.Size)
	case other.Root != c.checkpoint.Root:
		c.breaks(name, "The same key has signed two different logs of %d entries: this one, with the root %s, and the one that you gave, with %s. "+
			"Keep both checkpoints, they prove it.", other.Size, c.checkpoint.Root, other.Root)
	default:
		c.prove(name, "the checkpoint that you gave", "The log in this file is the one that you saw elsewhere: the same %d entries with the same root.", other.Size)
	}
}

// run checks the first entry of the run, which says who asked with what.
func (c *checker) run() {
	const name = "run-entry"
	p, err := parseProof(c.file.Run.Proof)
	if err != nil {
		c.breaks(name, "The proof of the run cannot be read: %v.", err)
		return
	}
	if own, _ := parseProof(c.file.Proof); own.note != p.note {
		c.breaks(name, "The proof of the run rests on another checkpoint than that of the entry.")
		return
	}
	first, err := included(c.file.Run.Leaf, p, c.checkpoint)
	switch {
	case err != nil:
		c.breaks(name, "The first entry of the run is not part of the log that was signed: %v.", err)
		return
	case first.Kind != runKind || first.Seq != c.leaf.Run || first.Run != first.Seq || first.Seq >= c.leaf.Seq:
		c.breaks(name, "Entry %d is not the first one of the run that entry %d was made in.", first.Seq, c.leaf.Seq)
		return
	case first.Recorded > c.leaf.Recorded:
		c.breaks(name, "The run began at %s, after its entry was recorded: one of the two times is wrong.", instant(first.Recorded))
		return
	}
	c.prove(name, "the signed root, and the hashes that lead to it (RFC 6962)", "The run that it was made in began with entry %d.", first.Seq)
	c.readInfo(first)
}

// readInfo checks who asked with what.
func (c *checker) readInfo(first leaf.Leaf) {
	if c.file.Run.Info == nil && leaf.IsDigest(first.Body) {
		c.erased("run", "Who asked with which program is not in this file: it was erased, or left out.")
		return
	}
	var info RunInfo
	if _, err := c.salted(c.file.Run.Info, leaf.RunLabel, first.Body, &info); err != nil {
		c.breaks("run", "What the file says of the run is not what the log keeps: %v.", err)
		return
	}
	c.info = &info
	c.prove("run", "its salted SHA-256 in the log", "It was made by %s %s with OPA %s, for %s.", info.Program, info.Version, info.OPA, info.Actor)
}
