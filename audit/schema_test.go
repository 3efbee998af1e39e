package audit

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"clearance/audit/leaf"
)

// rawWriter opens the file as any other program would: without this package's settings.
func rawWriter(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

// Rows are added, some are erased, and nothing else happens to them: not through the log's connection, and not through one
// without its settings, where INSERT OR REPLACE would walk past triggers on DELETE.
func TestRowsStay(t *testing.T) {
	l := newLog(t)
	d := decision("A")
	d.Question.Use.Party = "Acme"
	r := begin(t, l)
	mustAppend(t, r, d, unjudged("x"))
	if _, err := r.End(false); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"reading_part", "part"} {
		if _, err := l.conn.ExecContext(t.Context(), `INSERT INTO `+table+` VALUES (1, x'20')`); err != nil {
			t.Fatal(err)
		}
	}
	mustAppend(t, begin(t, l), Override{Piece: article, Against: []Against{unreadTerms("A")}, Note: "why", ApprovedBy: []string{"Ann"}, // 5
		Until: time.Now().Add(time.Hour), Question: question("publish")})
	tables := []string{"head", "policy", "reading", "reading_part", "part", "unjudged", "run", "party", "piece", "question", "entry"}
	before := dump(t, l, tables)
	digest := "'" + leaf.Address([]byte("x")) + "'"
	salt := "'" + leaf.Address([]byte("s")) + "', zeroblob(32)"
	statements := []string{
		`INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 3`,
		`INSERT OR REPLACE INTO entry (seq, recorded, kind, run, extra) VALUES (1, 9000000000000000, 'run-end', 0, '{}')`,
		`INSERT INTO entry (seq, recorded, kind, run, extra) VALUES (99, 9000000000000000, 'run-end', 0, '{}')`,
		`INSERT INTO entry (recorded, kind, run, extra) VALUES (9000000000000000, 'run-end', 0, '{}')`,
		`INSERT INTO entry (seq, recorded, kind, run, extra) VALUES (6, 1, 'run-end', 0, '{}')`,
		`INSERT INTO entry (seq, recorded, kind, run, extra) VALUES (6, 9100000000000000, 'run-end', 0, '{}')`,
		`INSERT INTO entry (seq, recorded, kind, run) VALUES (6, 9000000000000000, 'run-end', 0)`,
		`INSERT INTO entry (seq, recorded, kind, run) VALUES (6, 9000000000000000, 'decision', 0)`,
		`INSERT INTO entry (seq, recorded, kind, run) VALUES (6, 9000000000000000, 'unjudged', 0)`,
		`INSERT INTO entry (seq, recorded, kind, run) VALUES (6, 9000000000000000, 'run-start', 0)`,
		`INSERT INTO entry (seq, recorded, kind, run) VALUES (6, 9000000000000000, 'gossip', 0)`,
		`INSERT INTO entry (seq, recorded, kind, run) VALUES (6, 9000000000000000, 'gate', 0)`,
		`INSERT INTO entry (seq, recorded, kind, run, question, extra) VALUES (6, 9000000000000000, 'gate', 0, 1, '{}')`,
		`INSERT INTO entry (seq, recorded, kind, run, question, reading) VALUES (6, 9000000000000000, 'gate', 0, 1, 1)`,
		`INSERT INTO entry (seq, recorded, kind, run, question, outcome) VALUES (6, 9000000000000000, 'override', 0, 1, zeroblob(32))`,
		`INSERT INTO entry (seq, recorded, kind, run, question, good_until) VALUES (6, 9000000000000000, 'override', 0, 1, 1)`,
		`INSERT INTO entry (seq, recorded, kind, run, question, request) VALUES (6, 9000000000000000, 'override', 0, 1, ` + digest + `)`,
		`INSERT INTO entry (seq, recorded, kind, run) VALUES (6, 9000000000000000, 'settlement', 0)`,
		`INSERT INTO entry (seq, recorded, kind, run, extra, question) VALUES (6, 9000000000000000, 'settlement', 0, '{}', 1)`,
		`INSERT OR REPLACE INTO piece (seq, commitment, salt, data) VALUES (5, ` + salt + `, '{}')`,
		`INSERT INTO piece (seq, commitment, salt, data) VALUES (99, ` + salt + `, '{}')`,
		`INSERT INTO piece (commitment, salt, data) VALUES (` + salt + `, '{}')`, `INSERT INTO piece (seq, commitment) VALUES (6, ` + digest + `)`,
		`UPDATE piece SET data = '{}'`, `UPDATE piece SET data = NULL`, `UPDATE piece SET salt = NULL`,
		`UPDATE piece SET seq = 6, salt = NULL, data = NULL`, `UPDATE piece SET commitment = ` + digest + `, salt = NULL, data = NULL`,
		`INSERT OR REPLACE INTO head VALUES (1, 2, zeroblob(32))`, `INSERT INTO head VALUES (2, 2, zeroblob(32))`,
		`UPDATE head SET size = 3`,
		`INSERT OR REPLACE INTO policy (digest, bundle) SELECT digest, x'00' FROM policy`,
		`INSERT OR REPLACE INTO policy (id, digest, bundle) VALUES (1, ` + digest + `, x'00')`,
		`INSERT OR REPLACE INTO reading SELECT * FROM reading`, `INSERT INTO reading SELECT 99, commitment, salt, 'B', record, rights, title, parts, own FROM reading`,
		`INSERT OR REPLACE INTO reading (commitment, salt, parts, own) SELECT commitment, salt, parts, own FROM reading`,
		`INSERT OR REPLACE INTO reading (id, commitment, salt, parts, own) VALUES (1, zeroblob(32), zeroblob(32), x'00', x'00')`,
		`INSERT INTO reading (id, commitment) VALUES (2, zeroblob(32))`,
		`INSERT INTO reading (id, commitment, salt, parts, own) VALUES (2, zeroblob(31), zeroblob(32), x'00', x'00')`,
		`INSERT INTO reading (id, commitment, salt, parts, own) VALUES (2, zeroblob(32), zeroblob(31), x'00', x'00')`,
		`INSERT INTO reading (id, commitment, parts, own) VALUES (2, zeroblob(32), x'00', x'00')`,
		`UPDATE reading SET title = 'other'`, `UPDATE reading SET title = NULL`, `UPDATE reading SET salt = NULL`, `UPDATE reading SET identifier = NULL`,
		`UPDATE reading SET salt = NULL, identifier = NULL, record = NULL, rights = NULL, title = NULL, own = NULL`,
		`UPDATE reading SET commitment = zeroblob(32), salt = NULL, identifier = NULL, record = NULL, rights = NULL, title = NULL, parts = NULL, own = NULL`,
		`UPDATE reading SET id = 2, salt = NULL, identifier = NULL, record = NULL, rights = NULL, title = NULL, parts = NULL, own = NULL`,
		`INSERT OR REPLACE INTO reading_part VALUES (1, x'21')`, `INSERT INTO reading_part VALUES (99, x'21')`, `INSERT INTO reading_part (data) VALUES (x'21')`,
		`INSERT INTO reading_part VALUES (2, NULL)`, `UPDATE reading_part SET data = x'21'`, `UPDATE reading_part SET id = 2, data = NULL`,
		`INSERT OR REPLACE INTO part VALUES (1, x'21')`, `INSERT INTO part VALUES (99, x'21')`, `INSERT INTO part (data) VALUES (x'21')`,
		`INSERT INTO part VALUES (2, NULL)`, `UPDATE part SET data = x'21'`, `UPDATE part SET data = NULL`,
		`INSERT OR REPLACE INTO unjudged (seq, commitment, salt, data) VALUES (2, ` + salt + `, '{}')`,
		`INSERT OR REPLACE INTO run (seq, commitment, salt, data) VALUES (0, ` + salt + `, '{}')`,
		`UPDATE run SET data = '{}'`, `UPDATE run SET data = NULL`, `UPDATE run SET salt = NULL`,
		`UPDATE unjudged SET data = '{}'`, `UPDATE unjudged SET data = NULL`, `UPDATE unjudged SET seq = 3, salt = NULL, data = NULL`,
		`INSERT OR REPLACE INTO party (commitment, salt, name) VALUES (` + salt + `, 'Acme')`,
		`INSERT OR REPLACE INTO party (id, commitment, salt, name) VALUES (1, ` + salt + `, 'Other')`,
		`UPDATE party SET name = 'Other'`, `UPDATE party SET name = NULL`,
		`INSERT INTO entry SELECT 6, 9000000000000000, kind, run, reading, question, policy, input, input_parts, input_own, outcome, 'fine', outcome_parts, outcome_own,
			good_until, extra, request FROM entry WHERE seq = 1`,
		`INSERT INTO entry SELECT 6, 9000000000000000, kind, run, reading, question, policy, NULL, input_parts, input_own, outcome, verdict, outcome_parts, outcome_own,
			good_until, extra, request FROM entry WHERE seq = 1`,
		`INSERT INTO entry SELECT 6, 9000000000000000, kind, run, reading, question, policy, input, input_parts, input_own, outcome, verdict, NULL, outcome_own,
			good_until, extra, request FROM entry WHERE seq = 1`,
		`INSERT INTO entry SELECT 6, 9000000000000000, kind, run, reading, question, policy, substr(input, 2), input_parts, input_own, outcome, verdict, outcome_parts, outcome_own,
			good_until, extra, request FROM entry WHERE seq = 1`,
		`INSERT INTO entry SELECT 6, 9000000000000000, kind, run, NULL, question, policy, input, input_parts, input_own, outcome, verdict, outcome_parts, outcome_own,
			good_until, extra, request FROM entry WHERE seq = 1`,
		`INSERT INTO entry SELECT 6, 9000000000000000, 'unjudged', run, NULL, question, policy, input, input_parts, input_own, outcome, verdict, outcome_parts, outcome_own,
			good_until, extra, request FROM entry WHERE seq = 1`,
		`INSERT OR REPLACE INTO question (digest, data) SELECT digest, data FROM question`,
		`INSERT OR REPLACE INTO question (id, digest, data) SELECT id, ` + digest + `, data FROM question`,
		`UPDATE question SET data = data`,
	}
	for _, table := range tables {
		statements = append(statements, "DELETE FROM "+table, fmt.Sprintf("UPDATE %s SET rowid = rowid + 100", table))
	}
	statements = append(statements, `UPDATE entry SET recorded = recorded`, `UPDATE policy SET bundle = bundle`)
	raw := rawWriter(t, l.path)
	for name, exec := range map[string]func(string) error{
		"our connection": func(q string) error { _, err := l.conn.ExecContext(t.Context(), q); return err },
		"another's":      func(q string) error { _, err := raw.Exec(q); return err },
	} {
		for _, q := range statements {
			t.Run(name+"/"+q, func(t *testing.T) {
				if err := exec(q); err == nil {
					t.Error("went through")
				}
			})
		}
	}
	if after := dump(t, l, tables); after != before {
		t.Errorf("rows changed:\n%s\nwere:\n%s", after, before)
	}
	checkDense(t, l, 6)
}

