package rights

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// digest names what a record says about its rights, wherever in the record it says it: two versions of one story that
// differ in it must not be taken for each other.
func (r *Reading) digest() string {
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
		panic("rights: a list of strings is no JSON: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// texts are the words as delivered, without their places.
func texts(words []Words) []string {
	all := []string{}
	for _, w := range words {
		all = append(all, w.Text)
	}
	return all
}
