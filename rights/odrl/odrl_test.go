package odrl

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"clearance/rights"
	"clearance/rights/language"
	"clearance/story"
)

var update = flag.Bool("update", false, "write the golden policies anew")

// readingOf is the reading of a record that states these rules and nothing else.
func readingOf(rules ...language.Rule) rights.Reading {
	r := rights.Reading{Reader: "2", Story: rights.Source{ID: "LVA1", SHA256: strings.Repeat("ab", 32)}}
	r.Holder.Name = rights.Fact{State: rights.Stated, Value: "NATO POOL"}
	for _, rule := range rules {
		r.Terms.Rules = append(r.Terms.Rules, rights.Rule{Rule: rule, Place: "terms"})
	}
	return r
}

func mustWrite(t *testing.T, r rights.Reading) []byte {
	t.Helper()
	text, err := Policy(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs, see -update:\n%s", file, got)
	}
}

func TestPolicy(t *testing.T) {
	for name, text := range map[string]string{
		"territory-and-party": "No access UK/RTE",
		"outside":             "Not for use outside Norway",
		"groups":              "NO ACCESS EU EXCEPT FRANCE; No access Europe; No use worldwide",
		"perhaps":             "No access Georgia",
		"resale-and-archive":  "No resale. No archive",
		"edit-and-training":   "Must not be edited. No AI training",
		"media":               "Broadcast: None. Digital: No access Norway",
		"purpose":             "Editorial use only. No commercial use",
		"clients":             "Reuters clients only; Norwegian outlets out",
		"until-and-after":     "No use after 6pm EST, December 3, 2026; Embargoed until 0600 GMT 1 December 2026",
		"elapsed":             "No use after 72 hours of transmission",
		"count-and-length":    "3 uses per 24 hours; Max 2 minutes",
		"duties":              "Must credit NRK. Do not obscure logo. Faces must be blurred",
		"referrals-and-notes": "REUTERS - See Script. Indefinite usage. Contains music. No access Peru",
		"part":                "Part No Access Croatia",
		"nothing":             "Access all",
	} {
		t.Run(name, func(t *testing.T) {
			read := language.Read(text)
			if len(read.Unread) > 0 {
				t.Fatalf("%q is not read whole: %+v", text, read)
			}
			golden(t, name, mustWrite(t, readingOf(read.Rules...)))
		})
	}
}

// What a record says outside its terms bars too, and comes back behind the rules.
func TestPolicyOfRecord(t *testing.T) {
	for name, tc := range map[string]struct {
		file  string
		edit  func(string) string
		kinds string
		err   error
	}{
		"embargo":        {"nato-russia", nil, "embargo", nil},
		"cannot sell":    {"nato-russia", func(s string) string { return strings.Replace(s, "(CAN SELL)", "(CANNOT SELL)", 1) }, "embargo resale", nil},
		"unread embargo": {"nato-russia", func(s string) string { return strings.Replace(s, "20th December 2009 12:00", "some day", 1) }, "embargo", nil},
		"terms":          {"nato-russia", func(s string) string { return strings.Replace(s, "Restrictions: None", "Restrictions: No resale", 1) }, "resale embargo", nil},
		"unread terms":   {"nato-russia", func(s string) string { return strings.Replace(s, "Restrictions: None", "Restrictions: Zzyx qwop", 1) }, "embargo", ErrUnread},
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := os.ReadFile("../../testdata/stories/" + tc.file + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			text := string(raw)
			if tc.edit != nil {
				if text = tc.edit(text); text == string(raw) {
					t.Fatal("the edit changes nothing")
				}
			}
			record, err := story.Parse([]byte(text), tc.file)
			if err != nil {
				t.Fatal(err)
			}
			reading := rights.Read(record)
			policy := mustWrite(t, reading)
			rules, err := Rules(policy)
			if !errors.Is(err, tc.err) {
				t.Fatalf("error %v, want %v", err, tc.err)
			}
			var kinds []string
			for _, r := range rules {
				kinds = append(kinds, r.Kind)
			}
			if got := strings.Join(kinds, " "); got != tc.kinds {
				t.Errorf("kinds %q, want %q", got, tc.kinds)
			}
			if name == "embargo" {
				golden(t, "nato-russia", policy)
			}
			if name == "unread embargo" && (rules[0].Until == nil || !rules[0].Until.Last.IsZero() || bytes.Contains(policy, []byte(`"dateTime"`))) {
				t.Errorf("an embargo that cannot be read ends: %+v", rules[0].Until)
			}
			checkExpansion(t, policy)
		})
	}
}

