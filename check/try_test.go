package check_test

import (
	"encoding/json"
	"strings"
	"testing"

	"clearance/audit"
	"clearance/check"
	"clearance/policy"
	"clearance/rights"
)

// What a trial would say is what a check says, for every case that needs no trail.
func TestTryAgreesWithCheck(t *testing.T) {
	for _, c := range cases(t) {
		if c.earlier != "" {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			q, err := c.asked.Question(c.at)
			if err != nil {
				t.Fatal(err)
			}
			d := newDeskIn(t, c.house)
			stories := func() check.Sources { return check.Sources{Paths: []string{"-"}, Stdin: strings.NewReader(c.story)} }
			var said []check.Trial
			trier := check.Trier{Tried: d.Policy, Standing: d.Policy}
			if err := trier.Try(t.Context(), stories(), q, func(trial *check.Trial, bad *check.Untried) error {
				if bad != nil {
					t.Fatal(bad.Error)
				}
				said = append(said, *trial)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Check(t.Context(), stories(), q, func(r check.Result) error {
				trial := said[0]
				said = said[1:]
				for _, s := range []check.Said{trial.Tried, trial.Standing} {
					if s.Error != "" || s.WouldBe != r.Decision.Verdict || asJSON(t, s.Findings) != asJSON(t, r.Decision.Findings) ||
						asJSON(t, s.Conditions) != asJSON(t, r.Decision.Conditions) {
						t.Errorf("would be %+v\nis %+v", s, r.Decision)
					}
				}
				if asJSON(t, trial.Story) != asJSON(t, r.Decision.Story) || asJSON(t, trial.GoodUntil) != asJSON(t, r.Decision.GoodUntil) {
					t.Errorf("tried %+v, judged %+v", trial.Story, r.Decision.Story)
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if len(said) != 0 {
				t.Errorf("%d more tried than judged", len(said))
			}
		})
	}
}

// A trial leaves nothing in the trail, and cannot be read as a decision.
func TestTryIsNoDecision(t *testing.T) {
	d := newDesk(t)
	trier := check.Trier{Tried: d.Policy, Standing: d.Policy}
	sources := check.Sources{Paths: []string{samplePath, "missing.txt"}}
	var lines []string
	if err := trier.Try(t.Context(), sources, question(t, rights.Asked{Action: "sell"}), func(trial *check.Trial, bad *check.Untried) error {
		if bad != nil {
			lines = append(lines, asJSON(t, bad))
		} else {
			lines = append(lines, asJSON(t, trial))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, line := range append(lines, asJSON(t, check.Trial{}), asJSON(t, check.Untried{})) {
		var read struct {
			NotADecision bool `json:"not_a_decision"`
			check.Decision
		}
		if err := json.Unmarshal([]byte(line), &read); err != nil {
			t.Fatal(err)
		}
		if !read.NotADecision || read.Verdict != "" || read.Answer != "" || read.Entry != 0 || strings.Contains(line, `"verdict"`) {
			t.Errorf("reads as a decision: %s", line)
		}
	}
	if len(lines) != 2 {
		t.Errorf("%d lines, want 2", len(lines))
	}
	for entry, err := range d.log.List(audit.Filter{}) {
		if err != nil || entry.Kind == audit.KindDecision || entry.Kind == audit.KindUnjudged {
			t.Errorf("the trail has an entry %+v (%v)", entry, err)
		}
	}
	if (check.Said{}).WouldBe.Clears() || policy.Verdict("").Clears() {
		t.Error("the zero value clears")
	}
}
