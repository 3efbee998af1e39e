//go:build unix

package audit

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// copyOf are statements that copy an entry to a seq.
func copyOf(seq, to string) []string {
	return []string{
		`CREATE TEMP TABLE slipped AS SELECT * FROM entry WHERE seq = ` + seq,
		`UPDATE slipped SET seq = ` + to,
		`INSERT INTO entry SELECT * FROM slipped`,
		`UPDATE head SET size = size + 1`,
	}
}

// alterations are what somebody who has the file could do to a sample trail with any SQLite program, taking care that it still
// opens, and words that must be said of each. Attached as "other" is a second sample trail.
var alterations = map[string]struct {
	statements []string
	says       string
}{
	"two entries swapped": {[]string{
		`UPDATE entry SET seq = -1 WHERE seq = 1`, `UPDATE entry SET seq = 1 WHERE seq = 2`, `UPDATE entry SET seq = 2 WHERE seq = -1`},
		"entry 1 is not the one"},
	"the last entry cut off": {[]string{
		`DELETE FROM entry WHERE seq = 268`, `UPDATE head SET size = 268`},
		"root of the head"},
	"an entry taken out": {[]string{
		`DELETE FROM entry WHERE seq = 5`, `UPDATE entry SET seq = seq - 1, run = iif(run > 5, run - 1, run) WHERE seq > 5`,
		`UPDATE run SET seq = seq - 1 WHERE seq > 5`, `UPDATE head SET size = 268`},
		"entry 5 is not the one"},
	"an entry slipped in at the end": {copyOf("8", "269"), "root of the head"},
	"an entry slipped in": {append([]string{
		`UPDATE entry SET seq = -seq - 1 WHERE seq > 4`,
		`UPDATE entry SET seq = -seq, run = iif(run > 4, run + 1, run) WHERE seq < 0`,
		`UPDATE run SET seq = seq + 1 WHERE seq > 4`}, copyOf("2", "5")...),
		"entry 5 is not the one"},

	"the outcome of another entry": {[]string{
		`UPDATE entry SET (outcome, verdict, outcome_parts, outcome_own) = (SELECT outcome, verdict, outcome_parts, outcome_own FROM entry WHERE seq = 1) WHERE seq = 2`},
		"entry 2 is not the one"},
	"the question of another entry": {[]string{
		`UPDATE entry SET question = (SELECT question FROM entry WHERE seq = 5) WHERE seq = 2`},
		"entry 2 is not the one"},
	"another policy": {[]string{
		`UPDATE entry SET policy = (SELECT max(id) + min(id) FROM policy) - policy WHERE seq = 2`},
		"entry 2 is not the one"},
	"another run":   {[]string{`UPDATE entry SET run = 0 WHERE seq = 8`}, "entry 8 is not the one"},
	"another kind":  {[]string{`UPDATE entry SET kind = 'decision' WHERE seq = 4`}, "entry 4 is not the one"},
	"good for ever": {[]string{`UPDATE entry SET good_until = NULL WHERE seq = 1`}, "entry 1 is not the one"},
	"other counts": {[]string{
		`UPDATE entry SET extra = replace(extra, '"blocked":2', '"blocked":0') WHERE seq = 6`},
		"entry 6 is not the one"},
	"an erasure for something else": {[]string{
		`UPDATE entry SET extra = replace(extra, 'asked for', 'an error') WHERE seq = 12`},
		"entry 12 is not the one"},

	"an outcome altered": {[]string{replaced("entry", "outcome_own", "embargo", "nothing")}, "does not match its digest"},
	"a policy altered": {[]string{
		`UPDATE policy SET bundle = cast(bundle || ' ' AS BLOB) WHERE bundle LIKE '%other%'`}, // one that judged nothing
		"does not match its digest"},
	"an unjudged record altered": {[]string{
		`UPDATE unjudged SET data = replace(data, 'binary', 'in order')`},
		"unjudged 3 does not match"},
	"an outcome gone":             {[]string{`UPDATE entry SET outcome_parts = NULL, outcome_own = NULL WHERE seq = 2`}, "the outcome of entry 2 is gone"},
	"a piece of readings altered": {[]string{replaced("reading_part", "data", "can_sell", "CAN_SELL")}, "does not match its commitment"},
	"a piece of readings gone":    {[]string{`UPDATE reading_part SET data = NULL WHERE id = 1`}, "is made of reading_part 1, which is missing"},
	"a reading replaced, with its commitment": {[]string{
		`UPDATE reading SET (commitment, salt, identifier, record, rights, title, parts, own) =
			(SELECT commitment, salt, identifier, record, rights, title, parts, own FROM other.reading WHERE id = 1) WHERE id = 1`},
		"entry 1 is not the one"},
	"an outcome replaced, with its digest": {[]string{
		`UPDATE entry SET (outcome, verdict, outcome_parts, outcome_own) = (SELECT outcome, verdict, outcome_parts, outcome_own FROM other.entry WHERE seq = 2) WHERE seq = 2`},
		"entry 2 is not the one"},
	"a party replaced, with its commitment": {[]string{
		`UPDATE party SET (commitment, salt, name) = (SELECT commitment, salt, name FROM other.party)`},
		"party"},
	"a piece replaced, with its commitment": {[]string{
		`UPDATE piece SET (commitment, salt, data) = (SELECT commitment, salt, data FROM other.piece WHERE seq = 16) WHERE seq = 16`},
		"entry 16 is not the one"},
	"a gate for another piece": {[]string{
		`UPDATE piece SET (commitment, salt, data) = (SELECT commitment, salt, data FROM other.piece WHERE seq = 14) WHERE seq = 15`},
		"entry 15 is not the one"},
	"a piece erased, and no entry says so": {[]string{`UPDATE piece SET salt = NULL, data = NULL WHERE seq = 15`}, "piece 15 is gone"},
	"another settlement": {[]string{
		`UPDATE entry SET extra = (SELECT extra FROM other.entry WHERE seq = 18) WHERE seq = 18`},
		"entry 18 is not the one"},
	"a run erased, and no entry says so": {[]string{`UPDATE run SET salt = NULL, data = NULL WHERE seq = 0`}, "run 0 is gone"},

	"an index of pieces without them": {[]string{
		`DROP INDEX piece_sha256`,
		`CREATE INDEX piece_sha256 ON piece (sha256) WHERE seq < 0`,
		`PRAGMA writable_schema = ON`,
		`UPDATE sqlite_schema SET sql = 'CREATE INDEX piece_sha256 ON piece (sha256)' WHERE name = 'piece_sha256'`},
		"piece_sha256"},
	"an index without its entries": {[]string{
		`DROP INDEX entry_reading`,
		`CREATE INDEX entry_reading ON entry (seq >> 16, reading) WHERE reading < 0`,
		`PRAGMA writable_schema = ON`,
		`UPDATE sqlite_schema SET sql = 'CREATE INDEX entry_reading ON entry (seq >> 16, reading) WHERE reading IS NOT NULL' WHERE name = 'entry_reading'`},
		"entry_reading"},
}

