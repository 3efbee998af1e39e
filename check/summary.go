package check

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"clearance/policy"
)

// Summary is what a run came to: how many stories by verdict, by finding and by holder, and what could not be judged.
type Summary struct {
	Stories  int            `json:"stories"`
	Cleared  int            `json:"cleared"`
	Referred int            `json:"referred"`
	Blocked  int            `json:"blocked"`
	Unjudged int            `json:"not_judged"`
	Findings []FindingCount `json:"findings"` // the most frequent first
	Holders  []HolderCount  `json:"holders"`  // the most frequent first; the last may stand for all the others
	Reasons  []ReasonCount  `json:"reasons"`  // why records could not be judged, the most frequent first
}

// FindingCount is how many stories have a finding.
type FindingCount struct {
	Code    string        `json:"code"`
	Effect  policy.Effect `json:"effect"` // the strictest that it had
	Stories int           `json:"stories"`
}

// HolderCount is how the stories of one holder were judged.
type HolderCount struct {
	Holder   string `json:"holder"`           // as records name it; "" where they name none
	Others   bool   `json:"others,omitempty"` // all holders that are not listed
	Cleared  int    `json:"cleared"`
	Referred int    `json:"referred"`
	Blocked  int    `json:"blocked"`
}

func (h HolderCount) stories() int { return h.Cleared + h.Referred + h.Blocked }

// ReasonCount is how many records could not be judged for one reason, and where the first of them stands.
type ReasonCount struct {
	Reason  string `json:"reason"` // "" for all reasons that are not listed
	Records int    `json:"records"`
	From    string `json:"from"`
	Offset  int64  `json:"offset"`
}

// Counter makes a summary while a run goes on. Its memory does not grow with the run.
type Counter struct {
	tally    Tally
	findings map[string]*FindingCount
	holders  map[string]*HolderCount
	reasons  map[string]*ReasonCount
	others   HolderCount
	further  ReasonCount
}

// How many different holders and reasons are told apart. Holders are few; what damage makes of them is not.
const (
	mostHolders = 5000
	mostReasons = 100
)

// Add counts a result.
func (s *Counter) Add(r Result) {
	if s.findings == nil {
		s.findings, s.holders, s.reasons = map[string]*FindingCount{}, map[string]*HolderCount{}, map[string]*ReasonCount{}
		s.others.Others = true
	}
	s.tally.count(r)
	if r.Unjudged != nil {
		s.addReason(*r.Unjudged)
		return
	}
	for _, f := range r.Outcome.Findings {
		n := s.findings[f.Code]
		if n == nil {
			n = &FindingCount{Code: f.Code, Effect: f.Effect}
			s.findings[f.Code] = n
		}
		n.Stories++
		if weight(f.Effect) < weight(n.Effect) {
			n.Effect = f.Effect
		}
	}
	s.addHolder(r)
}

func (s *Counter) addHolder(r Result) {
	h := s.holders[r.Holder]
	switch {
	case h == nil && len(s.holders) < mostHolders:
		name := strings.Clone(r.Holder) // not the record that it stands in
		h = &HolderCount{Holder: name}
		s.holders[name] = h
	case h == nil:
		h = &s.others
	}
	switch r.Outcome.Verdict {
	case policy.Cleared:
		h.Cleared++
	case policy.Referred:
		h.Referred++
	default:
		h.Blocked++
	}
}

var atLine = regexp.MustCompile(`^line \d+: `)

func (s *Counter) addReason(u Unjudged) {
	reason := atLine.ReplaceAllString(u.Error, "")
	n := s.reasons[reason]
	switch {
	case n == nil && len(s.reasons) < mostReasons:
		n = &ReasonCount{Reason: reason, From: u.From, Offset: u.Offset}
		s.reasons[reason] = n
	case n == nil:
		n = &s.further
		if n.Records == 0 {
			n.From, n.Offset = u.From, u.Offset
		}
	}
	n.Records++
}

// Summary is what was counted so far.
func (s *Counter) Summary() Summary {
	sum := Summary{
		Stories: s.tally.Stories(), Cleared: s.tally.Cleared, Referred: s.tally.Referred, Blocked: s.tally.Blocked, Unjudged: s.tally.Unjudged,
		Findings: sortedCounts(s.findings, func(a, b FindingCount) int { return cmp.Or(b.Stories-a.Stories, strings.Compare(a.Code, b.Code)) }),
		Holders: sortedCounts(s.holders, func(a, b HolderCount) int {
			return cmp.Or(b.stories()-a.stories(), strings.Compare(a.Holder, b.Holder))
		}),
		Reasons: sortedCounts(s.reasons, func(a, b ReasonCount) int { return cmp.Or(b.Records-a.Records, strings.Compare(a.Reason, b.Reason)) }),
	}
	if s.others.stories() > 0 {
		sum.Holders = append(sum.Holders, s.others)
	}
	if s.further.Records > 0 {
		sum.Reasons = append(sum.Reasons, s.further)
	}
	return sum
}

// sortedCounts is never nil, so that it is never null in JSON.
func sortedCounts[T any](counts map[string]*T, by func(a, b T) int) []T {
	all := make([]T, 0, len(counts))
	for c := range maps.Values(counts) {
		all = append(all, *c)
	}
	slices.SortFunc(all, by)
	return all
}

// shownCounts is how many lines each part of a summary has on the screen; JSON has all of them.
const shownCounts = 20

// WriteText shows the summary as tables.
func (s Summary) WriteText(w io.Writer, style Style) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", style.paint(bold, s.tally().String()))
	if len(s.Findings) > 0 {
		fmt.Fprintf(&b, "\n%9s  finding\n", "stories")
	}
	writeShown(&b, s.Findings, func(f FindingCount) {
		fmt.Fprintf(&b, "%9d  %s %s\n", f.Stories, mark(style, f.Effect), f.Code)
	})
	if len(s.Holders) > 0 {
		fmt.Fprintf(&b, "\n%9s %9s %9s  holder\n", "cleared", "referred", "blocked")
	}
	writeShown(&b, s.Holders, func(h HolderCount) {
		name := cmp.Or(clip(Visible(h.Holder), fieldWidth), "no holder that can be read")
		if h.Others {
			name = "all others"
		}
		fmt.Fprintf(&b, "%9d %9d %9d  %s\n", h.Cleared, h.Referred, h.Blocked, name)
	})
	if len(s.Reasons) > 0 {
		fmt.Fprintf(&b, "\n%9s  not judged, and the first place\n", "records")
	}
	writeShown(&b, s.Reasons, func(r ReasonCount) {
		fmt.Fprintf(&b, "%9d  %s  %s\n", r.Records, cmp.Or(clip(Visible(r.Reason), maxQuote), "other reasons"),
			style.paint(dim, fmt.Sprintf("%s at byte %d", Visible(r.From), r.Offset)))
	})
	_, err := io.WriteString(w, b.String())
	return err
}

// writeShown writes as many lines as are shown, and says how many more there are.
func writeShown[T any](b *strings.Builder, all []T, write func(T)) {
	for _, one := range all[:min(len(all), shownCounts)] {
		write(one)
	}
	if more := len(all) - shownCounts; more > 0 {
		fmt.Fprintf(b, "%9s  %d more: --json has all of them\n", "…", more)
	}
}

func (s Summary) tally() Tally {
	return Tally{Cleared: s.Cleared, Referred: s.Referred, Blocked: s.Blocked, Unjudged: s.Unjudged}
}
