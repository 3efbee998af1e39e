package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"clearance/audit/leaf"
)

// Erasure says what was erased, and why. It stays for good, as the reason why bytes are missing.
type Erasure struct {
	Reason string   `json:"reason"` // names nobody
	Erased []string `json:"erased"` // the commitments to what was erased: readings, records that could not be judged, runs
}

// Erase takes everything out of the trail that names a story: what was read from it, under every version of its record and with its
// identifier, what could not be judged of it, the salts of all that, and what is known of runs in whose arguments it was named.
// Decisions stay, and so do their proofs: what they promised of the story says nothing any more. The story is given by its identifier,
// or by the SHA-256 of one of its records.
//
// When it returns without an error, no page of the file or its write-ahead log holds any of it, but for readings of other stories that
// quote the identifier, such as in the name of a file that they share: named says how many there are. Copies of the file keep it.
func (r *Run) Erase(story, reason string) (erased Erasure, named int64, err error) {
	doing := "erasing a story in the trail " + r.log.path // the error is kept longer than the story
	if strings.TrimSpace(story) == "" || strings.TrimSpace(reason) == "" {
		return Erasure{}, 0, fmt.Errorf("%s: name the story and the reason", doing)
	}
	r.open.RLock()
	defer r.open.RUnlock()
	if r.ended {
		return Erasure{}, 0, r.over()
	}
	err = r.log.write("erasing a story", func(b *batch) error {
		e := eraser{batch: b, erased: Erasure{Reason: reason, Erased: []string{}}}
		if err := e.erase(story); err != nil {
			return err
		}
		erased, named = e.erased, e.named
		if len(erased.Erased) == 0 {
			return nil
		}
		extra, err := leaf.Canonical(erased)
		if err != nil {
			return fmt.Errorf("encoding the erasure: %w", err)
		}
		_, err = b.add(row{kind: KindErasure, run: r.seq, extra: extra})
		return err
	})
	if err != nil {
		return Erasure{}, 0, err
	}
	if err := r.log.fold(); err != nil { // where nothing is left to erase, an earlier try may not have come this far
		return erased, named, fault(doing, err)
	}
	if len(erased.Erased) == 0 {
		return erased, named, fmt.Errorf("%s: nothing in it is of that story: check the name, unless it was erased before", doing)
	}
	return erased, named, nil
}

// eraser is the work on one story.
type eraser struct {
	*batch
	erased Erasure
	named  int64    // readings of other stories that quote one of the names
	names  []string // the story's identifiers, and the SHA-256 of its records
}

// erase empties the rows that name a story and notes their commitments.
func (e *eraser) erase(story string) error {
	records, err := e.readNames(story)
	if err != nil {
		return err
	}
	for _, name := range e.names {
		if strings.Contains(strings.ToLower(e.erased.Reason), strings.ToLower(name)) {
			return errors.New("the reason names the story, and would stay for good: say it without that")
		}
	}
	for _, record := range records {
		if err := e.empty("reading", "digest = NULL, salt = NULL, data = NULL", "record = ?", record); err != nil {
			return err
		}
		if err := e.empty("unjudged", "salt = NULL, data = NULL", "record = ?", record); err != nil {
			return err
		}
	}
	if len(e.erased.Erased) == 0 { // a name that is no story's must not take anything along
		return nil
	}
	for _, table := range []string{"unjudged", "run"} {
		if err := e.emptyNaming(table); err != nil {
			return err
		}
	}
	e.log.lastRead = read{}
	for _, name := range e.names {
		quoted, err := leaf.Canonical(name)
		if err != nil {
			return err
		}
		var n int64
		if _, err := e.find(`SELECT count(*) FROM reading WHERE instr(data, ?)`, []any{strings.Trim(string(quoted), `"`)}, &n); err != nil {
			return err
		}
		e.named += n
	}
	return nil
}

