package rights

import "math/bits"

// head is the first eight bytes of a word, the first one lowest: what nearly all of a text can be told by, eight bytes at a time.
type head uint64

const (
	headBytes = 8
	ones      = 0x0101010101010101 // one in each byte
	tops      = 0x80 * ones        // the highest bit of each byte
	cases     = 0x20 * ones        // the bit by which a small letter differs from its capital one
)

// headAt gives the eight bytes at a place.
func headAt(text string, i int) head {
	s := text[i : i+headBytes]
	return head(s[0]) | head(s[1])<<8 | head(s[2])<<16 | head(s[3])<<24 | head(s[4])<<32 | head(s[5])<<40 | head(s[6])<<48 | head(s[7])<<56
}

// size gives how many letters and digits of ASCII it begins with.
func (h head) size() int {
	const seven = tops - ones // the other bits of each byte
	low := h & seven
	letter := low | cases
	isLetter := (letter + (0x80-'a')*ones) &^ (letter + (0x80-'z'-1)*ones) // in the highest bit of each byte
	isDigit := (low + (0x80-'0')*ones) &^ (low + (0x80-'9'-1)*ones)
	return bits.TrailingZeros64(uint64(^((isLetter|isDigit)&^h)&tops)) / 8
}

// first gives so many bytes of it, letters as small ones, and zeros behind.
func (h head) first(n int) head { return (h | cases) & (1<<(8*n) - 1) }

// knownHead is what words with some head mean, in the vocabulary.
type knownHead struct {
	head
	short *meaning // of the word that is no more than the head, nil if there is none
	long  bool     // longer words have the head, too
}

// heads has a bit for the hash of each head that words of the vocabulary have, and byHead the heads, each at its hash or behind others.
// Most words have none of these bits; they are few, so that they stay near the processor.
var heads, byHead = func() (set [1 << headBits / 64]uint64, all [1 << headBits / 16]knownHead) {
	for w, m := range vocabulary {
		n := min(len(w), headBytes)
		h := headAt(w[:n]+"\x00\x00\x00\x00\x00\x00\x00", 0).first(n)
		set[h.hash()/64] |= 1 << (h.hash() % 64)
		at := h.hash() / 16
		for all[at].head != 0 && all[at].head != h {
			at = (at + 1) % uint(len(all))
		}
		if all[at].head = h; n == len(w) {
			all[at].short = m
		} else {
			all[at].long = true
		}
	}
	return set, all
}()

const headBits = 14

// hash spreads heads, by the golden ratio.
func (h head) hash() uint { return uint(h * 0x9E3779B97F4A7C15 >> (64 - headBits)) }

// mayBeKnown reports whether a word of the vocabulary may have this head.
func (h head) mayBeKnown() bool { return heads[h.hash()/64]>>(h.hash()%64)&1 != 0 }

// meaningOf is meaningOf for a word with this head.
func (h head) meaningOf(word string) *meaning {
	for at := h.hash() / 16; byHead[at].head != 0; at = (at + 1) % uint(len(byHead)) {
		if known := &byHead[at]; known.head != h {
			continue
		} else if len(word) <= headBytes && known.short != nil {
			return known.short
		}
		return meaningOf(word)
	}
	if maySlip(word) {
		return meaningOf(word)
	}
	return plainWord
}
