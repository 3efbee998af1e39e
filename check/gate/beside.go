package gate

import (
	"clearance/check"
	"clearance/policy"
	"fmt"
	"slices"
)

// beside is a finding against a story in another record than the one that counts.
type beside struct {
	record  string // its SHA-256
	finding check.Finding
}

// besides is what keeps another record with a story's identifier from being cleared, where the two do not say the same: an override
// has to name it, too. Nobody weighs its conditions.
func besides(strictest, r check.Result) (all []check.Finding) {
	if r.Decision == nil || strictest.Decision != nil && strictest.Case.Reading.Rights == r.Case.Reading.Rights {
		return nil
	}
	for _, f := range append(barring(r.Decision.Findings), r.Decision.Conditions...) {
		same := func(other check.Finding) bool { return other.Code == f.Code && other.Detail == f.Detail }
		if strictest.Decision != nil && slices.ContainsFunc(strictest.Decision.Findings, same) {
			continue
		}
		if f.Effect == policy.Condition {
			f.Effect = policy.Refer
		}
		for _, w := range f.Words {
			f.Detail += fmt.Sprintf(" “%s”", w.Text)
		}
		f.Detail = fmt.Sprintf("in another record of it (%s, byte %d): %s", r.Decision.Story.From, r.Decision.Story.Offset, f.Detail)
		f.Words = []check.Words{} // spans are of the record that counts
		all = append(all, f)
	}
	return all
}
