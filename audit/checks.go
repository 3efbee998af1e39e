package audit

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/mattn/go-sqlite3"
)

// oldestSQLite is 3.51.3: versions before it can lose committed transactions when the write-ahead log is reset.
const oldestSQLite = 3051003

// identity is what a SQLite file says about itself.
type identity struct {
	application int64
	version     int64 // how many migrations it has seen
	objects     int64 // tables, indexes and triggers
}

// applicationID is the application_id of a log: "clea".
const applicationID = 0x636c6561

func identify(q querier) (id identity, err error) {
	err = q.QueryRowContext(context.Background(), `
		SELECT (SELECT application_id FROM pragma_application_id),
		       (SELECT user_version FROM pragma_user_version),
		       (SELECT count(*) FROM sqlite_schema)`).Scan(&id.application, &id.version, &id.objects)
	return id, err
}

// empty reports whether nothing has been written to the file: it is new, or its making was cut short.
func (id identity) empty() bool {
	return id == identity{}
}

// check refuses a file that is not a log, or one that this program is too old for.
func (id identity) check() error {
	switch {
	case id.empty():
		return nil
	case id.application != applicationID:
		return errors.New("it is another program's database, not a trail: name another file")
	case id.version > int64(len(migrations)):
		return fmt.Errorf("it was written by a newer version of this program (schema %d, this one knows %d): use that version",
			id.version, len(migrations))
	}
	return nil
}

// checkSettings reads back what a durable log rests on, and refuses anything less.
func checkSettings(conn *sql.Conn) error {
	if name, number, _ := sqlite3.Version(); number < oldestSQLite {
		return fmt.Errorf("the SQLite library is %s, 3.51.3 is needed: rebuild the program with a newer one", name)
	}
	for pragma, want := range map[string]string{
		"journal_mode":       "wal",
		"synchronous":        "2", // FULL
		"foreign_keys":       "1",
		"recursive_triggers": "1",
		"secure_delete":      "1",
	} {
		var got string
		if err := conn.QueryRowContext(context.Background(), "PRAGMA "+pragma).Scan(&got); err != nil {
			return fmt.Errorf("reading the setting %s: %w", pragma, err)
		}
		if got != want {
			return fmt.Errorf("the setting %s is %s, not %s: put the trail on a local file system", pragma, got, want)
		}
	}
	return nil
}

// checkWritable writes and takes it back. To begin a transaction would not do: on a file that may not be written, SQLite
// begins one for reading instead.
func checkWritable(conn *sql.Conn) error {
	tx, err := conn.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE head SET size = size`)
	return errors.Join(err, tx.Rollback())
}

// schemaSum is the digest of the tables, indexes and triggers that the migrations make. A test says what it must be.
const schemaSum = "2e45b57d18dab9976fcff075f9691c6528a6f9352cbc2dfb58f1582517e71266"

// checkTables compares the schema of a log with the digest, and where it is another one, object by object with one made in memory:
// to make that takes longer than everything else at the opening of a log.
func checkTables(log querier) error {
	objects, err := schemaObjects(log)
	if err != nil {
		return fmt.Errorf("reading its schema: %w", err)
	}
	if sumOf(objects) == schemaSum {
		return nil
	}
	return checkSchema(log)
}

// sumOf is the SHA-256 of the texts of tables, indexes and triggers with their names, in hexadecimal.
func sumOf(objects map[string]string) string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(objects)) {
		fmt.Fprintf(sum, "%d %s%d %s", len(name), name, len(objects[name]), objects[name])
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// checkReadable looks, in time that does not grow with the log, whether it is whole: whose it is, whether its tables and
// triggers are those that this program makes, and whether the last entry is the one that the last commit counted.
func checkReadable(log querier) error {
	id, err := identify(log)
	if err != nil {
		return err
	}
	if err := id.check(); err != nil {
		return err
	}
	if id.version < int64(len(migrations)) {
		return errors.New("it was never finished, or an older version of this program wrote it: open it for writing once")
	}
	if err := checkTables(log); err != nil {
		return err
	}
	var size, next int64
	err = log.QueryRowContext(context.Background(), `
		SELECT (SELECT size FROM head WHERE id = 1),
		       (SELECT coalesce(max(seq) + 1, 0) FROM entry)`).Scan(&size, &next)
	if err != nil {
		return fmt.Errorf("reading the head: %w", err)
	}
	if size != next {
		return fmt.Errorf("its head counts %d entries, the last one makes it %d: it is damaged or was altered, restore a backup", size, next)
	}
	return nil
}
