package rights

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	//go:embed lexicon/operators.txt
	operatorsFile string
	//go:embed lexicon/name_endings.txt
	nameEndingsFile string

	operators   = readPatterns(operatorsFile)
	nameEndings = wordSet(nameEndingsFile)
)

// known are the names that are read whatever words they are made of, in plain form.
var known = func() map[string]bool {
	names := map[string]bool{}
	for _, name := range slices.Concat(knownHolders, thirdPartyPhrases) {
		names[plain(name)] = true
	}
	return names
}()

// Names are short; longer text is a sentence, and a sentence may say anything.
const (
	maxNameWords = 6
	maxNameBytes = 60
)

// isName reports whether a text can only be the name of a holder, a claimant or a source. It is strict on purpose: what is
// taken for a name is not read any further, so that a restriction must never pass for one. A known name may have an ending
// that names have; with anything else behind it, it is no name any more. A name that nobody knows must look like one, and have
// no word in it that restricts, and no place.
func isName(text string) bool {
	words := strings.Fields(plain(text))
	if len(words) == 0 || len(words) > maxNameWords || len(text) > maxNameBytes {
		return false
	}
	for n := len(words); n > 0; n-- {
		if known[strings.Join(words[:n], " ")] {
			return all(words[n:], func(w string) bool { return nameEndings[w] })
		}
	}
	saysNothing := all(words, func(w string) bool { return nameEndings[w] || particles[w] })
	return !saysNothing && !hasOperator(text) && !namesPlace(words) && all(strings.Fields(text), isNameWord)
}

func all[T any](list []T, holds func(T) bool) bool {
	return !slices.ContainsFunc(list, func(w T) bool { return !holds(w) })
}

// hasOperator reports whether any word of a text belongs to the language of restrictions.
func hasOperator(text string) bool {
	folded := plain(text)
	return slices.ContainsFunc(strings.Fields(folded), operators.match) ||
		slices.ContainsFunc(strings.FieldsFunc(folded, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
		}), operators.match)
}

// particles are the small words that may stand inside a name in lower case.
var particles = map[string]bool{
	"of": true, "the": true, "and": true, "for": true, "&": true, "de": true, "la": true, "le": true, "les": true,
	"du": true, "des": true, "di": true, "da": true, "del": true, "von": true, "van": true, "der": true, "den": true,
	"und": true, "et": true,
}

// isNameWord reports whether a word begins like a name and holds only what names are written with, in Latin letters: letters of
// other scripts that look like them hide words from the list of operators. A full stop may stand in initials and end the
// abbreviations of a company's form, nowhere else: elsewhere it ends a sentence.
func isNameWord(w string) bool {
	if particles[w] {
		return true
	}
	first, _ := utf8.DecodeRuneInString(w)
	if !unicode.IsUpper(first) {
		return false
	}
	for i, r := range w {
		switch {
		case unicode.Is(unicode.Latin, r), r >= '0' && r <= '9', strings.ContainsRune("&/'’-+", r):
		case r == '.' && (nameEndings[fold(w)] || isInitials(w[:i+1])):
		default:
			return false
		}
	}
	return true
}

// isInitials reports whether a word is letters each followed by a full stop, such as A.P.
func isInitials(w string) bool {
	letters := []rune(w)
	if len(letters)%2 != 0 {
		return false
	}
	for i, r := range letters {
		if (i%2 == 0) != unicode.IsUpper(r) || (i%2 == 1) != (r == '.') {
			return false
		}
	}
	return true
}

// sameName compares two names by their words, whatever their case.
func sameName(a, b string) bool {
	return a != "" && fold(a) == fold(b)
}

// isPool reports whether a name is a pool's, rights that its members share: it ends in the word, and names nobody beside it.
func isPool(name string) bool {
	words := strings.Fields(fold(name))
	if len(words) == 0 || words[len(words)-1] != "pool" || strings.ContainsAny(name, "/&+-") {
		return false
	}
	return all(words, func(w string) bool { return !particles[w] && w != "via" && w != "from" && w != "non" })
}
