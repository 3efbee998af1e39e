package odrl

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"clearance/rights"
	"clearance/rights/language"
)

// draft is what a policy says: whose it is, of what, and its rules in the order of the record.
type draft struct {
	uid, target, assigner string
	statements            []statement
	unread                []rights.Words
}

// statement is a rule with the name of its fact in the reading: terms.rules.0, shots.1.rules.0, embargo, holder.sale.
type statement struct {
	name string
	rule rights.Rule
}

// draftOf collects what a reading states.
func draftOf(r *rights.Reading) (draft, error) {
	if r.Story.SHA256 == "" {
		return draft{}, errors.New("the reading names no record: it has no SHA-256")
	}
	d := draft{uid: policies + r.Story.SHA256 + ":" + r.Reader, target: records + r.Story.SHA256}
	if r.Story.ID != "" {
		d.target = stories + url.PathEscape(r.Story.ID)
	}
	if r.Holder.Name.State == rights.Stated {
		d.assigner = parties + url.PathEscape(r.Holder.Name.Value)
	}
	for i, rule := range r.Terms.Rules {
		d.add(fmt.Sprintf("terms.rules.%d", i), rule)
	}
	for i, shot := range r.Shots {
		for j, rule := range shot.Rules {
			d.add(fmt.Sprintf("shots.%d.rules.%d", i, j), rule)
		}
		d.unread = append(d.unread, shot.Unread...)
	}
	d.addEmbargo(r.Embargo)
	if sale := r.Holder.Sale; sale.State == rights.Stated && sale.Value == rights.CannotSell {
		d.addFact("holder.sale", "resale", "sell", sale.Words, nil)
	}
	for _, words := range [][]rights.Words{r.Terms.Unread, r.Terms.Elsewhere, r.Notice.Unread, r.Holder.Unread} {
		d.unread = append(d.unread, words...)
	}
	return d, nil
}

func (d *draft) add(name string, rule rights.Rule) {
	d.statements = append(d.statements, statement{name, rule})
}

// addEmbargo adds the field "Embargoed" as a bar until it ends. One without an end, and one that cannot be read, is a bar without
// an end.
func (d *draft) addEmbargo(e rights.Embargo) {
	switch {
	case e.State == "", e.State == rights.Absent, e.State == rights.Empty, e.State == rights.Stated && e.Past:
		return
	case e.State == rights.Stated && (e.Endless || e.First == nil || e.Last == nil):
		d.addFact("embargo", "embargo", "use", e.Words, nil)
	case e.State == rights.Stated:
		d.addFact("embargo", "embargo", "use", e.Words, &language.Moment{Text: e.Value, First: *e.First, Last: *e.Last})
	default:
		d.addFact("embargo", "embargo", "use", e.Words, &language.Moment{Text: joined(e.Words)})
	}
}

// addFact adds a bar that a field of the record states.
func (d *draft) addFact(name, kind, action string, words []rights.Words, until *language.Moment) {
	rule := rights.Rule{Words: words}
	rule.Effect, rule.Kind, rule.Action, rule.Until = language.Prohibition, kind, action, until
	for _, w := range words {
		rule.Spans = append(rule.Spans, language.Span{Start: w.Start, End: w.End})
	}
	d.add(name, rule)
}

func joined(words []rights.Words) string {
	var texts []string
	for _, w := range words {
		texts = append(texts, w.Text)
	}
	return strings.Join(texts, " / ")
}
