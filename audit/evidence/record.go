package evidence

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"clearance/audit/leaf"
	"clearance/policy"
	"clearance/rights"
	"clearance/story"
)

// compareRecord reads the record again that whoever checks has brought.
func (c *checker) compareRecord() {
	const name = "record"
	if c.given.Record == nil {
		c.doubt(name, "Whether the words are those of the record was not looked at: give the record itself (--record).")
		return
	}
	sha256, from, offset := c.whichRecord()
	if sha256 == "" {
		c.doubt(name, "Which record it was is not known, or was erased, so the one that you gave was not compared.")
		return
	}
	record, count := find(c.given.Record, sha256)
	if record == nil {
		c.breaks(name, "None of the %d records in the file that you gave is the one that was judged: its SHA-256 is %s.", count, sha256)
		return
	}
	c.prove(name, "the SHA-256 of its bytes", "The record that you gave, at byte %d of its file, is the one that this entry is about, byte for byte.", record.Offset)
	if c.reading == nil {
		return
	}
	record.From, record.Offset = from, offset // the same record may stand in another file
	c.compareReading(record)
	c.compareQuotes(record)
}

// whichRecord is the SHA-256 of the record and where it stood; "" where it is not known.
func (c *checker) whichRecord() (sha256, from string, offset int64) {
	switch {
	case c.reading != nil:
		return c.reading.Story.SHA256, c.reading.Story.From, c.reading.Story.Offset
	case c.unjudged != nil:
		return c.unjudged.SHA256, c.unjudged.From, c.unjudged.Offset
	}
	return "", "", 0
}

// find looks for a record by its SHA-256, and counts those that it met.
func find(file []byte, sha256 string) (*story.Story, int) {
	count := 0
	for r := story.NewReader(bytes.NewReader(file), "record", len(file)); ; {
		record, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil, count
		}
		if err != nil {
			continue // what is no record is not the one
		}
		if count++; record.SHA256() == sha256 {
			return record, count
		}
	}
}

// compareReading reads the record again.
func (c *checker) compareReading(record *story.Story) {
	const name = "read-again"
	if c.reading.Reader != rights.ReaderVersion {
		c.doubt(name, "The record was not read again: it was read by reader %s, this program has reader %s.", c.reading.Reader, rights.ReaderVersion)
		return
	}
	again := rights.Read(record)
	switch {
	case same(again, *c.reading):
		c.prove(name, "the record that you gave, read by this program", "Read again, the record says the same, byte for byte.")
	case same(alone(again), alone(*c.reading)):
		c.prove(name, "the record that you gave, read by this program", "Read again, the record says the same, byte for byte, but for what stands before it in its file.")
	default:
		c.breaks(name, "Read again, the record does not say what the log keeps. %s", c.versions())
	}
}

func same(a, b rights.Reading) bool {
	x, err := leaf.Canonical(a)
	y, other := leaf.Canonical(b)
	return err == nil && other == nil && bytes.Equal(x, y)
}

// alone is a reading without the text that stood before the record, which has no place in the record's own bytes.
func alone(r rights.Reading) rights.Reading {
	r.Record.Oddities = slices.DeleteFunc(slices.Clone(r.Record.Oddities), before)
	return r
}

func before(o rights.Oddity) bool {
	return o.Kind == string(story.StrayText) && o.Words.Start == 0 && o.Words.End == 0
}

// compareQuotes compares every quotation with the bytes that it stands for.
func (c *checker) compareQuotes(record *story.Story) {
	const name = "quotes"
	if c.report.Decision == nil {
		return
	}
	var quoted []policy.ExplainedWords
	for _, f := range c.report.Decision.Findings {
		quoted = append(quoted, f.Words...)
	}
	compared := 0
	for _, w := range quoted {
		stray := slices.ContainsFunc(c.reading.Record.Oddities, func(o rights.Oddity) bool { return before(o) && o.Words == w.Words })
		if w.Absent || stray {
			continue
		}
		if w.Start < 0 || w.End < w.Start || w.End > len(record.Raw) || text(record.Raw, w.Start, w.End) != w.Text {
			c.breaks(name, "The words %q are not at bytes %d to %d of the record.", w.Text, w.Start, w.End)
			return
		}
		compared++
	}
	if compared == 0 {
		return
	}
	c.prove(name, "the bytes of the record that you gave", "Each of the %d quotations is what stands in the record at the bytes that it names.", compared)
}

// text is a stretch of a record as UTF-8. A record of which not every byte is valid UTF-8 is in Windows-1252, where five bytes mean nothing.
func text(raw []byte, start, end int) string {
	if utf8.Valid(raw) {
		return string(raw[start:end])
	}
	var b []rune
	for _, c := range raw[start:end] {
		r := charmap.Windows1252.DecodeByte(c)
		if slices.Contains([]byte{0x81, 0x8D, 0x8F, 0x90, 0x9D}, c) {
			r = utf8.RuneError
		}
		b = append(b, r)
	}
	return string(b)
}
