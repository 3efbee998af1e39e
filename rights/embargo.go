package rights

import (
	"strings"
	"time"

	"clearance/rights/language"
	"clearance/rights/when"
	"clearance/story"
)

// endless are embargoes that can be read and name no end.
var endless = map[string]bool{
	"embargoed": true, "embargo": true, "hold": true, "hold for release": true, "until further notice": true,
	"embargoed until further notice": true, "hold until further notice": true, "embargo until further notice": true,
}

// preamble are the words that may stand before an embargo's moment.
var preamble = map[string]bool{
	"embargo": true, "embargoed": true, "hold": true, "held": true, "until": true, "till": true, "til": true,
}

// emptyMoment is how some systems write that there is no date.
const emptyMoment = "0001-01-01t00:00:00"

// readEmbargo reads the field "Embargoed" as an interval of instants.
func readEmbargo(s *story.Story, date Fact) Embargo {
	f := look(s, story.Embargoed)
	e := Embargo{Fact: f.fact(story.Embargoed)}
	if f.state != Stated {
		return e
	}
	text := strings.TrimRight(fold(f.text), ".")
	switch {
	case strings.TrimSuffix(text, "z") == emptyMoment:
		e.State = Empty
	case endless[text]:
		e.Endless, e.Value = true, f.text
	case !e.readMoment(f.text, date) && !e.readPhrase(f.text, date):
		e.State = Unreadable // and an embargo all the same
	}
	return e
}

// readPhrase reads an embargo that is said in words, by the language of restrictions: all of it, or none.
func (e *Embargo) readPhrase(text string, date Fact) bool {
	said := language.Read(text)
	if len(said.Unread) > 0 || len(said.Rules) != 1 {
		return false
	}
	rule := said.Rules[0]
	switch {
	case rule.Kind == "time_free" && rule.Effect == language.Note:
		e.Past, e.Value = true, text
	case rule.Kind != "embargo":
		return false
	case rule.Until == nil:
		e.Endless, e.Value = true, text
	case e.readMoment(rule.Until.Text, date):
	case rule.Until.First.IsZero() || rule.Until.Last.IsZero() || parses(rule.Until.Text):
		return false // what readMoment refuses stays refused
	default:
		e.Value, e.First, e.Last = rule.Until.Text, &rule.Until.First, &rule.Until.Last
	}
	return true
}

// readMoment reads the moment at which an embargo ends. One like 24 December 2015 may leave its year out and mean 20:15: it is
// read as a year only where an embargo until then makes sense, on a story that is not younger.
func (e *Embargo) readMoment(text string, date Fact) bool {
	words := strings.Fields(text)
	for len(words) > 0 && preamble[strings.Trim(fold(words[0]), ":")] {
		words = words[1:]
	}
	w, ok := when.Parse(strings.Join(words, " "))
	if !ok {
		return false
	}
	first, last := w.Interval()
	if story, ok := when.ParseDay(date.Value); w.YearMayBeTime && (!ok || last.Before(story)) {
		return false
	}
	e.Value, e.Zone, e.First, e.Last = w.String(), w.Zone, &first, &last
	return true
}

func parses(text string) bool {
	_, ok := when.Parse(text)
	return ok
}

// The states of an embargo at a moment, beside those of any fact.
const (
	embargoEndless   = "endless"
	embargoActive    = "active"
	embargoUncertain = "uncertain"
	embargoOver      = "over"
	embargoPast      = "past" // it only says that there was one
)

// at says how the embargo stands at an instant, and when that may change: the zero time is never.
func (e Embargo) at(t time.Time) (state string, changes time.Time) {
	switch {
	case e.State != Stated:
		return string(e.State), time.Time{}
	case e.Past:
		return embargoPast, time.Time{}
	case e.Endless || e.First == nil || e.Last == nil:
		return embargoEndless, time.Time{}
	case t.Before(*e.First):
		return embargoActive, *e.First
	case t.Before(*e.Last):
		return embargoUncertain, *e.Last
	}
	return embargoOver, time.Time{}
}
