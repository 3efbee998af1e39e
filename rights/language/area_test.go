package language

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func on(date string) time.Time {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	return t
}

// given makes a constraint of "GB IE", "-GB" (outside) and "CN !HK !MO" (except).
func given(s string) *Constraint {
	s, outside := strings.CutPrefix(s, "-")
	c := &Constraint{Outside: outside}
	for _, f := range strings.Fields(s) {
		if not, ok := strings.CutPrefix(f, "!"); ok {
			c.Except = append(c.Except, not)
		} else {
			c.Values = append(c.Values, f)
		}
	}
	return c
}

// standing says how an area reads each country: barred, open, or perhaps either.
func standing(a Area, code string) string {
	_, in := slices.BinarySearch(a.Codes, code)
	_, perhaps := slices.BinarySearch(a.Maybe, code)
	switch {
	case a.Form == "all":
		return "barred"
	case perhaps:
		return "perhaps"
	case a.Form == "in" && in, a.Form == "outside" && !in:
		return "barred"
	case a.Form == "in", a.Form == "outside":
		return "open"
	}
	return "form " + a.Form
}

func TestArea(t *testing.T) {
	now := "2024-07-16"
	tests := []struct {
		name, given, dates string
		form               string
		barred             string
		perhaps            string
		open               string
	}{
		{"a country alone", "IE", now, "in", "IE", "", "GB FR"},
		{"dependencies of France follow it", "FR", now, "in", "FR RE GP MQ GF NC PF", "", "DE"},
		{"dependencies of the United Kingdom follow it", "GB", now, "in", "GB GG JE IM GI BM FK", "", "IE"},
		{"dependencies of the United States follow them", "US", now, "in", "US PR GU VI AS MP", "", "CA"},
		{"a dependency alone does not reach its country", "PR", now, "in", "PR", "", "US"},
		{"countries that free association ties refer", "NZ", now, "in", "NZ TK", "CK NU", "AU"},
		{"China refers its regions and Taiwan", "CN", now, "in", "CN", "HK MO TW", "JP"},
		{"China and Hong Kong", "CN HK", now, "in", "CN HK", "MO TW", "JP"},
		{"the Chinese mainland leaves them open", "CN !HK !MO !TW", now, "in", "CN", "", "HK MO TW JP"},
		{"the mainland and Hong Kong beside it", "CN HK !HK !MO !TW", now, "in", "CN HK", "", "MO TW"},
		{"Asia, and the mainland", "142 CN !HK !MO !TW", now, "in", "CN JP IN", "HK MO TW", "FR"},
		{"Serbia refers Kosovo", "RS", now, "in", "RS", "XK", "AL"},
		{"Morocco refers Western Sahara", "MA", now, "in", "MA", "EH", "DZ"},
		{"Europe", "150", now, "in", "FR DE GB CH RU XK GG RE GL", "TR CY IL GE AM AZ KZ", "US MA"},
		{"Europe and Turkey", "150 TR", now, "in", "FR TR", "CY IL GE", "US"},
		{"Europe and the EU", "150 EU", now, "in", "FR CY", "TR", "US"},
		{"Southern Europe", "039", now, "in", "GR IT", "CY TR", "FR"},
		{"Eastern Europe", "151", now, "in", "PL UA", "GE AM AZ KZ", "TR"},
		{"Greater China", "CN HK MO TW", now, "in", "CN HK MO TW", "", "JP"},
		{"North America", "003", now, "in", "US CA MX CU PR", "", "BR GB"},
		{"the EU today", "EU", now, "in", "FR RE IE HR AX", "", "GB CH NO"},
		{"the EU at an earlier date or now", "EU", "2012-01-01 " + now, "in", "FR GB GG HR", "", "CH"},
		{"the EU when nobody knows the date", "EU", "", "in", "FR GB HR", "", "CH"},
		{"the EU when one date is not known", "EU", "0001-01-01 " + now, "in", "FR GB HR", "", "CH"},
		{"Europe except a country", "150 !NO", now, "in", "SE", "SJ BV", "NO"},
		{"Europe except a country with dependencies", "150 !GB", now, "in", "IE", "GG JE GI BM TR", "GB"},
		{"Europe except the EU as it was and is", "150 !EU", "2012-01-01 " + now, "in", "CH NO GB HR", "TR RE AX", "FR IE"},
		{"except what is not known", "GB !Gozo", now, "in", "GB JE", "", "FR"},
		{"except the world", "GB !001", now, "in", "GB", "", "FR"},
		{"a place that is not known may be anywhere", "GB Gozo", now, "in", "GB", "FR MT US", ""},
		{"the world", "001", now, "all", "GB FR US", "", ""},
		{"the world except a country", "001 !ES", now, "outside", "FR US", "", "ES"},
		{"the world except a country with dependencies", "001 !FR", now, "outside", "DE", "RE", "FR"},
		{"the world except what is not known", "001 !Gozo", now, "outside", "MT FR", "", ""},
		{"the world except the world", "001 !001", now, "all", "MT", "", ""},
		{"the world, and the mainland", "001 CN !HK", now, "outside", "CN FR", "HK", ""},
		{"no value", "", now, "all", "GB", "", ""},

		{"outside a country", "-IT", now, "outside", "FR", "", "IT"},
		{"outside a country with dependencies", "-FR", now, "outside", "DE", "RE GP", "FR"},
		{"outside a country and a dependency named beside it", "-FR RE", now, "outside", "DE", "GP", "FR RE"},
		{"outside China", "-CN", now, "outside", "JP", "HK MO TW", "CN"},
		{"outside the Chinese mainland", "-CN !HK !MO !TW", now, "outside", "HK MO TW JP", "", "CN"},
		{"outside the mainland and Hong Kong", "-CN HK !HK !MO !TW", now, "outside", "MO TW", "HK", "CN"},
		{"outside Europe", "-150", now, "outside", "US", "TR CY IL GE AM AZ KZ GG RE XK", "FR DE"},
		{"outside Europe, except a country", "-150 !FR", now, "outside", "FR RE", "TR", "DE"},
		{"outside Europe, except China", "-150 CN !CN", now, "outside", "US", "CN HK", "DE"},
		{"outside Asia, except Europe", "-142 !150", now, "outside", "FR RE", "TR CY", "JP"},
		{"outside the EU", "-EU", "2012-01-01 " + now, "outside", "CH GB HR", "RE", "FR CY"},
		{"outside the EU when nobody knows the date", "-EU", "", "outside", "CH", "GB PL", "FR"},
		{"outside a place that is not known", "-Gozo", now, "outside", "", "GB MT", ""},
		{"outside a country and a place that is not known", "-GB Gozo", now, "outside", "", "FR JE", "GB"},
		{"outside the world", "-001", now, "in", "", "", "GB FR"},
		{"outside the world without a country", "-001 !ES", now, "in", "ES", "", "FR"},
		{"outside, except the world", "-GB !001", now, "outside", "GB FR", "", ""},
		{"outside, and no value", "-", now, "outside", "GB FR", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var dates []time.Time
			for _, d := range strings.Fields(test.dates) {
				dates = append(dates, on(d))
			}
			a := given(test.given).Area(dates...)
			if a.Form != test.form || a.Codes == nil || a.Maybe == nil {
				t.Errorf("got %+v, want form %s", a, test.form)
			}
			for want, codes := range map[string]string{"barred": test.barred, "perhaps": test.perhaps, "open": test.open} {
				for _, code := range strings.Fields(codes) {
					if got := standing(a, code); got != want {
						t.Errorf("%s is %s, want %s", code, got, want)
					}
				}
			}
		})
	}
	if a := (*Constraint)(nil).Area(); a.Form != "all" || a.Codes == nil || a.Maybe == nil {
		t.Errorf("no constraint: %+v", a)
	}
}

