package policy

import (
	"bytes"
	"slices"
	"strings"

	"clearance/rights"
)

// eachIn goes over the elements of an array, until it is told false. It reports false then, too, and where the text is none that this
// program writes.
func eachIn(array []byte, element func([]byte) bool) bool {
	k := cutting{text: array}
	if k.next() != '[' {
		return false
	}
	if k.at++; k.next() == ']' {
		return k.at+1 == len(array)
	}
	for {
		start := k.at
		if !k.skip() || !element(array[start:k.at]) {
			return false
		}
		end := k.next()
		k.at++
		if end != ',' {
			return end == ']' && k.at == len(array)
		}
	}
}

// around finds the value under a name in an object, and what stands before and after it.
func around(object []byte, name string) (before, value, after []byte, ok bool) {
	k := cutting{text: object}
	if k.next() != '{' {
		return nil, nil, nil, false
	}
	for {
		k.at++
		key, ok := k.key()
		start := k.at
		if !ok || !k.skip() {
			return nil, nil, nil, false
		}
		if string(key) == name {
			return object[:start], object[start:k.at], object[k.at:], true
		}
		if k.next() != ',' {
			return nil, nil, nil, false
		}
	}
}

// ruleAtHand is a rule of the terms in the input that is decided about.
type ruleAtHand struct {
	fact          string
	before, after []byte  // its JSON but for the fact
	number        uint32  // in the memory, of all rules that are the same but for the fact; 0 where it has none
	ask           bool    // a topic has to be asked about it
	codes         codeSet // what all topics say of it
	said          codeSet // what the last one that was asked said
}

// key is the rule without its fact.
func (r *ruleAtHand) key(to []byte) []byte {
	to = append(append(to, r.before...), 0)
	return append(to, r.after...)
}

// rulesAtHand are the rules of the terms, sorted by their facts. It reports false where these are not distinct, where one is empty or
// is not written in JSON as it is, and where one has a name under which the catalogue knows another fact.
func rulesAtHand(to []ruleAtHand, rules []rights.RuleInput, written []byte) ([]ruleAtHand, bool) {
	ok := eachIn(written, func(element []byte) bool {
		before, value, after, ok := around(element, "fact")
		if !ok || len(to) == len(rules) {
			return false
		}
		fact := rules[len(to)].Fact
		if fact == "" || len(value) != len(fact)+2 || string(value[1:len(value)-1]) != fact || catalogueHas(fact) {
			return false
		}
		to = append(to, ruleAtHand{fact: fact, before: before, after: after})
		return true
	})
	if !ok || len(to) != len(rules) {
		return to, false
	}
	slices.SortFunc(to, func(a, b ruleAtHand) int { return strings.Compare(a.fact, b.fact) })
	for i := 1; i < len(to); i++ {
		if to[i-1].fact == to[i].fact {
			return to, false
		}
	}
	return to, true
}

// distinct appends the different elements of an array in their order, each once; and anything else as it is.
func distinct(to, array []byte, among [][]byte) ([]byte, [][]byte) {
	among = among[:0]
	if !eachIn(array, func(element []byte) bool {
		at, found := slices.BinarySearchFunc(among, element, bytes.Compare)
		if !found {
			among = slices.Insert(among, at, element)
		}
		return true
	}) {
		return append(to, array...), among
	}
	for _, element := range among {
		to = append(append(to, element...), ',')
	}
	return append(to, ']'), among
}
