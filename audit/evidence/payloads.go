package evidence

import (
	"encoding/json"
	"errors"
	"fmt"

	"clearance/audit/leaf"
	"clearance/audit/replay"
	"clearance/policy"
	"clearance/rights"
)

const byDigest = "its SHA-256 in the leaf"

// payloads compares everything in the file with the digests in the leaf. What the kind of entry must have is there, and nothing else.
func (c *checker) payloads() {
	l, f := c.leaf, c.file
	judged := l.Kind == decisionKind || l.Kind == availsKind
	has := func(digests ...string) bool {
		for _, d := range digests {
			if d == "" {
				return false
			}
		}
		return true
	}
	switch none := ""; {
	case judged && has(l.Reading, l.Question, l.Input, l.Outcome, l.Policy) && l.Body == none && f.Unjudged == nil:
	case l.Kind == unjudgedKind && has(l.Question, l.Policy, l.Body) && l.Reading+l.Input+l.Outcome == none && l.GoodUntil == nil &&
		f.Reading == nil && f.Input == nil && f.Outcome == nil:
	default:
		c.breaks("kind", "An entry of the kind %s with these parts is nothing that evidence can be about.", l.Kind)
		return
	}
	c.readQuestion()
	c.readPolicy()
	if judged {
		c.readReading()
		c.input = c.plain("input", "What the policy was asked", f.Input, l.Input, &rights.Input{})
		c.outcome = c.plain("outcome", "What the policy answered", f.Outcome, l.Outcome, &c.decided)
		c.checkGrid()
	} else {
		c.readUnjudged()
	}
}

// plain compares JSON with its digest, and reads all of it. It gives its canonical bytes, nil where something is wrong.
func (c *checker) plain(name, what string, raw json.RawMessage, digest string, v any) []byte {
	if raw == nil {
		c.breaks(name, "%s is missing from the file.", what)
		return nil
	}
	data, err := leaf.Canonical(raw)
	if err == nil && leaf.Address(data) != digest {
		err = errors.New("it is not what the leaf promises")
	}
	if err == nil {
		err = replay.Exactly(data, v)
	}
	if err != nil {
		c.breaks(name, "%s does not hold: %v.", what, err)
		return nil
	}
	c.prove(name, byDigest, "%s is what the log keeps, byte for byte.", what)
	return data
}

// salted compares JSON with the commitment to it, and reads all of it. It gives its canonical bytes.
func (c *checker) salted(s *Salted, label, commitment string, v any) ([]byte, error) {
	if s == nil {
		return nil, errors.New("it is missing")
	}
	data, err := leaf.Canonical(s.Data)
	if err != nil {
		return nil, err
	}
	if err := commits(label, commitment, s.Salt, data); err != nil {
		return nil, err
	}
	return data, replay.Exactly(data, v)
}

func commits(label, commitment string, salt, data []byte) error {
	if len(salt) != leaf.SaltSize {
		return fmt.Errorf("its salt has %d bytes, not %d", len(salt), leaf.SaltSize)
	}
	if leaf.Commitment(label, salt, data) != commitment {
		return errors.New("it is not what the log promises")
	}
	return nil
}

// readQuestion reads what was asked, and the party's name if there is one.
func (c *checker) readQuestion() {
	var q rights.Question
	if c.plain("question", "What was asked", c.file.Question, c.leaf.Question, &q) == nil {
		return
	}
	party, commitment := c.file.Party, q.Use.Party
	switch {
	case party == nil && commitment == "":
	case party == nil && leaf.IsDigest(commitment):
		c.erased("party", "The name of the party in the question is not in this file: it was erased, or left out.")
	case party == nil || commitment == "":
		c.breaks("party", "The question and the file do not agree on whether there is a party.")
		return
	default:
		if err := commits(leaf.PartyLabel, commitment, party.Salt, []byte(party.Name)); err != nil {
			c.breaks("party", "The name of the party does not hold: %v.", err)
			return
		}
		q.Use.Party = party.Name
		c.prove("party", "its salted SHA-256 in the question", "The party in the question is %s.", party.Name)
	}
	c.question = &q
}

// readReading reads what was read from the record. A reading of another reader may have another form.
func (c *checker) readReading() {
	const name = "reading"
	if c.file.Reading == nil {
		c.erased(name, "What was read from the record, with its words, is not in this file: it was erased, or left out. What is said below rests on the input that was made of it.")
		return
	}
	var r rights.Reading
	_, err := c.salted(c.file.Reading, leaf.ReadingLabel, c.leaf.Reading, &r)
	c.foreign = errors.Is(err, replay.ErrForm) && r.Reader != rights.ReaderVersion
	if err != nil && !c.foreign {
		c.breaks(name, "What was read from the record does not hold: %v.", err)
		return
	}
	c.reading = &r
	c.prove(name, "its salted SHA-256 in the leaf", "What was read from the record, with its words, is what the log keeps, byte for byte.")
}

// readPolicy compares the policy with its digest. It is not run yet.
func (c *checker) readPolicy() {
	const name = "policy"
	bundle, err := c.file.Bundle()
	if err == nil && leaf.Address(bundle) != c.leaf.Policy {
		err = errors.New("it is not what the leaf promises")
	}
	if err != nil {
		c.breaks(name, "The policy does not hold: %v.", err)
		return
	}
	c.bundle = bundle
	c.prove(name, byDigest, "The policy is the one that the log names, %s, byte for byte.", c.leaf.Policy)
}

// readUnjudged reads why a record could not be judged.
func (c *checker) readUnjudged() {
	const name = "unjudged"
	if c.file.Unjudged == nil {
		c.erased(name, "Which record could not be judged, and why, is not in this file: it was erased, or left out.")
		return
	}
	var u Unjudged
	if _, err := c.salted(c.file.Unjudged, leaf.UnjudgedLabel, c.leaf.Body, &u); err != nil {
		c.breaks(name, "What the file says of the record does not hold: %v.", err)
		return
	}
	c.unjudged, c.report.Unjudged = &u, &u
	c.prove(name, "its salted SHA-256 in the leaf", "The record of %s at byte %d could not be judged: %s. Nothing was cleared.", u.From, u.Offset, u.Reason)
}

// checkGrid refuses a grid where none belongs, and one that says less than its strictest cell.
func (c *checker) checkGrid() {
	if c.outcome == nil {
		return
	}
	grid := c.decided.Grid
	if (grid != nil) != (c.leaf.Kind == availsKind) {
		c.breaks("kind", "An entry of the kind %s does not go with this outcome.", c.leaf.Kind)
	} else if grid != nil && strictest(*grid) != c.decided.Verdict {
		c.breaks("kind", "The verdict %s is not that of the strictest cell of its grid.", c.decided.Verdict)
	}
}

// strictest is the strictest verdict of a grid, blocked where it has not one for each medium of each area.
func strictest(g policy.Grid) policy.Verdict {
	var verdicts []policy.Verdict
	for _, area := range g.Areas {
		if len(area.Verdicts) != len(g.Media) || len(area.Findings) != len(g.Media) || len(area.Codes) == 0 {
			return policy.Blocked
		}
		verdicts = append(verdicts, area.Verdicts...)
	}
	return policy.Strictest(verdicts...)
}
