package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

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
	if e.isNamed([]string{e.erased.Reason}) {
		return errors.New("the reason names the story, and would stay for good: say it without that")
	}
	for _, record := range records {
		if err := e.emptyReadings(record); err != nil {
			return err
		}
		if err := e.empty("unjudged", "data IS NOT NULL AND record = ?", record); err != nil {
			return err
		}
	}
	if err := e.emptyUsing(); err != nil {
		return err
	}
	if len(e.erased.Erased) == 0 { // a name that is no story's must not take anything along
		return nil
	}
	for _, table := range []string{"unjudged", "run", "piece"} {
		if err := e.emptyNaming(table); err != nil {
			return err
		}
	}
	return e.sweep()
}

// readNames finds the names of a story: its identifiers as its records show them, and the SHA-256 of these.
func (e *eraser) readNames(story string) (records []string, err error) {
	by, name, value := "identifier", story, any(story)
	if record, ok := recordDigest(story); ok {
		by, name, value, records = "record", record, packed(record), []string{record}
	}
	e.names = []string{name}
	rows, err := e.log.conn.QueryContext(context.Background(), withSegments("reading", "id")+`, found (identifier, record) AS (
			SELECT identifier, record FROM segment CROSS JOIN reading WHERE reading.id >> 16 = segment.n AND reading.`+by+` = ?)
		SELECT identifier, record FROM found
		UNION
		SELECT reading.identifier, reading.record
		FROM (SELECT DISTINCT identifier FROM found WHERE identifier <> '') AS named CROSS JOIN segment CROSS JOIN reading
		WHERE reading.id >> 16 = segment.n AND reading.identifier = named.identifier`, value)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var identifier, record string
		if err := rows.Scan(text{&identifier}, hexText{&record}); err != nil {
			return nil, err
		}
		if identifier != "" && !slices.Contains(e.names, identifier) {
			e.names = append(e.names, identifier)
		}
		e.names, records = append(e.names, record), append(records, record)
	}
	return records, rows.Err()
}

// emptyUsing erases what the gate said of pieces that use the story, whether or not a record of it was ever read.
func (e *eraser) emptyUsing() error {
	for _, name := range e.names {
		err := e.empty("piece", `data IS NOT NULL AND seq IN (
			SELECT piece.seq FROM piece, json_each(piece.data, '$.stories') AS used WHERE ?1 IN (used.value ->> '$.id', used.value ->> '$.record')
			UNION
			SELECT piece.seq FROM piece, json_each(piece.data, '$.against') AS found WHERE ?1 IN (found.value ->> '$.story', found.value ->> '$.record'))`, name)
		if err != nil {
			return err
		}
	}
	return nil
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
		if err := e.empty(table, "data IS NOT NULL AND seq = ?", seq); err != nil {
			return err
		}
	}
	return nil
}

// textsOf gives what people have written in a row: where a record came from and why it could not be judged, what was said at the gate,
// or a run's arguments behind the names of command and flags.
func textsOf(table string, data []byte) (texts []string, err error) {
	switch table {
	case "unjudged":
		var u Unjudged
		err := json.Unmarshal(data, &u)
		return []string{u.From, u.Reason}, err
	case "piece":
		return textsOfPiece(data)
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

// textsOfPiece gives them of a gate or an override, whichever it is: what the other has is empty.
func textsOfPiece(data []byte) (texts []string, err error) {
	var g Gate
	var o Override
	if err := errors.Join(json.Unmarshal(data, &g), json.Unmarshal(data, &o)); err != nil {
		return nil, err
	}
	texts = append([]string{o.Piece.From, o.Piece.SHA256, o.Channel, o.Note, o.Actor}, o.ApprovedBy...)
	for _, s := range g.Stories {
		texts = append(texts, s.ID, s.Record, s.Credit)
		for _, c := range s.Kept {
			texts = append(texts, c.Detail)
		}
	}
	for _, a := range o.Against { // of a gate, too
		texts = append(texts, a.Story, a.Record, a.Detail)
	}
	for _, c := range g.Confirmed {
		texts = append(texts, c.Story, c.Record, c.Detail, c.Actor)
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
func (e *eraser) empty(table, where string, value any) error {
	return e.emptied(`UPDATE `+table+` SET salt = NULL, data = NULL WHERE `+where+` RETURNING commitment`, value)
}

// emptied does an update that erases, and notes the commitments that it gives.
func (e *eraser) emptied(update string, value any) error {
	rows, err := e.log.conn.QueryContext(context.Background(), update, value)
	if err != nil {
		return fmt.Errorf("erasing rows: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var commitment string
		if err := rows.Scan(digest{&commitment}); err != nil {
			return err
		}
		e.erased.Erased = append(e.erased.Erased, commitment)
	}
	return rows.Err()
}