// The day counts, not the hour or the zone it is told in.
func TestAreaDays(t *testing.T) {
	last := on("2020-02-01").Add(-time.Second).In(time.FixedZone("", 14*3600))
	if a := given("EU").Area(last); !slices.Contains(a.Codes, "GB") {
		t.Error("GB is not in the EU on its last day")
	}
	if a := given("EU").Area(on("2020-02-01")); slices.Contains(a.Codes, "GB") {
		t.Error("GB is in the EU on the day after")
	}
}

func TestCountries(t *testing.T) {
	all := Countries()
	if !slices.IsSorted(all) || len(all) < 249 {
		t.Errorf("%d countries: %v", len(all), all)
	}
	if got := Members(world, on("2024-01-01")); !slices.Equal(got, all) {
		t.Errorf("the world has %d members, not all %d countries", len(got), len(all))
	}
	but := CountriesBut([]string{"GB", "Gozo", "FR"})
	if want := slices.DeleteFunc(Countries(), func(c string) bool { return c == "GB" || c == "FR" }); !slices.Equal(but, want) || !slices.Equal(CountriesBut(nil), all) {
		t.Errorf("all but two are %v", but)
	}
	for file, list := range map[string]map[string][]string{"dependencies": dependencies(), "related": related()} {
		for of, codes := range list {
			if len(Members(of, on("2024-01-01"))) == 0 {
				t.Errorf("%s: %s is no territory", file, of)
			}
			for _, code := range codes {
				if !slices.Contains(all, code) || code == of {
					t.Errorf("%s: %s has %s, which is no country beside it", file, of, code)
				}
			}
		}
	}
}

