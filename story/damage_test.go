package story_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"clearance/story"
)

// damaged calls yield with text for every way of damaging one place of it between start and end: a byte changed, left out, put
// in or doubled, two neighbours swapped, the case of one word changed.
func damaged(text []byte, start, end int, yield func(what string, damaged []byte)) {
	with := func(i, j int, middle ...byte) []byte {
		return slices.Concat(text[:i], middle, text[j:])
	}
	step := 1
	if testing.Short() {
		step = 5
	}
	for i := start; i < end; i++ {
		for b := 0; b < 256; b += step {
			if byte(b) != text[i] {
				yield(fmt.Sprintf("byte %d changed to %#x", i-start, b), with(i, i+1, byte(b)))
			}
			yield(fmt.Sprintf("%#x put in before byte %d", b, i-start), with(i, i, byte(b)))
		}
		yield(fmt.Sprintf("byte %d left out", i-start), with(i, i+1))
		yield(fmt.Sprintf("byte %d doubled", i-start), with(i, i, text[i]))
		if i+1 < end {
			yield(fmt.Sprintf("bytes %d and %d swapped", i-start, i+1-start), with(i, i+2, text[i+1], text[i]))
		}
	}
	for _, word := range bytes.FieldsFunc(text[start:end], func(r rune) bool { return strings.ContainsRune(" -:/\n", r) }) {
		i := start + bytes.Index(text[start:end], word)
		yield("small "+string(word), with(i, i+len(word), bytes.ToLower(word)...))
		yield("capital "+string(word), with(i, i+len(word), bytes.ToUpper(word)...))
	}
}

func labelsOf(s *story.Story) []story.Label {
	var labels []story.Label
	for _, f := range s.Fields {
		labels = append(labels, f.Label)
	}
	return labels
}

// A single damage to any label of the sample is either of no consequence, or it is shown where it is.
func TestNoSingleDamageIsOverlooked(t *testing.T) {
	text := sample(t)
	whole := parse(t, text)
	for k, f := range whole.Fields {
		t.Run(string(f.Label), func(t *testing.T) {
			t.Parallel()
			start := bytes.LastIndexByte(text[:f.Span.Start], '-')
			expectFound(t, text, max(0, start-1), labelEnd(text, start), labelsOf(whole), nil)
		})
		if k == 0 {
			continue // a title that is glued to a line stands in another record
		}
		t.Run(string(f.Label)+" glued", func(t *testing.T) {
			t.Parallel()
			start := bytes.LastIndexByte(text[:f.Span.Start], '-')
			glued := slices.Clone(text)
			glued[start-1] = ' '
			// A common word with a dash and no colon, or a colon and no dash, is prose. All its letters are there.
			var prose func([]byte) bool
			if !strings.ContainsAny(string(f.Label), " ") && f.Label != story.Embargoed {
				prose = func(d []byte) bool { return bytes.Contains(d[start-2:start+len(f.Label)+5], []byte(f.Label)) }
			}
			expectFound(t, glued, start-1, labelEnd(glued, start), labelsOf(whole), prose)
		})
	}
}

// A dash of several bytes is as safe as a hyphen.
func TestNoSingleDamageToAnEnDashIsOverlooked(t *testing.T) {
	for _, l := range []story.Label{story.Date, story.CopyrightHolder} {
		t.Run(string(l), func(t *testing.T) {
			text := bytes.Replace(sample(t), []byte("- "+l+":"), []byte("– "+l+":"), 1)
			start := bytes.Index(text, []byte("– "+l+":"))
			expectFound(t, text, start-1, labelEnd(text, start), story.Labels, nil)
		})
	}
}

func labelEnd(text []byte, start int) int {
	return start + bytes.IndexByte(text[start:], ':') + 1
}

