package rights

import "clearance/story"

// LabelNames are the short names by which facts, inputs and rules speak of a record's labels.
var LabelNames = map[string]story.Label{
	"title": story.Title, "date": story.Date, "summary": story.Summary, "embargoed": story.Embargoed,
	"keywords": story.Keywords, "location": story.Location, "country": story.Country, "topics": story.Topics,
	"id": story.Identifier, "text": story.Text, "holder": story.CopyrightHolder,
	"notice": story.CopyrightNotice, "terms": story.UsageTerms,
}

// TermsRules is the name under which the catalogue knows every rule that a record states.
const TermsRules = "terms.rules"

// FactNames is the catalogue of facts that a policy's finding may name, each with what it is.
// A name that stands for several facts of one reading (all missing labels, all shots of a third party) is resolved
// for the reading and the input at hand by Reading.Named.
var FactNames = map[string]string{
	"record.id":             "the record's identifier",
	"record.date":           "the day of the story",
	"record.missing":        "labels of the form that the record does not carry",
	"record.empty":          "labels that must say something and do not",
	"record.contradictory":  "labels that stand more than once, with different values",
	"record.unknown_labels": "line starts that look like a label and are none of the form",
	"record.damaged_labels": "words that are almost a label",
	"record.stray":          "text right before the record, or before its first label",
	"record.hidden":         "invisible characters: bidi controls, zero-width characters",
	"record.control":        "control characters, and bytes without meaning in the record's encoding",

	"holder":        "the field Copyright Holder",
	"holder.name":   "who holds the copyright",
	"holder.sale":   "the archive desk's sale flag",
	"holder.unread": "words of the field Copyright Holder that could not be read",

	"notice":          "the field Copyright Notice",
	"notice.claimant": "who the notice says claims the copyright",
	"notice.year":     "the year in the notice",
	"notice.link":     "the link to restrictions in the notice",
	"notice.reserved": "all rights reserved, or one of its long forms",
	"notice.unread":   "words of the notice that could not be read",

	"embargo":       "the field Embargoed",
	"embargo.first": "the first instant at which the embargo may have lifted somewhere on Earth",
	"embargo.last":  "the instant from which the embargo has lifted everywhere on Earth",

	"terms":           "the field Usage Terms/Restrictions",
	"terms.rules":     "rules of the terms, each by its place, such as terms.rules.0; in a detail, those that its finding names",
	"terms.unread":    "words of the usage terms that could not be read",
	"terms.elsewhere": "words of the summary or the story's text that stand there as terms",

	"shots.sources":     "the sources of all shots",
	"shots.third_party": "shots whose source is neither the holder, nor one of us, nor of the pool that holds the rights",
	"shots.unsourced":   "shots whose source is missing or cannot be read",
	"shots.unread":      "terms in a shot's brackets that could not be read",

	"house": "the facts that the house states and the answer rests on",
}
