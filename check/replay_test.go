package check_test

import (
	"strings"
	"testing"

	"clearance/audit"
	"clearance/check"
	"clearance/policy"
	"clearance/rights"
)

// forge appends a decision that was recorded before, with something changed: its digests and its leaf are right.
func forge(t *testing.T, d desk, entry int64, change func(*audit.Decision)) int64 {
	t.Helper()
	r, err := d.log.Get(entry)
	if err != nil {
		t.Fatal(err)
	}
	item := audit.Decision{Reading: *r.Reading, Question: *r.Question, Input: *r.Input, Outcome: *r.Outcome, GoodUntil: r.GoodUntil, Policy: r.Policy}
	change(&item)
	seqs, err := d.Run.Append(item)
	if err != nil {
		t.Fatal(err)
	}
	return seqs[0]
}

// What comes out the same is counted; what does not is an alarm, with what made it.
func TestReplay(t *testing.T) {
	d := newDesk(t)
	d.ask(t, sample(t), rights.Asked{Action: "sell"})
	blocked := strings.Replace(sample(t), "(CAN SELL)", "(CANNOT SELL)", 1)
	d.ask(t, blocked, rights.Asked{Action: "sell", Party: "Acme"})
	d.ask(t, "no record", rights.Asked{Action: "sell"})
	milder := forge(t, d, 2, func(x *audit.Decision) {
		x.Outcome.Verdict = policy.Referred
	})
	other := forge(t, d, 1, func(x *audit.Decision) { x.Input.Holder.Sale = "cannot_sell" })

	var alarms []check.Replayed
	replayer := check.Replayer{Log: d.log, Now: audit.RunInfo{Program: "test"}}
	tally, err := replayer.Replay(t.Context(), audit.Filter{}, func(r check.Replayed) error {
		alarms = append(alarms, r)
		return nil
	})
	if err != nil || tally != (check.ReplayTally{Same: 2, Differs: 2}) {
		t.Fatalf("%+v, %v", tally, err)
	}
	if a := alarms[0]; a.Entry != milder || a.Verdict != policy.Referred || a.By.Actor != "tester" || !a.SameProgram || !says(a, "verdict") {
		t.Errorf("the milder one: %+v", a)
	}
	if a := alarms[1]; a.Entry != other || !says(a, "input") || !says(a, "verdict") {
		t.Errorf("the one with another input: %+v", a)
	}
	replayer.Now.Version = "2"
	if _, err := replayer.Replay(t.Context(), audit.Filter{}, func(r check.Replayed) error {
		if r.SameProgram {
			t.Errorf("entry %d is said to be of the same program", r.Entry)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func says(r check.Replayed, what string) bool {
	for _, d := range r.Differences {
		if d.What == what {
			return true
		}
	}
	return false
}

// What was erased is the same as far as it could be made again.
func TestReplayErased(t *testing.T) {
	d := newDesk(t)
	d.ask(t, sample(t), rights.Asked{Action: "sell"})
	if _, _, err := d.Run.Erase("LVAC3E7SOXFSZZRMOKUZF9KEMHT5", "asked for"); err != nil {
		t.Fatal(err)
	}
	replayer := check.Replayer{Log: d.log}
	tally, err := replayer.Replay(t.Context(), audit.Filter{}, func(r check.Replayed) error {
		if len(r.Missing) == 0 || !r.Missing[0].Erased {
			t.Errorf("%+v", r)
		}
		return nil
	})
	if err != nil || tally != (check.ReplayTally{Partly: 1}) {
		t.Errorf("%+v, %v", tally, err)
	}
}
