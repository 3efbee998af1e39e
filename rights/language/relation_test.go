package language

import (
	"slices"
	"strings"
	"testing"
)

func TestRelation(t *testing.T) {
	tests := []struct {
		name  string
		named string // parted by commas
		asker string // parted by commas
		want  Relation
	}{
		{"itself", "BBC", "BBC", Same},
		{"case", "BBC", "bbc", Same},
		{"accents", "RTE", "RTÉ", Same},
		{"punctuation", "RFE/RL", "RFE-RL", Same},
		{"another name", "AP", "Associated Press", Same},
		{"in full", "BBC", "British Broadcasting Corporation", Same},
		{"in full, in its own language", "TVP", "Telewizja Polska", Same},
		{"another name on the other side", "The Associated Press", "APTN", Same},
		{"one of several", "RTE, NHK", "NHK", Same},
		{"one of its own names", "NHK", "Example Japan, N.H.K.", Same},
		{"it belongs to one", "BBC", "BBC Persian", Same},
		{"it belongs to one, by another name", "BBC", "BBC Persian TV", Same},
		{"nobody of the lexicon", "Kanal Nord", "KANAL  NORD", Same},
		{"the closest of several", "BBC Scotland, BBC Persian, BBC", "BBC", Same},
		{"a country beside it", "country:ES, RTVE", "TVE", Same},

		{"one belongs to it", "BBC Persian", "BBC", Parent},
		{"one belongs to it, by other names", "CNN International", "cnn", Parent},
		{"the closest of its names", "BBC Persian", "Example, BBC News", Parent},
		{"parent before near", "BBC Scotland, BBC Persian", "BBC", Parent},

		{"more words", "BBC", "BBC Scotland", Near},
		{"fewer words", "Kanal Nord Sport", "Kanal Nord", Near},
		{"more words than another name has", "AP", "Associated Press Berlin", Near},
		{"an article", "Kanal Nord", "The Kanal Nord", Near},
		{"a slip of the hand", "Al Jazeera", "Al Jazera", Near},
		{"swapped letters", "Mediaset", "Meidaset", Near},
		{"a slip in another name", "dpa", "Deutsche Prese-Agentur", Near},
		{"other spaces", "Al Jazeera", "AlJazeera", Near},
		{"other spaces in words of their own number", "Kana lNord", "Kanal Nord", Near},
		{"a space and a slip", "Al Jazeera", "AlJazera", Near},
		{"a hyphen", "n-tv", "NTV", Near},
		{"a number behind it", "BBC", "BBC1", Near},
		{"a word without a space behind it", "BBC", "BBCPersian", Near},
		{"a letter behind it", "ITV", "ITVX", Near},
		{"more behind a short name", "TVN", "TVN24", Near},
		{"it begins the asker's", "GloboNews", "Globo", Near},
		{"no name", "BBC", "", Near},
		{"a name without a word", "BBC", " - , ...", Near},
		{"nobody named", "", "BBC", Near},
		{"a value without a word", "-", "BBC", Near},

		{"another", "BBC", "NHK", Other},
		{"a sister", "BBC Persian", "BBC Arabic", Other},
		{"one letter of a short name", "ABC", "NBC", Other},
		{"one letter of a short word", "BBC", "ABC News", Other},
		{"a number", "Channel 4", "Channel 5", Other},
		{"part of a word", "RT", "RTL", Other},
		{"two slips in two words", "Deutsche Nachrichten", "Deutshe Nachrichtne", Other},
		{"countries are no names", "country:ES", "RTVE", Other},
		{"countries are no names, and no name is given", "country:ES", "", Other},
		{"an empty name beside another", "BBC", ", NHK", Other},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := &Constraint{}
			if test.named != "" {
				c.Values = strings.Split(test.named, ", ")
			}
			if got := c.Relation(strings.Split(test.asker, ",")...); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			c.Outside = true
			if got := c.Relation(strings.Split(test.asker, ",")...); got != test.want {
				t.Errorf("outside: got %s, want %s", got, test.want)
			}
		})
	}
	t.Run("no names at all", func(t *testing.T) {
		if got := (&Constraint{Values: []string{"BBC"}}).Relation(); got != Near {
			t.Errorf("got %s", got)
		}
	})
	t.Run("open", func(t *testing.T) {
		if got := (*Constraint)(nil).Relation("BBC"); got != Same {
			t.Errorf("got %s", got)
		}
	})
}

// No name of the lexicon may stand for two parties, and each party is all that it is called.
func TestIdentities(t *testing.T) {
	whose := map[string]string{}
	for line := range lines("parties") {
		parts := strings.Split(line, "|")
		name := strings.TrimSpace(parts[0])
		for _, n := range append(strings.Split(parts[2], ","), name) {
			plain := Normal(n)
			if plain == "" {
				continue
			}
			if whose[plain] != "" && whose[plain] != name {
				t.Errorf("%q is both %s and %s", n, whose[plain], name)
			}
			whose[plain] = name
			c := &Constraint{Values: []string{name}}
			if got := c.Relation(n); got != Same {
				t.Errorf("%s is called %s: %s", name, n, got)
			}
			if got := c.Relation(n + " Example"); got == Other {
				t.Errorf("%s Example has nothing to do with %s", n, name)
			}
		}
		if parent := strings.TrimSpace(parts[1]); parent != "" {
			if got := (&Constraint{Values: []string{parent}}).Relation(name); got != Same {
				t.Errorf("%s belongs to %s: %s", name, parent, got)
			}
			if got := (&Constraint{Values: []string{name}}).Relation(parent); got != Parent {
				t.Errorf("%s has %s: %s", parent, name, got)
			}
			if !slices.Contains(identify(name).above, Normal(parent)) {
				t.Errorf("%s does not stand above %s", parent, name)
			}
		}
	}
}

func FuzzRelation(f *testing.F) {
	f.Add("BBC", "BBC Scotland")
	f.Add("RFE/RL", "\xff")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := &Constraint{Values: []string{a}}, &Constraint{Values: []string{b}}
		if strings.HasPrefix(a, "country:") || strings.HasPrefix(b, "country:") {
			return
		}
		if got := x.Relation(a); got != Same && got != Near {
			t.Errorf("%q is %s to itself", a, got)
		}
		there, back := x.Relation(b), y.Relation(a)
		if (there == Other) != (back == Other) || (there == Near) != (back == Near) {
			t.Errorf("%q and %q: %s one way, %s the other", a, b, there, back)
		}
	})
}
