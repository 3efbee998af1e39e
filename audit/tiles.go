package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"clearance/audit/leaf"
)

// querier is what reads rows: the writer's connection, a pool of readers, or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// head is the tree as of the last commit.
type head struct {
	size int64
	root tlog.Hash
}

func (h *head) columns() []any { return []any{&h.size, hashColumn{&h.root}} }

// hashColumn takes a hash.
type hashColumn struct{ into *tlog.Hash }

func (c hashColumn) Scan(v any) error {
	b, ok := v.([]byte)
	if !ok || len(b) != tlog.HashSize {
		return fmt.Errorf("%T of %d bytes is no hash", v, len(b))
	}
	*c.into = tlog.Hash(b)
	return nil
}

func readHead(ctx context.Context, q querier) (h head, err error) {
	if err := q.QueryRowContext(ctx, `SELECT size, root FROM head WHERE id = 1`).Scan(h.columns()...); err != nil {
		return head{}, fmt.Errorf("reading the head: %w", err)
	}
	return h, nil
}

// loadEdge makes the edge of the tree that the head names, from its unfinished tiles and last entries. What they do not add up to
// is not this tree, and must not be added to.
func loadEdge(ctx context.Context, q querier, h head) (*edge, error) {
	open := make([][]tlog.Hash, levels(h.size))
	for level := range open {
		t, width := openTile(level, h.size)
		hashes, err := openHashes(ctx, q, t, width)
		if err != nil {
			return nil, err
		}
		open[level] = hashes
	}
	e := edgeOf(h.size, open)
	if e.root() != h.root {
		return nil, fmt.Errorf("its last entries do not lead to the root of its head: %w", errAltered)
	}
	return e, nil
}

// openHashes are the hashes of an unfinished tile.
func openHashes(ctx context.Context, q querier, t tile, width int) ([]tlog.Hash, error) {
	if width == 0 {
		return nil, nil
	}
	if t.level == 0 {
		first := t.n << tileHeight
		return leafHashes(ctx, q, first, first+int64(width))
	}
	hashes, err := readTile(ctx, q, t)
	if err != nil {
		return nil, err
	}
	if len(hashes) != width {
		return nil, fmt.Errorf("tile %d of level %d has %d hashes, not %d: %w", t.n, t.level, len(hashes), width, errAltered)
	}
	return hashes, nil
}

// readTile reads a tile that is stored.
func readTile(ctx context.Context, q querier, t tile) ([]tlog.Hash, error) {
	var data []byte
	err := q.QueryRowContext(ctx, `SELECT data FROM tile WHERE id = ?`, t.id()).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("tile %d of level %d is missing: %w", t.n, t.level, errAltered)
	}
	if err != nil {
		return nil, fmt.Errorf("reading tile %d of level %d: %w", t.n, t.level, err)
	}
	return split(data)
}

// leafColumns and leafTables select what a leaf is made of; leafRow takes it.
const (
	leafColumns = `entry.seq, entry.recorded, entry.kind, entry.run, entry.good_until, reading.commitment, question.digest, entry.input,
		entry.outcome, policy.digest, coalesce(unjudged.commitment, own.commitment, piece.commitment), entry.extra, entry.request`
	leafTables = `entry
		LEFT JOIN reading ON reading.id = entry.reading
		LEFT JOIN question ON question.id = entry.question
		LEFT JOIN policy ON policy.id = entry.policy
		LEFT JOIN unjudged ON unjudged.seq = entry.seq
		LEFT JOIN run AS own ON own.seq = entry.seq
		LEFT JOIN piece ON piece.seq = entry.seq`
)

// leafRow is a leaf as the columns have it.
type leafRow struct {
	leaf.Leaf
	goodUntil sql.NullInt64
	extra     string
}

