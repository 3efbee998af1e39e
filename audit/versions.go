package audit

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// KnowsOtherRights reports whether the log has read a record with this identifier that says something else about its rights, as of now:
// whichever process recorded it. What was erased is not known any more.
//
// It may be called from many goroutines, for every story of a bulk run: as long as no reading has that identifier, it looks at the
// database only to see that nothing was added.
func (l *Log) KnowsOtherRights(identifier, rights string) (known bool, err error) {
	known, err = l.knowsOtherRights(context.Background(), identifier, rights)
	if err != nil {
		return false, fault("looking for other versions in the trail "+l.path, err)
	}
	return known, nil
}

func (l *Log) knowsOtherRights(ctx context.Context, identifier, rights string) (known bool, err error) {
	v, err := l.versions(ctx)
	if err != nil {
		return false, err
	}
	return v.otherRights(identifier, rights)
}

// Versions is what a trail knew of stories at a moment, but for what some work has recorded itself: what is judged must not depend on which
// of its own answers happen to be recorded already. Its records are compared with each other by whoever has them.
type Versions struct {
	log  *Log
	last int64  // the id of the last reading
	all  bool   // whether the log's names are known up to it
	but  string // what is left out, as a condition on entries; "" where nothing is
}

// Mark is where the work begins that is left out by Versions.
func (r *Run) Mark() (seq int64, err error) {
	seq, err = r.log.size()
	return seq, wrap(err, "reading the size of the trail "+r.log.path)
}

// Versions is what the trail knows now, but for what this run recorded from a mark on, and for the runs that it goes on with.
func (r *Run) Versions(mark int64) (Versions, error) {
	v, err := r.log.versions(context.Background())
	own := len(r.chain) - 1
	v.but = fmt.Sprintf("(run = %d AND seq >= %d)", r.chain[own], mark)
	if own > 0 {
		v.but += " OR run IN (" + numbers(r.chain[:own]) + ")"
	}
	return v, wrap(err, "looking for other versions in the trail "+r.log.path)
}

func (l *Log) versions(ctx context.Context) (v Versions, err error) {
	v.log = l
	end, err := l.forReading(`SELECT coalesce(max(id), 0) FROM reading`)
	if err == nil {
		err = end.QueryRow().Scan(&v.last)
	}
	if err == nil {
		v.all, err = l.names.learn(ctx, l.readers, v.last)
	}
	return v, err
}

// OtherRights reports whether a reading of a story with the identifier said something else about its rights.
func (v Versions) OtherRights(identifier, rights string) (known bool, err error) {
	known, err = v.otherRights(identifier, rights)
	if err != nil {
		return false, fault("looking for other versions in the trail "+v.log.path, err)
	}
	return known, nil
}

func (v Versions) otherRights(identifier, rights string) (known bool, err error) {
	if v.all && !v.log.names.has(identifier) {
		return false, nil
	}
	others := ""
	if v.but != "" {
		others = ` AND EXISTS (
				SELECT 1 FROM entry
				WHERE seq >> 16 IN (SELECT n FROM segment) AND entry.reading = reading.id AND NOT (` + v.but + `))`
	}
	look, err := v.log.forReading(withSegments("entry", "seq") + `
		SELECT EXISTS (
			SELECT 1 FROM reading
			WHERE id >> 16 IN (` + newest(v.last, math.MaxInt64) + `) AND identifier = ? AND rights <> ?` + others + `)`)
	if err == nil {
		err = look.QueryRow(identifier, packed(rights)).Scan(&known)
	}
	return known, err
}

// numbers writes numbers as SQL lists them.
func numbers(all []int64) string {
	list := make([]string, len(all))
	for i, n := range all {
		list[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(list, ", ")
}
