package language

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"
)

// rows are what people write, in our own words, and what must be made of it. Every case is also damaged by TestDamage.
var rows = []struct{ text, want string }{
	// Nothing stated
	{"None", "nothing"},
	{"ANY", "nothing"},
	{"Access all.", "nothing"},
	{"No restrictions", "nothing"},
	{"Restrictions: none", "nothing"},
	{"Broadcast: None. Digital: None..", "nothing"},
	{"UGC - Access all", "note source use 'UGC'; nothing"},
	{"Digital: none", "unread:Digital: none"},
	{"NASA - restrictions", "note source use 'NASA'; unread:restrictions"},
	{"Rights - none", "unread:Rights - none"},
	{"Source: Peru", "unread:Source: Peru"},
	{"Source: IRIB", "note source use 'IRIB'"},
	{"Courtesy", "unread:Courtesy"},
	{"None except Wales", "unread:None except Wales"},
	{"None at present", "unread:None at present"},
	{"No restrictions in Asia", "unread:No restrictions in Asia"},
	{"Access all areas", "unread:Access all areas"},
	{"N/A", "unread:N/A"},
	{"TBC", "unread:TBC"},
	{"Unknown", "unread:Unknown"},
	{"", ""},
	{"No additional restrictions beyond those terms outlined in your licence agreement", "referral licence_terms use"},
	{"RESTRICTIONS:", "unread:RESTRICTIONS; unread::"},
	{"RESTRICTIONS: DATELINE: Oslo", "referral missing use; unread:Oslo"},

	// Territories
	{"No access Norway", "prohibition access use in NO"},
	{"no use in the U.S.", "prohibition access use in US"},
	{"NO ACCESS UK/US/IRELAND", "prohibition access use in GB,US,IE"},
	{"Not for distribution in Canada", "prohibition access use in CA"},
	{"Not available in Côte d'Ivoire", "prohibition access use in CI"},
	{"Not for use outside Malta", "prohibition access use in -MT"},
	{"Not for use in Malta", "prohibition access use in MT"},
	{"Not for use outside Malta (excluding Gozo)", "unread:Not for use outside Malta (excluding Gozo"},
	{"Greece AND Malta OUT", "prohibition access use in GR,MT"},
	{"Nadal Out of Wimbledon", "referral sports use 'Wimbledon'; unread:Nadal Out of"},
	{"Japan out of the final", "unread:Japan out of the final"},
	{"NHK OUT", "prohibition access use by NHK"},
	{"No access NAmerica/Internet", "prohibition access use in 003; prohibition access use media online"},
	{"No access Chinese mainland", "prohibition access use in CN!HK,MO,TW"},
	{"No access Chinese mainland, China", "prohibition access use in CN!HK,MO,TW; prohibition access use in CN"},
	{"No access EU", "prohibition access use in EU"},
	{"No access Europe", "prohibition access use in 150"},
	{"No access Europe except Norway", "prohibition access use in 150!NO"},
	{"No access USA, Canada and Ruritania", "prohibition access use in US,CA; unread:and Ruritania"},
	{"No access Ruritania", "unread:No access Ruritania"},
	{"No access America", "unread:No access America"},
	{"UK only", "prohibition access use in -GB"},
	{"For use in Germany and Austria only", "prohibition access use in -DE,AT"},
	{"No access UK?", "prohibition access use in GB; unread:?"},
	{"No access", "prohibition access use"},
	{"No access without asking", "unread:No access without asking"},
	{"Full editorial rights UK, Canada (not Quebec)", "referral closed_grant use in -GB"},
	{"EVN MEMBERS: FULL ACCESS", "referral closed_grant use by -EBU"},
	{"Schweiz und Österreich ausgenommen", "prohibition access use in CH,AT"},
	{"Türkiye dışında kullanılamaz", "prohibition access use in -TR"},
	{"not UK for legal reasons", "prohibition legal use in GB; referral legal use in GB"},

	{"No access UK until 5 July 2030", "prohibition access use in GB until 2030-07-04T10:00Z/2030-07-06T12:00Z"},
	{"No use in Peru or Chile after 1200 GMT 5 July 2030", "prohibition access use in PE,CL from 2030-07-05T12:00Z"},
	{"No access UK/\nFrance", "prohibition access use in GB,FR"},
	{"may be used in Spain", "unread:may be used in Spain"},
	{"Use permitted in Spain only", "prohibition access use in -ES"},
	{"No access GBR/FRA", "prohibition access use in GB,FR"},
	{"no acces UK", "prohibition access use in GB"},
	{"No access US broadcasters", "prohibition class use by country:US"},
	{"UK & Ireland OUT", "prohibition access use in GB,IE"},
	{"All use prohibited in Iran", "prohibition access use in IR"},

	// Parties
	{"No Access UK/RTE/CNNi/Al Jazeera English", "prohibition access use in GB; prohibition access use by RTE,CNNI,Al Jazeera English"},
	{"AP TELEVISION = NO BBC PERSIAN/NO VOA PERSIAN", "note source use 'AP TELEVISION'; prohibition access use by BBC Persian; prohibition access use by VOA Persian"},
	{"No use by Spanish broadcasters", "prohibition class use by country:ES"},
	{"AP Clients Only", "prohibition clients_only use by -AP 'AP'"},
	{"Kanal Nord customers only", "prohibition clients_only use by -Kanal Nord 'Kanal Nord'"},
	{"HARBOUR POLICE - AP CLIENTS ONLY", "note source use 'HARBOUR POLICE'; prohibition clients_only use by -AP 'AP'"},
	{"UK/RTE - No archive", "prohibition archive archive; unread:UK/RTE"},
	{"UK COASTGUARD - No archive", "note source use 'UK COASTGUARD'; prohibition archive archive"},

	// Media
	{"Online", "referral any_medium use media -online"},
	{"FOR BROADCAST USE ONLY", "prohibition medium_only use media -broadcast"},
	{"No digital", "prohibition access use media online,social,mobile"},
	{"STRICTLY NO ACCESS ONLINE OR MOBILE", "prohibition access use media online,mobile"},
	{"No online use in Japan", "prohibition access use in JP media online"},
	{"Not for broadcast/online", "prohibition access use media broadcast,online"},
	{"VIDEO ONLY", ""},
	{"SHOTLIST ONLY; FULL STORY TO FOLLOW", ""},
	{"Reprint rights excluded", "referral reprint print"},
	{"droits de réimpression exclus", "referral reprint print"},

	// Scopes
	{"Broadcast: No use Peru. Digital: No use Chile", "prohibition access use in PE media broadcast channel broadcast; prohibition access use in CL media online,social,mobile channel digital"},
	{"Broadcast: NO USE PERU, NO USE CHILE Digital: NO ARCHIVE", "prohibition access use in PE media broadcast channel broadcast; prohibition access use in CL media broadcast channel broadcast; prohibition archive archive media online,social,mobile channel digital"},
	{"Broadcast: Access all. Digital: No resale. No archive", "prohibition resale sell media online,social,mobile channel digital; prohibition archive archive"},
	{"International: See Script | US: No access CNN", "referral see_elsewhere use channel international; prohibition access use by CNN channel us"},
	{"Part No Access Portugal", "prohibition access use in PT part"},
	{"Pt no resale", "prohibition resale sell part"},

	// Keeping and selling
	{"No archive / No resale", "prohibition archive archive; prohibition resale sell"},
	{"No archive No resale", "prohibition archive archive; prohibition resale sell"},
	{"NO ARCHIVAL OR WIRELESS USE", "prohibition archive archive; prohibition access use media mobile"},
	{"No Archiving Permitted", "prohibition archive archive"},
	{"Must be deleted after use", "prohibition archive archive"},
	{"ARCHIVE", "unread:ARCHIVE"},
	{"No third party sales", "prohibition resale sell"},
	{"Not for redistribution", "prohibition resale sell"},
	{"NO COMMERCIAL OR EDITORIAL SALES IN PERU", "prohibition resale sell in PE"},
	{"NOT FOR SALE FOR MARKETING OR ADVERTISING CAMPAIGNS", "prohibition purpose use for commercial"},
	{"DISTRIBUTED AS A SERVICE TO CLIENTS", "referral service sell"},
	{"Exclusive to Example News", "referral exclusive sell 'Example News'"},

	{"Must not be archived or resold", "prohibition archive archive; prohibition resale sell"},
	{"Do not archive, resell or edit", "prohibition archive archive; prohibition resale sell; prohibition edit modify"},
	{"Not for sale", "prohibition resale sell"},
	{"CAN SELL", "unread:CAN SELL"},

	// Purposes
	{"Editorial use only", "prohibition purpose_only use for -editorial"},
	{"NO MARKETING NO ADVERTISING CAMPAIGNS", "prohibition purpose use for commercial; prohibition purpose use for commercial"},
	{"News use only", "prohibition purpose_only use for -news"},
	{"No resale / News use only", "prohibition resale sell; prohibition purpose_only use for -news"},
	{"This material is intended for editorial use only. For other uses, further clearances may be required.", "prohibition purpose_only use for -editorial; referral purpose use for -editorial"},
	{"Nur zur redaktionellen Verwendung", "prohibition purpose_only use for -editorial"},

	// Machines
	{"No AI training", "prohibition training train"},
	{"Not for machine learning", "prohibition training train"},
	{"§ 44b UrhG", "prohibition training train"},
	{"Rights reserved under Art. 4 of Directive (EU) 2019/790", "prohibition training train"},
	{"Fouille de textes et de données interdite", "prohibition training train"},
	{"DMI-PROHIBITED-AIMLTRAINING", "prohibition training train"},
	{"noai", "prohibition training train"},
	{"No scraping / No data mining", "prohibition training train; prohibition training train"},
	{"Text and data mining for research only", "referral training train"},
	{"CC BY 4.0", "referral licence use"},

	// Credits
	{`Must on-screen credit "NASA"`, "duty credit display 'NASA'"},
	{"Must on-screen courtesy European Union/Copernicus Sentinel-2", "duty credit display 'European Union/Copernicus Sentinel-2'"},
	{"Mandatory Credit: Photo by Jane Roe - Pool via QX/Example (123456ab)", "duty credit display 'Jane Roe - Pool via QX/Example'"},
	{"Jane Roe must be credited", "duty credit display 'Jane Roe'"},
	{"*MANDATORY CREDIT*", "duty credit display"},
	{"NASA - MANDATORY CREDIT", "note source use 'NASA'; duty credit display"},
	{"Courtesy of Jane Roe", "note courtesy display 'Jane Roe'"},
	{"DPA VIDEO - NO ACCESS GERMANY", "note source use 'DPA VIDEO'; prohibition access use in DE"},
	{"Must credit NASA No access Peru", "duty credit display 'NASA'; prohibition access use in PE"},
	{"Must credit NASA / Peru OUT", "duty credit display 'NASA'; prohibition access use in PE"},
	{"Must credit NASA / Ruritania OUT", "duty credit display 'NASA'; unread:Ruritania OUT"},
	{"Must credit NASA, Peru", "duty credit display 'NASA'; unread:Peru"},
	{`Must credit "NASA. No access Peru"`, "duty credit display 'NASA'; prohibition access use in PE"},
	{"JAPAN OUT; CREDIT OBLIGATORY", "prohibition access use in JP; duty credit display"},
	{"(Photo by STR / QX via Example Images) / Peru OUT", "note source use 'STR / QX via Example Images'; prohibition access use in PE"},

	// Editing, showing
	{"Must not be edited", "prohibition edit modify"},
	{"No re-edit", "prohibition edit modify"},
	{"Use in full only", "prohibition edit modify"},
	{"Do not obscure logo", "duty logo display"},
	{"Faces must be blurred", "duty faces display"},
	{"Blurred at source", ""},
	{"Contains music", "referral music use"},
	{"Not Released (NR)", "referral release use for commercial"},

	// Times, counts, lengths
	{"No use after 1500GMT on July 16, 2024", "prohibition time_limit use from 2024-07-16T15:00Z"},
	{"No Access UK/RTE/CNNi. Must on-screen credit \"NASA\". No archive. No use after 1500GMT on July 16, 2024", "prohibition access use in GB; prohibition access use by RTE,CNNI; duty credit display 'NASA'; prohibition archive archive; prohibition time_limit use from 2024-07-16T15:00Z"},
	{"No Access UK/RTE/CNNi Must on-screen credit \"NASA\" No archive No use after 1500GMT on July 16, 2024", "prohibition access use in GB; prohibition access use by RTE,CNNI; duty credit display 'NASA'; prohibition archive archive; prohibition time_limit use from 2024-07-16T15:00Z"},
	{"Use within 14 days", "prohibition time_limit use after 336h0m0s"},
	{"May only be used for 7 days from the time of transmission", "prohibition time_limit use after 168h0m0s of transmission"},
	{"max 2 minutes", "prohibition length use length 2m0s"},
	{"One use only", "prohibition count use times 1"},
	{"3 uses per 24 hours", "prohibition count use times 3 per 24h0m0s"},
	{"One transmission only", "prohibition count use media broadcast times 1"},
	{"Indefinite Usage", "note time_free use"},
	{"Embargoed until 0900 GMT 1 May 2030", "prohibition embargo use until 2030-05-01T09:00Z"},
	{"HOLD TIL SEPT 7", "prohibition embargo use until ?"},
	{"HOLD FOR RELEASE", "prohibition embargo use"},
	{"HOLD FOR RELEASE UNTIL 10/30/2024", "prohibition embargo use until 2024-10-29T10:00Z/2024-10-31T12:00Z"},
	{"HOLD FOR RELEASE UNTIL 11/12/2024", "prohibition embargo use until 2024-11-11T10:00Z/2024-12-12T12:00Z"},
	{"First issued under embargo", "note time_free use"},
	{"Sperrfrist: 9. September 2022", "prohibition embargo use until 2022-09-08T10:00Z/2022-09-10T12:00Z"},

	// Elsewhere
	{"See terms before use", "referral see_elsewhere use"},
	{"All rights reserved", "referral reserved use"},
	{"In connection with this report only", "referral context use"},
	{"MANDATORY KILL", "prohibition kill use"},
	{"two people killed", "unread:two people killed"},
	{"The following notes are not for publication", "referral part use"},
	{"Open For Restrictions - http://example.org/legal", "referral link use"},
	{"POOL PHOTO, UEFA", "referral pool sell; referral sports use 'UEFA'"},

	// Slips of the hand
	{"NO ARCHIVE. MANDATROY CREDIT NASA", "prohibition archive archive; duty credit display 'NASA'"},
	{"Editoral use only", "prohibition purpose_only use for -editorial"},
	{"No retrictions", "unread:No retrictions"},
	{"++MUTE - CH5 bug in centre of picture++", ""},
	{"ATTENTION EDITORS - No archive", "prohibition archive archive"},
}

