package audit

import (
	"context"
	"hash/maphash"
	"sync"
	"sync/atomic"
)

// names says which stories and records the trail may have readings of, without looking: a Bloom filter of the identifiers and the
// SHA-256s of all readings up to one id. What it does not know is not there. What was erased it goes on to know.
type names struct {
	learning sync.Mutex // held by who reads what it does not know yet
	begun    sync.Once
	seed     maphash.Seed
	blocks   [][blockWords]uint64
	upTo     atomic.Int64 // it knows the readings up to this id
	asked    atomic.Int64 // how often it did not know them all
}

// The filter is of blocks of 512 bits; a name sets four in one block. A million readings set 6 % of all bits, ten million 45 %.
const (
	nameBlocks = 1 << 18
	blockWords = 8
	bitsOfName = 4
)

// To learn a million readings takes a second. Who asks about a few stories of a large trail had better look for them.
const (
	quicklyLearned = 4096
	enoughAsked    = 64
)

// learn makes it know all readings up to the last, unless they are many and it was hardly asked yet.
func (n *names) learn(ctx context.Context, q querier, last int64) (known bool, err error) {
	if n.upTo.Load() >= last {
		return true, nil
	}
	if last-n.upTo.Load() > quicklyLearned && n.asked.Add(1) <= enoughAsked {
		return false, nil
	}
	n.learning.Lock()
	defer n.learning.Unlock()
	from := n.upTo.Load()
	if from >= last {
		return true, nil
	}
	rows, err := q.QueryContext(ctx, `SELECT identifier, record FROM reading WHERE id > ? AND id <= ?`, from, last)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	for rows.Next() {
		var identifier, record any
		if err := rows.Scan(&identifier, unpacked{&record}); err != nil {
			return false, err
		}
		n.add(identifier, record)
	}
	if err := rows.Err(); err != nil {
		return false, err
	}
	n.upTo.CompareAndSwap(from, last)
	return true, nil
}

// add notes names. What is no string is none.
func (n *names) add(all ...any) {
	for _, name := range all {
		if s, ok := name.(string); ok {
			block, hash := n.place(s)
			for range bitsOfName {
				atomic.OrUint64(&block[hash/64%blockWords], 1<<(hash%64))
				hash /= 64 * blockWords
			}
		}
	}
}

// has reports whether it knows a name, or takes it for one that it knows.
func (n *names) has(name string) bool {
	block, hash := n.place(name)
	for range bitsOfName {
		if atomic.LoadUint64(&block[hash/64%blockWords])&(1<<(hash%64)) == 0 {
			return false
		}
		hash /= 64 * blockWords
	}
	return true
}

// place gives the block of a name, and what says which bits in it are the name's.
func (n *names) place(name string) (block *[blockWords]uint64, hash uint64) {
	n.begun.Do(func() { n.seed, n.blocks = maphash.MakeSeed(), make([][blockWords]uint64, nameBlocks) })
	hash = maphash.String(n.seed, name)
	return &n.blocks[hash%nameBlocks], hash / nameBlocks
}

// mayKnow reports whether the trail may have a reading of a record, as the batch finds it or with those that it has added.
func (b *batch) mayKnow(record string) (bool, error) {
	last, err := b.lastID("reading")
	if err != nil {
		return false, err
	}
	if !b.named {
		if err := b.flush(); err != nil {
			return false, err
		}
		if b.named, err = b.log.names.learn(context.Background(), b.log.conn, last); err != nil || !b.named {
			return true, err
		}
		b.before = last
	}
	return b.log.names.has(record), nil
}

// nowKnown is called when the batch is stored.
func (b *batch) nowKnown() {
	if b.named {
		b.log.names.upTo.CompareAndSwap(b.before, b.ids["reading"])
	}
}
