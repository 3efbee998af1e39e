package audit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"clearance/audit/leaf"
	"clearance/policy"
)

// What no gate may say is refused here, lest the log vouch for it. What depends on other entries is checked when it is written.

func (g Gate) seal(*Log) (s Sealed, err error) {
	s = Sealed{kind: KindGate, what: func() string { return fmt.Sprintf("the gate's word on %s", g.Piece.From) }, asked: &g.Question, policy: g.Policy, stands: g.stands}
	if err := g.check(); err != nil {
		return s, s.wrap(err)
	}
	g.Stories, g.Against, g.Confirmed = orEmpty(g.Stories), orEmpty(g.Against), orEmpty(g.Confirmed)
	if s.piece, err = leaf.Canonical(g); err != nil {
		return s, s.wrap(fmt.Errorf("encoding it: %w", err))
	}
	return s, s.wrap(s.sealQuestion())
}

func (g Gate) check() error {
	if err := g.Piece.check(); err != nil {
		return err
	}
	if !slices.Contains(policy.Verdicts, g.Verdict) {
		return fmt.Errorf("%q is no verdict", g.Verdict)
	}
	if err := checkAgainst(g.Against); err != nil {
		return err
	}
	if err := g.checkStories(); err != nil {
		return err
	}
	for _, c := range g.Confirmed {
		if blank(c.Code) || blank(c.Actor) || !isRecord(c.Record) {
			return fmt.Errorf("the confirmation %q by %q of the record %q lacks something", c.Code, c.Actor, c.Record)
		}
	}
	return g.checkVerdict()
}

// checkStories looks at the stories of a piece one by one.
func (g Gate) checkStories() error {
	if g.None && len(g.Stories) > 0 {
		return fmt.Errorf("it states that it uses no story, and names %d", len(g.Stories))
	}
	for _, s := range g.Stories {
		switch {
		case s.Record != "" && !isRecord(s.Record):
			return fmt.Errorf("the story %q has the record %q, which is no SHA-256", s.ID, s.Record)
		case s.Verdict != "" && !slices.Contains(policy.Verdicts, s.Verdict):
			return fmt.Errorf("the story %q has %q, which is no verdict", s.ID, s.Verdict)
		case s.Verdict != "" && (s.Record == "" || s.Entry == nil):
			return fmt.Errorf("the story %q is %s without its record or without the entry that says so", s.ID, s.Verdict)
		}
	}
	return nil
}

// checkVerdict wants the verdict to be no milder than what it rests on, and a piece to pass only where it may.
func (g Gate) checkVerdict() error {
	strictest := policy.Cleared
	for _, a := range g.Against {
		strictest = policy.Strictest(strictest, verdictOf[a.Effect])
	}
	for _, s := range g.Stories {
		if s.Verdict != "" || g.Verdict.Clears() { // what was not judged clears nothing; what stands against it says what it does
			strictest = policy.Strictest(strictest, s.Verdict)
		}
	}
	switch {
	case policy.Strictest(g.Verdict, strictest) != g.Verdict:
		return fmt.Errorf("the verdict %q, where its stories and what stands against it make it %q", g.Verdict, strictest)
	case !g.Verdict.Clears() && len(g.Against) == 0:
		return fmt.Errorf("the verdict %q, and nothing stands against it", g.Verdict)
	case g.Verdict.Clears() && len(g.Stories) == 0 && !g.None:
		return errors.New("cleared, though it names no story and does not state that it uses none")
	case g.Verdict.Clears() && g.Policy == "":
		return errors.New("cleared without a policy")
	case g.Passes && !g.Verdict.Clears() && g.Override == nil:
		return fmt.Errorf("it passes, though it is %s and no override lets it", g.Verdict)
	case g.Override != nil && (g.Verdict.Clears() || !g.Passes):
		return errors.New("an override, though it is cleared or does not pass")
	}
	for _, s := range g.Stories {
		why := func(a Against) bool { return a.isAbout(s) || s.Verdict == "" && a.Story == "" } // what keeps the piece from being judged
		if !s.Verdict.Clears() && !slices.ContainsFunc(g.Against, why) {
			return fmt.Errorf("the story %q is not cleared, and nothing that stands against the piece says why", s.ID)
		}
	}
	return nil
}

