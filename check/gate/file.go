package gate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"clearance/check"
	"clearance/story"
	"clearance/story/piece"
)

// File is what is about to be published: a piece that names the stories it uses, or records of the archive themselves.
type File struct {
	From string
	Data []byte
	Err  error // why its bytes cannot be had
}

// recordKind is the kind of a file that holds records of the archive.
const recordKind = "record"

// kindOf says what a file is, by its name, or where that says nothing, by its first bytes.
func (f File) kindOf() piece.Kind {
	if kind, ok := piece.KindOf(f.From); ok {
		return kind
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(f.Data, []byte("\ufeff")), " \t\r\n")
	switch {
	case bytes.HasPrefix(start, []byte("---")):
		return piece.Markdown
	case bytes.HasPrefix(start, []byte("{")):
		return piece.JSON
	case bytes.HasPrefix(start, []byte("<")):
		return piece.HTML
	}
	return recordKind
}

// contents are what was read of a file.
type contents struct {
	answer  Answer
	piece   piece.Piece
	records []found // of a file of records
}

// found is a record, or why there is none.
type found struct {
	record *story.Story
	bad    *check.Unread
}

// read reads a file. What cannot be read is a finding against it.
func (f File) read(ctx context.Context, limit int) contents {
	sum := sha256.Sum256(f.Data)
	c := contents{answer: Answer{
		Judged: true, Stories: []Story{}, Findings: []check.Finding{}, raw: f.Data,
		Piece: Piece{From: f.From, Kind: string(f.kindOf()), SHA256: hex.EncodeToString(sum[:])},
	}}
	switch {
	case f.Err != nil:
		c.answer.unread = true
		c.against(finding(Unreadable, "its bytes cannot be had: %v", f.Err))
	case f.kindOf() == recordKind:
		c.readRecords(ctx, f, limit)
	default:
		c.readPiece(f)
	}
	return c
}

func (c *contents) against(f check.Finding) { c.answer.Findings = append(c.answer.Findings, f) }

func (c *contents) readPiece(f File) {
	p, err := piece.Read(f.From, f.kindOf(), f.Data)
	if err == nil && holdsRecord(f) {
		err = errors.New("a record of the archive stands in it: publish it as a file of its own, or take it out")
	}
	if err != nil {
		c.against(finding(Unreadable, "%v", err))
		return
	}
	switch c.piece = p; {
	case !p.Declared:
		c.against(finding(Undeclared, "nothing in it names a story, or says that it uses none"))
	case len(p.Uses) == 0:
		c.against(finding(NoStory, "it says that it uses no story"))
	}
	for _, u := range p.Uses {
		c.answer.Stories = append(c.answer.Stories, Story{
			ID: u.ID, Start: u.Start, End: u.End, Line: u.Line, Column: u.Column, Shots: append([]int{}, u.Shots...), Seconds: u.Seconds,
			Credit: u.Credit, Findings: []check.Finding{}, Conditions: []Condition{},
		})
	}
}

// holdsRecord reports whether a piece has a record's own fields in it. Their rights nobody would read.
func holdsRecord(f File) bool {
	holds := false
	err := check.Held(f.From, f.Data, len(f.Data)+1)(context.Background(), func(record *story.Story, _ *check.Unread) error {
		if record != nil {
			holds = holds || len(record.All(story.CopyrightHolder))+len(record.All(story.UsageTerms)) > 0
		}
		return nil
	})
	return err != nil || holds
}

// readRecords reads a file of records: each is published as it is.
func (c *contents) readRecords(ctx context.Context, f File, limit int) {
	err := check.Held(f.From, f.Data, limit)(ctx, func(record *story.Story, bad *check.Unread) error {
		c.records = append(c.records, found{record, bad})
		return nil
	})
	if err != nil {
		c.against(finding(NotInTime, "%v", err))
	}
	for _, r := range c.records {
		s := Story{Findings: []check.Finding{}, Conditions: []Condition{}, Shots: []int{}, Line: 1, Column: 1}
		if r.record != nil {
			s.Start, s.End, s.Line = int(r.record.Offset), int(r.record.Offset)+len(r.record.Raw), r.record.Line
		} else {
			s.Start, s.End = int(r.bad.Offset), int(r.bad.Offset)
			s.Line = 1 + bytes.Count(f.Data[:min(s.Start, len(f.Data))], []byte("\n"))
		}
		c.answer.Stories = append(c.answer.Stories, s)
	}
	if len(c.records) == 1 && c.records[0].record == nil {
		c.against(finding(Undeclared, "it is no record, and no piece either: have the gate judge the pieces alone, such as Markdown, HTML and JSON"))
	}
	if len(c.records) == 0 && err == nil {
		c.against(finding(Undeclared, "it holds no record, and names no story"))
	}
}
