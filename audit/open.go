package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/mattn/go-sqlite3"
)

// Log is one trail. Its methods may be called from several goroutines.
type Log struct {
	Now func() time.Time // the clock that entries are recorded by; may be set before the first use

	path    string
	anchor  string // the path of its anchor
	readers *sql.DB
	writer  *sql.DB // nil where the log is open for reading only

	queue      queue
	mu         sync.Mutex // held while writing; guards what follows
	conn       *sql.Conn  // the writer's one connection
	statements map[string]*sql.Stmt
	bulks      map[string]*statement
	known      known // ids of rows that never change
	epoch      int64 // counts how often what was known of rows was dropped
	onShelf    *shelf
	lastRead   read
	edge       *edge // of the tree as this process last wrote it; nil where it is not known

	fragments map[string]*fragments // by table, the pieces that were met lately
	names     names                 // of stories and records that the trail has readings of
	asks      sync.Map              // prepared statements of the readers, by query
}

// How connections are opened. Everything stands here because a PRAGMA run by hand reaches one connection only.
//
//   - synchronous=FULL: the driver's own NORMAL loses acknowledged entries when the power fails
//   - txlock=immediate: a transaction that reads first and writes later would find itself BUSY, whatever the timeout
//   - rt: triggers on DELETE fire for INSERT OR REPLACE, too
//   - secure_delete: what is erased is overwritten
//   - cache_size: 32 MB, so that the index of readings, whose digests fall anywhere, is not read again and again
const (
	forProbing = "_busy_timeout=10000"
	forWriting = "mode=rw&_journal_mode=WAL&_synchronous=FULL&_busy_timeout=10000&_txlock=immediate&_foreign_keys=1&_rt=1&_secure_delete=on&_cache_size=-32000"
	forReading = "mode=ro&_query_only=1&_busy_timeout=10000"
)

// foldAfter is how many pages the write-ahead log has before it is folded into the file: 16 MB. A bulk run changes the same pages of its
// indexes with every batch, and SQLite's own 1,000 would have each of them written to the file every time.
var foldAfter = 4000

// Driver is the name by which database/sql knows SQLite. Tests put one in its place that fails when they want it to.
var Driver = "sqlite3"

// Create opens the log at path for reading and writing, and begins one where there is none, or only one that was never
// finished. It reports whether it began one.
func Create(path string) (l *Log, created bool, err error) {
	if err := checkFile(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, false, err
	}
	return openWriter(path, "mode=rwc&"+forProbing)
}

// Open opens an existing log for reading and writing. Where there is none, the error is an fs.ErrNotExist.
func Open(path string) (*Log, error) {
	if err := checkFile(path); err != nil {
		return nil, err
	}
	l, _, err := openWriter(path, "mode=rw&"+forProbing)
	return l, err
}

// OpenReadOnly opens an existing log for reading. Where there is none, the error is an fs.ErrNotExist.
func OpenReadOnly(path string) (*Log, error) {
	if err := checkFile(path); err != nil {
		return nil, err
	}
	anchor, err := anchorOf(path)
	if err != nil {
		return nil, fault("opening the trail "+path, err)
	}
	readers, err := connect(path, forReading)
	if err != nil {
		return nil, fault("opening the trail "+path, err)
	}
	l := &Log{Now: time.Now, path: path, anchor: anchor, readers: readers}
	if err := checkReadable(readers); err != nil {
		return nil, errors.Join(fault("opening the trail "+path, err), l.Close())
	}
	return l, nil
}

// Close ends the use of the log. It waits for a batch that is being written.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var errs []error
	l.asks.Range(func(query, s any) bool {
		errs = append(errs, s.(*sql.Stmt).Close())
		l.asks.Delete(query)
		return true
	})
	if l.readers != nil { // before the writer: the last connection to close folds the write-ahead log into the file
		errs = append(errs, l.readers.Close())
	}
	errs = append(errs, l.closeStatements())
	if l.conn != nil {
		errs = append(errs, l.conn.Close())
	}
	if l.writer != nil {
		errs = append(errs, l.writer.Close())
	}
	return errors.Join(errs...)
}

// closeStatements closes those of the writer: one that stays open would keep its connection open, and the write-ahead log beside the file.
func (l *Log) closeStatements() error {
	var errs []error
	for _, s := range l.statements {
		errs = append(errs, s.Close())
	}
	for _, s := range l.bulks {
		errs = append(errs, s.Close())
	}
	clear(l.statements)
	clear(l.bulks)
	return errors.Join(errs...)
}

// forReading gives the statement for a query of the readers, prepared once on each of their connections.
func (l *Log) forReading(query string) (*sql.Stmt, error) {
	if s, ok := l.asks.Load(query); ok {
		return s.(*sql.Stmt), nil
	}
	s, err := l.readers.Prepare(query)
	if err != nil {
		return nil, err
	}
	if first, there := l.asks.LoadOrStore(query, s); there {
		return first.(*sql.Stmt), s.Close()
	}
	return s, nil
}

