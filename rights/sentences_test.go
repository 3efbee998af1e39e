package rights

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"clearance/story"
)

// wordByWord cuts a text into the words of its sentences, going through it word by word.
func wordByWord(text string, walls []stretch) (all [][]word) {
	var last stretch
	opens := lineOpens
	for i := 0; i < len(text); {
		limit := len(text)
		if within := slices.IndexFunc(walls, func(w stretch) bool { return i < w.end }); within >= 0 {
			if limit = walls[within].start; i >= limit {
				i, opens = walls[within].end, max(opens, sentenceOpens)
				continue
			}
		}
		w := wordAt(text, i, limit)
		if w.end == i {
			_, size := utf8.DecodeRuneInString(text[i:])
			opens = max(opens, openedBy(text, i, last))
			i += size
			continue
		}
		w.opens = opens
		if opens >= sentenceOpens {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], w)
		i, opens, last = w.end, nothingOpens, w.stretch
	}
	return all
}

// asNoted is what is to be kept of a sentence with some words.
func asNoted(words []word) sentence {
	s := sentence{stretch: stretch{words[0].start, words[len(words)-1].end}, opens: words[0].opens, count: len(words), prosaic: words[0].prose}
	s.prose, s.sign, s.loud = slices.ContainsFunc(words, isProse), slices.ContainsFunc(words, isSign), slices.ContainsFunc(words, isLoud)
	s.via = slices.ContainsFunc(words, func(w word) bool { return w.meaning == via })
	s.mayOpen = slices.ContainsFunc(words, func(w word) bool {
		return slices.ContainsFunc(w.openers, func(o opener) bool { return w.opens >= o.opens && (w.capital || !o.capitals) })
	})
	return s
}

// wallBetween is a wall about two places, between letters as all are.
func wallBetween(text string, start, end int) stretch {
	for ; start > 0 && !utf8.RuneStart(text[start]); start-- {
	}
	for end = max(end, start+1); end < len(text) && !utf8.RuneStart(text[end]); end++ {
	}
	return stretch{start, end}
}

// checkSentences cuts a text between walls and compares what comes of it with what comes of going through it word by word. It counts the
// sentences that are terms, and those that may have a credit.
func checkSentences(t *testing.T, text string, walls []stretch) (terms, credits int) {
	t.Helper()
	a := &article{Field: story.Field{Text: text}}
	a.cutBetween(walls)
	want := wordByWord(text, walls)
	if len(a.sentences) != len(want) {
		t.Fatalf("%q between %v: %d sentences, want %d", text, walls, len(a.sentences), len(want))
	}
	count := 0
	noting := passages{article: a, text: text}
	for i := range a.sentences {
		s := a.sentences[i]
		got := a.wordsOf(&a.sentences[i])
		if said := s.of(text); !slices.Equal(got, want[i]) {
			t.Fatalf("%q has the words %+v, want %+v", said, got, want[i])
		}
		noted := asNoted(want[i])
		if s.words != nil || s.stretch != noted.stretch || s.opens != noted.opens || s.count != noted.count ||
			s.prosaic != noted.prosaic || s.prose != noted.prose || s.sign != noted.sign || s.loud != noted.loud || s.via != noted.via {
			t.Fatalf("%q is %+v, want %+v", s.of(text), s, noted)
		}
		opens := len(noting.openersIn(want[i])) > 0
		if opens && !s.mayOpen || s.mayOpen && !noted.mayOpen {
			t.Errorf("%q: terms begin in it: %v, may: %v, where one of its words has such phrases: %v", s.of(text), opens, s.mayOpen, noted.mayOpen)
		}
		if opens {
			terms++
		}
		before := len(noting.unasked)
		noting.noteCredit(&a.sentences[i])
		if hasCreditMark(s.of(text)) {
			if credits++; len(noting.unasked) == before {
				t.Errorf("%q may have a credit, and is not noted", s.of(text))
			}
		}
		count += len(want[i])
	}
	if a.count != count {
		t.Fatalf("%q: %d words, want %d", text, a.count, count)
	}
	return terms, credits
}

// What is kept of sentences is what their words say.
func TestSentencesAsTheirWords(t *testing.T) {
	terms, credits := 0, 0
	for _, text := range textsToTry(t) {
		if text == "" {
			continue
		}
		for _, walls := range [][]stretch{nil, {wallBetween(text, len(text)/3, 0)}, {wallBetween(text, len(text)/3, len(text)/2)}} {
			opened, credited := checkSentences(t, text, walls)
			terms, credits = terms+opened, credits+credited
		}
	}
	if terms < 100 || credits < 10 {
		t.Errorf("terms began in %d sentences only, and %d had a mark of credits", terms, credits)
	}
}

// Sentences made of anything at all are cut as their words are.
func TestSentencesOfAnything(t *testing.T) {
	parts := []string{" ", " ", " ", ". ", ".", "\n", "\r\n", "; ", ": ", " - ", "–", " — ", "/", "!", "?", ",", "'", "’", "''", "\"", "(", "é", "е", "ſ", "K", "\xff", "\xe2", "\x80", "_", "@", "[", "`", "{", "0", "9", ":", "Z", "a",
		"no", "NO", "No", "St", "mr", "excl.", "A", "via", "VIA", "NOACCESS", "noaccessible", "restricions:", "RESTRICTOINS", "redistributed", "Redistributions", "communications", "communication", "embargoed", "can't", "us's", "44b", "2019 790", "kullanilamaz", "honorarpflichtig", "noncommercialandmuchlonger", "he", "wandered"}
	for w := range vocabulary {
		parts = append(parts, w, strings.ToUpper(w), w[:len(w)-1], w+"s")
	}
	slices.Sort(parts)
	random := rand.New(rand.NewPCG(3, 5))
	rounds := 60_000
	if testing.Short() {
		rounds = 6000
	}
	for range rounds {
		var b strings.Builder
		for range 1 + random.IntN(12) {
			b.WriteString(parts[random.IntN(len(parts))])
			if random.IntN(2) == 0 {
				b.WriteByte(' ')
			}
		}
		text := b.String()
		var walls []stretch
		for at := random.IntN(len(text) + 20); at < len(text); at += random.IntN(20) {
			if wall := wallBetween(text, at, min(len(text), at+1+random.IntN(9))); len(walls) == 0 || walls[len(walls)-1].end <= wall.start {
				walls, at = append(walls, wall), wall.end
			}
		}
		checkSentences(t, text, walls)
	}
}
