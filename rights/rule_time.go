package rights

import (
	"time"

	"clearance/rights/when"
)

// Whether a rule holds at the moment, or at any time in the term, of a use.
const (
	timeAlways    = "always" // it names no time
	timeLater     = "later"  // not yet
	timeNow       = "now"
	timeUncertain = "uncertain"
	timeOver      = "over"
)

// timeOf judges a rule's times and notes when that may change.
func (m *making) timeOf(rule *Rule) string {
	begins, ends := timeAlways, timeAlways
	switch {
	case rule.From != nil:
		begins = m.begun(rule.From.First, rule.From.Last)
	case rule.Elapsed > 0:
		begins = m.elapsed(rule.Elapsed)
	}
	if rule.Until != nil {
		ends = m.ended(rule.Until.First, rule.Until.Last)
	}
	if begins == timeLater && rule.Kind == "archive" {
		begins = timeNow // what is archived is kept past any day
	}
	for _, state := range []string{timeLater, timeOver, timeUncertain, timeNow} {
		if begins == state || ends == state {
			return state
		}
	}
	return timeAlways
}

// begun judges what begins to hold between two instants; zero ones could not be read.
func (m *making) begun(first, last time.Time) string {
	m.changes(first)
	m.changes(last)
	use := &m.Question.Use
	switch {
	case last.IsZero():
		return timeUncertain
	case !m.Question.start().Before(last), use.Until != nil && use.Until.After(last), use.Until == nil && use.From != nil:
		return timeNow // a term without an end runs into it
	case use.Until == nil && m.Question.start().Before(first), use.Until != nil && !use.Until.After(first):
		return timeLater
	}
	return timeUncertain
}

// ended judges what ceases to hold between two instants.
func (m *making) ended(first, last time.Time) string {
	m.changes(first)
	m.changes(last)
	start := m.Question.start()
	switch {
	case last.IsZero():
		return timeUncertain
	case !start.Before(last):
		return timeOver
	case start.Before(first):
		return timeNow
	}
	return timeUncertain
}

// elapsed judges what begins to hold some time after a start that no record states: it holds when so much has passed since the
// latest date of the record, and may hold before.
func (m *making) elapsed(span time.Duration) string {
	day, ok := when.ParseDay(m.Reading.Record.Date.Value)
	if m.Reading.Record.Date.State != Stated || !ok {
		return timeUncertain
	}
	latest := day.AddDate(0, 0, 1).Add(12 * time.Hour) // a day without a zone ends last at UTC−12
	if e := &m.embargo; e.Last != nil && e.Last.After(latest) {
		latest = *e.Last
	}
	last := latest.Add(span)
	m.changes(last)
	start, use := m.Question.start(), &m.Question.Use
	if !start.Before(last) || use.Until != nil && use.Until.After(last) || use.Until == nil && use.From != nil {
		return timeNow
	}
	return timeUncertain
}
