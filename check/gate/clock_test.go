package gate_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clearance/audit"
	"clearance/check"
	"clearance/check/gate"
	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
)

// An override ends when it ends, whatever is done to the machine's clock.
func TestOverrideAndClock(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for name, steps := range map[string][]step{
		"it holds for its hours":     {{0, true, true}, {time.Hour, false, true}, {11*time.Hour + 59*time.Minute, false, true}},
		"it ends":                    {{0, true, true}, {12 * time.Hour, false, false}, {13 * time.Hour, false, false}},
		"it can be made again":       {{0, true, true}, {12 * time.Hour, false, false}, {12 * time.Hour, true, true}, {23 * time.Hour, false, true}},
		"ended and the clock back":   {{0, true, true}, {12 * time.Hour, false, false}, {time.Hour, false, false}, {13 * time.Hour, false, false}},
		"the clock back and forward": {{0, true, true}, {-48 * time.Hour, false, false}, {time.Hour, false, true}, {12 * time.Hour, false, false}},
		"made by a clock ahead":      {{48 * time.Hour, true, true}, {0, false, false}, {time.Hour, false, false}, {47 * time.Hour, false, false}, {49 * time.Hour, false, true}, {60 * time.Hour, false, false}},
		"made by a clock behind":     {{0, true, true}, {12 * time.Hour, false, false}, {11 * time.Hour, true, false}, {22 * time.Hour, false, false}, {22 * time.Hour, true, true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newNight(t)
			for i, s := range steps {
				if got := n.passes(t, now.Add(s.at), s.asked); got != s.passes {
					t.Errorf("step %d, at %s: passes %t, want %t", i, s.at, got, s.passes)
				}
			}
		})
	}
}

// A clock behind the trail judges nothing.
func TestOverrideClockFarBehind(t *testing.T) {
	t.Parallel()
	n, now := newNight(t), time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	if n.passes(t, now, false) {
		t.Fatal("it passes by itself")
	}
	answers, err := n.ask(t, now.Add(-48*time.Hour), true)
	if err != nil || answers[0].Passes || answers[0].Judged || !strings.Contains(answers[0].Findings[0].Detail, "set the clock") {
		t.Errorf("it gives %+v and the error %v", answers, err)
	}
}

// step is a run of the gate.
type step struct {
	at            time.Duration // by the machine's clock
	asked, passes bool          // an override is asked for; the piece passes
}

// night is a trail, and a piece that names a story that no archive has.
type night struct {
	db    string
	rules *policy.Policy
	house rights.House
}

func newNight(t *testing.T) night {
	t.Helper()
	rules, err := policy.Load(t.Context(), rego.Files, rights.House{})
	if err != nil {
		t.Fatal(err)
	}
	house, err := rights.ReadHouse([]byte("override: {approvers: [Jane Doe], names: 1, hours: 12, who: J, why: w, until: 2099-01-01}"))
	if err != nil {
		t.Fatal(err)
	}
	return night{filepath.Join(t.TempDir(), "trail.db"), rules, house}
}

func (n night) passes(t *testing.T, clock time.Time, asked bool) bool {
	t.Helper()
	answers, err := n.ask(t, clock, asked)
	if err != nil || len(answers) != 1 {
		t.Fatalf("%d answers, %v", len(answers), err)
	}
	return answers[0].Passes
}

func (n night) ask(t *testing.T, clock time.Time, asked bool) ([]gate.Answer, error) {
	t.Helper()
	log, _, err := audit.Create(n.db)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	log.Now = func() time.Time { return clock }
	if err := log.Keep(audit.Policy{Digest: n.rules.Revision(), Bundle: n.rules.Bundle()}); err != nil {
		t.Fatal(err)
	}
	run, err := log.Begin(audit.RunInfo{Program: "test"})
	if err != nil {
		t.Fatal(err)
	}
	q, err := rights.Asked{Action: "publish"}.Question(clock)
	if err != nil {
		t.Fatal(err)
	}
	g := gate.Gate{Checker: &check.Checker{Policy: n.rules, Log: log, Run: run}, Question: q, Actor: "tester", House: n.house}
	if asked {
		g.Override = &gate.Request{Codes: []string{gate.StoryUnknown}, Note: "why", ApprovedBy: []string{"Jane Doe"}}
	}
	return g.Judge(t.Context(), []gate.File{{From: "launch.md", Data: []byte("---\nstories: [LVA1]\n---\n")}})
}
