// Package archive makes archives to try readers on: records as agencies write them, as many as needed, the same ones for the same seed.
//
// The form of the records is that of testdata/stories, their size too. What stands in them follows testdata/phrases and the
// lexicons of rights: which holders, notices, embargoes, datelines and terms there are, and how they are written. How often
// each occurs nobody has counted in a real archive: few are frequent and many rare, after Zipf, and the shares in this package are
// guesses. All people and events are invented.
package archive

import (
	"fmt"
	"iter"
	"time"
)

// Options say what kind of archive to make. The zero value is an empty one.
type Options struct {
	Seed    uint64 // another seed makes another archive
	Stories int    // how many records, up to Most

	// Dated makes every embargo, date and shot its own; what restricts repeats, as it does in archives.
	Dated bool

	// Distinct makes every embargo, date, shot and restriction its own, the worst case for whoever remembers what was read or
	// decided. Otherwise rights repeat as they do in archives.
	Distinct bool

	Damaged  float64   // the share of records with something wrong in their form, from 0 to 1
	TextSize int       // how long a story's text is in bytes, about; DefaultTextSize unless stated
	AsOf     time.Time // the moment around which embargoes end and restrictions expire, to the minute; DefaultAsOf unless stated
}

func (o Options) dated() bool { return o.Dated || o.Distinct }

// DefaultTextSize makes records of 5 kB, like that of testdata/stories/nato-russia.txt.
const DefaultTextSize = 3900

// DefaultAsOf is the moment that the tests of this project ask about.
var DefaultAsOf = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)

// Most is how many titles there are before one comes again.
var Most = len(words.places) * len(words.actors) * len(words.deeds) * len(words.tails)

// Archive gives records by their number. It holds none of them, and may be read by several goroutines.
type Archive struct {
	options       Options
	asOf          int64 // in minutes since 1970
	pairs, single uint64
}

// Record is one record of an archive.
type Record struct {
	Number int
	Damage Damage // what is wrong with it; its bytes do not say so
	Bytes  []byte // with the line end after its last field
}

// New gives the archive that the options describe.
func New(o Options) (*Archive, error) {
	switch {
	case o.Stories < 0 || o.Stories > Most:
		return nil, fmt.Errorf("make an archive of %d stories: give 0 to %d", o.Stories, Most)
	case !(o.Damaged >= 0 && o.Damaged <= 1):
		return nil, fmt.Errorf("make an archive with a share of %v damaged: give 0 to 1", o.Damaged)
	case o.TextSize < 0:
		return nil, fmt.Errorf("make an archive with texts of %d bytes: give none for the usual size, or more", o.TextSize)
	}
	if o.TextSize == 0 {
		o.TextSize = DefaultTextSize
	}
	if o.AsOf.IsZero() {
		o.AsOf = DefaultAsOf
	}
	a := &Archive{options: o, asOf: o.AsOf.Unix() / 60}
	a.pairs, a.single = shares(o.Damaged)
	return a, nil
}

// Stories is how many records there are.
func (a *Archive) Stories() int { return a.options.Stories }

// All gives every record in order. The bytes of one are overwritten by the next.
func (a *Archive) All() iter.Seq[Record] {
	return func(yield func(Record) bool) {
		var buffer []byte
		for i := range a.options.Stories {
			buffer = a.Append(buffer[:0], i)
			if !yield(Record{i, a.Damage(i), buffer}) {
				return
			}
		}
	}
}

// Append appends the bytes of record i, counted from 0.
func (a *Archive) Append(to []byte, i int) []byte {
	damage := a.Damage(i)
	told := i
	if damage == Twin {
		told = first(i) // both tell the same story
	}
	d := draft{raw: to, start: len(to)}
	a.write(&d, told)
	if damage != Sound {
		c := a.chance(i, forDamage)
		damage.do(&d, &c, i)
	}
	if last := len(d.raw) - 1; d.raw[last] != '\n' {
		d.raw = append(d.raw, '\n')
	}
	return d.raw
}

// ID is the identifier of record i, where damage leaves it: 28 letters and digits like the archive's own, no two of them the same.
func (a *Archive) ID(i int) string {
	if a.Damage(i) == Twin {
		i = first(i)
	}
	return string(a.appendID(nil, i))
}

func (a *Archive) appendID(to []byte, i int) []byte {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789" // 32 of them
	to = append(to, "LVA"...)
	// Mixing maps numbers to numbers one to one: 13 letters hold all of it, so no two records share them.
	c := chance{a.seed(forNames) + uint64(i)}
	for n, length := range []int{13, 12} {
		bits := mix(c.state + uint64(n)<<63)
		for range length {
			to = append(to, letters[bits%32])
			bits /= 32
		}
	}
	return to
}
