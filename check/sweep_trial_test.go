package check_test

import (
	"maps"
	"slices"

	"clearance/policy"
	"clearance/rights"
	"clearance/story"
)

// A trial is one damage that made an answer more permissive.
type trial struct {
	*file
	damage
	judged, hit   int // which record of the file the answer is about, and which one was damaged
	before, after answer
}

// compare counts what a damage did to an answer, and wants a class for every finding that was lost by it.
func (tr trial) compare(tally *sweep) {
	lost := tr.lost()
	switch rank := tr.before.rank(); {
	case tr.after.rank() < rank:
		tally.stricter++
	case tr.after.rank() > rank && len(lost) == 0:
		tr.complain("without losing a finding")
	case len(lost) > 0:
		tally.trials++
	}
	for _, bar := range lost {
		name := tr.class(bar)
		if name == "" {
			tr.complain(bar.Code)
		}
		tally.passed[name]++
	}
}

// lost are the findings that stood against a more permissive answer, and are gone.
func (tr trial) lost() (lost []policy.Finding) {
	stands := map[policy.Verdict][]policy.Effect{
		policy.Cleared: {policy.Block, policy.Refer, policy.Condition}, policy.Referred: {policy.Block},
	}[tr.after.Verdict]
	for _, f := range tr.before.Findings {
		still := slices.ContainsFunc(tr.after.Findings, func(g policy.Finding) bool { return g.Code == f.Code })
		if slices.Contains(stands, f.Effect) && !still {
			lost = append(lost, f)
		}
	}
	return lost
}

// class is the name of the one class that lets a finding go, "" where none does.
func (tr trial) class(bar policy.Finding) (name string) {
	for _, name := range slices.Sorted(maps.Keys(classes)) {
		if classes[name].lets(tr, bar) {
			return name
		}
	}
	return ""
}

func (tr trial) complain(lost string) {
	record := tr.records[tr.hit]
	at := tr.touched[len(tr.touched)-1]
	from, to := max(0, at.Start-40), min(len(record.Raw), at.End+40)
	tr.Errorf("asked to %s: %s at %v of record %d turns %s into %s in record %d: %s is gone\n  was %q",
		tr.before.Question.Use.Action, tr.kind, tr.touched, tr.hit, tr.before.Verdict, tr.after.Verdict, tr.judged, lost, record.Raw[from:to])
}

// own reports whether the damage is in the record that the answer is about.
func (tr trial) own() bool { return tr.judged == tr.hit }

// hits reports whether the damage is in some bytes, or at a place where there are none.
func (tr trial) hits(s story.Span) bool {
	return slices.ContainsFunc(tr.touched, func(t story.Span) bool {
		if s.Start == s.End || t.Start == t.End {
			return t.Start <= s.End && s.Start <= t.End && (t.End > s.Start || t.Start == t.End)
		}
		return t.Start < s.End && s.Start < t.End
	})
}

// changes reports whether the damage is in the value of a field.
func (tr trial) changes(l story.Label) bool {
	return tr.anyField(l, func(i int) bool { return tr.hits(tr.fields()[i].Span) })
}

// replaces reports whether all of a field's value was replaced.
func (tr trial) replaces(l story.Label) bool {
	return tr.anyField(l, func(i int) bool { return tr.replacesAll(tr.fields()[i].Span) })
}

func (tr trial) replacesAll(s story.Span) bool {
	return tr.hits(s) && slices.ContainsFunc(tr.touched, func(t story.Span) bool { return t.Start <= s.Start && s.End <= t.End })
}

// settles reports whether the damage takes away a whole field with one of these labels, or changes nothing but its value. A
// label that is merely damaged is there for everyone to see.
func (tr trial) settles(labels []story.Label) bool {
	return slices.ContainsFunc(labels, func(l story.Label) bool {
		return tr.anyField(l, func(i int) bool {
			all, value := extent(tr.records[tr.hit], i), tr.fields()[i].Span
			return tr.replacesAll(all) || tr.hits(value) && !tr.hits(story.Span{Start: all.Start, End: value.Start})
		})
	})
}

// touches reports whether the damage is in a field, its label, or the label that ends it: without that its words run on.
func (tr trial) touches(l story.Label) bool {
	return tr.anyField(l, func(i int) bool {
		frame := extent(tr.records[tr.hit], i)
		if i+1 < len(tr.fields()) {
			frame.End = tr.fields()[i+1].Span.Start
		}
		return tr.hits(frame)
	})
}

func (tr trial) fields() []story.Field { return tr.records[tr.hit].Fields }

func (tr trial) anyField(l story.Label, holds func(i int) bool) bool {
	for i, f := range tr.fields() {
		if f.Label == l && holds(i) {
			return true
		}
	}
	return false
}

// wordsOf are the words that a finding rested on before the damage.
func (tr trial) wordsOf(bar policy.Finding) (all []rights.Words) {
	for _, name := range bar.Facts {
		facts, _ := tr.before.Named(name)
		for _, fact := range facts {
			all = append(all, fact.Fact.Words...)
		}
	}
	return all
}

func (tr trial) labels(bar policy.Finding) (all []story.Label) {
	for _, w := range tr.wordsOf(bar) {
		all = append(all, story.Label(w.Field))
	}
	return all
}

func (tr trial) hitsWords(bar policy.Finding) bool {
	return slices.ContainsFunc(tr.wordsOf(bar), func(w rights.Words) bool { return tr.hits(story.Span{Start: w.Start, End: w.End}) })
}

func (tr trial) touchesWords(bar policy.Finding) bool {
	return slices.ContainsFunc(tr.labels(bar), tr.touches)
}

// replacesWords reports whether every field that a finding's words stand in was replaced as a whole.
func (tr trial) replacesWords(bar policy.Finding) bool {
	labels := tr.labels(bar)
	return len(labels) > 0 && !slices.ContainsFunc(labels, func(l story.Label) bool { return !tr.replaces(l) })
}

// allNow reports whether every field that a finding's words stood in has a state after the damage.
func (tr trial) allNow(bar policy.Finding, state rights.State) bool {
	return !slices.ContainsFunc(tr.wordsOf(bar), func(w rights.Words) bool {
		for name, label := range rights.LabelNames {
			if string(label) == w.Field {
				return tr.after.Reading.Record.Labels[name].State != state
			}
		}
		return true
	})
}