// A policy has no permissions, whatever it is of.
func TestNothingIsGranted(t *testing.T) {
	for _, text := range lines(t) {
		read := language.Read(text)
		var doc map[string]any
		if err := json.Unmarshal(mustWrite(t, readingOf(read.Rules...)), &doc); err != nil {
			t.Fatal(err)
		}
		if doc["permission"] != nil {
			t.Errorf("%q: grants %v", text, doc["permission"])
		}
		bars := 0
		for _, r := range read.Rules {
			if r.Effect == language.Prohibition {
				bars++
				if r.Action == "use" {
					bars++ // and for transfer
				}
			}
		}
		if list, _ := doc["prohibition"].([]any); len(list) != bars {
			t.Errorf("%q: %d prohibitions, want %d", text, len(list), bars)
		}
	}
}

// lines are all texts that the language of restrictions is tested with.
func lines(t *testing.T) []string {
	t.Helper()
	var all []string
	collect := func(pattern string, text func(line string) (string, bool)) {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no files %s: %v", pattern, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(data)) {
				if text, ok := text(strings.TrimSuffix(line, "\n")); ok {
					all = append(all, text)
				}
			}
		}
	}
	collect("../language/grammar/*.txt", func(line string) (string, bool) {
		text, ok := strings.CutPrefix(strings.TrimSpace(line), ">")
		return strings.TrimSpace(text), ok
	})
	collect("../../testdata/phrases/*.txt", func(line string) (string, bool) {
		return strings.ReplaceAll(line, `\n`, "\n"), line != "" && line[0] != '\t' && line[0] != '#'
	})
	if len(all) < 700 {
		t.Fatalf("only %d texts", len(all))
	}
	return all
}

func TestRoundTrip(t *testing.T) {
	rules := 0
	var batch []language.Rule // a JSON-LD processor is slow to start: it gets the rules of many texts at once
	for _, text := range lines(t) {
		want := language.Read(text).Rules
		policy := mustWrite(t, readingOf(want...))
		got, err := Rules(policy)
		if err != nil {
			t.Errorf("%q: %v\n%s", text, err, policy)
			continue
		}
		same(t, text, got, want)
		if batch = append(batch, want...); len(batch) > 50 {
			checkExpansion(t, mustWrite(t, readingOf(batch...)))
			batch = nil
		}
		rules += len(want)
	}
	checkExpansion(t, mustWrite(t, readingOf(batch...)))
	if rules < 900 {
		t.Errorf("only %d rules", rules)
	}
}

// same compares rules, of which an empty list is as good as none.
func same(t *testing.T, name string, got, want []language.Rule) {
	t.Helper()
	if !reflect.DeepEqual(normal(t, got), normal(t, want)) {
		t.Errorf("%s\n got %+v\nwant %+v", name, got, want)
	}
}

// normal brings rules into the form of JSON, in which lists that are empty are left out.
func normal(t *testing.T, rules []language.Rule) []any {
	t.Helper()
	var all []any
	for _, r := range rules {
		var v any
		text, err := json.Marshal(r)
		if err == nil {
			err = json.Unmarshal(text, &v)
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, without(v))
	}
	return all
}

