package language

import (
	"bufio"
	"embed"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

// The kinds of elements. A class is a kind of parties of a country, and becomes a party in what is handed out.
const (
	territory   = "territory"
	party       = "party"
	media       = "media"
	purpose     = "purpose"
	action      = "action"
	demonym     = "demonym"
	class       = "class"
	sports      = "sports"
	knownSource = "source"
)

// entry is a name that the lexicon knows.
type entry struct {
	words    []string
	capitals bool     // must be written in capitals
	loose    bool     // its bounds are not agreed on: a bar reaches all of it,
	surely   []string // and what is left open is only this
	Element
}

// lexicon finds names by their first word, the longest first.
type lexicon map[string][]entry

// names are read when the first text is: whoever reads none does not pay for them.
var names = sync.OnceValue(readNames)

func readNames() lexicon {
	l := lexicon{}
	l.addNames(territory, "territories")
	l.addTerritories()
	for _, of := range [][2]string{{media, "media"}, {purpose, "purposes"}, {action, "actions"}, {demonym, "demonyms"}} { // in order: of two names that are the same the first counts
		l.addNames(of[0], of[1])
	}
	for _, of := range [][2]string{{class, "classes"}, {sports, "sports"}, {knownSource, "sources"}} {
		for line := range lines(of[1]) {
			l.add(line, Element{Kind: of[0], Values: []string{line}})
		}
	}
	for line := range lines("parties") {
		parts := strings.Split(line, "|")
		if len(parts) != 3 {
			panic("lexicon/parties.txt: not three columns in: " + line)
		}
		name := strings.TrimSpace(parts[0])
		e := Element{Kind: party, Values: []string{name}, Parent: strings.TrimSpace(parts[1])}
		for _, other := range append(strings.Split(parts[2], ","), name) {
			l.add(other, e)
		}
	}
	for first := range l {
		slices.SortStableFunc(l[first], func(a, b entry) int { return len(b.words) - len(a.words) })
	}
	return l
}

// addNames adds lines such as "tv, television = broadcast".
func (l lexicon) addNames(kind, file string) {
	for line := range lines(file) {
		left, right, ok := strings.Cut(line, " = ")
		if !ok {
			panic("lexicon/" + file + ".txt: no ' = ' in: " + line)
		}
		right, surely, loose := strings.Cut(right, "|")
		for _, name := range strings.Split(left, ",") {
			l.add(name, element(kind, strings.Fields(right)))
			if loose {
				l.loosen(name, strings.Fields(surely))
			}
		}
	}
}

// lines gives the lines of a list, without comments.
func lines(file string) iter.Seq[string] {
	return func(yield func(string) bool) {
		f, err := lexiconFiles.Open("lexicon/" + file + ".txt")
		if err != nil {
			panic(err)
		}
		for scan := bufio.NewScanner(f); scan.Scan(); {
			line := strings.TrimSpace(scan.Text())
			if line != "" && !strings.HasPrefix(line, "#") && !yield(line) {
				return
			}
		}
	}
}

func element(kind string, values []string) Element {
	e := Element{Kind: kind}
	for _, v := range values {
		if not, ok := strings.CutPrefix(v, "-"); ok {
			e.Except = append(e.Except, not)
		} else if perhaps, ok := strings.CutPrefix(v, "?"); ok {
			e.Perhaps = append(e.Perhaps, perhaps)
		} else {
			e.Values = append(e.Values, v)
		}
	}
	return e
}

func (l lexicon) add(name string, e Element) {
	name = strings.TrimSpace(name)
	if w := words(name); len(w) > 0 {
		l.addWords(name, w, e)
	}
}

// addWords adds a name whose words are known.
func (l lexicon) addWords(name string, w []string, e Element) {
	short := len(name) <= 3 || strings.Contains(name, ".") && len(name) <= 6
	l[w[0]] = append(l[w[0]], entry{words: w, capitals: short && e.Kind == territory && name == strings.ToUpper(name), Element: e})
}

// loosen marks the name that was added last as one of loose bounds.
func (l lexicon) loosen(name string, surely []string) {
	entries := l[words(name)[0]]
	last := &entries[len(entries)-1]
	last.loose, last.surely = true, surely
}

// addTerritories adds the countries' names of the Unicode CLDR and their codes, which must be in capitals.
func (l lexicon) addTerritories() {
	not := map[string]bool{}
	for line := range lines("not_codes") {
		for _, code := range strings.Fields(line) {
			not[code] = true
		}
	}
	var said []string // of one country, which many languages call the same
	for _, r := range countries() {
		code := r.String()
		said = said[:0]
		for _, namer := range []display.Namer{display.English.Regions(), display.German.Regions(), display.French.Regions(), display.Turkish.Regions()} {
			name := namer.Name(r)
			name, inside, _ := strings.Cut(strings.TrimSuffix(name, ")"), " (")
			for _, name := range []string{name, inside} {
				if !slices.Contains(said, name) {
					said = append(said, name)
					l.addTerritory(strings.ReplaceAll(name, "&", "and"), code)
				}
			}
		}
		for _, c := range []string{code, r.ISO3()} {
			if !not[c] {
				l.addTerritory(c, code)
			}
		}
	}
}

// addTerritory adds a name of a country, unless the list of territories says more of it.
func (l lexicon) addTerritory(name, code string) {
	w := words(name)
	if len(w) == 0 {
		return
	}
	entries := l[w[0]]
	for i := range entries {
		if e := &entries[i]; e.loose && e.Kind == territory && slices.Equal(e.words, w) {
			return
		}
	}
	l.addWords(name, w, Element{Kind: territory, Values: []string{code}})
}

// countries are the countries and dependencies of ISO 3166-1 that are in use.
var countries = sync.OnceValue(func() []language.Region {
	var list []language.Region
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			r, err := language.ParseRegion(fmt.Sprintf("%c%c", a, b))
			if err == nil && r.IsCountry() && r.Canonicalize() == r && r.ISO3() != "ZZZ" && display.English.Regions().Name(r) != "" {
				list = append(list, r)
			}
		}
	}
	return list
})

