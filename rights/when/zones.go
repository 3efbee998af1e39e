package when

import (
	_ "embed"
	"strings"
	"time"
)

//go:embed zones.txt
var zonesFile string

// offsets is the widest interval of offsets from UTC that a stated or unstated zone may mean.
type offsets struct{ min, max time.Duration }

// anywhere is what a wall-clock time without a zone may mean: from UTC−12, the last place on Earth where it passes,
// to UTC+14, the first.
var anywhere = offsets{-12 * time.Hour, 14 * time.Hour}

// zones are the zone letters that are read, in capitals.
var zones = func() map[string]offsets {
	all := map[string]offsets{}
	for line := range strings.Lines(zonesFile) {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		o := offsets{anywhere.max, anywhere.min}
		for _, w := range words[1:] {
			d, ok := parseOffset(w)
			if !ok {
				panic("zones.txt: bad offset in " + line)
			}
			o = offsets{min(o.min, d), max(o.max, d)}
		}
		all[words[0]] = o
	}
	return all
}()

// parseOffset reads +hh:mm, +hhmm, +hh and their negatives, within the offsets in use on Earth.
func parseOffset(s string) (time.Duration, bool) {
	if len(s) < 3 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	digits := s[1:]
	if len(digits) == 5 && digits[2] == ':' {
		digits = digits[:2] + digits[3:]
	}
	if len(digits) == 2 {
		digits += "00"
	}
	hours, okH := number(digits[:min(2, len(digits))], 14)
	minutes, okM := number(digits[min(2, len(digits)):], 59)
	if len(digits) != 4 || !okH || !okM {
		return 0, false
	}
	d := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if s[0] == '-' {
		d = -d
	}
	return d, d >= anywhere.min && d <= anywhere.max
}

// number reads one or more decimal digits and nothing else, up to a limit.
func number(s string, limit int) (int, bool) {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0, false
		}
		if n = n*10 + int(r-'0'); n > limit {
			return 0, false
		}
	}
	return n, s != ""
}
