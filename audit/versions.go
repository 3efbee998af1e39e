package audit

import (
	"context"
	"math"
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
	var last int64
	end, err := l.forReading(`SELECT coalesce(max(id), 0) FROM reading`)
	if err == nil {
		err = end.QueryRow().Scan(&last)
	}
	if err != nil {
		return false, err
	}
	if all, err := l.names.learn(ctx, l.readers, last); err != nil || all && !l.names.has(identifier) {
		return false, err
	}
	look, err := l.forReading(`
		SELECT EXISTS (
			SELECT 1 FROM reading
			WHERE id >> 16 IN (` + newest(last, math.MaxInt64) + `) AND identifier = ? AND rights <> ?)`)
	if err == nil {
		err = look.QueryRow(identifier, packed(rights)).Scan(&known)
	}
	return known, err
}
