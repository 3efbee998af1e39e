package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"clearance/audit/leaf"
)

// Material is what a trail keeps of one entry. Both proofs are in the tree of the checkpoint.
type Material struct {
	Leaf       []byte
	Proof      []tlog.Hash // of the leaf
	RunLeaf    []byte      // of the first entry of its run
	RunProof   []tlog.Hash
	Checkpoint []byte // the note
	Key        string // the log's public key

	Question, Input, Outcome, Bundle []byte // as stored; no input and no outcome where the record could not be judged

	Run, Reading, Unjudged, Party Payload // the data of a party is its name
}

// Payload is the stored bytes of something that can be erased. Its zero value is one that was erased, or that the entry does not have.
type Payload struct{ Salt, Data []byte }

// Make puts the evidence for an entry together. It refuses material that a check with the log's own key would find broken; the decision
// itself is not made again.
func Make(m Material) (File, error) {
	f, err := m.file()
	if err != nil {
		return File{}, fmt.Errorf("making evidence: %w", err)
	}
	c := checker{file: f, given: Options{Keys: []string{m.Key}}}
	c.papers()
	if s, broken := c.report.broken(); broken {
		return File{}, fmt.Errorf("making evidence: %s: %s", s.Name, s.Says)
	}
	return f, nil
}

func (m Material) file() (File, error) {
	entry, err := leaf.Parse(m.Leaf)
	if err != nil {
		return File{}, err
	}
	bundle, err := pack(m.Bundle)
	if err != nil {
		return File{}, err
	}
	f := File{
		Format: Format, Leaf: m.Leaf, Proof: proof{entry.Seq, m.Proof, string(m.Checkpoint)}.String(),
		Run:      Run{Leaf: m.RunLeaf, Proof: proof{entry.Run, m.RunProof, string(m.Checkpoint)}.String(), Info: m.Run.salted()},
		Question: object(m.Question), Reading: m.Reading.salted(), Input: object(m.Input), Outcome: object(m.Outcome), Unjudged: m.Unjudged.salted(),
		Policy: bundle, Key: m.Key,
	}
	if m.Party.Data != nil {
		f.Party = &Party{m.Party.Salt, string(m.Party.Data)}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return File{}, err
	}
	if b.Len() > MaxSize {
		return File{}, errors.New("it is too large for a file")
	}
	return parse(b.Bytes())
}

func (p Payload) salted() *Salted {
	if p.Data == nil {
		return nil
	}
	return &Salted{p.Salt, p.Data}
}

// object is JSON, absent where there are no bytes.
func object(data []byte) json.RawMessage {
	if len(data) == 0 {
		return nil
	}
	return data
}
