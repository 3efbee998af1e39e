package audit

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// openings are the three ways to open a log.
var openings = map[string]func(string) (*Log, error){
	"Open":         Open,
	"Create":       func(path string) (*Log, error) { l, _, err := Create(path); return l, err },
	"OpenReadOnly": OpenReadOnly,
}

func TestCreate(t *testing.T) {
	for _, name := range []string{"clearance.db", "what? 100% #1 & more=yes.db", ":memory:", "Ünïcode.db"} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			l, created, err := Create(name)
			if err != nil || !created {
				t.Fatalf("Create = %v, %v", created, err)
			}
			if err := l.Keep(kept); err != nil {
				t.Fatal(err)
			}
			mustAppend(t, begin(t, l), decision("A"))
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			files, _ := os.ReadDir(".")
			if len(files) != 1 || files[0].Name() != name {
				t.Errorf("files are %v, want only %q", files, name)
			}
			for how, open := range openings {
				l, err := open(name)
				if err != nil {
					t.Fatalf("%s: %v", how, err)
				}
				mustGet(t, l, 1)
				l.Close()
			}
			if l, created, err = Create(name); err != nil || created {
				t.Errorf("a second Create = %v, %v", created, err)
			}
			l.Close()
		})
	}
}

func TestMissingLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.db")
	for _, how := range []string{"Open", "OpenReadOnly"} {
		if _, err := openings[how](path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", how, err)
		}
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file was made")
	}
	_, _, err := Create(filepath.Join(t.TempDir(), "no", "folder.db"))
	wantError(t, err, "folder.db", "check that its folder is there")
	_, _, err = Create("")
	wantError(t, err, "path is empty")
}

// An empty file is what a crash leaves that comes early while a log is begun. Only Create finishes it.
func TestUnfinishedLog(t *testing.T) {
	for name, make := range map[string]func(t *testing.T, path string){
		"empty file": func(t *testing.T, path string) { writeFile(t, path, nil) },
		"header only": func(t *testing.T, path string) {
			if _, err := rawWriter(t, path).Exec(`PRAGMA journal_mode = WAL`); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "clearance.db")
			make(t, path)
			_, err := Open(path)
			wantError(t, err, path, "never finished")
			_, err = OpenReadOnly(path)
			wantError(t, err, path, "never finished")
			if l, created, err := Create(path); err != nil || !created {
				t.Errorf("Create = %v, %v", created, err)
			} else {
				l.Close()
			}
		})
	}
}

