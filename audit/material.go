package audit

import (
	"errors"
	"fmt"
	"strings"

	"clearance/audit/checkpoint"
	"clearance/audit/evidence"
)

// Evidence puts everything that proves one entry into a file of its own, under the newest checkpoint: a decision, or a record that
// could not be judged. Where no checkpoint covers it, the error is ErrUncovered.
func (l *Log) Evidence(seq int64) (evidence.File, error) {
	r, err := l.Get(seq)
	if err != nil {
		return evidence.File{}, err
	}
	switch r.Kind {
	case KindDecision, KindAvails, KindUnjudged:
	case KindGate:
		return evidence.File{}, fmt.Errorf("making evidence for entry %d: it is a gate, which decides on no story: %s", seq, r.Gate.restsOn())
	default:
		return evidence.File{}, fmt.Errorf("making evidence for entry %d: its kind is %s, which decides nothing: name a decision", seq, r.Kind)
	}
	entry, err := l.Prove(seq)
	if err != nil {
		return evidence.File{}, err
	}
	run, err := l.Prove(r.Run)
	if err != nil {
		return evidence.File{}, err
	}
	if string(run.Note) != string(entry.Note) { // somebody signed in between
		if entry, err = l.Prove(seq); err != nil {
			return evidence.File{}, err
		}
	}
	key, err := l.signedBy(entry.Note)
	if err != nil {
		return evidence.File{}, fmt.Errorf("making evidence for entry %d: %w", seq, err)
	}
	p := r.Payloads
	return evidence.Make(evidence.Material{
		Leaf: entry.Leaf, Proof: entry.Hashes, RunLeaf: run.Leaf, RunProof: run.Hashes, Checkpoint: entry.Note, Key: key,
		Question: p.Question.Data, Input: p.Input.Data, Outcome: p.Outcome.Data, Bundle: r.Bundle,
		Run: forEvidence(p.Run), Reading: forEvidence(p.Reading), Unjudged: forEvidence(p.Unjudged), Party: forEvidence(p.Party),
	})
}

// restsOn says which entries to name in the place of a gate's. One that was erased is nil.
func (g *Gate) restsOn() string {
	var seqs []string
	if g != nil {
		for _, s := range g.Stories {
			if s.Entry != nil {
				seqs = append(seqs, fmt.Sprint(*s.Entry))
			}
		}
	}
	if len(seqs) == 0 {
		return "name a decision"
	}
	return "name what it rests on: " + strings.Join(seqs, ", ")
}

// signedBy gives the one of the trail's keys that has signed a checkpoint.
func (l *Log) signedBy(note []byte) (vkey string, err error) {
	keys, err := l.Keys()
	if err != nil {
		return "", err
	}
	for _, key := range keys {
		if _, err := checkpoint.Open(note, key); err == nil {
			return key, nil
		}
	}
	return "", errors.New("none of the trail's keys has signed its last checkpoint: make another with 'clearance audit checkpoint'")
}

func forEvidence(p Payload) evidence.Payload { return evidence.Payload{Salt: p.Salt, Data: p.Data} }
