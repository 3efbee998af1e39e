package rights

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"clearance/rights/language"
)

// Ruling is what the house has decided that a phrase means which nothing can read. It holds for exactly that phrase, and takes
// nothing back that other words of a record say.
type Ruling struct {
	Phrase    string `yaml:"phrase" json:"phrase"`
	ReadsAs   string `yaml:"reads_as" json:"reads_as"` // words that can be read and mean the same,
	Means     string `yaml:"means" json:"means"`       // or NoRestriction or ReferAlways
	Authority `yaml:",inline"`
}

// What a ruling can say beside other words for a phrase.
const (
	NoRestriction = "no restriction" // it restricts nothing
	ReferAlways   = "refer"          // somebody has looked at it, and a person must decide each time
)

// says is the ruling as a person would say it.
func (r Ruling) says() string {
	if r.ReadsAs != "" {
		return fmt.Sprintf("“%s” reads as “%s”", r.Phrase, r.ReadsAs)
	}
	return fmt.Sprintf("“%s” means %s", r.Phrase, r.Means)
}

// Ruling says what the house rules that a phrase means, "" where it does not.
func (h House) Ruling(phrase string) string {
	for _, r := range h.Rulings {
		if language.Normal(r.Phrase) == language.Normal(phrase) {
			return r.says() + ", until " + r.Until.Format(time.DateOnly)
		}
	}
	return ""
}

// checkRulings refuses rulings that say nothing, contradict each other, or say something that cannot be read itself.
func (h House) checkRulings(fail func(where, format string, args ...any)) {
	seen := map[string]bool{}
	for i, r := range h.Rulings {
		where := fmt.Sprintf("rulings[%d]", i)
		phrase := language.Normal(r.Phrase)
		switch {
		case phrase == "":
			fail(where, "the phrase is missing")
		case seen[phrase]:
			fail(where, "rules on the same phrase as another one")
		}
		seen[phrase] = true
		switch read := language.Read(r.ReadsAs); {
		case (r.ReadsAs == "") == (r.Means == ""):
			fail(where, "say either what it reads_as or what it means")
		case r.ReadsAs == "" && r.Means != NoRestriction && r.Means != ReferAlways:
			fail(where, "unknown meaning %q: use %q or %q", r.Means, NoRestriction, ReferAlways)
		case r.ReadsAs != "" && (len(read.Unread) > 0 || len(read.Rules) == 0):
			fail(where, "cannot read %q either: use words that clearance read --terms reads to the last", r.ReadsAs)
		}
		r.Authority.check(where, fail)
	}
}

// heldRulings are those of the house that hold at the moment asked about and when the use begins, by their normal phrase.
func (a *Asking) heldRulings() map[string]int {
	held := map[string]int{}
	for i := range a.house.Rulings {
		if r := &a.house.Rulings[i]; a.lasts(r.Until.Time) {
			held[language.Normal(r.Phrase)] = i
		}
	}
	return held
}

// rule puts what the house rules in place of unread words of the reading. Which rulings it used, it keeps in Ruled.
func (c *Case) rule() {
	held := c.asking.rulings
	if len(held) == 0 {
		return
	}
	apply := func(unread []Words, place string) (left []Words, rules []Rule) {
		for _, w := range unread {
			i, ok := held[language.Normal(w.Text)]
			if !ok {
				left = append(left, w)
				continue
			}
			c.Ruled = append(c.Ruled, i)
			switch ruling := c.House.Rulings[i]; {
			case ruling.Means == ReferAlways:
				left = append(left, w)
			case ruling.ReadsAs != "":
				rules = append(rules, ruled(ruling.ReadsAs, w, place)...)
			}
		}
		return left, rules
	}
	r := &c.Reading
	terms, notice, story := &r.Terms, &r.Notice, []Rule(nil)
	var fromTerms, fromNotice []Rule
	terms.Unread, fromTerms = apply(terms.Unread, inTerms)
	notice.Unread, fromNotice = apply(notice.Unread, inNotice)
	terms.Elsewhere, story = apply(terms.Elsewhere, inStory)
	terms.Rules = slices.Concat(terms.Rules, fromTerms, fromNotice, story)
	if terms.State == Unread && len(terms.Unread) == 0 {
		terms.State = Stated
	}
	if notice.State == Unread && len(notice.Unread) == 0 && notice.Claimant.State == Stated {
		notice.State = Stated
	}
	r.Shots = slices.Clone(r.Shots)
	for i := range r.Shots {
		shot := &r.Shots[i]
		var rules []Rule
		shot.Unread, rules = apply(shot.Unread, inShot)
		shot.Rules = slices.Concat(shot.Rules, rules)
		if shot.Terms.State == Unread && len(shot.Unread) == 0 {
			shot.Terms.State = Stated
		}
	}
	c.Ruled = sortedInts(c.Ruled)
}

func sortedInts(list []int) []int {
	slices.Sort(list)
	return slices.Compact(list)
}

// ruled are the rules that a ruling makes of words: the words are the record's, what they say is the ruling's.
func ruled(as string, w Words, place string) []Rule {
	var all []Rule
	for _, r := range language.Read(as).Rules {
		r.Spans, r.Elements = []language.Span{{Start: w.Start, End: w.End}}, nil
		all = append(all, Rule{Rule: r, Place: place, Words: []Words{w}})
	}
	return all
}

// UnreadWords are the words of a reading that nothing could read where terms stand, with the place they stand in.
func (r *Reading) UnreadWords() []Words {
	all := slices.Concat(r.Terms.Unread, r.Notice.Unread, r.Terms.Elsewhere)
	for _, shot := range r.Shots {
		all = append(all, shot.Unread...)
	}
	return slices.DeleteFunc(all, func(w Words) bool { return strings.TrimSpace(w.Text) == "" })
}
