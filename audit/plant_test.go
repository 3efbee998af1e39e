package audit

import (
	"bytes"
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
	return versionLog(t, 2)
}

func versionLog(t *testing.T, version int) (path string, note []byte, vkey string) {
	t.Helper()
	of := fmt.Sprint("version", version)
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	path, note, vkey = filepath.Join(t.TempDir(), "clearance.db"), read(of+".note"), strings.TrimSpace(string(read(of+".pub")))
	db := rawWriter(t, path)
	for _, statement := range []string{"PRAGMA journal_mode = WAL", string(read(of + ".sql")), fmt.Sprint("PRAGMA application_id = ", applicationID),
		fmt.Sprint("PRAGMA user_version = ", version)} {
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

// A trail from before the pieces goes on: every byte that was promised comes back, its checkpoint holds, and nothing of the old form is left.
func TestBeforeThePieces(t *testing.T) {
	path, note, vkey := versionLog(t, 3)
	before := entriesOf(t, path)
	raw := rawWriter(t, path)
	was := map[string]string{} // bytes by digest
	for _, query := range []string{`SELECT commitment || data FROM reading`, `SELECT digest || data FROM input`, `SELECT digest || data FROM outcome`} {
		all, err := values(raw, query+` WHERE data IS NOT NULL`)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range all {
			was[row[:len("sha256:")+64]] = row[len("sha256:")+64:]
		}
	}
	raw.Close()
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if after := entriesOf(t, path); after != before {
		t.Errorf("its entries are now\n%s\nwere\n%s", after, before)
	}
	check := func(entries int64) {
		t.Helper()
		if v := mustVerify(t, l, Verify{Keys: []string{vkey}, Against: [][]byte{note}}); !v.OK() || v.Checkpoints != 1 || v.Entries != entries ||
			v.Erased != 1 || !v.Anchored {
			t.Errorf("%+v", v)
		}
	}
	check(274)
	if h, err := readHead(t.Context(), l.readers); err != nil || h.root.String() != "A5QkENizXR3E2QGpAh/qBkpKwk4uK6LztSfAKxU93JI=" { // as the program of then said
		t.Errorf("its root is %v, %v", h.root, err)
	}
	found := map[string]bool{}
	for e := range l.List(Filter{}) {
		p := mustGet(t, l, e.Seq).Payloads
		for _, p := range []Payload{p.Reading, p.Input, p.Outcome} {
			if data, there := was[p.Digest]; there && string(p.Data) == data {
				found[p.Digest] = true
			} else if p.Data != nil {
				t.Errorf("entry %d: %s comes back as %s, was %s", e.Seq, p.Digest, p.Data, data)
			}
		}
	}
	if len(found) != len(was) || len(was) < 20 {
		t.Errorf("%d payloads of %d came back", len(found), len(was))
	}
	story := mustGet(t, l, 1)
	if n := len(collect(t, l, Filter{Story: story.StoryID})); n < 2 {
		t.Errorf("%d entries are found by the story's name", n)
	}
	if n := len(collect(t, l, Filter{Story: story.SHA256})); n < 2 {
		t.Errorf("%d entries are found by the record", n)
	}
	if known, err := l.KnowsOtherRights(story.StoryID, hash("other")); err != nil || !known {
		t.Errorf("other rights are known: %v, %v", known, err)
	}
	readings := count(t, l, "reading")
	if err := l.Keep(kept); err != nil {
		t.Fatal(err)
	}
	again := Decision{Reading: *story.Reading, Question: question("sell"), Input: *story.Input, Outcome: *story.Outcome, Policy: kept.Digest}
	mustAppend(t, begin(t, l), again, decision("A"), decision("B"))
	if n := count(t, l, "reading"); n != readings+2 {
		t.Errorf("%d readings became %d, want two more", readings, n)
	}
	check(278)
	words := []byte(story.Reading.Story.Title)
	if _, _, err := begin(t, l).Erase(story.StoryID, "asked for"); err != nil {
		t.Fatal(err)
	}
	if all := files(t, path); bytes.Contains(all, words) || bytes.Contains(all, []byte(story.StoryID)) {
		t.Error("what the old form had of an erased story is still in the file")
	}
}

// Migrating vouches for nothing: what was altered before is found after.
func TestBeforeThePiecesAltered(t *testing.T) {
	altered(t, 3, map[string]string{
		"an entry":   `DROP TRIGGER entry_update; UPDATE entry SET good_until = 1 WHERE seq = 2`,
		"a reading":  `DROP TRIGGER reading_update; UPDATE reading SET data = replace(data, 'Copyright', 'COPYRIGHT')`,
		"no JSON":    `DROP TRIGGER outcome_update; UPDATE outcome SET data = data || ' ' WHERE id = 1`,
		"an input":   `DROP TRIGGER input_update; UPDATE input SET data = replace(data, 'stated', 'absent') WHERE id = 2`,
		"its digest": `DROP TRIGGER input_update; UPDATE input SET digest = 'sha256:' || substr(digest, 8, 63) || '0' WHERE id = 2`,
		"one is cut": `DROP TRIGGER input_delete; DELETE FROM input WHERE id = 2`,
	})
}

func TestBeforeTheGateAltered(t *testing.T) {
	altered(t, 2, map[string]string{
		"an entry":        `DROP TRIGGER entry_update; UPDATE entry SET good_until = NULL WHERE seq = 2`,
		"an entry is cut": `DROP TRIGGER entry_delete; DELETE FROM entry WHERE seq = 7`,
		"a reading":       `DROP TRIGGER reading_update; UPDATE reading SET data = replace(data, 'REUTERS', 'AGENCY')`,
	})
}

// altered wants a trail of an earlier form that was altered to be found so when it has the present one.
func altered(t *testing.T, version int, statements map[string]string) {
	for name, statement := range statements {
		t.Run(name, func(t *testing.T) {
			path, note, vkey := versionLog(t, version)
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
				t.Log(err)
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

// entriesOf gives what all forms of the schema have of all entries, as text.
func entriesOf(t *testing.T, path string) string {
	t.Helper()
	raw := rawWriter(t, path)
	defer raw.Close()
	if _, err := raw.Exec(`CREATE TEMP TABLE entries AS
		SELECT seq, recorded, kind, run, reading, question, policy, good_until, extra, request FROM entry ORDER BY seq`); err != nil {
		t.Fatal(err)
	}
	return dump(t, &Log{readers: raw}, []string{"entries"})
}
