package check

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"clearance/policy"
	"clearance/rights"
	"clearance/rights/language"
	"clearance/story"
)

// Ledger is what nobody can read in the terms of an archive, phrase by phrase, and how much it matters. It decides and records
// nothing.
type Ledger struct {
	AsOf       string         `json:"as_of"`
	Use        rights.Use     `json:"use"`     // the use that phrases hold up
	Stories    int            `json:"stories"` // that were read
	Unreadable int            `json:"unreadable"`
	Bytes      int            `json:"bytes"`        // of all restriction text, as UTF-8
	Unread     int            `json:"unread_bytes"` // of it, what nothing can read
	Phrases    []LedgerPhrase `json:"phrases"`      // the most frequent first
}

// LedgerPhrase is one phrase that nothing can read.
type LedgerPhrase struct {
	Phrase  string       `json:"phrase"`   // in normal form: plain words
	Stories int          `json:"stories"`  // in which it stands
	Times   int          `json:"times"`    // that it stands there
	HoldsUp int          `json:"holds_up"` // stories that would be cleared for the use if it restricted nothing
	Ruled   string       `json:"ruled"`    // what the house rules that it means, "" where it does not
	Example rights.Words `json:"example"`  // as delivered, the first time
	Story   Story        `json:"story"`    // where that is
}

// Understood is the share of all restriction text that was read, 1 where there is none.
func (l Ledger) Understood() float64 {
	if l.Bytes == 0 {
		return 1
	}
	return 1 - float64(l.Unread)/float64(l.Bytes)
}

// NewLedger reads every record of the sources, and asks the policy what each unread phrase holds up.
func NewLedger(ctx context.Context, p *policy.Policy, s Sources, q rights.Question, unreadable func(*Unread) error) (Ledger, error) {
	l := ledger{
		Ledger: Ledger{AsOf: q.AsOf.Format(time.RFC3339), Use: q.Use, Phrases: []LedgerPhrase{}},
		policy: p, q: q, phrases: map[string]*LedgerPhrase{},
	}
	read := func(record *story.Story, bad *Unread) ledgerStory {
		if bad != nil {
			return ledgerStory{bad: bad}
		}
		return l.read(ctx, rights.Read(record))
	}
	err := SideBySide(ctx, s, read, func(one ledgerStory) error {
		switch {
		case one.err != nil:
			return one.err
		case one.bad != nil:
			l.Unreadable++
			return unreadable(one.bad)
		}
		l.add(one)
		return nil
	})
	for _, p := range l.phrases {
		l.Phrases = append(l.Phrases, *p)
	}
	slices.SortFunc(l.Phrases, func(a, b LedgerPhrase) int {
		return cmp.Or(b.HoldsUp-a.HoldsUp, b.Stories-a.Stories, strings.Compare(a.Phrase, b.Phrase))
	})
	return l.Ledger, err
}

// ledger is one while it is made.
type ledger struct {
	Ledger
	policy  *policy.Policy
	q       rights.Question
	phrases map[string]*LedgerPhrase
}

// ledgerStory is what one story has to do with the ledger.
type ledgerStory struct {
	bad     *Unread
	err     error
	story   Story
	bytes   int
	unread  []rights.Words
	holding map[string]bool // the phrases that nobody can read in it, and whether one holds it up
}

func (l *ledger) read(ctx context.Context, r rights.Reading) ledgerStory {
	one := ledgerStory{
		story:  Story{r.Story.ID, r.Story.Title, r.Story.From, r.Story.Offset, r.Story.SHA256},
		unread: r.UnreadWords(), holding: map[string]bool{},
	}
	for _, text := range termsOf(r) {
		one.bytes += len(text.Text)
	}
	for _, w := range one.unread {
		phrase := language.Normal(w.Text)
		if _, asked := one.holding[phrase]; !asked && one.err == nil {
			one.holding[phrase], one.err = l.holdsUp(ctx, r, phrase)
		}
	}
	return one
}

func (l *ledger) add(one ledgerStory) {
	l.Stories++
	l.Bytes += one.bytes
	for _, w := range one.unread {
		l.Unread += len(w.Text)
		l.phrase(w, one.story).Times++
	}
	for phrase, holds := range one.holding {
		p := l.phrases[phrase]
		p.Stories++
		if holds {
			p.HoldsUp++
		}
	}
}

// phrase finds the line of the ledger for what some words say, or begins it.
func (l *ledger) phrase(w rights.Words, in Story) *LedgerPhrase {
	phrase := language.Normal(w.Text)
	p := l.phrases[phrase]
	if p == nil {
		p = &LedgerPhrase{Phrase: phrase, Example: w, Story: in, Ruled: l.policy.House().Ruling(phrase)}
		l.phrases[phrase] = p
	}
	return p
}

// holdsUp reports whether a story would be cleared if a phrase restricted nothing, and is not as it is.
func (l *ledger) holdsUp(ctx context.Context, r rights.Reading, phrase string) (bool, error) {
	house := l.policy.House()
	as, err := l.ask(ctx, r, house)
	if err != nil || as.Verdict.Clears() {
		return false, err
	}
	house.Rulings = append(slices.Clone(house.Rulings), rights.Ruling{
		Phrase: phrase, Means: rights.NoRestriction, Authority: rights.Authority{Who: "the ledger", Why: "to see what it holds up", Until: rights.Day{Time: l.forever()}},
	})
	without, err := l.ask(ctx, r, house)
	return without.Verdict.Clears(), err
}

func (l *ledger) ask(ctx context.Context, r rights.Reading, house rights.House) (policy.Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, Deadline)
	defer cancel()
	return l.policy.Decide(ctx, rights.NewCase(r, l.q, house, rights.Others{}).Input)
}

// forever is a day behind all that is asked about.
func (l *ledger) forever() time.Time {
	at := l.q.AsOf
	if from := l.q.Use.From; from != nil && from.After(at) {
		at = *from
	}
	return at.AddDate(1, 0, 0)
}

// WriteText shows the ledger as a table.
func (l Ledger) WriteText(w io.Writer, s Style) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.paint(bold, fmt.Sprintf("%d stories, %.1f %% of their restriction text is understood; %d phrases are not",
		l.Stories, 100*l.Understood(), len(l.Phrases))))
	if len(l.Phrases) > 0 {
		fmt.Fprintf(&b, "\n%8s  %8s  %s\n", "holds up", "stories", "phrase")
	}
	for _, p := range l.Phrases {
		fmt.Fprintf(&b, "%8d  %8d  %s\n", p.HoldsUp, p.Stories, clip(Visible(p.Phrase), maxQuote))
		if p.Ruled != "" {
			fmt.Fprintf(&b, "%20s%s\n", "", s.paint(dim, "ruled: "+Visible(p.Ruled)))
		}
		fmt.Fprintf(&b, "%20s%s\n", "", s.paint(dim, fmt.Sprintf("“%s” in %s of %s", clip(Visible(p.Example.Text), fieldWidth), p.Example.Field, Visible(p.Story.ID))))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
