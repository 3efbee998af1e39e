package check

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// Table writes results as comma-separated values, one story a row under a heading.
type Table struct {
	csv     *csv.Writer
	started bool
}

// NewTable begins a table.
func NewTable(w io.Writer) *Table { return &Table{csv: csv.NewWriter(w)} }

var heading = []string{
	"verdict", "answer", "id", "title", "good_until", "reasons", "words", "conditions", "as_of", "from", "offset", "sha256",
	"policy", "entry", "error",
}

// GoOn begins no new heading: rows follow on others.
func (t *Table) GoOn() { t.started = true }

// Row adds a result and hands it on at once: an answer that was given is not held back.
func (t *Table) Row(r Result) error {
	if !t.started {
		t.started = true
		if err := t.csv.Write(heading); err != nil {
			return err
		}
	}
	if err := t.csv.Write(cells(r)); err != nil {
		return err
	}
	return t.Flush()
}

// Flush hands on what is left and says whether all was written.
func (t *Table) Flush() error {
	t.csv.Flush()
	return t.csv.Error()
}

func cells(r Result) []string {
	if u := r.Unjudged; u != nil {
		row := make([]string, len(heading))
		row[9], row[10], row[13], row[14] = SheetText(u.From), strconv.FormatInt(u.Offset, 10), strconv.FormatInt(u.Entry, 10), SheetText(u.Error)
		return row
	}
	d := r.Decision
	until := ""
	if d.GoodUntil != nil {
		until = *d.GoodUntil
	}
	var reasons, words []string
	why, _ := d.parted()
	for _, f := range why {
		reasons = append(reasons, f.Code)
		for _, w := range f.Words {
			words = append(words, w.Text)
		}
	}
	return []string{
		string(d.Verdict), SheetText(d.Answer), SheetText(d.Story.ID), SheetText(d.Story.Title), until, strings.Join(reasons, "; "),
		SheetText(strings.Join(words, "; ")), SheetText(strings.Join(details(d.Conditions), "; ")), d.AsOf, SheetText(d.Story.From),
		strconv.FormatInt(d.Story.Offset, 10), d.Story.SHA256, d.Policy, strconv.FormatInt(d.Entry, 10), "",
	}
}

func details(findings []Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Detail)
	}
	return all
}

// SheetText is text from outside for a cell of a spreadsheet, which would run one that begins like a formula.
func SheetText(s string) string {
	if s = Visible(s); s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}
