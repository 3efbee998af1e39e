package rights

import (
	_ "embed"
	"slices"
)

var (
	//go:embed lexicon/signs.txt
	signsFile string
	//go:embed lexicon/prose.txt
	proseFile string

	vocabulary = learnWords()
	via        = vocabulary["via"] // it stands before agencies
)

// meaning is what a word has to do with terms.
type meaning struct {
	sign    bool             // terms have such words
	prose   bool             // sentences have such words
	openers []opener         // phrases that begin with it
	begins  *[2][4]letterSet // what the word behind may begin with for any of these to begin: in small letters or capitals, by opening
}

// letterSet has a bit for each letter and each digit; some have one in common.
type letterSet uint64

const anyLetter = ^letterSet(0)

func letterOf(b byte) letterSet { return 1 << ((b | 0x20) & 63) }

// with gives it phrases that begin with it.
func (m *meaning) with(openers []opener) *meaning {
	m.openers, m.begins = openers, new([2][4]letterSet)
	for i := range openers {
		o := &openers[i]
		for opens := o.opens; opens <= lineOpens; opens++ {
			m.begins[1][opens] |= o.second()
			if !o.capitals {
				m.begins[0][opens] |= o.second()
			}
		}
	}
	return m
}

// mayBegin reports whether a phrase may begin with the word, by how it is written, what opens at it, and the text behind it.
func (m *meaning) mayBegin(opens opening, capital bool, behind string) bool {
	if m.begins == nil {
		return false
	}
	set := m.begins[0][opens]
	if capital {
		set = m.begins[1][opens]
	}
	if len(behind) < 2 || behind[0] != ' ' || letters[behind[1]] == 0 {
		return set != 0
	}
	return set&letterOf(behind[1]) != 0
}

// tells reports whether terms have the word, or credits do.
func (m *meaning) tells() bool { return m.sign || m.begins != nil || m == via }

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
		of(w).with(openers)
	}
	for w := range eachWord(signsFile) {
		of(w).sign = true
	}
	for w := range eachWord(proseFile) {
		of(w).prose = true
	}
	of("via")
	return all
}

// longestSign bounds the words that mean something, in bytes. Of a longer one only so much counts.
const longestSign = 24

// plainWord is what most words mean.
var plainWord = &meaning{}

// meaningOf gives what a word means that has letters, digits and apostrophes of ASCII only.
func meaningOf(word string) *meaning {
	word = word[:min(len(word), longestSign)]
	k := key(word)
	for _, e := range index.entries[index.first[k]:index.first[k+1]] {
		if sameLetters(word, e.word) {
			return e.meaning
		}
	}
	if maySlip(word) {
		var lower [longestSign]byte
		for i := range len(word) {
			lower[i] = word[i]
			if letters[word[i]] == big {
				lower[i] |= 0x20
			}
		}
		return slipped(string(lower[:len(word)]))
	}
	return plainWord
}

// index is the vocabulary by a key of few bits: most words mean nothing, and nothing in the vocabulary has their key. It is small, so
// that it stays near the processor.
var index = func() (index struct {
	entries []entry          // by key
	first   [keys + 1]uint16 // where those of a key begin
}) {
	for w, m := range vocabulary {
		index.entries = append(index.entries, entry{w, m})
	}
	slices.SortFunc(index.entries, func(a, b entry) int { return int(key(a.word)) - int(key(b.word)) })
	for i, e := range index.entries {
		for k := key(e.word) + 1; k <= keys; k++ {
			index.first[k] = uint16(i + 1)
		}
	}
	return index
}()

type entry struct {
	word string
	*meaning
}

const keys = 1 << 12

// key is a number of 12 bits that words have in common if they are the same but for capital letters.
func key(word string) uint {
	n := len(word)
	first, second, last := word[0]|0x20, word[n/2]|0x20, word[n-1]|0x20
	return (uint(first) + uint(second)*37 + uint(last)*101 + uint(n)*577) % keys
}

// sameLetters reports whether a word is one in plain form but for capital letters. Of what words are made of, this bit tells
// only letters apart.
func sameLetters(word, plain string) bool {
	if len(word) != len(plain) {
		return false
	}
	for i := range len(word) {
		if word[i]|0x20 != plain[i] {
			return false
		}
	}
	return true
}
