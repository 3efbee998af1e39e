package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"clearance/audit/checkpoint"
)

// Verification is what a check of the whole trail found.
type Verification struct {
	Origin      string   `json:"origin"`      // the trail's name; "" while it has no entries
	Entries     int64    `json:"entries"`     // how many were checked: those that there were at the beginning
	Root        string   `json:"root"`        // of their tree, in base64
	Checkpoints int      `json:"checkpoints"` // how many different ones it extends, with those that were handed in
	Erased      int      `json:"erased"`      // how many payloads were erased, each accounted for
	Anchored    bool     `json:"anchored"`    // whether there is an anchor beside the file, which it extends too
	Problems    []string `json:"problems"`    // what is wrong; empty where the trail is sound
	More        int      `json:"more"`        // further problems, which are not listed
}

// OK reports whether nothing is wrong.
func (v Verification) OK() bool { return len(v.Problems) == 0 }

// mostProblems bounds the list: a damaged page can spoil thousands of entries.
const mostProblems = 100

// Verify says how a trail is to be checked.
type Verify struct {
	Keys     []string               // public keys that sign its checkpoints; the trail's own where there are none
	Against  [][]byte               // notes of checkpoints that were kept elsewhere: the trail must extend each of them
	Progress func(done, size int64) // is told how many entries were checked; may be nil
}

// Verify checks the whole file: SQLite's own structure, every payload against its digest, every entry against its leaf in the tree, the
// tree against the head, and the head against all checkpoints. What is wrong is in the Verification; the error says only that the
// check did not come to its end. Others may go on writing meanwhile.
func (l *Log) Verify(ctx context.Context, how Verify) (Verification, error) {
	c := &verifier{log: l, ctx: ctx, how: how, digests: map[string]map[int64]string{}, used: map[string]map[int64]bool{}}
	c.documentVerifiers()
	for _, t := range sharedTables {
		c.digests[t.table], c.used[t.table] = map[int64]string{}, map[int64]bool{}
	}
	c.found.Problems = []string{}
	var structure sync.WaitGroup
	structure.Go(func() { c.structure() }) // takes as long as all the rest, and needs nothing of it
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"reading its checkpoints", c.readClaims}, // before the head: others may sign meanwhile
		{"reading its head", c.readHead},
		{"checking the payloads", c.payloads},
		{"checking the entries", c.entries},
		{"checking the erasures", c.erasures},
		{"looking for rows that no entry points to", c.strays},
	} {
		if err := step.do(); err != nil && ctx.Err() == nil {
			c.problem("%s: %v", step.name, err) // what cannot be read is wrong, and keeps nothing else from being checked
		}
	}
	structure.Wait()
	if err := context.Cause(ctx); err != nil {
		return c.found, fmt.Errorf("verifying the trail %s: %w", l.path, err)
	}
	return c.found, nil
}

// verifier checks one trail.
type verifier struct {
	log  *Log
	ctx  context.Context
	how  Verify
	head head // as of the beginning

	digests map[string]map[int64]string  // by table and id, of questions and policies
	of      map[string]*documentVerifier // by table, of readings, inputs and outcomes
	used    map[string]map[int64]bool    // by table, the ids that entries point to
	claims  []claim                      // what checkpoints say, by size
	empty   []emptied                    // payloads without their bytes

	mu    sync.Mutex // guards found
	found Verification
}

// claim is what a checkpoint says, and where it stands.
type claim struct {
	checkpoint.Checkpoint
	where string
}

// emptied is a payload without its bytes.
type emptied struct{ where, commitment string }

func (c *verifier) problem(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.found.Problems) == mostProblems {
		c.found.More++
		return
	}
	c.found.Problems = append(c.found.Problems, fmt.Sprintf(format, args...))
}

func (c *verifier) readHead() (err error) {
	c.head, err = readHead(c.ctx, c.log.readers)
	c.found.Entries, c.found.Root = c.head.size, c.head.root.String()
	return err
}

// structure has SQLite check its pages, indexes and constraints.
func (c *verifier) structure() {
	const most = 20 // problems of each, lest they crowd out the others
	for _, pragma := range []string{fmt.Sprintf("integrity_check(%d)", most), "foreign_key_check"} {
		rows, err := c.log.readers.QueryContext(c.ctx, "PRAGMA "+pragma)
		for n := 0; err == nil && n < most && rows.Next(); n++ {
			var columns [4]any
			into := []any{&columns[0]}
			if pragma == "foreign_key_check" {
				into = []any{&columns[0], &columns[1], &columns[2], &columns[3]}
			}
			if err = rows.Scan(into...); err == nil && columns[0] != "ok" {
				c.problem("%s: %v", pragma, columns[:len(into)])
			}
		}
		if err == nil {
			err = errors.Join(rows.Err(), rows.Close())
		}
		if err != nil && c.ctx.Err() == nil {
			c.problem("%s: %v", pragma, err)
		}
	}
}

// readClaims reads the checkpoints that are kept, the anchor and those that were handed in, with their signatures.
func (c *verifier) readClaims() error {
	size, err := c.log.size()
	if err != nil {
		return err
	}
	if size > 0 {
		if c.found.Origin, err = originOf(c.ctx, c.log.readers); err != nil {
			return err
		}
	}
	keys := c.how.Keys
	if len(keys) == 0 {
		if keys, err = c.log.Keys(); err != nil {
			return err
		}
	}
	for i, note := range c.how.Against {
		c.claim(fmt.Sprintf("the checkpoint that was handed in (%d)", i+1), note, keys)
	}
	if err := c.keptClaims(keys); err != nil {
		return err
	}
	if len(c.how.Keys) > 0 && len(c.claims) == 0 { // else whoever removes the checkpoints passes with any tree
		c.problem("no checkpoint of this trail is signed by a key that was given: it was never signed, or its checkpoints were removed")
	}
	anchor, found, err := checkpoint.ReadAnchor(c.log.anchor)
	if err == nil && found {
		c.believe("the anchor "+c.log.anchor, anchor)
	}
	c.found.Anchored = found
	slices.SortStableFunc(c.claims, func(a, b claim) int { return int(a.Size - b.Size) })
	return err
}

func (c *verifier) keptClaims(keys []string) error {
	rows, err := c.log.readers.QueryContext(c.ctx, `SELECT size, note FROM checkpoint ORDER BY size`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var size int64
		var note string
		if err := rows.Scan(&size, &note); err != nil {
			return err
		}
		where := fmt.Sprintf("the checkpoint of %d entries", size)
		if kept := c.claim(where+", which the trail keeps", []byte(note), keys); kept != nil && kept.Size != size {
			c.problem("%s is one of %d", where, kept.Size)
		}
	}
	return rows.Err()
}

// claim checks the signature of a checkpoint and its name. What it says of the tree is checked when the tree is as large.
func (c *verifier) claim(where string, note []byte, keys []string) *checkpoint.Checkpoint {
	said, err := checkpoint.Open(note, keys...)
	if err != nil {
		c.problem("%s: %v", where, err)
		return nil
	}
	c.believe(where, said)
	return &said
}

// believe has the tree compared with what a checkpoint says of it.
func (c *verifier) believe(where string, said checkpoint.Checkpoint) {
	if said.Origin != c.found.Origin {
		c.problem("%s is one of the trail %s, this is %s", where, said.Origin, c.found.Origin)
		return
	}
	c.claims = append(c.claims, claim{said, where})
}
