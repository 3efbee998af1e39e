package rights

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"clearance/rights/language"
)

// Whatever the language of restrictions reads has a sign of it, or is never looked at among prose.
func TestEveryPhraseHasASign(t *testing.T) {
	files, err := filepath.Glob("language/grammar/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no grammar: %v", err)
	}
	examples := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			example, ok := strings.CutPrefix(strings.TrimSpace(line), "> ")
			if !ok || len(rulesIn(language.Read(example), 0)) == 0 {
				continue
			}
			if examples++; !isCredit(example) && !slices.ContainsFunc(wordsOf(example), isSign) {
				t.Errorf("%s: %q has no sign", filepath.Base(file), example)
			}
		}
	}
	if examples < 100 {
		t.Errorf("only %d examples", examples)
	}
}
