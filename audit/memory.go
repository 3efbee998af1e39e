package audit

import "hash/maphash"

// memory remembers the ids of rows by their content. It has two halves: when the younger one is full it takes the place of the older, which
// is forgotten but for what is met meanwhile.
type memory struct {
	young, old map[string]int64
	size       int // of the younger half, in bytes
}

// mostRemembered bounds one half, in bytes.
const mostRemembered = 24 << 20

// find gives an id. The key is not kept.
func (m *memory) find(key []byte) (id int64, found bool) {
	if id, found = m.young[string(key)]; found {
		return id, true
	}
	if id, found = m.old[string(key)]; found {
		m.put(string(key), id)
	}
	return id, found
}

func (m *memory) put(key string, id int64) {
	if m.young == nil || m.size > mostRemembered {
		m.old, m.young, m.size = m.young, map[string]int64{}, 0
	}
	m.young[key] = id
	m.size += len(key) + 64
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
