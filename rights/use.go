package rights

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
)

// What a use may be made of. Unknown words are refused, never guessed.
var (
	Actions  = []string{"sell", "publish", "archive", "modify", "train"}
	Purposes = []string{"editorial", "news", "commercial", "training"}
	Media    = []string{"broadcast", "online", "social", "mobile", "print", "radio"}
	Groups   = []string{"EU", "EEA", "Africa", "Americas", "Asia", "Europe", "North America", "Oceania", "South America"}
)

// digital is one word for three media.
var digital = []string{"online", "social", "mobile"}

// Asked is a use and a moment as someone asks for them, in words.
type Asked struct {
	Action, Purpose, Party string
	Territory, Media       []string
	From, Until            string // RFC 3339, "" where the use has no term
}

// Question turns what was asked into a question, as of a moment. It refuses words it does not know, and names the
// dimensions that were left open.
func (a Asked) Question(asOf time.Time) (Question, error) {
	q := Question{AsOf: asOf.UTC().Truncate(time.Second)}
	var err error
	if q.Use.Action, err = oneOf("action", a.Action, Actions); err != nil {
		return q, err
	}
	if q.Use.Purpose, err = oneOf("purpose", a.purpose(), Purposes); err != nil {
		return q, err
	}
	if q.Use.Territory, err = each(a.Territory, territory); err != nil {
		return q, err
	}
	if q.Use.Media, err = each(a.Media, medium); err != nil {
		return q, err
	}
	if q.Use.From, q.Use.Until, err = a.term(q.AsOf); err != nil {
		return q, err
	}
	q.Use.Party = strings.TrimSpace(a.Party)
	q.Use.Assumed = a.assumed(q.Use)
	return q, nil
}

func (a Asked) purpose() string {
	if a.Purpose == "" {
		return "editorial"
	}
	return a.Purpose
}

func (a Asked) assumed(u Use) []string {
	open := []string{}
	for _, d := range []struct {
		name string
		open bool
	}{
		{"territory", len(u.Territory) == 0}, {"media", len(u.Media) == 0}, {"party", u.Party == ""},
		{"term", u.From == nil && u.Until == nil}, {"purpose", a.Purpose == ""},
	} {
		if d.open {
			open = append(open, d.name)
		}
	}
	return open
}

func oneOf(what, word string, known []string) (string, error) {
	if w := fold(word); slices.Contains(known, w) {
		return w, nil
	}
	return "", fmt.Errorf("unknown %s %q: use one of %s", what, word, strings.Join(known, ", "))
}

// each reads every word of a list, sorts what they stand for, and keeps each once.
func each(words []string, read func(string) ([]string, error)) ([]string, error) {
	var all []string
	for _, w := range words {
		codes, err := read(strings.TrimSpace(w))
		if err != nil {
			return nil, err
		}
		all = append(all, codes...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

func medium(word string) ([]string, error) {
	if fold(word) == "digital" {
		return digital, nil
	}
	m, err := oneOf("medium", word, append(slices.Clone(Media), "digital"))
	return []string{m}, err
}

// territory reads an ISO 3166-1 alpha-2 code (UK is GB) or the name of a group.
func territory(word string) ([]string, error) {
	for _, g := range Groups {
		if strings.EqualFold(g, word) || strings.EqualFold(strings.ReplaceAll(g, " ", "-"), word) {
			return []string{g}, nil
		}
	}
	if len(word) == 2 {
		code := strings.ToUpper(word)
		if code == "UK" {
			code = "GB"
		}
		// ZZ and the like are no countries; a code that another one replaced is no country any more.
		if r, err := language.ParseRegion(code); err == nil && r.IsCountry() && r.Canonicalize().String() == code {
			return []string{code}, nil
		}
	}
	return nil, fmt.Errorf("unknown territory %q: use ISO 3166-1 alpha-2 codes such as GB, or one of %s", word, strings.Join(Groups, ", "))
}

// term reads the use's term. Its start is the moment asked about unless stated.
func (a Asked) term(asOf time.Time) (from, until *time.Time, err error) {
	if from, err = instant("from", a.From); err != nil {
		return nil, nil, err
	}
	if until, err = instant("until", a.Until); err != nil {
		return nil, nil, err
	}
	start := asOf
	if from != nil {
		start = *from
	}
	if until != nil && !until.After(start) {
		return nil, nil, fmt.Errorf("the term ends %s, not after it starts %s", until.Format(time.RFC3339), start.Format(time.RFC3339))
	}
	return from, until, nil
}

func instant(what, text string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	t, err := ParseInstant(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return &t, nil
}

// ParseInstant reads an instant in RFC 3339, whole seconds, and gives it in UTC.
func ParseInstant(text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no instant: use RFC 3339 with a zone, such as 2026-11-23T12:00:00Z", text)
	}
	return t.UTC().Truncate(time.Second), nil
}