// readNames finds the names of a story: its identifiers as its records show them, and the SHA-256 of these.
func (e *eraser) readNames(story string) (records []string, err error) {
	by, name := "identifier", story
	if record, ok := recordDigest(story); ok {
		by, name, records = "record", record, []string{record}
	}
	e.names = []string{name}
	rows, err := e.log.conn.QueryContext(context.Background(), `
		SELECT DISTINCT identifier, record FROM reading
		WHERE `+by+` = ? OR identifier <> '' AND identifier IN (SELECT identifier FROM reading WHERE `+by+` = ?)`, name, name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var identifier, record string
		if err := rows.Scan(text{&identifier}, text{&record}); err != nil {
			return nil, err
		}
		if identifier != "" && !slices.Contains(e.names, identifier) {
			e.names = append(e.names, identifier)
		}
		e.names, records = append(e.names, record), append(records, record)
	}
	return records, rows.Err()
}

// emptyNaming erases the rows of a table that name the story among other things. There are few of them, and all are looked at.
func (e *eraser) emptyNaming(table string) error {
	rows, err := e.log.conn.QueryContext(context.Background(), `SELECT seq, data FROM `+table+` WHERE data IS NOT NULL`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var naming []int64
	for rows.Next() {
		var seq int64
		var data []byte
		if err := rows.Scan(&seq, &data); err != nil {
			return err
		}
		texts, err := textsOf(table, data)
		if err != nil {
			return err
		}
		if e.isNamed(texts) {
			naming = append(naming, seq)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, seq := range naming {
		if err := e.empty(table, "salt = NULL, data = NULL", "seq = ?", seq); err != nil {
			return err
		}
	}
	return nil
}

// textsOf gives what people have written in a row: where a record came from and why it could not be judged, or a run's arguments
// behind the names of command and flags.
func textsOf(table string, data []byte) (texts []string, err error) {
	if table == "unjudged" {
		var u Unjudged
		err := json.Unmarshal(data, &u)
		return []string{u.From, u.Reason}, err
	}
	var info RunInfo
	if err := json.Unmarshal(data, &info); err != nil {
		return nil, err
	}
	for i, arg := range info.Args {
		switch _, value, given := strings.Cut(arg, "="); {
		case i == 0:
		case !strings.HasPrefix(arg, "-"):
			texts = append(texts, arg)
		case given:
			texts = append(texts, value)
		}
	}
	return texts, nil
}

// isNamed reports whether one of the names stands in a text, as a word of its own, in capitals or not.
func (e *eraser) isNamed(texts []string) bool {
	for _, text := range texts {
		text = strings.ToLower(text)
		for _, name := range e.names {
			name = strings.ToLower(name)
			for at := 0; at < len(text); at++ {
				found := strings.Index(text[at:], name)
				if found < 0 {
					break
				}
				at += found
				if !endsInWord(text[:at]) && !beginsWithWord(text[at+len(name):]) {
					return true
				}
			}
		}
	}
	return false
}

func endsInWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func beginsWithWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// empty erases what rows of a table hold, and notes their commitments.
func (e *eraser) empty(table, set, where string, value any) error {
	rows, err := e.log.conn.QueryContext(context.Background(), `
		UPDATE `+table+` SET `+set+`
		WHERE data IS NOT NULL AND `+where+`
		RETURNING commitment`, value)
	if err != nil {
		return fmt.Errorf("erasing rows of %s: %w", table, err)
	}
	defer rows.Close()
	for rows.Next() {
		var commitment string
		if err := rows.Scan(&commitment); err != nil {
			return err
		}
		e.erased.Erased = append(e.erased.Erased, commitment)
	}
	return rows.Err()
}

// fold moves the write-ahead log into the file and empties it, so that the old form of a page stands nowhere any more. A program that
// is reading keeps it from that; it is waited for.
func (l *Log) fold() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for deadline := time.Now().Add(patience); ; time.Sleep(pause) {
		var busy, inLog, moved int
		err := l.conn.QueryRowContext(context.Background(), `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &inLog, &moved)
		if err != nil || busy == 0 {
			return err
		}
		if time.Now().After(deadline) {
			return errors.New("it is erased, but another program that reads the trail keeps the old pages in its write-ahead log: end that program and erase once more")
		}
	}
}
