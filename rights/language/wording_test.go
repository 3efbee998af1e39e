package language

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

func TestWording(t *testing.T) {
	at := time.Date(2024, 7, 16, 17, 0, 0, 0, time.FixedZone("", 2*3600))
	sure := &Moment{Text: "1500GMT on July 16, 2024", First: at, Last: at}
	wide := &Moment{Text: "16 July", First: at, Last: at.Add(26 * time.Hour)}
	garbled := &Moment{Text: "SEPT\n 7"}
	tests := []struct {
		name string
		rule Rule
		want string
	}{
		{"places", Rule{Kind: "access", Territory: given("GB IE")}, "not in GB, IE"},
		{"a group", Rule{Kind: "access", Territory: given("EU")}, "not in EU"},
		{"areas by name", Rule{Kind: "access", Territory: given("150 003")}, "not in Europe, North America"},
		{"the world", Rule{Kind: "access", Territory: given("001")}, "no use worldwide"},
		{"the world but a place", Rule{Kind: "access", Territory: given("001 !ES")}, "no use worldwide except ES"},
		{"a place excepted", Rule{Kind: "access", Territory: given("150 !NO")}, "not in Europe except NO"},
		{"outside", Rule{Kind: "access", Territory: given("-IT")}, "only in IT"},
		{"outside, with an exception", Rule{Kind: "access", Territory: given("-CN !HK !MO")}, "only in CN except HK, MO"},
		{"outside, in a medium", Rule{Kind: "access", Territory: given("-IT"), Media: given("online")}, "not outside IT on online"},
		{"outside, for a time", Rule{Kind: "access", Territory: given("-IT"), Until: sure}, "not outside IT until 2024-07-16T15:00:00Z"},
		{"outside nothing", Rule{Kind: "access", Territory: given("-")}, "no use"},
		{"parties", Rule{Kind: "access", Party: &Constraint{Values: []string{"RTE", "BBC Persian"}}}, "not by RTE, BBC Persian"},
		{"the parties of a country", Rule{Kind: "class", Party: &Constraint{Values: []string{"country:ES"}}}, "not by parties of ES"},
		{"parties of some kind", Rule{Kind: "class", Effect: Referral}, "not by parties of some kind, such as a country's broadcasters"},
		{"media", Rule{Kind: "access", Media: given("online social mobile")}, "not on online, social, mobile"},
		{"a place and media", Rule{Kind: "access", Territory: given("ES"), Media: given("online social mobile")}, "not in ES on online, social, mobile"},
		{"everything", Rule{Kind: "access"}, "no use"},
		{"from a time", Rule{Kind: "access", Territory: given("PE"), From: sure}, "not in PE after 2024-07-16T15:00:00Z"},
		{"legal", Rule{Kind: "legal", Effect: Prohibition, Territory: given("GB")}, "not in GB for legal reasons"},
		{"legal, to be decided", Rule{Kind: "legal", Effect: Referral, Territory: given("GB")}, "legal reasons are named, in GB"},

		{"one medium", Rule{Kind: "medium_only", Media: given("-broadcast")}, "broadcast only"},
		{"made for a medium", Rule{Kind: "any_medium", Effect: Referral, Media: given("-online")}, "made for online; nothing is said of other media"},
		{"purpose", Rule{Kind: "purpose", Effect: Prohibition, Purpose: given("commercial")}, "no commercial use"},
		{"purpose somewhere", Rule{Kind: "purpose", Effect: Prohibition, Purpose: given("commercial"), Territory: given("ES")}, "no commercial use, in ES"},
		{"editorial only", Rule{Kind: "purpose_only", Effect: Prohibition, Purpose: given("-editorial")}, "editorial use only"},
		{"news only", Rule{Kind: "purpose_only", Effect: Prohibition, Purpose: given("-news")}, "news only"},
		{"other purposes", Rule{Kind: "purpose", Effect: Referral, Purpose: given("-editorial")}, "uses other than editorial to be cleared first"},
		{"ask", Rule{Kind: "contact", Effect: Referral, Purpose: given("commercial")}, "ask first, for commercial use"},

		{"after a time", Rule{Kind: "time_limit", From: sure}, "not after 2024-07-16T15:00:00Z"},
		{"after a time that is not sure, the earliest", Rule{Kind: "time_limit", From: wide}, "not after 2024-07-16T15:00:00Z"},
		{"before a time that is not sure, the latest", Rule{Kind: "embargo", Until: wide}, "not before 2024-07-17T17:00:00Z"},
		{"a time that cannot be read", Rule{Kind: "embargo", Until: garbled}, `not before "SEPT 7"`},
		{"an embargo in a medium", Rule{Kind: "embargo", Until: sure, Media: given("online")}, "not on online before 2024-07-16T15:00:00Z"},
		{"an embargo without an end", Rule{Kind: "embargo"}, "hold until released"},
		{"elapsed", Rule{Kind: "time_limit", Elapsed: 14 * day, Start: "transmission"}, "within 14 days of transmission"},
		{"elapsed since the event", Rule{Kind: "time_limit", Elapsed: day, Start: "event"}, "within 24 hours of the event"},
		{"elapsed since what is not stated", Rule{Kind: "time_limit", Elapsed: 90 * time.Minute}, "within 90 minutes"},
		{"one use", Rule{Kind: "count", Count: 1}, "at most 1 use"},
		{"uses in a time", Rule{Kind: "count", Count: 3, Per: day}, "at most 3 uses in 24 hours"},
		{"uses in a medium", Rule{Kind: "count", Count: 1, Media: given("broadcast")}, "at most 1 use, on broadcast"},
		{"length", Rule{Kind: "length", Length: 2 * time.Minute}, "at most 2 minutes"},
		{"length in seconds", Rule{Kind: "length", Length: 90 * time.Second}, "at most 90 seconds"},

		{"resale", Rule{Kind: "resale"}, "not to be sold or passed on"},
		{"resale in a medium", Rule{Kind: "resale", Media: given("online")}, "not to be sold or passed on, on online"},
		{"archive", Rule{Kind: "archive"}, "do not keep"},
		{"archive for a time", Rule{Kind: "archive", Elapsed: 30 * day, Start: "issue"}, "do not keep, after 30 days from issue"},
		{"edit", Rule{Kind: "edit"}, "unedited"},
		{"credit", Rule{Kind: "credit", Note: "NASA"}, "credit: NASA"},
		{"credit with untidy edges", Rule{Kind: "credit", Note: " NASA\n JPL: "}, "credit: NASA JPL"},
		{"credit without a name", Rule{Kind: "credit"}, "credit, no name given"},
		{"logo", Rule{Kind: "logo"}, "keep the logo visible"},
		{"clients", Rule{Kind: "clients_only", Party: &Constraint{Values: []string{"AP"}, Outside: true}}, "clients of AP only"},
		{"clients in a medium", Rule{Kind: "clients_only", Media: given("online"), Party: &Constraint{Values: []string{"AP"}, Outside: true}}, "clients of AP only, on online"},
		{"machines", Rule{Kind: "training", Effect: Prohibition}, "not for AI training or text and data mining"},
		{"machines, to be decided", Rule{Kind: "training", Effect: Referral}, "AI training or text and data mining to be agreed first"},
		{"grant", Rule{Kind: "closed_grant", Effect: Referral, Territory: given("-GB US IE")}, "granted in GB, US, IE; nothing is said of the rest"},
		{"grant to a party in a medium", Rule{Kind: "closed_grant", Effect: Referral, Party: given("-EBU"), Media: given("online")}, "granted on online to EBU; nothing is said of the rest"},
		{"sports", Rule{Kind: "sports", Effect: Referral, Note: "UEFA"}, "sports rights may be touched: UEFA"},
		{"part", Rule{Kind: "access", Part: true, Territory: given("PT")}, "part of it: not in PT"},
		{"a channel that is no medium", Rule{Kind: "access", Channel: "us", Party: given("CNN")}, `not by CNN (under the heading "us")`},
		{"a channel that is a medium", Rule{Kind: "access", Channel: "online", Media: given("online")}, "not on online"},
		{"no kind", Rule{}, "restricted"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.rule.Wording(); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			checkWording(t, test.rule)
		})
	}
}