func TestRows(t *testing.T) {
	for _, row := range rows {
		if got := show(row.text); got != row.want {
			t.Errorf("%q\n got %s\nwant %s", row.text, got, row.want)
		}
	}
}

func TestMembers(t *testing.T) {
	on := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		group, at, country string
		want               bool
	}{
		{"EU", "2009-12-05", "GB", true},
		{"EU", "2020-01-31", "GB", true},
		{"EU", "2020-02-01", "GB", false},
		{"EU", "2009-12-05", "HR", false},
		{"EU", "2026-11-23", "HR", true},
		{"EU", "2026-11-23", "NO", false},
		{"EEA", "2026-11-23", "NO", true},
		{"EEA", "2026-11-23", "CH", false},
		{"EEA", "2020-06-01", "GB", true},
		{"150", "2026-11-23", "RU", true},
		{"150", "2026-11-23", "TR", false},
		{"003", "2026-11-23", "MX", true},
		{"001", "2026-11-23", "FJ", true},
		{"FR", "2026-11-23", "FR", true},
		{"FR", "2026-11-23", "DE", false},
		{"zork", "2026-11-23", "FR", false},
	} {
		if got := slices.Contains(Members(c.group, on(c.at)), c.country); got != c.want {
			t.Errorf("%s has %s on %s: %v", c.group, c.country, c.at, got)
		}
	}
	if n := len(Members("EU", on("2026-11-23"))); n != 27 {
		t.Errorf("the EU has %d members", n)
	}
	if n := len(Members("EEA", on("2026-11-23"))); n != 30 {
		t.Errorf("the EEA has %d members", n)
	}
}

// What is stored must come back as it was.
func TestJSON(t *testing.T) {
	for _, row := range rows {
		want := Read(row.text)
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Reading
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		again, _ := json.Marshal(got)
		if string(again) != string(data) {
			t.Errorf("%q\n%s\n%s", row.text, data, again)
		}
	}
}

// Reading twice, met before or not, gives the same.
func TestSameAgain(t *testing.T) {
	for _, row := range rows {
		if a, b := Read(row.text), read(row.text); !reflect.DeepEqual(a, b) {
			t.Errorf("%q: %+v, then %+v", row.text, a, b)
		}
	}
}
