package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"clearance/audit/leaf"
	"clearance/policy"
)

func TestRun(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	referred := decision("B")
	referred.Outcome = policy.Outcome{Verdict: policy.Referred}
	blocked := decision("C")
	blocked.Outcome = policy.Outcome{Verdict: policy.Blocked}
	if got := mustAppend(t, r, decision("A"), referred, unjudged("x.bin")); len(got) != 3 || got[0] != 1 || got[2] != 3 {
		t.Errorf("first batch has seqs %v, want 1 2 3", got)
	}
	if got := mustAppend(t, r, blocked, decision("A")); len(got) != 2 || got[0] != 4 {
		t.Errorf("second batch has seqs %v, want 4 5", got)
	}
	if got, err := r.Append(); err != nil || len(got) != 0 {
		t.Errorf("an empty batch gives %v, %v", got, err)
	}
	want := Counts{Cleared: 2, Referred: 1, Blocked: 1, Unjudged: 1, Interrupted: true}
	if got, err := r.End(true); err != nil || got != want {
		t.Errorf("End = %+v, %v, want %+v", got, err, want)
	}
	_, err := r.Append(decision("D"))
	wantError(t, err, "run 0 has ended")
	_, err = r.End(false)
	wantError(t, err, "run 0 has ended")

	start, end := mustGet(t, l, 0), mustGet(t, l, 6)
	if start.Kind != KindRunStart || start.Run != 0 || start.Info.Actor != "desk" || start.Info.Args[1] != "a.txt" {
		t.Errorf("run-start is %+v", start)
	}
	if end.Kind != KindRunEnd || end.Run != 0 || *end.Counts != want || end.Info.OPA != "1.22.2" {
		t.Errorf("run-end is %+v", end)
	}
	if second := begin(t, l); second.Seq() != 7 {
		t.Errorf("the second run begins at %d, want 7", second.Seq())
	}
}

// A batch is stored as a whole or not at all, and what was refused leaves no payload behind.
func TestAppendRefuses(t *testing.T) {
	soon := asOf
	for name, tc := range map[string]struct {
		spoil func(*Decision)
		says  string
	}{
		"no verdict":            {func(d *Decision) { d.Outcome = policy.Outcome{} }, `"" is no verdict`},
		"unknown verdict":       {func(d *Decision) { d.Outcome.Verdict = "fine" }, `"fine" is no verdict`},
		"cleared on no finding": {func(d *Decision) { d.Outcome.Findings = nil }, "cleared without a ground"},
		"cleared on notes":      {func(d *Decision) { d.Outcome.Findings[0].Effect = policy.Note }, "cleared without a ground"},
		"cleared and blocked": {func(d *Decision) {
			d.Outcome.Findings = append(d.Outcome.Findings, policy.Finding{Code: "embargo.active", Effect: policy.Block})
		}, "embargo.active"},
		"cleared and no effect": {func(d *Decision) {
			d.Outcome.Findings = append(d.Outcome.Findings, policy.Finding{Code: "x.y"})
		}, "x.y"},
		"policy not kept": {func(d *Decision) { d.Policy = leaf.Address([]byte("other")) }, "keep it first"},
		"no policy":       {func(d *Decision) { d.Policy = "" }, "keep it first"},
		"no record":       {func(d *Decision) { d.Reading.Story.SHA256 = "" }, "SHA-256"},
		"upper-case hash": {func(d *Decision) { d.Reading.Story.SHA256 = strings.ToUpper(hash("x")) }, "SHA-256"},
		"year 10000":      {func(d *Decision) { d.Question.AsOf = soon.AddDate(8000, 0, 0) }, "encoding the question"},
		"no action":       {func(d *Decision) { d.Question.Use.Action = "" }, "writing the question"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLog(t)
			r := begin(t, l)
			bad := decision("BAD")
			tc.spoil(&bad)
			seqs, err := r.Append(decision("GOOD"), bad)
			wantError(t, err, tc.says, `story "BAD" of a.txt at 7`, l.path)
			if len(seqs) != 0 {
				t.Errorf("acknowledged %v", seqs)
			}
			for _, table := range []string{"reading", "question", "part", "reading_part"} {
				if n := count(t, l, table); n != 0 {
					t.Errorf("%d rows of %s are left", n, table)
				}
			}
			if got := mustAppend(t, r, decision("GOOD")); got[0] != 1 {
				t.Errorf("the next entry is %d, want 1", got[0])
			}
			mustGet(t, l, 1)
		})
	}
}

