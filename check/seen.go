package check

import (
	"crypto/sha256"
	"encoding/binary"
)

// key is the first half of a SHA-256: enough to tell identifiers, or what records say, apart.
type key [sha256.Size / 2]byte

func keyOf(s string) (k key) {
	sum := sha256.Sum256([]byte(s))
	copy(k[:], sum[:])
	return k
}

// seen knows which keys it has met, in two to four bytes for each: a row of Bloom filters, each twice as large as the one before. It never
// forgets one; of those it has not met it takes fewer than one in two hundred for met.
type seen struct {
	filters []filter
}

// filter has some bits set for each of its keys.
type filter struct {
	bits []uint64
	room int // for how many more keys
}

const (
	firstRoom   = 1 << 12 // keys of the first filter
	bitsForEach = 16
	probes      = 8 // bits set for a key: in a full filter one in two thousand is taken for met
)

// add notes a key, and reports whether it may have been met before.
func (s *seen) add(k key) bool {
	for _, f := range s.filters {
		if f.has(k) {
			return true
		}
	}
	if n := len(s.filters); n == 0 || s.filters[n-1].room == 0 {
		room := firstRoom << n
		s.filters = append(s.filters, filter{make([]uint64, room*bitsForEach/64), room})
	}
	last := &s.filters[len(s.filters)-1]
	last.room--
	for bit := range last.each(k) {
		last.bits[bit/64] |= 1 << (bit % 64)
	}
	return false
}

func (f filter) has(k key) bool {
	for bit := range f.each(k) {
		if f.bits[bit/64]&(1<<(bit%64)) == 0 {
			return false
		}
	}
	return true
}

// each gives the bits of a key. Its halves are random, as it is a hash, so that steps of the second one are as good as more hashes.
func (f filter) each(k key) func(yield func(uint64) bool) {
	at, step := binary.LittleEndian.Uint64(k[:8]), binary.LittleEndian.Uint64(k[8:])|1
	mask := uint64(len(f.bits))*64 - 1 // a power of two, less one
	return func(yield func(uint64) bool) {
		for range probes {
			if !yield(at & mask) {
				return
			}
			at += step
		}
	}
}
