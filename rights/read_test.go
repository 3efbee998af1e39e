package rights

import (
	"slices"
	"strings"
	"testing"
	"time"

	"clearance/story"
)

// recordOf makes a record of one field, or of several with the same label.
func recordOf(label story.Label, values ...string) *story.Story {
	s := &story.Story{}
	at := 0
	for _, v := range values {
		s.Fields = append(s.Fields, story.Field{Label: label, Span: story.Span{Start: at, End: at + len(v)}, Text: v})
		at += len(v) + 1
	}
	return s
}

// texts are the words as delivered.
func texts(words []Words) []string {
	all := []string{}
	for _, w := range words {
		all = append(all, w.Text)
	}
	return all
}

func quoted(words []Words) string { return strings.Join(texts(words), "|") }

func TestHolder(t *testing.T) {
	for name, tc := range map[string]struct {
		values     []string
		state      State
		name, sale Fact
		unread     string
	}{
		"name and flag":             {[]string{"POOL (CAN SELL)"}, Stated, Fact{State: Stated, Value: "POOL"}, Fact{State: Stated, Value: CanSell}, ""},
		"cannot":                    {[]string{"REUTERS (CANNOT SELL)"}, Stated, Fact{State: Stated, Value: "REUTERS"}, Fact{State: Stated, Value: CannotSell}, ""},
		"curly apostrophe":          {[]string{"REUTERS (CAN’T SELL)"}, Stated, Fact{State: Stated, Value: "REUTERS"}, Fact{State: Stated, Value: CannotSell}, ""},
		"not for sale":              {[]string{"REUTERS (NOT FOR SALE)"}, Stated, Fact{State: Stated, Value: "REUTERS"}, Fact{State: Stated, Value: CannotSell}, ""},
		"question mark":             {[]string{"POOL (CAN SELL?)"}, Unread, Fact{State: Stated, Value: "POOL"}, Fact{State: Unread}, "(CAN SELL?)"},
		"exception in the bracket":  {[]string{"POOL (CAN SELL EXCEPT UK)"}, Unread, Fact{State: Stated, Value: "POOL"}, Fact{State: Unread}, "(CAN SELL EXCEPT UK)"},
		"no flag":                   {[]string{"POOL"}, Stated, Fact{State: Stated, Value: "POOL"}, Fact{State: Absent}, ""},
		"no holder":                 {[]string{"(CAN SELL)"}, Stated, Fact{State: Absent}, Fact{State: Stated, Value: CanSell}, ""},
		"terms behind the flag":     {[]string{"POOL (CAN SELL) - NO ACCESS UK"}, Unread, Fact{State: Stated, Value: "POOL"}, Fact{State: Stated, Value: CanSell}, "NO ACCESS UK"},
		"owner behind the flag":     {[]string{"(CAN SELL) / TVP"}, Unread, Fact{State: Absent}, Fact{State: Stated, Value: CanSell}, "/ TVP"},
		"terms before the flag":     {[]string{"POOL - NO ACCESS UK (CAN SELL)"}, Unread, Fact{State: Stated, Value: "POOL"}, Fact{State: Stated, Value: CanSell}, "NO ACCESS UK"},
		"terms for a name":          {[]string{"NO RESALE (CAN SELL)"}, Unread, Fact{State: Unreadable}, Fact{State: Stated, Value: CanSell}, "NO RESALE"},
		"two brackets":              {[]string{"POOL (CANNOT SELL) (CAN SELL)"}, Unread, Fact{State: Stated, Value: "POOL"}, Fact{State: Stated, Value: CannotSell}, "(CAN SELL)"},
		"bracket without end":       {[]string{"POOL (CAN SELL"}, Unread, Fact{State: Stated, Value: "POOL"}, Fact{State: Unread}, "(CAN SELL"},
		"twice the same":            {[]string{"POOL (CAN SELL)", "POOL (CAN SELL)"}, Stated, Fact{State: Stated, Value: "POOL"}, Fact{State: Stated, Value: CanSell}, ""},
		"twice, and they differ":    {[]string{"POOL (CAN SELL)", "POOL (CANNOT SELL)"}, Contradictory, Fact{State: Contradictory}, Fact{State: Contradictory}, ""},
		"stated and empty":          {[]string{"POOL (CAN SELL)", ""}, Contradictory, Fact{State: Contradictory}, Fact{State: Contradictory}, ""},
		"empty":                     {[]string{""}, Empty, Fact{State: Absent}, Fact{State: Absent}, ""},
		"absent":                    {nil, Absent, Fact{State: Absent}, Fact{State: Absent}, ""},
		"zero-width inside a name":  {[]string{"PO\u200bOL (CAN SELL)"}, Unread, Fact{State: Unreadable}, Fact{State: Stated, Value: CanSell}, "PO\u200bOL"},
		"flag in any case":          {[]string{"Pool (can  sell)"}, Stated, Fact{State: Stated, Value: "Pool"}, Fact{State: Stated, Value: CanSell}, ""},
		"a sentence for a name":     {[]string{"Ask the desk first (CAN SELL)"}, Unread, Fact{State: Unreadable}, Fact{State: Stated, Value: CanSell}, "Ask the desk first"},
		"a letter stands elsewhere": {[]string{"POOL (CAN SELLO)"}, Unread, Fact{State: Stated, Value: "POOL"}, Fact{State: Unread}, "(CAN SELLO)"},
	} {
		t.Run(name, func(t *testing.T) {
			h := readHolder(recordOf(story.CopyrightHolder, tc.values...))
			if h.State != tc.state || quoted(h.Unread) != tc.unread {
				t.Errorf("holder is %s with %q unread, want %s with %q", h.State, quoted(h.Unread), tc.state, tc.unread)
			}
			for what, pair := range map[string][2]Fact{"name": {h.Name, tc.name}, "sale": {h.Sale, tc.sale}} {
				if got, want := pair[0], pair[1]; got.State != want.State || got.Value != want.Value {
					t.Errorf("%s is %s %q, want %s %q", what, got.State, got.Value, want.State, want.Value)
				}
			}
		})
	}
}