func TestUnjudgedRefuses(t *testing.T) {
	r := begin(t, newLog(t))
	u := unjudged("x.bin")
	u.SHA256 = "abc"
	_, err := r.Append(u)
	wantError(t, err, "x.bin at 3", "SHA-256")
	u = unjudged("x.bin")
	u.Policy = "sha256:none"
	_, err = r.Append(u)
	wantError(t, err, "keep it first")
}

func TestKeepChecksDigest(t *testing.T) {
	l := newLog(t)
	wantError(t, l.Keep(Policy{Digest: kept.Digest, Bundle: []byte("other")}), "keeping the policy", "its bundle has the digest")
	wantError(t, l.Keep(Policy{Digest: leaf.Address(nil)}), "empty")
	if err := l.Keep(kept); err != nil {
		t.Errorf("a second time: %v", err)
	}
	if n := count(t, l, "policy"); n != 1 {
		t.Errorf("%d policies, want 1", n)
	}
}

// Equal payloads are stored once, across batches, runs and openings.
func TestPayloadsAreShared(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clearance.db")
	for range 2 {
		l := logAt(t, path)
		r := begin(t, l)
		mustAppend(t, r, decision("A"), decision("B"), decision("A"))
		publish := decision("A")
		publish.Question.Use.Action = "publish"
		publish.Question.Use.Party = "Acme"
		mustAppend(t, r, publish, publish)
		l.Close()
	}
	l := logAt(t, path)
	moved := decision("A")
	moved.Reading.Story.Offset = 99 // the same record elsewhere: another reading of the same story
	mustAppend(t, begin(t, l), moved)
	for table, want := range map[string]int{
		"reading": 3, "question": 2, "policy": 1, "party": 1, "entry": 14,
	} {
		if got := count(t, l, table); got != want {
			t.Errorf("%d rows of %s, want %d", got, table, want)
		}
	}
}

// What can name a person stands only in rows that can be erased.
func TestSharedPayloadsNameNobody(t *testing.T) {
	l := newLog(t)
	d := decision("IDENTIFIER")
	d.Question.Use.Party = "PARTY"
	mustAppend(t, begin(t, l), d)
	stored := dump(t, l, []string{"question", "entry", "part"})
	p0 := mustGet(t, l, 1).Payloads
	for _, data := range []string{stored, string(p0.Question.Data), string(p0.Input.Data), string(p0.Outcome.Data)} {
		for _, word := range []string{"PARTY", "IDENTIFIER", "CAN SELL", d.Reading.Story.SHA256} {
			if strings.Contains(data, word) {
				t.Errorf("%q is stored for good: %s", word, data)
			}
		}
	}
	record := mustGet(t, l, 1)
	p := record.Payloads.Party
	if record.Question.Use.Party != "PARTY" || !strings.Contains(string(record.Payloads.Question.Data), p.Digest) {
		t.Errorf("question is %s, party %+v", record.Payloads.Question.Data, p)
	}
}

// The commitment is what the log says it is: SHA-256 of label, salt and bytes.
func TestCommitment(t *testing.T) {
	l := newLog(t)
	mustAppend(t, begin(t, l), decision("A"), decision("B"))
	a, b := mustGet(t, l, 1).Payloads.Reading, mustGet(t, l, 2).Payloads.Reading
	sum := sha256.Sum256([]byte("clearance/reading/v1\n" + string(a.Salt) + string(a.Data)))
	if want := "sha256:" + hex.EncodeToString(sum[:]); a.Digest != want || len(a.Salt) != 32 {
		t.Errorf("commitment is %s over a salt of %d bytes, want %s", a.Digest, len(a.Salt), want)
	}
	if string(a.Salt) == string(b.Salt) {
		t.Error("two readings share a salt")
	}
}