// The same for what the tree is kept in.
func TestTreeStays(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	for range 2 * tileWidth {
		mustAppend(t, r, unjudged("x"))
	}
	raw := rawWriter(t, l.path)
	if _, err := raw.Exec(`INSERT INTO checkpoint VALUES (10, 'note')`); err != nil {
		t.Fatal(err)
	}
	before := dump(t, l, []string{"head", "tile", "checkpoint"})
	for _, q := range []string{
		`INSERT OR REPLACE INTO tile SELECT * FROM tile`, `UPDATE tile SET data = zeroblob(length(data))`,
		`UPDATE tile SET data = substr(data, 1, 32) WHERE id < 256`, `DELETE FROM tile`, `UPDATE tile SET id = id + 100`,
		`INSERT INTO tile VALUES (99, zeroblob(33))`, `INSERT INTO tile VALUES (99, zeroblob(8224))`,
		`INSERT OR REPLACE INTO checkpoint SELECT size, 'other' FROM checkpoint`, `UPDATE checkpoint SET note = 'other'`,
		`INSERT INTO checkpoint VALUES (10000, 'ahead')`, `DELETE FROM checkpoint`,
	} {
		if _, err := raw.Exec(q); err == nil {
			t.Errorf("%s went through", q)
		}
	}
	if after := dump(t, l, []string{"head", "tile", "checkpoint"}); after != before {
		t.Error("rows changed")
	}
	mustAppend(t, r, unjudged("x"))
}

