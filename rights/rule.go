package rights

import (
	"fmt"
	"slices"
	"strings"

	"clearance/rights/language"
	"clearance/story"
)

// Rule is one rule that the words of a record state.
type Rule struct {
	language.Rule         // what it says; its spans are bytes from the record's first byte
	Place         string  `json:"place"` // where it stands: terms, notice, story, shot
	Words         []Words `json:"words"`

	Beside []string `json:"beside,omitempty"` // the other channels that its text speaks of
}

// The places in which rules stand. Those of a shot hold for that shot alone.
const (
	inTerms  = "terms"
	inNotice = "notice"
	inStory  = "story"
	inShot   = "shot"
)

// said is what words of a record were read as.
type said struct {
	rules   []Rule
	unread  []Words
	nothing bool // they are a known way of saying that nothing is stated
}

// readRules reads words that stand as terms.
func readRules(field story.Field, w Words, place string) said {
	start := field.Index(w.Start)
	at := func(span language.Span) Words { return part(field, start+span.Start, start+span.End) }
	read := language.Read(w.Text)
	all := said{nothing: read.Nothing}
	if len(read.Rules) > 0 {
		all.rules = make([]Rule, len(read.Rules))
	}
	for i := range read.Rules {
		r, rule := &read.Rules[i], &all.rules[i]
		rule.Rule, rule.Place = *r, place
		if r.Channel != "" {
			rule.Beside = difference(read.Scopes, []string{r.Channel})
		}
		rule.Words, rule.Spans, rule.Elements = make([]Words, len(r.Spans)), make([]language.Span, len(r.Spans)), slices.Clone(r.Elements)
		for i, span := range r.Spans {
			words := at(span)
			rule.Words[i], rule.Spans[i] = words, language.Span{Start: words.Start, End: words.End}
		}
		for i, e := range rule.Elements {
			words := at(e.Span)
			rule.Elements[i].Span = language.Span{Start: words.Start, End: words.End}
		}
	}
	for _, span := range read.Unread {
		for _, clause := range clausesOf(w.Text, span) {
			all.unread = append(all.unread, at(clause))
		}
	}
	if len(read.Rules)+len(read.Unread)+len(read.Production) == 0 && !read.Nothing { // a heading, a dash: what should stand here does not
		all.unread = []Words{w}
	}
	return all
}

// clausesOf cuts unread words where one clause ends and another begins, so that a phrase is the same beside any other.
func clausesOf(text string, span language.Span) []language.Span {
	var all []language.Span
	add := func(start, end int) {
		start += len(text[start:end]) - len(strings.TrimLeft(text[start:end], separators))
		if end = start + len(strings.TrimRight(text[start:end], separators)); start < end {
			all = append(all, language.Span{Start: start, End: end})
		}
	}
	start := span.Start
	for _, at := range clauseEnd.FindAllStringIndex(text[span.Start:span.End], -1) {
		add(start, span.Start+at[0])
		start = span.Start + at[1]
	}
	add(start, span.End)
	if len(all) == 0 {
		return []language.Span{span}
	}
	return all
}

// readAll reads several stretches of words one by one.
func readAll(s *story.Story, stretches []Words, place string) said {
	var all said
	for i, w := range stretches {
		one := readRules(standing(s, w), w, place)
		if i == 0 {
			all = said{rules: one.rules, unread: one.unread}
			continue
		}
		all.rules = append(all.rules, one.rules...)
		all.unread = append(all.unread, one.unread...)
	}
	return all
}

// standing finds the field that words stand in.
func standing(s *story.Story, w Words) story.Field {
	for _, f := range s.Fields {
		if string(f.Label) == w.Field && f.Span.Start <= w.Start && w.End <= f.Span.End {
			return f
		}
	}
	panic("rights: words that stand in no field: " + w.Text)
}

// sourceIn is the source that a rule names: SOURCE - TERMS, Source: X, a picture's credit.
func (r Rule) sourceIn() (Fact, bool) {
	names := r.Kind == "source" || r.Kind == "credit" && slices.ContainsFunc(r.Words, func(w Words) bool { return strings.Contains(fold(w.Text), "photo by") })
	if !names || r.Note == "" {
		return Fact{}, false
	}
	return Fact{State: Stated, Value: r.Note, Words: r.Words}, true
}

// fact is the rule as a fact: its value is what a licence would say of it.
func (r Rule) fact() Fact { return Fact{State: Stated, Value: r.Wording(), Words: r.Words} }

// ruleFact names a rule of the terms by its place among them, counted from 0.
func ruleFact(i int) string { return fmt.Sprintf("terms.rules.%d", i) }

// shotRuleFact names a rule that holds for one shot.
func shotRuleFact(shot, i int) string { return fmt.Sprintf("shots.%d.rules.%d", shot, i) }

// Rule gives the rule that a fact names, such as terms.rules.0, and the shot that it holds for, counted from 0; -1 for all of them.
func (c *Case) Rule(fact string) (rule Rule, shot int, found bool) {
	c.Reading.numbered(func(name string, of int, r Rule) {
		if name == fact {
			rule, shot, found = r, of, true
		}
	})
	return rule, shot, found
}

// numbered gives every rule of the reading with the name of its fact and the shot that it holds for, -1 for all of them.
func (r *Reading) numbered(give func(name string, shot int, rule Rule)) {
	for i, rule := range r.Terms.Rules {
		give(ruleFact(i), -1, rule)
	}
	for i, shot := range r.Shots {
		for j, rule := range shot.Rules {
			give(shotRuleFact(i, j), i, rule)
		}
	}
}
