package rights

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestOnChannel: what is on the net is seen everywhere, unless somebody states that it is kept in.
func TestOnChannel(t *testing.T) {
	const limited = "geo_limited: [{media: [online, social, mobile], who: J, why: w, until: 2030-01-01}]\n"
	before, after := time.Date(2029, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		house      string
		at         time.Time
		territory  []string
		everywhere bool
	}{
		"a web page":                      {"channels: {it: {action: publish, media: [online], territory: [GB]}}", before, nil, true},
		"a web page that says no":         {limited + "channels: {it: {action: publish, media: [online], territory: [GB], geo_limited: false}}", before, nil, true},
		"a limited one":                   {limited + "channels: {it: {action: publish, media: [online], territory: [GB], geo_limited: true}}", before, []string{"GB"}, false},
		"one that was limited":            {limited + "channels: {it: {action: publish, media: [online], territory: [GB], geo_limited: true}}", after, nil, true},
		"an app":                          {"channels: {it: {action: publish, media: [mobile], territory: [GB]}}", before, nil, true},
		"three media in one word":         {"channels: {it: {action: publish, media: [digital], territory: [GB]}}", before, nil, true},
		"all media":                       {"channels: {it: {action: publish, territory: [GB]}}", before, nil, true},
		"all media, limited":              {limited + "channels: {it: {action: publish, territory: [GB], geo_limited: true}}", before, []string{"GB"}, false},
		"a broadcast beside a page":       {"channels: {it: {action: publish, media: [broadcast, online], territory: [GB]}}", before, nil, true},
		"a broadcast":                     {"channels: {it: {action: publish, media: [broadcast], territory: [GB, IE]}}", before, []string{"GB", "IE"}, false},
		"a broadcast everywhere":          {"channels: {it: {action: publish, media: [broadcast]}}", before, nil, false},
		"a page everywhere, and meant so": {"channels: {it: {action: publish, media: [online]}}", before, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			h, err := ReadHouse([]byte(tc.house))
			if err != nil || !follows(t, tc.house) {
				t.Fatal(err)
			}
			asked, everywhere, err := h.OnChannel("it", tc.at)
			if err != nil || !slices.Equal(asked.Territory, tc.territory) || everywhere != tc.everywhere || asked.Action != "publish" {
				t.Errorf("asks %+v, everywhere %v, %v", asked, everywhere, err)
			}
			if _, _, err := h.OnChannel("that", tc.at); err == nil || !strings.Contains(err.Error(), "use one of it") {
				t.Errorf("an unknown channel: %v", err)
			}
		})
	}
	if _, _, err := (House{}).OnChannel("it", before); err == nil || !strings.Contains(err.Error(), "names none") {
		t.Errorf("no house: %v", err)
	}
}

func TestApprove(t *testing.T) {
	h, err := ReadHouse([]byte("override: {approvers: [Jane Doe, John Roe, Mary Major], names: 2, hours: 1, who: J, why: w, until: 2030-01-01}"))
	if err != nil {
		t.Fatal(err)
	}
	before, after := time.Date(2029, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		house    House
		approved string
		actor    string
		at       time.Time
		want     string
	}{
		"two":                 {h, "Jane Doe,JOHN  ROE", "night desk", before, ""},
		"all":                 {h, "Jane Doe,John Roe,Mary Major", "night desk", before, ""},
		"one":                 {h, "Jane Doe", "night desk", before, "takes 2"},
		"one twice":           {h, "Jane Doe,jane doe", "night desk", before, "approves twice"},
		"a stranger":          {h, "Jane Doe,John Roe,Joe", "night desk", before, "may not approve"},
		"the one who asks":    {h, "Jane Doe,John Roe", "john roe", before, "cannot approve it too"},
		"too late":            {h, "Jane Doe,John Roe", "night desk", after, "held until 2030-01-01"},
		"a house without any": {House{}, "Jane Doe,John Roe", "night desk", before, "lets nobody override"},
	} {
		t.Run(name, func(t *testing.T) {
			err := tc.house.Approve(strings.Split(tc.approved, ","), tc.actor, tc.at)
			if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, want %q", err, tc.want)
			}
		})
	}
}