// dump gives all rows of tables as text.
func dump(t testing.TB, l *Log, tables []string) string {
	t.Helper()
	var all []string
	for _, table := range tables {
		rows, err := l.readers.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		columns, _ := rows.Columns()
		for rows.Next() {
			row := make([]any, len(columns))
			into := make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			all = append(all, fmt.Sprint(table, row))
		}
		rows.Close()
	}
	return strings.Join(all, "\n")
}

// Erasing takes words, salt, identifier and every digest of them, and leaves an entry that can still be read.
func TestErasedRowsRead(t *testing.T) {
	l := newLog(t)
	d := decision("A")
	d.Question.Use.Party = "Acme"
	mustAppend(t, begin(t, l), d, unjudged("x"))
	whole := mustGet(t, l, 1)
	for _, q := range []string{
		`UPDATE reading SET salt = NULL, identifier = NULL, record = NULL, rights = NULL, title = NULL, parts = NULL, own = NULL`,
		`UPDATE unjudged SET salt = NULL, data = NULL`,
		`UPDATE run SET salt = NULL, data = NULL`,
		`UPDATE party SET salt = NULL, name = NULL`,
	} {
		if _, err := l.conn.ExecContext(t.Context(), q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	l.forget() // as for what another process has erased
	r := mustGet(t, l, 1)
	if r.Reading != nil || r.Info != nil || r.StoryID != "" || r.Title != "" || r.SHA256 != "" || !r.Payloads.Reading.Erased() {
		t.Errorf("something is left: %+v", r)
	}
	if r.Verdict != "cleared" || r.Outcome == nil || r.Input == nil || r.Payloads.Reading.Digest != whole.Payloads.Reading.Digest {
		t.Errorf("something is missing: %+v", r)
	}
	if r.Question.Use.Party != whole.Payloads.Party.Digest {
		t.Errorf("the party is %q, want its commitment", r.Question.Use.Party)
	}
	if u := mustGet(t, l, 2); u.Unjudged != nil || u.SHA256 != "" || !u.Payloads.Unjudged.Erased() {
		t.Errorf("something is left: %+v", u)
	}
	for _, e := range collect(t, l, Filter{}) {
		if e.StoryID+e.Title+e.SHA256 != "" {
			t.Errorf("something is left: %+v", e)
		}
	}
	if found := collect(t, l, Filter{Story: hash("A")}); len(found) != 0 {
		t.Errorf("an erased record is found: %v", found)
	}
	// The same record may come again: it is a new reading, not the erased one.
	mustAppend(t, begin(t, l), d)
	if again := mustGet(t, l, 4); again.StoryID != "A" || again.Payloads.Reading.Digest == whole.Payloads.Reading.Digest {
		t.Errorf("come again: %+v", again.Entry)
	}
}

func TestMigrations(t *testing.T) {
	t.Run("a broken one leaves nothing behind", func(t *testing.T) {
		l := newLog(t)
		before := objects(t, l)
		broken := append(slices.Clone(migrations), `CREATE TABLE more (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1);`)
		_, err := migrate(l.conn, broken)
		wantError(t, err, fmt.Sprint("schema to version ", len(broken)), "nowhere")
		if after := objects(t, l); after != before {
			t.Errorf("the schema is now\n%s\nwas\n%s", after, before)
		}
		if v, _ := schemaVersion(l.conn); v != len(migrations) {
			t.Errorf("version %d, want %d", v, len(migrations))
		}
		mustAppend(t, begin(t, l), decision("A"))
	})
	t.Run("the next one is applied once", func(t *testing.T) {
		l := newLog(t)
		more := append(slices.Clone(migrations), `CREATE TABLE more (id INTEGER) STRICT;`)
		for range 2 {
			if created, err := migrate(l.conn, more); err != nil || created {
				t.Fatalf("migrate = %v, %v", created, err)
			}
		}
		if v, _ := schemaVersion(l.conn); v != len(more) {
			t.Errorf("version %d, want %d", v, len(more))
		}
	})
	t.Run("a broken first one leaves a file that can be finished", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "clearance.db")
		db, err := connect(path, strings.Replace(forWriting, "mode=rw", "mode=rwc", 1))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		conn, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := migrate(conn, []string{migrations[0] + `; INSERT INTO nowhere VALUES (1);`}); err == nil {
			t.Fatal("no error")
		}
		conn.Close()
		l, created, err := Create(path)
		if err != nil || !created {
			t.Fatalf("Create = %v, %v", created, err)
		}
		l.Close()
	})
}

func objects(t testing.TB, l *Log) string {
	t.Helper()
	all, err := schemaObjects(l.readers)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(all)
}
