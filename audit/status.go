package audit

import (
	"context"
	"fmt"
	"time"

	"clearance/audit/checkpoint"
)

// Status is what a glance at a trail shows.
type Status struct {
	Origin  string     `json:"origin"`            // the trail's name; "" while it has no entries
	Entries int64      `json:"entries"`           //
	Root    string     `json:"root"`              // of their tree, in base64
	Last    *time.Time `json:"last,omitempty"`    // when the last entry was recorded, UTC
	Keys    []string   `json:"keys"`              // the public keys that the trail names as its own
	Signed  int64      `json:"signed"`            // how many entries the last checkpoint counts; 0 where there is none
	At      *time.Time `json:"at,omitempty"`      // when the last of those was recorded, UTC
	Unseen  int64      `json:"unseen"`            // how many entries came since: nobody else can have seen them
	Note    string     `json:"note,omitempty"`    // the last checkpoint
	Trouble string     `json:"trouble,omitempty"` // why nothing may be written
}

// Status looks at a trail, in time that does not grow with it.
func (l *Log) Status() (s Status, err error) {
	ctx, doing := context.Background(), "looking at the trail "+l.path
	h, err := readHead(ctx, l.readers)
	if err != nil {
		return s, fault(doing, err)
	}
	s.Entries, s.Root, s.Unseen = h.size, h.root.String(), h.size
	if err := l.checkAnchor(ctx, l.readers); err != nil {
		s.Trouble = err.Error()
	}
	if s.Keys, err = l.Keys(); err != nil || h.size == 0 {
		return s, err
	}
	if s.Origin, err = l.Origin(); err != nil {
		return s, err
	}
	if s.Last, err = l.recordedAt(h.size - 1); err != nil {
		return s, fault(doing, err)
	}
	if c, found, err := lastCheckpoint(ctx, l.readers); err != nil {
		return s, fault(doing, err)
	} else if found {
		note, err := storedNote(ctx, l.readers, c.Size)
		if err != nil {
			return s, fault(doing, err)
		}
		s.Signed, s.Unseen, s.Note = c.Size, max(0, h.size-c.Size), string(note)
		if _, err := checkpoint.Open(note, s.Keys...); err != nil {
			s.Trouble = fmt.Sprintf("the last checkpoint: %v", err)
		}
		if c.Size <= h.size {
			if s.At, err = l.recordedAt(c.Size - 1); err != nil {
				return s, fault(doing, err)
			}
		}
	}
	if _, err := loadEdge(ctx, l.readers, h); err != nil {
		s.Trouble = err.Error()
	}
	return s, nil
}

func (l *Log) recordedAt(seq int64) (*time.Time, error) {
	var at time.Time
	err := l.readers.QueryRow(`SELECT recorded FROM entry WHERE seq = ?`, seq).Scan(microseconds{&at})
	return &at, err
}
