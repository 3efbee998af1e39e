package rights

import (
	"slices"
	"testing"

	"clearance/rights/language"
)

// What limits on media and purposes come to: a bar reaches what its words may mean, and what is left open is only what surely is.
func TestExpand(t *testing.T) {
	in := func(values, maybe []string) SetInput { return SetInput{"in", values, maybe} }
	outside := func(values, maybe []string) SetInput { return SetInput{"outside", values, maybe} }
	for name, tc := range map[string]struct {
		limit language.Constraint
		of    dimension
		want  SetInput
	}{
		"all but social":      {language.Constraint{Values: []string{"online"}, Except: []string{"social"}}, ofMedia, in([]string{"mobile", "online"}, nil)},
		"all but radio":       {language.Constraint{Values: []string{"broadcast"}, Except: []string{"radio"}}, ofMedia, in([]string{"broadcast"}, nil)},
		"what is named stays": {language.Constraint{Values: []string{"online", "mobile"}, Except: []string{"mobile"}}, ofMedia, in([]string{"mobile", "online", "social"}, nil)},
		"taken out of one of two": {
			language.Constraint{Values: []string{"commercial", "training"}, Except: []string{"training"}}, ofPurposes, in([]string{"commercial", "training"}, nil),
		},
		"all of it is taken out":  {language.Constraint{Values: []string{"print"}, Except: []string{"print"}}, ofMedia, in([]string{"print"}, nil)},
		"a part that is in doubt": {language.Constraint{Values: []string{"broadcast"}, Except: []string{"broadcast"}}, ofMedia, in([]string{"broadcast"}, []string{"radio"})},
		"news out of editorial":   {language.Constraint{Values: []string{"editorial"}, Except: []string{"news"}}, ofPurposes, in([]string{"editorial"}, []string{})},
		"what is taken out is unknown": {
			language.Constraint{Values: []string{"online"}, Except: []string{"telepathy"}}, ofMedia, in([]string{"mobile", "online", "social"}, nil),
		},
		"perhaps another": {language.Constraint{Values: []string{"print"}, Perhaps: []string{"online"}}, ofMedia, in([]string{"print"}, []string{"mobile", "online", "social"})},
		"perhaps one that is named": {
			language.Constraint{Values: []string{"print"}, Perhaps: []string{"print", "radio"}}, ofMedia, in([]string{"print"}, []string{"radio"}),
		},
		"an unknown one":   {language.Constraint{Values: []string{"print", "telepathy"}}, ofMedia, in([]string{"print"}, []string{"broadcast", "mobile", "online", "radio", "social"})},
		"perhaps unknown":  {language.Constraint{Values: []string{"news"}, Perhaps: []string{"fun"}}, ofPurposes, in([]string{"news"}, []string{"commercial", "editorial", "training"})},
		"none at all":      {language.Constraint{}, ofPurposes, in(nil, []string{"commercial", "editorial", "news", "training"})},
		"only":             {language.Constraint{Values: []string{"broadcast"}, Outside: true}, ofMedia, outside([]string{"broadcast"}, []string{"radio"})},
		"only, but not":    {language.Constraint{Values: []string{"online", "print"}, Except: []string{"print"}, Outside: true}, ofMedia, outside([]string{"online"}, []string{"print"})},
		"only, less":       {language.Constraint{Values: []string{"editorial"}, Except: []string{"news"}, Outside: true}, ofPurposes, outside(nil, []string{"editorial"})},
		"only, less radio": {language.Constraint{Values: []string{"broadcast"}, Except: []string{"radio"}, Outside: true}, ofMedia, outside([]string{"broadcast"}, nil)},
		"only, less the wider": {
			language.Constraint{Values: []string{"mobile", "print"}, Except: []string{"online"}, Outside: true}, ofMedia, outside([]string{"print"}, []string{"mobile"}),
		},
		"only, perhaps":      {language.Constraint{Values: []string{"print"}, Perhaps: []string{"online"}, Outside: true}, ofMedia, outside([]string{"print"}, nil)},
		"none, but not some": {language.Constraint{Except: []string{"print"}}, ofMedia, in(nil, []string{"broadcast", "mobile", "online", "print", "radio", "social"})},
		"only unknown":       {language.Constraint{Values: []string{"telepathy"}, Outside: true}, ofMedia, outside(nil, nil)},
		"only, less unknown": {
			language.Constraint{Values: []string{"print"}, Except: []string{"telepathy"}, Outside: true}, ofMedia, outside(nil, []string{"print"}),
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := expand(&tc.limit, tc.of)
			if got.Form != tc.want.Form || !slices.Equal(got.Values, tc.want.Values) || !slices.Equal(got.Maybe, tc.want.Maybe) {
				t.Errorf("it is %+v, want %+v", got, tc.want)
			}
			if got.Values == nil || got.Maybe == nil {
				t.Error("it is null in JSON")
			}
		})
	}
	if got := expand(nil, ofMedia); got.Form != "all" {
		t.Errorf("no limit is %+v", got)
	}
}

// Whatever stands in a limit: what is taken out of a bar never makes it reach more, what it may mean besides never less, and what is
// taken out of what is left open never leaves more open.
func TestLimitsErrTowardsTheBar(t *testing.T) {
	for name, of := range map[string]dimension{"media": ofMedia, "purposes": ofPurposes} {
		values := append(slices.Clone(of.all), "unknown")
		for _, a := range values {
			for _, b := range values {
				for _, c := range values {
					plain := language.Constraint{Values: []string{a, b}}
					perhaps, except, open, less := plain, plain, plain, plain
					perhaps.Perhaps = []string{c}
					except.Except = []string{c}
					open.Outside = true
					less.Outside, less.Except = true, []string{c}
					for _, v := range of.all {
						if weight(expand(&perhaps, of), v) < weight(expand(&plain, of), v) {
							t.Errorf("%s: %s perhaps %s bars %s less", name, plain.Values, c, v)
						}
						if weight(expand(&less, of), v) < weight(expand(&open, of), v) {
							t.Errorf("%s: all but %s, less %s, bars %s less", name, plain.Values, c, v)
						}
						switch n := weight(expand(&except, of), v); {
						case v == a && n < 2:
							t.Errorf("%s: %s except %s bars %s no more, which it names", name, plain.Values, c, v)
						case n > weight(expand(&plain, of), v):
							t.Errorf("%s: %s except %s bars %s more", name, plain.Values, c, v)
						case c == "unknown" && n < weight(expand(&plain, of), v):
							t.Errorf("%s: %s without what nobody knows bars %s less", name, plain.Values, v)
						}
					}
				}
			}
		}
	}
}

// weight is how surely a rule holds for a value: 2 surely, 1 perhaps, 0 not.
func weight(s SetInput, v string) int {
	sure, maybe := slices.Contains(s.Values, v), slices.Contains(s.Maybe, v)
	switch {
	case s.Form == "all", s.Form == "in" && sure, s.Form == "outside" && !sure && !maybe:
		return 2
	case maybe:
		return 1
	}
	return 0
}
