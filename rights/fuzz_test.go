package rights

import (
	"slices"
	"strings"
	"testing"

	"clearance/rights/language"
	"clearance/story"
)

// Whatever a rights field holds, reading it must not panic, must quote its very bytes, and must not lose a restriction that
// stands behind it.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"POOL (CAN SELL)", "(c) Copyright Thomson Reuters 2011. Open For Restrictions - http://about.reuters.com/fulllegal.asp",
		"None", "20th December 2009 12:00", "A (DECEMBER 4, 2009) (TVP - NO ACCESS POLAND) B", "1500GMT on July 16, 2024",
		"(c) 2014 AFP. All rights reserved.", "((((", "))))", "\xff\xfe", "\u202e(CAN SELL)", "AFP (CAN SELL) (", "2009 2009 2009",
	} {
		f.Add(seed)
	}
	labels := []story.Label{story.CopyrightHolder, story.CopyrightNotice, story.UsageTerms, story.Embargoed, story.Summary, story.Date}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.TrimSpace(strings.ToValidUTF8(text, "\ufffd")) // as a record's reader gives it
		for _, label := range labels {
			r := Read(recordOf(label, text))
			for _, fact := range r.Facts() {
				for _, w := range fact.Fact.Words {
					if !w.Absent && text[w.Start:w.End] != w.Text {
						t.Fatalf("%s of %q quotes %q for bytes %d to %d", fact.Name, text, w.Text, w.Start, w.End)
					}
				}
			}
		}
		barred := text + " NO RESALE"
		terms := readTerms(recordOf(story.UsageTerms, barred), &Notice{}, nil, nil)
		if !bars(terms) {
			t.Errorf("%q reads as terms that let it be sold: %+v", barred, terms)
		}
		for label, state := range map[story.Label]State{
			story.CopyrightHolder: readHolder(recordOf(story.CopyrightHolder, barred)).State,
			story.CopyrightNotice: readNotice(recordOf(story.CopyrightNotice, barred)).State,
			story.Embargoed:       readEmbargo(recordOf(story.Embargoed, barred), Fact{}).State,
		} {
			if state == Stated || state == Empty || state == Absent {
				t.Errorf("%s: %q is %s", label, barred, state)
			}
		}
	})
}

// bars reports whether a sale is barred by terms, or somebody must read them.
func bars(t Terms) bool {
	return t.State == Unread || slices.ContainsFunc(t.Rules, func(r Rule) bool {
		return (r.Kind == "resale" || r.Kind == "kill") && r.Effect == language.Prohibition || r.Effect == language.Referral
	})
}
