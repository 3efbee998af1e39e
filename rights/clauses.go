package rights

import (
	"slices"
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
	meaning
}

// opening is what begins at a word.
type opening int

const (
	nothingOpens  opening = iota
	clauseOpens           // behind a semicolon, a colon or a dash
	sentenceOpens         // behind a full stop, or behind brackets that a stretch of terms does not go across
	lineOpens
)

// wordsOf cuts a text into words. Walls are stretches, in order, that no sentence goes across; there are no words in them.
func wordsOf(text string, walls []stretch) []word {
	all := make([]word, 0, len(text)/5)
	opens := lineOpens
	for i := 0; i < len(text); {
		for len(walls) > 0 && walls[0].end <= i {
			walls = walls[1:]
		}
		if len(walls) > 0 && walls[0].start <= i {
			opens = max(opens, sentenceOpens)
			i = walls[0].end
			continue
		}
		end := wordEnd(text, i, walls)
		if end == i {
			_, size := utf8.DecodeRuneInString(text[i:])
			opens = max(opens, openedBy(text, i, all))
			i += size
			continue
		}
		all = append(all, newWord(text, stretch{i, end}, opens))
		opens, i = nothingOpens, end
	}
	return all
}

// wordEnd gives where the word at a place ends: it is letters and digits, and apostrophes between them.
func wordEnd(text string, i int, walls []stretch) int {
	end := i
	for end < len(text) && (len(walls) == 0 || end < walls[0].start) {
		b := text[end]
		switch {
		case b|0x20 >= 'a' && b|0x20 <= 'z', b >= '0' && b <= '9', b == '\'' && end > i && end+1 < len(text) && text[end+1]|0x20 >= 'a' && text[end+1]|0x20 <= 'z':
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
			if last.end == i && (last.end-last.start == 1 || abbreviations[strings.ToLower(last.of(text))]) {
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

func newWord(text string, at stretch, opens opening) word {
	w := word{stretch: at, opens: opens}
	written := at.of(text)
	small, letters := false, false
	var buffer [24]byte // of the longest sign
	folded := buffer[:0]
	for i := 0; i < len(written); i++ {
		b := written[i]
		if b >= utf8.RuneSelf {
			w.capital = inCapitals(written)
			w.meaning = vocabulary[plain(written)]
			if !ofLatin(written) {
				w.meaning = hidden(written)
			}
			return w
		}
		letters = letters || b|0x20 >= 'a' && b|0x20 <= 'z'
		if b >= 'A' && b <= 'Z' {
			b |= 0x20
		} else {
			small = small || b >= 'a'
		}
		if len(folded) < len(buffer) {
			folded = append(folded, b)
		}
	}
	w.capital = letters && !small
	known, ok := vocabulary[string(folded)]
	if !ok && letters {
		known = slipped(string(folded))
	}
	w.meaning = known
	return w
}

// sentences cuts words where a sentence or a line begins.
func sentences(all []word) [][]word {
	var cut [][]word
	for len(all) > 0 {
		n := slices.IndexFunc(all[1:], func(w word) bool { return w.opens >= sentenceOpens })
		if n++; n == 0 {
			n = len(all)
		}
		cut = append(cut, all[:n])
		all = all[n:]
	}
	return cut
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
