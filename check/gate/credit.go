package gate

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// creditWord is how a text begins to credit somebody, as opposed to speaking of them.
var creditWord = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:\b(?:(?:photo|picture|image|video) )?credits?|\b(?:photos?|photographs?|pictures?|images?|videos?|footage|source)(?: credits?)?)\s*(?::|/|–|—| - )\s*(?:by\b)?|` +
		`\b(?:photo|picture|image|video) (?:credit )?by\b|\bcourtesy(?: of)?\b:?|©(?:\s*\d{4}\b)?`)
})

// between are the signs between the names of a credit, and around them.
const between = "/,&|;()[]"

// most bounds a credit: so many names may stand before the one that is looked for, and so many words make one.
const (
	mostNames     = 6
	mostNameWords = 5
)

// showsCredit reports whether a text that readers see credits somebody: behind a word for it, among other names. To be mentioned is
// not enough.
func showsCredit(text, name string) bool {
	for _, at := range creditWord().FindAllStringIndex(text, -1) {
		line, _, _ := strings.Cut(text[at[1]:], "\n")
		if isAmong(line, name) {
			return true
		}
	}
	return false
}

// credits reports whether words that a piece declares as a story's credit name somebody, with or without a word for it before.
func credits(declared, name string) bool {
	return isAmong(declared, name) || showsCredit(declared, name)
}

// isAmong reports whether a name stands among the names with which a text begins.
func isAmong(text, name string) bool {
	wanted := names(name, len(name))
	found := names(text, mostNames+len(wanted))
	if len(wanted) == 0 {
		return false
	}
	for i := 0; i+len(wanted) <= len(found); i++ {
		if slices.Equal(found[i:i+len(wanted)], wanted) {
			return true
		}
		if strings.Count(found[i], " ") >= mostNameWords { // that was no name
			return false
		}
	}
	return false
}

// names cuts a text into names, at most so many: what stands between signs, or before the end of a sentence.
func names(text string, most int) (all []string) {
	for _, part := range strings.FieldsFunc(sentence(text), func(r rune) bool { return strings.ContainsRune(between, r) }) {
		for _, name := range strings.Split(part, " and ") {
			if plain := plainWords(name); plain != "" && len(all) < most {
				all = append(all, plain)
			}
		}
	}
	return all
}

// sentence is a text up to the end of its first sentence: a full stop behind a word, with a space or nothing after it. Those of
// initials and abbreviations, J. or U.S., end none.
func sentence(text string) string {
	for at := 0; ; {
		stop := strings.IndexByte(text[at:], '.')
		if stop < 0 {
			return text
		}
		at += stop + 1
		word := text[strings.LastIndexAny(text[:at-1], " .")+1 : at-1]
		ends := at == len(text) || text[at] == ' '
		if ends && len([]rune(word)) > 1 {
			return text[:at-1]
		}
	}
}

// plainWords is a text as words with one space between them, in lower case and without punctuation.
func plainWords(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), " ")
}
