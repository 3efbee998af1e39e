package audit

import (
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"sort"
	"strings"
	"time"

	"clearance/policy"
)

// Filter says which entries to list. What it leaves open lets all of them through.
type Filter struct {
	Kind    Kind
	Story   string // an identifier, or the SHA-256 of a record or a piece in hexadecimal, with or without "sha256:" before it
	Verdict policy.Verdict
	Action  string
	Since   time.Time // recorded at this instant or later
	Until   time.Time // recorded before this instant
	Limit   int       // at most so many; 0 for all
}

// errDisorder is what a damaged file may come to: whoever asks for the next page would get the same one for ever.
var errDisorder = fmt.Errorf("entries are out of order: %w", errAltered)

// pageSize is how many entries are read at a time. Between pages no transaction is open, so that a slow reader does not
// keep the write-ahead log from being folded into the file.
const pageSize = 1000

// List gives the entries that pass a filter, in the order of seq, up to the last one there is when it begins. It holds one
// page of them at a time. After an error it stops. Payloads are not checked here: what matters is read again with Get.
func (l *Log) List(f Filter) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		if err := l.list(f, yield); err != nil {
			yield(Entry{}, fault("listing the trail "+l.path, err))
		}
	}
}

// list gives entries page by page, until there are no more or yield has enough.
func (l *Log) list(f Filter, yield func(Entry, error) bool) error {
	from, to, err := l.span(f.Since, f.Until)
	if err != nil {
		return err
	}
	for left := f.Limit; from < to; {
		limit := pageSize
		if f.Limit > 0 {
			limit = min(limit, left)
		}
		page, err := l.page(f, from, to, limit)
		if err != nil {
			return err
		}
		for _, e := range page {
			if !yield(e, nil) {
				return nil
			}
		}
		left -= len(page)
		if len(page) < limit || f.Limit > 0 && left == 0 {
			return nil
		}
		from = page[len(page)-1].Seq + 1
	}
	return nil
}

// span turns a span of time into a span of seq, since included and until not: recorded never goes backwards.
func (l *Log) span(since, until time.Time) (from, to int64, err error) {
	size, err := l.size()
	if err != nil {
		return 0, 0, err
	}
	to = size
	if !since.IsZero() {
		from, err = l.firstAt(since, size)
	}
	if err == nil && !until.IsZero() {
		to, err = l.firstAt(until, size)
	}
	return from, to, err
}

// firstAt finds the first of the entries that was recorded at t or later, by halving. Instants between two
// microseconds are compared as they are.
func (l *Log) firstAt(t time.Time, size int64) (seq int64, err error) {
	n := sort.Search(int(size), func(i int) bool {
		var recorded int64
		if err == nil {
			err = l.readers.QueryRow(`SELECT recorded FROM entry WHERE seq = ?`, i).Scan(&recorded)
		}
		return !time.UnixMicro(recorded).Before(t)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("an entry below %d is missing: the trail is damaged or was altered, restore a backup", size)
	}
	return int64(n), err
}

// page reads up to limit entries that pass the filter, of those from one seq up to and without another.
func (l *Log) page(f Filter, from, to int64, limit int) ([]Entry, error) {
	where, args := f.where()
	rows, err := l.readers.Query(`
		SELECT `+entryColumns+`
		FROM `+entryTables+`
		WHERE entry.seq >= ? AND entry.seq < ?`+where+`
		ORDER BY entry.seq
		LIMIT ?`, append(append([]any{from, to}, args...), limit)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var page []Entry
	for rows.Next() {
		var e Entry
		if err := rows.Scan(e.columns()...); err != nil {
			return nil, err
		}
		if e.Seq < from {
			return nil, errDisorder
		}
		page, from = append(page, e), e.Seq+1
	}
	return page, rows.Err()
}

// where gives the filter as SQL. The action is asked of the few questions there are.
func (f Filter) where() (sql string, args []any) {
	var where strings.Builder
	and := func(clause string, values ...any) {
		where.WriteString(" AND " + clause)
		args = append(args, values...)
	}
	switch f.Kind {
	case "":
	case KindDecision, KindAvails:
		and(`entry.kind = ?`, string(f.Kind))
	default:
		and(`entry.reading IS NULL AND entry.kind = ?`, string(f.Kind)) // which an index finds
	}
	if record, ok := recordDigest(f.Story); ok {
		and(`(entry.seq IN (`+entriesWhose("record")+`)
		   OR entry.seq IN (SELECT seq FROM unjudged WHERE record = ?)
		   OR entry.seq IN (SELECT seq FROM piece WHERE sha256 = ?))`, packed(record), record, record)
	} else if f.Story != "" {
		and(`entry.seq IN (`+entriesWhose("identifier")+`)`, f.Story)
	}
	if f.Verdict != "" {
		and(`(entry.verdict = ? OR piece.data ->> '$.verdict' = ?)`, string(f.Verdict), string(f.Verdict))
	}
	if f.Action != "" {
		and(`entry.question IN (SELECT id FROM question WHERE action = ?)`, f.Action)
	}
	return where.String(), args
}

// entriesWhose selects the entries whose readings have something in a column.
func entriesWhose(column string) string {
	return withSegments("reading", "id") + `, found (id) AS (
			SELECT reading.id FROM segment CROSS JOIN reading WHERE reading.id >> 16 = segment.n AND reading.` + column + ` = ?),
		part_of_entries (n) AS (
			SELECT max(seq) >> 16 FROM entry
			UNION ALL
			SELECT n - 1 FROM part_of_entries WHERE n > 0)
		SELECT asked.seq
		FROM found CROSS JOIN part_of_entries CROSS JOIN entry AS asked
		WHERE asked.seq >> 16 = part_of_entries.n AND asked.reading = found.id`
}

// entryColumns and entryTables select an Entry; its method columns takes it.
const (
	entryColumns = `
		entry.seq, entry.recorded, entry.kind, entry.run, reading.identifier,
		coalesce(reading.title, piece.data ->> '$.piece.from'),
		coalesce(reading.record, unjudged.record, piece.sha256), coalesce(entry.verdict, piece.data ->> '$.verdict'), question.action, question.as_of,
		entry.good_until, policy.digest`
	entryTables = `entry
		LEFT JOIN reading ON reading.id = entry.reading
		LEFT JOIN unjudged ON unjudged.seq = entry.seq
		LEFT JOIN piece ON piece.seq = entry.seq
		LEFT JOIN question ON question.id = entry.question
		LEFT JOIN policy ON policy.id = entry.policy`
)

func (e *Entry) columns() []any {
	return []any{
		&e.Seq, microseconds{&e.Recorded}, (*string)(&e.Kind), &e.Run, text{&e.StoryID}, text{&e.Title},
		hexText{&e.SHA256}, text{(*string)(&e.Verdict)}, text{&e.Action}, instant{&e.AsOf}, seconds{&e.GoodUntil},
		text{&e.Policy},
	}
}