// What is not ours, too new or damaged is refused by every opening, and stays as it is.
func TestRefusedFiles(t *testing.T) {
	exec := func(t *testing.T, path string, statements ...string) {
		db := rawWriter(t, path)
		for _, q := range statements {
			if _, err := db.Exec(q); err != nil {
				t.Fatalf("%s: %v", q, err)
			}
		}
		db.Close()
	}
	ours := func(t *testing.T, path string) {
		l := logAt(t, path)
		mustAppend(t, begin(t, l), decision("A"))
		l.Close()
	}
	for name, tc := range map[string]struct {
		make func(t *testing.T, path string)
		says string
	}{
		"text file":       {func(t *testing.T, p string) { writeFile(t, p, bytes.Repeat([]byte("- Title: A story\n"), 500)) }, "not a trail, name another"},
		"short text file": {func(t *testing.T, p string) { writeFile(t, p, []byte("xy")) }, "not a trail, name another"},
		"folder": {func(t *testing.T, p string) {
			if err := os.Mkdir(p, 0o755); err != nil {
				t.Fatal(err)
			}
		}, "not a regular file"},
		"another program's database": {func(t *testing.T, p string) { exec(t, p, `CREATE TABLE entry (seq)`) }, "another program's database"},
		"another application":        {func(t *testing.T, p string) { exec(t, p, `PRAGMA application_id = 7`) }, "another program's database"},
		"newer": {func(t *testing.T, p string) {
			ours(t, p)
			exec(t, p, fmt.Sprintf(`PRAGMA user_version = %d`, len(migrations)+1))
		}, "newer version of this program"},
		"trigger dropped": {func(t *testing.T, p string) { ours(t, p); exec(t, p, `DROP TRIGGER entry_update`) }, "trigger entry_update is missing or was changed"},
		"trigger replaced": {func(t *testing.T, p string) {
			ours(t, p)
			exec(t, p, `DROP TRIGGER entry_delete`, `CREATE TRIGGER entry_delete BEFORE DELETE ON entry BEGIN SELECT 1; END`)
		}, "trigger entry_delete is missing or was changed"},
		"trigger added": {func(t *testing.T, p string) {
			ours(t, p)
			exec(t, p, `CREATE TRIGGER more AFTER INSERT ON entry BEGIN SELECT 1; END`)
		}, "trigger more is not ours"},
		"last entry gone": {func(t *testing.T, p string) {
			ours(t, p)
			var put string
			if err := rawWriter(t, p).QueryRow(`SELECT sql FROM sqlite_schema WHERE name = 'entry_delete'`).Scan(&put); err != nil {
				t.Fatal(err)
			}
			exec(t, p, `DROP TRIGGER entry_delete`, `DELETE FROM entry WHERE seq = 1`, put)
		}, "its head counts 2 entries, the last one makes it 1"},
		"entry slipped in": {func(t *testing.T, p string) {
			ours(t, p)
			exec(t, p, `INSERT INTO entry (seq, recorded, kind, run, extra) SELECT 2, recorded, 'run-end', 0, '{}' FROM entry WHERE seq = 1`)
		}, "its head counts 2 entries, the last one makes it 3"},
		"page of entries damaged": {func(t *testing.T, p string) {
			ours(t, p)
			overwrite(t, p, rootPage(t, p, "entry"), bytes.Repeat([]byte{0x5a}, 4096))
		}, "damaged, keep it and restore a backup"},
		"header damaged": {func(t *testing.T, p string) { ours(t, p); overwrite(t, p, 0, []byte("no longer SQLite")) }, "not a trail, name another"},
		"schema damaged": {func(t *testing.T, p string) { ours(t, p); overwrite(t, p, 100, bytes.Repeat([]byte{0xff}, 200)) }, "damaged, keep it and restore a backup"},
		"cut short":      {func(t *testing.T, p string) { ours(t, p); cut(t, p, 8192) }, "damaged, keep it and restore a backup"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "clearance.db")
			tc.make(t, path)
			before, _ := os.ReadFile(path)
			for how, open := range openings {
				l, err := open(path)
				if err == nil {
					l.Close()
				}
				t.Log(how, err)
				wantError(t, err, "opening the trail "+path, tc.says)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

// Damage that an opening cannot see is an error where it is met, never a record.
func TestDamagedPayload(t *testing.T) {
	for table, part := range map[string]string{"outcome": "sale.can_sell", "reading": "Title of A", "policy": "package rights.main"} {
		t.Run(table, func(t *testing.T) {
			l := newLog(t)
			mustAppend(t, begin(t, l), decision("A"))
			l.Close()
			data, err := os.ReadFile(l.path)
			if err != nil {
				t.Fatal(err)
			}
			at := bytes.Index(data, []byte(part))
			if at < 0 {
				t.Fatalf("%q is not in the file", part)
			}
			overwrite(t, l.path, int64(at), []byte{data[at] ^ 1})
			l, err = Open(l.path)
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			_, err = l.Get(1)
			wantError(t, err, "reading entry 1", "its "+table+" does not match its digest", "do not rely on it")
		})
	}
}

func TestSettingsAreReadBack(t *testing.T) {
	l := newLog(t)
	if err := checkSettings(l.conn); err != nil {
		t.Errorf("our settings: %v", err)
	}
	for drop, says := range map[string]string{
		"&_synchronous=FULL": "the setting synchronous is 1, not 2",
		"&_foreign_keys=1":   "the setting foreign_keys is 0, not 1",
		"&_rt=1":             "the setting recursive_triggers is 0, not 1",
		"&_secure_delete=on": "the setting secure_delete is 0, not 1",
		"&_journal_mode=WAL": "the setting journal_mode is delete, not wal",
	} {
		t.Run(drop, func(t *testing.T) {
			how := strings.Replace(strings.Replace(forWriting, drop, "", 1), "mode=rw", "mode=rwc", 1)
			db, err := connect(filepath.Join(t.TempDir(), "x.db"), how)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			conn, err := db.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			wantError(t, checkSettings(conn), says)
			conn.Close()
		})
	}
}

func writeFile(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func overwrite(t testing.TB, path string, at int64, data []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(data, at); err != nil {
		t.Fatal(err)
	}
}

func cut(t testing.TB, path string, size int64) {
	t.Helper()
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
}

// rootPage gives the place in the file of a table's first page.
func rootPage(t testing.TB, path, table string) int64 {
	t.Helper()
	db := rawWriter(t, path)
	defer db.Close()
	var page int64
	if err := db.QueryRow(`SELECT rootpage FROM sqlite_schema WHERE name = ?`, table).Scan(&page); err != nil {
		t.Fatal(err)
	}
	return (page - 1) * 4096
}
