package policy

import (
	"clearance/rights"
	"clearance/rights/canonical"
)

// AppendCanonical appends the outcome as canonical JSON: what encoding/json writes, with its keys in order.
func (o Outcome) AppendCanonical(to []byte) ([]byte, error) {
	w := canonical.To(to)
	o.WriteCanonical(&w)
	return w.Done()
}

// WriteCanonical writes the outcome as AppendCanonical does.
func (o *Outcome) WriteCanonical(w *canonical.Writer) {
	w.Open()
	canonical.List(w.Key("findings"), o.Findings, writeFinding)
	if o.Grid != nil {
		writeGrid(w.Key("grid"), o.Grid)
	}
	if len(o.OpenFor) > 0 {
		canonical.List(w.Key("open_for"), o.OpenFor, rights.WriteExcept)
	}
	w.Key("verdict").Text(string(o.Verdict))
	w.Close()
}

func writeFinding(w *canonical.Writer, f *Finding) {
	w.Open()
	w.Key("code").Text(f.Code)
	w.Key("effect").Text(string(f.Effect))
	canonical.Texts(w.Key("facts"), f.Facts)
	w.Close()
}

func writeGrid(w *canonical.Writer, g *Grid) {
	w.Open()
	canonical.List(w.Key("areas"), g.Areas, writeArea)
	canonical.Texts(w.Key("media"), g.Media)
	w.Close()
}

func writeArea(w *canonical.Writer, a *Area) {
	w.Open()
	canonical.Texts(w.Key("codes"), a.Codes)
	canonical.List(w.Key("findings"), a.Findings, func(w *canonical.Writer, codes *[]string) { canonical.Texts(w, *codes) })
	canonical.Texts(w.Key("verdicts"), a.Verdicts)
	w.Close()
}
