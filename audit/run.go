package audit

import (
	"fmt"
	"sync"

	"clearance/audit/leaf"
)

// Run is one run of a program that judges: what it appends stands between its run-start and its run-end.
// Its methods may be called from several goroutines; what these append at the same time shares a transaction.
type Run struct {
	log *Log
	seq int64 // of its run-start

	chain []int64 // the runs that it goes on with, and itself

	open  sync.RWMutex // held for reading while something is appended, for writing while the run ends
	ended bool

	mu     sync.Mutex // guards counts
	counts Counts
}

// Begin records the start of a run.
func (l *Log) Begin(info RunInfo) (*Run, error) {
	if info.Args == nil {
		info.Args = []string{}
	}
	data, err := leaf.Canonical(info)
	if err != nil {
		return nil, fmt.Errorf("beginning a run: encoding what runs: %w", err)
	}
	r := &Run{log: l}
	if info.Resumes != nil {
		if r.chain, err = l.chain(*info.Resumes); err != nil {
			return nil, fmt.Errorf("beginning a run that goes on with another: %w", err)
		}
	}
	err = l.write("beginning a run", func(b *batch) error {
		body, err := b.underNext("run", leaf.RunLabel, data)
		if err != nil {
			return err
		}
		seq, err := b.add(row{kind: KindRunStart, run: b.next, body: body})
		r.seq = seq
		return err
	})
	if err != nil {
		return nil, err
	}
	r.chain = append(r.chain, r.seq)
	return r, nil
}

// Seq is the seq of the run's first entry.
func (r *Run) Seq() int64 {
	return r.seq
}

// Append records items in one transaction, in their order, and gives the seq of each once all of them are on the disk.
// On an error none of them is acknowledged: whoever waits for one of these decisions must not be given it.
func (r *Run) Append(items ...Item) ([]int64, error) {
	all := make([]Sealed, len(items))
	for i, item := range items {
		var err error
		if all[i], err = r.Seal(item); err != nil {
			return nil, fmt.Errorf("appending in the trail %s: %w", r.log.path, err)
		}
	}
	return r.AppendSealed(all...)
}

// AppendSealed is Append for items that were sealed before. A bulk run gives it thousands at a time: every call waits for the disk.
func (r *Run) AppendSealed(all ...Sealed) ([]int64, error) {
	r.open.RLock()
	defer r.open.RUnlock()
	if r.ended {
		return nil, r.over()
	}
	if len(all) == 0 {
		return nil, nil
	}
	seqs := make([]int64, 0, len(all))
	err := r.log.write("appending", func(b *batch) error {
		seqs = seqs[:0]
		for i := range all {
			entry, err := all[i].write(b)
			if err != nil {
				return err
			}
			entry.run = r.seq
			seq, err := b.add(entry)
			if err != nil {
				return err
			}
			seqs = append(seqs, seq)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.count(all...)
	return seqs, nil
}

func (r *Run) count(all ...Sealed) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range all {
		c := all[i].counts
		r.counts.Cleared += c.Cleared
		r.counts.Referred += c.Referred
		r.counts.Blocked += c.Blocked
		r.counts.Unjudged += c.Unjudged
	}
}

// End records the end of the run, with the counts of what it recorded. Nothing can be appended to it afterwards.
func (r *Run) End(interrupted bool) (Counts, error) {
	r.open.Lock()
	defer r.open.Unlock()
	if r.ended {
		return Counts{}, r.over()
	}
	counts := r.counts
	counts.Interrupted = interrupted
	err := r.log.write("ending the run", func(b *batch) error {
		extra, err := leaf.Canonical(counts)
		if err != nil {
			return fmt.Errorf("encoding the counts: %w", err)
		}
		_, err = b.add(row{kind: KindRunEnd, run: r.seq, extra: extra})
		return err
	})
	if err != nil {
		return Counts{}, err
	}
	r.ended = true
	return counts, nil
}

func (r *Run) over() error {
	return fmt.Errorf("run %d has ended: begin another", r.seq)
}
