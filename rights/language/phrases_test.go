package language

import (
	"os"
	"strings"
	"testing"
)

// phraseRows are the lines of testdata/phrases.txt.
var phraseRows = func() []struct{ text, want string } {
	data, err := os.ReadFile("testdata/phrases.txt")
	if err != nil {
		panic(err)
	}
	var list []struct{ text, want string }
	for _, line := range strings.Split(string(data), "\n") {
		text, want, ok := strings.Cut(line, " =>")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		list = append(list, struct{ text, want string }{strings.ReplaceAll(text, `\n`, "\n"), strings.TrimSpace(want)})
	}
	return list
}()

func TestPhraseRows(t *testing.T) {
	if len(phraseRows) < 250 {
		t.Fatalf("only %d phrases", len(phraseRows))
	}
	for _, row := range phraseRows {
		if got := show(row.text); got != row.want {
			t.Errorf("%q\n got %s\nwant %s", row.text, got, row.want)
		}
	}
}
