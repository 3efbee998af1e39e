package gate

import (
	"regexp"
	"strings"
	"unicode"
)

// credits reports whether words that a piece declares as a story's credit name somebody: as whole words, in capitals or not.
func credits(declared, name string) bool {
	name = plainWords(name)
	return name != "" && strings.Contains(" "+plainWords(declared)+" ", " "+name+" ")
}

// creditWord is how a text begins to credit somebody, as opposed to speaking of them.
var creditWord = regexp.MustCompile(`(?i)\b(?:credits?|photos?|photographs?|pictures?|images?|videos?|footage|source)(?: credits?)?\s*(?::|/|–|—| - )|` +
	`\b(?:photo|picture|image|video) (?:credit )?by\b|\bcourtesy(?: of)?\b:?|©`)

// longestCredit bounds how far behind such a word the name may stand, in bytes.
const longestCredit = 120

// showsCredit reports whether a text that readers see credits somebody. To be mentioned is not enough.
func showsCredit(text, name string) bool {
	for _, at := range creditWord.FindAllStringIndex(text, -1) {
		line, _, _ := strings.Cut(text[at[1]:min(len(text), at[1]+longestCredit)], "\n")
		if end := strings.IndexAny(line, ".;"); end >= 0 && !strings.ContainsAny(name, ".;") {
			line = line[:end]
		}
		if credits(line, name) {
			return true
		}
	}
	return false
}

// plainWords is a text as words with one space between them, in lower case and without punctuation.
func plainWords(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), " ")
}
