package rights

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"clearance/story"
)

// Named is a fact of one reading under its own name, such as shots.1.source.
type Named struct {
	Name string
	Fact Fact
}

// Named gives the facts that a name of the catalogue stands for: one for most names, several or none for a name like
// shots.third_party. It reports false where the catalogue does not know the name.
func (c *Case) Named(name string) ([]Named, bool) {
	if rule, ok := c.ruleNamed(name); ok {
		return []Named{rule}, true
	}
	if _, known := FactNames[name]; !known {
		return nil, false
	}
	switch room, rest, _ := strings.Cut(name, "."); room {
	case "record":
		return c.Reading.recordFacts(rest), true
	case "shots":
		return c.Reading.shotFacts(rest, c.Input), true
	case "house":
		return c.houseFacts(), true
	case "embargo":
		embargo := *c
		embargo.Reading.Embargo = c.embargo()
		return embargo.Reading.fieldFacts(name), true
	}
	return c.Reading.fieldFacts(name), true
}

func (r *Reading) fieldFacts(name string) []Named {
	one := func(f Fact) []Named { return []Named{{name, f}} }
	switch name {
	case "holder":
		return one(r.Holder.Fact)
	case "holder.name":
		return one(r.Holder.Name)
	case "holder.sale":
		return one(r.Holder.Sale)
	case "holder.unread":
		return one(leftover(r.Holder.Unread))
	case "notice":
		return one(r.Notice.Fact)
	case "notice.claimant":
		return one(r.Notice.Claimant)
	case "notice.year":
		return one(r.Notice.Year)
	case "notice.link":
		return one(r.Notice.Link)
	case "notice.reserved":
		return one(r.Notice.Reserved)
	case "notice.unread":
		return one(leftover(r.Notice.Unread))
	case "embargo":
		return one(r.Embargo.Fact)
	case "embargo.first":
		return one(r.instant(r.Embargo.First))
	case "embargo.last":
		return one(r.instant(r.Embargo.Last))
	case "terms":
		return one(r.Terms.Fact)
	case "terms.unread":
		return one(leftover(r.Terms.Unread))
	case "terms.rules":
		return nil // a finding names each of them
	case "terms.elsewhere":
		return one(leftover(r.Terms.Elsewhere))
	}
	panic("rights: the catalogue lists a fact that no reading has: " + name)
}

// leftover is unread words as a fact.
func leftover(unread []Words) Fact {
	var texts []string
	for _, w := range unread {
		texts = append(texts, w.Text)
	}
	return Fact{Unread, strings.Join(texts, " … "), unread}
}

// instant is one end of the embargo as a fact; its words are the embargo's.
func (r *Reading) instant(t *time.Time) Fact {
	f := r.Embargo.Fact
	if t != nil {
		f.Value = t.UTC().Format(time.RFC3339)
	}
	return f
}

// oddityFacts are the names under which the catalogue lists each kind of oddity.
var oddityFacts = map[string]story.OddityKind{
	"unknown_labels": story.UnknownLabel, "damaged_labels": story.DamagedLabel,
	"stray": story.StrayText, "hidden": story.HiddenCharacter, "control": story.ControlCharacter,
}

func (r *Reading) recordFacts(rest string) []Named {
	switch rest {
	case "id":
		return []Named{{"record.id", r.Record.ID}}
	case "date":
		return []Named{{"record.date", r.Record.Date}}
	case "missing":
		return r.labels(Absent)
	case "empty":
		return r.labels(Empty)
	case "contradictory":
		return r.labels(Contradictory)
	}
	return r.oddities(oddityFacts[rest])
}

func (r *Reading) oddities(kind story.OddityKind) []Named {
	var all []Named
	for i, o := range r.Record.Oddities {
		if o.Kind == string(kind) {
			all = append(all, Named{fmt.Sprintf("record.oddities.%d", i), Fact{Unreadable, o.Words.Text, []Words{o.Words}}})
		}
	}
	return all
}

// mayBeEmpty are the labels that say nothing in many a good record.
var mayBeEmpty = []story.Label{story.Embargoed, story.Keywords, story.Location, story.Country, story.Topics}

// labels are the labels in a state, in the order of the form; Value is the label.
func (r *Reading) labels(state State) []Named {
	var all []Named
	for _, label := range story.Labels {
		for name, l := range LabelNames {
			if l != label || r.Record.Labels[name].State != state || state == Empty && slices.Contains(mayBeEmpty, l) {
				continue
			}
			fact := r.Record.Labels[name]
			fact.Value = string(label)
			all = append(all, Named{"record.labels." + name, fact})
		}
	}
	return all
}

func (r *Reading) shotFacts(rest string, in Input) []Named {
	var all []Named
	for i, shot := range r.Shots {
		if i >= len(in.Shots) {
			break
		}
		source := Named{shotFact(i, "source"), shot.Source}
		switch judged := in.Shots[i]; {
		case rest == "sources",
			rest == "third_party" && judged.Source == "third_party":
			all = append(all, source)
		case rest == "unsourced" && (judged.Source == "absent" || judged.Source == "unreadable"):
			if len(source.Fact.Words) == 0 { // the bracket is missing: show the date it should stand behind
				source.Fact.Words = shot.Date.Words
			}
			all = append(all, source)
		case rest == "unread" && judged.Terms == "unread":
			all = append(all, Named{shotFact(i, "terms"), leftover(shot.Unread)})
		}
	}
	return all
}

// shotFact names a fact of the shot with an index, counted from 0.
func shotFact(i int, part string) string { return fmt.Sprintf("shots.%d.%s", i, part) }

// ruleNamed finds a rule by the name of its fact. That of a shot says which shot it holds for.
func (c *Case) ruleNamed(name string) (found Named, ok bool) {
	c.Reading.numbered(func(n string, shot int, rule Rule) {
		if n != name {
			return
		}
		fact := rule.fact()
		if shot >= 0 {
			fact.Value = fmt.Sprintf("%s (shot %d, %s)", fact.Value, shot+1, valueOr(c.Reading.Shots[shot].Source, "no source"))
		}
		found, ok = Named{n, fact}, true
	})
	return found, ok
}

func valueOr(f Fact, other string) string { return cmp.Or(f.Value, other) }
