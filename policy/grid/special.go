package grid

import (
	"regexp"

	"clearance/policy"
)

// special are the countries that a policy may treat each in its own way.
type special struct {
	all   bool            // it may take codes apart
	named map[string]bool // by code
}

func (s special) has(country string) bool { return s.all || s.named[country] }

var (
	// quoted is a country's code where rules, data or the house name it: FR may mean France there, or something else.
	quoted = regexp.MustCompile("[\"'`]([A-Z]{2})[\"'`]")

	// spelling is what looks into a text or puts texts in order, and so may tell countries apart by their letters.
	spelling = regexp.MustCompile(`\bcontains\(|[<>]=?\s*"|` +
		`\b(concat|endswith|format_int|indexof|lower|replace|split|sprintf|startswith|substring|upper|trim\w*|regex\.\w+|strings\.\w+)\s*\(`)
)

// specials reads a policy for countries that it names, and for what could tell them apart unnamed. It sees too many rather than
// too few: those are only asked about one by one.
func specials(p *policy.Policy) special {
	bundle := p.Bundle()
	s := special{all: spelling.Match(bundle), named: map[string]bool{}}
	for _, match := range quoted.FindAllSubmatch(bundle, -1) {
		s.named[string(match[1])] = true
	}
	return s
}
