package language

import (
	"strings"
	"testing"
)

// A list ends where something else is said: none of these may take a word from what follows, or lend it one.
var swallowed = []struct{ text, want string }{
	// A place before "<medium> only" belongs to it.
	{"No access Japan, UK TV only", "prohibition access use in JP; prohibition medium_only use media -broadcast; unread:UK"},
	{"No access Japan/UK TV only", "prohibition access use in JP; prohibition medium_only use media -broadcast; unread:UK"},
	{"No access Japan/UK/TV only", "prohibition access use in JP; prohibition medium_only use media -broadcast; unread:UK"},
	{"No access UK\nUK TV only", "prohibition access use in GB; prohibition medium_only use media -broadcast; unread:UK"},
	{"Not Japan, UK TV only", "prohibition access use in JP; prohibition medium_only use media -broadcast; unread:UK"},
	{"Not Japan, UK and Ireland TV use only", "prohibition access use in JP; prohibition medium_only use media -broadcast; unread:UK and Ireland"},
	{"No TV\nUK TV only", "prohibition access use media broadcast; prohibition medium_only use media -broadcast; unread:UK"},
	{"No TV - UK TV only", "prohibition access use media broadcast; prohibition medium_only use media -broadcast; unread:UK"},
	{"No TV: UK", "prohibition access use media broadcast; unread:UK"},
	{"No access UK TV only", "prohibition access use in GB; unread:TV only"},
	{"No access Japan, UK on TV only", "prohibition access use in JP,GB; prohibition medium_only use media -broadcast; unread:on"},
	{"No access Japan, UK, TV only", "prohibition access use in JP,GB; prohibition medium_only use media -broadcast"},
	{"No access Japan / UK / TV only", "prohibition access use in JP,GB; prohibition medium_only use media -broadcast"},

	// A total bar is not narrowed to the source of the next clause.
	{"No use\nBBC - must credit BBC", "prohibition access use; note source use 'BBC'; duty credit display 'BBC'"},
	{"No access\nRUV - No access Iceland", "prohibition access use; note source use 'RUV'; prohibition access use in IS"},
	{"No use - AP - No access Japan", "prohibition access use; prohibition access use in JP; unread:AP"},
	{"No use -\nAP - No access Japan", "prohibition access use; note source use 'AP'; prohibition access use in JP"},
	{"No access\nJapan", "prohibition access use; unread:Japan"},
	{"No access:\nJapan", "prohibition access use in JP"},
	{"No use in\nJapan", "prohibition access use in JP"},
	{"No\narchive", "prohibition archive archive"},
	{"No access - UK", "prohibition access use in GB"},
	{"Digital: No use\nRUV - No access Iceland", "prohibition access use media online,social,mobile channel digital; note source use 'RUV'; prohibition access use in IS"},

	// A source behind a line is one.
	{"Do not use in Brazil\nAP TELEVISION = NO BBC PERSIAN/NO VOA PERSIAN",
		"prohibition access use in BR; note source use 'AP TELEVISION'; prohibition access use by BBC Persian; prohibition access use by VOA Persian"},
	{"Must not be edited\nAP - No access Japan", "prohibition edit modify; note source use 'AP'; prohibition access use in JP"},
	{"No access BBC\nAP - No access Japan", "prohibition access use by BBC; note source use 'AP'; prohibition access use in JP"},
	{"No commercial use\nBBC - must credit BBC", "prohibition purpose use for commercial; note source use 'BBC'; duty credit display 'BBC'"},
	{"No access UK or NASA - For editorial use only",
		"prohibition access use in GB; prohibition access use by NASA; note source use 'NASA'; prohibition purpose_only use for -editorial"},
	{"No use: BBC - must credit BBC", "prohibition access use; duty credit display 'BBC'; unread:BBC"},
	{"No archive, AP - No access Japan", "prohibition archive archive; prohibition access use by AP; note source use 'AP'; prohibition access use in JP"},
	{"No access UK/RTE - No archive", "prohibition access use in GB; prohibition access use by RTE; prohibition archive archive"},

	// A medium on a line of its own is a clause of its own.
	{"Must not be edited\nOnline", "prohibition edit modify; referral any_medium use media -online"},
	{"Must not be edited / Online", "prohibition edit modify; referral any_medium use media -online"},
	{"No access Japan\nOnline", "prohibition access use in JP; referral any_medium use media -online"},
	{"No access Japan / Online", "prohibition access use in JP; prohibition access use media online"},
	{"No resale\n\nOnline", "prohibition resale sell; referral any_medium use media -online"},
	{"Online\nResale not permitted", "referral any_medium use media -online; prohibition resale sell"},
	{"Online / Resale not permitted", "referral any_medium use media -online; prohibition resale sell"},
	{"No access Japan/Online", "prohibition access use in JP; prohibition access use media online"},
	{"No access Japan, Online", "prohibition access use in JP; prohibition access use media online"},

	// What stays open is not widened by what is barred.
	{"No use outside Europe nor Germany", "prohibition access use in -150; unread:nor Germany"},
	{"No use outside Europe, nor Germany", "prohibition access use in -150; unread:nor Germany"},
	{"No online use outside Europe nor Germany", "prohibition access use in -150 media online; unread:nor Germany"},
	{"No access Europe except Norway nor Germany", "prohibition access use in 150!NO; unread:nor Germany"},
	{"No access Peru nor Chile", "prohibition access use in PE,CL"},

	// What is shown there and who is from there are two.
	{"No use on British television", "prohibition class use by country:GB; prohibition access use in GB media broadcast"},
	{"Not for use on UK channels", "prohibition class use by country:GB; prohibition access use in GB"},
	{"No use in UK media", "prohibition class use by country:GB; prohibition access use in GB"},
	{"No UK press", "prohibition class use by country:GB; prohibition access use in GB media print"},
	{"No use on Danish television or British television", "prohibition class use by country:DK,country:GB; prohibition access use in DK media broadcast; prohibition access use in GB media broadcast"},
	{"No UK outlets", "prohibition class use by country:GB"},
	{"No use by British broadcasters", "prohibition class use by country:GB"},
	{"No use by the British media", "prohibition class use by country:GB"},
	{"No access UK broadcasters", "prohibition class use by country:GB"},
	{"No use on Spanish broadcasters", "prohibition class use by country:ES; prohibition access use in ES"},

	// A place is no client.
	{"Poland & AP clients only", "prohibition clients_only use by -AP 'Poland & AP'; unread:Poland"},
	{"Use restricted to Poland & AP Clients Only.", "prohibition clients_only use by -AP 'Poland & AP'; unread:Poland"},
	{"UK and Ireland clients only", "prohibition clients_only use by -country:GB,country:IE 'UK and Ireland'"},
	{"AP/BBC clients only", "prohibition clients_only use by -AP,BBC 'AP/BBC'"},
}

