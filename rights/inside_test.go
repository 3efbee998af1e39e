package rights

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"clearance/story"
	"clearance/story/archive"
)

// textsToTry are words that are read as terms, sources, dates and notes, and what slips of the hand make of them.
func textsToTry(t *testing.T) []string {
	t.Helper()
	all := []string{
		"", "n", "r", "noaccess", "NOACCESSUK", "nouse", "restricions", "RESTRICTONS", "restaurants", "no-one's", "can't", "CAN’T", "44b", "nо", "ſource: AP", "SOURCES : AP", "Source:AP", "source AP", "Sources: NASA, ESA", "SOURCE\t: NASA", "source: no access UK", "ſOURCES: x", "Source :x",
		"Photo by X", "PICTURES taken by X", "Mandatory photo credit: X", "mandatory credit, agency Images by X", "Foto: X", "Fotoğraf: X", "VIDEO by X", "é Photo by X", "TVP -NO ACCESS", "TVP = x", "TVP\t—\tx", "TVP -- x", "TVP --- x", "TVP - - x", "a  –\t b", "a- b - c", "a -", " - ", "a = = b", "a –é – b",
	}
	a, err := archive.New(archive.Options{Stories: 20, Damaged: 0.2, TextSize: 600})
	if err != nil {
		t.Fatal(err)
	}
	for record := range a.All() {
		all = append(all, strings.FieldsFunc(string(record.Bytes), func(r rune) bool { return strings.ContainsRune("\n()/.", r) })...)
	}
	for _, file := range []string{bracketsFile, thirdPartyFile, openersFile, signsFile, proseFile, operatorsFile} {
		all = append(all, strings.Split(file, "\n")...)
	}
	for _, between := range []string{" via ", " Via ", " NOACCESS ", " noresales ", " NoDigitals ", " Restricions ", " RESTRICTIOMS ", " nobody ", " reporters "} {
		all = append(all, "Jane Roe"+between+"AP Belgium Out and more of it, as they said", "MAN WALKING"+between+"and more of what there was to see.")
	}
	for _, text := range slices.Clone(all) {
		if i := len(text) / 2; i > 0 {
			all = append(all, strings.ToUpper(text), text[:i]+" "+text[i:], text[:i]+text[i+1:], text[:i]+"“"+text[i:], "("+text)
		}
	}
	return all
}

// dash is what dashBetween finds.
var dash = regexp.MustCompile(`[ \t]+(?:[-–—=]|--)[ \t]+`)

// What is looked for first, so that the rest need not be, is found wherever the rest finds something.
func TestShortcutsSkipNothing(t *testing.T) {
	found := map[string]int{}
	check := func(what, text string, first, rest bool) {
		if rest {
			found[what]++
			if !first {
				t.Errorf("%s: %q is skipped", what, text)
			}
		}
	}
	for _, text := range textsToTry(t) {
		check("a source's line", text, beginsSource(text), sourceLine.MatchString(text))
		check("a credit", text, hasPicture(text) && beginsCredit(text) || beginsSource(text), credit.MatchString(text) || sourceLine.MatchString(text))
		head := text[:min(len(text), longestSource)]
		start, end, ok := dashBetween(head)
		at := dash.FindStringIndex(head)
		check("a dash", text, ok && nextDash(text, 0) < end && at[0] == start && at[1] == end, at != nil)
		if ok && at == nil {
			t.Errorf("%q has no dash", text)
		}
		for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !isWord(r) }) {
			known := vocabulary[strings.ToLower(w[:min(len(w), longestSign)])]
			check("a word", w, known == nil || meaningOf(w) == known, known != nil)
			slip := slipped(strings.ToLower(w[:min(len(w), longestSign)]))
			check("a slip of the hand", w, known != nil || meaningOf(w) == slip, slip != plainWord)
		}
		check("a sign", text, hasSign(text), slices.ContainsFunc(wordsOf(text), isSign))
	}
	for _, what := range []string{"a source's line", "a credit", "a dash", "a word", "a slip of the hand", "a sign"} {
		if found[what] < 10 {
			t.Errorf("%s was found %d times only", what, found[what])
		}
	}
}

