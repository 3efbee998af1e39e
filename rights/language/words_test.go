package language

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The words of our own lines are cut as those of a text are, whichever way is taken.
func TestWordsAreTokens(t *testing.T) {
	c := rand.New(rand.NewPCG(1, 2))
	letters := []rune("aBdDlLsz  \t.'-3é&@")
	for range 20_000 {
		line := make([]rune, c.IntN(12))
		for i := range line {
			line[i] = letters[c.IntN(len(letters))/(1+c.IntN(2))]
		}
		var want []string
		for _, token := range tokenizeExactly(string(line)) {
			want = append(want, plain(string(line)[token.start:token.end]))
		}
		if got := words(string(line)); !slices.Equal(got, want) {
			t.Fatalf("%q has the words %q, not %q", string(line), got, want)
		}
	}
}

func TestPlainOfBareWords(t *testing.T) {
	for _, word := range []string{"", "a", "UK", "Access", "24hrs", "B2B"} {
		if got := plain(word); got != strings.ToLower(word) || got != plain(word+".") { // the stop is left out, the longer way
			t.Errorf("%q becomes %q", word, got)
		}
	}
}
