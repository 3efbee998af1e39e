package rights

import (
	"slices"

	"clearance/story"
)

// oneFact are the facts of which every reading has exactly one, in the order of the form.
var oneFact = []string{
	"record.id", "record.date", "embargo", "embargo.first", "embargo.last", "holder.name", "holder.sale", "holder.unread",
	"notice.claimant", "notice.year", "notice.link", "notice.reserved", "notice.unread", "terms", "terms.unread", "terms.elsewhere",
}

// Facts gives every single fact of the reading, for someone who looks at it without asking anything.
func (r *Reading) Facts() []Named {
	var all []Named
	c := Case{Reading: *r}
	for _, name := range oneFact {
		named, _ := c.Named(name)
		if fact := named[0].Fact; len(fact.Words) > 0 || !slices.Contains([]string{"holder.unread", "notice.unread", "terms.unread", "terms.elsewhere"}, name) {
			all = append(all, named[0])
		}
	}
	for i, shot := range r.Shots {
		all = append(all, Named{shotFact(i, "date"), shot.Date}, Named{shotFact(i, "source"), shot.Source}, Named{shotFact(i, "terms"), shot.Terms})
	}
	all = append(all, r.labels(Absent)...)
	all = append(all, r.labels(Contradictory)...)
	for _, kind := range []story.OddityKind{story.UnknownLabel, story.DamagedLabel, story.StrayText, story.HiddenCharacter, story.ControlCharacter} {
		all = append(all, r.oddities(kind)...)
	}
	return all
}
