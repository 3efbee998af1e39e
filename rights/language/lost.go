package language

import (
	"strings"
	"unicode/utf8"
)

// What stands between words may say that words are missing: a list that ends in a separator has lost what came next. Such a
// separator becomes a word of its own. No phrase knows it, so that it is unread.

// withLost puts the separators that lead nowhere among the words of a text.
func withLost(text string, tokens []token) []token {
	if len(tokens) == 0 {
		return tokens
	}
	var out []token // once a separator is found
	for i := 1; i < len(tokens); i++ {
		end := tokens[i-1].end
		if at := lostIn(text[end:tokens[i].start]); at >= 0 {
			if out == nil {
				out = append(make([]token, 0, len(tokens)+4), tokens[:i]...)
			}
			out = append(out, sign(text, end+at))
			tokens[i].gap |= stop
		}
		if out != nil {
			out = append(out, tokens[i])
		}
	}
	if out == nil {
		out = tokens
	}
	end := tokens[len(tokens)-1].end
	if at := lostAtEnd(text[:end], text[end:]); at >= 0 {
		out = append(out, sign(text, end+at))
	}
	return out
}

// sign is a separator as a word.
func sign(text string, at int) token {
	n := 1
	if _, size := utf8.DecodeRuneInString(text[at:]); size > 1 {
		n = size
	} else if strings.HasPrefix(text[at:], "...") {
		n = len("...")
	}
	return token{start: at, end: at + n, lost: true, gap: stop | space}
}

// nextOf are signs of which none follows a separator unless words are missing between the two: Peru/. No archive.
var nextOf = map[byte]string{',': ",/.;|)]", '/': ",.;|)]", '(': ")", '[': "]"}

// lostIn gives where such a separator stands among the signs between two words, or -1.
func lostIn(signs string) int {
	if len(signs) < 2 {
		return -1
	}
	for i := range len(signs) {
		next := nextOf[signs[i]]
		rest := strings.TrimLeft(signs[i+1:], " \t")
		if next != "" && rest != "" && strings.IndexByte(next, rest[0]) >= 0 {
			return i
		}
	}
	return -1
}

const (
	dashes    = "-–—‐‑"
	leadingOn = ",/\\:|([{…+" + dashes // signs that something should follow
)

// lostAtEnd gives where a separator stands behind the last word of a text, or -1. Dashes, bars and double plus signs may be what
// a text stands between, and some names have a plus sign at their end.
func lostAtEnd(text, end string) int {
	if at := strings.Index(end, "..."); at >= 0 {
		return at
	}
	for at, r := range end {
		switch {
		case !strings.ContainsRune(leadingOn, r):
		case strings.ContainsRune(dashes+"|", r) && strings.IndexRune(strings.TrimLeft(text, " \t\r\n"), r) == 0:
		case r == '+' && (strings.Contains(end, "++") || at == 0 && plusName(text)):
		default:
			return at
		}
	}
	return -1
}

// plusName reports whether a text ends in a name to which a plus sign belongs.
func plusName(text string) bool {
	text = strings.ToLower(text)
	for line := range lines("parties") {
		name, _, _ := strings.Cut(strings.ToLower(line), " |")
		if name, ok := strings.CutSuffix(name, "+"); ok && strings.HasSuffix(text, name) {
			return true
		}
	}
	return false
}