// Whatever is altered in the tables is found, as long as the tree is not made anew.
func TestCrashAlter(t *testing.T) {
	for name, a := range alterations {
		t.Run(name, func(t *testing.T) {
			path, other := sampleLog(t, "all"), sampleLog(t, "others")
			tamper(t, path, append([]string{`ATTACH '` + other + `' AS other`, `PRAGMA ignore_check_constraints = ON`}, a.statements...)...)
			err := problems(path)
			if err == nil {
				t.Fatal("it is not found")
			}
			if !strings.Contains(err.Error(), a.says) {
				t.Errorf("it does not say %q: %v", a.says, err)
			}
		})
	}
}

// A file that is sound by itself, in the place of the trail: its anchor finds it.
func TestCrashReplaced(t *testing.T) {
	for name, tc := range map[string]struct {
		replace func(t *testing.T, path string)
		says    string
	}{
		"an old backup": {func(t *testing.T, path string) {
			old := readAll(t, path)
			l := logAt(t, path)
			r := begin(t, l)
			_, sign := signed(t, l, r)
			sign()
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			writeFile(t, path, old)
		}, "it is an old copy"},
		"another trail": {func(t *testing.T, path string) {
			writeFile(t, path, readAll(t, sampleLog(t, "others")))
		}, "is one of the trail"},
		"the same, altered, with a tree made anew": {func(t *testing.T, path string) {
			tamper(t, path, `UPDATE entry SET good_until = NULL WHERE seq = 1`)
			makeTreeAnew(t, path)
		}, "the trail was altered, or has another history"},
		"the same, cut short, with a tree made anew": {func(t *testing.T, path string) {
			tamper(t, path, `DELETE FROM entry WHERE seq = 268`)
			makeTreeAnew(t, path)
		}, "its end was cut off"},
	} {
		t.Run(name, func(t *testing.T) {
			path := sampleLog(t, "all")
			tc.replace(t, path)
			wantError(t, problems(path), tc.says)
			if _, err := Open(path); err == nil {
				t.Error("it may be written")
			}
			tamper(t, path, `DELETE FROM checkpoint`)
			if err := os.Remove(AnchorPath(path)); err != nil {
				t.Fatal(err)
			}
			if err := problems(path); err != nil {
				t.Errorf("without anchor and checkpoints nothing could tell, but: %v", err)
			}
		})
	}
}

// makeTreeAnew does what somebody can who has the source of this program: the tree says then what the rows say.
func makeTreeAnew(t testing.TB, path string) {
	t.Helper()
	tamper(t, path, `DELETE FROM tile`, `UPDATE head SET size = 0`)
	db := rawWriter(t, path)
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(plant(tx), tx.Commit()); err != nil {
		t.Fatal(err)
	}
}

func readAll(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
