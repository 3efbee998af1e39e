package archive

import (
	"math/bits"
	"sort"
)

// chance draws numbers. It is SplitMix64 (Steele, Lea and Flood, 2014), whose few lines stand here because no version of Go may
// change what an archive holds. Only whole numbers are reckoned with, for the same reason: machines round others differently.
type chance struct{ state uint64 }

// What a record's numbers are drawn for: each kind has its own, so that what is drawn for one changes nothing of the others.
const (
	forWords = iota
	forRights
	forDamage // what is done
	forPairs  // whether anything is, to a pair
	forSingles
	forNames // identifiers and titles
)

func (a *Archive) chance(i int, purpose uint64) chance {
	return chance{mix(a.seed(purpose) + uint64(i))}
}

// seed is the archive's, another one for each purpose. It is mixed, so that neighbouring seeds give archives that have nothing in common.
func (a *Archive) seed(purpose uint64) uint64 {
	return mix(mix(a.options.Seed+golden) + purpose*golden)
}

// golden is 2⁶⁴ divided by the golden ratio: adding it again and again visits all numbers, far from each other.
const golden = 0x9E3779B97F4A7C15

func (c *chance) next() uint64 {
	c.state += golden
	return mix(c.state)
}

// mix maps numbers to numbers, one to one.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// below gives a number from 0 to n-1.
func (c *chance) below(n int) int { return int(c.next() >> 32 * uint64(n) >> 32) }

// in is true so many times in a thousand.
func (c *chance) in(thousand int) bool { return c.below(1000) < thousand }

func pick[T any](c *chance, from []T) T { return from[c.below(len(from))] }

// weights are shares summed up, for drawing by them.
type weights []uint64

func weigh(shares ...int) weights {
	w, sum := weights{}, uint64(0)
	for _, share := range shares {
		sum += uint64(share)
		w = append(w, sum)
	}
	return w
}

// zipf weighs n things by their rank: the second is half as frequent as the first, the third a third.
func zipf(n int) weights {
	shares := make([]int, n)
	for rank := range shares {
		shares[rank] = 1 << 24 / (rank + 1)
	}
	return weigh(shares...)
}

func (w weights) draw(c *chance) int {
	at, _ := bits.Mul64(c.next(), w[len(w)-1])
	return sort.Search(len(w), func(i int) bool { return at < w[i] })
}

// ranked are things of which the first are the most frequent.
type ranked[T any] struct {
	all []T
	by  weights
}

func rank[T any](all []T) ranked[T] { return ranked[T]{all, zipf(len(all))} }

func (r ranked[T]) draw(c *chance) T { return r.all[r.by.draw(c)] }
