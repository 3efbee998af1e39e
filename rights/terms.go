package rights

import (
	"strings"

	"clearance/story"
)

// nothingStated are the ways of saying that the item states no restriction, each as the whole value. None of them grants
// anything, and none of them means anything with a word more.
var nothingStated = map[string]bool{
	"none": true, "any": true, "access all": true, "no restrictions": true, "broadcast: none. digital: none": true,
}

// readTerms reads "Usage Terms/Restrictions".
func readTerms(s *story.Story, shots []Shot) Terms {
	f := look(s, story.UsageTerms)
	t := Terms{Fact: f.fact(story.UsageTerms), Elsewhere: readElsewhere(s, shots)}
	if f.state == Stated && !nothingStated[strings.TrimRight(fold(f.text), ".")] {
		t.State = Unread
		t.Unread = []Words{whole(f.all[0])}
	}
	return t
}