func TestRecordedNeverGoesBack(t *testing.T) {
	l := newLog(t)
	now := time.Date(2026, 11, 23, 13, 0, 0, 123456789, time.FixedZone("", 3600))
	l.Now = func() time.Time { return now }
	r := begin(t, l)
	now = now.Add(-time.Hour) // the clock is set back
	mustAppend(t, r, decision("A"))
	now = now.Add(2 * time.Hour)
	mustAppend(t, r, decision("B"))
	noon := time.Date(2026, 11, 23, 12, 0, 0, 123456000, time.UTC)
	for seq, want := range []time.Time{noon, noon, noon.Add(time.Hour)} {
		if got := mustGet(t, l, int64(seq)).Recorded; got != want {
			t.Errorf("entry %d was recorded at %v, want %v", seq, got, want)
		}
	}
}

func TestGoodUntilIsNeverLate(t *testing.T) {
	l := newLog(t)
	d := decision("A")
	until := time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.FixedZone("", 3600))
	d.GoodUntil = &until
	mustAppend(t, begin(t, l), d, decision("B"))
	if got, want := mustGet(t, l, 1).GoodUntil, time.Date(9999, 12, 31, 22, 59, 59, 0, time.UTC); got == nil || *got != want {
		t.Errorf("good until %v, want %v", got, want)
	}
	if got := mustGet(t, l, 2).GoodUntil; got != nil {
		t.Errorf("good until %v, want nothing", got)
	}
}

func TestManyGoroutines(t *testing.T) {
	l := newLog(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			r := begin(t, l)
			for range 10 {
				if _, err := r.Append(decision("A"), unjudged("x")); err != nil {
					t.Error(err)
				}
			}
			if c, err := r.End(false); err != nil || c.Cleared != 10 || c.Unjudged != 10 {
				t.Errorf("End = %+v, %v", c, err)
			}
		})
	}
	all.Wait()
	checkDense(t, l, 8*22)
}

// checkDense reads every entry in full, and wants so many of them.
func checkDense(t testing.TB, l *Log, want int64) {
	t.Helper()
	for seq := range want {
		if r, err := l.Get(seq); err != nil || r.Seq != seq {
			t.Fatalf("entry %d: %v", seq, err)
		}
	}
	if _, err := l.Get(want); !errors.Is(err, ErrNotFound) {
		t.Errorf("entry %d: %v, want none", want, err)
	}
}

func TestReadOnlyLogWritesNothing(t *testing.T) {
	writer := newLog(t)
	mustAppend(t, begin(t, writer), decision("A"))
	l, err := OpenReadOnly(writer.path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	mustGet(t, l, 1)
	_, err = l.Begin(RunInfo{})
	wantError(t, err, "open for reading only")
	wantError(t, l.Keep(kept), "open for reading only")
	for _, log := range []*Log{l, writer} {
		_, err = log.readers.Exec(`DELETE FROM checkpoint`)
		wantError(t, err, "readonly")
	}
	if _, err := OpenReadOnly(filepath.Join(t.TempDir(), "none.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing log: %v", err)
	}
}

func TestBusy(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	other := rawWriter(t, l.path)
	if _, err := other.Exec(`BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	if _, err := l.conn.ExecContext(t.Context(), `PRAGMA busy_timeout = 20`); err != nil {
		t.Fatal(err)
	}
	seqs, err := r.Append(decision("A"))
	wantError(t, err, "appending in the trail", "another program keeps the trail locked")
	if len(seqs) != 0 {
		t.Errorf("acknowledged %v", seqs)
	}
	if _, err := other.Exec(`COMMIT`); err != nil {
		t.Fatal(err)
	}
	if got := mustAppend(t, r, decision("A")); got[0] != 1 {
		t.Errorf("afterwards the entry is %d, want 1", got[0])
	}
}
