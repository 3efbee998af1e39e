package audit

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// migrations bring a log from one schema version to the next: the first makes version 1 of an empty file.
// One that was released is never edited.
var migrations = mustMigrations(schemaFiles)

func mustMigrations(files fs.FS) []string {
	names, err := fs.Glob(files, "schema/*.sql") // sorted
	if err != nil {
		panic(err)
	}
	var all []string
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err)
		}
		all = append(all, string(text))
	}
	return all
}

// migrate applies the migrations that the log has not seen, each in a transaction of its own. It reports whether it
// applied the first one, and so began the log.
func migrate(conn *sql.Conn, migrations []string) (created bool, err error) {
	for i := range migrations {
		applied, err := apply(conn, migrations[i], i+1)
		if err != nil {
			return created, fmt.Errorf("bringing its schema to version %d: %w", i+1, err)
		}
		created = created || applied && i == 0
	}
	return created, nil
}

// apply brings the log to a version, unless it is there already: another process may have been quicker.
func apply(conn *sql.Conn, migration string, version int) (applied bool, err error) {
	ctx := context.Background()
	if seen, err := schemaVersion(conn); err != nil || seen >= version {
		return false, err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback() // does nothing after Commit
	if seen, err := schemaVersion(tx); err != nil || seen >= version {
		return false, err
	}
	tables, rest, _ := strings.Cut(migration, betweenRows)
	if _, err := tx.Exec(tables); err != nil {
		return false, err
	}
	if version == partsVersion {
		if err := repack(conn, tx); err != nil {
			return false, err
		}
	}
	if _, err := tx.Exec(rest); err != nil {
		return false, err
	}
	if version == treeVersion {
		if err := plantFirst(tx); err != nil {
			return false, fmt.Errorf("putting its entries into the tree: %w", err)
		}
	}
	if _, err := tx.Exec(fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		return false, err
	}
	return true, tx.Commit()
}

func schemaVersion(db interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}) (version int, err error) {
	err = db.QueryRowContext(context.Background(), "PRAGMA user_version").Scan(&version)
	return version, err
}

// checkSchema compares the tables, indexes and triggers of a log with those that the migrations make in memory.
func checkSchema(log querier) error {
	want, err := freshSchema()
	if err != nil {
		return fmt.Errorf("making a schema to compare with: %w", err)
	}
	got, err := schemaObjects(log)
	if err != nil {
		return fmt.Errorf("reading its schema: %w", err)
	}
	if len(got) == 0 {
		return errors.New("it has no tables: it is damaged, restore a backup")
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			return fmt.Errorf("its %s is missing or was changed: it is damaged or was altered, restore a backup", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ours := want[name]; !ours {
			return fmt.Errorf("its %s is not ours: it was altered, remove that or restore a backup", name)
		}
	}
	return nil
}

func freshSchema() (map[string]string, error) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each connection would have a memory of its own
	for _, m := range migrations {
		if _, err := db.Exec(m); err != nil {
			return nil, err
		}
	}
	return schemaObjects(db)
}

// schemaObjects gives the text of every table, index and trigger and the table it belongs to, by "trigger entry_next" and the like.
// Only SQLite's plain statistics, which hold no values, are left out.
func schemaObjects(q querier) (map[string]string, error) {
	rows, err := q.QueryContext(context.Background(), `
		SELECT type || ' ' || name, concat_ws(' ', typeof(type), typeof(name), typeof(tbl_name), tbl_name, sql)
		FROM sqlite_schema
		WHERE NOT (type = 'table' AND name = 'sqlite_stat1')`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	objects := map[string]string{}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return nil, err
		}
		objects[name] = text
	}
	return objects, rows.Err()
}
