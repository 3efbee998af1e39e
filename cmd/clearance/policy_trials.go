package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"clearance/check"
	"clearance/policy"
)

// trials shows what two policies would say, story by story, and sums up what differs.
type trials struct {
	out, talk       io.Writer
	json            bool
	style           check.Style
	tried, standing string // what the policies are called

	stories, same, failed int
	changed               map[change][]string // identifiers
}

// change is the verdict on a story by the standing policy and by the tried one. Where both are the same, the reasons differ.
type change struct{ from, to policy.Verdict }

// strictness orders verdicts; no verdict is the strictest.
var strictness = []policy.Verdict{policy.Cleared, policy.Referred, policy.Blocked, ""}

func (c change) rank() int { return slices.Index(strictness, c.to) - slices.Index(strictness, c.from) }

func (c change) String() string {
	switch rank := c.rank(); {
	case rank < 0:
		return fmt.Sprintf("LOOSER: %s → %s", wouldBe(c.from), wouldBe(c.to))
	case rank > 0:
		return fmt.Sprintf("stricter: %s → %s", wouldBe(c.from), wouldBe(c.to))
	}
	return wouldBe(c.to) + " as before, for other reasons"
}

func wouldBe(v policy.Verdict) string {
	if v == "" {
		return "fails"
	}
	return string(v)
}

func (t *trials) add(trial *check.Trial, bad *check.Untried) error {
	t.stories++
	if bad != nil {
		t.failed++
		if t.json {
			return writeJSON(t.out, bad)
		}
		_, err := fmt.Fprintf(t.out, "not a decision  not tried  %s: %s\n", check.Visible(bad.From), check.Visible(bad.Error))
		return err
	}
	different := differences(trial.Standing, trial.Tried)
	switch {
	case trial.Tried.Error != "" || trial.Standing.Error != "":
		t.failed++
	case len(different) == 0:
		t.same++
	default:
		c := change{trial.Standing.WouldBe, trial.Tried.WouldBe}
		t.changed[c] = append(t.changed[c], trial.Story.ID)
	}
	if t.json {
		return writeJSON(t.out, trial)
	}
	return t.text(trial, different)
}

// text shows one story: what the tried policy would say and for which reasons, and what is different about it.
func (t *trials) text(trial *check.Trial, different []string) error {
	var b strings.Builder
	would := t.style.Verdict(trial.Tried.WouldBe, fmt.Sprintf("%-8s", wouldBe(trial.Tried.WouldBe)))
	fmt.Fprintf(&b, "not a decision  %s  %-28s  %s\n", would, check.Visible(trial.Story.ID), strings.Join(reasons(trial.Tried), ", "))
	if len(different) > 0 {
		fmt.Fprintf(&b, "    %s, beside %s\n", change{trial.Standing.WouldBe, trial.Tried.WouldBe}, t.standing)
	}
	for _, line := range different {
		fmt.Fprintf(&b, "    %s\n", check.Visible(line))
	}
	_, err := io.WriteString(t.out, b.String())
	return err
}

// reasons are the codes that make a verdict.
func reasons(s check.Said) []string {
	var codes []string
	for _, f := range s.Findings {
		decides := f.Effect == policy.Block || f.Effect == policy.Refer || f.Effect == policy.Ground && s.WouldBe.Clears()
		if decides {
			codes = append(codes, f.Code)
		}
	}
	return codes
}

// differences are the findings that only one policy makes, or that have another effect in the other one, a line for each.
func differences(standing, tried check.Said) []string {
	var lines []string
	for _, said := range []struct{ whose, err string }{{"the standing rules fail: ", standing.Error}, {"the tried rules fail: ", tried.Error}} {
		if said.err != "" {
			lines = append(lines, said.whose+said.err)
		}
	}
	if len(lines) > 0 {
		return lines
	}
	before, after := byCode(standing), byCode(tried)
	all := maps.Clone(before)
	maps.Copy(all, after)
	for _, code := range slices.Sorted(maps.Keys(all)) {
		switch from, to := before[code], after[code]; {
		case from.Effect == to.Effect:
		case from.Effect == "":
			lines = append(lines, fmt.Sprintf("%s: new, %s: %s", code, to.Effect, to.Detail))
		case to.Effect == "":
			lines = append(lines, fmt.Sprintf("%s: gone, was %s: %s", code, from.Effect, from.Detail))
		default:
			lines = append(lines, fmt.Sprintf("%s: %s → %s: %s", code, from.Effect, to.Effect, to.Detail))
		}
	}
	return lines
}

func byCode(s check.Said) map[string]check.Finding {
	all := map[string]check.Finding{}
	for _, f := range slices.Concat(s.Findings, s.Conditions) {
		all[f.Code] = f
	}
	return all
}

// end sums up. Beside JSON the sum is talk.
func (t *trials) end() error {
	w := t.out
	if t.json {
		w = t.talk
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\nstories tried: %d, by %s beside %s; nothing was decided or recorded\n", t.stories, t.tried, t.standing)
	for _, c := range slices.SortedFunc(maps.Keys(t.changed), byLoosest) {
		fmt.Fprintf(&b, "  %s: %d\n", c, len(t.changed[c]))
		for _, id := range t.changed[c] {
			fmt.Fprintf(&b, "    %s\n", check.Visible(id))
		}
	}
	fmt.Fprintf(&b, "  no difference: %d\n  could not be tried: %d\n", t.same, t.failed)
	_, err := io.WriteString(w, b.String())
	return err
}

// byLoosest puts what loosens first.
func byLoosest(a, b change) int {
	if a.rank() != b.rank() {
		return a.rank() - b.rank()
	}
	return slices.Index(strictness, a.from) - slices.Index(strictness, b.from)
}
