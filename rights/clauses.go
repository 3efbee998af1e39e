package rights

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// stretch is text[start:end].
type stretch struct{ start, end int }

func (s stretch) of(text string) string { return text[s.start:s.end] }

// word is one word of a text, with what stands before it.
type word struct {
	stretch
	opens   opening
	capital bool // no letter of it is small
	*meaning
}

// opening is what begins at a word.
type opening int8

const (
	nothingOpens  opening = iota
	clauseOpens           // behind a semicolon, a colon or a dash
	sentenceOpens         // behind a full stop, or behind brackets that a stretch of terms does not go across
	lineOpens
)

// wordsOf cuts a text into words.
func wordsOf(text string) []word { return appendWords(nil, text, stretch{0, len(text)}, lineOpens) }

// appendWords cuts a stretch of a text into words, for whoever has space for them. It says what opens at the first one.
func appendWords(all []word, text string, at stretch, opens opening) []word {
	var last stretch
	for i := at.start; i < at.end; {
		w := wordAt(text, i, at.end)
		if w.end == i {
			_, size := utf8.DecodeRuneInString(text[i:])
			opens = max(opens, openedBy(text, i, last))
			i += size
			continue
		}
		w.opens, opens, i, last = opens, nothingOpens, w.end, w.stretch
		all = append(all, w)
	}
	return all
}

// hasSign reports whether a text has a word that terms have.
func hasSign(text string) bool {
	for i := 0; i < len(text); {
		w := wordAt(text, i, len(text))
		if w.end == i {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		if w.sign {
			return true
		}
		i = w.end
	}
	return false
}

// letter says what a byte is in a word: 0 for one that words are not made of.
type letter uint8

const (
	small letter = 1 << iota
	big
	digit
)

var letters = func() (letters [256]letter) {
	for b := range byte(utf8.RuneSelf) {
		switch {
		case b >= 'a' && b <= 'z':
			letters[b] = small
		case b >= 'A' && b <= 'Z':
			letters[b] = big
		case b >= '0' && b <= '9':
			letters[b] = digit
		}
	}
	return letters
}()

// endsWords are the characters of ASCII that stand in no word.
var endsWords = func() (set [256]bool) {
	for b := range byte(utf8.RuneSelf) {
		set[b] = letters[b] == 0 && b != '\''
	}
	return set
}()

// isCapital reports whether letters and digits of ASCII have letters, none of them small.
func isCapital(word string) bool {
	all := letter(0)
	for i := range len(word) {
		all |= letters[word[i]]
	}
	return all&(small|big) == big
}

// apostropheAt reports whether the apostrophe at a place stands before a letter, as one in a word does.
func apostropheAt(text string, i int) bool {
	return text[i] == '\'' && i+1 < len(text) && letters[text[i+1]]&(small|big) != 0
}

// wordAt reads the word at a place, before a limit: letters and digits, and apostrophes between them. It ends where it starts if
// there is none.
func wordAt(text string, i, limit int) word {
	end, all := i, letter(0)
	for end < limit {
		l := letters[text[end]]
		if l == 0 {
			if text[end] >= utf8.RuneSelf {
				return wideWordAt(text, i, limit)
			}
			if end == i || !apostropheAt(text, end) {
				break
			}
		}
		all |= l
		end++
	}
	w := word{stretch: stretch{i, end}, capital: all&(small|big) == big, meaning: plainWord}
	if end > i {
		w.meaning = meaningOf(text[i:end])
	}
	return w
}

// wideWordAt is wordAt for a word, or what is none, with characters that are not ASCII.
func wideWordAt(text string, i, limit int) word {
	end := wordEnd(text, i, limit)
	written := text[i:end]
	w := word{stretch: stretch{i, end}, capital: inCapitals(written), meaning: plainWord}
	switch {
	case end == i:
	case ascii(written):
		return wordAt(text, i, end)
	case !ofLatin(written):
		w.meaning = hidden(written)
	default:
		if known := vocabulary[plain(written)]; known != nil {
			w.meaning = known
		}
	}
	return w
}

// wordEnd gives where the word at a place ends.
func wordEnd(text string, i, limit int) int {
	end := i
	for end < limit {
		b := text[end]
		switch {
		case letters[b] != 0, end > i && apostropheAt(text, end):
			end++
		case b < utf8.RuneSelf:
			return end
		default:
			r, size := utf8.DecodeRuneInString(text[end:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && (r != '’' || end == i) {
				return end
			}
			end += size
		}
	}
	return end
}

// openedBy says what begins behind a sign between words, the last of which is before it. A full stop behind a single letter or a common
// abbreviation ends nothing.
func openedBy(text string, i int, last stretch) opening {
	switch text[i] {
	case '.':
		behind := i + 1
		if behind < len(text) && !endsSentences[text[behind]] {
			return nothingOpens
		}
		if last.end == i && (last.end-last.start == 1 || isAbbreviation(last.of(text))) {
			return nothingOpens
		}
		return sentenceOpens
	case "–"[0]:
		if strings.HasPrefix(text[i:], "–") || strings.HasPrefix(text[i:], "—") {
			return clauseOpens
		}
	}
	return openings[text[i]]
}

// endsSentences are the characters behind a full stop that may end a sentence.
var endsSentences = [256]bool{' ': true, '\t': true, '\r': true, '\n': true, '"': true, '\'': true, '.': true}

// openings are what begins behind each sign of ASCII but for the full stop.
var openings = [256]opening{
	'\n': lineOpens, '\r': lineOpens, '!': sentenceOpens, '?': sentenceOpens,
	';': clauseOpens, ':': clauseOpens, '-': clauseOpens, '|': clauseOpens, '/': clauseOpens,
}

var abbreviations = map[string]bool{"mr": true, "mrs": true, "ms": true, "dr": true, "st": true, "art": true, "pt": true, "excl": true, "max": true, "no": true, "abs": true}

// longestAbbreviation bounds them, in bytes.
const longestAbbreviation = 4

// isAbbreviation reports whether a word is one, whatever its case. Letters that are not ASCII may become shorter.
func isAbbreviation(word string) bool {
	if !ascii(word) {
		return abbreviations[strings.ToLower(word)]
	}
	var lower [longestAbbreviation]byte
	if len(word) > len(lower) {
		return false
	}
	for i := range len(word) {
		lower[i] = word[i]
		if letters[word[i]] == big {
			lower[i] |= 0x20
		}
	}
	return abbreviations[string(lower[:len(word)])]
}

// fencesIn gives what stands between double plus signs. What is never closed goes to the end of its line, and only words in
// capitals go over one.
func fencesIn(text string) []stretch {
	var all []stretch
	for i := 0; ; {
		at := strings.Index(text[i:], "++")
		if at < 0 {
			return all
		}
		start := i + at
		for start < len(text) && text[start] == '+' {
			start++
		}
		end := len(text)
		if close := strings.Index(text[start:], "++"); close >= 0 {
			end = start + close
		}
		unclosed := end == len(text)
		if line := strings.IndexAny(text[start:end], "\r\n"); line >= 0 && (unclosed || !inCapitals(text[start:end])) {
			end = start + line
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i+at])
		if inside := (stretch{start, end}).trim(text); inside.start < inside.end && !(unclosed && unicode.IsLetter(before)) { // not C++
			all = append(all, inside)
		}
		for i = end; i < len(text) && text[i] == '+'; i++ {
		}
	}
}
