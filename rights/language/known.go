package language

import (
	"slices"
	"sync/atomic"

	"clearance/rights/memory"
)

// known is a word as it was written, and all that the grammar and the lexicon say of it: asked for once, not at every step.
type known struct {
	plain              string // as compared, corrected
	fixed              bool   // it is a correction of what was written
	literal            int    // its number among the words of the grammar, 0 if it is none
	operator           bool
	connector, article bool
	channel            bool              // the name of a channel begins with it
	entries            []entry           // the names that begin with it
	phrases            map[int][]*phrase // those that begin with it, by the number of the word behind it
	others             []*phrase         // those whatever is behind it
	near               atomic.Int32      // whether it may be a long operator with a slip of the hand in it: 0 is not asked yet
}

// met words are remembered: 8192 of 32 bytes at most, 2 MB. The same few hundred make up all terms.
var metWords = memory.New[*known](8192, 32)

// knownOf gives what is known of a word as it is written. The grammar must have been learnt.
func knownOf(written string) *known {
	return metWords.Read(written, func(written string) *known { return knownAs(plain(written)) })
}

// knownAs gives what is known of a word as it is compared.
func knownAs(word string) *known {
	k := &known{}
	k.plain, k.fixed = correct(word)
	k.literal, k.operator, k.entries = literalNumbers[k.plain], operators[k.plain], names()[k.plain]
	k.connector, k.article, k.channel = connectors[k.plain], articles[k.plain], channelWords[k.plain]
	k.phrases, k.others = phrases.behind[k.plain], phrases.whatever[k.plain]
	return k
}

// mayBeOperator is nearOperator.
func (k *known) mayBeOperator() bool {
	const no, yes = 1, 2
	if k.near.Load() == 0 {
		if nearOperator(k.plain) {
			k.near.Store(yes)
		} else {
			k.near.Store(no)
		}
	}
	return k.near.Load() == yes
}

// literalNumbers number the words of the grammar from 1.
var literalNumbers = map[string]int{}

// numberLiterals numbers the words of all phrases, and finds what each phrase cannot do without.
func numberLiterals() {
	seen := map[*node]bool{}
	var number func(n *node)
	number = func(n *node) {
		if n == nil || seen[n] {
			return
		}
		seen[n] = true
		for _, w := range n.words {
			if literalNumbers[w] == 0 {
				literalNumbers[w] = len(literalNumbers) + 1
			}
			n.literals = append(n.literals, literalNumbers[w])
		}
		for _, b := range n.branches {
			number(b)
		}
		number(n.next)
	}
	needed := map[*node][][]int{}
	for _, p := range phrases.all {
		number(p.start)
		p.needs = slices.Clone(needs(p.start, needed))
		slices.SortStableFunc(p.needs, func(a, b []int) int { return len(a) - len(b) })
	}
}

// needs gives sets of words, of each of which every way through a phrase has one.
func needs(n *node, met map[*node][][]int) [][]int {
	if n == nil {
		return nil
	}
	if all, ok := met[n]; ok {
		return all
	}
	var all [][]int
	switch n.op {
	case '?':
		for i, b := range n.branches {
			if more := needs(b, met); i == 0 {
				all = more
			} else {
				all = onBoth(all, more)
			}
		}
	case 'w':
		all = append([][]int{n.literals}, needs(n.next, met)...)
	default:
		all = needs(n.next, met)
	}
	met[n] = all
	return all
}

// onBoth gives what two ways need that a phrase may take, by what each of them needs: the sets that both have, and of the others the
// smallest two as one.
func onBoth(one, other [][]int) [][]int {
	var both, left [][]int
	for _, set := range one {
		if slices.ContainsFunc(other, func(o []int) bool { return slices.Equal(o, set) }) {
			both = append(both, set)
		} else {
			left = append(left, set)
		}
	}
	other = slices.DeleteFunc(slices.Clone(other), func(o []int) bool {
		return slices.ContainsFunc(both, func(set []int) bool { return slices.Equal(o, set) })
	})
	if len(left) > 0 && len(other) > 0 {
		bySize := func(a, b []int) int { return len(a) - len(b) }
		either := slices.Concat(slices.MinFunc(left, bySize), slices.MinFunc(other, bySize))
		slices.Sort(either)
		both = append(both, slices.Compact(either))
	}
	return both
}

// seconds gives the numbers of the words that may follow the first word of a phrase, and whether anything else may.
func seconds(n *node, first string, add func(literal int)) (whatever bool) {
	switch {
	case n == nil:
		return true
	case n.op == 'w':
		return slices.Contains(n.words, first) && following(n.next, add)
	case n.op == '?':
		for _, b := range n.branches {
			whatever = seconds(b, first, add) || whatever
		}
		return whatever
	case n.op == 'c':
		return true
	}
	return seconds(n.next, first, add)
}

func following(n *node, add func(literal int)) (whatever bool) {
	switch {
	case n == nil || n.op == 'c' || n.op == '$':
		return true
	case n.op == 'w':
		for _, l := range n.literals {
			add(l)
		}
		return false
	case n.op == '?':
		for _, b := range n.branches {
			whatever = following(b, add) || whatever
		}
		return whatever
	}
	return following(n.next, add)
}

// indexSeconds sorts the phrases that begin with a word by the word behind it, in the order of the grammar.
func indexSeconds() {
	phrases.behind, phrases.whatever = map[string]map[int][]*phrase{}, map[string][]*phrase{}
	for first, list := range phrases.byWord {
		behind := map[int][]*phrase{}
		follow := make([]map[int]bool, len(list))
		any := make([]bool, len(list))
		for i, p := range list {
			follow[i] = map[int]bool{}
			any[i] = seconds(p.start, first, func(l int) { follow[i][l] = true })
			for l := range follow[i] {
				behind[l] = nil
			}
			if any[i] {
				phrases.whatever[first] = append(phrases.whatever[first], p)
			}
		}
		for l := range behind {
			for i, p := range list {
				if any[i] || follow[i][l] {
					behind[l] = append(behind[l], p)
				}
			}
		}
		phrases.behind[first] = behind
	}
}

// literals are those of a text, a bit for each.
type literalSet [24]uint64

func (s *literalSet) add(l int) { s[l/64] |= 1 << (l % 64) }

// hasEach reports whether it has one of each of some sets.
func (s *literalSet) hasEach(of [][]int) bool {
	for _, set := range of {
		if !s.hasAny(set) {
			return false
		}
	}
	return true
}

func (s *literalSet) hasAny(of []int) bool {
	for _, l := range of {
		if s[l/64]&(1<<(l%64)) != 0 {
			return true
		}
	}
	return false
}
