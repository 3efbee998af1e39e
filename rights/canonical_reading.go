package rights

import (
	"time"

	"clearance/rights/canonical"
)

// AppendCanonical appends the reading as canonical JSON: what encoding/json writes, with its keys in order.
func (r Reading) AppendCanonical(to []byte) ([]byte, error) {
	w := canonical.To(to)
	r.WriteCanonical(&w)
	return w.Done()
}

// WriteCanonical writes the reading as AppendCanonical does.
func (r *Reading) WriteCanonical(w *canonical.Writer) {
	w.Open()
	writeEmbargo(w.Key("embargo"), &r.Embargo)
	writeHolder(w.Key("holder"), &r.Holder)
	writeNotice(w.Key("notice"), &r.Notice)
	w.Key("reader").Text(r.Reader)
	writeRecord(w.Key("record"), &r.Record)
	w.Key("rights").Text(r.Rights)
	canonical.List(w.Key("shots"), r.Shots, writeShot)
	writeSource(w.Key("story"), &r.Story)
	writeTerms(w.Key("terms"), &r.Terms)
	w.Close()
}

func writeSource(w *canonical.Writer, s *Source) {
	w.Open()
	w.Key("from").Text(s.From)
	w.Key("id").Text(s.ID)
	w.Key("offset").Int(s.Offset)
	w.Key("sha256").Text(s.SHA256)
	w.Key("title").Text(s.Title)
	w.Close()
}

func writeRecord(w *canonical.Writer, r *Record) {
	w.Open()
	writeFact(w.Key("date"), &r.Date)
	writeFact(w.Key("id"), &r.ID)
	canonical.Map(w.Key("labels"), r.Labels, labelNames, func(w *canonical.Writer, f Fact) { writeFact(w, &f) })
	canonical.List(w.Key("oddities"), r.Oddities, writeOddity)
	w.Close()
}

func writeOddity(w *canonical.Writer, o *Oddity) {
	w.Open()
	w.Key("kind").Text(o.Kind)
	writeWords(w.Key("words"), &o.Words)
	w.Close()
}

func writeHolder(w *canonical.Writer, h *Holder) {
	w.Open()
	writeFact(w.Key("name"), &h.Name)
	writeFact(w.Key("sale"), &h.Sale)
	w.Key("state").Text(string(h.State))
	optionalWords(w, "unread", h.Unread)
	optionalText(w, "value", h.Value)
	optionalWords(w, "words", h.Words)
	w.Close()
}

func writeNotice(w *canonical.Writer, n *Notice) {
	w.Open()
	optionalWords(w, "beside", n.Beside)
	writeFact(w.Key("claimant"), &n.Claimant)
	writeFact(w.Key("link"), &n.Link)
	writeFact(w.Key("reserved"), &n.Reserved)
	w.Key("state").Text(string(n.State))
	optionalWords(w, "unread", n.Unread)
	optionalText(w, "value", n.Value)
	optionalWords(w, "words", n.Words)
	writeFact(w.Key("year"), &n.Year)
	w.Close()
}

func writeEmbargo(w *canonical.Writer, e *Embargo) {
	w.Open()
	w.Key("endless").Bool(e.Endless)
	writeInstant(w.Key("first"), e.First)
	writeInstant(w.Key("last"), e.Last)
	optionalTrue(w, "past", e.Past)
	w.Key("state").Text(string(e.State))
	optionalText(w, "value", e.Value)
	optionalWords(w, "words", e.Words)
	w.Key("zone").Text(e.Zone)
	w.Close()
}

func writeTerms(w *canonical.Writer, t *Terms) {
	w.Open()
	optionalWords(w, "elsewhere", t.Elsewhere)
	optionalTrue(w, "nothing", t.Nothing)
	optionalRules(w, "rules", t.Rules)
	w.Key("state").Text(string(t.State))
	optionalWords(w, "stretches", t.Stretches)
	optionalWords(w, "unread", t.Unread)
	optionalText(w, "value", t.Value)
	optionalWords(w, "words", t.Words)
	w.Close()
}

func writeShot(w *canonical.Writer, s *Shot) {
	w.Open()
	writeFact(w.Key("date"), &s.Date)
	optionalRules(w, "rules", s.Rules)
	writeFact(w.Key("source"), &s.Source)
	writeFact(w.Key("terms"), &s.Terms)
	optionalWords(w, "unread", s.Unread)
	w.Close()
}

func writeFact(w *canonical.Writer, f *Fact) {
	if f.Value == "" && len(f.Words) == 0 {
		switch f.State { // most labels are the one, and half of all else the other
		case Stated:
			w.As(`{"state":"stated"}`)
			return
		case Absent:
			w.As(`{"state":"absent"}`)
			return
		}
	}
	w.Open()
	w.Key("state").Text(string(f.State))
	optionalText(w, "value", f.Value)
	optionalWords(w, "words", f.Words)
	w.Close()
}

func writeWords(w *canonical.Writer, words *Words) {
	w.Open()
	optionalTrue(w, "absent", words.Absent)
	w.Key("end").Int(int64(words.End))
	w.Key("field").Text(words.Field)
	w.Key("start").Int(int64(words.Start))
	w.Key("text").Text(words.Text)
	w.Close()
}

func writeInstant(w *canonical.Writer, t *time.Time) {
	if t == nil {
		w.Null()
		return
	}
	w.Time(*t)
}

// What is optional is left out where it is empty.

func optionalText(w *canonical.Writer, key, s string) {
	if s != "" {
		w.Key(key).Text(s)
	}
}

func optionalTrue(w *canonical.Writer, key string, is bool) {
	if is {
		w.Key(key).Bool(is)
	}
}

func optionalInt(w *canonical.Writer, key string, n int64) {
	if n != 0 {
		w.Key(key).Int(n)
	}
}

func optionalTexts(w *canonical.Writer, key string, list []string) {
	if len(list) > 0 {
		canonical.Texts(w.Key(key), list)
	}
}

func optionalWords(w *canonical.Writer, key string, list []Words) {
	if len(list) > 0 {
		canonical.List(w.Key(key), list, writeWords)
	}
}