func TestNotice(t *testing.T) {
	const url = "http://about.reuters.com/fulllegal.asp"
	for name, tc := range map[string]struct {
		value, claimant, year string
		link                  State
		reserved              bool
		unread                string
	}{
		"the archive's":             {"(c) Copyright Thomson Reuters 2011. Open For Restrictions - " + url, "Thomson Reuters", "2011", Stated, false, ""},
		"click, at":                 {"(c) Copyright Thomson Reuters 2014. Click For Restrictions at: " + url, "Thomson Reuters", "2014", Stated, false, ""},
		"sign and year first":       {"© 2014 AFP", "AFP", "2014", Absent, false, ""},
		"year with a comma":         {"Copyright 2014, The Associated Press.", "The Associated Press", "2014", Absent, false, ""},
		"a name and a year":         {"Reuters 2011", "Reuters", "2011", Absent, false, ""},
		"all rights reserved":       {"(c) 2014 Thomson Reuters. All rights reserved.", "Thomson Reuters", "2014", Absent, true, ""},
		"long form":                 {"Copyright 2014 The Associated Press. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.", "The Associated Press", "2014", Absent, true, ""},
		"link without a URL":        {"(c) Copyright Thomson Reuters 2011. Open For Restrictions", "Thomson Reuters", "2011", Unreadable, false, ""},
		"open, alone":               {"(c) Copyright Thomson Reuters 2011. Open", "Thomson Reuters", "2011", Absent, false, "Open"},
		"a restriction behind":      {"(c) Copyright Thomson Reuters 2011. No resale.", "Thomson Reuters", "2011", Absent, false, "No resale"},
		"a restriction before":      {"(c) No use UK Thomson Reuters 2011.", "", "", Absent, false, "(c) No use UK Thomson Reuters 2011"},
		"behind the link":           {"(c) Copyright Thomson Reuters 2011. Open For Restrictions - " + url + " No resale", "Thomson Reuters", "2011", Stated, false, "No resale"},
		"half a year":               {"(c) Copyright Thomson Reuters 20", "", "", Absent, false, "(c) Copyright Thomson Reuters 20"},
		"behind all rights":         {"(c) 2014 AFP. All rights reserved. UK OUT", "AFP", "2014", Absent, true, "UK OUT"},
		"words hang on the link":    {"(c) AFP 2011. Open For Restrictions - http://a.example/x\u00a0Not\u00a0for\u00a0sale", "AFP", "2011", Unreadable, false, "http://a.example/x\u00a0Not\u00a0for\u00a0sale"},
		"terms for a path":          {"(c) AFP 2011. Open For Restrictions - http://a.example/Not_for_sale", "AFP", "2011", Unreadable, false, "http://a.example/Not_for_sale"},
		"terms behind a semicolon":  {"(c) AFP 2011. Open For Restrictions - http://a.example/x;NO-SALES", "AFP", "2011", Unreadable, false, "http://a.example/x;NO-SALES"},
		"terms in a claimant":       {"(c) Copyright Thomson Reuters EXCL UK 2011", "", "", Absent, false, "(c) Copyright Thomson Reuters EXCL UK 2011"},
		"a mark alone":              {"(c) Copyright", "", "", Absent, false, "(c) Copyright"},
		"a sentence for a claimant": {"Ask the desk 2011", "", "", Absent, false, "Ask the desk 2011"},
	} {
		t.Run(name, func(t *testing.T) {
			n := readNotice(recordOf(story.CopyrightNotice, tc.value))
			if n.Claimant.Value != tc.claimant || n.Year.Value != tc.year || n.Link.State != tc.link || (n.Reserved.State == Stated) != tc.reserved {
				t.Errorf("read claimant %q, year %q, link %s, reserved %s", n.Claimant.Value, n.Year.Value, n.Link.State, n.Reserved.State)
			}
			if quoted(n.Unread) != tc.unread || (n.State == Unread) != (tc.unread != "") {
				t.Errorf("%s with %q unread, want %q", n.State, quoted(n.Unread), tc.unread)
			}
		})
	}
	if n := readNotice(recordOf(story.CopyrightNotice, "(c) AFP 2011", "(c) AFP 2012")); n.State != Contradictory {
		t.Errorf("two notices that differ are %s", n.State)
	}
}

