package odrl

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"clearance/rights/language"
)

// The types of XML Schema that values have.
const (
	dateTime = "xsd:dateTime"
	duration = "xsd:duration"
	integer  = "xsd:integer"
)

// limit writes how long, how often and how much of it. Of a time that two instants bound, the constraint takes the one that bars
// more; one that could not be read is no constraint, so that the bar always holds.
func (e *entry) limit(r language.Rule) error {
	var err error
	add := func(left, operator string, right *typed) {
		if right != nil {
			e.Constraint = append(e.Constraint, constraint{LeftOperand: left, Operator: operator, RightOperand: *right})
		}
	}
	span := func(d time.Duration) *typed {
		t, wrong := period(d)
		if wrong != nil {
			err = wrong
		}
		return t
	}
	if e.From, err = momentOf(r.From); err != nil {
		return err
	}
	if e.Until, err = momentOf(r.Until); err != nil {
		return err
	}
	if e.From != nil {
		add("dateTime", "gteq", e.From.First)
	}
	if e.Until != nil {
		add("dateTime", "lt", e.Until.Last)
	}
	add("delayPeriod", "gteq", span(r.Elapsed))
	if r.Count > 0 {
		add("count", "gt", &typed{strconv.Itoa(r.Count), integer})
	}
	add(length, "gt", span(r.Length))
	e.Per = span(r.Per)
	return err
}

// unlimit reads the limits that momentOf and period wrote; the constraints on dateTime repeat the moments.
func (e *entry) unlimit(r *language.Rule, c constraint) error {
	var err error
	switch c.LeftOperand {
	case "dateTime":
	case "delayPeriod":
		r.Elapsed, err = periodIn(c.RightOperand)
	case length:
		r.Length, err = periodIn(c.RightOperand)
	case "count":
		var text string
		if text, err = literal(c.RightOperand, integer); err == nil {
			if r.Count, err = strconv.Atoi(text); err != nil || r.Count < 1 {
				err = fmt.Errorf("%.40q is no count of uses", text)
			}
		}
	}
	return err
}

func momentOf(m *language.Moment) (*moment, error) {
	if m == nil {
		return nil, nil
	}
	first, err := instant(m.First)
	if err != nil {
		return nil, err
	}
	last, err := instant(m.Last)
	return &moment{m.Text, first, last}, err
}

func fromMoment(m *moment) (*language.Moment, error) {
	if m == nil {
		return nil, nil
	}
	first, err := instantIn(m.First)
	if err != nil {
		return nil, err
	}
	last, err := instantIn(m.Last)
	return &language.Moment{Text: m.Text, First: first, Last: last}, err
}

// instant writes an instant in UTC; the zero time is none.
func instant(t time.Time) (*typed, error) {
	if t.IsZero() {
		return nil, nil
	}
	if t = t.UTC(); t.Year() < 1 || t.Year() > 9999 {
		return nil, fmt.Errorf("the year %d has no four digits", t.Year())
	}
	return &typed{t.Format(time.RFC3339Nano), dateTime}, nil
}

func instantIn(t *typed) (time.Time, error) {
	if t == nil {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339Nano, t.Value)
	if err != nil {
		return time.Time{}, fmt.Errorf("%.40q is no instant", t.Value)
	}
	return at.UTC(), nil
}

// period writes a time span as hours, minutes and seconds, the same on every day; zero is none.
func period(d time.Duration) (*typed, error) {
	if d == 0 {
		return nil, nil
	}
	if d < time.Second {
		return nil, fmt.Errorf("%s is no time span to be written: it is shorter than a second", d)
	}
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = text[:len(text)-len("0s")]
	}
	if strings.HasSuffix(text, "h0m") {
		text = text[:len(text)-len("0m")]
	}
	return &typed{"PT" + strings.ToUpper(text), duration}, nil
}

func periodIn(v any) (time.Duration, error) {
	text, err := literal(v, duration)
	if err != nil {
		return 0, err
	}
	d, err := time.ParseDuration(strings.ToLower(strings.TrimPrefix(text, "PT")))
	if err != nil || d < time.Second {
		return 0, fmt.Errorf("%.40q is no time span", text)
	}
	return d, nil
}

// literal gives the text of a value of a type.
func literal(v any, kind string) (string, error) {
	switch v := v.(type) {
	case *typed:
		return v.Value, nil
	case map[string]any:
		if text, ok := v["@value"].(string); ok && v["@type"] == kind {
			return text, nil
		}
	}
	return "", fmt.Errorf("must be a value of the type %s", kind)
}
