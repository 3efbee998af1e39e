package archive

import (
	"bytes"
	"slices"

	"clearance/story"
)

// draft is a record that is being written, behind others maybe.
type draft struct {
	raw    []byte
	start  int // of the record
	fields [len(form)]span
	n      int // how many fields there are so far
}

// span is where a field stands in raw: its dash, its value, the end of that.
type span struct{ dash, value, end int }

// form is the labels with what stands around them, in the order of story.Labels.
var form = [...]string{
	"- Title: ", "- Date: ", "- Summary: ", "- Embargoed: ", "- Keywords: ", "- Location: ", "- Country: ", "- Topics: ",
	"- Reuters ID: ", "- Story Text: ", "- Copyright Holder: ", "- Copyright Notice: ", "- Usage Terms/Restrictions: ",
}

// The places of some labels in the form.
var (
	embargoed = slices.Index(story.Labels, story.Embargoed)
	keywords  = slices.Index(story.Labels, story.Keywords)
	dated     = slices.Index(story.Labels, story.Date)
	summary   = slices.Index(story.Labels, story.Summary)
	text      = slices.Index(story.Labels, story.Text)
	holder    = slices.Index(story.Labels, story.CopyrightHolder)
	terms     = slices.Index(story.Labels, story.UsageTerms)
)

// begin writes the next label, on a line of its own or glued to the end of the last one.
func (d *draft) begin(glued bool) {
	d.end()
	if d.n > 0 {
		sign := byte('\n')
		if glued {
			sign = ' '
		}
		d.raw = append(d.raw, sign)
	}
	dash := len(d.raw)
	d.raw = append(d.raw, form[d.n]...)
	d.fields[d.n] = span{dash: dash, value: len(d.raw)}
	d.n++
}

// end closes the value that was written last. An empty one has no space before it.
func (d *draft) end() {
	if d.n == 0 {
		return
	}
	f := &d.fields[d.n-1]
	if len(d.raw) == f.value {
		f.value--
		d.raw = d.raw[:f.value]
	}
	f.end = len(d.raw)
}

func (d *draft) add(text string) { d.raw = append(d.raw, text...) }

// replace puts other bytes in place of some. The places of fields behind them hold no longer.
func (d *draft) replace(from, to int, with string) {
	d.raw = slices.Replace(d.raw, from, to, []byte(with)...)
}

// replaceAll changes all of the record from a place on.
func (d *draft) replaceAll(from int, old, with string) {
	d.raw = append(d.raw[:from], bytes.ReplaceAll(bytes.Clone(d.raw[from:]), []byte(old), []byte(with))...)
}
