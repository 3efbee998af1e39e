package language

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Wording says in a few words of English what a licence would say of a rule: "not in GB, IE", "at most 2 minutes". It is lower
// case but for names and codes, and ends without a stop. Times are in UTC; of an uncertain one it gives the instant that allows less.
func (r Rule) Wording() string {
	s := r.said()
	if r.Channel != "" && channels[r.Channel] == nil {
		s += ` (under the heading "` + r.Channel + `")` // it is no medium, so no limit tells it
	}
	if r.Part {
		s = "part of it: " + s
	}
	return s
}

// heads are what rules say where their kind says it all, but for limits. Other kinds are worded as in Kinds.
var heads = map[string]string{
	"archive":    "do not keep",
	"any_medium": "made for one medium; nothing is said of others",
	"edit":       "unedited",
	"kill":       "withdrawn, not to be used",
	"logo":       "keep the logo visible",
	"release":    "not released by the persons or owners shown",
	"resale":     "not to be sold or passed on",
	"training":   "not for AI training or text and data mining",
}

func (r Rule) said() string {
	switch r.Kind {
	case "access", "class", "medium_only":
		return r.bar()
	case "legal":
		if r.Effect != Referral {
			return r.bar() + " for legal reasons"
		}
		return r.behind("legal reasons are named")
	case "purpose", "purpose_only":
		return r.purposes()
	case "training":
		if r.Effect == Referral {
			return r.behind("AI training or text and data mining to be agreed first")
		}
	case "any_medium":
		if m := r.Media; m != nil {
			r.Media = nil
			return r.behind("made for " + valueNames(m.Values, ", ") + "; nothing is said of other media")
		}
	case "closed_grant":
		return r.grant()
	case "clients_only":
		return r.clients()
	case "contact":
		return r.behind("ask first")
	case "time_limit", "embargo":
		return r.term()
	case "count":
		return r.count()
	case "length":
		if r.Length > 0 {
			return r.behind("at most " + duration(r.Length))
		}
	case "credit", "courtesy", "exclusive", "handout", "source", "sports":
		return r.behind(credits[r.Kind].with(r.Note))
	}
	if head := heads[r.Kind]; head != "" {
		return r.behind(head)
	}
	if meaning := Kinds[r.Kind]; meaning != "" {
		return r.behind(meaning)
	}
	return r.behind("restricted")
}

// behind puts what limits a rule behind what it says.
func (r Rule) behind(head string) string {
	if limits := r.limits(); limits != "" {
		return head + "," + limits
	}
	return head
}

// credit is what a rule with a name says: before the name, or without one.
type credit struct{ before, without string }

var credits = map[string]credit{
	"courtesy":  {"courtesy of ", "courtesy, no name given"},
	"credit":    {"credit: ", "credit, no name given"},
	"exclusive": {"exclusive to ", "someone has exclusive or first rights"},
	"handout":   {"handed out by ", "handed out by someone else"},
	"source":    {"source: ", "source, no name given"},
	"sports":    {"sports rights may be touched: ", "sports rights may be touched"},
}

func (c credit) with(name string) string {
	if name = strings.Trim(strings.Join(strings.Fields(name), " "), " :;,-"); name == "" {
		return c.without
	}
	return c.before + name
}

// bar says where, in what and by whom something may not be used. What names what is left open, and limits nothing else, says that.
func (r Rule) bar() string {
	if alone := r.only(); alone != "" {
		return alone
	}
	limits := r.limits()
	if r.Kind == "class" && limits == "" {
		return "not by parties of some kind, such as a country's broadcasters"
	}
	if limits == "" || r.Territory != nil && !r.Territory.Outside && slices.Contains(r.Territory.Values, world) {
		return "no use" + limits
	}
	return "not" + limits
}

// only words a bar on everything but some values of one dimension. It is "" for any other rule.
func (r Rule) only() string {
	var open []string
	for _, d := range r.dimensions() {
		switch {
		case d.c == nil:
		case !d.c.Outside || len(d.c.Values) == 0:
			return ""
		case d.name == media:
			open = append(open, d.with("")+" only")
		default:
			open = append(open, "only "+d.with(d.within))
		}
	}
	if len(open) != 1 || r.times() != "" {
		return ""
	}
	return open[0]
}

func (r Rule) purposes() string {
	p := r.Purpose
	r.Purpose = nil
	switch {
	case (p == nil || len(p.Values) == 0) && r.Kind == "purpose_only":
		return r.behind("only for some purposes")
	case p == nil || len(p.Values) == 0:
		return r.behind("not for some purposes")
	case p.Outside && r.Effect == Referral:
		return r.behind("uses other than " + valueNames(p.Values, " or ") + " to be cleared first")
	case p.Outside && len(p.Values) == 1 && p.Values[0] == "news":
		return r.behind("news only")
	case p.Outside:
		return r.behind(purposeUse(p) + " only")
	case r.Effect == Referral:
		return r.behind(purposeUse(p) + " to be cleared first")
	}
	return r.behind("no " + purposeUse(p))
}

