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

// wordsOf cuts a text into words. Walls are stretches, in order, that no sentence goes across; there are no words in them.
func wordsOf(text string, walls []stretch) []word { return appendWords(nil, text, walls) }

// appendWords is wordsOf for whoever has space for them.
func appendWords(all []word, text string, walls []stretch) []word {
	opens := lineOpens
	limit := len(text) // where the next wall begins
	if len(walls) > 0 {
		limit = walls[0].start
	}
	for i := 0; i < len(text); {
		if i >= limit {
			for len(walls) > 0 && walls[0].end <= i {
				walls = walls[1:]
			}
			if limit = len(text); len(walls) > 0 {
				limit = walls[0].start
			}
			if i >= limit {
				opens = max(opens, sentenceOpens)
				i = walls[0].end
			}
			continue
		}
		if text[i] == ' ' {
			i++
			continue
		}
		if end, seen := plainEnd(text[:limit], i); end > i && end < limit && endsWords[text[end]] { // as nearly all words are written
			m := plainWord
			if k := key(text[i:min(end, i+longestSign)]); index.first[k] != index.first[k+1] || slips[text[i]] {
				m = meaningOf(text[i:end], seen&(small|big) != 0)
			}
			all = append(all, word{stretch{i, end}, opens, seen&(small|big) == big, m})
			opens, i = nothingOpens, end
			continue
		}
		w := wordAt(text, i, limit)
		if w.end == i {
			_, size := utf8.DecodeRuneInString(text[i:])
			opens = max(opens, openedBy(text, i, all))
			i += size
			continue
		}
		w.opens, opens, i = opens, nothingOpens, w.end
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

// plainEnd gives where the letters and digits of ASCII end that stand at a place, and what they are.
func plainEnd(text string, i int) (end int, seen letter) {
	for end = i; end < len(text) && letters[text[end]] != 0; end++ {
		seen |= letters[text[end]]
	}
	return end, seen
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
		w.meaning = meaningOf(text[i:end], all&(small|big) != 0)
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

// openedBy says what begins behind a sign between words. A full stop behind a single letter or a common abbreviation ends nothing.
func openedBy(text string, i int, before []word) opening {
	switch text[i] {
	case '\n', '\r':
		return lineOpens
	case ';', ':', '-', '|', '/':
		return clauseOpens
	case '!', '?':
		return sentenceOpens
	case '.':
		behind := i + 1
		if behind < len(text) && !strings.ContainsRune(" \t\r\n\"'”’.", rune(text[behind])) {
			return nothingOpens
		}
		if len(before) > 0 {
			last := before[len(before)-1]
			if last.end == i && (last.end-last.start == 1 || isAbbreviation(last.of(text))) {
				return nothingOpens
			}
		}
		return sentenceOpens
	}
	if strings.HasPrefix(text[i:], "–") || strings.HasPrefix(text[i:], "—") {
		return clauseOpens
	}
	return nothingOpens
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

// sentenceIn gives how many words there are before another sentence or line begins.
func sentenceIn(all []word) int {
	for i := 1; i < len(all); i++ {
		if all[i].opens >= sentenceOpens {
			return i
		}
	}
	return len(all)
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
