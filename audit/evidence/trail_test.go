package evidence_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	opa "github.com/open-policy-agent/opa/v1/version"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"clearance/audit/checkpoint"
	"clearance/audit/evidence"
	"clearance/audit/leaf"
	"clearance/policy"
	"clearance/policy/grid"
	"clearance/rego"
	"clearance/rights"
	"clearance/story"
)

const origin = "clearance/0123456789abcdef"

// key is the same in every run, so that reports are.
var key = sync.OnceValues(func() (skey, vkey string) {
	skey, vkey, err := note.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{7}, 1024)), origin)
	if err != nil {
		panic(err)
	}
	return skey, vkey
})

// trail is a log in memory.
type trail struct {
	t      testing.TB
	leaves [][]byte
	hashes hashes
}

type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		list[i] = h[at]
	}
	return list, nil
}

func (l *trail) add(entry leaf.Leaf) {
	l.t.Helper()
	entry.Seq, entry.Recorded = int64(len(l.leaves)), 1795447593000137+int64(len(l.leaves))
	if err := entry.Check(); err != nil {
		l.t.Fatal(err)
	}
	b := entry.Append(nil)
	stored, err := tlog.StoredHashes(entry.Seq, b, l.hashes)
	if err != nil {
		l.t.Fatal(err)
	}
	l.leaves, l.hashes = append(l.leaves, b), append(l.hashes, stored...)
}

func (l *trail) size() int64 { return int64(len(l.leaves)) }

func (l *trail) checkpoint() []byte {
	l.t.Helper()
	root, err := tlog.TreeHash(l.size(), l.hashes)
	if err != nil {
		l.t.Fatal(err)
	}
	skey, _ := key()
	signed, err := checkpoint.Checkpoint{Origin: origin, Size: l.size(), Root: root}.Sign(skey)
	if err != nil {
		l.t.Fatal(err)
	}
	return signed
}

func (l *trail) proof(seq int64) []tlog.Hash {
	l.t.Helper()
	p, err := tlog.ProveRecord(l.size(), seq, l.hashes)
	if err != nil {
		l.t.Fatal(err)
	}
	return p
}

// salted is data with a salt that is the same in every run.
func salted(data []byte) evidence.Payload {
	salt := sha256.Sum256(data)
	return evidence.Payload{Salt: salt[:], Data: data}
}

func commitment(label string, p evidence.Payload) string {
	return leaf.Commitment(label, p.Salt, p.Data)
}

