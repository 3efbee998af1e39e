package check_test

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"clearance/policy"
	"clearance/rights"
)

// TestPhraseSweep spoils every phrase in every way that goes by one character, one word, one separator or its case, and demands
// that what was not cleared is not cleared by it. What it lets pass are classes, each named, explained and counted.
func TestPhraseSweep(t *testing.T) {
	all := phrases(t)
	s := &phraseSweep{desk: newPhraseDesk(t, all), passed: map[string]int{}}
	stride := 4
	if testing.Short() {
		stride = 100
	}
	t.Run("phrases", func(t *testing.T) {
		for i, p := range all {
			if !*sweepAll && i%stride != 0 { // some of them; in full with -sweep.all
				continue
			}
			t.Run(p.at, func(t *testing.T) {
				t.Parallel()
				s.sweep(t, p)
			})
		}
	})
	t.Logf("%d spoilt phrases, %d answers, %d of them clear what was not clear; those let pass, by class:", s.spoilt, s.answers, s.cleared)
	for _, name := range slices.Sorted(maps.Keys(phraseClasses)) {
		t.Logf("%8d  %s: %s", s.passed[name], name, phraseClasses[name].why)
		if *sweepAll && s.passed[name] == 0 {
			t.Errorf("the class %q lets nothing pass: remove it", name)
		}
	}
}

type phraseSweep struct {
	desk *phraseDesk

	mu                       sync.Mutex // guards what follows
	spoilt, answers, cleared int
	passed                   map[string]int
}

// A spoil is a phrase with something done to text[start:end].
type spoil struct {
	kind       string
	start, end int
	text       string
}

// A spoiling is one spoil by which a use was cleared that was not.
type spoiling struct {
	phrase
	spoil
	probe
	before, after rights.Case
	outcome       policy.Outcome // before
}

func (s *phraseSweep) sweep(t *testing.T, p phrase) {
	spoilt, answers := 0, 0
	before := readRecord(t, p.record(p.text))
	for sp := range spoils(p.text) {
		spoilt++
		reading := readRecord(t, p.record(sp.text))
		for _, probe := range p.probes {
			was, outcome := s.desk.verdict(t, p, before, probe.q)
			if probe.want == "open" || outcome.Verdict.Clears() {
				continue
			}
			answers++
			is, now := s.desk.verdict(t, p, reading, probe.q)
			if !now.Verdict.Clears() {
				continue
			}
			tried := spoiling{p, sp, probe, was, is, outcome}
			name := tried.class()
			if name == "" {
				t.Errorf("%s: %s makes %q of %q, which clears %s (was %s: %s)", p.at, sp.kind, sp.text, p.text, probe.asked, outcome.Verdict, codes(outcome))
			}
			s.mu.Lock()
			s.cleared++
			s.passed[name]++
			s.mu.Unlock()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spoilt += spoilt
	s.answers += answers
}

// spoils gives a text spoilt in every way.
func spoils(text string) iter.Seq[spoil] {
	return func(yield func(spoil) bool) {
		for _, each := range []iter.Seq[spoil]{characterSpoils(text), wordSpoils(text), separatorSpoils(text), caseSpoils(text)} {
			for s := range each {
				if s.text != text && !yield(s) {
					return
				}
			}
		}
	}
}

func replaced(kind, text string, start, end int, with string) spoil {
	return spoil{kind, start, end, text[:start] + with + text[end:]}
}

func characterSpoils(text string) iter.Seq[spoil] {
	return func(yield func(spoil) bool) {
		last, lastAt := "", 0
		for i, r := range text {
			c := string(r)
			end := i + len(c)
			all := []spoil{replaced("dropping a character", text, i, end, ""), replaced("doubling a character", text, i, end, c+c)}
			if last != "" {
				all = append(all, replaced("swapping characters", text, lastAt, end, c+last))
			}
			for _, s := range all {
				if !yield(s) {
					return
				}
			}
			last, lastAt = c, i
		}
	}
}

// textWords are the words of a text, with their places.
func textWords(text string) (spans [][2]int) {
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '’' }
	start := -1
	for i, r := range text + " " {
		switch {
		case letter(r) && start < 0:
			start = i
		case !letter(r) && start >= 0:
			spans = append(spans, [2]int{start, i})
			start = -1
		}
	}
	return spans
}

func wordSpoils(text string) iter.Seq[spoil] {
	return func(yield func(spoil) bool) {
		words := textWords(text)
		for i, w := range words {
			word := text[w[0]:w[1]]
			after := min(w[1]+1, len(text)) // with the blank behind it
			all := []spoil{
				replaced("dropping a word", text, w[0], w[1], ""), replaced("dropping a word and its blank", text, w[0], after, ""),
				replaced("doubling a word", text, w[0], w[1], word+" "+word),
				replaced("lower case for a word", text, w[0], w[1], strings.ToLower(word)),
				replaced("capitals for a word", text, w[0], w[1], strings.ToUpper(word)),
				replaced("cutting off the rest", text, w[0], len(text), ""), replaced("cutting off the start", text, 0, w[0], ""),
			}
			if i+1 < len(words) {
				next := words[i+1]
				all = append(all, replaced("swapping words", text, w[0], next[1], text[next[0]:next[1]]+text[w[1]:next[0]]+word))
			}
			for _, s := range all {
				if !yield(s) {
					return
				}
			}
		}
	}
}

// separatorSpoils puts each separator in place of what stands between two words.
func separatorSpoils(text string) iter.Seq[spoil] {
	return func(yield func(spoil) bool) {
		words := textWords(text)
		for i := 1; i < len(words); i++ {
			for _, with := range []string{"", " ", ", ", "; ", ". ", "/", " / ", " - ", " -- ", " | ", "\n", ": ", " (", ") "} {
				if !yield(replaced(fmt.Sprintf("putting %q between words", with), text, words[i-1][1], words[i][0], with)) {
					return
				}
			}
		}
	}
}

func caseSpoils(text string) iter.Seq[spoil] {
	return slices.Values([]spoil{
		{"lower case", 0, len(text), strings.ToLower(text)}, {"capitals", 0, len(text), strings.ToUpper(text)},
	})
}
