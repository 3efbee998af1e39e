package rights

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// OverrideLimits say who may let a piece pass that the gate stops.
type OverrideLimits struct {
	Approvers []string `yaml:"approvers" json:"approvers"` // by name
	Names     int      `yaml:"names" json:"names"`         // how many of them it takes
	Hours     int      `yaml:"hours" json:"hours"`         // how long an override holds
	Authority `yaml:",inline"`
}

// longestOverride is a month: what holds longer is no exception.
const longestOverride = 30 * 24

func (h House) checkOverride(fail func(where, format string, args ...any)) {
	o := h.Override
	if o == nil {
		return
	}
	for i, name := range o.Approvers {
		if strings.TrimSpace(name) == "" {
			fail(fmt.Sprintf("override.approvers[%d]", i), "it is empty: name a person")
		}
		if slices.ContainsFunc(o.Approvers[:i], func(n string) bool { return sameName(n, name) }) {
			fail("override.approvers", "%q stands there twice", name)
		}
	}
	if o.Names < 1 || o.Names > len(o.Approvers) {
		fail("override.names", "%d: use a number from 1 to that of the approvers, %d", o.Names, len(o.Approvers))
	}
	if o.Hours < 1 || o.Hours > longestOverride {
		fail("override.hours", "%d: use a number from 1 to %d", o.Hours, longestOverride)
	}
	o.Authority.check("override", fail)
}

// Approve checks that those who approve of an override may, at an instant, and are enough. actor asks for it, and does not count.
func (h House) Approve(approvedBy []string, actor string, at time.Time) error {
	o := h.Override
	switch {
	case o == nil:
		return fmt.Errorf("the house lets nobody override the gate: state who may under override in the house file")
	case !o.Holds(at):
		return fmt.Errorf("what the house states under override held until %s", o.Until.Format(time.DateOnly))
	}
	var met []string
	for _, name := range approvedBy {
		same := func(n string) bool { return sameName(n, name) }
		switch {
		case !slices.ContainsFunc(o.Approvers, same):
			return fmt.Errorf("%q may not approve an override: the house names %s", name, strings.Join(o.Approvers, ", "))
		case slices.ContainsFunc(met, same):
			return fmt.Errorf("%q approves twice: once counts", name)
		case sameName(name, actor):
			return fmt.Errorf("%q asks for the override, and cannot approve it too", name)
		}
		met = append(met, name)
	}
	if len(met) < o.Names {
		return fmt.Errorf("an override takes %d of %s to approve; %d did", o.Names, strings.Join(o.Approvers, ", "), len(met))
	}
	return nil
}
