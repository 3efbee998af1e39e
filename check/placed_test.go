package check_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"clearance/rights/language"
)

// placements are the ways in which terms stand in the summary and the text of a record.
var placements = map[string]func(words string) (field, value string){
	"caption in capitals": func(w string) (string, string) { return "caption", strings.ToUpper(w) },
	"behind a bracketed credit": func(w string) (string, string) {
		return "caption", "(Photo by LISE ROE / AFP) " + w
	},
	"behind a bare credit": func(w string) (string, string) { return "caption", "REUTERS/Lise Roe. " + w },
	"line of the text":     func(w string) (string, string) { return "text", "Ministers met.\n" + w + "\nThey left." },
	"dateline":             func(w string) (string, string) { return "dateline", "REUTERS - " + w },
	"fence":                func(w string) (string, string) { return "text", "Ministers met.\n++" + w + "++\nThey left." },
	"heading":              func(w string) (string, string) { return "text", "Ministers met.\nRESTRICTIONS: " + w + "\nThey left." },
	"line of a shotlist":   func(w string) (string, string) { return "text", "Ministers met.\nNRK - " + w + "\nMEN WALKING" },
}

// A placing is one probe that is cleared where its words stand elsewhere, and is not where they stand in the terms.
type placing struct {
	phrase
	probe
	where string
}

// A placedClass is a kind of words that say less where they stand elsewhere than in the terms.
type placedClass struct {
	why  string
	lets func(p placing) bool
}

var placedClasses = map[string]placedClass{
	"a whole value": {
		"a dash, a single word, None, Access all and what else says that nothing is stated mean something only as all of their field",
		func(p placing) bool { return p.where != "dateline" && wholeValue.MatchString(p.text) },
	},
	"a name of sports": {
		"prose and shotlists name leagues, federations and matches; only in the terms do they speak of rights",
		func(p placing) bool { return p.named("sports") },
	},
	"a headline": {
		"a country that is restricted or blacked out is news among prose",
		func(p placing) bool { return headline.MatchString(p.text) && p.unmarked() },
	},
	"a language that nobody reads": {
		"where nothing says that terms stand here, a line in a script that is not read may say anything",
		func(p placing) bool {
			return p.unmarked() && !strings.ContainsFunc(p.text, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
		},
	},
	"words that grew together": {
		"a space that was lost leaves a word that is no sign of anything",
		func(p placing) bool { return p.unmarked() && p.text == "No useItaly" },
	},
	"a source behind a source": {
		"words that name a source of their own are some other shot's than the one they are put behind here",
		func(p placing) bool {
			return (p.where == "dateline" || p.where == "line of a shotlist") && strings.Contains(p.text, " - ")
		},
	},
}

var (
	wholeValue = regexp.MustCompile(`(?i)^(?:\PL*|all|access|free|open|yes|no|nil|null|none|x|n/a|tbc|unknown|nyet|norway|reuters|online|television` +
		`|none known|none at this time|none for broadcast|nothing to report|no (?:known )?restrictions\??` +
		`|broadcast: none(?:\. digital:(?: no| n/a)?)?|usage: norway|norway: x)$`)
	headline = regexp.MustCompile(`^Norway (?:restricted|blackout)$`)
)

// unmarked reports whether nothing beside the words themselves says that terms stand there.
func (p placing) unmarked() bool {
	return p.where == "caption in capitals" || p.where == "line of the text"
}

// named reports whether a rule of some kind was read from the words.
func (p placing) named(kind string) bool {
	return slices.ContainsFunc(language.Read(p.text).Rules, func(r language.Rule) bool { return r.Kind == kind })
}

func (p placing) class() string {
	for _, name := range slices.Sorted(maps.Keys(placedClasses)) {
		if placedClasses[name].lets(p) {
			return name
		}
	}
	return ""
}

// TestPhrasesPlaced puts every phrase of the terms wherever else terms may stand, beside terms that say None. What does not clear
// there must not clear here. What it lets pass are classes, each named, explained and counted.
func TestPhrasesPlaced(t *testing.T) {
	all := slices.DeleteFunc(phrases(t), func(p phrase) bool { return p.place != "terms" || p.fields["summary"]+p.fields["text"] != "" })
	s := &placed{desk: newPhraseDesk(t, all), passed: map[string]int{}}
	t.Run("phrases", func(t *testing.T) {
		for i, p := range all {
			if testing.Short() && i%10 != 0 {
				continue
			}
			t.Run(p.at, func(t *testing.T) {
				t.Parallel()
				s.place(t, p)
			})
		}
	})
	t.Logf("%d phrases, %d answers, %d of them clear what their words bar in the terms; those let pass, by class:", len(all), s.answers, s.cleared)
	for _, name := range slices.Sorted(maps.Keys(placedClasses)) {
		t.Logf("%8d  %s: %s", s.passed[name], name, placedClasses[name].why)
		if s.passed[name] == 0 && !testing.Short() {
			t.Errorf("the class %q lets nothing pass: remove it", name)
		}
	}
}

type placed struct {
	desk *phraseDesk

	mu               sync.Mutex // guards what follows
	answers, cleared int
	passed           map[string]int
}

func (s *placed) place(t *testing.T, p phrase) {
	before := readRecord(t, p.record(p.text))
	for where, put := range placements {
		moved := p
		moved.fields = maps.Clone(p.fields)
		delete(moved.fields, "terms")
		var words string
		moved.place, words = put(p.text)
		after := readRecord(t, moved.record(words))
		for _, probe := range p.probes {
			if _, o := s.desk.verdict(t, p, before, probe.q); probe.want == "open" || o.Verdict.Clears() {
				continue
			}
			_, o := s.desk.verdict(t, moved, after, probe.q)
			s.count(t, placing{p, probe, where}, o.Verdict.Clears())
		}
	}
}

func (s *placed) count(t *testing.T, p placing, cleared bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.answers++; !cleared {
		return
	}
	name := p.class()
	if name == "" {
		t.Errorf("%s: %q clears %s as %s", p.phrase.at, p.text, p.asked, p.where)
	}
	s.cleared++
	s.passed[name]++
}
