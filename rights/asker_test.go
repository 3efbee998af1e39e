package rights

import (
	"slices"
	"testing"

	"clearance/rights/language"
)

// What a constraint on parties comes to that no phrase writes, but a document in ODRL may: nothing is named, or names and countries
// stand side by side, of which the stricter counts.
func TestPartiesOfAConstraint(t *testing.T) {
	const house = "we: {names: [Reuters]}\nclients: [{name: Sky News, country: GB}, {name: RTE, country: IE}]"
	mixed := language.Constraint{Values: []string{"country:ES", "RTE"}}
	british := language.Constraint{Values: []string{"RTE", "country:GB"}}
	for name, tc := range map[string]struct {
		party         language.Constraint
		action, asker string
		left          *Except
		want          string
	}{
		"nobody, for anyone who buys":    {language.Constraint{}, "sell", "", nil, partyAny},
		"nobody, for one":                {language.Constraint{}, "sell", "Sky News", nil, partyNear},
		"nobody, for us":                 {language.Constraint{}, "publish", "", nil, partyNear},
		"a name that is left out":        {language.Constraint{Values: []string{"RTE"}}, "sell", "", &Except{Party: []string{"RTE"}}, partyOther},
		"perhaps one that is not":        {language.Constraint{Values: []string{"RTE"}, Perhaps: []string{"BBC"}}, "sell", "", &Except{Party: []string{"RTE"}}, partyAny},
		"perhaps the one":                {language.Constraint{Values: []string{"RTE"}, Perhaps: []string{"Sky News"}}, "sell", "Sky News", nil, partyNear},
		"mixed, for anyone who buys":     {mixed, "sell", "", nil, partyAny},
		"mixed, the name is left out":    {mixed, "sell", "", &Except{Party: []string{"RTE"}}, partyAny},
		"mixed, the country is":          {mixed, "sell", "", &Except{Territory: []string{"ES"}}, partyAny},
		"mixed, both are":                {mixed, "sell", "", &Except{Territory: []string{"ES"}, Party: []string{"RTE"}}, partyOther},
		"mixed, for the one named":       {mixed, "sell", "RTE", nil, partySame},
		"mixed, for one of the country":  {british, "sell", "Sky News", nil, partySame},
		"mixed, for neither":             {mixed, "sell", "Sky News", nil, partyOther},
		"mixed, of an unknown country":   {mixed, "sell", "TF1", nil, partyUnknown},
		"mixed, for us":                  {mixed, "publish", "", nil, partyUnknown},
		"all but some, of whom not all":  {language.Constraint{Values: []string{"RTE"}, Except: []string{"RTE News"}, Outside: true}, "sell", "RTE", nil, partyOutsider},
		"all but one":                    {language.Constraint{Values: []string{"RTE"}, Outside: true}, "sell", "RTE", nil, partyOther},
		"all but nobody":                 {language.Constraint{Outside: true}, "sell", "RTE", nil, partyOutsider},
		"all but a country and the name": {language.Constraint{Values: []string{"country:IE", "RTE"}, Outside: true}, "sell", "Sky News", nil, partyOutsider},
	} {
		t.Run(name, func(t *testing.T) {
			c := caseOf(t, "None", "2024-07-06T00:00:00Z", Asked{Action: tc.action, Party: tc.asker}, readHouse(t, house))
			c.Question.Use.Except = tc.left
			c = NewCase(c.Reading, c.Question, c.House, Others{})
			rule := &Rule{Rule: language.Rule{Effect: language.Prohibition, Kind: "access", Party: &tc.party}}
			if got := c.party(rule, -1); got != tc.want {
				t.Errorf("it is %q, want %q", got, tc.want)
			}
		})
	}
}

// More names never free anybody: each list of parties is at least as strict with another value in it.
func TestMoreNamesNeverFree(t *testing.T) {
	const house = "we: {names: [Reuters]}\nclients: [{name: Sky News, country: GB}, {name: RTE, country: IE}]"
	values := []string{"RTE", "BBC", "Reuters", "Sky News", "country:ES", "country:GB", "country:IE", "country:150", "country:ZZ", "Kanal Ukjent"}
	strict := func(state string) int {
		return slices.IndexFunc([][]string{{partyOther}, {partyNear, partyParent, partyUnknown}, {partySame, partyAny}}, func(s []string) bool {
			return slices.Contains(s, state)
		})
	}
	for _, asked := range []Asked{{Action: "sell"}, {Action: "publish"}, {Action: "sell", Party: "RTE"}, {Action: "sell", Party: "Sky News"}, {Action: "sell", Party: "TF1"}} {
		c := caseOf(t, "None", "2024-07-06T00:00:00Z", asked, readHouse(t, house))
		says := func(v ...string) string {
			return c.party(&Rule{Rule: language.Rule{Kind: "access", Party: &language.Constraint{Values: v}}}, -1)
		}
		for _, a := range values {
			for _, b := range values {
				if one, both := says(a), says(a, b); strict(one) < 0 || strict(both) < strict(one) {
					t.Errorf("%+v: %s is %s, with %s it is %s", asked, a, one, b, both)
				}
			}
		}
	}
}
