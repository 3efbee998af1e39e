package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/mattn/go-sqlite3"

	"clearance/audit"
)

// How the copy is written: as the trail is, durably.
const forWriting = "_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_foreign_keys=1&_rt=1&_secure_delete=on&_cache_size=-32000"

// inserted is what it took to insert the rows of a trail.
type inserted struct {
	Wall, CPU time.Duration
	Rows      map[string]int // by table
}

// bare inserts the rows of the trail once more, with nothing around: into tables as the trail's, and into bare ones.
func (b *bench) bare(c *column, trail string) error {
	for _, how := range []string{"schema", "plain"} {
		key := "bare_" + how
		copied := filepath.Join(filepath.Dir(trail), how+".db")
		var in inserted
		if err := b.part(&in, "bare", trail, copied, how); err != nil {
			return err
		}
		if err := removeTrail(copied); err != nil {
			return err
		}
		if in.Rows[entries] < c.Stories*9/10 {
			return fmt.Errorf("%d entries were copied of %d stories", in.Rows[entries], c.Stories)
		}
		c.add(key, float64(in.Rows[entries])/in.Wall.Seconds())
		c.add(key+"_cpu_us", micro(in.CPU)/float64(in.Rows[entries]))
	}
	return nil
}

func dsn(path, how string) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: how}).String()
}

// insert inserts the rows of a trail into a new database, in the transactions in which they were written. Only the inserting is timed.
func insert(ctx context.Context, trail, copied string, plain bool) (in inserted, err error) {
	db, err := sql.Open("sqlite3", dsn(trail, "mode=ro"))
	if err != nil {
		return in, err
	}
	defer db.Close()
	rows, err := readTables(ctx, db)
	if err != nil {
		return in, err
	}
	defer rows.close()
	if err := prepare(ctx, db, rows, copied, plain); err != nil {
		return in, fmt.Errorf("making the tables: %w", err)
	}
	batches, err := batchEnds(ctx, db)
	if err != nil {
		return in, err
	}
	begun, cpu := time.Now(), cpuTime()
	to, err := openCopy(copied, rows)
	if err != nil {
		return in, err
	}
	in.Wall, in.CPU = time.Since(begun), cpuTime()-cpu
	for i, end := range batches {
		batch, err := rows.batch(end, len(batches)-i)
		if err != nil {
			return in, errors.Join(err, to.close())
		}
		runtime.GC() // what reading leaves behind is not of the inserting
		begun, cpu = time.Now(), cpuTime()
		if err := to.write(ctx, batch); err != nil {
			return in, errors.Join(err, to.close())
		}
		in.Wall, in.CPU = in.Wall+time.Since(begun), in.CPU+cpuTime()-cpu
	}
	begun, cpu = time.Now(), cpuTime()
	err = to.close() // folds the write-ahead log into the file
	in.Wall, in.CPU = in.Wall+time.Since(begun), in.CPU+cpuTime()-cpu
	in.Rows = map[string]int{}
	for _, t := range rows.tables {
		in.Rows[t.name] = t.given
	}
	return in, err
}

// batchEnds gives the last entry of each transaction. All entries of one bear the same time.
func batchEnds(ctx context.Context, db *sql.DB) (ends []int64, err error) {
	found, err := db.QueryContext(ctx, `SELECT max(seq) FROM `+entries+` GROUP BY recorded ORDER BY 1`)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var end int64
		if err := found.Scan(&end); err != nil {
			return nil, err
		}
		ends = append(ends, end)
	}
	return ends, found.Err()
}

// prepare makes the tables that rows go into. As the trail's they have the same indexes, checks and triggers, and what such a trail
// holds from its beginning is not inserted again; plain ones have names and types of columns, and nothing else.
func prepare(ctx context.Context, from *sql.DB, rows *source, path string, plain bool) error {
	if !plain {
		log, _, err := audit.Create(path)
		if err != nil {
			return err
		}
		if err := log.Close(); err != nil {
			return err
		}
	}
	to, err := sql.Open("sqlite3", dsn(path, ""))
	if err != nil {
		return err
	}
	defer to.Close()
	to.SetMaxOpenConns(1) // a PRAGMA reaches one connection only
	if plain {
		var size int
		if err := from.QueryRowContext(ctx, `PRAGMA page_size`).Scan(&size); err != nil {
			return err
		}
		if _, err := to.ExecContext(ctx, fmt.Sprintf(`PRAGMA page_size = %d`, size)); err != nil {
			return err
		}
	}
	for _, t := range rows.tables {
		if plain {
			if _, err := to.ExecContext(ctx, t.plain()); err != nil {
				return err
			}
			continue
		}
		if err := to.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM "`+t.name+`")`).Scan(&t.leaveOut); err != nil {
			return err
		}
	}
	return nil
}

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

// removeTrail removes a database and what SQLite keeps beside it.
func removeTrail(path string) error {
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + end); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}
