package audit

import (
	"database/sql"
	"encoding/binary"
	"os"
	"testing"
	"time"
)

// turn swaps the first and the last row of the first page that has rows of a table.
func turn(t *testing.T, path, table string) {
	t.Helper()
	var page, size int
	db, err := sql.Open("sqlite3", path)
	if err == nil {
		err = db.QueryRow(`SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = ?`, table).Scan(&page, &size)
	}
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const inner, rows = 5, 13 // kinds of pages of a table, by SQLite's file format
	at := file[(page-1)*size:]
	for at[0] == inner { // whose cells begin with the page below
		cell := binary.BigEndian.Uint16(at[12:])
		at = file[(int(binary.BigEndian.Uint32(at[cell:]))-1)*size:]
	}
	n := int(binary.BigEndian.Uint16(at[3:]))
	if at[0] != rows || n < 2 {
		t.Fatalf("the first page of %s has the kind %d and %d rows", table, at[0], n)
	}
	first, last := at[8:10], at[8+2*(n-1):][:2]
	for i := range 2 {
		first[i], last[i] = last[i], first[i]
	}
	writeFile(t, path, file)
}

// A damaged file whose rows are out of order is found to be damaged. Nobody reads the same rows for ever.
func TestDisorder(t *testing.T) {
	for _, table := range []string{"entry", "reading"} {
		t.Run(table, func(t *testing.T) {
			path := sampleLog(t, "all")
			turn(t, path, table)
			done := make(chan bool)
			go func() {
				defer close(done)
				if problems(path) == nil {
					t.Error("nothing is found")
				}
				l, err := OpenReadOnly(path)
				if err != nil {
					return
				}
				defer l.Close()
				for _, err = range l.List(Filter{}) {
				}
				if table == "entry" {
					wantError(t, err, "out of order")
				}
				for range l.Answers(0) {
				}
			}()
			select {
			case <-done:
			case <-time.After(time.Minute):
				t.Fatal("it does not come to an end")
			}
		})
	}
}
