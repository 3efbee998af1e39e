package audit

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
)

// statement is a prepared one on the writer's connection that is run once for each row of a bulk run. It goes past database/sql, which
// costs as much as SQLite itself there; whoever runs it holds the log's lock, and nobody else has the connection.
type statement struct {
	driver.Stmt
	query driver.StmtQueryContext
	args  []driver.NamedValue
}

// bulk gives the statement for a query, prepared once.
func (l *Log) bulk(query string) (s *statement, err error) {
	if s, ok := l.bulks[query]; ok {
		return s, nil
	}
	err = l.conn.Raw(func(conn any) error {
		preparer, ok := conn.(driver.ConnPrepareContext)
		if !ok {
			return fmt.Errorf("%T prepares no statements", conn)
		}
		stmt, err := preparer.PrepareContext(context.Background(), query)
		if err != nil {
			return err
		}
		asks, ok := stmt.(driver.StmtQueryContext)
		if !ok {
			return errors.Join(fmt.Errorf("%T runs no queries", stmt), stmt.Close())
		}
		s = &statement{Stmt: stmt, query: asks}
		l.bulks[query] = s
		return nil
	})
	return s, err
}

// run runs it, with int64, string, []byte or nil for its parameters. It gives no rows. As a query it takes two calls of SQLite; as what
// database/sql calls Exec it would take one more for each parameter.
func (s *statement) run(args ...any) error {
	s.args = s.args[:0]
	for i, a := range args {
		s.args = append(s.args, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
	rows, err := s.query.QueryContext(context.Background(), s.args)
	if err != nil {
		return err
	}
	if err := rows.Next(nil); !errors.Is(err, io.EOF) {
		rows.Close() // gives the same error again
		return err
	}
	return rows.Close()
}

// put writes a row of a bulk run.
func (b *batch) put(query string, args ...any) error {
	s, err := b.log.bulk(query)
	if err != nil {
		return err
	}
	return s.run(args...)
}
