package language

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// token is a word and the punctuation before it. Whatever is neither white space nor known punctuation is a word, so that
// nothing in a text goes unseen.
type token struct {
	start, end int
	lost       bool // it is a separator behind which words are missing
	gap        gap
	*known
}

// gap is what stands before a word.
type gap uint16

const (
	space gap = 1 << iota
	hyphen
	quote
	comma // , + between the members of a list
	slash
	colon
	dash // - – — = with space beside it
	stop // . ; | • ! ++ ends a sentence
	line
	open
	shut
	edge // the text begins or ends here
)

// clauseEnd are the gaps between which a clause stands.
const clauseEnd = stop | line | dash | colon | open | shut | edge | slash | comma

const apostrophes = "'’‘`´"

// tokenize cuts a text into words and corrects plain slips of the hand in the longer ones.
func tokenize(text string) []token {
	tokens := withLost(text, tokenizeExactly(text))
	for i, t := range tokens {
		if written := text[t.start:t.end]; t.lost {
			tokens[i].known = knownAs(written)
		} else {
			tokens[i].known = knownOf(written)
		}
		if i > 0 && tokens[i].plain == "editors" && tokens[i-1].plain == "attention" { // a heading, whatever stands before it
			tokens[i-1].gap |= stop
		}
	}
	return tokens
}

func tokenizeExactly(text string) []token {
	tokens := make([]token, 0, len(text)/6+1)
	gap := edge
	for i := 0; i < len(text); {
		if n := wordAt(text, i); n > 0 {
			tokens = appendWord(tokens, text, i, i+n, gap)
			gap, i = 0, i+n
			continue
		}
		g, n := gapAt(text, i)
		gap |= g
		i += n
	}
	return tokens
}

// appendWord adds a word; a French d' or l' is a word of its own.
func appendWord(tokens []token, text string, start, end int, g gap) []token {
	if b := text[start] | 0x20; end-start > 2 && (b == 'd' || b == 'l') {
		if r, n := utf8.DecodeRuneInString(text[start+1:]); strings.ContainsRune(apostrophes, r) {
			tokens = append(tokens, token{start: start, end: start + 1, gap: g})
			start, g = start+1+n, space
		}
	}
	for _, cut := range []int{unitIn(text[start:end]), suffixIn(text[start:end])} {
		if cut > 0 {
			tokens = append(tokens, token{start: start, end: start + cut, gap: g})
			start, g = start+cut, hyphen
			break
		}
	}
	if start < end {
		tokens = append(tokens, token{start: start, end: end, gap: g})
	}
	return tokens
}

// unitIn gives where the unit begins in 24hrs, or 0.
func unitIn(word string) int {
	i := 0
	for i < len(word) && isDigit(word[i]) {
		i++
	}
	if i == 0 || i > 4 || i == len(word) || len(word)-i > len("seconds") {
		return 0
	}
	unit := strings.ToLower(word[i:])
	if _, ok := units[unit]; !ok || unit == "s" && i > 3 { // the 1990s
		return 0
	}
	return i
}

// suffixIn gives where the ending begins in Türkiye'de, which is "in Turkey", or 0.
func suffixIn(word string) int {
	if plainLetters(word) {
		return 0
	}
	i := strings.LastIndexAny(word, apostrophes)
	if i <= 0 {
		return 0
	}
	_, n := utf8.DecodeRuneInString(word[i:])
	switch strings.ToLower(word[i+n:]) {
	case "de", "da", "te", "ta":
		return i
	}
	return 0
}

// plainLetters reports whether a word is letters and digits of ASCII alone.
func plainLetters(word string) bool {
	for i := range len(word) {
		if !isASCIILetter(word[i]) && !isDigit(word[i]) {
			return false
		}
	}
	return true
}

// wordAt gives the length of the word at i, or 0.
func wordAt(text string, i int) int {
	if n := addressAt(text, i); n > 0 {
		return n
	}
	if n := initialsAt(text, i); n > 0 {
		return n
	}
	j := i
	for j < len(text) {
		if isASCIILetter(text[j]) || isDigit(text[j]) {
			j++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[j:])
		apostrophe := j > i && strings.ContainsRune(apostrophes, r) && isLetterAt(text, j+n) && !strings.ContainsRune(apostrophes, lastRune(text[i:j]))
		if !isWordRune(r) && !apostrophe {
			break
		}
		j += n
	}
	if j == i {
		if r, n := utf8.DecodeRuneInString(text[i:]); !isPunctuation(r, n) { // a sign such as &, § or ?, or a broken byte
			return n
		}
	}
	return j - i
}

func lastRune(s string) rune { r, _ := utf8.DecodeLastRuneInString(s); return r }

func isWordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r))
}

func isLetterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return i < len(text) && unicode.IsLetter(r)
}

func isPunctuation(r rune, n int) bool {
	return r == ' ' || unicode.IsSpace(r) || strings.ContainsRune(".,;:/\\|-–—‐‑()[]{}\"“”„«»‹›*+=_…·•!"+apostrophes, r) && n > 0
}

// addressAt gives the length of the address of a page or a mailbox at i: one word, whatever stands in it.
func addressAt(text string, i int) int {
	if text[i] == '@' {
		return handleAt(text, i)
	}
	if i > 0 && strings.IndexByte(" \t\n\r(<\"':", text[i-1]) < 0 {
		return 0
	}
	j, signs := i, false
	for j < len(text) && j-i < 300 && inAddresses[text[j]] {
		signs = signs || text[j] == '.' || text[j] == ':'
		j++
	}
	if !signs { // every address has one or the other
		return 0
	}
	word := strings.TrimRight(text[i:j], ".:!?/'")
	at := strings.IndexByte(word, '@')
	if n := domainAt(word); n > 0 {
		return n
	}
	host := len(word) > 4 && (strings.EqualFold(word[:4], "www.") || strings.Contains(word, "://") && unicode.IsLetter(rune(word[0])))
	if host || at > 0 && strings.Contains(word[at:], ".") && !strings.ContainsAny(word[:at], "/'") {
		return len(word)
	}
	return 0
}

