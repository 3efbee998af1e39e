//go:build unix

package audit

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// disk is what a folder may look like after the power has failed. A file, and the folder itself, have a settled part that was
// synced, and changes since then, each of which may have reached the disk or not.
type disk struct {
	chance  *rand.Rand
	drop    float64 // how likely a change is lost that nothing had settled
	tear    float64 // how likely it is torn where it is not lost
	live    map[string]*file
	settled map[string]*file
	renamed []naming
}

// naming is a change of the folder: a name is given to a file, or to none any more.
type naming struct {
	name string
	file *file
}

type file struct {
	settled []byte
	pending []operation
}

// sector is what a disk writes as a whole.
const sector = 512

// newDisk gives an empty disk. Some lose all that is not settled, some nothing, most a part.
func newDisk(seed uint64) *disk {
	chance := rand.New(rand.NewPCG(seed, 0))
	return &disk{
		chance:  chance,
		drop:    []float64{0, 0.02, 0.2, 0.5, 0.9, 1}[chance.IntN(6)],
		tear:    []float64{0, 0.1, 0.5}[chance.IntN(3)],
		live:    map[string]*file{},
		settled: map[string]*file{},
	}
}

// do applies one operation of a record.
func (d *disk) do(o operation) {
	f := d.live[o.name]
	switch o.kind {
	case 'C':
		f = &file{}
		d.live[o.name] = f
		d.renamed = append(d.renamed, naming{o.name, f})
	case 'U':
		delete(d.live, o.name)
		d.renamed = append(d.renamed, naming{o.name, nil})
	case 'W', 'T':
		f.pending = append(f.pending, o)
	case 'S':
		for _, change := range f.pending {
			f.settle(change)
		}
		f.pending = nil
	case 'D':
		for _, n := range d.renamed {
			d.settle(n)
		}
		d.renamed = nil
	case 'F':
		if o.data[0] == 'S' { // after a sync that failed, the kernel takes what it could not write for written
			d.fate(f)
		}
	}
}

// cut takes the power away: whatever is not settled is kept, lost or torn.
func (d *disk) cut() {
	for _, n := range d.renamed {
		if d.chance.Float64() >= d.drop {
			d.settle(n)
		}
	}
	for _, f := range d.settled {
		d.fate(f)
	}
}

func (d *disk) settle(n naming) {
	if n.file == nil {
		delete(d.settled, n.name)
	} else {
		d.settled[n.name] = n.file
	}
}

// fate settles each pending change of a file, or a part of it, or nothing.
func (d *disk) fate(f *file) {
	for _, change := range f.pending {
		switch {
		case d.chance.Float64() < d.drop:
		case change.kind == 'W' && d.chance.Float64() < d.tear:
			d.torn(f, change)
		default:
			f.settle(change)
		}
	}
	f.pending = nil
}

// torn settles the beginning of a write, or some of its sectors.
func (d *disk) torn(f *file, write operation) {
	if d.chance.IntN(2) == 0 {
		write.data = write.data[:d.chance.IntN(len(write.data))]
		f.settle(write)
		return
	}
	for data, at := write.data, write.offset; len(data) > 0; {
		n := min(int(sector-at%sector), len(data))
		if d.chance.IntN(2) == 0 {
			f.settle(operation{kind: 'W', offset: at, data: data[:n]})
		}
		data, at = data[n:], at+int64(n)
	}
}

func (f *file) settle(o operation) {
	switch end := int(o.offset) + len(o.data); {
	case o.kind == 'W':
		f.resize(max(end, len(f.settled)))
		copy(f.settled[o.offset:], o.data)
	default:
		f.resize(int(o.offset))
	}
}

func (f *file) resize(n int) {
	if n <= len(f.settled) {
		f.settled = f.settled[:n]
		return
	}
	had := len(f.settled)
	f.settled = slices.Grow(f.settled, n-had)[:n]
	clear(f.settled[had:])
}

// writeTo makes the files of the disk. There may be a -shm file of the time before: nothing in it may be believed.
func (d *disk) writeTo(t testing.TB, folder string) {
	t.Helper()
	for name, f := range d.settled {
		writeFile(t, filepath.Join(folder, name), f.settled)
		if d.chance.IntN(3) == 0 && filepath.Ext(name) == ".db" {
			junk := make([]byte, 32<<10)
			for i := range junk {
				junk[i] = byte(d.chance.Uint32())
			}
			writeFile(t, filepath.Join(folder, name+"-shm"), junk)
		}
	}
}

// checkRecord wants the record to explain the files that are there: nothing went past the shim.
func (s stage) checkRecord(t testing.TB, all []operation) {
	t.Helper()
	d := newDisk(0)
	d.drop, d.tear = 0, 0
	for _, o := range all {
		if o.kind != 'F' {
			d.do(o)
		}
	}
	d.cut()
	for name, f := range d.settled {
		if got, err := os.ReadFile(filepath.Join(s.folder, name)); err != nil || !bytes.Equal(got, f.settled) {
			t.Errorf("%s: %v, %d bytes where the record makes it %d, or others", name, err, len(got), len(f.settled))
		}
	}
	for _, name := range []string{filepath.Base(s.path), filepath.Base(s.path) + "-wal"} {
		if _, err := os.Stat(filepath.Join(s.folder, name)); err == nil && d.settled[name] == nil {
			t.Errorf("the record does not know of %s", name)
		}
	}
}