func expectFound(t *testing.T, text []byte, start, end int, labels []story.Label, prose func([]byte) bool) {
	t.Helper()
	found, read := 0, 0
	damaged(text, start, end, func(what string, d []byte) {
		s, err := story.Parse(d, "damaged")
		if err != nil {
			t.Errorf("%s: %v", what, err)
			return
		}
		shift := int(s.Offset)
		near := func(o story.Oddity) bool { return o.Span.Start+shift <= end+2 && start-2 <= o.Span.End+shift }
		switch {
		case slices.ContainsFunc(s.Oddities, near):
			found++
		case slices.Equal(labelsOf(s), labels):
			read++
		case prose != nil && prose(d):
			if len(labelsOf(s)) != len(labels)-1 {
				t.Errorf("%s: labels %v in %q", what, labelsOf(s), d[start:end+2])
			}
		default:
			t.Errorf("%s: not found in %q", what, d[start:end+2])
		}
	})
	if found < 200 || read < 3 {
		t.Errorf("%d damages found, %d of no consequence: the test itself is damaged", found, read)
	}
}

func TestOddities(t *testing.T) {
	const record = "- Title: T\n- Story Text: "
	odd := func(kind story.OddityKind, words string) []string { return []string{string(kind) + " " + words} }
	unknown := func(words string) []string { return odd(story.UnknownLabel, words) }
	near := func(words string) []string { return odd(story.DamagedLabel, words) }
	hidden := func(words string) []string { return odd(story.HiddenCharacter, words) }
	control := func(words string) []string { return odd(story.ControlCharacter, words) }
	for name, tc := range map[string]struct {
		text string
		want []string
	}{
		"unknown label":                       {"a\n- Byline: X", unknown("- Byline:")},
		"unknown label of four words":         {"a\n- The name of author : X", unknown("- The name of author :")},
		"unknown label in other letters":      {"a\n- Überschrift: X", unknown("- Überschrift:")},
		"five words are no label":             {"a\n- He went on to say: X", nil},
		"a word far from the dash":            {"a\n- " + strings.Repeat("x", 50) + ": X", nil},
		"a bracket is no word":                {"a\n- (SOUNDBITE) LAVROV: X", nil},
		"a time is no word":                   {"a\n- 12:30 LAVROV", nil},
		"a link":                              {"a\n- http://example.com", nil},
		"a word in the middle of a line":      {"a - Byline: X", nil},
		"no dash before distinctive":          {"said x Copyright Holder: X", near("Copyright Holder:")},
		"swapped letters":                     {"said - Copyrigth Holder: X", near("- Copyrigth Holder:")},
		"two letters":                         {"said - Copxright Holter: X", near("- Copxright Holter:")},
		"semicolon":                           {"said - Copyright Holder; X", near("- Copyright Holder")},
		"colon has become a letter":           {"said - Copyright Holderz POOL", near("- Copyright Holder")},
		"cut by a line end":                   {"said - Copyright\nHolder: X", near("- Copyright\nHolder:")},
		"spaces within a word":                {"said - Copyright Hol der: X", near("- Copyright Hol der:")},
		"no space behind the dash":            {"said -Usage Terms/Restrictions: X", near("-Usage Terms/Restrictions:")},
		"no space at all":                     {"said-Embargoed: X", near("Embargoed:")},
		"no-break space":                      {"said -\u00a0Reuters ID: X", near("-\u00a0Reuters ID:")},
		"too large a gap":                     {"said - Reuters" + strings.Repeat(" ", 300) + "ID: X", near("- Reuters" + strings.Repeat(" ", 300) + "ID:")},
		"prose with the words":                {"the copyright holder said - copyright holders agree - that", nil},
		"prose with embargo":                  {"an arms embargo: the goods - embargoed since May - are", nil},
		"one word at a line start":            {"a\n- Datq: X", near("- Datq:")},
		"one word, other letter":              {"a\n- Däte: X", near("- Däte:")},
		"one word without dash":               {"a\nDate: X", near("Date:")},
		"one word with another dash":          {"a\n• Date: X", near("• Date:")},
		"one word without colon":              {"a\n- Date; X", near("- Date")},
		"one word without colon at the end":   {"a\n- Keywords", near("- Keywords")},
		"one word glued":                      {"said - Tytle: X", near("- Tytle:")},
		"one word glued without colon":        {"said - Title; X", nil},
		"one word glued without dash":         {"said Title: X", nil},
		"one small word without colon":        {"a\n- country music; X", nil},
		"one longer word without colon":       {"a\n- Dateline X", nil},
		"hyphenated":                          {"the up-to-date: X", nil},
		"a dash before a label":               {"said -\n- Date: X", nil},
		"words before a label of one word":    {"a\nThe best title: X", nil},
		"soft hyphen":                         {"a\u00adb", hidden("\u00ad")},
		"zero width, merged":                  {"a\u200b\u200db", hidden("\u200b\u200d")},
		"bidi":                                {"a\u202eb", hidden("\u202e")},
		"bidi isolate":                        {"a\u2066b", hidden("\u2066")},
		"mark within":                         {"a\ufeffb", hidden("\ufeff")},
		"tags":                                {"a\U000e0041b", hidden("\U000e0041")},
		"variation selector":                  {"a\ufe0fb", hidden("\ufe0f")},
		"thin space":                          {"a\u2009b", hidden("\u2009")},
		"line separator":                      {"a\u2028b", hidden("\u2028")},
		"hangul filler":                       {"a\u3164b", hidden("\u3164")},
		"no-break space is a character":       {"a\u00a0b", nil},
		"quotes, dashes, accents":             {"“é” – — … ž Ж 中", nil},
		"NUL, merged":                         {"a\x00\x00b", control("\x00\x00")},
		"C0":                                  {"a\x0bb", control("\x0b")},
		"DEL":                                 {"a\x7fb", control("\x7f")},
		"C1":                                  {"a\u0085b", control("\u0085")},
		"replacement character":               {"a\ufffdb", control("\ufffd")},
		"no meaning in Windows-1252":          {"a\x81\x8db\xe9", control("\ufffd\ufffd")},
		"soft hyphen in Windows-1252":         {"a\xadb", hidden("\u00ad")},
		"quotes, dashes in Windows-1252":      {"\x93\xe9\x94 \x96 \x85 \xa0", nil},
		"damaged in Windows-1252":             {"said - Copyright H\xf6lder: X", near("- Copyright Hölder:")},
		"tab is none":                         {"a\tb", nil},
		"another bullet":                      {"a\n• Sale: no\n* Sale: no\n− Sale: no", []string{"unknown_label • Sale:", "unknown_label * Sale:", "unknown_label − Sale:"}},
		"another name, glued":                 {"he said - Restrictions: NO SALES", []string{"unknown_label - Restrictions:"}},
		"another name in prose":               {"he spoke of restrictions: none", nil},
		"two kinds":                           {"a\x00\u200bb", append(control("\x00"), hidden("\u200b")...)},
		"once for a dash and its own colon":   {"said -Copyright Holder: X", near("-Copyright Holder:")},
		"apart where something is in between": {"a\x00b\x00", append(control("\x00"), control("\x00")...)},
	} {
		t.Run(name, func(t *testing.T) {
			s := parse(t, []byte(record+tc.text))
			var got []string
			for _, o := range s.Oddities {
				got = append(got, string(o.Kind)+" "+o.Text)
				if words := string(s.Raw[o.Span.Start:o.Span.End]); s.Encoding == story.UTF8 && words != o.Text {
					t.Errorf("span shows %q, text %q", words, o.Text)
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestOdditiesAreKeptOfEachKind(t *testing.T) {
	text := "- Title: T\n" + strings.Repeat("a\x00", 5000) + strings.Repeat("b\u200b", 5000) + "\n- Byline: X\nDate: X"
	count := map[story.OddityKind]int{}
	for _, o := range parse(t, []byte(text)).Oddities {
		count[o.Kind]++
	}
	if n := count[story.ControlCharacter]; n == 0 || n >= 5000 {
		t.Errorf("%d control characters kept", n)
	}
	if n := count[story.HiddenCharacter]; n == 0 || n >= 5000 {
		t.Errorf("%d hidden characters kept", n)
	}
	if count[story.UnknownLabel] != 1 || count[story.DamagedLabel] != 1 {
		t.Errorf("kept %v", count)
	}
}