func canonical(t testing.TB, v any) []byte {
	t.Helper()
	b, err := leaf.Canonical(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var info = evidence.RunInfo{Program: "clearance", Version: "v1.2.3", OPA: opa.Version, Actor: "Jane Doe", Args: []string{"check", "story.txt"}}

// about is what an entry of a trail is made of.
type about struct {
	record string
	asked  rights.Asked
	grid   bool
	policy *policy.Policy // nil: that of the house
	alter  func(*evidence.Material, *leaf.Leaf)
}

var asOf = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func load(t testing.TB, house rights.House) *policy.Policy {
	t.Helper()
	p, err := policy.Load(t.Context(), rego.Files, house)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var plain = sync.OnceValues(func() (*policy.Policy, error) { return policy.Load(context.Background(), rego.Files, rights.House{}) })

// material is the entry as a trail would hand it over, in a log with other entries around it.
func material(t testing.TB, a about) evidence.Material {
	t.Helper()
	p := a.policy
	if p == nil {
		var err error
		if p, err = plain(); err != nil {
			t.Fatal(err)
		}
	}
	s, err := story.NewReader(strings.NewReader(a.record), "story.txt", 0).Next()
	if err != nil {
		t.Fatal(err)
	}
	q, err := a.asked.Question(asOf)
	if err != nil {
		t.Fatal(err)
	}
	reading := rights.Read(s)
	asked := rights.NewCase(reading, q, p.House(), rights.Others{})
	kind, until := "decision", asked.GoodUntil
	var outcome policy.Outcome
	if a.grid {
		g, err := grid.Ask(t.Context(), p, reading, q, rights.Others{})
		if err != nil {
			t.Fatal(err)
		}
		kind, until, outcome = "avails", g.GoodUntil, g.Outcome()
	} else {
		if outcome, err = p.Decide(t.Context(), asked.Input); err != nil {
			t.Fatal(err)
		}
		if outcome.Verdict == policy.Blocked {
			if outcome.OpenFor, err = p.Open(t.Context(), asked, outcome); err != nil {
				t.Fatal(err)
			}
		}
	}
	m := evidence.Material{Input: canonical(t, asked.Input), Outcome: canonical(t, outcome), Bundle: p.Bundle(), Reading: salted(canonical(t, reading))}
	l := leaf.Leaf{Kind: kind, Run: 1, Policy: p.Revision(), Reading: commitment(leaf.ReadingLabel, m.Reading)}
	if q.Use.Party != "" {
		m.Party = salted([]byte(q.Use.Party))
		q.Use.Party = commitment(leaf.PartyLabel, m.Party)
	}
	m.Question = canonical(t, q)
	if until != nil {
		l.GoodUntil = new(until.Unix())
	}
	return enter(t, m, l, a.alter)
}

// unjudged is an entry for a record that could not be judged.
func unjudged(t testing.TB, sha256 string) evidence.Material {
	t.Helper()
	q, err := rights.Asked{Action: "sell"}.Question(asOf)
	if err != nil {
		t.Fatal(err)
	}
	u := evidence.Unjudged{From: "story.txt", Offset: 12, SHA256: sha256, Reason: "the policy took longer than 5s"}
	m := evidence.Material{Question: canonical(t, q), Bundle: []byte("a policy that took too long"), Unjudged: salted(canonical(t, u))}
	l := leaf.Leaf{Kind: "unjudged", Run: 1, Policy: leaf.Address(m.Bundle), Body: commitment(leaf.UnjudgedLabel, m.Unjudged)}
	return enter(t, m, l, nil)
}

// enter makes an entry of a log: the fourth of seven.
func enter(t testing.TB, m evidence.Material, l leaf.Leaf, alter func(*evidence.Material, *leaf.Leaf)) evidence.Material {
	t.Helper()
	l.Question = leaf.Address(m.Question)
	if m.Input != nil {
		l.Input, l.Outcome = leaf.Address(m.Input), leaf.Address(m.Outcome)
	}
	m.Run = salted(canonical(t, info))
	if alter != nil {
		alter(&m, &l)
	}
	log := trail{t: t}
	other := leaf.Leaf{Kind: "run-end", Body: leaf.Address([]byte("counts"))}
	log.add(other)
	log.add(leaf.Leaf{Kind: "run-start", Run: 1, Body: commitment(leaf.RunLabel, m.Run)})
	log.add(other)
	log.add(l)
	for range 3 {
		log.add(other)
	}
	m.Leaf, m.Proof, m.RunLeaf, m.RunProof = log.leaves[3], log.proof(3), log.leaves[1], log.proof(1)
	m.Checkpoint = log.checkpoint()
	_, m.Key = key()
	return m
}

func evidenceOf(t testing.TB, m evidence.Material) evidence.File {
	t.Helper()
	f, err := evidence.Make(m)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func written(t testing.TB, f evidence.File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// check checks a file as somebody who has the log's key.
func check(t testing.TB, f evidence.File, o evidence.Options) evidence.Report {
	t.Helper()
	if o.Keys == nil {
		_, vkey := key()
		o.Keys = []string{vkey}
	}
	return evidence.Check(t.Context(), f, o)
}

func status(r evidence.Report, name string) evidence.Status {
	for _, s := range r.Statements {
		if s.Name == name {
			return s.Status
		}
	}
	return ""
}

func fileOf(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "stories", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const record = `- Title: FRANCE: Ministers meet in Paris
- Date: 5th December 2009
- Summary: PARIS, FRANCE (DECEMBER 4, 2009) (POOL) MINISTERS ARRIVING
- Embargoed:
- Keywords:
- Location: France
- Country: France
- Topics: Politics
- Reuters ID: LVA2K7QXN4MWP5RTD3CJ6HBE8FGS
- Story Text: Ministers met in Paris on Friday (December 4).
- Copyright Holder: POOL (CAN SELL)
- Copyright Notice: (c) Copyright Thomson Reuters 2009.
- Usage Terms/Restrictions: NO USE UK
`

// noteOf is the checkpoint in a file.
func noteOf(f evidence.File) []byte {
	_, signed, _ := strings.Cut(f.Proof, "\n\n")
	return []byte(signed)
}