func (r *leafRow) columns() []any {
	return []any{&r.Seq, &r.Recorded, &r.Kind, &r.Run, &r.goodUntil, digest{&r.Reading}, text{&r.Question}, digest{&r.Input},
		digest{&r.Outcome}, text{&r.Policy}, text{&r.Body}, text{&r.extra}, text{&r.Request}}
}

// finish makes the leaf whole once its columns are there.
func (r *leafRow) finish() error {
	if r.goodUntil.Valid {
		r.GoodUntil = &r.goodUntil.Int64
	}
	if r.extra != "" {
		r.Body = leaf.Address([]byte(r.extra))
	}
	if err := r.Check(); err != nil {
		return fmt.Errorf("entry %d: %w: %w", r.Seq, err, errAltered)
	}
	return nil
}

// leafHashes are the hashes of the leaves from one seq up to and without another, made anew from their rows.
func leafHashes(ctx context.Context, q querier, from, to int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, 0, max(tileWidth, to-from))
	err := eachLeaf(ctx, q, "TRUE", from, to, func(_ leaf.Leaf, bytes []byte) {
		hashes = append(hashes, leaf.Hash(bytes))
	})
	if err == nil && int64(len(hashes)) != to-from {
		err = fmt.Errorf("of the entries %d to %d only %d are there: %w", from, to-1, len(hashes), errAltered)
	}
	return hashes, err
}

// eachLeaf gives the leaves from one seq up to and without another, of the entries that a condition holds for. Their bytes are good
// until the next one.
func eachLeaf(ctx context.Context, q querier, where string, from, to int64, do func(l leaf.Leaf, bytes []byte)) error {
	rows, err := q.QueryContext(ctx, `
		SELECT `+leafColumns+`
		FROM `+leafTables+`
		WHERE entry.seq >= ? AND entry.seq < ? AND `+where+`
		ORDER BY entry.seq`, from, to)
	if err != nil {
		return err
	}
	defer rows.Close()
	var buffer []byte
	for rows.Next() {
		var r leafRow
		if err := rows.Scan(r.columns()...); err != nil {
			return err
		}
		if err := r.finish(); err != nil {
			return err
		}
		buffer = r.Append(buffer[:0])
		do(r.Leaf, buffer)
	}
	return rows.Err()
}

// execute runs a statement.
type execute func(query string, args ...any) (sql.Result, error)

// store writes what the tree has grown by since it had so many leaves: full tiles, above the leaves the unfinished ones, and the head.
func (e *edge) store(exec execute, first int64) error {
	for _, t := range e.full {
		if err := storeTile(exec, t.tile, t.hashes); err != nil {
			return err
		}
	}
	e.full = nil
	for level := 1; level < len(e.open); level++ {
		grown := first>>(tileHeight*level) != e.size>>(tileHeight*level)
		if t, width := openTile(level, e.size); grown && width > 0 {
			if err := storeTile(exec, t, e.open[level]); err != nil {
				return err
			}
		}
	}
	return e.moveHead(exec, first)
}

// storeTile writes a tile, or lets it grow where it is there already.
func storeTile(exec execute, t tile, hashes []tlog.Hash) error {
	data := join(hashes)
	result, err := exec(`UPDATE tile SET data = ? WHERE id = ?`, data, t.id())
	if err == nil {
		var n int64
		if n, err = result.RowsAffected(); err == nil && n == 0 {
			_, err = exec(`INSERT INTO tile (id, data) VALUES (?, ?)`, t.id(), data)
		}
	}
	if err != nil {
		return fmt.Errorf("writing tile %d of level %d: %w", t.n, t.level, err)
	}
	return nil
}

// moveHead makes the tree the one that counts.
func (e *edge) moveHead(exec execute, first int64) error {
	root := e.root()
	result, err := exec(`
		UPDATE head
		SET size = ?, root = ?
		WHERE id = 1 AND size = ?`, e.size, root[:], first)
	if err != nil {
		return fmt.Errorf("moving the head: %w", err)
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(fmt.Errorf("moving the head: %d rows changed, not one", n), err)
	}
	return nil
}
