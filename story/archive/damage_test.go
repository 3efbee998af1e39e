package archive

import (
	"slices"
	"strings"
	"testing"

	"clearance/rights"
	"clearance/story"
)

func TestDamagedShare(t *testing.T) {
	const stories = 200_000
	for _, share := range []float64{0, 0.05, 0.5, 1} {
		a := open(t, Options{Stories: stories, Damaged: share})
		counts := map[Damage]int{}
		for i := range stories {
			counts[a.Damage(i)]++
		}
		if got := 1 - float64(counts[Sound])/stories; got < share*0.96 || got > share*1.04 {
			t.Errorf("a share of %.4f is damaged, not %v", got, share)
		}
		for _, kind := range slices.Concat(Pairs, Singles) {
			each := share * stories / float64(len(Pairs)+len(Singles))
			if n := float64(counts[kind]); n < each*0.7 || n > each*1.3 {
				t.Errorf("of a share of %v, %v are %s, not about %.0f", share, n, kind, each)
			}
		}
	}
}

// Every kind of damage is what it is called, in every record that has it.
func TestDamages(t *testing.T) {
	odd := func(s *story.Story, kinds ...story.OddityKind) bool {
		return slices.ContainsFunc(s.Oddities, func(o story.Oddity) bool { return slices.Contains(kinds, o.Kind) })
	}
	missing := func(s *story.Story) bool {
		return slices.ContainsFunc(story.Labels, func(l story.Label) bool { return len(s.All(l)) == 0 })
	}
	silent := func(s *story.Story) bool {
		return slices.ContainsFunc(s.Fields, func(f story.Field) bool {
			return f.Text == "" && f.Label != story.Embargoed && f.Label != story.Keywords
		})
	}
	doubled := func(s *story.Story, same bool) bool {
		return slices.ContainsFunc(story.Labels, func(l story.Label) bool {
			all := s.All(l)
			return len(all) == 2 && (all[0].Text == all[1].Text) == same
		})
	}
	says := map[Damage]func(read, sound *story.Story) bool{
		MissingField: func(read, _ *story.Story) bool { return missing(read) && len(read.Oddities) == 0 },
		MissingLabel: func(read, _ *story.Story) bool { return missing(read) },
		DamagedLabel: func(read, _ *story.Story) bool {
			return missing(read) && odd(read, story.DamagedLabel, story.UnknownLabel)
		},
		UnknownLabel:  func(read, _ *story.Story) bool { return odd(read, story.UnknownLabel) },
		Contradiction: func(read, _ *story.Story) bool { return doubled(read, false) },
		Emptied: func(read, _ *story.Story) bool {
			return silent(read) && len(read.Fields) == len(form) && len(read.Oddities) == 0
		},
		UnreadableDate:   func(read, _ *story.Story) bool { return rights.Read(read).Record.Date.State == rights.Unreadable },
		UnreadableEnd:    func(read, _ *story.Story) bool { return rights.Read(read).Embargo.State == rights.Unreadable },
		UnreadableHolder: func(read, _ *story.Story) bool { return rights.Read(read).Holder.State == rights.Unread },
		HiddenCharacter:  func(read, _ *story.Story) bool { return odd(read, story.HiddenCharacter) },
		ControlCharacter: func(read, _ *story.Story) bool { return odd(read, story.ControlCharacter) },
		BadByte: func(read, _ *story.Story) bool {
			return odd(read, story.ControlCharacter) && read.Encoding == story.Windows1252
		},
		Truncated: func(read, sound *story.Story) bool { return strings.HasPrefix(string(sound.Raw), string(read.Raw)) },
		Trailing: func(read, sound *story.Story) bool {
			before, after := value(sound, story.UsageTerms), value(read, story.UsageTerms)
			return strings.HasPrefix(after, before) && after != before
		},
		Repeated: func(read, _ *story.Story) bool { return doubled(read, true) && len(read.Oddities) == 0 },
		Windows1252: func(read, sound *story.Story) bool {
			return read.Encoding == story.Windows1252 && len(read.Oddities) == 0 && strings.HasSuffix(value(read, story.Text), value(sound, story.Text))
		},
		CRLF: func(read, sound *story.Story) bool {
			return strings.ReplaceAll(string(read.Raw), "\r\n", "\n") == string(sound.Raw) && strings.Contains(string(read.Raw), "\r\n")
		},
	}
	for name, o := range profiles {
		t.Run(name, func(t *testing.T) {
			o.Stories, o.TextSize = 10_000, 300
			sound := open(t, o)
			o.Damaged = 0.5
			a := open(t, o)
			for record := range a.All() {
				holds, single := says[record.Damage]
				if single && !holds(parse(t, record.Bytes), parse(t, sound.Append(nil, record.Number))) {
					t.Fatalf("record %d is not what is called %s:\n%s", record.Number, record.Damage, record.Bytes)
				}
			}
		})
	}
	for _, kind := range Singles {
		if says[kind] == nil {
			t.Errorf("nobody looks at what is called %s", kind)
		}
	}
}

// Two records that share damage are read as themselves in files of their own, and run into each other in one file, but for twins.
func TestPairs(t *testing.T) {
	a := open(t, Options{Stories: 5000, Damaged: 0.8, TextSize: 300})
	met := map[Damage]int{}
	for i := 0; i < a.Stories(); i += 2 {
		kind := a.Damage(i)
		if !slices.Contains(Pairs, kind) {
			continue
		}
		met[kind]++
		if a.Damage(i+1) != kind {
			t.Fatalf("record %d is %s, and the next %q", i, kind, a.Damage(i+1))
		}
		one, two := a.Append(nil, i), a.Append(nil, i+1)
		together, errors := records(slices.Concat(one, two))
		apart := parse(t, one)
		switch kind {
		case Twin:
			other := parse(t, two)
			if value(apart, story.Identifier) != value(other, story.Identifier) || a.ID(i) != a.ID(i+1) {
				t.Errorf("twins %d and %d have two identifiers", i, i+1)
			}
			if value(apart, story.UsageTerms) == value(other, story.UsageTerms) || value(apart, story.Text) != value(other, story.Text) {
				t.Errorf("twins %d and %d have the same terms, or tell two stories", i, i+1)
			}
			if len(together) != 2 {
				t.Errorf("twins %d and %d are %d records", i, i+1, len(together))
			}
		case Headless:
			if len(together) != 1 || errors > 0 || len(together[0].All(story.UsageTerms)) != 2 {
				t.Errorf("record %d does not run into the one before:\n%s", i+1, two)
			}
		case Preceded:
			if len(together) != 2 || errors > 0 || string(together[0].Raw) == string(apart.Raw) {
				t.Errorf("what stands before record %d does not run into the one before", i+1)
			}
			if alone, errors := records(two); len(alone) != 1 || errors != 1 || alone[0].Oddities[0].Kind != story.StrayText {
				t.Errorf("what stands before record %d is lost", i+1)
			}
		}
	}
	for _, kind := range Pairs {
		if met[kind] < 50 {
			t.Errorf("%d pairs are %s", met[kind], kind)
		}
	}
}
