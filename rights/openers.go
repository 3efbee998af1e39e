package rights

import (
	_ "embed"
	"slices"
	"strings"
)

var (
	//go:embed lexicon/places.txt
	openersFile string
	//go:embed lexicon/signs.txt
	signsFile string
	//go:embed lexicon/prose.txt
	proseFile string

	vocabulary = learnWords()
)

// meaning is what a word has to do with terms.
type meaning struct {
	sign    bool     // terms have such words
	prose   bool     // sentences have such words
	openers []opener // phrases that begin with it
}

// learnWords gives the words that have to do with terms, in plain form.
func learnWords() map[string]*meaning {
	all := map[string]*meaning{}
	of := func(w string) *meaning {
		if all[w] == nil {
			all[w] = &meaning{}
		}
		return all[w]
	}
	for w, openers := range readOpeners(openersFile) {
		of(w).openers = openers
	}
	for w := range eachWord(signsFile) {
		of(w).sign = true
	}
	for w := range eachWord(proseFile) {
		of(w).prose = true
	}
	return all
}

// longestSign bounds the words that mean something, in bytes.
const longestSign = 24

// plainWord is what most words mean.
var plainWord = &meaning{}

// meaningOf gives what a word in plain form, without accents, means. Most begin as none does that means anything.
func meaningOf(word []byte, letters bool) *meaning {
	if len(word) == 0 || !telling.has(word) {
		return plainWord
	}
	if known := vocabulary[string(word)]; known != nil {
		return known
	}
	if letters {
		return slipped(string(word))
	}
	return plainWord
}

// beginnings are sets of words by length and first two letters.
type beginnings [1 << 11]uint64

// telling has every word that means something, and every one that may be a slip of the hand for one.
var telling = func() *beginnings {
	var all beginnings
	for w := range vocabulary {
		all.add(w, len(w), len(w))
	}
	for _, g := range glued {
		all.add(g, len(g), longestSign)
	}
	for second := range 256 {
		all.add(string([]byte{restrictions[0], byte(second)}), len(restrictions)-mostSlips, len(restrictions)+mostSlips)
	}
	return &all
}()

func (s *beginnings) add(word string, shortest, longest int) {
	for n := shortest; n <= longest; n++ {
		at := beginning(word[0], word[min(1, len(word)-1)], n)
		s[at/64] |= 1 << (at % 64)
	}
}

func (s *beginnings) has(word []byte) bool {
	at := beginning(word[0], word[min(1, len(word)-1)], len(word))
	return s[at/64]&(1<<(at%64)) != 0
}

// beginning is a number of 17 bits for a word's length and first two bytes. Few others have the same.
func beginning(first, second byte, n int) uint {
	return uint(n%32)<<12 | uint(first%64)<<6 | uint(second%64)
}

// eachWord is a list of which a line has several words.
func eachWord(file string) map[string]bool {
	set := map[string]bool{}
	for line := range lexicon(file) {
		for _, w := range strings.Fields(line) {
			set[plain(w)] = true
		}
	}
	return set
}

// opener is a phrase with which terms begin, such as NO ACCESS|USE.
type opener struct {
	words    [][]string // each one of several, in plain form; nil is any word
	capitals bool
	opens    opening // what must begin at its first word
	heading  bool    // a colon or a dash follows
	unsure   bool    // prose may begin so too
}

// readOpeners gives the phrases of a list by their first words. See lexicon/places.txt.
func readOpeners(file string) map[string][]opener {
	all := map[string][]opener{}
	for line := range lexicon(file) {
		var o opener
		o.capitals = inCapitals(line)
		for _, field := range strings.Fields(line) {
			switch field {
			case "^":
				o.opens = clauseOpens
			case "^^":
				o.opens = lineOpens
			case "~":
				o.unsure = true
			case ":":
				o.heading = true
			case "*":
				o.words = append(o.words, nil)
			default:
				o.words = append(o.words, strings.Split(plain(field), "|"))
			}
		}
		for _, first := range o.words[0] {
			all[first] = append(all[first], o)
		}
	}
	return all
}

// openerAt gives the phrase that begins at the first of some words, which go on to the end of their sentence; nil if none does.
func openerAt(text string, all []word) *opener {
	for i := range all[0].openers {
		if o := &all[0].openers[i]; o.at(text, all) {
			return o
		}
	}
	return nil
}

func (o *opener) at(text string, all []word) bool {
	if len(all) < len(o.words) || all[0].opens < o.opens {
		return false
	}
	for i, want := range o.words {
		w := all[i]
		if i > 0 && w.opens >= sentenceOpens || o.capitals && !w.capital || i > 0 && want != nil && !slices.Contains(want, plain(w.of(text))) {
			return false
		}
	}
	behind := all[len(o.words):]
	if o.unsure && (!slices.ContainsFunc(behind, isSign) || slices.ContainsFunc(behind, isProse)) {
		return false
	}
	return !o.heading || markFollows(text[all[len(o.words)-1].end:])
}

// markFollows reports whether a text begins with a colon or a dash. A hyphen without space beside it is none.
func markFollows(text string) bool {
	rest := strings.TrimLeft(text, " \t")
	for _, mark := range []string{":", "–", "—", "- ", "--"} {
		if strings.HasPrefix(rest, mark) {
			return true
		}
	}
	return strings.HasPrefix(rest, "-") && len(rest) < len(text)
}
