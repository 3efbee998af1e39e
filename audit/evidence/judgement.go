package evidence

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	opa "github.com/open-policy-agent/opa/v1/version"

	"clearance/audit/replay"
	"clearance/policy"
	"clearance/rights"
)

// loadPolicy makes the policy ready to be asked. Its bytes are those that the log vouches for.
func (c *checker) loadPolicy() {
	var err error
	if c.policy, err = policy.FromBundle(c.bundle); err != nil {
		c.policy = nil
		c.breaks("again", "The decision could not be made again, since this program cannot load its policy: %v. %s", err, c.versions())
	}
}

// versions names what the decision was made with, and what it is checked with.
func (c *checker) versions() string {
	made := "What it was made with was erased"
	if c.info != nil {
		made = fmt.Sprintf("It was made by %s %s with OPA %s", c.info.Program, c.info.Version, c.info.OPA)
	}
	if c.reading != nil {
		made += " and reader " + c.reading.Reader
	}
	return fmt.Sprintf("%s; this program has OPA %s and reader %s.", made, opa.Version, rights.ReaderVersion)
}

// again makes the decision again.
func (c *checker) again(ctx context.Context) {
	result, err := replay.Again(ctx, c.policy, replay.Decision{
		Reading: c.reading, Question: *c.question, Input: c.input, Outcome: c.outcome, GoodUntil: c.leaf.GoodUntil,
	})
	if err != nil {
		c.breaks("again", "The decision could not be made again: %v. %s", err, c.versions())
		return
	}
	missing := map[string]bool{}
	for _, m := range result.Missing {
		missing[m.What] = true
	}
	c.sayDifferences(result.Differences, missing)
	for _, m := range result.Missing {
		name := map[string]string{"input": "follows", "open_for": "open-for", "grid": "again"}[m.What]
		says := strings.ToUpper(m.Why[:1]) + m.Why[1:] + "."
		if m.Erased {
			c.report.add(name, Erased, says, "")
		} else {
			c.doubt(name, "%s %s", says, c.versions())
		}
	}
}

// sayDifferences says what came out otherwise, or that nothing did.
func (c *checker) sayDifferences(all []replay.Difference, missing map[string]bool) {
	const byPolicy, byReading = "the policy in this file, run by this program", "the reading, the question and the house in this file, put together by this program"
	said := map[string][]string{}
	for _, d := range all {
		name := "again"
		if d.What == "input" || d.What == "good_until" {
			name = "follows"
		}
		said[name] = append(said[name], fmt.Sprintf("%s was %s, now it is %s", d.What, d.Recorded, d.Now))
	}
	if list := said["again"]; list != nil {
		c.breaks("again", "The decision does not come out as it was recorded: %s. %s", strings.Join(list, "; "), c.versions())
	} else if !missing["grid"] {
		c.prove("again", byPolicy, "Made again by the recorded policy from the recorded input, the decision comes out the same, byte for byte.%s", c.otherVersions())
	}
	if list := said["follows"]; list != nil {
		c.breaks("follows", "What the policy was asked does not follow from what was read and asked: %s. %s", strings.Join(list, "; "), c.versions())
	} else if !missing["input"] {
		c.prove("follows", byReading, "What the policy was asked follows from what was read from the record, what was asked, and what the house states, byte for byte.")
	}
}

// otherVersions is versions where the engine is another one, "" where it is the same.
func (c *checker) otherVersions() string {
	if c.info != nil && c.info.OPA == opa.Version {
		return ""
	}
	return " " + c.versions()
}

// words puts the decision into the words of the record and of the policy.
func (c *checker) words() {
	o, q := c.decided, *c.question
	d := Decision{
		Verdict: o.Verdict, Use: q.Use, AsOf: q.AsOf.UTC().Format(time.RFC3339), Findings: []policy.Explained{}, OpenFor: o.OpenFor,
		Grid: o.Grid, Titles: map[string]string{}, Policy: c.leaf.Policy, By: c.info,
	}
	if d.OpenFor == nil {
		d.OpenFor = []rights.Except{}
	}
	if until := c.leaf.GoodUntil; until != nil {
		d.GoodUntil = time.Unix(*until, 0).UTC().Format(time.RFC3339)
	}
	if c.reading != nil && !c.foreign {
		d.Story = &c.reading.Story
	}
	if o.Grid == nil {
		c.explain(&d)
	} else {
		for _, area := range o.Grid.Areas {
			for _, codes := range area.Findings {
				for _, code := range codes {
					d.Titles[code] = c.title(code)
				}
			}
		}
	}
	c.report.Decision = &d
}

func (c *checker) title(code string) string {
	rule, _ := c.policy.Rule(code)
	return rule.Title
}

// explain quotes the words that each finding rests on, or, where they were erased, says the findings alone.
func (c *checker) explain(d *Decision) {
	const name = "words"
	var err error
	switch {
	case c.reading == nil:
		err = errors.New("they were erased, or left out")
	case c.foreign:
		err = fmt.Errorf("they were read by reader %s, this program has reader %s", c.reading.Reader, rights.ReaderVersion)
	default:
		asked := rights.Recall(*c.reading, *c.question, c.policy.House())
		if err = replay.Exactly(c.input, &asked.Input); err == nil {
			d.Findings, err = c.policy.Explain(asked, c.decided)
		}
	}
	if err == nil {
		c.prove(name, "the reading, and the policy's own texts", "The findings are shown with the words that they rest on, as they were read from the record.")
		return
	}
	status := NotProven
	if c.reading == nil {
		status = Erased
	}
	c.report.add(name, status, fmt.Sprintf("The findings are shown without the words that they rest on: %v.", err), "")
	d.Findings = []policy.Explained{}
	for _, f := range c.decided.Findings {
		rule, _ := c.policy.Rule(f.Code)
		d.Findings = append(d.Findings, policy.Explained{Code: f.Code, Effect: f.Effect, Title: rule.Title, Remedy: rule.Remedy, Words: []policy.ExplainedWords{}})
	}
}
