package language

import (
	"reflect"
	"slices"
	"testing"
)

// A text reads the same whether it, and its words, are remembered or not.
func TestRememberedIsFresh(t *testing.T) {
	texts := []string{"", "None", "Must credit Jane Roe", "§ 44b", "U.K., Eire and U.S. or Canada", "24hrs", "Türkiye'de", "l'usage"}
	for _, row := range rows {
		texts = append(texts, row.text)
		if !testing.Short() {
			texts = append(texts, damage(row.text)...)
		}
	}
	for _, text := range texts {
		fresh := read(text)
		for range 2 {
			if got := Read(text); !reflect.DeepEqual(got, fresh) {
				t.Fatalf("%q reads\n%+v, fresh\n%+v", text, got, fresh)
			}
		}
		whole, ok := readAfresh(text, true)
		for range 2 {
			if got, all := ReadWhole(text); ok != (len(fresh.Unread) == 0) || all != ok || ok && (!reflect.DeepEqual(whole, fresh) || !reflect.DeepEqual(got, fresh)) {
				t.Fatalf("%q reads whole, %v:\n%+v\n%+v, fresh\n%+v", text, ok, got, whole, fresh)
			}
		}
		for _, token := range tokenize(text) {
			if k := knownAs(plain(text[token.start:token.end])); !token.lost && (k.plain != token.plain || k.literal != token.literal || k.mayBeOperator() != token.mayBeOperator()) {
				t.Fatalf("%q in %q: %+v, fresh %+v", token.plain, text, token.known, k)
			}
		}
	}
}

// A phrase is tried wherever it reads something, though not everywhere.
func TestPhrasesAreTriedWhereTheyRead(t *testing.T) {
	var texts []string
	for _, row := range rows {
		texts = append(texts, row.text)
	}
	for _, p := range phrases.all {
		texts = append(texts, p.examples...)
	}
	read := 0
	for _, text := range texts {
		r := reader{text: text, tokens: tokenize(text)}
		r.claims = make([]bucket, len(r.tokens))
		for i := range r.tokens {
			r.literals.add(r.tokens[i].literal)
		}
		for pos := range r.tokens {
			for _, p := range phrases.byWord[r.tokens[pos].plain] {
				m := match{r: &r, start: pos, exact: p.silent() && !p.heads()}
				if m.at(p.start, pos) <= pos {
					continue
				}
				read++
				tried := r.literals.hasEach(p.needs)
				listed := false
				for _, q := range r.phrasesAt(pos) {
					listed = listed || p == q
				}
				if !tried || !listed {
					t.Errorf("%q reads %q from word %d, but is not tried there", p.text, text, pos)
				}
			}
		}
	}
	if read < 500 {
		t.Errorf("only %d phrases read something", read)
	}
	if len(literalNumbers) >= 64*len(literalSet{}) {
		t.Errorf("%d words of the grammar are too many for a literalSet", len(literalNumbers))
	}
}

// forget has the words of a phrase learnt once more.
func forget(n *node) {
	if n == nil || !n.learnt {
		return
	}
	n.learnt = false
	for _, b := range n.branches {
		forget(b)
	}
	forget(n.next)
}

// The grammar and the lexicon are learnt in the same order each time: of two words that a slip may have been meant for, and of two
// names that are the same, the first counts.
func TestLearnsInTheSameOrder(t *testing.T) {
	order := func() (all []string) {
		for _, p := range phrases.all {
			forget(p.start)
			literals(p.start, func(w string) { all = append(all, w) })
		}
		return all
	}
	words, lexicon := order(), readNames()
	for range 3 {
		if !slices.Equal(order(), words) {
			t.Error("the words of the grammar come in another order")
		}
		if !reflect.DeepEqual(readNames(), lexicon) {
			t.Error("the names come in another order")
		}
	}
}