func TestEmbargo(t *testing.T) {
	for name, tc := range map[string]struct {
		value       string
		state       State
		first, last string // RFC 3339
	}{
		"the archive's":          {"20th December 2009 12:00", Stated, "2009-12-19T22:00:00Z", "2009-12-21T00:00:00Z"},
		"seconds":                {"20 December 2009 12:00:30", Stated, "2009-12-19T22:00:30Z", "2009-12-21T00:00:30Z"},
		"a day without a time":   {"20th December 2009", Stated, "2009-12-19T10:00:00Z", "2009-12-21T12:00:00Z"},
		"Greenwich":              {"Embargoed until 1500GMT on July 16, 2024", Stated, "2024-07-16T15:00:00Z", "2024-07-16T15:00:00Z"},
		"an offset":              {"2016-09-09T00:01:00+01:00", Stated, "2016-09-08T23:01:00Z", "2016-09-08T23:01:00Z"},
		"basic form":             {"20091220T120000Z", Stated, "2009-12-20T12:00:00Z", "2009-12-20T12:00:00Z"},
		"letters are sets":       {"20 December 2009 12:00 IST", Stated, "2009-12-20T06:30:00Z", "2009-12-20T11:00:00Z"},
		"summer in New York":     {"20 July 2009 12:00 EST", Stated, "2009-07-20T01:00:00Z", "2009-07-20T17:00:00Z"},
		"afternoon":              {"December 20, 2009 9:30 p.m. UTC", Stated, "2009-12-20T21:30:00Z", "2009-12-20T21:30:00Z"},
		"noon":                   {"December 20, 2009 12 pm UTC", Stated, "2009-12-20T12:00:00Z", "2009-12-20T12:00:00Z"},
		"midnight":               {"December 20, 2009 12 am UTC", Stated, "2009-12-20T00:00:00Z", "2009-12-20T00:00:00Z"},
		"with its weekday":       {"0001 Friday September 9, 2016", Stated, "2016-09-08T10:01:00Z", "2016-09-09T12:01:00Z"},
		"another weekday":        {"0001 Monday September 9, 2016", Unreadable, "", ""},
		"day or month":           {"04/12/2009 12:00", Unreadable, "", ""},
		"wrong ending":           {"20st December 2009 12:00", Unreadable, "", ""},
		"no such day":            {"31st April 2009", Unreadable, "", ""},
		"no year":                {"HOLD TIL SEPT 7", Unreadable, "", ""},
		"a zone nobody knows":    {"20 December 2009 12:00 XST", Unreadable, "", ""},
		"a zone for a whole day": {"20 December 2009 GMT", Unreadable, "", ""},
		"a word more":            {"20th December 2009 12:00 UK only", Unreadable, "", ""},
		"two times":              {"20th December 2009 12:00 13:00", Unreadable, "", ""},
		"no such hour":           {"20th December 2009 24:00", Unreadable, "", ""},
		"no such minute":         {"20th December 2009 12:60", Unreadable, "", ""},
		"another century":        {"20th December 0209 12:00", Unreadable, "", ""},
		"how some write empty":   {"0001-01-01T00:00:00", Empty, "", ""},
		"empty":                  {"", Empty, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := readEmbargo(recordOf(story.Embargoed, tc.value), Fact{State: Stated, Value: "2009-12-05"})
			if e.State != tc.state {
				t.Fatalf("is %s, want %s", e.State, tc.state)
			}
			if tc.first == "" {
				return
			}
			if got := e.First.Format(time.RFC3339); got != tc.first {
				t.Errorf("may lift from %s, want %s", got, tc.first)
			}
			if got := e.Last.Format(time.RFC3339); got != tc.last {
				t.Errorf("has lifted everywhere from %s, want %s", got, tc.last)
			}
		})
	}
}

