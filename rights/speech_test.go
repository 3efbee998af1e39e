package rights

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What finds speech by hand finds what the patterns do that say what it is.
func TestSpeechByHand(t *testing.T) {
	quotations := regexp.MustCompile(`["“«][^"“”«»\n]*["”»]`)
	parts := []string{`"`, "“", "”", "«", "»", "\n", " ", ",", ":", "(", ")", "said", "SAYS", "Reading", "reads", "read", "saying", "ſaid", "readſ", "sayſ", "_", "x", "é", "\xe2", "\x80", "no", "\t", "\f", "\u00a0", "7"}
	random := rand.New(rand.NewPCG(1, 2))
	met := 0
	for range 200_000 {
		var b strings.Builder
		for range random.IntN(9) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		text := b.String()
		if isSaidBefore(text) != saidBefore.MatchString(text) || isSaidBehind(text) != saidBehind.MatchString(text) {
			t.Fatalf("%q: before %v, behind %v", text, isSaidBefore(text), isSaidBehind(text))
		}
		if isSaidBefore(text) {
			met++
		}
		var got, want []stretch
		eachQuotation(text, func(at stretch) { got = append(got, at) })
		for _, at := range quotations.FindAllStringIndex(text, -1) {
			want = append(want, stretch{at[0], at[1]})
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q: quotations %v, want %v", text, got, want)
		}
	}
	if met < 1000 {
		t.Errorf("only %d texts lead to speech", met)
	}
}
