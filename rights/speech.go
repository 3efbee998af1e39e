package rights

import (
	"regexp"
	"slices"
	"strings"
)

// Speech is told from terms by who says it: BANNER READING: "NO ACCESS", and "Not for sale," read one banner. What the patterns
// match is found by hand first: most quotations are looked at in vain. They are left for a letter that passes for an s.
var (
	saidBefore = regexp.MustCompile(`(?i)\b(?:reading|reads|saying|says|said)\b[\s,:]*(?:\([^()\n]*\)[\s,:]*)?$`)
	saidBehind = regexp.MustCompile(`(?i)^,?\s+(?:read|reads|said|says)\b`)

	wordsBefore = []string{"reading", "reads", "saying", "says", "said"}
	wordsBehind = []string{"reads", "read", "said", "says"}
)

const (
	longS      = "ſ" // it is a small s to whoever does not mind case
	whiteSpace = "\t\n\f\r "
)

// appendSpeech gives what somebody says in a text that could be taken for terms, in some space, with more of it for sentences. Where the
// words before it in its sentence have a sign of terms, it may be they that say it: RESTRICTIONS: the script says "no resale".
func appendSpeech(all []stretch, text string, space []sentence) []stretch {
	const before = 100 // bytes: who says it, and in what language
	eachQuotation(text, func(at stretch) {
		lead := text[max(0, at.start-before):at.start]
		if !isSaidBefore(lead) && !isSaidBehind(text[at.end:]) {
			return
		}
		if said := appendSentences(space[:0], at.of(text), nil); !slices.ContainsFunc(said, func(s sentence) bool { return s.sign }) {
			return
		}
		if before := appendSentences(space[:0], lead, nil); len(before) == 0 || !before[len(before)-1].sign {
			all = append(all, at)
		}
	})
	return all
}

// Quotation marks that open, and all of them. The plain one may do both.
var (
	openingMarks   = []string{`"`, "“", "«"}
	quotationMarks = []string{`"`, "“", "«", "”", "»"}
	plainMarks     = []string{`"`} // most texts have no others
)

// eachQuotation gives what stands on one line from a mark that opens up to the next mark, if that one closes.
func eachQuotation(text string, give func(stretch)) {
	opening, marks := openingMarks, quotationMarks
	if strings.IndexByte(text, "“"[0]) < 0 && strings.IndexByte(text, "«"[0]) < 0 { // nor ”, nor »
		opening, marks = plainMarks, plainMarks
	}
	for start := 0; ; {
		at, mark := nextMark(text[start:], opening)
		if mark == "" {
			return
		}
		start += at
		inside := start + len(mark)
		line, _, _ := strings.Cut(text[inside:], "\n")
		end, mark := nextMark(line, marks)
		switch mark {
		case "":
			start = inside + len(line)
		case "“", "«":
			start = inside + end
		default:
			end = inside + end + len(mark)
			give(stretch{start, end})
			start = end
		}
	}
}

// nextMark gives the first of some marks in a text, "" if there is none.
func nextMark(text string, marks []string) (at int, mark string) {
	for _, m := range marks {
		if i := strings.Index(text, m); i >= 0 {
			text, at, mark = text[:i], i, m
		}
	}
	return at, mark
}

// isSaidBefore is saidBefore.MatchString.
func isSaidBefore(lead string) bool {
	const between = whiteSpace + ",:"
	if strings.Contains(lead, longS) {
		return saidBefore.MatchString(lead)
	}
	lead = strings.TrimRight(lead, between)
	if endsInWord(lead, wordsBefore) {
		return true
	}
	inside, ok := strings.CutSuffix(lead, ")")
	if !ok {
		return false
	}
	open := strings.LastIndexAny(inside, "()\n")
	return open >= 0 && inside[open] == '(' && endsInWord(strings.TrimRight(inside[:open], between), wordsBefore)
}

func endsInWord(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		at := len(text) - len(w)
		return at >= 0 && strings.EqualFold(text[at:], w) && (at == 0 || !isWordByte(text[at-1]))
	})
}

// isSaidBehind is saidBehind.MatchString.
func isSaidBehind(text string) bool {
	rest := strings.TrimPrefix(text, ",")
	word := strings.TrimLeft(rest, whiteSpace)
	if len(word) == len(rest) {
		return false
	}
	if strings.Contains(word[:min(len(word), len("reads")+len(longS))], longS) {
		return saidBehind.MatchString(text)
	}
	return slices.ContainsFunc(wordsBehind, func(w string) bool {
		return len(word) >= len(w) && strings.EqualFold(word[:len(w)], w) && (len(word) == len(w) || !isWordByte(word[len(w)]))
	})
}

func isWordByte(b byte) bool { return letters[b] != 0 || b == '_' }