// wordList is a file of single words.
func wordList(file string) map[string]bool {
	set := map[string]bool{}
	for line := range lines(file) {
		for _, w := range words(line) {
			set[w] = true
		}
	}
	return set
}

// at finds the longest name of the given kinds that stands at a word.
func (l lexicon) at(r *reader, i int, kinds ...string) (Element, int) {
	return l.find(r, i, len(r.tokens), false, kinds)
}

// within is at for names that end before a word.
func (l lexicon) within(r *reader, i, end int, kinds ...string) (Element, int) {
	return l.find(r, i, end, false, kinds)
}

// find finds a name that ends before a word, as it is meant where it is barred or, if strict, where it is what stays open.
func (l lexicon) find(r *reader, i, end int, strict bool, kinds []string) (Element, int) {
	if i >= len(r.tokens) {
		return Element{}, 0
	}
	entries := r.tokens[i].entries
	for k := range entries {
		e := &entries[k]
		n := len(e.words)
		if i+n > end || !slices.Contains(kinds, e.Kind) || strict && e.loose && len(e.surely) == 0 || !r.spells(i, e, strict) {
			continue
		}
		found := e.Element
		if strict && e.loose {
			found.Values = e.surely
		}
		found.Span = Span{r.tokens[i].start, r.tokens[i+n-1].end}
		return found, n
	}
	return Element{}, 0
}

// countrySlip finds the one country that a long word, written like a name, is a single slip of the hand away from.
func (r *reader) countrySlip(i int) (Element, int) {
	t := r.tokens[i]
	if len(t.plain) < minCountrySlip || vocabulary[t.plain] || t.fixed || !r.looksLikeName(t) {
		return Element{}, 0
	}
	var found *entry
	for _, e := range countryWords()[t.plain[0]] {
		w := e.words[0]
		switch {
		case strings.HasPrefix(t.plain, w), strings.HasPrefix(w, t.plain), distance(t.plain, w, 1) > 1: // Albanian is no slip
		case found != nil && !slices.Equal(found.Values, e.Values):
			return Element{}, 0 // it may mean either: Austrlia
		default:
			found = &e
		}
	}
	if found == nil {
		return Element{}, 0
	}
	e := found.Element
	e.Span = Span{t.start, t.end}
	return e, 1
}

const minCountrySlip = 7 // letters

// countryWords are the names of countries that are one word, by first letter.
var countryWords = sync.OnceValue(func() map[byte][]entry {
	all := map[byte][]entry{}
	for _, entries := range names() {
		for _, e := range entries {
			if e.Kind == territory && len(e.words) == 1 && !e.loose {
				all[e.words[0][0]] = append(all[e.words[0][0]], e)
			}
		}
	}
	return all
})

// spells reports whether the words of a name stand at i, with nothing but space between them. What stays open is never guessed.
func (r *reader) spells(i int, e *entry, strict bool) bool {
	if i+len(e.words) > len(r.tokens) {
		return false
	}
	for k, w := range e.words {
		t := &r.tokens[i+k]
		if t.plain != w || t.fixed && strict || k > 0 && t.gap&^(space|hyphen) != 0 && !(t.gap == slash && e.Kind == action) {
			return false
		}
	}
	if !e.capitals {
		return true
	}
	written := r.text[r.tokens[i].start:r.tokens[i+len(e.words)-1].end]
	return !strings.ContainsFunc(written, unicode.IsLower)
}