func without(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if list, ok := inner.([]any); inner == nil || ok && len(list) == 0 {
				delete(v, name)
				continue
			}
			v[name] = without(inner)
		}
	case []any:
		for i := range v {
			v[i] = without(v[i])
		}
	}
	return v
}

var (
	noon     = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	evening  = noon.Add(6*time.Hour + 30*time.Minute + 1500*time.Millisecond)
	barOn    = func(c language.Constraint) language.Rule { r := bar(); r.Territory = &c; return r }
	bar      = func() language.Rule { return language.Rule{Effect: "prohibition", Kind: "access", Action: "use"} }
	withTime = func(from, until *language.Moment) language.Rule { r := bar(); r.From, r.Until = from, until; return r }
)

// What no phrase of the tests says comes back as well.
func TestRoundTripOfRareRules(t *testing.T) {
	everything := bar()
	everything.Effect, everything.Channel, everything.Part, everything.Note = "referral", "us", true, "A & B <C>"
	everything.Territory = &language.Constraint{Values: []string{"150"}, Except: []string{"NO", "XK"}, Perhaps: []string{"TR"}}
	everything.Media = &language.Constraint{Values: []string{"online"}, Outside: true, Perhaps: []string{"social"}}
	everything.Purpose = &language.Constraint{Values: []string{"news"}, Except: []string{"commercial"}}
	everything.Party = &language.Constraint{Values: []string{"A&E", "country:ES", "country:XX", "urn:x"}}
	everything.Until = &language.Moment{Text: "1.12. / 18:30", First: noon, Last: evening}
	everything.Elapsed, everything.Start = 36*time.Hour+5*time.Minute, "event"
	everything.Count, everything.Per, everything.Length = 3, 24*time.Hour, 90500*time.Millisecond
	everything.Spans = []language.Span{{Start: 4, End: 9}, {Start: 20, End: 22}}
	everything.Elements = []language.Element{{Kind: "party", Values: []string{"BBC Persian"}, Parent: "BBC", Span: language.Span{Start: 5, End: 7}}}
	for name, rule := range map[string]language.Rule{
		"everything at once":        everything,
		"a part of what is open":    barOn(language.Constraint{Values: []string{"EU"}, Outside: true, Except: []string{"FR"}}),
		"excepted and named":        barOn(language.Constraint{Values: []string{"FR", "EU"}, Except: []string{"FR"}}),
		"all but the world":         barOn(language.Constraint{Values: []string{"NO"}, Except: []string{"001"}}),
		"outside what may be meant": barOn(language.Constraint{Values: []string{"GE"}, Outside: true, Perhaps: []string{"US"}}),
		"unreadable begin":          withTime(&language.Moment{Text: "soon"}, nil),
		"uncertain times":           withTime(&language.Moment{First: noon, Last: evening}, &language.Moment{Text: "x", First: noon, Last: evening}),
	} {
		t.Run(name, func(t *testing.T) {
			policy := mustWrite(t, readingOf(rule, rule))
			got, err := Rules(policy)
			if err != nil {
				t.Fatalf("%v\n%s", err, policy)
			}
			same(t, name, got, []language.Rule{rule, rule})
			checkExpansion(t, policy)
		})
	}
}

// Rules of shots keep their order behind those of the terms.
func TestRulesOfShots(t *testing.T) {
	read := func(text string) []language.Rule { return language.Read(text).Rules }
	reading := readingOf(read("See Script. No resale. Must credit NRK")...)
	for _, text := range []string{"", "No access Peru. Contains music", "No archive"} {
		shot := rights.Shot{}
		for _, rule := range read(text) {
			shot.Rules = append(shot.Rules, rights.Rule{Rule: rule, Place: "shot"})
		}
		reading.Shots = append(reading.Shots, shot)
	}
	got, err := Rules(mustWrite(t, reading))
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, r := range got {
		kinds = append(kinds, r.Kind)
	}
	if all := strings.Join(kinds, " "); all != "see_elsewhere resale credit access music archive" {
		t.Errorf("got %s", all)
	}
}
