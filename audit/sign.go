package audit

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"clearance/audit/checkpoint"
	"clearance/audit/leaf"
)

// Key is a public key that signs the trail's checkpoints from now on.
type Key struct {
	VKey string `json:"vkey"` // as C2SP writes it: name, hash and key
}

func (k Key) seal(*Log) (Sealed, error) {
	extra, err := leaf.Canonical(k)
	return Sealed{kind: KindKey, what: func() string { return "the key" }, extra: extra}, wrap(err, "encoding the key")
}

// Origin is the name of the trail, which its key and its checkpoints bear: the hash of its first entry, whose salt makes it like no
// other's. A copy of the trail has the same name, a trail that was begun anew has another.
func (l *Log) Origin() (string, error) {
	origin, err := originOf(context.Background(), l.readers)
	return origin, wrap(err, "reading the name of the trail "+l.path)
}

func originOf(ctx context.Context, q querier) (string, error) {
	first, err := leafHashes(ctx, q, 0, 1)
	if err != nil {
		return "", err
	}
	return "clearance/" + hex.EncodeToString(first[0][:8]), nil
}

// Keys are the public keys that the trail names as its own, oldest first. Whoever can write the trail can put one there: to be
// sure of a checkpoint, check it with a key that you were given by somebody.
func (l *Log) Keys() (vkeys []string, err error) {
	rows, err := l.readers.Query(`SELECT extra FROM entry WHERE kind = 'key' ORDER BY seq`)
	if err != nil {
		return nil, fault("reading the keys of the trail "+l.path, err)
	}
	defer rows.Close()
	for rows.Next() {
		var extra string
		var key Key
		err := rows.Scan(&extra)
		if err == nil {
			err = json.Unmarshal([]byte(extra), &key)
		}
		if err != nil {
			return nil, fault("reading the keys of the trail "+l.path, err)
		}
		vkeys = append(vkeys, key.VKey)
	}
	return vkeys, wrap(rows.Err(), "reading the keys of the trail "+l.path)
}

// Sign makes a checkpoint of the trail as it stands, keeps it and writes it into the anchor, before it gives it to anyone. It signs
// only what extends the last checkpoint. Where nothing was recorded since then, it gives that one again.
func (l *Log) Sign(skey, vkey string) (note []byte, err error) {
	doing := "signing a checkpoint of the trail " + l.path
	keys, err := l.Keys()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(keys, vkey) {
		return nil, fmt.Errorf("%s: it does not know the key %s: make one with 'clearance audit keygen'", doing, vkey)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	ctx := context.Background()
	tx, err := l.conn.BeginTx(ctx, nil) // immediate: nobody else signs, and the anchor only moves on
	if err != nil {
		return nil, fault(doing, err)
	}
	defer tx.Rollback() // does nothing after Commit
	now, err := l.sound(ctx, tx)
	if err != nil {
		return nil, fault(doing, err)
	}
	if note, err = storedNote(ctx, tx, now.Size); err != nil {
		return nil, fault(doing, err)
	}
	if note != nil {
		kept, err := checkpoint.Open(note, vkey)
		if err == nil && kept != now {
			err = errAltered
		}
		if err != nil {
			return nil, fmt.Errorf("%s: nothing was recorded since the last checkpoint, which is not one of this key's: record something first: %w", doing, err)
		}
		return note, checkpoint.WriteAnchor(l.anchor, note)
	}
	if note, err = now.Sign(skey); err != nil {
		return nil, err
	}
	if err := checkpoint.WriteAnchor(l.anchor, note); err != nil {
		return nil, err
	}
	if _, err := tx.Exec(`INSERT INTO checkpoint (size, note) VALUES (?, ?)`, now.Size, string(note)); err != nil {
		return nil, fault(doing, err)
	}
	if err := tx.Commit(); err != nil {
		return nil, fault(doing, err)
	}
	return note, nil
}

// sound gives the tree that may be signed: its last entries lead to its root, and it extends the last checkpoint and the anchor.
func (l *Log) sound(ctx context.Context, q querier) (now checkpoint.Checkpoint, err error) {
	h, err := readHead(ctx, q)
	if err != nil {
		return now, err
	}
	if h.size == 0 {
		return now, errors.New("it has no entries")
	}
	if _, err := loadEdge(ctx, q, h); err != nil {
		return now, err
	}
	if err := l.checkAnchor(ctx, q); err != nil {
		return now, err
	}
	last, found, err := lastCheckpoint(ctx, q)
	if err == nil && found {
		err = extends(ctx, q, h, last)
	}
	if err != nil {
		return now, err
	}
	now.Size, now.Root = h.size, h.root
	now.Origin, err = originOf(ctx, q)
	return now, err
}

// extends wants a tree to be the one that a checkpoint was made of, or one that grew from it.
func extends(ctx context.Context, q querier, h head, c checkpoint.Checkpoint) error {
	if c.Size > h.size {
		return fmt.Errorf("it has %d entries, and had %d when a checkpoint was signed: it is an old copy, or its end was cut off: %w", h.size, c.Size, ErrForked)
	}
	root, err := rootAt(ctx, q, h, c.Size)
	if err != nil {
		return err
	}
	if root != c.Root {
		return fmt.Errorf("its first %d entries are not those that a checkpoint was signed of: %w", c.Size, ErrForked)
	}
	return nil
}

// lastCheckpoint reads the newest checkpoint that is kept.
func lastCheckpoint(ctx context.Context, q querier) (c checkpoint.Checkpoint, found bool, err error) {
	rows, err := q.QueryContext(ctx, `SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1`)
	if err != nil {
		return c, false, err
	}
	defer rows.Close()
	if !rows.Next() {
		return c, false, rows.Err()
	}
	var note string
	if err := rows.Scan(&note); err != nil {
		return c, false, err
	}
	c, err = checkpoint.Parse([]byte(note))
	return c, true, err
}

// storedNote gives the checkpoint that is kept for so many entries, nil if there is none.
func storedNote(ctx context.Context, q querier, size int64) ([]byte, error) {
	rows, err := q.QueryContext(ctx, `SELECT note FROM checkpoint WHERE size = ?`, size)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var note []byte
	if rows.Next() {
		err = rows.Scan(&note)
	}
	return note, errors.Join(err, rows.Err())
}
