package language

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// checkCoverage holds a reading to its promise: each word is in rules, or in exactly one list, and no span is out of place.
func checkCoverage(t *testing.T, text string, r Reading) {
	t.Helper()
	in := make([]int, len(text)) // a bit for each way in which a byte is accounted for
	mark := func(bit int, spans []Span) {
		last := 0
		for _, s := range spans {
			if s.Start < last || s.Start >= s.End || s.End > len(text) {
				t.Fatalf("%q: span %v", text, s)
			}
			for i := s.Start; i < s.End; i++ {
				in[i] |= bit
			}
			last = s.End
		}
	}
	for _, rule := range r.Rules {
		mark(1, rule.Spans)
		if len(rule.Spans) == 0 || Kinds[rule.Kind] == "" || rule.Effect == "" || rule.Action == "" {
			t.Fatalf("%q: rule %+v", text, rule)
		}
	}
	mark(2, r.Boilerplate)
	mark(4, r.Production)
	mark(8, r.Unread)
	for i, c := range text {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsSymbol(c) && !strings.ContainsRune("`´+=|", c) {
			if b := in[i]; b != 1 && b != 2 && b != 4 && b != 8 {
				t.Fatalf("%q: byte %d %q is in %b", text, i, c, b)
			}
		}
	}
	if r.Nothing && (len(r.Unread) > 0 || restricts(Reading{Rules: r.Rules})) {
		t.Fatalf("%q: nothing, and %s", text, show(text))
	}
}

// restricts reports whether a reading keeps anybody from going ahead unasked.
func restricts(r Reading) bool {
	return len(r.Unread) > 0 || slices.ContainsFunc(r.Rules, func(rule Rule) bool { return rule.Effect != Note && rule.Effect != Permission })
}

func TestCoverage(t *testing.T) {
	for _, row := range rows {
		checkCoverage(t, row.text, Read(row.text))
	}
	for _, p := range phrases.all {
		for _, line := range p.examples {
			checkCoverage(t, line, Read(line))
		}
	}
	for _, text := range []string{"\xff\xfe", "No \xff access", "nо access Norway", "🚫 UK", "§", "...", "No access Norway\u200b", "İ ı ß", "(((", "\"", "''"} {
		checkCoverage(t, text, Read(text))
	}
}

// damage gives what slips of the hand make of a text: words and letters doubled, dropped, swapped.
func damage(text string) []string {
	var out []string
	w := strings.Fields(text)
	for i := range w {
		out = append(out, strings.Join(slices.Insert(slices.Clone(w), i, w[i]), " "), strings.Join(slices.Delete(slices.Clone(w), i, i+1), " "))
		if i+1 < len(w) {
			swapped := slices.Clone(w)
			swapped[i], swapped[i+1] = w[i+1], w[i]
			out = append(out, strings.Join(swapped, " "))
		}
	}
	l := []rune(text)
	for i := range l {
		out = append(out, string(slices.Insert(slices.Clone(l), i, l[i])), string(slices.Delete(slices.Clone(l), i, i+1)))
		if i+1 < len(l) {
			swapped := slices.Clone(l)
			swapped[i], swapped[i+1] = l[i+1], l[i]
			out = append(out, string(swapped))
		}
	}
	return out
}

// bars reports whether a reading has a prohibition or a referral.
func bars(r Reading) bool {
	return slices.ContainsFunc(r.Rules, func(rule Rule) bool { return rule.Effect == Prohibition || rule.Effect == Referral })
}

// However a text that bars is damaged, it must not become one that says nothing.
func TestDamage(t *testing.T) {
	cases := 0
	try := func(text string) {
		if !bars(Read(text)) {
			return
		}
		for _, d := range damage(text) {
			if strings.TrimFunc(d, func(r rune) bool { return !unicode.IsLetter(r) }) == "" {
				continue
			}
			r := Read(d)
			cases++
			if !restricts(r) {
				t.Errorf("%q bars, %q does not: %s", text, d, show(d))
			}
			checkCoverage(t, d, r)
		}
	}
	for _, row := range rows {
		try(row.text)
	}
	for _, p := range phrases.all {
		for _, line := range p.examples {
			try(line)
		}
	}
	t.Logf("%d damaged texts", cases)
}

// Words that are not looked at may only stand in what stops everything until a person has decided.
func TestAnyWordsOnlyRefer(t *testing.T) {
	for _, p := range phrases.all {
		if !strings.Contains(p.text, "<words>") && !strings.Contains(p.text, "<rest>") {
			continue
		}
		if !slices.ContainsFunc(p.rules, func(r template) bool {
			return r.Effect == Referral && r.Action == "use" && r.media == nil && (r.purpose == nil || r.outside)
		}) {
			t.Errorf("%s: %q", p.file, p.text)
		}
	}
}

// Whatever follows a phrase and is no part of the language must be unread.
func TestTails(t *testing.T) {
	for _, row := range rows {
		if strings.TrimSpace(row.text) == "" || !utf8.ValidString(row.text) {
			continue
		}
		for _, tail := range []string{" unless zork agrees", " except zork", ", zork excepted", ". Zork.", " (zork)", " - not zork"} {
			r := Read(row.text + tail)
			if !restricts(r) || r.Nothing {
				t.Errorf("%q: %s", row.text+tail, show(row.text+tail))
			}
			checkCoverage(t, row.text+tail, r)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, row := range slices.Concat(rows, phraseRows) {
		f.Add(row.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkCoverage(t, text, Read(text))
	})
}

func BenchmarkRead(b *testing.B) {
	for name, text := range map[string]string{
		"none":   "None",
		"short":  "No Access Poland/Russia",
		"usual":  `TVP - No Access UK/RTE/CNNi. Must on-screen credit "NASA". No archive. No use after 1500GMT on July 16, 2024`,
		"unread": strings.Repeat("The minister said that nobody knew what would become of the railway. ", 10),
		"lists":  strings.Repeat("no UK/US/France or Ruritania, ", 300),
		"names":  strings.Repeat("Must credit A/B/C/D ", 500),
		"opens":  strings.Repeat("UK, ", 2000),
		"heads":  strings.Repeat("US: Restrictions: ", 1000),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				read(text)
			}
		})
	}
	usual := `TVP - No Access UK/RTE/CNNi. Must on-screen credit "NASA". No archive`
	b.Run("typical", func(b *testing.B) {
		for b.Loop() {
			read(usual)
		}
	})
	b.Run("met", func(b *testing.B) {
		for b.Loop() {
			Read(usual)
		}
	})
}

// What stands in quotation marks is shown with both of them.
func TestSpansCloseQuotes(t *testing.T) {
	for _, text := range []string{`Must on-screen credit "NASA"`, `Must credit “Jane Roe”`, `Must credit «Example Films»`, `MUST CREDIT "NASA".`, `Must courtesy 'Jane Roe'`} {
		spans := Read(text).Rules[0].Spans
		if got := text[spans[0].Start:spans[len(spans)-1].End]; got != strings.TrimSuffix(text, ".") {
			t.Errorf("%q: shown as %q", text, got)
		}
	}
	if r := Read(`Must credit "NASA" No archive`); r.Rules[0].Spans[0].End != len(`Must credit "NASA"`) {
		t.Errorf("%v", r.Rules[0].Spans)
	}
}
