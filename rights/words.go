package rights

import (
	"bufio"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"
)

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

// wordSet is a list as a set of plain words.
func wordSet(file string) map[string]bool {
	set := map[string]bool{}
	for line := range lexicon(file) {
		set[plain(line)] = true
	}
	return set
}

// fold brings words to the form in which they are compared: lower case, single spaces, straight apostrophes.
func fold(s string) string {
	return strings.ReplaceAll(strings.ToLower(spaced(s)), "’", "'")
}

// spaced gives words with single spaces between them. Most have no others.
func spaced(s string) string {
	space := true // before the byte at hand
	for i := range len(s) {
		b := s[i]
		if b < ' ' || b >= utf8.RuneSelf || b == ' ' && space {
			return strings.Join(strings.Fields(s), " ")
		}
		space = b == ' '
	}
	if space {
		return strings.TrimSpace(s)
	}
	return s
}

// plain folds words and takes off what may be written or left out: accents, the Turkish dotless i, the wide forms of letters.
func plain(s string) string {
	s = fold(s)
	if ascii(s) {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'ı':
			b.WriteByte('i')
		case r == 'ß':
			b.WriteString("ss")
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// patterns is a list of words, of which some stand for all words that begin so or have it in them: by their first bytes.
type patterns struct {
	words           map[string]bool
	begin, anywhere [256][]string
}

func readPatterns(file string) *patterns {
	p := &patterns{words: map[string]bool{}}
	for line := range lexicon(file) {
		word := plain(line)
		inner, star := strings.CutSuffix(word, "*")
		switch anywhere, both := strings.CutPrefix(inner, "*"); {
		case star && both:
			p.anywhere[anywhere[0]] = append(p.anywhere[anywhere[0]], anywhere)
		case star:
			p.begin[inner[0]] = append(p.begin[inner[0]], inner)
		default:
			p.words[word] = true
		}
	}
	return p
}

// match reports whether a plain word is one of the list.
func (p *patterns) match(word string) bool {
	word = strings.Trim(word, ".,;:'\"()")
	if word == "" {
		return p.words[word]
	}
	begins := func(s string) bool { return strings.HasPrefix(word, s) }
	if p.words[word] || slices.ContainsFunc(p.begin[word[0]], begins) {
		return true
	}
	for ; word != ""; word = word[1:] {
		if slices.ContainsFunc(p.anywhere[word[0]], begins) {
			return true
		}
	}
	return false
}

// placeLanguages are those in which terms stand beside names: SOLO ESPAÑA.
var placeLanguages = []*display.Dictionary{display.English, display.German, display.French, display.Spanish, display.Italian, display.Dutch, display.Portuguese}

// places are the names of countries, in plain form, and the codes that agencies use for them. Source: the region names of the
// Unicode CLDR, as golang.org/x/text has them.
var places = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{"uk": true, "usa": true, "uae": true, "eu": true, "us": true, "gb": true, "england": true, "scotland": true, "wales": true, "europe": true, "africa": true, "asia": true, "america": true, "americas": true, "namerica": true, "samerica": true, "emea": true, "apac": true, "worldwide": true, "world": true}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			r, err := language.ParseRegion(string(a) + string(b))
			if err != nil || !r.IsCountry() {
				continue
			}
			for _, in := range placeLanguages {
				names[plain(in.Regions().Name(r))] = true
			}
		}
	}
	delete(names, "unknown region")
	return names
})

// languages are the names of languages in English, in plain form. Source: as for places.
var languages = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{"mandarin": true, "cantonese": true, "farsi": true, "dari": true, "flemish": true}
	english := display.English.Languages()
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			if base, err := language.ParseBase(string(a) + string(b)); err == nil {
				names[plain(english.Name(base))] = true
			}
		}
	}
	return names
})

// namesPlace reports whether words of a name are a country or a region: behind a name they are more likely where it may be
// used than a part of it.
func namesPlace(words []string) bool {
	for i := range words {
		for j := i + 1; j <= len(words); j++ {
			if places()[strings.Join(words[i:j], " ")] {
				return true
			}
		}
		if slices.ContainsFunc(strings.FieldsFunc(words[i], func(r rune) bool { return strings.ContainsRune("/-&+", r) }),
			func(part string) bool { return places()[part] }) {
			return true
		}
	}
	return false
}
