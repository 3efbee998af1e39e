//go:build unix

package audit

import (
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"clearance/audit/leaf"
	"clearance/policy"
)

// problems says what is wrong with the trail at path.
func problems(path string) error {
	l, err := OpenReadOnly(path)
	if err != nil {
		return err
	}
	defer l.Close()
	return verify(l, nil)
}

// sampleLog makes a trail of 269 entries of every kind, in one file, and gives its path. The words stand for something that is
// otherwise the same in two of them.
func sampleLog(t testing.TB, words string) string {
	t.Helper()
	l := newLog(t)
	other := []byte("package rights.other\n")
	if err := l.Keep(Policy{Digest: leaf.Address(other), Bundle: other}); err != nil {
		t.Fatal(err)
	}
	until := asOf.AddDate(0, 1, 0)
	first, second, again, table := decision("A"), decision("B"), decision("A"), decision("D")
	first.GoodUntil, first.Question.Use.Party, first.Reading.Story.Title = &until, "Party of "+words, "Title of "+words
	second.Outcome = policy.Outcome{Verdict: policy.Blocked, Findings: []policy.Finding{{Code: "embargo." + words, Effect: policy.Block}}}
	again.Question.Use.Action = "publish"
	table.Outcome = grid(policy.Blocked, policy.Cleared, policy.Blocked)
	r := begin(t, l)                                                 // 0
	mustAppend(t, r, first, second, unjudged("x.bin"), table, again) // 1 to 5
	if _, err := r.End(false); err != nil {                          // 6
		t.Fatal(err)
	}
	r = begin(t, l)                                             // 7
	mustAppend(t, r, published("C"))                            // 8
	_, sign := signed(t, l, r)                                  // 9
	if _, _, err := r.Once("K", decision("ONCE")); err != nil { // 10
		t.Fatal(err)
	}
	mustAppend(t, r, decision("ERASED"))                         // 11
	if _, _, err := r.Erase("ERASED", "asked for"); err != nil { // 12
		t.Fatal(err)
	}
	piece, let := clearedFor("C", 8), override() // 13 to 17
	let.Note, let.Until, piece.Piece.From = "Note of "+words, asOf.AddDate(1000, 0, 0), "piece of "+words
	mustAppend(t, r, referred("B"), piece, stopped(13), let, by(stopped(13), 16))
	mustAppend(t, r, Settlement{Override: 16, Verdict: policy.Blocked, Against: []string{"gate." + words}}) // 18
	mustAppend(t, r, slices.Repeat([]Item{again}, 250)...)                                                  // so that there are tiles
	sign()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(l.path + "-wal"); err == nil {
		t.Fatal("a part of it is still in the write-ahead log")
	}
	return l.path
}

// everything gives every row of every table as text, with the types of its values, and the schema.
func everything(path string) (string, error) {
	db, err := connect(path, forReading)
	if err != nil {
		return "", err
	}
	defer db.Close()
	tables, err := values(db, `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
	if err != nil {
		return "", err
	}
	schema, err := values(db, `SELECT concat_ws(' ', type, name, tbl_name, sql) FROM sqlite_schema ORDER BY type, name`)
	all := schema
	for _, table := range tables {
		rows, err := tableRows(db, table)
		if err != nil {
			return "", err
		}
		all = append(append(all, table), rows...)
	}
	return strings.Join(all, "\n"), err
}

func tableRows(db *sql.DB, table string) ([]string, error) {
	columns, err := values(db, `SELECT 'typeof("' || name || '"), hex("' || name || '")' FROM pragma_table_xinfo(?)`, table)
	if err != nil {
		return nil, err
	}
	return values(db, fmt.Sprintf(`SELECT concat_ws(' ', %s) FROM "%s" NOT INDEXED`, strings.Join(columns, ", "), table))
}

// values gives the one column that a query selects.
func values(db *sql.DB, query string, args ...any) (all []string, err error) {
	rows, err := db.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}