func TestSwallowed(t *testing.T) {
	for _, row := range swallowed {
		if got := show(row.text); got != row.want {
			t.Errorf("%q\n got %s\nwant %s", row.text, got, row.want)
		}
		checkCoverage(t, row.text, Read(row.text))
	}
}

// A second rule in the last scope may belong to all, whatever parts it from the first.
func TestLastScope(t *testing.T) {
	const first = "Broadcast: No use Japan. Digital: No use Japan"
	for _, row := range []struct{ tail, want string }{
		{" - Germany out", "in DE"},
		{" (Germany out)", "in DE"},
		{" Germany out", "in DE"},
		{", Germany out", "in DE"},
		{"; Germany out", "in DE"},
		{" Do not archive", "archive archive"},
		{" (No use after 5 May 2020)", "use from "},
		{" / Germany embargoed until 5 May 2030", "use until "},
		{"\nNo use Chile", "in CL"},
	} {
		got := show(first + row.tail)
		told := strings.Contains(got, "unread") || strings.Count(got, "channel") == 2 && strings.Contains(got, row.want)
		if !told {
			t.Errorf("%q: %s", first+row.tail, got)
		}
	}
	for _, tail := range []string{", no use Chile", ", Chile", " and no use Chile"} {
		if got := show(first + tail); strings.Count(got, "channel") != strings.Count(got, "use in") {
			t.Errorf("%q: %s", first+tail, got)
		}
	}
}
