package check_test

import (
	"slices"
	"strings"

	"clearance/policy"
	"clearance/rights"
	"clearance/story"
)

// A class is a kind of damage by which a finding may be lost, with the reason why no reader can tell. lets says whether
// that is what became of a finding that stood against a more permissive answer: where the damage is, and what the record
// read as before and after.
type class struct {
	why  string
	lets func(tr trial, bar policy.Finding) bool
}

var classes = map[string]class{
	"a bar's own words": {
		"words that barred, and are damaged themselves or at the labels around them, are unread: a person decides, and nothing is cleared",
		func(tr trial, bar policy.Finding) bool {
			return bar.Effect == policy.Block && tr.after.Verdict == policy.Referred && tr.own() && tr.touchesWords(bar)
		},
	},
	"embargo emptied": {
		"an embargo that lost all its words looks like none; it is noted as embargo.none_stated",
		func(tr trial, bar policy.Finding) bool {
			return tr.own() && topic(bar) == "embargo" && tr.replaces(story.Embargoed) &&
				tr.before.Reading.Embargo.State != rights.Empty && tr.after.Reading.Embargo.State == rights.Empty
		},
	},
	"another moment": {
		"a date with another digit, word or zone is a date too",
		func(tr trial, bar policy.Finding) bool {
			before, after := tr.before.Reading.Embargo, tr.after.Reading.Embargo
			return tr.own() && topic(bar) == "embargo" && tr.changes(story.Embargoed) &&
				after.State == rights.Stated && !after.Endless && after.Value != before.Value
		},
	},
	"another name": {
		"a whole field replaced by a word that looks like a name, such as France or Politics, cannot be told from a holder or a claimant",
		func(tr trial, bar policy.Finding) bool {
			before, after := tr.before.Reading, tr.after.Reading
			switch topic(bar) {
			case "holder":
				return tr.own() && tr.replaces(story.CopyrightHolder) && after.Holder.State == rights.Stated &&
					isOther(before.Holder.Name, after.Holder.Name)
			case "notice", "terms":
				return tr.own() && !slices.ContainsFunc(tr.labels(bar), func(l story.Label) bool { return l != story.CopyrightNotice }) && tr.replaces(story.CopyrightNotice) && after.Notice.State == rights.Stated &&
					isOther(before.Notice.Claimant, after.Notice.Claimant)
			}
			return false
		},
	},
	"another flag": {
		"a flag that lost a letter or a word can be another flag: CAN SELL? without its mark, CAN NOT SELL without its NOT",
		func(tr trial, bar policy.Finding) bool {
			before, after := tr.before.Reading.Holder, tr.after.Reading.Holder
			return tr.own() && (topic(bar) == "sale" || bar.Code == "holder.unread") && !tr.replaces(story.CopyrightHolder) &&
				before.Sale.Value != rights.CanSell && after.State == rights.Stated && after.Sale.Value == rights.CanSell &&
				slices.ContainsFunc(before.Sale.Words, func(w rights.Words) bool { return tr.hits(story.Span{Start: w.Start, End: w.End}) })
		},
	},
	"another zone": {
		"the house states zones by holder and claimant; whoever's name is damaged is somebody else, with another zone or none",
		func(tr trial, bar policy.Finding) bool {
			return tr.own() && topic(bar) == "embargo" && !slices.Equal(tr.before.Input.House, tr.after.Input.House) &&
				(tr.touches(story.CopyrightHolder) || tr.touches(story.CopyrightNotice))
		},
	},
	"another identifier": {
		"an identifier that could not be read is one word now: nobody knows them all",
		func(tr trial, bar policy.Finding) bool {
			return tr.own() && bar.Code == "record.id_unreadable" && tr.changes(story.Identifier) && tr.after.Reading.Record.ID.State == rights.Stated
		},
	},
	"a twin under another name": {
		"two records of one story are known by their identifier; where it is damaged in one of them, they are two stories",
		func(tr trial, bar policy.Finding) bool {
			return bar.Code == "record.twin_differs" && tr.touches(story.Identifier)
		},
	},
	"an empty field filled": {
		"a field that must say something, and said nothing, says something now",
		func(tr trial, bar policy.Finding) bool {
			return tr.own() && bar.Code == "record.label_empty" && tr.replacesWords(bar) && tr.allNow(bar, rights.Stated)
		},
	},
	"a text replaced": {
		"a summary or a text replaced as a whole takes its datelines and its terms with it; not every story has any",
		func(tr trial, bar policy.Finding) bool {
			return tr.own() && (topic(bar) == "shots" || topic(bar) == "terms") && tr.replacesWords(bar) &&
				!slices.ContainsFunc(tr.labels(bar), func(l story.Label) bool { return l != story.Summary && l != story.Text })
		},
	},
	"two brackets glued": {
		"a date and a source without the brackets between them are one unknown word in capitals, as many abbreviations are",
		func(tr trial, bar policy.Finding) bool {
			between := tr.touched[0]
			return tr.own() && (topic(bar) == "shots" || topic(bar) == "terms") && tr.kind == "glue the words" && len(tr.after.Input.Shots) < len(tr.before.Input.Shots) &&
				string(tr.records[tr.hit].Raw[between.Start:between.End]) == ") ("
		},
	},
	"an oddity removed": {
		"what made the record odd is gone, or is an ordinary character now",
		func(tr trial, bar policy.Finding) bool {
			odd := []string{"record.control_character", "record.hidden_character", "record.label_unknown", "record.label_damaged", "record.stray_text"}
			return tr.own() && slices.Contains(odd, bar.Code) && tr.hitsWords(bar)
		},
	},
	"one of two removed": {
		"one of two labels that contradicted each other is gone as a whole, or says the same now",
		func(tr trial, bar policy.Finding) bool {
			return tr.own() && strings.HasSuffix(bar.Code, "contradictory") && tr.settles(tr.labels(bar)) && tr.allNow(bar, rights.Stated)
		},
	},
	"one of two holders removed": {
		"with one of two holders gone it is known whose shots are a third party's",
		func(tr trial, bar policy.Finding) bool {
			return tr.own() && bar.Code == "shots.third_party" && tr.settles([]story.Label{story.CopyrightHolder}) &&
				tr.before.Reading.Holder.State == rights.Contradictory && tr.after.Reading.Holder.State == rights.Stated
		},
	},
	"terms cut short": {
		"terms that lost their end can be a whole phrase still, with less in it: NO ACCESS EU of EUROPE, None of None except UK",
		func(tr trial, bar policy.Finding) bool {
			before, after := tr.before.Reading.Terms, tr.after.Reading.Terms
			return tr.own() && topic(bar) == "terms" && tr.changes(story.UsageTerms) && after.State == rights.Stated &&
				len(after.Words) > 0 && strings.HasPrefix(before.Words[0].Text, after.Words[0].Text)
		},
	},
	"other terms": {
		"terms that lost, doubled or changed one word or letter can be another phrase that is read to its last word: the same condition of " +
			"another kind, another day, a name where there was none, or editorial use where there was none of it",
		func(tr trial, bar policy.Finding) bool {
			after := tr.after.Reading.Terms
			return tr.own() && topic(bar) == "terms" && tr.changes(story.UsageTerms) && len(tr.touched) == 1 && after.State == rights.Stated && len(after.Rules) > 0
		},
	},
	"a third party's shot gone": {
		"terms for our own clients bar the sale of an item with somebody else's shot in it; without the summary nobody knows of that shot",
		func(tr trial, bar policy.Finding) bool {
			return tr.own() && bar.Code == "terms.clients_only" && tr.replaces(story.Summary) && len(tr.after.Input.Shots) < len(tr.before.Input.Shots)
		},
	},
	"another date": {
		"a time that begins at no stated day is counted from the story's date, and groups of countries are read as of it; without it nobody " +
			"knows, and a person decides",
		func(tr trial, bar policy.Finding) bool {
			return tr.own() && (bar.Code == "terms.expired" || bar.Code == "terms.no_access") && tr.after.Verdict == policy.Referred && tr.touches(story.Date)
		},
	},
	"another encoding": {
		"a byte that is no UTF-8 makes the record Windows-1252; accented words that barred are unread then, and a person decides",
		func(tr trial, bar policy.Finding) bool {
			return tr.own() && bar.Effect == policy.Block && tr.after.Verdict == policy.Referred && strings.HasPrefix(tr.kind, "flip bit 128")
		},
	},
}

// topic is the first part of a finding's code.
func topic(f policy.Finding) string {
	name, _, _ := strings.Cut(f.Code, ".")
	return name
}

// isOther reports whether a name is stated that was not stated before.
func isOther(before, after rights.Fact) bool {
	return after.State == rights.Stated && after.Value != before.Value
}