func TestEmbargoAtItsEdges(t *testing.T) {
	e := readEmbargo(recordOf(story.Embargoed, "20th December 2009 12:00"), Fact{})
	for at, want := range map[string]string{
		"2009-12-19T21:59:59Z": "active until 2009-12-19T22:00:00Z",
		"2009-12-19T22:00:00Z": "uncertain until 2009-12-21T00:00:00Z",
		"2009-12-20T23:59:59Z": "uncertain until 2009-12-21T00:00:00Z",
		"2009-12-21T00:00:00Z": "over until 0001-01-01T00:00:00Z",
	} {
		moment, err := ParseInstant(at)
		if err != nil {
			t.Fatal(err)
		}
		if state, changes := e.at(moment); state+" until "+changes.Format(time.RFC3339) != want {
			t.Errorf("at %s it is %s until %s, want %s", at, state, changes.Format(time.RFC3339), want)
		}
	}
	for _, text := range []string{"HOLD FOR RELEASE", "Embargoed until further notice."} {
		if state, _ := readEmbargo(recordOf(story.Embargoed, text), Fact{}).at(time.Now().AddDate(100, 0, 0)); state != embargoEndless {
			t.Errorf("%q is %s after a hundred years", text, state)
		}
	}
	if state, _ := (Embargo{}).at(time.Now()); state == embargoOver {
		t.Error("the zero embargo is over")
	}
	if state, _ := (Embargo{Fact: Fact{State: Stated}}).at(time.Now()); state == embargoOver {
		t.Error("an embargo without instants is over")
	}
}

func TestTerms(t *testing.T) {
	for text, want := range map[string]State{
		"None": Stated, "none.": Stated, "ANY": Stated, "Access all": Stated, "No restrictions": Stated,
		"Broadcast: None. Digital: None..": Stated,
		"None except UK":                   Unread, "No restrictions in Europe": Unread, "None at this time": Unread, "N/A": Unread,
		"No access Belgium": Stated, "Non": Unread, "Nonee": Unread, "None\u200b": Unread, "TBC": Unread, "": Empty,
	} {
		if got := readTerms(recordOf(story.UsageTerms, text), &Notice{}, nil, nil); got.State != want || (want == Unread) != (quoted(got.Unread) == text && text != "") {
			t.Errorf("%q is %s with %q unread, want %s", text, got.State, quoted(got.Unread), want)
		}
	}
}

