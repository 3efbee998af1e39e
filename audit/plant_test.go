package audit

import (
	"database/sql"
	"os"
	"path/filepath"
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
