package when

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"
)

func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestInstants(t *testing.T) {
	for name, tc := range map[string]struct{ wall, zone, first, last string }{
		"winter":               {"2009-12-20T12:00:00Z", "Europe/London", "2009-12-20T12:00:00Z", "2009-12-20T12:00:00Z"},
		"summer":               {"2009-07-20T12:00:00Z", "Europe/London", "2009-07-20T11:00:00Z", "2009-07-20T11:00:00Z"},
		"doubled":              {"2026-10-25T01:30:00Z", "Europe/London", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
		"skipped":              {"2026-03-29T01:30:00Z", "Europe/London", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"},
		"just before the skip": {"2026-03-29T00:59:59Z", "Europe/London", "2026-03-29T00:59:59Z", "2026-03-29T00:59:59Z"},
		"just after the skip":  {"2026-03-29T02:00:00Z", "Europe/London", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
		"the day after":        {"2026-03-30T00:30:00Z", "Europe/London", "2026-03-29T23:30:00Z", "2026-03-29T23:30:00Z"},
		"half an hour":         {"2026-10-25T12:00:00Z", "Asia/Kolkata", "2026-10-25T06:30:00Z", "2026-10-25T06:30:00Z"},
		"a day that never was": {"2011-12-30T12:00:00Z", "Pacific/Apia", "2011-12-29T22:00:00Z", "2011-12-30T22:00:00Z"},
	} {
		zone, err := LoadZone(tc.zone)
		if err != nil {
			t.Fatal(err)
		}
		first, last := Instants(at(t, tc.wall), zone)
		if !first.Equal(at(t, tc.first)) || !last.Equal(at(t, tc.last)) {
			t.Errorf("%s: %s to %s, want %s to %s", name, first.UTC(), last.UTC(), tc.first, tc.last)
		}
	}
}

// Every wall-clock time of a year that Go itself makes an instant of must lie within the interval.
func TestInstantsHoldWhatGoTakes(t *testing.T) {
	for _, name := range []string{"Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Tehran", "Africa/Casablanca"} {
		zone, err := LoadZone(name)
		if err != nil {
			t.Fatal(err)
		}
		for wall := at(t, "2009-01-01T00:00:00Z"); wall.Year() == 2009; wall = wall.Add(30 * time.Minute) {
			taken := time.Date(2009, wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, zone)
			if first, last := Instants(wall, zone); taken.Before(first) || taken.After(last) {
				t.Fatalf("%s in %s: %s is not from %s to %s", wall, name, taken.UTC(), first, last)
			}
		}
	}
}

func TestUnknownZones(t *testing.T) {
	for _, name := range []string{"", "Europe/Londno", "Europe", "Local", "../../etc/passwd", "europe/london"} {
		if zone, err := LoadZone(name); err == nil {
			t.Errorf("%q is the zone %s", name, zone)
		}
	}
}

// The version names exactly these bytes. A decision on a zone is made again with the same ones.
func TestTZVersionNamesTheDatabase(t *testing.T) {
	const release2025c = "8f55634d05f8bca1f7bc7c69c5933428c69357e0bdf565e5ba224e3f88ff12e8"
	sum := sha256.Sum256(zoneinfo)
	if got := hex.EncodeToString(sum[:]); TZVersion != "2025c" || got != release2025c {
		t.Errorf("the database is %s under the version %s: give new bytes a new version", got, TZVersion)
	}
}

func TestParseReadsItsOwnForm(t *testing.T) {
	for _, text := range []string{"20th December 2009 12:00", "5 Dec 2009", "2009-12-20 12:00:30"} {
		m, ok := Parse(text)
		if !ok {
			t.Fatalf("%q is not read", text)
		}
		again, ok := Parse(m.String())
		again.YearMayBeTime = m.YearMayBeTime // the plain form leaves nothing open
		if !ok || again != m {
			t.Errorf("%q is %s, and that is %s", text, m, again)
		}
	}
}

func TestIntervalIn(t *testing.T) {
	london, err := LoadZone("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][2]string{
		"20th December 2009 12:00": {"2009-12-20T12:00:00Z", "2009-12-20T12:00:00Z"},
		"20th July 2009":           {"2009-07-19T23:00:00Z", "2009-07-20T23:00:00Z"},
	} {
		m, ok := Parse(text)
		first, last := m.IntervalIn(london)
		if !ok || !first.Equal(at(t, want[0])) || !last.Equal(at(t, want[1])) {
			t.Errorf("%q is %s to %s, want %s", text, first, last, want)
		}
	}
}
