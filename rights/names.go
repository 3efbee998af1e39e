package rights

import (
	"bufio"
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed lexicon/operators.txt
var operatorsFile string

// operators are the words that no name contains; stems are those the list ends with a star.
var operators, stems = func() (map[string]bool, []string) {
	words := map[string]bool{}
	var stems []string
	for line := range lexicon(operatorsFile) {
		if stem, ok := strings.CutSuffix(line, "*"); ok {
			stems = append(stems, stem)
		} else {
			words[line] = true
		}
	}
	return words, stems
}()

// lexicon gives the entries of a list: one a line, without comments and blank lines.
func lexicon(file string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for scan := bufio.NewScanner(strings.NewReader(file)); scan.Scan(); {
			line := strings.TrimSpace(scan.Text())
			if line != "" && !strings.HasPrefix(line, "#") && !yield(line) {
				return
			}
		}
	}
}

// isOperator reports whether a word belongs to the language of restrictions.
func isOperator(word string) bool {
	w := strings.Trim(fold(word), ".,;:'\"")
	if operators[w] {
		return true
	}
	return slices.ContainsFunc(stems, func(stem string) bool { return strings.HasPrefix(w, stem) })
}

// hasOperator reports whether any word of a text belongs to the language of restrictions.
func hasOperator(text string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("/-–—,;:()[]+|", r)
	}), isOperator)
}

// particles are the small words that may stand inside a name in lower case.
var particles = map[string]bool{
	"of": true, "the": true, "and": true, "for": true, "&": true, "de": true, "la": true, "le": true, "les": true,
	"du": true, "des": true, "di": true, "da": true, "del": true, "von": true, "van": true, "der": true, "den": true,
	"und": true, "et": true, "by": true,
}

// A name is short; longer text is a sentence, and a sentence may say anything.
const (
	maxNameWords = 6
	maxNameBytes = 60
)

// isName reports whether a text can only be the name of a holder, a claimant or a source. It is strict on purpose: what is
// taken for a name is not read any further, so a restriction must never pass for one.
func isName(text string) bool {
	words := strings.Fields(text)
	if len(words) == 0 || len(words) > maxNameWords || len(text) > maxNameBytes || hasOperator(text) {
		return false
	}
	for i, w := range words {
		if particles[w] && i > 0 {
			continue
		}
		if !isNameWord(w) {
			return false
		}
	}
	return true
}

// isNameWord reports whether a word begins like a name and holds only what names are written with. A full stop may end
// the abbreviations of a company's form and stand in initials, nowhere else: elsewhere it ends a sentence.
func isNameWord(w string) bool {
	first, _ := utf8.DecodeRuneInString(w)
	if !unicode.IsUpper(first) {
		return false
	}
	for i, r := range w {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune("&/'’-+", r):
		case r == '.' && (companyForm(w) || isInitials(w[:i+1])):
		default:
			return false
		}
	}
	return true
}

func companyForm(w string) bool {
	switch fold(w) {
	case "inc.", "ltd.", "corp.", "co.":
		return true
	}
	return false
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

// hasWord reports whether a name has a word, whatever its case.
func hasWord(name, word string) bool {
	return slices.Contains(strings.FieldsFunc(fold(name), func(r rune) bool { return r == ' ' || r == '/' || r == '-' }), word)
}