func isWord(r rune) bool { return r < utf8.RuneSelf && letters[r]&(small|big) != 0 }

// Terms are found where they are without what was set up when the shots were read.
func TestPassagesAsBuilt(t *testing.T) {
	found := 0
	for _, text := range textsToTry(t) {
		s := &story.Story{Fields: []story.Field{
			{Label: story.Summary, Span: story.Span{End: len(text)}, Text: text},
			{Label: story.Text, Span: story.Span{Start: len(text), End: 2 * len(text)}, Text: text},
		}}
		articles := articlesOf(s)
		shots := readShots(articles)
		first := readElsewhere(articles, shots)
		if again := readElsewhere(articles, shots); !slices.Equal(first, again) {
			t.Fatalf("%q: %v, and then %v", text, first, again)
		}
		found += len(first)
		letGo(articles)
	}
	if found < 100 {
		t.Errorf("%d terms were found only", found)
	}
}

// An abbreviation is one whatever its case.
func TestAbbreviations(t *testing.T) {
	for word := range abbreviations {
		if len(word) > longestAbbreviation || !isAbbreviation(word) || !isAbbreviation(strings.ToUpper(word)) {
			t.Errorf("%s is no abbreviation", word)
		}
	}
	for _, word := range []string{"excla", "x", "", "no1", "n\x0f", "ſt"} {
		if isAbbreviation(word) != abbreviations[strings.ToLower(word)] {
			t.Errorf("%q: %v", word, isAbbreviation(word))
		}
	}
}

// A picture's word is one in every spelling that plain brings to it.
func TestPictureWords(t *testing.T) {
	for _, p := range pictures {
		for _, w := range []string{p, strings.ToUpper(p), p + ".,:", p + "\n", " " + p, p + "s", "ｐhoto", "PHÓTO", p[:4] + "\x00", "@" + p[1:], p + " ."} {
			if want := slices.Contains(pictures, strings.TrimRight(plain(w), ".,:")); isPhoto(w) != want {
				t.Errorf("%q: %v", w, !want)
			}
		}
	}
}

// Brackets are found where going through a text letter by letter finds them.
func TestBracketsByByte(t *testing.T) {
	for r := range closing {
		for _, r := range []rune{r, closing[r]} {
			if first := string(r)[0]; bytes.IndexByte([]byte(bracketBytes), first) < 0 {
				t.Errorf("%c begins with %x, which nobody looks for", r, first)
			}
			text := "a\nb " + string(r) + "MAY 4, 2009 é \xef\xe3 x\n" + string(r)
			if found := appendBrackets(nil, text); len(found) != 2 {
				t.Errorf("%q has %d brackets", text, len(found))
			}
		}
	}
}

// What was asked once is answered as it was.
func TestAnswersStay(t *testing.T) {
	for _, text := range textsToTry(t) {
		in := insideOf(text)
		for q, answer := range questions {
			want := answer(text)
			for range 2 {
				if in.is(question(q)) != want {
					t.Errorf("question %d about %q: not %v", q, text, want)
				}
			}
		}
		source, terms, dash := cutSource(text)
		if got := *in.cut(); got != (sourceTerms{source, terms, dash}) || *in.cut() != got {
			t.Errorf("%q is cut into %+v", text, got)
		}
	}
}

// Index is the opposite of Words, whatever the encoding.
func TestIndexOfWords(t *testing.T) {
	for _, raw := range []string{"- Title: a b c", "- Title: é“x”", "- Title: \x93caf\xe9\x94 " + strings.Repeat("\xe9x", 5000)} {
		s, err := story.Parse([]byte(raw), "-")
		if err != nil {
			t.Fatal(err)
		}
		f := s.Fields[0]
		for i := range f.Text {
			if got := f.Index(f.Words(i, i).Start); got != i {
				t.Fatalf("%.20q: %d is %d", raw, i, got)
			}
		}
		if f.Index(0) != 0 || f.Index(len(raw)+9) != len(f.Text) {
			t.Errorf("%.20q: before %d, behind %d", raw, f.Index(0), f.Index(len(raw)+9))
		}
	}
}