func TestShots(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"the archive's":                {"BRUSSELS, BELGIUM (DECEMBER 4, 2009) (NATO POOL) LAVROV LISTENING (SOUNDBITE) (Russian ) LAVROV SAYING", "NATO POOL"},
		"with terms":                   {"WARSAW, POLAND (DECEMBER 4, 2009) (TVP - NO ACCESS POLAND) PLANE", "TVP [NO ACCESS POLAND]"},
		"several":                      {"A (FILE) (REUTERS) B (RECENT) (AFP) C (DECEMBER 4-5, 2009) (POOL)", "REUTERS, AFP, POOL"},
		"file with its date":           {"A (FILE - DECEMBER 4, 2009) (TVP) B", "TVP"},
		"over a line end":              {"A (DECEMBER 4, 2009)\r\n(TVP) B", "TVP"},
		"a source nobody can read":     {"A (DECEMBER 4, 2009) (NO ACCESS UK) B", "unreadable [NO ACCESS UK]"},
		"a dash and nothing":           {"A (DECEMBER 4, 2009) (TVP - ) B", "unreadable"},
		"no source":                    {"A (DECEMBER 4, 2009) B", "absent"},
		"source without brackets":      {"A (DECEMBER 4, 2009) TVP) B", "unreadable"},
		"source without its end":       {"A (DECEMBER 4, 2009) (TVP B (SOUNDBITE) (English) C", "unreadable"},
		"date without its end":         {"A (DECEMBER 4, 2009 (TVP) B", "TVP"},
		"date without its start":       {"A DECEMBER 4, 2009) (TVP) B", "TVP"},
		"a garbled month":              {"A (DECEMBxR 4, 2009) (TVP) B", "TVP"},
		"a garbled file":               {"A (FILX) (TVP) B", "TVP"},
		"terms far from a date":        {"A xDECEMBER 4, 2x09x xx (TVP - NO ACCESS POLAND) B", "TVP [NO ACCESS POLAND]"},
		"two soundbites":               {"(SOUNDBITE) (English) HE SAYING (SOUNDBITE) (RUSSIAN) HE SAYING (MUTE)", ""},
		"a garbled day":                {"A (DECEMBER t, 2009) B", "absent"},
		"a date that was never opened": {"FRANCE hDECEMBER 4, 2009) B", "absent"},
		"a month in two":               {"A (DECE\rBER 4, 2009) B", "absent"},
		"a month gone":                 {"A ( 4, 2009) B", "absent"},
		"a month in small letters":     {"A (December 4) (TVP) B", "TVP"},
		"a file in small letters":      {"A (File) (Tvp) B", "Tvp"},
		"a date nobody can read":       {"A (4/12) (TVP) B (4 décembre) (TF1) C (1990s) (Handout)", "TVP, TF1, Handout"},
		"a note before a source":       {"A (MUTE) (TVP) B (SOUNDBITE) (TVP) C", "TVP, TVP"},
		"a note in between":            {"A (DECEMBER 3, 2009) (MUTE) (NATO POOL) B", "NATO POOL"},
		"a second source":              {"A (DECEMBER 4, 2009) (NATO POOL) (TVP) B", "NATO POOL [TVP]"},
		"terms behind a source":        {"A (DECEMBER 4, 2009) (NATO POOL) - NO ACCESS POLAND\nB", "NATO POOL [NO ACCESS POLAND]"},
		"terms in other brackets":      {"A (DECEMBER 4, 2009) (NATO POOL) [NO ACCESS POLAND] B", "NATO POOL [NO ACCESS POLAND]"},
		"square brackets":              {"A [DECEMBER 4, 2009] [TVP - NO ACCESS POLAND] B", "TVP [NO ACCESS POLAND]"},
		"wide brackets":                {"A （DECEMBER 4, 2009）（TVP） B", "TVP"},
		"brackets that differ":         {"A (DECEMBER 4, 2009) (TVP] B", "unreadable"},
		"a lone third party":           {"A (HANDOUT) B (Social media website) C", "HANDOUT, Social media website"},
		"a lone source with terms":     {"A (TVP – No access Poland) B (TVP: No access Poland) C", "TVP [No access Poland], unreadable [TVP: No access Poland]"},
		"date and source in one":       {"A (December 4, 2009 - TVP) B (TVP, December 4, 2009)", "unreadable [TVP], unreadable"},
		"a date alone":                 {"A (December 4, 2009) B", "absent"},
		"a numbered list":              {"1) MAN WALKING 2) MAN STANDING 3) CAR", ""},
		"years in prose":               {"the Games (London 2012 Olympics bid) and Prime Minister (MAY)", ""},
		"prose":                        {"said in Brussels on Friday (December 4) that the OSCE (the organisation) had no access (so he said).", ""},
		"prose with a year":            {"The treaty (signed on December 4, 2009) is old.", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, shot := range readShots(articlesOf(recordOf(story.Summary, tc.text))) {
				s := string(shot.Source.State)
				if shot.Source.State == Stated {
					s = shot.Source.Value
				}
				if shot.Terms.State != Absent {
					s += " [" + quoted(shot.Terms.Words) + "]"
				}
				got = append(got, s)
			}
			if strings.Join(got, ", ") != tc.want {
				t.Errorf("read %q, want %q", strings.Join(got, ", "), tc.want)
			}
		})
	}
}

