package rights

import "clearance/rights/canonical"

// AppendCanonical appends the input as canonical JSON: what encoding/json writes, with its keys in order.
func (in Input) AppendCanonical(to []byte) ([]byte, error) {
	w := canonical.To(to)
	in.WriteCanonical(&w)
	return w.Done()
}

// WriteCanonical writes the input as AppendCanonical does.
func (in *Input) WriteCanonical(w *canonical.Writer) {
	w.Open()
	in.writeFacts(w)
	writeUseInput(w.Key("use"), &in.Use)
	w.Close()
}

// AppendInput appends the input of the case, just as AppendCanonical does. A use that all cases of a question share is written once
// for all of them: one that leaves out a country lists all others.
func (c *Case) AppendInput(to []byte) ([]byte, error) {
	if c.asking == nil || !c.Input.Use.shares(&c.asking.use) {
		return c.Input.AppendCanonical(to)
	}
	w := canonical.To(to)
	w.Open()
	c.Input.writeFacts(&w)
	w.Key("use")
	to, err := w.Done()
	if err != nil {
		return nil, err
	}
	return append(append(to, c.asking.writtenUse()...), '}'), nil
}

// writeFacts writes all but the use, which comes last.
func (in *Input) writeFacts(w *canonical.Writer) {
	w.Key("embargo").Open()
	w.Key("state").Text(in.Embargo.State)
	w.Key("zone").Text(in.Embargo.Zone)
	w.Close()
	writeHolderInput(w.Key("holder"), &in.Holder)
	canonical.Texts(w.Key("house"), in.House)
	writeNoticeInput(w.Key("notice"), &in.Notice)
	writeRecordInput(w.Key("record"), &in.Record)
	canonical.List(w.Key("shots"), in.Shots, writeShotInput)
	writeTermsInput(w.Key("terms"), &in.Terms)
}

func writeHolderInput(w *canonical.Writer, h *HolderInput) {
	w.Open()
	w.Key("client").Bool(h.Client)
	w.Key("kind").Text(h.Kind)
	w.Key("name").Text(string(h.Name))
	w.Key("sale").Text(h.Sale)
	w.Key("state").Text(string(h.State))
	w.Close()
}

func writeNoticeInput(w *canonical.Writer, n *NoticeInput) {
	w.Open()
	w.Key("claimant").Text(n.Claimant)
	w.Key("client").Bool(n.Client)
	w.Key("link").Text(n.Link)
	w.Key("reserved").Bool(n.Reserved)
	w.Key("state").Text(string(n.State))
	w.Key("us").Bool(n.Us)
	w.Key("year").Text(n.Year)
	w.Close()
}

func writeRecordInput(w *canonical.Writer, r *RecordInput) {
	w.Open()
	w.Key("age").Text(r.Age)
	w.Key("date").Text(string(r.Date))
	w.Key("earlier").Text(r.Earlier)
	w.Key("id").Text(string(r.ID))
	canonical.Map(w.Key("labels"), r.Labels, labelNames, func(w *canonical.Writer, s State) { w.Text(string(s)) })
	canonical.Texts(w.Key("oddities"), r.Oddities)
	w.Key("twin").Text(r.Twin)
	w.Close()
}

func writeTermsInput(w *canonical.Writer, t *TermsInput) {
	w.Open()
	w.Key("elsewhere").Text(t.Elsewhere)
	canonical.List(w.Key("rules"), t.Rules, writeRuleInput)
	w.Key("state").Text(t.State)
	w.Close()
}

func writeRuleInput(w *canonical.Writer, r *RuleInput) {
	w.Open()
	w.Key("action").Text(r.Action)
	w.Key("effect").Text(r.Effect)
	w.Key("fact").Text(r.Fact)
	w.Key("kind").Text(r.Kind)
	writeSetInput(w.Key("media"), &r.Media)
	w.Key("named").Bool(r.Named)
	w.Key("party").Text(r.Party)
	w.Key("place").Text(r.Place)
	writeSetInput(w.Key("purpose"), &r.Purpose)
	writeSetInput(w.Key("territory"), &r.Territory)
	w.Key("time").Text(r.Time)
	w.Close()
}

func writeSetInput(w *canonical.Writer, s *SetInput) {
	w.Open()
	w.Key("form").Text(s.Form)
	canonical.Texts(w.Key("maybe"), s.Maybe)
	canonical.Texts(w.Key("values"), s.Values)
	w.Close()
}

func writeShotInput(w *canonical.Writer, s *ShotInput) {
	w.Open()
	w.Key("source").Text(s.Source)
	w.Key("terms").Text(s.Terms)
	w.Close()
}

func writeUseInput(w *canonical.Writer, u *UseInput) {
	w.Open()
	w.Key("action").Text(u.Action)
	w.Key("any_medium").Bool(u.AnyMedium)
	w.Key("buyer").Open()
	canonical.Texts(w.Key("codes"), u.Buyer.Codes)
	w.Key("known").Bool(u.Buyer.Known)
	w.Close()
	canonical.Texts(w.Key("geo_limited"), u.GeoLimited)
	canonical.Texts(w.Key("media"), u.Media)
	w.Key("party").Bool(u.Party)
	w.Key("purpose").Text(u.Purpose)
	w.Key("term").Bool(u.Term)
	w.Key("territory").Open()
	canonical.Texts(w.Key("codes"), u.Territory.Codes)
	w.Key("everywhere").Bool(u.Territory.Everywhere)
	w.Close()
	w.Close()
}