// someValues are constraints of all countries and groups alone, and of some together.
func someValues() []string {
	list := append(Countries(), "EU", "EEA", "001", "002", "003", "005", "009", "013", "019", "021", "029", "039", "142", "143", "145", "150", "151", "419", "Gozo")
	groups := slices.Clone(list[len(list)-19:])
	for _, g := range groups {
		for _, c := range []string{"FR", "GB", "CN", "HK", "TR", "EU", "150", "Gozo"} {
			list = append(list, g+" "+c, g+" !"+c, c+" !"+g, g+" CN !HK !MO !TW !"+c)
		}
	}
	return list
}

func TestAreaHoldsMembers(t *testing.T) {
	days := []time.Time{on("2010-01-01"), on("2024-01-01")}
	for _, s := range someValues() {
		c := given(s)
		if len(c.Except) > 0 {
			continue
		}
		a := c.Area(days...)
		for _, v := range c.Values {
			for _, d := range days {
				for _, m := range Members(v, d) {
					if got := standing(a, m); got != "barred" {
						t.Errorf("a bar on %q leaves its member %s %s", s, m, got)
					}
				}
			}
		}
	}
}

// What a constraint certainly leaves open one way round, it must not leave open the other way round as well; no code stands
// in both lists, and what is not known when is never looser than what is.
func TestAreaBothWays(t *testing.T) {
	countries := Countries()
	for _, s := range someValues() {
		unknownIn, unknownOut := given(s).Area(), given("-"+s).Area()
		for _, dates := range [][]time.Time{nil, {on("2000-01-01")}, {on("2010-01-01"), on("2024-01-01")}} {
			in, out := given(s).Area(dates...), given("-"+s).Area(dates...)
			checkArea(t, s, in)
			checkArea(t, "-"+s, out)
			for _, code := range countries {
				if standing(in, code) == "open" && standing(out, code) == "open" {
					t.Errorf("%q %v: %s is open in it and outside of it", s, dates, code)
				}
				if standing(unknownIn, code) == "open" && standing(in, code) != "open" || standing(unknownOut, code) == "open" && standing(out, code) != "open" {
					t.Errorf("%q: %s is open when the date is not known, and is not on %v", s, code, dates)
				}
			}
		}
	}
}

func checkArea(t *testing.T, name string, a Area) {
	t.Helper()
	if !slices.IsSorted(a.Codes) || !slices.IsSorted(a.Maybe) {
		t.Fatalf("%q: not sorted: %+v", name, a)
	}
	for _, code := range a.Codes {
		if _, found := slices.BinarySearch(a.Maybe, code); found {
			t.Errorf("%q: %s is in both lists", name, code)
		}
	}
}

// What was met before does not change what is said of a territory, and what no territory is called is not kept.
func TestAreaMemory(t *testing.T) {
	var first []string
	dates := [][]time.Time{nil, {on("2024-01-01")}, {on("1950-01-01"), on("2024-01-01")}, {on("1950-01-01"), {}}, {on("1999-01-01"), on("2020-02-01"), on("2021-01-01")}}
	for range 2 {
		var all []string
		for _, s := range someValues() {
			for _, at := range dates {
				all = append(all, fmt.Sprint(given(s).Area(at...), given("-"+s).Area(at...)))
			}
		}
		if first == nil {
			first = all
			clear(meanings.known)
		} else if !slices.Equal(first, all) {
			t.Error("areas differ the second time")
		}
	}
	before := len(meanings.known)
	for i := range 1000 {
		given(fmt.Sprint("Nowhere", i)).Area(on("2000-01-01").AddDate(0, 0, i))
		given("GB").Area(on("2000-01-01").AddDate(0, 0, i))
	}
	if n := len(meanings.known); n != before {
		t.Errorf("%d meanings are kept, %d before", n, before)
	}
}

// A day says as much as any other one of its era, and one that is zero as much as all.
func TestEras(t *testing.T) {
	for i, turn := range turns {
		before, after := turn.Add(-time.Nanosecond), turn
		if erasOf([]time.Time{before}) != 1<<i || erasOf([]time.Time{after}) != 1<<(i+1) {
			t.Errorf("the turn of %s is not between two eras", turn)
		}
		for n, day := range (erasOf([]time.Time{before, after})).all() {
			at := []time.Time{before, after}[n]
			for _, group := range datedGroups {
				if !slices.Equal(Members(group, at), Members(group, day)) {
					t.Errorf("%s had other members on %s than on %s", group, at, day)
				}
			}
		}
	}
	if unknown := erasOf(nil); unknown.known() || unknown != erasOf([]time.Time{{}}) || !erasOf([]time.Time{on("1900-01-01"), on("2024-01-01")}).known() {
		t.Error("it is not known when a date is known")
	}
}

func BenchmarkArea(b *testing.B) {
	c, record, now := given("150 !NO"), on("2012-01-01"), on("2024-01-01")
	for b.Loop() {
		c.Area(record, now)
	}
}
