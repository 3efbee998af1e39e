package language

import (
	"iter"
	"math/bits"
	"slices"
	"strings"
	"sync"
)

// codes are those of Countries. A set has a place by its position among them.
var codes = sync.OnceValue(func() []string {
	var list []string
	for _, r := range countries() {
		list = append(list, r.String())
	}
	if len(list) > 64*len(set{}) {
		panic("language: more countries than a set can hold")
	}
	return list
})

// set is a set of countries: one bit each.
type set [5]uint64

// everywhere are all countries.
var everywhere = sync.OnceValue(func() set { return setOf(codes()) })

func setOf(places []string) (s set) {
	for _, code := range places {
		if i, ok := slices.BinarySearch(codes(), code); ok {
			s[i/64] |= 1 << (i % 64)
		}
	}
	return s
}

func (s *set) join(other set) {
	for i := range s {
		s[i] |= other[i]
	}
}

func (s *set) take(other set) {
	for i := range s {
		s[i] &^= other[i]
	}
}

func (s set) and(other set) set {
	for i := range s {
		s[i] &= other[i]
	}
	return s
}

func (s set) empty() bool { return s == set{} }

// all gives the codes in order.
func (s set) all() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i, word := range s {
			for ; word != 0; word &= word - 1 {
				if !yield(codes()[64*i+bits.TrailingZeros64(word)]) {
					return
				}
			}
		}
	}
}

// list is never nil, so that it is never null in JSON.
func (s set) list() []string {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	list := make([]string, 0, n)
	for code := range s.all() {
		list = append(list, code)
	}
	return list
}

// reach is what values name: surely, or perhaps.
type reach struct{ sure, maybe set }

func (r *reach) join(other reach) {
	r.sure.join(other.sure)
	r.maybe.join(other.maybe)
}

// less takes what another reach names out of this one: what it perhaps names is perhaps left.
func (r *reach) less(other reach) {
	doubtful := other.maybe
	doubtful.take(other.sure)
	r.maybe.join(r.sure.and(doubtful))
	r.sure.take(doubtful)
	r.sure.take(other.sure)
	r.maybe.take(other.sure)
}

func (r reach) as(form string) Area {
	r.maybe.take(r.sure)
	return Area{Form: form, Codes: r.sure.list(), Maybe: r.maybe.list()}
}

// meaning is what one value means, as of some eras.
type meaning struct {
	known  bool  // it names a territory
	wide   reach // as a bar is read: what it may mean at any time
	narrow reach // as what is left open is read: what it means at all times
}

// widest gives what values may mean at any of the times: as a bar is read.
func widest(values []string, when eras) (r reach) {
	for _, v := range values {
		r.join(meaningOf(v, when).wide)
	}
	return r
}

// narrowest gives what values mean at all of the times: as what is left open is read.
func narrowest(values []string, when eras) (r reach) {
	for _, v := range values {
		r.join(meaningOf(v, when).narrow)
	}
	return r
}

// meanings are those of the territories that were asked for. There are few: all the codes, and two groups as of a few eras.
var meanings = struct {
	sync.RWMutex
	known map[meaningKey]*meaning
}{known: map[meaningKey]*meaning{}}

type meaningKey struct {
	value string
	when  eras // of what depends on the date, else none
}

func meaningOf(value string, when eras) *meaning {
	key := meaningKey{value: value}
	if isDated(value) {
		key.when = when
	}
	meanings.RLock()
	m, ok := meanings.known[key]
	meanings.RUnlock()
	if ok {
		return m
	}
	m = mean(value, when)
	if m.known { // what is unknown may be any text
		meanings.Lock()
		defer meanings.Unlock()
		key.value = strings.Clone(value)
		meanings.known[key] = m
	}
	return m
}

// mean finds out what a value means. A place that follows a country is left open only where it is named itself, and one of which it
// is in doubt whether an area has it is not left open by that.
func mean(value string, when eras) *meaning {
	var m meaning
	ever, always := membersIn(value, when)
	if m.known = !ever.empty(); !m.known { // whatever it is, it may be anywhere
		m.wide.maybe = everywhere()
		m.narrow.maybe = m.wide.maybe
		return &m
	}
	doubtful := setOf(related()[value])
	m.wide.maybe, m.narrow.maybe = doubtful, doubtful
	for code := range ever.all() {
		itself, below, near := setOf([]string{code}), setOf(dependencies()[code]), setOf(related()[code])
		m.wide.sure.join(itself)
		m.wide.sure.join(below)
		m.wide.maybe.join(near)
		stays := !always.and(itself).empty()
		if stays && (code == value || itself.and(followers()).empty() && itself.and(doubtful).empty()) {
			m.narrow.sure.join(itself)
		}
		if stays || !when.known() { // else it was no member at one of the times
			m.narrow.maybe.join(itself)
			m.narrow.maybe.join(below)
			m.narrow.maybe.join(near)
		}
	}
	return &m
}

// membersIn gives the members of a territory in any of some eras, and those in all of them.
func membersIn(code string, when eras) (ever, always set) {
	for i, at := range when.all() {
		members := setOf(Members(code, at))
		ever.join(members)
		if i == 0 {
			always = members
		}
		always = always.and(members)
	}
	return ever, always
}
