package rights

import (
	"time"

	"clearance/rights/canonical"
	"clearance/rights/language"
)

func optionalRules(w *canonical.Writer, key string, rules []Rule) {
	if len(rules) > 0 {
		canonical.List(w.Key(key), rules, writeRule)
	}
}

// writeRule writes a rule with what it says: the fields of both are one object.
func writeRule(w *canonical.Writer, r *Rule) {
	w.Open()
	w.Key("action").Text(r.Action)
	optionalTexts(w, "beside", r.Beside)
	optionalText(w, "channel", r.Channel)
	optionalInt(w, "count", int64(r.Count))
	w.Key("effect").Text(string(r.Effect))
	optionalInt(w, "elapsed", int64(r.Elapsed))
	if len(r.Elements) > 0 {
		canonical.List(w.Key("elements"), r.Elements, writeElement)
	}
	optionalMoment(w, "from", r.From)
	w.Key("kind").Text(r.Kind)
	optionalInt(w, "length", int64(r.Length))
	optionalConstraint(w, "media", r.Media)
	optionalText(w, "note", r.Note)
	optionalTrue(w, "part", r.Part)
	optionalConstraint(w, "party", r.Party)
	optionalInt(w, "per", int64(r.Per))
	w.Key("place").Text(r.Place)
	optionalConstraint(w, "purpose", r.Purpose)
	canonical.List(w.Key("spans"), r.Spans, writeSpan)
	optionalText(w, "start", r.Start)
	optionalConstraint(w, "territory", r.Territory)
	optionalMoment(w, "until", r.Until)
	canonical.List(w.Key("words"), r.Words, writeWords)
	w.Close()
}

func optionalConstraint(w *canonical.Writer, key string, c *language.Constraint) {
	if c == nil {
		return
	}
	w.Key(key).Open()
	optionalTexts(w, "except", c.Except)
	optionalTrue(w, "outside", c.Outside)
	optionalTexts(w, "perhaps", c.Perhaps)
	canonical.Texts(w.Key("values"), c.Values)
	w.Close()
}

func optionalMoment(w *canonical.Writer, key string, m *language.Moment) {
	if m == nil {
		return
	}
	w.Key(key).Open()
	optionalTime(w, "first", m.First)
	optionalTime(w, "last", m.Last)
	w.Key("text").Text(m.Text)
	w.Close()
}

func optionalTime(w *canonical.Writer, key string, t time.Time) {
	if !t.IsZero() {
		w.Key(key).Time(t)
	}
}

func writeElement(w *canonical.Writer, e *language.Element) {
	w.Open()
	optionalTexts(w, "except", e.Except)
	w.Key("kind").Text(e.Kind)
	optionalText(w, "parent", e.Parent)
	optionalTexts(w, "perhaps", e.Perhaps)
	writeSpan(w.Key("span"), &e.Span)
	canonical.Texts(w.Key("values"), e.Values)
	w.Close()
}

func writeSpan(w *canonical.Writer, s *language.Span) {
	w.Open()
	w.Key("end").Int(int64(s.End))
	w.Key("start").Int(int64(s.Start))
	w.Close()
}
