package audit

import (
	"context"
	"database/sql"
	"hash/maphash"
	"slices"
	"sync"

	"clearance/audit/parts"
)

// fragment is the text of a piece that was met more than once.
type fragment struct {
	text string

	id    int64 // of its row; both are for whoever writes
	epoch int64 // the one in which it has that id: see Log.forget
}

// fragments are those of one table that were met lately. They have two halves: when the younger one is full it takes the place of the
// older, which is forgotten but for what is met meanwhile.
type fragments struct {
	table string

	mu         sync.RWMutex
	young, old map[string]*fragment
	size       int // of the younger half, in bytes
	met        sightings

	recalled int64 // the epoch in which the last rows of the table were called to mind; for whoever writes
}

func newFragments() map[string]*fragments {
	return map[string]*fragments{readings.pieces: {table: readings.pieces}, inputs.pieces: {table: inputs.pieces}}
}

// Bounds of one half, in bytes, and of how many rows are called to mind.
const (
	mostFragments = 24 << 20
	mostRecalled  = 1000
)

// take takes apart what stands on a desk, and notes there which of its pieces are fragments: nil for any other. The texts of fragments are
// not in what it gives.
func (f *fragments) take(on *desk, form *parts.Form) parts.Pieces {
	on.shared = on.shared[:0]
	f.mu.RLock()
	defer f.mu.RUnlock()
	return form.Take(on.bytes, on.notes.All, func(text []byte) bool {
		one := f.young[string(text)]
		on.shared = append(on.shared, one)
		return one != nil
	})
}

// learn makes fragments of those pieces of a document that are met again. It is for whoever writes, so that what is stored follows from
// the order in which documents are.
func (f *fragments) learn(d *document) {
	if d.learnt {
		return
	}
	d.learnt = true
	if d.by == nil {
		d.shared, d.by = make([]*fragment, d.Len()), f
	}
	if !slices.Contains(d.shared, nil) {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, one := range d.shared {
		if one == nil {
			d.shared[i] = f.young[string(d.Text(i))] // it may be known by now
		}
	}
	for i, one := range d.shared {
		if one == nil {
			d.shared[i] = f.meet(d.Text(i))
		}
	}
}

// meet gives the fragment of a text that is not among the younger ones, nil where it is met for the first time.
func (f *fragments) meet(text []byte) *fragment {
	one := f.old[string(text)]
	if one == nil {
		if !f.met.again(text) {
			return nil
		}
		one = &fragment{text: string(text)}
	}
	f.add(one)
	return one
}

func (f *fragments) add(one *fragment) {
	if f.young == nil || f.size > mostFragments {
		f.old, f.young, f.size = f.young, map[string]*fragment{}, 0
	}
	f.young[one.text] = one
	f.size += len(one.text) + 96
}

// recall calls the last rows of the table to mind.
func (f *fragments) recall(b *batch) error {
	s, err := b.log.prepared(`SELECT id, data FROM ` + f.table + ` WHERE data IS NOT NULL ORDER BY id DESC LIMIT ?`)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(context.Background(), mostRecalled)
	if err != nil {
		return err
	}
	defer rows.Close()
	f.mu.Lock()
	defer f.mu.Unlock()
	for rows.Next() {
		var id int64
		var text sql.RawBytes
		if err := rows.Scan(&id, &text); err != nil {
			return err
		}
		one := f.young[string(text)]
		if one == nil {
			one = &fragment{text: string(text)}
			f.add(one)
		}
		one.id, one.epoch = id, b.log.epoch
	}
	return rows.Err()
}

// rowOf gives the id of a fragment's row, and writes it where there is none that is known.
func (f *fragments) rowOf(b *batch, one *fragment) (int64, error) {
	if one.epoch == b.log.epoch && one.id > 0 {
		return one.id, nil
	}
	id, err := b.nextID(f.table)
	if err == nil {
		err = b.put(`INSERT INTO `+f.table+` (id, data) VALUES (?, ?)`, id, []byte(one.text))
	}
	if err != nil {
		return 0, wrap(err, "writing a "+f.table)
	}
	one.id, one.epoch = id, b.log.epoch
	return id, nil
}

// sightings says what was met before, and is wrong now and then: it keeps less than a hash of each, and the last one in each place.
type sightings struct {
	seed  maphash.Seed
	marks []uint32
}

const sightingPlaces = 1 << 18

// again reports whether something was met before, and notes that it was now.
func (s *sightings) again(key []byte) bool {
	if s.marks == nil {
		s.seed, s.marks = maphash.MakeSeed(), make([]uint32, sightingPlaces)
	}
	h := maphash.Bytes(s.seed, key)
	place, mark := h%sightingPlaces, uint32(h>>32)|1
	met := s.marks[place] == mark
	s.marks[place] = mark
	return met
}