// goisms are what a program prints of values that nobody worded.
var goisms = regexp.MustCompile(`%!|<nil>|\[|\]|\{|\}|0x|0001-01-01|\+0000|\d[hm]\d|map|&|  |, ,|\b(in|outside|except) \d{3}\b|country:`)

func checkWording(t *testing.T, r Rule) {
	t.Helper()
	s := r.Wording()
	if r.Note != "" {
		s = strings.ReplaceAll(s, r.Note, "NAME") // a name is as it was delivered
	}
	switch {
	case strings.TrimSpace(s) != s, s == "", strings.HasSuffix(s, ":"), strings.HasSuffix(s, "."), strings.HasSuffix(s, ","):
		t.Errorf("%q begins or ends badly", s)
	case goisms.MatchString(s):
		t.Errorf("%q is no English", s)
	case unicode.IsUpper(rune(s[0])) && !strings.HasPrefix(s, "AI "):
		t.Errorf("%q begins with a capital", s)
	}
}

// Every kind has words, with every effect, alone and with every limit; and no limit goes unsaid.
func TestWordingOfKinds(t *testing.T) {
	at := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	seen := map[string]string{}
	for _, kind := range slices.Sorted(maps.Keys(Kinds)) {
		for _, effect := range []Effect{Permission, Prohibition, Duty, Referral, Note} {
			r := Rule{Kind: kind, Effect: effect}
			checkWording(t, r)
			if other := seen[r.Wording()]; other != "" && other != kind && kind != "medium_only" {
				t.Errorf("%s says what %s says: %s", kind, other, r.Wording())
			}
			seen[r.Wording()] = kind
			for _, limit := range []struct {
				says string
				set  func(*Rule)
			}{
				{"ES", func(r *Rule) { r.Territory = given("ES") }},
				{"ES", func(r *Rule) { r.Territory = given("-ES") }},
				{"NO", func(r *Rule) { r.Territory = given("150 !NO") }},
				{"online", func(r *Rule) { r.Media = given("online") }},
				{"broadcast", func(r *Rule) { r.Media = given("-broadcast") }},
				{"commercial", func(r *Rule) { r.Purpose = given("commercial") }},
				{"RTVE", func(r *Rule) { r.Party = given("RTVE") }},
				{"2030-01-02T03:04:05Z", func(r *Rule) { r.From = &Moment{Text: "then", First: at, Last: at} }},
				{"2030-01-02T03:04:05Z", func(r *Rule) { r.Until = &Moment{Text: "then", First: at, Last: at} }},
				{"soon", func(r *Rule) { r.Until = &Moment{Text: "soon"} }},
				{"5 days", func(r *Rule) { r.Elapsed = 5 * day }},
				{"part", func(r *Rule) { r.Part = true }},
			} {
				limited := r
				limit.set(&limited)
				checkWording(t, limited)
				if s := limited.Wording(); !strings.Contains(s, limit.says) {
					t.Errorf("%s %s: %q does not say %s", effect, kind, s, limit.says)
				}
			}
		}
	}
}

// Whatever the grammar's own examples and the rows of the other tests are read as can be said.
func TestWordingOfReadings(t *testing.T) {
	said := 0
	try := func(text string) {
		for _, r := range Read(text).Rules {
			checkWording(t, r)
			if r.Wording() == "restricted" {
				t.Errorf("%q: %s has no words", text, showRule(r))
			}
			said++
		}
	}
	for _, p := range phrases.all {
		for _, line := range p.examples {
			try(line)
		}
	}
	for _, row := range rows {
		try(row.text)
	}
	if said < 100 {
		t.Errorf("only %d rules were said", said)
	}
}