// checkFile refuses what cannot be a log without opening it. To open and close the file here would drop the locks that
// SQLite holds on it in this process.
func checkFile(path string) error {
	if path == "" {
		return fmt.Errorf("opening the trail: its path is empty, name a file")
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("opening the trail %s: %w: check the path, or check a story to begin a trail", path, fs.ErrNotExist)
	}
	if err != nil {
		return fmt.Errorf("opening the trail: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("opening the trail %s: it is not a regular file, name another", path)
	}
	return nil
}

func openWriter(path, probe string) (*Log, bool, error) {
	doing := "opening the trail " + path
	anchor, err := anchorOf(path)
	if err == nil {
		err = noAnchor(path, anchor)
	}
	if err != nil {
		return nil, false, fault(doing, err)
	}
	probing, fresh, err := probeFile(path, probe)
	if err != nil {
		return nil, false, fault(doing, err)
	}
	defer probing.Close() // after the writer has come: the last connection to close folds the write-ahead log into the file
	if fresh && !strings.Contains(probe, "mode=rwc") {
		return nil, false, fmt.Errorf("%s: it is empty and was never finished, check a story to finish it", doing)
	}
	l := &Log{Now: time.Now, path: path, anchor: anchor, statements: map[string]*sql.Stmt{}, bulks: map[string]*statement{}, known: known{}, epoch: 1,
		fragments: newFragments()}
	created, err := l.connectPatiently()
	if err != nil {
		return nil, false, errors.Join(fault(doing, err), l.Close())
	}
	return l, created, nil
}

// How long to wait for another program that opens the same trail. SQLite's own timeout does not cover the moments in which the
// write-ahead log is begun, or recovered after a program was killed: it reports them as busy at once.
const (
	patience = 10 * time.Second
	pause    = 20 * time.Millisecond
)

// connectPatiently connects again while another program is about to.
func (l *Log) connectPatiently() (created bool, err error) {
	for deadline := time.Now().Add(patience); ; time.Sleep(pause) {
		created, err = l.connectWriter()
		var e sqlite3.Error
		if !errors.As(err, &e) || e.Code != sqlite3.ErrBusy || time.Now().After(deadline) {
			return created, err
		}
		if err := l.Close(); err != nil {
			return false, err
		}
		l.readers, l.writer, l.conn = nil, nil, nil
	}
}

// probeFile looks at the file before any connection that could change it, and reports whether it is still empty. It gives the
// connection that it looked through.
func probeFile(path, probe string) (probing *sql.DB, fresh bool, err error) {
	probing, err = connect(path, probe)
	if err != nil {
		return nil, false, err
	}
	id, err := identify(probing)
	if err == nil {
		err = id.check()
	}
	if err != nil {
		return nil, false, errors.Join(err, probing.Close())
	}
	return probing, id.empty(), nil
}

// connectWriter opens the writer's connection and the readers, and brings the schema up to date.
func (l *Log) connectWriter() (created bool, err error) {
	if l.readers, err = connect(l.path, forReading); err != nil {
		return false, err
	}
	if l.writer, err = connect(l.path, forWriting); err != nil {
		return false, err
	}
	l.writer.SetMaxOpenConns(1)
	if l.conn, err = l.writer.Conn(context.Background()); err != nil {
		return false, err
	}
	if _, err := l.conn.ExecContext(context.Background(), fmt.Sprint(`PRAGMA wal_autocheckpoint = `, foldAfter)); err != nil {
		return false, err
	}
	if err := checkSettings(l.conn); err != nil {
		return false, err
	}
	if created, err = migrate(l.conn, migrations); err != nil {
		return false, err
	}
	// SQLite puts rows that one statement writes aside first, and notes how to take them back: a few pages, for which it would make files.
	// What a migration puts aside is a whole trail, so this comes after it.
	if _, err := l.conn.ExecContext(context.Background(), `PRAGMA temp_store = MEMORY`); err != nil {
		return false, err
	}
	if err := checkReadable(l.conn); err != nil {
		return false, err
	}
	if err := l.checkAnchor(context.Background(), l.conn); err != nil {
		return false, err
	}
	return created, checkWritable(l.conn)
}

// connect gives a pool of connections. None is opened yet.
func connect(path, how string) (*sql.DB, error) {
	absolute, err := filepath.Abs(path) // so that ":memory:" is a file, too
	if err != nil {
		return nil, err
	}
	absolute = filepath.ToSlash(absolute)
	if runtime.GOOS == "windows" {
		absolute = "/" + absolute
	}
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(absolute)
	return sql.Open(Driver, "file:"+escaped+"?"+how)
}
