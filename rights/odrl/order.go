package odrl

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// factName is the name of a fact that is a rule.
var factName = regexp.MustCompile(`^(?:(terms)|shots\.(0|[1-9][0-9]{0,6})|(embargo)|(holder\.sale))(?:\.rules\.(0|[1-9][0-9]{0,6}))?$`)

// rank is the place of a fact among the rules of a record: its part, its shot, its number.
type rank [3]int

func rankOf(name string) (rank, bool) {
	m := factName.FindStringSubmatch(name)
	if m == nil || (m[5] == "") != (m[3]+m[4] != "") {
		return rank{}, false
	}
	part := slices.IndexFunc(m[1:5], func(s string) bool { return s != "" })
	shot, _ := strconv.Atoi(m[2])
	number, _ := strconv.Atoi(m[5])
	return rank{part, shot, number}, true
}

// inOrder puts the rules into the order of the record, and refuses when one of them is missing or there twice.
func (d *draft) inOrder() error {
	ranks := map[string]rank{}
	for _, s := range d.statements {
		r, ok := rankOf(s.name)
		if !ok {
			return fmt.Errorf("$: %.80q names no fact of a record", s.name)
		}
		ranks[s.name] = r
	}
	slices.SortStableFunc(d.statements, func(a, b statement) int {
		x, y := ranks[a.name], ranks[b.name]
		return slices.CompareFunc(x[:], y[:], cmp.Compare[int])
	})
	before := rank{-1, 0, 0}
	for _, s := range d.statements {
		r, number := ranks[s.name], 0
		if r[0] == before[0] && r[1] == before[1] {
			number = before[2] + 1
		}
		if r[2] != number {
			return fmt.Errorf("$: a rule before or beside %s is missing or there twice", s.name)
		}
		before = r
	}
	return nil
}
