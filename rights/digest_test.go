package rights

import (
	"encoding/json"
	"testing"
)

// The digests of a reading stand in trails: they are those of the JSON that they always were of.
func TestDigestIsOfJSON(t *testing.T) {
	hard := []string{"", "None", `a "b" \ c`, "<b> & </b>", "é – “”", "\x00\x1f\x7f\t\n\r", "\u2028\u2029", "\xff\xfe a", "\b\f"}
	words := func(texts ...string) (all []Words) {
		for _, text := range texts {
			all = append(all, Words{Text: text})
		}
		return all
	}
	r := Reading{Shots: []Shot{
		{Source: Fact{State: Stated, Words: words(hard...)}, Terms: Fact{State: Absent}},
		{Source: Fact{State: Absent}, Terms: Fact{State: Unread, Words: words(hard[3], hard[4])}},
	}}
	for i, f := range []*Fact{&r.Record.Date, &r.Holder.Fact, &r.Notice.Fact, &r.Embargo.Fact, &r.Terms.Fact} {
		*f = Fact{State: Stated, Words: words(hard[i], hard[len(hard)-1-i])}
	}
	r.Terms.Stretches = words(hard[1:4]...)

	var said []any
	for _, f := range []Fact{r.Record.Date, r.Holder.Fact, r.Notice.Fact, r.Embargo.Fact, r.Terms.Fact} {
		said = append(said, f.State, texts(f.Words))
	}
	said = append(said, texts(r.Terms.Stretches))
	for _, shot := range r.Shots {
		said = append(said, shot.Source.State, texts(shot.Source.Words), shot.Terms.State, texts(shot.Terms.Words))
	}
	text, err := json.Marshal(said)
	if err != nil {
		t.Fatal(err)
	}
	if r.digest() != hexSum(text) {
		t.Errorf("it is not of %s", text)
	}
}
