package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clearance/audit/leaf"
	"clearance/policy"
	"clearance/rights"
)

var (
	asOf   = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	bundle = []byte("package rights.main\n")
	kept   = Policy{Digest: leaf.Address(bundle), Bundle: bundle}
)

// newLog begins a log with one policy in a folder of its own.
func newLog(t testing.TB) *Log {
	t.Helper()
	return logAt(t, filepath.Join(t.TempDir(), "clearance.db"))
}

func logAt(t testing.TB, path string) *Log {
	t.Helper()
	l, _, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	if err := l.Keep(kept); err != nil {
		t.Fatal(err)
	}
	return l
}

func begin(t testing.TB, l *Log) *Run {
	t.Helper()
	r, err := l.Begin(RunInfo{Program: "clearance", Version: "1.0.0", OPA: "1.22.2", Actor: "desk", Args: []string{"check", "a.txt"}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func mustAppend(t testing.TB, r *Run, items ...Item) []int64 {
	t.Helper()
	seqs, err := r.Append(items...)
	if err != nil {
		t.Fatal(err)
	}
	return seqs
}

func mustGet(t testing.TB, l *Log, seq int64) *Record {
	t.Helper()
	r, err := l.Get(seq)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// decision is one that nothing is wrong with; the story has the identifier ID and is told apart by it.
func decision(id string) Decision {
	return Decision{
		Reading: rights.Reading{
			Reader: rights.ReaderVersion,
			Story:  rights.Source{ID: id, Title: "Title of " + id, From: "a.txt", Offset: 7, SHA256: hash(id)},
			Record: rights.Record{Labels: map[string]rights.Fact{"title": {State: rights.Stated}, "holder": {State: rights.Stated}}},
			Holder: rights.Holder{Sale: rights.Fact{State: rights.Stated, Value: "can_sell",
				Words: []rights.Words{{Field: "Copyright Holder", Start: 1, End: 9, Text: "CAN SELL"}}}},
		},
		Question: question("sell"),
		Input: rights.Input{
			Use:    rights.UseInput{Action: "sell", Purpose: "editorial"},
			Record: rights.RecordInput{Labels: map[string]rights.State{"title": rights.Stated}, ID: rights.Stated},
			Holder: rights.HolderInput{State: rights.Stated, Sale: "can_sell"},
		},
		Outcome: policy.Outcome{Verdict: policy.Cleared, Findings: []policy.Finding{
			{Code: "sale.can_sell", Effect: policy.Ground, Facts: []string{"holder.sale"}}}},
		Policy: kept.Digest,
	}
}

func question(action string) rights.Question {
	return rights.Question{AsOf: asOf, Use: rights.Use{Action: action, Purpose: "editorial", Assumed: []string{"territory"}}}
}

func unjudged(from string) Unjudged {
	return Unjudged{From: from, Offset: 3, SHA256: hash(from), Reason: "is binary", Question: question("sell"), Policy: kept.Digest}
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// count gives the number of rows of a table.
func count(t testing.TB, l *Log, table string) (n int) {
	t.Helper()
	if err := l.readers.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// wantError fails unless the error says all of the words.
func wantError(t testing.TB, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one that says %q", words)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q does not say %q", err, w)
		}
	}
}

func collect(t testing.TB, l *Log, f Filter) (entries []Entry) {
	t.Helper()
	for e, err := range l.List(f) {
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	return entries
}

func seqs(entries []Entry) string {
	var s []string
	for _, e := range entries {
		s = append(s, fmt.Sprint(e.Seq))
	}
	return strings.Join(s, " ")
}
