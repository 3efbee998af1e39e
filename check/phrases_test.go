package check_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
	"clearance/story"
)

// A phrase is words that restrict, where in a record they stand, and what some uses of such a record should come to. The files
// of testdata/phrases hold them; the first of them says how.
type phrase struct {
	at     string // file and line
	text   string
	place  string
	fields map[string]string // of the record, beside those that every one has
	house  string
	probes []probe
}

// A probe is one use and what a person on the rights desk would say: bar (blocked), ask (not cleared), open (cleared).
type probe struct {
	want  string
	asked string
	q     rights.Question
}

// phraseMoment is when probes are asked unless they say otherwise: a day after the records were made.
const phraseMoment = "2026-11-23T12:00:00Z"

func phrases(t testing.TB) []phrase {
	t.Helper()
	paths, err := filepath.Glob("../testdata/phrases/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no phrases: %v", err)
	}
	var all []phrase
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(data), "\n") {
			at := fmt.Sprintf("%s:%d", filepath.Base(path), n+1)
			switch trimmed := strings.TrimSpace(line); {
			case trimmed == "" || strings.HasPrefix(trimmed, "#"):
			case line[0] != '\t':
				all = append(all, phrase{at: at, text: strings.ReplaceAll(trimmed, `\n`, "\n"), place: "terms", fields: map[string]string{}})
			default:
				all[len(all)-1].add(t, at, trimmed)
			}
		}
	}
	return all
}

// add reads a line below a phrase.
func (p *phrase) add(t testing.TB, at, line string) {
	t.Helper()
	key, rest, _ := strings.Cut(line, " ")
	switch rest = strings.TrimSpace(rest); key {
	case "bar", "ask", "open":
		p.probes = append(p.probes, probe{key, rest, askedIn(t, at, rest)})
	case "in":
		p.place = rest
	case "house":
		p.house = rest
	case "date", "summary", "embargo", "holder", "notice", "terms", "text":
		p.fields[key] = rest
	default:
		t.Fatalf("%s: unknown key %q", at, key)
	}
}

// askedIn reads a use as the command line has it: sell territory=NO media=broadcast,online party="Sky News" at=….
func askedIn(t testing.TB, at, line string) rights.Question {
	t.Helper()
	var a rights.Asked
	var asOf time.Time
	action, rest, _ := strings.Cut(line, " ")
	setAsked(t, at, &a, &asOf, "action", action)
	setAsked(t, at, &a, &asOf, "at", phraseMoment)
	for rest = strings.TrimSpace(rest); rest != ""; rest = strings.TrimSpace(rest) {
		key, value, _ := strings.Cut(rest, "=")
		if quoted, ok := strings.CutPrefix(value, `"`); ok {
			value, rest, _ = strings.Cut(quoted, `"`)
		} else {
			value, rest, _ = strings.Cut(value, " ")
		}
		setAsked(t, at, &a, &asOf, key, value)
	}
	q, err := a.Question(asOf)
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	return q
}

// record is a record with the words in their place, in which nothing else restricts or could be misread.
func (p phrase) record(words string) string {
	dateline := "OSLO, NORWAY (NOVEMBER 22, 2026) (%s) MINISTERS ARRIVING FOR MEETING"
	f := map[string]string{
		"date": "22nd November 2026", "embargo": "", "holder": "REUTERS (CAN SELL)", "notice": "(c) Copyright Thomson Reuters 2026.",
		"terms": "None", "text": "Ministers met in Oslo.",
	}
	for key, value := range p.fields {
		f[key] = value
	}
	if f["summary"] == "" {
		holder, _, _ := strings.Cut(f["holder"], " (")
		f["summary"] = fmt.Sprintf(dateline, holder)
	}
	switch p.place {
	case "dateline":
		f["summary"] = fmt.Sprintf(dateline, words)
	case "caption":
		f["summary"] = "Ministers shake hands in Oslo, Norway. " + words
	default:
		f[p.place] = words
	}
	return "- Title: NORWAY: Ministers meet\n- Date: " + f["date"] + "\n- Summary: " + f["summary"] + "\n- Embargoed: " + f["embargo"] +
		"\n- Keywords: \n- Location: Norway\n- Country: Norway\n- Topics: Politics\n- Reuters ID: LVA2K7QXN4MWP5RTD3CJ6HBE8FGS\n- Story Text: " +
		f["text"] + "\n- Copyright Holder: " + f["holder"] + "\n- Copyright Notice: " + f["notice"] + "\n- Usage Terms/Restrictions: " + f["terms"] + "\n"
}

