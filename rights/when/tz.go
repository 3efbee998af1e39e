package when

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"sync"
	"time"
)

// TZVersion is the release of the time zone database that zones are read from.
const TZVersion = "2025c"

//go:embed tzdata/zoneinfo.zip
var zoneinfo []byte

// openZoneinfo reads the archive's directory once, the first time a zone is needed.
var openZoneinfo = sync.OnceValues(func() (*zip.Reader, error) {
	return zip.NewReader(bytes.NewReader(zoneinfo), int64(len(zoneinfo)))
})

// LoadZone loads a zone by its name in the embedded database, such as Europe/London. The machine's own database is never
// looked at: two machines may have two releases.
func LoadZone(name string) (*time.Location, error) {
	db, err := openZoneinfo()
	if err != nil {
		return nil, fmt.Errorf("opening the embedded time zone database: %w", err)
	}
	for _, f := range db.File {
		if f.Name != name || f.FileInfo().IsDir() {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("reading the zone %s: %w", name, err)
		}
		defer r.Close()
		data, err := io.ReadAll(r)
		if err != nil {
			return nil, fmt.Errorf("reading the zone %s: %w", name, err)
		}
		return time.LoadLocationFromTZData(name, data)
	}
	return nil, fmt.Errorf("unknown zone %q: use a name of the IANA time zone database, such as Europe/London", name)
}

// Instants gives the first and the last instant that a wall-clock time may mean in a zone. wall is that time as if it
// were UTC. A doubled hour, when clocks go back, means either of two instants; one that clocks skip means any instant
// between its readings by the offsets before and after.
func Instants(wall time.Time, zone *time.Location) (first, last time.Time) {
	const day = 24 * time.Hour
	for _, near := range []time.Time{wall.Add(-day), wall.Add(day)} { // the offsets before and after any change nearby
		_, offset := near.In(zone).Zone()
		at := wall.Add(-time.Duration(offset) * time.Second)
		if first.IsZero() || at.Before(first) {
			first = at
		}
		if last.IsZero() || at.After(last) {
			last = at
		}
	}
	if same(first, wall, zone) && !same(last, wall, zone) {
		return first, first
	}
	if same(last, wall, zone) && !same(first, wall, zone) {
		return last, last
	}
	return first, last
}

// same reports whether an instant shows a wall-clock time in a zone.
func same(t, wall time.Time, zone *time.Location) bool {
	_, offset := t.In(zone).Zone()
	return t.Add(time.Duration(offset) * time.Second).Equal(wall)
}
