package rights

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"clearance/rights/when"
	"clearance/story"
)

// maxIdentifier bounds an identifier in bytes. The archive's own have 28 characters.
const maxIdentifier = 128

// Read reads a record. It may be called by many goroutines, and what it gives is the same whatever was read before. What it has read of
// short texts it remembers, in 130 MB at the very most, whatever comes; archives as they are take less than 10. Readings share what is
// remembered: their rules and labels must not be changed.
func Read(s *story.Story) Reading {
	r := Reading{
		Reader: ReaderVersion,
		Story:  Source{From: s.From, Offset: s.Offset, SHA256: s.SHA256()},
		Record: readRecord(s), Holder: readHolder(s), Notice: readNotice(s),
	}
	articles := articlesOf(s)
	defer letGo(articles)
	r.Shots = readShots(articles)
	readShotRules(s, r.Shots)
	r.Terms = readTerms(s, &r.Notice, articles, r.Shots)
	r.Shots = append(r.Shots, sourcesInTerms(&r)...)
	r.Embargo = readEmbargo(s, r.Record.Date)
	r.Story.Title = look(s, story.Title).text
	if r.Record.ID.State == Stated {
		r.Story.ID = r.Record.ID.Value
	}
	r.Rights = r.digest()
	return r
}

func readRecord(s *story.Story) Record {
	space := make([]Words, 2)
	r := Record{Labels: labelsOf(s), ID: readIdentifier(s, space[:0:1]), Date: readDate(s, space[1:1:2]), Oddities: []Oddity{}}
	for _, o := range s.Oddities {
		words := Words{Field: labelAt(s, o.Span), Start: o.Span.Start, End: o.Span.End, Text: o.Text}
		r.Oddities = append(r.Oddities, Oddity{Kind: string(o.Kind), Words: words})
	}
	return r
}

// labelsOf gives the state of each label. The words of every field would be the whole record again.
func labelsOf(s *story.Story) map[string]Fact {
	var labels map[string]Fact // where they are not allStated
	inForm := isInForm(s)
	for i, label := range story.Labels {
		if inForm && s.Fields[i].Text != "" {
			continue
		}
		if f := look(s, label); f.state != Stated {
			if labels == nil {
				labels = maps.Clone(allStated)
			}
			labels[namesInForm[i]] = f.fact(label)
		}
	}
	if labels == nil {
		return allStated
	}
	return labels
}

// namesInForm are the names of the labels, in the order of the form.
var namesInForm = func() (names []string) {
	for _, label := range story.Labels {
		for name, l := range LabelNames {
			if l == label {
				names = append(names, name)
			}
		}
	}
	return names
}()

// isInForm reports whether a record has each label once, in the order of the form, as most have.
func isInForm(s *story.Story) bool {
	return slices.EqualFunc(s.Fields, story.Labels, func(f story.Field, l story.Label) bool { return f.Label == l })
}

// allStated are the labels of a record that says something behind each. Readings share it.
var allStated = func() map[string]Fact {
	labels := map[string]Fact{}
	for name := range LabelNames {
		labels[name] = Fact{State: Stated}
	}
	return labels
}()

// labelAt is the label of the field that a span stands in, "" where it stands in none.
func labelAt(s *story.Story, span story.Span) string {
	for _, f := range s.Fields {
		if f.Span.Start <= span.Start && span.Start < f.Span.End {
			return string(f.Label)
		}
	}
	return ""
}

// ReadIdentifier gives the identifier that a reading of the record has, "" where none can be read.
func ReadIdentifier(s *story.Story) string {
	if id := readIdentifier(s, nil); id.State == Stated {
		return id.Value
	}
	return ""
}

// readIdentifier reads the identifier: one word of printing characters.
func readIdentifier(s *story.Story, space []Words) Fact {
	f := look(s, story.Identifier)
	fact := f.factIn(space, story.Identifier)
	if f.state != Stated {
		return fact
	}
	odd := func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) || r == unicode.ReplacementChar }
	if len(f.text) > maxIdentifier || strings.ContainsFunc(f.text, odd) {
		fact.State = Unreadable
		return fact
	}
	fact.Value = f.text
	return fact
}

// dayIn gives the ISO day that a text states, "" where it states none.
func dayIn(text string) string {
	if day, ok := when.ParseDay(text); ok {
		return day.Format(time.DateOnly)
	}
	return ""
}

// readDate reads the day of the story.
func readDate(s *story.Story, space []Words) Fact {
	f := look(s, story.Date)
	fact := f.factIn(space, story.Date)
	if f.state != Stated {
		return fact
	}
	if fact.Value = days.Read(f.text, dayIn); fact.Value == "" {
		fact.State = Unreadable
	}
	return fact
}