// phraseDesk judges records without a trail, and remembers what it was told of an input.
type phraseDesk struct {
	policies map[string]*policy.Policy // by house
	known    sync.Map
}

func newPhraseDesk(t testing.TB, all []phrase) *phraseDesk {
	d := &phraseDesk{policies: map[string]*policy.Policy{}}
	for _, p := range all {
		if d.policies[p.house] != nil {
			continue
		}
		var house rights.House
		if p.house != "" {
			data, err := os.ReadFile(filepath.Join("..", "testdata", p.house))
			if err != nil {
				t.Fatal(err)
			}
			if house, err = rights.ReadHouse(data); err != nil {
				t.Fatal(err)
			}
		}
		rules, err := policy.Load(t.Context(), rego.Files, house)
		if err != nil {
			t.Fatal(err)
		}
		d.policies[p.house] = rules
	}
	return d
}

// verdict judges a record.
func (d *phraseDesk) verdict(t testing.TB, p phrase, r rights.Reading, q rights.Question) (rights.Case, policy.Outcome) {
	rules := d.policies[p.house]
	c := rights.NewCase(r, q, rules.House(), rights.Others{})
	key, err := json.Marshal(c.Input)
	if err != nil {
		t.Fatal(err)
	}
	if known, ok := d.known.Load(string(key)); ok {
		return c, known.(policy.Outcome)
	}
	o, err := rules.Decide(t.Context(), c.Input)
	if err != nil {
		t.Fatal(err)
	}
	d.known.Store(string(key), o)
	return c, o
}

func readRecord(t testing.TB, text string) rights.Reading {
	t.Helper()
	s, err := story.Parse([]byte(text), "-")
	if err != nil {
		t.Fatal(err)
	}
	return rights.Read(s)
}

// What the reading of phrases must reach: of the uses that a phrase bars, this share is blocked and not just referred; of those
// that it leaves open, this share is cleared.
const (
	sharpEnough  = 0.95
	usefulEnough = 0.90
)

// TestPhrases measures how phrases are read and judged. None that bars a use, or should be asked about, may clear it.
func TestPhrases(t *testing.T) {
	all := phrases(t)
	desk := newPhraseDesk(t, all)
	tally := map[string][2]int{} // by want: as wanted, all
	for _, p := range all {
		reading := readRecord(t, p.record(p.text))
		for _, probe := range p.probes {
			_, o := desk.verdict(t, p, reading, probe.q)
			good := map[string]bool{"bar": o.Verdict == policy.Blocked, "ask": !o.Verdict.Clears(), "open": o.Verdict.Clears()}[probe.want]
			n := tally[probe.want]
			if n[1]++; good {
				n[0]++
			}
			tally[probe.want] = n
			switch {
			case probe.want != "open" && o.Verdict.Clears():
				t.Errorf("%s: %q clears %s", p.at, p.text, probe.asked)
			case !good:
				t.Logf("%s: %q: %s should be %s, is %s: %s", p.at, p.text, probe.asked, probe.want, o.Verdict, codes(o))
			}
		}
	}
	share := func(want string) float64 { return float64(tally[want][0]) / float64(max(1, tally[want][1])) }
	t.Logf("%d phrases; sharp %.3f of %d; asked %.3f of %d; useful %.3f of %d", len(all), share("bar"), tally["bar"][1],
		share("ask"), tally["ask"][1], share("open"), tally["open"][1])
	if share("bar") < sharpEnough || share("open") < usefulEnough {
		t.Errorf("too blunt: want %.2f of the barred uses blocked, %.2f of the open ones cleared", sharpEnough, usefulEnough)
	}
}

func codes(o policy.Outcome) string {
	var said []string
	for _, f := range o.Findings {
		if f.Effect == policy.Block || f.Effect == policy.Refer {
			said = append(said, f.Code)
		}
	}
	return strings.Join(said, " ")
}
