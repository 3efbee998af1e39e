package policy

import (
	"fmt"
	"slices"
	"strings"

	"clearance/rights"
)

// Explained is a finding as a person reads it.
type Explained struct {
	Code   string           `json:"code"`
	Effect Effect           `json:"effect"`
	Title  string           `json:"title"`
	Detail string           `json:"detail"` // its placeholders filled in
	Remedy string           `json:"remedy"`
	Words  []ExplainedWords `json:"words"` // the words it rests on; none where it is about the use or the policy
}

// ExplainedWords are words of the record, with the own name of the fact that they were read as, such as shots.1.source.
type ExplainedWords struct {
	Fact string `json:"fact"`
	rights.Words
}

// Explain shows the words that each finding of an outcome rests on, in the order of the findings and their facts.
// The case must be the one that the outcome was decided for.
func (p *Policy) Explain(c rights.Case, o Outcome) ([]Explained, error) {
	explained := make([]Explained, 0, len(o.Findings))
	for _, finding := range o.Findings {
		rule, ok := p.rules[finding.Code]
		if !ok {
			return nil, fmt.Errorf("explain the finding %s: no rule of policy %s has this code; ask the policy that decided", finding.Code, p.revision)
		}
		detail, err := fill(rule.Detail, finding.Facts, c)
		if err != nil {
			return nil, fmt.Errorf("explain the finding %s: %w", finding.Code, err)
		}
		words, err := wordsOf(finding.Facts, c)
		if err != nil {
			return nil, fmt.Errorf("explain the finding %s: %w", finding.Code, err)
		}
		explained = append(explained, Explained{
			Code: finding.Code, Effect: finding.Effect,
			Title: rule.Title, Detail: detail, Remedy: rule.Remedy, Words: words,
		})
	}
	return explained, nil
}

func wordsOf(names []string, c rights.Case) ([]ExplainedWords, error) {
	all := []ExplainedWords{}
	facts, err := resolveAll(names, c)
	for _, named := range facts {
		for _, words := range named.Fact.Words {
			all = append(all, ExplainedWords{named.Name, words})
		}
	}
	return all, err
}

// fill puts values in place of placeholders. That of the rules of the terms stands for those that the finding names.
func fill(detail string, named []string, c rights.Case) (string, error) {
	var failed error
	filled := placeholder.ReplaceAllStringFunc(detail, func(match string) string {
		parting := ", "
		facts, err := resolveAll([]string{strings.Trim(match, "{}")}, c)
		if match == "{"+rights.TermsRules+"}" {
			facts, err = resolveAll(slices.DeleteFunc(slices.Clone(named), catalogueHas), c)
			parting = "; "
		}
		if err != nil {
			failed = err
			return match
		}
		return valuesOf(facts, parting)
	})
	return filled, failed
}

// valuesOf joins what facts were read as, each different value once.
func valuesOf(facts []rights.Named, parting string) string {
	var values []string
	seen := map[string]bool{}
	for _, named := range facts {
		if value := valueOf(named.Fact); !seen[value] {
			seen[value] = true
			values = append(values, value)
		}
	}
	if len(values) == 0 {
		return "none"
	}
	return strings.Join(values, parting)
}

// valueOf is what a fact was read as; where it was read as nothing, its words; where there are none, its state.
func valueOf(fact rights.Fact) string {
	if fact.Value != "" {
		return fact.Value
	}
	var texts []string
	for _, words := range fact.Words {
		if words.Text != "" {
			texts = append(texts, words.Text)
		}
	}
	switch {
	case len(texts) > 0:
		return strings.Join(texts, ", ")
	case fact.State != "":
		return string(fact.State)
	}
	return string(rights.Absent)
}

func catalogueHas(name string) bool { return rights.FactNames[name] != "" }

func resolveAll(names []string, c rights.Case) ([]rights.Named, error) {
	var all []rights.Named
	for _, name := range names {
		facts, err := resolve(name, c)
		if err != nil {
			return nil, err
		}
		all = append(all, facts...)
	}
	return all, nil
}

func resolve(name string, c rights.Case) ([]rights.Named, error) {
	facts, ok := c.Named(name)
	if !ok {
		return nil, fmt.Errorf("the reading knows no fact %q; take an outcome of a policy for this reader", name)
	}
	return facts, nil
}
