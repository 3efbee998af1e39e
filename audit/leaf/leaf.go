// Package leaf makes the bytes that a trail's tree commits to: the leaf of an entry, and the digests of what it points to.
//
// A trail depends on these bytes for ever: a leaf that was written must come out the same from every later version. It needs no
// database, so that a proof can be checked without one.
package leaf

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Version is the form of leaves that Append writes.
const Version = 1

// Leaf is what one entry promises. It holds no words and no identifiers; what its kind does not have is zero. Digests are
// "sha256:" and 64 hexadecimal digits: of the bytes themselves, or, of what can be erased, commitments.
type Leaf struct {
	Seq      int64
	Recorded int64 // the moment of writing, microseconds since 1970, UTC
	Kind     string
	Run      int64 // the seq of its run's first entry

	GoodUntil *int64 // when the decision may change, seconds since 1970, UTC; nil where nothing is known to change it

	Reading, Question, Input, Outcome, Policy string // of a decision
	Body                                      string // of what other kinds have to say: who ran what, counts, a reason
	Request                                   string // the digest of the key that made the append happen only once
}

// Append adds the leaf's canonical JSON to b: sorted keys, none without a value but seq, recorded and run.
func (l Leaf) Append(b []byte) []byte {
	b = append(b, '{')
	text := func(key, value string) {
		if value != "" {
			b = append(b, '"')
			b = append(b, key...)
			b = append(b, `":"`...)
			b = append(b, value...)
			b = append(b, `",`...)
		}
	}
	number := func(key string, value int64) {
		b = append(b, '"')
		b = append(b, key...)
		b = append(b, `":`...)
		b = strconv.AppendInt(b, value, 10)
		b = append(b, ',')
	}
	text("body", l.Body)
	if l.GoodUntil != nil {
		number("good_until", *l.GoodUntil)
	}
	text("input", l.Input)
	text("kind", l.Kind)
	text("outcome", l.Outcome)
	text("policy", l.Policy)
	text("question", l.Question)
	text("reading", l.Reading)
	number("recorded", l.Recorded)
	text("request", l.Request)
	number("run", l.Run)
	number("seq", l.Seq)
	b = append(b, `"v":`...)
	b = strconv.AppendInt(b, Version, 10)
	return append(b, '}')
}

// Check refuses a leaf that cannot be written as plain canonical JSON and read back as the same.
func (l Leaf) Check() error {
	if l.Kind == "" || strings.Trim(l.Kind, "abcdefghijklmnopqrstuvwxyz-") != "" {
		return fmt.Errorf("its kind %q is no lower-case word", l.Kind)
	}
	for _, n := range [...]int64{l.Seq, l.Recorded, l.Run} {
		if n < 0 || n > MaxInteger {
			return fmt.Errorf("its number %d is not from 0 to 2^53-1", n)
		}
	}
	if l.GoodUntil != nil && (*l.GoodUntil < -MaxInteger || *l.GoodUntil > MaxInteger) {
		return fmt.Errorf("its good_until %d is not within 2^53-1", *l.GoodUntil)
	}
	for _, digest := range [...]string{l.Reading, l.Question, l.Input, l.Outcome, l.Policy, l.Body, l.Request} {
		if digest != "" && !IsDigest(digest) {
			return fmt.Errorf("its %q is no digest", digest)
		}
	}
	return nil
}

// Hash is the leaf's hash in the tree: SHA-256 of a zero byte and its bytes (RFC 6962).
func Hash(leaf []byte) tlog.Hash { return tlog.RecordHash(leaf) }

// written is a leaf as JSON has it.
type written struct {
	Body      string `json:"body"`
	GoodUntil *int64 `json:"good_until"`
	Input     string `json:"input"`
	Kind      string `json:"kind"`
	Outcome   string `json:"outcome"`
	Policy    string `json:"policy"`
	Question  string `json:"question"`
	Reading   string `json:"reading"`
	Recorded  int64  `json:"recorded"`
	Request   string `json:"request"`
	Run       int64  `json:"run"`
	Seq       int64  `json:"seq"`
	V         int64  `json:"v"`
}

// Parse reads a leaf's bytes. It refuses any that Append would write differently.
func Parse(b []byte) (Leaf, error) {
	var w written
	if err := json.Unmarshal(b, &w); err != nil {
		return Leaf{}, fmt.Errorf("reading a leaf: %w", err)
	}
	if w.V != Version {
		return Leaf{}, fmt.Errorf("reading a leaf: its form is %d, this program knows %d: use a newer version", w.V, Version)
	}
	l := Leaf{
		Seq: w.Seq, Recorded: w.Recorded, Kind: w.Kind, Run: w.Run, GoodUntil: w.GoodUntil, Reading: w.Reading, Question: w.Question,
		Input: w.Input, Outcome: w.Outcome, Policy: w.Policy, Body: w.Body, Request: w.Request,
	}
	if err := l.Check(); err != nil {
		return Leaf{}, fmt.Errorf("reading a leaf: %w", err)
	}
	if !bytes.Equal(l.Append(nil), b) {
		return Leaf{}, fmt.Errorf("reading a leaf: its bytes are not those of a leaf with this content")
	}
	return l, nil
}
