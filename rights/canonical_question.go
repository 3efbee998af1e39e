package rights

import "clearance/rights/canonical"

// AppendCanonical appends the question as canonical JSON: what encoding/json writes, with its keys in order.
func (q Question) AppendCanonical(to []byte) ([]byte, error) {
	w := canonical.To(to)
	w.Open()
	w.Key("as_of").Time(q.AsOf)
	writeUse(w.Key("use"), &q.Use)
	w.Close()
	return w.Done()
}

func writeUse(w *canonical.Writer, u *Use) {
	w.Open()
	w.Key("action").Text(u.Action)
	canonical.Texts(w.Key("assumed"), u.Assumed)
	if u.Except != nil {
		WriteExcept(w.Key("except"), u.Except)
	}
	if u.From != nil {
		w.Key("from").Time(*u.From)
	}
	optionalTexts(w, "media", u.Media)
	optionalText(w, "party", u.Party)
	w.Key("purpose").Text(u.Purpose)
	optionalTexts(w, "territory", u.Territory)
	if u.Until != nil {
		w.Key("until").Time(*u.Until)
	}
	w.Close()
}

// WriteExcept writes what a use leaves out as canonical JSON.
func WriteExcept(w *canonical.Writer, e *Except) {
	w.Open()
	optionalTexts(w, "media", e.Media)
	optionalTexts(w, "party", e.Party)
	optionalTexts(w, "territory", e.Territory)
	w.Close()
}
