package audit

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// earlierLog makes a log as the first form of the schema had it, from statements that such a version wrote.
func earlierLog(t *testing.T) (path string) {
	t.Helper()
	rows, err := os.ReadFile("testdata/version1.sql")
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "clearance.db")
	db := rawWriter(t, path)
	for _, statement := range []string{migrations[0], "PRAGMA journal_mode = WAL", string(rows),
		"UPDATE head SET size = (SELECT count(*) FROM entry)", "PRAGMA user_version = 1"} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// Entries that are older than the tree join it as they are.
func TestEarlierEntriesJoin(t *testing.T) {
	path := earlierLog(t)
	l, created, err := Create(path)
	if err != nil || created {
		t.Fatalf("Create = %v, %v", created, err)
	}
	defer l.Close()
	h, err := readHead(t.Context(), l.readers)
	if err != nil {
		t.Fatal(err)
	}
	// Worked out from the statements by another program, in another language.
	if want := "6E4CzomC0h5alhNUz8ocqWrrr4eNDdhcPMqlTMXCq+Q="; h.size != 307 || h.root.String() != want {
		t.Errorf("the tree has %d entries and the root %v, want 307 and %s", h.size, h.root, want)
	}
	if r := mustGet(t, l, 1); r.StoryID != "A" || r.Verdict != "cleared" || r.Question.Use.Party != "Acme" || r.GoodUntil == nil {
		t.Errorf("entry 1 is %+v", r.Entry)
	}
	mustAppend(t, begin(t, l), decision("A"))
	checkDense(t, l, 309)
}

// What is missing from an earlier log is not made up for by giving it a tree.
func TestEarlierEntriesMustBeWhole(t *testing.T) {
	path := earlierLog(t)
	alter(t, path, "DROP TRIGGER entry_delete; DELETE FROM entry WHERE seq = 7")
	_, err := Open(path)
	wantError(t, err, "altered")
}

// alter changes a file as any other program could.
func alter(t testing.TB, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// version2Log makes a trail as the second form of the schema had it, with the anchor that stood beside it. It was made on the
// command line: entry 10 shows where a story is open, 16 is an erasure, and 268 of its 271 entries were signed.
func version2Log(t *testing.T) (path string, note []byte, vkey string) {
	t.Helper()
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	path, note, vkey = filepath.Join(t.TempDir(), "clearance.db"), read("version2.note"), strings.TrimSpace(string(read("version2.pub")))
	db := rawWriter(t, path)
	for _, statement := range []string{"PRAGMA journal_mode = WAL", string(read("version2.sql")), fmt.Sprint("PRAGMA application_id = ", applicationID),
		"PRAGMA user_version = 2"} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	writeFile(t, AnchorPath(path), note)
	return path, note, vkey
}

// A trail from before the gate goes on: its checkpoint holds, and what the gate says joins it.
func TestBeforeTheGate(t *testing.T) {
	path, note, vkey := version2Log(t)
	if _, err := OpenReadOnly(path); err == nil {
		t.Error("it is read without the new tables")
	}
	before := entriesOf(t, path)
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if after := entriesOf(t, path); after != before || len(after) < 10_000 {
		t.Errorf("its entries are now\n%s\nwere\n%s", after, before)
	}
	check := func(entries int64) {
		t.Helper()
		if v := mustVerify(t, l, Verify{Keys: []string{vkey}, Against: [][]byte{note}}); !v.OK() || v.Checkpoints != 1 || v.Entries != entries ||
			v.Erased != 1 || !v.Anchored {
			t.Errorf("%+v", v)
		}
		checkDense(t, l, entries)
	}
	check(271)
	if h, err := readHead(t.Context(), l.readers); err != nil || h.root.String() != "P+bc1n/Tgu0Lpbef+X5Z4I0V7PRdsm5K2M8839pjOvg=" { // as the program of then said
		t.Errorf("its root is %v, %v", h.root, err)
	}
	if e := mustGet(t, l, 16); e.Erasure == nil || e.Erasure.Reason != "asked for, case 17" {
		t.Errorf("entry 16 is %+v", e)
	}
	if err := l.Keep(kept); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, begin(t, l), published("A"), referred("B"), cleared(272), stopped(273), override()) // 271, 272 to 276
	mustAppend(t, begin(t, l), by(stopped(273), 276), Settlement{Override: 276, Verdict: "cleared"})  // 277, 278 279
	check(280)
	if got, err := l.OfPiece(article.SHA256); err != nil || seqsOf(got) != "274 276" {
		t.Errorf("of the piece: %s, %v", seqsOf(got), err)
	}
}

// Migrating vouches for nothing: what was altered before is found after.
func TestBeforeTheGateAltered(t *testing.T) {
	for name, statement := range map[string]string{
		"an entry":        `DROP TRIGGER entry_update; UPDATE entry SET good_until = NULL WHERE seq = 2`,
		"an entry is cut": `DROP TRIGGER entry_delete; DELETE FROM entry WHERE seq = 7`,
		"a reading":       `DROP TRIGGER reading_update; UPDATE reading SET data = replace(data, 'REUTERS', 'AGENCY')`,
	} {
		t.Run(name, func(t *testing.T) {
			path, note, vkey := version2Log(t)
			raw := rawWriter(t, path)
			var trigger string
			dropped := strings.TrimSuffix(strings.Fields(statement)[2], ";")
			if err := raw.QueryRow(`SELECT sql FROM sqlite_schema WHERE name = ?`, dropped).Scan(&trigger); err != nil {
				t.Fatal(err)
			}
			raw.Close()
			alter(t, path, statement, trigger)
			l, err := Open(path)
			if err != nil {
				return
			}
			defer l.Close()
			if v := mustVerify(t, l, Verify{Keys: []string{vkey}, Against: [][]byte{note}}); v.OK() {
				t.Error("it is found sound")
			}
		})
	}
}

// The oldest form goes all the way, and takes what the gate says.
func TestOldestGoesAllTheWay(t *testing.T) {
	l, err := Open(earlierLog(t))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if v, _ := schemaVersion(l.conn); v != len(migrations) {
		t.Errorf("version %d", v)
	}
	before := wantSound(t, l).Entries
	if err := l.Keep(kept); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, begin(t, l), referred("B"), stopped(before+1), override())
	wantSound(t, l)
	if got, err := l.OfPiece(article.SHA256); err != nil || len(got) != 1 {
		t.Errorf("of the piece: %s, %v", seqsOf(got), err)
	}
}

// entriesOf gives all columns of all entries as text.
func entriesOf(t *testing.T, path string) string {
	t.Helper()
	raw := rawWriter(t, path)
	defer raw.Close()
	return dump(t, &Log{readers: raw}, []string{"entry"})
}
