package main

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// How the copy is written: as the trail is, durably.
const forWriting = "_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_foreign_keys=1&_rt=1&_secure_delete=on&_cache_size=-32000"

// target is the database that rows are inserted into: one connection of the driver, without database/sql before it.
type target struct {
	conn       driver.Conn
	statements map[*table]driver.Stmt
}

func openCopy(path string, rows *source) (*target, error) {
	conn, err := (&sqlite3.SQLiteDriver{}).Open(dsn(path, forWriting))
	if err != nil {
		return nil, err
	}
	to := &target{conn, map[*table]driver.Stmt{}}
	for _, t := range rows.tables {
		marks := strings.TrimSuffix(strings.Repeat("?, ", len(t.columns)), ", ")
		s, err := to.conn.Prepare(`INSERT INTO "` + t.name + `" ("` + strings.Join(t.columns, `", "`) + `") VALUES (` + marks + `)`)
		if err != nil {
			return nil, errors.Join(err, to.close())
		}
		to.statements[t] = s
	}
	return to, nil
}

func (t *target) write(ctx context.Context, batch []inRow) error {
	ctx = context.WithoutCancel(ctx) // the driver starts a goroutine for each statement that can be cancelled
	tx, err := t.conn.(driver.ConnBeginTx).BeginTx(ctx, driver.TxOptions{})
	if err != nil {
		return err
	}
	for _, row := range batch {
		if _, err := t.statements[row.table].(driver.StmtExecContext).ExecContext(ctx, row.values); err != nil {
			return errors.Join(fmt.Errorf("the table %s: %w", row.table.name, err), tx.Rollback())
		}
	}
	return tx.Commit()
}

func (t *target) close() (err error) {
	for _, s := range t.statements {
		err = errors.Join(err, s.Close())
	}
	return errors.Join(err, t.conn.Close())
}
