package rights

import (
	"slices"
	"strings"
	"testing"
)

// Words are found among patterns where trying one pattern after the other finds them.
func TestPatternsByTheirFirstBytes(t *testing.T) {
	var lines []string
	for line := range lexicon(operatorsFile) {
		lines = append(lines, plain(line))
	}
	matches := func(word string) bool {
		word = strings.Trim(word, ".,;:'\"()")
		return slices.ContainsFunc(lines, func(line string) bool {
			switch inner, star := strings.CutSuffix(line, "*"); {
			case star && inner[0] == '*':
				return strings.Contains(word, inner[1:])
			case star:
				return strings.HasPrefix(word, inner)
			}
			return word == line
		})
	}
	met := 0
	for _, text := range textsToTry(t) {
		for _, w := range strings.Fields(plain(text)) {
			for _, w := range []string{w, "x" + w, w[1:], w + "s", "(" + w + ".)"} {
				if want := matches(w); operators.match(w) != want {
					t.Fatalf("%q: %v", w, !want)
				} else if want {
					met++
				}
			}
		}
	}
	if met < 1000 {
		t.Errorf("only %d words were among them", met)
	}
}
