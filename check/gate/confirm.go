package gate

import (
	"slices"

	"clearance/audit"
	"clearance/check"
)

// confirm marks the conditions that somebody confirms, now or earlier for these bytes of the piece and of the record.
func (a *Answer) confirm(codes []string, actor string, earlier []*audit.Record) {
	for i := range a.Stories {
		s := &a.Stories[i]
		for j := range s.Conditions {
			c := &s.Conditions[j]
			if c.State != Unconfirmed {
				continue
			}
			if slices.Contains(codes, c.Code) {
				c.State, c.By = Confirmed, actor
			} else if by := confirmedBy(earlier, s, c.Finding); by != "" {
				c.State, c.By = Confirmed, by
			}
		}
	}
}

// confirmedBy is who has confirmed a condition of a story earlier: in the same words, as other rulings may read more out of the record.
func confirmedBy(earlier []*audit.Record, s *Story, f check.Finding) string {
	for _, r := range earlier {
		if r.Gate == nil {
			continue
		}
		for _, c := range r.Gate.Confirmed {
			if c.Story == s.ID && c.Record == s.recordSHA256() && c.Record != "" && c.Code == f.Code && c.Detail == f.Detail {
				return c.Actor
			}
		}
	}
	return ""
}

// Idle are those of some codes under which nothing was confirmed.
func Idle(answers []Answer, codes []string) []string {
	return slices.DeleteFunc(slices.Clone(codes), func(code string) bool {
		return slices.ContainsFunc(answers, func(a Answer) bool { return a.hasConfirmed(code) })
	})
}

func (a *Answer) hasConfirmed(code string) bool {
	return slices.ContainsFunc(a.Stories, func(s Story) bool {
		return slices.ContainsFunc(s.Conditions, func(c Condition) bool { return c.Code == code && c.State == Confirmed })
	})
}