// grant words what is open to some, or somewhere.
func (r Rule) grant() string {
	var open string
	for _, d := range r.dimensions() {
		if d.c == nil || len(d.c.Values) == 0 {
			continue
		}
		if d.name == party {
			d.within = "to"
		}
		open += " " + d.with(d.within)
	}
	if open == "" {
		open = " with limits"
	}
	return "granted" + open + r.times() + "; nothing is said of the rest"
}

func (r Rule) clients() string {
	p := r.Party
	r.Party = nil
	if p == nil || len(p.Values) == 0 {
		return r.behind("clients only")
	}
	return r.behind("clients of " + valueNames(p.Values, ", ") + " only")
}

// term words from when or until when something holds: what holds from a time is not to be used after it.
func (r Rule) term() string {
	switch {
	case r.Elapsed > 0:
		return r.behind("within " + duration(r.Elapsed) + r.clock("of"))
	case r.From == nil && r.Until == nil && r.Kind == "embargo":
		return r.behind("hold until released")
	case r.From == nil && r.Until == nil:
		return r.behind("only for a time")
	}
	from, until := r.From, r.Until
	r.From, r.Until = nil, nil
	s := "not" + r.limits()
	if from != nil {
		s += " after " + from.said(from.First)
	}
	if until != nil {
		s += " before " + until.said(until.Last)
	}
	return s
}

// clock says what an elapsed time is counted from.
func (r Rule) clock(before string) string {
	switch r.Start {
	case "":
		return ""
	case "event":
		return " " + before + " the event"
	}
	return " " + before + " " + r.Start
}

func (r Rule) count() string {
	if r.Count == 0 {
		return r.behind(Kinds["count"])
	}
	s := "at most " + several(r.Count, "use")
	if r.Per > 0 {
		s += " in " + duration(r.Per)
	}
	return r.behind(s)
}

// dimension is one of those that limit a rule, with the words before values for which it holds, and for which it does not.
type dimension struct {
	name, within, beyond string
	c                    *Constraint
}

func (r Rule) dimensions() []dimension {
	return []dimension{
		{territory, "in", "outside", r.Territory},
		{media, "on", "on anything but", r.Media},
		{purpose, "for", "for anything but", r.Purpose},
		{party, "by", "by anyone but", r.Party},
	}
}

// limits words all that limits a rule, each with a space before it.
func (r Rule) limits() string {
	var s string
	for _, d := range r.dimensions() {
		if d.c == nil || len(d.c.Values) == 0 {
			continue
		}
		if d.c.Outside {
			s += " " + d.with(d.beyond)
		} else {
			s += " " + d.with(d.within)
		}
	}
	return s + r.times()
}

func (r Rule) times() string {
	var s string
	if r.From != nil {
		s += " after " + r.From.said(r.From.First)
	}
	if r.Until != nil {
		s += " until " + r.Until.said(r.Until.Last)
	}
	if r.Elapsed > 0 && r.Kind != "time_limit" && r.Kind != "embargo" {
		s += " after " + duration(r.Elapsed) + r.clock("from")
	}
	return s
}

// with words a constraint, with a word before it.
func (d dimension) with(before string) string {
	s := valueNames(d.c.Values, ", ")
	switch {
	case d.name == purpose:
		s = purposeUse(d.c)
	case slices.Contains(d.c.Values, world):
		s = valueName(world)
		before = strings.TrimPrefix(before, "in")
	}
	if len(d.c.Except) > 0 {
		s += " except " + valueNames(d.c.Except, ", ")
	}
	if len(d.c.Perhaps) > 0 {
		s += " and perhaps " + valueNames(d.c.Perhaps, ", ")
	}
	return strings.TrimSpace(before + " " + s)
}

// purposeUse words purposes: commercial use; news or editorial use.
func purposeUse(c *Constraint) string { return valueNames(c.Values, " or ") + " use" }

// valueNames joins values as people say them.
func valueNames(values []string, between string) string {
	said := make([]string, len(values))
	for i, v := range values {
		said[i] = valueName(v)
	}
	return strings.Join(said, between)
}

// valueName names UN M49 areas and parties of a country; everything else is its own name.
func valueName(v string) string {
	if v == world {
		return "worldwide"
	}
	if code, ok := strings.CutPrefix(v, "country:"); ok {
		return "parties of " + code
	}
	if len(v) == 3 && strings.Trim(v, "0123456789") == "" {
		if area, err := language.ParseRegion(v); err == nil {
			return display.English.Regions().Name(area)
		}
	}
	return v
}

// said gives one end of a moment in UTC, or its own words where they could not be read.
func (m Moment) said(end time.Time) string {
	if end.IsZero() {
		return `"` + strings.Join(strings.Fields(m.Text), " ") + `"`
	}
	return end.UTC().Format(time.RFC3339)
}

// duration words a time in the largest unit that it is a number of; a day is 24 hours.
func duration(d time.Duration) string {
	for _, u := range []struct {
		name string
		of   time.Duration
		from time.Duration
	}{{"day", day, 2 * day}, {"hour", time.Hour, time.Hour}, {"minute", time.Minute, time.Minute}} {
		if d%u.of == 0 && d >= u.from {
			return several(int(d/u.of), u.name)
		}
	}
	return several(int(d/time.Second), "second")
}

func several(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
