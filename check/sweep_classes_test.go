package check_test

import (
	"slices"

	"clearance/policy"
	"clearance/rights"
	"clearance/story"
)

// A class is a kind of damage that may make an answer more permissive, with the reason why no reader can tell.
type class struct {
	why   string
	holds func(trial) bool
}

var classes = map[string]class{
	"a bar's own words": {
		"words that barred and can no longer be read are unread: a person decides, and nothing is cleared",
		func(tr trial) bool {
			return tr.before.verdict == policy.Blocked && tr.after.verdict == policy.Referred && tr.touches(policy.Block)
		},
	},
	"embargo emptied": {
		"an embargo that lost all its words looks like none; it is noted as embargo.none_stated",
		func(tr trial) bool {
			return tr.before.reading.Embargo.State != rights.Empty && tr.after.reading.Embargo.State == rights.Empty
		},
	},
	"another moment": {
		"a date with another digit is a date too",
		func(tr trial) bool {
			before, after := tr.before.reading.Embargo, tr.after.reading.Embargo
			return after.State == rights.Stated && after.Value+after.Zone != before.Value+before.Zone
		},
	},
	"an oddity removed": {
		"what made the record odd is gone, or is an ordinary character now",
		func(tr trial) bool {
			return onlyCodes(tr, "record.control_character", "record.hidden_character", "record.label_unknown", "record.label_damaged")
		},
	},
	"one of two removed": {
		"the second of two labels that contradicted each other is gone, or says the same now",
		func(tr trial) bool {
			return len(tr.after.reading.Record.Labels) > 0 && contradictory(tr.before.reading) > contradictory(tr.after.reading)
		},
	},
}

// onlyCodes reports whether nothing but these findings referred, and the damage touches them.
func onlyCodes(tr trial, codes ...string) bool {
	for _, f := range tr.before.outcome.Findings {
		if f.Effect == policy.Block || f.Effect == policy.Refer && !slices.Contains(codes, f.Code) {
			return false
		}
	}
	return tr.touches(policy.Refer)
}

func contradictory(r rights.Reading) (n int) {
	for _, fact := range r.Record.Labels {
		if fact.State == rights.Contradictory {
			n++
		}
	}
	return n
}

// touches reports whether the damage is in a field that a finding with this effect rests on.
func (tr trial) touches(effect policy.Effect) bool {
	c := rights.NewCase(tr.before.reading, tr.q, rights.House{}, rights.Others{})
	for _, f := range tr.before.outcome.Findings {
		if f.Effect != effect {
			continue
		}
		for _, name := range f.Facts {
			facts, _ := c.Named(name)
			for _, fact := range facts {
				if slices.ContainsFunc(fact.Fact.Words, tr.touchesField) {
					return true
				}
			}
		}
	}
	return false
}

// touchesField reports whether the damage is in the field, or its label, that words stand in.
func (tr trial) touchesField(w rights.Words) bool {
	for i, f := range tr.record.Fields {
		all := extent(tr.record, i)
		if i+1 < len(tr.record.Fields) { // without the next label the words run on
			all.End = tr.record.Fields[i+1].Span.Start
		}
		overlaps := func(s story.Span) bool { return s.Start < all.End && all.Start < s.End }
		if string(f.Label) == w.Field && slices.ContainsFunc(tr.touched, overlaps) {
			return true
		}
	}
	return false
}