// inAddresses are the bytes that addresses are made of.
var inAddresses = func() (set [256]bool) {
	for b := ' ' + 1; b < 0x7f; b++ {
		set[b] = !strings.ContainsRune("()<>\"|;,", b)
	}
	return set
}()

// domainAt gives the length of a name such as Kremlin.ru at the start of a word: agencies credit pages so.
func domainAt(word string) int {
	dot := strings.IndexByte(word, '.')
	if dot < 2 || strings.ContainsFunc(word[:dot], func(r rune) bool { return !isWordRune(r) }) {
		return 0
	}
	end := dot + 1
	for end < len(word) && isASCIILetter(word[end]) {
		end++
	}
	switch strings.ToLower(word[dot+1 : end]) {
	case "com", "org", "net", "ru", "gov", "info":
		return end
	}
	return 0
}

// handleAt gives the length of the name of an account at i: @jane.roe, without a full stop that ends a sentence.
func handleAt(text string, i int) int {
	j := i + 1
	for j < len(text) && (isASCIILetter(text[j]) || isDigit(text[j]) || text[j] == '_' || text[j] == '.' && j+1 < len(text) && text[j+1] >= 'a' && text[j+1] <= 'z') {
		j++
	}
	if j == i+1 {
		return 0
	}
	return j - i
}

// initialsAt gives the length of letters each followed by a full stop, such as U.S.A., without the last one.
func initialsAt(text string, i int) int {
	if i > 0 && isASCIILetter(text[i-1]) {
		return 0
	}
	j := i
	for j+2 < len(text) && isASCIILetter(text[j]) && text[j+1] == '.' && isASCIILetter(text[j+2]) && (j+3 == len(text) || !isASCIILetter(text[j+3])) {
		j += 2
	}
	if j == i {
		return 0
	}
	return j + 1 - i
}

func isASCIILetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// gapAt classes the punctuation at i.
func gapAt(text string, i int) (gap, int) {
	if text[i] == ' ' {
		return space, 1
	}
	r, n := utf8.DecodeRuneInString(text[i:])
	switch {
	case r == '\n' || r == '\r':
		return line, n
	case unicode.IsSpace(r):
		return space, n
	case r == ',':
		return comma, n
	case r == '/' || r == '\\':
		return slash, n
	case r == ':':
		return colon, n
	case r == '+':
		if strings.HasPrefix(text[i:], "++") {
			return stop, n
		}
		return comma, n
	case r == '.':
		if i > 0 && i+1 < len(text) && isDigit(text[i-1]) && isDigit(text[i+1]) {
			return hyphen, n
		}
		if abbreviated(text[:i]) || initialed(text[:i]) && goesOn(text[i+n:]) {
			return space, n
		}
		return stop, n
	case strings.ContainsRune(";|•!…·*_", r):
		return stop, n
	case strings.ContainsRune("([{", r):
		return open, n
	case strings.ContainsRune(")]}", r):
		return shut, n
	case r == '=':
		return dash, n
	case strings.ContainsRune("-–—‐‑", r):
		if strings.ContainsRune("-‐‑", r) && i > 0 && text[i-1] > ' ' && i+n < len(text) && text[i+n] > ' ' && text[i-1] != '-' && text[i+n] != '-' {
			return hyphen, n
		}
		return dash, n
	}
	return quote, n
}

// abbreviations are words whose full stop ends no sentence.
var abbreviations = []string{"art", "abs", "excl", "max", "pt", "rep", "sec", "st", "n", "s", "e", "w"}

func abbreviated(text string) bool {
	for _, a := range abbreviations {
		at := len(text) - len(a)
		if at >= 0 && strings.EqualFold(text[at:], a) && (at == 0 || !isASCIILetter(text[at-1])) {
			return true
		}
	}
	return false
}

// initialed reports whether a text ends in initials, such as U.K, of which the last full stop is still to come.
func initialed(text string) bool {
	n := len(text)
	return n >= 3 && isASCIILetter(text[n-1]) && text[n-2] == '.' && isASCIILetter(text[n-3])
}

// goesOn reports whether what follows goes on with a list: U.K., Eire and U.S. or Canada.
func goesOn(text string) bool {
	text = strings.TrimLeft(text, " ")
	next, _, _ := strings.Cut(text, " ")
	return strings.HasPrefix(text, ",") || strings.HasPrefix(text, "/") || connectors[strings.ToLower(next)]
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// plain folds a word to the form in which words are compared: lower case, without accents, apostrophes and full stops.
func plain(s string) string {
	ascii, bare := true, true
	for i := 0; i < len(s); i++ {
		ascii = ascii && s[i] < 0x80
		bare = bare && (isASCIILetter(s[i]) || isDigit(s[i]))
	}
	if bare {
		return strings.ToLower(s)
	}
	if !ascii {
		s = norm.NFKD.String(s)
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '.' || strings.ContainsRune(apostrophes, r):
		case r == 'ı':
			b.WriteByte('i')
		case r == 'ß':
			b.WriteString("ss")
		case r == '&':
			b.WriteString("and")
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// words gives the plain words of a line of our own data.
func words(s string) []string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r != ' ' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') }) {
		return strings.Fields(strings.ToLower(s)) // most lines hold nothing but words
	}
	var list []string
	for _, t := range tokenizeExactly(s) {
		list = append(list, plain(s[t.start:t.end]))
	}
	return list
}