func TestElsewhere(t *testing.T) {
	for text, want := range map[string]string{
		"They met.\nRESTRICTIONS: No access UK\nThey spoke.":                   "RESTRICTIONS: No access UK",
		"They met.\nRetrictions: none known":                                   "Retrictions: none known",
		"They met. ++NO USE JAPAN++ They spoke.":                               "NO USE JAPAN",
		"They met. ++NIGHT SHOTS++ They spoke.":                                "",
		"He launches his book NO ARCHIVING":                                    "NO ARCHIVING",
		"He arrives. Editorial use only. NO USE IN CHINA":                      "Editorial use only. NO USE IN CHINA",
		"(Photo by STR / AFP) / China OUT":                                     "China OUT",
		"AFP PHOTO  ANP Somebody  Netherlands OUT  (Photo credit":              "Netherlands OUT  (Photo credit",
		"RUSSIA OUT OF THE CUP":                                                "",
		"PLAYERS COMING OUT":                                                   "",
		"EMBARGOED UNTIL 20 December 2099":                                     "EMBARGOED UNTIL 20 December 2099",
		"Embargo: 20 December 2099":                                            "Embargo: 20 December 2099",
		"They met.\nRestrictions on trade were lifted.":                        "",
		"MUST CREDIT NASA":                                                     "MUST CREDIT NASA",
		"The arms embargo holds; reporters had no access, and troops left.":    "",
		"MAN WALKING OUT OF CAR, NO SMOKING SIGN, VARIOUS OF LEADERS":          "",
		"Two people were killed. Restrictions on trade, he said, are useless.": "",
		"A (DECEMBER 4, 2009) (TVP - NO ACCESS POLAND) B":                      "",
	} {
		r := Read(recordOf(story.Summary, text))
		if got := quoted(r.Terms.Stretches); got != want {
			t.Errorf("%q has the terms %q, want %q", text, got, want)
		}
	}
}

func TestNobodysNames(t *testing.T) {
	for _, name := range []string{"HANDOUT", "Handout", "Solo Para Italia", "NUR FÜR DEUTSCHLAND", "NIX"} {
		if h := readHolder(recordOf(story.CopyrightHolder, name+" (CAN SELL)")); h.Name.State == Stated {
			t.Errorf("%s is taken for a holder", name)
		}
	}
}

