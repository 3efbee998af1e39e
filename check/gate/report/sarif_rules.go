package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"clearance/policy"
)

// ruleList are the rules of a file, and where each stands.
type ruleList struct {
	all   []sarifRule
	index map[string]int
}

// rulesOf are the rules that can stop a piece, and those that did: the gate's own, and what the house raises.
func rulesOf(tool Tool, found []problem) ruleList {
	r := ruleList{all: []sarifRule{}, index: map[string]int{}}
	for _, rule := range tool.Rules {
		switch rule.Effect {
		case policy.Block, policy.Refer, policy.Condition:
			r.add(rule)
		}
	}
	for _, p := range found {
		f := p.Finding
		r.add(policy.Rule{Code: f.Code, Effect: f.Effect, Title: f.Title, Remedy: f.Remedy})
	}
	return r
}

func (r *ruleList) add(rule policy.Rule) {
	if _, ok := r.index[rule.Code]; ok {
		return
	}
	r.index[rule.Code] = len(r.all)
	title, remedy := message(shown(rule.Title)), message(shown(rule.Remedy))
	if title.Text == "" {
		title = message(shown(rule.Code))
	}
	if remedy.Text == "" {
		remedy = title
	}
	weight := level(rule.Effect)
	if rule.Effect == policy.Condition { // one that nobody can check refers, one that is not kept blocks
		weight = "warning"
	}
	topic, _, _ := strings.Cut(rule.Code, ".")
	r.all = append(r.all, sarifRule{
		ID: shown(rule.Code), Name: camel(shown(rule.Code)), Short: title, Full: remedy, Help: remedy,
		Configuration: sarifLevel{weight}, Properties: sarifTags{tags(topic)},
	})
}

// tags are no more than two; code hosts show ten. They may not repeat.
func tags(topic string) []string {
	if topic = shown(topic); topic != "" && topic != "rights" {
		return []string{"rights", topic}
	}
	return []string{"rights"}
}

// camel is a code as a name: EmbargoActive for embargo.active.
func camel(code string) string {
	var name string
	for _, part := range strings.FieldsFunc(code, func(r rune) bool { return r == '.' || r == '_' }) {
		first, size := utf8.DecodeRuneInString(part)
		name += string(unicode.ToUpper(first)) + part[size:]
	}
	return name
}

// message is text as SARIF wants it: braces doubled, or they would name an argument, and nothing that makes a link.
func message(text string) sarifMessage { return sarifMessage{plain.Replace(text)} }

var plain = strings.NewReplacer("{", "{{", "}", "}}", "](", "] (")
