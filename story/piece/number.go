package piece

import (
	"strconv"
	"strings"
)

const (
	mostShots   = 10_000        // shots in a story; a long one has some hundreds
	mostSeconds = 7 * 24 * 3600 // a week: nothing longer is meant in seconds
)

// whole reads a number of digits only, without a leading zero: YAML and JSON do not agree on any other form.
func whole(text string, most int) (int, bool) {
	if text == "" || strings.Trim(text, "0123456789") != "" || len(text) > 1 && text[0] == '0' {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n <= most
}

// seconds reads a length in seconds and rounds it up: a story must not be shown for longer than is said.
func seconds(at int, text string) (*int, error) {
	digits, fraction, dotted := strings.Cut(text, ".")
	n, ok := whole(digits, mostSeconds)
	if !ok || dotted && (fraction == "" || strings.Trim(fraction, "0123456789") != "") {
		return nil, faultf(at, "the length %s is none: write seconds up to %d, such as 12.5", quoted(text), mostSeconds)
	}
	if strings.Trim(fraction, "0") != "" {
		n++
	}
	if n == 0 { // what is not shown at all is not used
		return nil, faultf(at, "the length %s is none: write how many seconds it is shown, or take the story out", quoted(text))
	}
	return &n, nil
}
