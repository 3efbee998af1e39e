package rights

import (
	"clearance/story"
)

// readTerms reads the terms of the whole item: the field "Usage Terms/Restrictions", what a notice says beside its claim, and what
// stands as terms in the summary and the story's text. Terms beside a shot's source are that shot's.
func readTerms(s *story.Story, notice *Notice, articles []*article, shots []Shot) Terms {
	f := look(s, story.UsageTerms)
	t := Terms{Fact: f.fact(story.UsageTerms)}
	if f.state == Stated {
		said := readRules(f.first, whole(f.first), inTerms)
		t.Rules, t.Unread = said.rules, said.unread
		t.Nothing = said.nothing && len(said.unread) == 0
		if len(t.Unread) > 0 {
			t.State = Unread
		}
	}
	notice.Beside = notice.Unread
	beside := readAll(s, notice.Beside, inNotice)
	t.Rules = append(t.Rules, beside.rules...)
	if notice.Unread = beside.unread; notice.State == Unread && len(notice.Unread) == 0 && notice.Claimant.State == Stated {
		notice.State = Stated
	}
	t.Stretches = readElsewhere(articles, shots)
	story := readAll(s, t.Stretches, inStory)
	t.Rules = append(t.Rules, story.rules...)
	t.Elsewhere = story.unread
	return t
}

// readShotRules reads the terms beside each shot's source.
func readShotRules(s *story.Story, shots []Shot) {
	for i := range shots {
		shot := &shots[i]
		if shot.Terms.State == Absent {
			continue
		}
		said := readAll(s, shot.Terms.Words, inShot)
		shot.Rules, shot.Unread = said.rules, said.unread
		shot.Terms.State = Stated
		if len(shot.Unread) > 0 {
			shot.Terms.State = Unread
		}
	}
}

// sourcesInTerms are the shots whose source only the terms name.
func sourcesInTerms(r *Reading) []Shot {
	var shots []Shot
	named := func(rules []Rule) {
		for i := range rules {
			if source, ok := rules[i].sourceIn(); ok {
				shots = append(shots, Shot{Date: Fact{State: Absent}, Source: source, Terms: Fact{State: Absent}})
			}
		}
	}
	named(r.Terms.Rules)
	for i := range r.Shots {
		named(r.Shots[i].Rules)
	}
	return shots
}
