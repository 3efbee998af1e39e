package language

import (
	"slices"
	"strings"
	"sync"
)

// Relation says how the party that a use names stands to those that a constraint names.
type Relation string

// The relations.
const (
	Same   Relation = "same"   // it is one of them, or belongs to one of them: BBC Persian, where BBC is named
	Parent Relation = "parent" // one of them belongs to it: BBC, where BBC Persian is named
	Near   Relation = "near"   // its name resembles one of theirs, or one side has no name: a person decides
	Other  Relation = "other"  // neither
)

// closest has the relations in order.
var closest = []Relation{Same, Parent, Near, Other}

// Relation compares all the names that a party goes by with the parties that are named, no matter whether the rule holds for
// them or for all but them, and gives the closest that it finds. A constraint that is nil is open: everyone is meant. Countries,
// such as "country:ES", are nobody's name.
func (c *Constraint) Relation(names ...string) Relation {
	if c == nil {
		return Same
	}
	var askers []identity
	for _, name := range names {
		if who := identify(name); who.name != "" {
			askers = append(askers, who)
		}
	}
	if len(askers) == 0 {
		askers = []identity{{}} // nobody knows who asks
	}
	found := Other
	if len(c.Values) == 0 {
		found = Near
	}
	for _, v := range c.Values {
		if strings.HasPrefix(v, "country:") {
			continue
		}
		named := identify(v)
		for _, asker := range askers {
			if r := asker.to(named); slices.Index(closest, r) < slices.Index(closest, found) {
				found = r
			}
		}
	}
	return found
}

// identity is a party as its names are compared: plain words, parted by one space.
type identity struct {
	name  string
	also  []string // its other names
	above []string // those it belongs to, the nearest first
}

func (a identity) to(b identity) Relation {
	switch {
	case a.name == "" || b.name == "":
		return Near
	case a.name == b.name, slices.Contains(a.above, b.name):
		return Same
	case slices.Contains(b.above, a.name):
		return Parent
	}
	for _, x := range a.names() {
		for _, y := range b.names() {
			if resemble(x, y) {
				return Near
			}
		}
	}
	return Other
}

func (a identity) names() []string { return append([]string{a.name}, a.also...) }

// identify finds whose name it is. One that the lexicon does not have stands for itself.
func identify(name string) identity {
	plain := Normal(name)
	if known, ok := identities()[plain]; ok {
		return known
	}
	return identity{name: plain}
}

// IsParty reports whether a name is one of the lexicon's agencies, broadcasters or outlets.
func IsParty(name string) bool {
	_, ok := identities()[Normal(name)]
	return ok
}

// Normal is the form in which two texts are the same: their plain words, parted by one space, without case, accents and punctuation.
func Normal(text string) string { return strings.Join(words(text), " ") }

// identities are the parties of the lexicon by each of their names.
var identities = sync.OnceValue(func() map[string]identity {
	above, also := map[string]string{}, map[string][]string{}
	for line := range lines("parties") {
		parts := strings.Split(line, "|")
		name := Normal(parts[0])
		above[name] = Normal(parts[1])
		for other := range strings.SplitSeq(parts[2], ",") {
			if other = Normal(other); other != "" && other != name {
				also[name] = append(also[name], other)
			}
		}
	}
	all := map[string]identity{}
	for name, parent := range above {
		who := identity{name: name, also: also[name]}
		for parent != "" && parent != name && !slices.Contains(who.above, parent) {
			who.above = append(who.above, parent)
			parent = above[parent]
		}
		for _, n := range who.names() {
			all[n] = who
		}
	}
	return all
})

// resemble reports whether two names may be meant to be one: one is a run of words of the other or begins it, they differ in
// spaces alone, or in a slip of the hand in a long word.
func resemble(a, b string) bool {
	if strings.Contains(" "+a+" ", " "+b+" ") || strings.Contains(" "+b+" ", " "+a+" ") {
		return true
	}
	if begins(a, b) || begins(b, a) {
		return true
	}
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) != len(y) {
		x, y = []string{strings.Join(x, "")}, []string{strings.Join(y, "")}
	}
	slips := 0
	for i := range x {
		if x[i] == y[i] {
			continue
		}
		if slips++; !slipped(x[i], y[i]) {
			return strings.Join(x, "") == strings.Join(y, "")
		}
	}
	return slips <= 1
}

// begins reports whether a name begins another one, as BBC does BBC1 and BBCPersian. One of two letters begins too many.
func begins(a, b string) bool {
	return len(a) >= minBeginning && strings.HasPrefix(strings.ReplaceAll(b, " ", ""), strings.ReplaceAll(a, " ", ""))
}

const minBeginning = 3 // bytes

// slipped reports whether one word may be another, mistyped: ABC is not NBC.
func slipped(a, b string) bool {
	longer := max(len(a), len(b))
	most := 1
	if longer >= longTypo {
		most = 2
	}
	return longer >= minTypo && distance(a, b, most) <= most
}
