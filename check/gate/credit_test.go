package gate

import (
	"strings"
	"testing"
)

// A credit is words that credit somebody. That a text speaks of them is none.
func TestShowsCredit(t *testing.T) {
	for text, want := range map[string]bool{
		"Picture: ESA":                                 true,
		"(Photo by John Doe / ESA)":                    true,
		"Photo credit: Jane Doe/ESA":                   true,
		"Courtesy of ESA":                              true,
		"courtesy esa":                                 true,
		"© 2026 ESA":                                   true,
		"Video – Reuters, ESA":                         true,
		"Image: NASA. Video: ESA":                      true,
		"Images: NASA; ESA":                            true,
		"ESA launched a rocket":                        false,
		"The picture that ESA took":                    false,
		"Picture: NASA\nESA launched a rocket":         false,
		"Picture: NASA. ESA launched a rocket":         false,
		"Picture: ESAC":                                false,
		"Picture: " + strings.Repeat("a ", 80) + "ESA": false,
		"Picture:":                                     false,
		"":                                             false,
	} {
		if got := showsCredit(text, "ESA"); got != want {
			t.Errorf("%q credits ESA: %v, want %v", text, got, want)
		}
	}
}

func TestCredits(t *testing.T) {
	for _, tc := range []struct {
		declared, name string
		want           bool
	}{
		{"ESA", "ESA", true},
		{"© esa", "ESA", true},
		{"NASA / ESA", "ESA", true},
		{"ESA/ATG medialab", "ESA / ATG  Medialab", true},
		{"ESA medialab", "ESA/ATG medialab", false},
		{"no credit to ESA", "ESA", false},
		{"Photo: ESA", "ESA", true},
		{"Courtesy of ESA", "ESA", true},
		{"not ESA", "ESA", false},
		{"ESAC", "ESA", false},
		{"U.S. Navy", "US Navy", false},
		{"U.S. Navy", "U.S. Navy", true},
		{"“Agence France-Presse”", "Agence France Presse", true},
		{"Köln TV", "KÖLN TV", true},
		{"", "ESA", false},
		{"ESA", "", false}, // where nobody is named, nobody is credited
		{"ESA", " – ", false},
	} {
		if got := credits(tc.declared, tc.name); got != tc.want {
			t.Errorf("%q credits %q: %v, want %v", tc.declared, tc.name, got, tc.want)
		}
	}
}
