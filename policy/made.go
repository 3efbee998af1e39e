package policy

import (
	"reflect"
	"slices"
)

// made is what main makes of effects.
type made struct {
	verdict Verdict
	own     codeSet // main's own findings
}

// heard is what main made of codes; nil where it was not asked yet.
func (c *codebook) heard(codes *codeSet) *made {
	bits := 0
	for n := range codes.all {
		effect := c.effects[n].Load()
		if effect == 0 {
			return nil
		}
		bits |= 1 << (effect - 1)
	}
	return c.made[bits].Load()
}

// learn takes down what main made of findings, all of it or nothing: and nothing if it made them into anything but what is put
// together of what is taken down.
func (c *codebook) learn(o Outcome, codes *codeSet, rules []ruleAtHand) error {
	m, bits := &made{verdict: o.Verdict}, 0
	var all codeSet
	learned := map[int]uint32{}
	for _, f := range o.Findings {
		n, effect := c.numbers[f.Code], slices.Index(effects, f.Effect)
		if before := c.effects[n].Load(); effect < 0 || before != 0 && before != uint32(effect)+1 {
			return errNotByCode
		}
		all.add(n)
		learned[n] = uint32(effect) + 1
		if codes.has(n) {
			bits |= 1 << effect
		} else {
			m.own.add(n)
		}
	}
	if all.and(codes) != *codes || m.own.and(&c.byRule) != (codeSet{}) {
		return errNotByCode
	}
	effect := func(n int) Effect { return effects[learned[n]-1] }
	if !reflect.DeepEqual(c.compose(m, codes, rules, effect), o) {
		return errNotByCode
	}
	for n, effect := range learned {
		c.effects[n].Store(effect)
	}
	c.made[bits].Store(m)
	return nil
}

// outcome puts together what main makes of codes, for rules of the terms that are sorted by their facts. Whoever gets it may change
// it.
func (c *codebook) outcome(m *made, codes *codeSet, rules []ruleAtHand) Outcome {
	return c.compose(m, codes, rules, func(n int) Effect { return effects[c.effects[n].Load()-1] })
}

func (c *codebook) compose(m *made, codes *codeSet, rules []ruleAtHand, effect func(int) Effect) Outcome {
	all := *codes
	all.unite(&m.own)
	findings, named := 0, 0
	for n := range all.all {
		findings++
		if !c.byRule.has(n) {
			named += len(c.rules[n].Facts)
		}
	}
	for i := range rules {
		for range rules[i].codes.all {
			named++
		}
	}
	o := Outcome{Verdict: m.verdict, Findings: make([]Finding, 0, findings)}
	facts := make([]string, 0, named)
	for n := range all.all {
		start := len(facts)
		if !c.byRule.has(n) {
			facts = append(facts, c.rules[n].Facts...)
		} else {
			for i := range rules {
				if rules[i].codes.has(n) {
					facts = append(facts, rules[i].fact)
				}
			}
		}
		o.Findings = append(o.Findings, Finding{Code: c.names[n], Effect: effect(n), Facts: facts[start:len(facts):len(facts)]})
	}
	return o
}
