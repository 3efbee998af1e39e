package gate

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"clearance/check"
	"clearance/story"
)

// wanted are the identifiers that are looked for, as they are written and as plain letters and digits.
type wanted struct {
	exact map[string]bool
	plain map[string]bool
}

func (w wanted) add(id string) {
	w.exact[id], w.plain[plainID(id)] = true, true
}

// plainID is an identifier without what damage may have put into it: letters and digits, in capitals.
func plainID(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, id)
}

// find gathers the records among the files, and looks through the archive for the stories that pieces name, and for other versions of
// the records.
func (g *Gate) find(ctx context.Context, all []contents, s *said) ([]queued, error) {
	var queue []queued
	w := wanted{map[string]bool{}, map[string]bool{}}
	for _, c := range all {
		for _, r := range c.records {
			queue = append(queue, queued{found: r})
			for _, id := range r.ids() {
				w.add(id)
			}
		}
		for _, u := range c.piece.Uses {
			w.add(u.ID)
		}
	}
	if len(w.exact) == 0 {
		return queue, nil
	}
	err := g.Archive.Each(ctx, func(record *story.Story, bad *check.Unread) error {
		switch {
		case bad != nil:
			s.unsearched = append(s.unsearched, *bad)
			return nil
		case w.hidden(record):
			s.unsearched = append(s.unsearched, check.Unread{From: record.From, Offset: record.Offset,
				Reason: fmt.Errorf("line %d: the identifier of this record is damaged, and it may be one that is looked for", record.Line)})
			return nil
		}
		q := queued{found: found{record: record}}
		for _, id := range q.found.ids() {
			if w.exact[id] {
				q.ids = append(q.ids, id)
			}
		}
		if len(q.ids) > 0 {
			queue = append(queue, q)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for the stories: %w", err)
	}
	return queue, nil
}

// ids are the identifiers that a record shows; more than one where it contradicts itself.
func (f found) ids() (ids []string) {
	if f.record == nil {
		return nil
	}
	for _, field := range f.record.All(story.Identifier) {
		if field.Text != "" {
			ids = append(ids, field.Text)
		}
	}
	return ids
}

// hidden reports whether a record may be another version of a story that is looked for, with a damaged identifier: it is the same but
// for capitals, spaces and signs, or the record has none and has one that is looked for somewhere in its text.
func (w wanted) hidden(record *story.Story) bool {
	ids := found{record: record}.ids()
	for _, id := range ids {
		if w.exact[id] {
			return false
		}
	}
	for _, id := range ids {
		if w.plain[plainID(id)] {
			return true
		}
	}
	if len(ids) > 0 {
		return false
	}
	text := plainID(string(record.Raw))
	for id := range w.plain {
		if id != "" && strings.Contains(text, id) {
			return true
		}
	}
	return false
}
