package rights

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed lexicon/places.txt
var openersFile string

// eachWord is a list of which a line has several words.
func eachWord(file string) map[string]bool {
	set := map[string]bool{}
	for line := range lexicon(file) {
		for _, w := range strings.Fields(line) {
			set[plain(w)] = true
		}
	}
	return set
}

// opener is a phrase with which terms begin, such as NO ACCESS|USE.
type opener struct {
	words    [][]string // each one of several, in plain form; nil is any word
	capitals bool
	opens    opening // what must begin at its first word
	heading  bool    // a colon or a dash follows
	unsure   bool    // prose may begin so too
}

// readOpeners gives the phrases of a list by their first words. See lexicon/places.txt.
func readOpeners(file string) map[string][]opener {
	all := map[string][]opener{}
	for line := range lexicon(file) {
		var o opener
		o.capitals = inCapitals(line)
		for _, field := range strings.Fields(line) {
			switch field {
			case "^":
				o.opens = clauseOpens
			case "^^":
				o.opens = lineOpens
			case "~":
				o.unsure = true
			case ":":
				o.heading = true
			case "*":
				o.words = append(o.words, nil)
			default:
				o.words = append(o.words, strings.Split(plain(field), "|"))
			}
		}
		for _, first := range o.words[0] {
			all[first] = append(all[first], o)
		}
	}
	return all
}

// openerAt gives the phrase that begins at the first of some words, which go on to the end of their sentence; nil if none does.
func openerAt(text string, all []word) *opener {
	for i := range all[0].openers {
		if o := &all[0].openers[i]; o.at(text, all) {
			return o
		}
	}
	return nil
}

func (o *opener) at(text string, all []word) bool {
	if len(all) < len(o.words) || all[0].opens < o.opens {
		return false
	}
	for i, want := range o.words {
		w := &all[i]
		if i > 0 && w.opens >= sentenceOpens || o.capitals && !w.capital || i > 0 && want != nil && !w.isOneOf(text, want) {
			return false
		}
	}
	behind := all[len(o.words):]
	if o.unsure && (!slices.ContainsFunc(behind, isSign) || slices.ContainsFunc(behind, isProse)) {
		return false
	}
	return !o.heading || markFollows(text[all[len(o.words)-1].end:])
}

// second gives what the second word of the phrase may begin with.
func (o *opener) second() (set letterSet) {
	if len(o.words) == 1 || o.words[1] == nil {
		return anyLetter
	}
	for _, w := range o.words[1] {
		set |= letterOf(w[0])
	}
	return set
}

// isOneOf reports whether a word is one of some in plain form.
func (w *word) isOneOf(text string, all []string) bool {
	written := w.of(text)
	if !ascii(written) {
		return slices.Contains(all, plain(written))
	}
	return slices.ContainsFunc(all, func(one string) bool { return sameLetters(written, one) })
}

// markFollows reports whether a text begins with a colon or a dash. A hyphen without space beside it is none.
func markFollows(text string) bool {
	rest := strings.TrimLeft(text, " \t")
	for _, mark := range []string{":", "–", "—", "- ", "--"} {
		if strings.HasPrefix(rest, mark) {
			return true
		}
	}
	return strings.HasPrefix(rest, "-") && len(rest) < len(text)
}
