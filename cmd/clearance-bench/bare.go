package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"clearance/audit"
)

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

// removeTrail removes a database and what SQLite keeps beside it.
func removeTrail(path string) error {
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + end); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}