// verdictOf is the mildest verdict beside something that stands against a piece.
var verdictOf = map[policy.Effect]policy.Verdict{policy.Refer: policy.Referred, policy.Block: policy.Blocked}

func (p Piece) check() error {
	if !isRecord(p.SHA256) {
		return fmt.Errorf("its %q is not the SHA-256 of a piece", p.SHA256)
	}
	return nil
}

func checkAgainst(all []Against) error {
	for _, a := range all {
		switch {
		case blank(a.Code):
			return fmt.Errorf("something without a code stands against the story %q", a.Story)
		case verdictOf[a.Effect] == "":
			return fmt.Errorf("%s stands against it with the effect %q, which neither refers nor blocks", a.Code, a.Effect)
		case a.Record != "" && !isRecord(a.Record):
			return fmt.Errorf("%s stands against the record %q, which is no SHA-256", a.Code, a.Record)
		}
	}
	return nil
}

// isAbout reports whether it stands against a story: the same record of it, where both name one.
func (a Against) isAbout(s GateStory) bool {
	return a.Story == s.ID && (a.Record == "" || s.Record == "" || a.Record == s.Record)
}

func (o Override) seal(*Log) (s Sealed, err error) {
	o.Until = o.Until.UTC().Truncate(time.Second) // it may end early, never late
	s = Sealed{kind: KindOverride, what: func() string { return fmt.Sprintf("the override for %s", o.Piece.From) }, asked: &o.Question, policy: o.Policy, stands: o.stands}
	if err := o.check(); err != nil {
		return s, s.wrap(err)
	}
	if s.piece, err = leaf.Canonical(o); err != nil {
		return s, s.wrap(fmt.Errorf("encoding it: %w", err))
	}
	return s, s.wrap(s.sealQuestion())
}

func (o Override) check() error {
	if err := o.Piece.check(); err != nil {
		return err
	}
	switch {
	case len(o.Against) == 0:
		return errors.New("it lets nothing pass: name what stands against the piece")
	case blank(o.Note):
		return errors.New("it has no note: say why")
	case len(o.ApprovedBy) == 0:
		return errors.New("nobody has approved it")
	case o.Until.IsZero():
		return errors.New("it has no end")
	}
	var names []string
	for _, name := range o.ApprovedBy {
		name = strings.ToLower(strings.Join(strings.Fields(name), " "))
		if name == "" || slices.Contains(names, name) {
			return fmt.Errorf("the approver %q has no name, or approves it twice", name)
		}
		names = append(names, name)
	}
	return checkAgainst(o.Against)
}

func (x Settlement) seal(*Log) (s Sealed, err error) {
	s = Sealed{kind: KindSettlement, what: func() string { return fmt.Sprintf("the settlement of the override %d", x.Override) }, stands: x.stands}
	if err := x.check(); err != nil {
		return s, s.wrap(err)
	}
	x.Entries, x.Against = orEmpty(x.Entries), orEmpty(x.Against)
	s.extra, err = leaf.Canonical(x)
	return s, s.wrap(wrap(err, "encoding it"))
}

func (x Settlement) check() error {
	if slices.ContainsFunc(x.Against, blank) {
		return errors.New("something without a code stands against it")
	}
	switch {
	case x.Override < 0:
		return errors.New("no override has that number")
	case x.Verdict == "": // nothing was judged, and nothing is settled
	case !slices.Contains(policy.Verdicts, x.Verdict):
		return fmt.Errorf("%q is no verdict", x.Verdict)
	case x.Verdict.Clears() != (len(x.Against) == 0):
		return fmt.Errorf("the verdict %q, and %d things stand against it", x.Verdict, len(x.Against))
	}
	return nil
}

// isRecord reports whether s is a SHA-256 as the log has it: 64 digits in lower-case hexadecimal.
func isRecord(s string) bool {
	hash, ok := recordDigest(s)
	return ok && hash == s
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// orEmpty is a list that JSON writes as one.
func orEmpty[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}