func TestNames(t *testing.T) {
	for _, name := range []string{"POOL", "NATO POOL", "Thomson Reuters", "Agence France-Presse", "AT&T", "A.P. Ltd.", "BBC News", "The Press of the North", "dpa", "AP Archive", "British Broadcasting Corporation", "Acme", "Société Générale"} {
		if !isName(name) {
			t.Errorf("%q is refused", name)
		}
	}
	for _, text := range []string{
		"", "No resale", "UK OUT", "zzz", "Reuters 2011", "Reuters. Access", "Use Reuters", "REUTERS/NO ARCHIVE",
		"Client Services", "EMBARGOED", "Nicht UK", "Sauf France", "Türkiye Hariç", "One Two Three Four Five Six Seven",
		"NATO POOL EXCL UK", "REUTERS NON UK", "TVP W/O POLAND", "REUTERS ASK DESK", "Acme SATILAMAZ", "Acme DIŞINDA", "Acme UNVERKÄUFLICH",
		"Acme SOUS RÉSERVE", "\u041eNLY", "\uff2e\uff2f\uff34 Acme", "NOT&UK", "Acme UK", "Acme Poland", "Acme/FRANCE", "UNVERIFIED", "EBU MEMBERS", "NEWS", "LIMITED", "UNCLEAR",
		"Reuters (UK)", "Reuters: All", "\u202eREUTERS", "RESTRICTED Reuters", "Ask first", "All",
	} {
		if isName(text) {
			t.Errorf("%q passes for a name", text)
		}
	}
}

func TestUse(t *testing.T) {
	at := time.Date(2026, 11, 23, 13, 0, 0, 5, time.FixedZone("", 3600))
	q, err := Asked{Action: "SELL", Territory: []string{"uk", "FR", "GB"}, Media: []string{"digital"}}.Question(at)
	if err != nil {
		t.Fatal(err)
	}
	if got := q.AsOf.Format(time.RFC3339Nano); got != "2026-11-23T12:00:00Z" {
		t.Errorf("as of %s", got)
	}
	if !slices.Equal(q.Use.Territory, []string{"FR", "GB"}) || !slices.Equal(q.Use.Media, []string{"mobile", "online", "social"}) {
		t.Errorf("territory %v, media %v", q.Use.Territory, q.Use.Media)
	}
	if q.Use.Purpose != "editorial" || !slices.Equal(q.Use.Assumed, []string{"party", "term", "purpose"}) {
		t.Errorf("purpose %s, assumed %v", q.Use.Purpose, q.Use.Assumed)
	}
	for name, a := range map[string]Asked{
		"action":       {Action: "resell"},
		"no action":    {},
		"purpose":      {Action: "sell", Purpose: "fun"},
		"territory":    {Action: "sell", Territory: []string{"ZZ"}},
		"old country":  {Action: "sell", Territory: []string{"DD"}},
		"three":        {Action: "sell", Territory: []string{"GBR"}},
		"empty code":   {Action: "sell", Territory: []string{"GB", ""}},
		"medium":       {Action: "sell", Media: []string{"tv"}},
		"no zone":      {Action: "sell", From: "2026-01-01T00:00:00"},
		"day":          {Action: "sell", Until: "2026-01-01"},
		"backwards":    {Action: "sell", From: "2027-01-01T00:00:00Z", Until: "2026-12-01T00:00:00Z"},
		"already over": {Action: "sell", Until: "2026-01-01T00:00:00Z"},
	} {
		if q, err := a.Question(at); err == nil {
			t.Errorf("%s: %+v was taken for %+v", name, a, q.Use)
		}
	}
}

// Every name of the catalogue must be one that a reading answers to.
func TestEveryFactHasAReading(t *testing.T) {
	r := Read(recordOf(story.Title, "A"))
	c := NewCase(r, Question{Use: Use{Action: "sell"}}, House{}, Others{})
	for name := range FactNames {
		if _, ok := c.Named(name); !ok {
			t.Errorf("no reading knows %s", name)
		}
	}
	if _, ok := c.Named("holder.nmae"); ok {
		t.Error("a misspelt fact is known")
	}
}
