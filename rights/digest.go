package rights

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// digest names what a record says about its rights, wherever in the record it says it: two versions of one story that
// differ in it must not be taken for each other. It is of a list in JSON: states, each with its words as delivered, without their places.
func (r *Reading) digest() string {
	var space [2048]byte
	said := append(space[:0], '[')
	for _, f := range []*Fact{&r.Record.Date, &r.Holder.Fact, &r.Notice.Fact, &r.Embargo.Fact, &r.Terms.Fact} {
		said = append(appendFact(said, f), ',')
	}
	said = appendQuotes(said, r.Terms.Stretches)
	for i := range r.Shots {
		said = append(said, ',')
		said = appendFact(said, &r.Shots[i].Source)
		said = append(said, ',')
		said = appendFact(said, &r.Shots[i].Terms)
	}
	said = append(said, ']')
	return hexSum(said)
}

// hexSum is the SHA-256 of some bytes, in hexadecimal.
func hexSum(of []byte) string {
	sum := sha256.Sum256(of)
	var digits [2 * sha256.Size]byte
	hex.Encode(digits[:], sum[:])
	return string(digits[:])
}

func appendFact(to []byte, f *Fact) []byte {
	to = append(appendQuote(to, string(f.State)), ',')
	return appendQuotes(to, f.Words)
}

func appendQuotes(to []byte, words []Words) []byte {
	to = append(to, '[')
	for i := range words {
		if i > 0 {
			to = append(to, ',')
		}
		to = appendQuote(to, words[i].Text)
	}
	return append(to, ']')
}

// appendQuote adds a text as encoding/json writes it. It is asked where it would write more than the text between two quotation marks.
func appendQuote(to []byte, text string) []byte {
	for i := range len(text) {
		if !asItIs[text[i]] {
			written, err := json.Marshal(text)
			if err != nil {
				panic("rights: a string is no JSON: " + err.Error())
			}
			return append(to, written...)
		}
	}
	to = append(append(to, '"'), text...)
	return append(to, '"')
}

// asItIs are the characters that encoding/json writes as they are: those of ASCII that show, and are no mark-up.
var asItIs = func() (set [256]bool) {
	for b := ' '; b <= '~'; b++ {
		set[b] = b != '"' && b != '\\' && b != '<' && b != '>' && b != '&'
	}
	return set
}()
