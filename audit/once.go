package audit

import (
	"encoding/json"
	"fmt"

	"clearance/audit/leaf"
	"clearance/rights"
)

// Once records an item under a key of the caller's: whoever asks again with the key, because an answer was lost, is given the entry
// that is there, with repeated true, and nothing is written. The trail keeps the key's digest for good: it must name nobody. A key that
// was met with another record, with one that was erased or never read, or with another use is an error: an answer to one question must
// not be taken for the answer to another. The moment asked about may differ.
func (r *Run) Once(key string, item Answer) (seq int64, repeated bool, err error) {
	if key == "" {
		return 0, false, fmt.Errorf("recording an answer once: its key is empty")
	}
	r.open.RLock()
	defer r.open.RUnlock()
	if r.ended {
		return 0, false, r.over()
	}
	ready, err := r.Seal(item)
	if err != nil {
		return 0, false, fmt.Errorf("appending once in the trail %s: %w", r.log.path, err)
	}
	err = r.log.write("appending once", func(b *batch) error {
		if seq, repeated, err = b.met(key, item); err != nil || repeated {
			return err
		}
		entry, err := ready.write(b)
		if err != nil {
			return err
		}
		entry.run, entry.request = r.seq, leaf.Address([]byte(key))
		seq, err = b.add(entry)
		return err
	})
	if err != nil {
		return 0, false, err
	}
	if !repeated {
		r.count(ready)
	}
	return seq, repeated, nil
}

// met finds the entry that was recorded under a key.
func (b *batch) met(key string, item Answer) (seq int64, found bool, err error) {
	var record, question string
	found, err = b.find(`
		SELECT entry.seq, coalesce(reading.record, unjudged.record), question.data
		FROM entry
		LEFT JOIN reading ON reading.id = entry.reading
		LEFT JOIN unjudged ON unjudged.seq = entry.seq
		LEFT JOIN question ON question.id = entry.question
		WHERE entry.request = ?`, []any{leaf.Address([]byte(key))}, &seq, hexText{&record}, &question)
	if err != nil || !found {
		return 0, false, wrap(err, "looking for the request")
	}
	now, asked := item.about()
	same, err := b.sameUse(question, asked)
	if err == nil && (!same || record == "" || record != now) { // two that are not known are not the same
		err = fmt.Errorf("the key %q was used for another story or use, or that story was erased (entry %d): choose another key", key, seq)
	}
	return seq, true, err
}

// sameQuestion reports whether a recorded question is this one, the moment included.
func (b *batch) sameQuestion(recorded string, q rights.Question) (bool, error) {
	var before rights.Question
	if err := json.Unmarshal([]byte(recorded), &before); err != nil {
		return false, err
	}
	same, err := b.sameUse(recorded, q)
	return same && before.AsOf.Equal(q.AsOf), err
}

// sameUse reports whether a recorded question is this one, but for the moment asked about.
func (b *batch) sameUse(recorded string, q rights.Question) (bool, error) {
	var before rights.Question
	if err := json.Unmarshal([]byte(recorded), &before); err != nil {
		return false, err
	}
	party, err := b.party(q.Use.Party)
	if err != nil {
		return false, err
	}
	now, err := questionPayload(q, party)
	if err != nil {
		return false, err
	}
	before.AsOf = q.AsOf
	then, err := questionPayload(before, before.Use.Party)
	return then.Digest == now.Digest, err
}
