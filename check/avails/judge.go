package avails

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"

	"clearance/check"
	"clearance/policy"
	"clearance/rights"
)

// judge asks the policy about cells, and about cells that are alike only once.
type judge struct {
	policy  *policy.Policy
	reading rights.Reading
	base    rights.Question
	others  rights.Others
	special special // countries that the policy may treat each in its own way
}

// A row is what is said of some countries, one after the other medium.
type row struct {
	codes []string
	cells []*judged
}

// judged is what the policy says of one country and one medium.
type judged struct {
	country, medium string
	verdict         policy.Verdict
	findings        []check.Finding // those that decide
	until           *time.Time      // when it may change
}

// says reports whether two cells say the same, each of its own country.
func (j *judged) says(other *judged) bool {
	return j.medium == other.medium && j.verdict == other.verdict && reflect.DeepEqual(j.findings, other.findings) && reflect.DeepEqual(j.until, other.until)
}

// rows judges countries in media: a row for each country, in their order.
func (j *judge) rows(ctx context.Context, countries, media []string) ([]row, error) {
	var (
		rows  []row
		cells []*judged
		known = map[string][]*judged{}
	)
	for _, country := range countries {
		name, err := j.alike(country, media[0])
		if err != nil {
			return nil, err
		}
		if known[name] == nil {
			for _, medium := range media {
				known[name] = append(known[name], &judged{country: country, medium: medium})
			}
			cells = append(cells, known[name]...)
		}
		rows = append(rows, row{[]string{country}, known[name]})
	}
	return rows, j.all(ctx, cells)
}

// all judges cells side by side. After the first that fails the rest are left, and nothing of them counts.
func (j *judge) all(ctx context.Context, cells []*judged) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	waiting := make(chan *judged, len(cells))
	for _, cell := range cells {
		waiting <- cell
	}
	close(waiting)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for cell := range waiting {
				if err := j.judge(ctx, cell); err != nil {
					stop(fmt.Errorf("in %s, %s: %w", cell.country, cell.medium, err))
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}

// ask is what the policy is asked about for one country and one medium.
func (j *judge) ask(country, medium string) rights.Case {
	return rights.NewCase(j.reading, j.question(country, medium), j.policy.House(), j.others)
}

// question is the base question for one country and one medium, as check asks it.
func (j *judge) question(country, medium string) rights.Question {
	q := j.base
	q.Use.Territory, q.Use.Media, q.Use.Assumed = []string{country}, []string{medium}, assumed(q.Use)
	return q
}

// alike names what a policy is told of a country, but for which one it is: instead it says which lists of the input have the country
// in them. A policy that only looks a country up in such lists must say the same of all countries with one name, in each medium; one
// that may do more with a country is asked about that one alone.
func (j *judge) alike(country, medium string) (string, error) {
	in := j.ask(country, medium).Input
	if slices.Equal(in.Use.Territory.Codes, []string{country}) && !j.special.has(country) {
		in.Use.Territory.Codes = []string{"this country"}
	}
	written, err := json.Marshal(in)
	if err != nil {
		return "", fmt.Errorf("write the input of the policy: %w", err)
	}
	lists := [][]string{in.Use.Buyer.Codes}
	for _, rule := range in.Terms.Rules {
		lists = append(lists, rule.Territory.Values, rule.Territory.Maybe)
	}
	for _, list := range lists {
		written = strconv.AppendBool(written, slices.Contains(list, country))
	}
	return string(written), nil
}

// judge asks the policy about one cell, as long as check would wait for a decision.
func (j *judge) judge(ctx context.Context, cell *judged) error {
	ctx, cancel := context.WithTimeout(ctx, check.Deadline)
	defer cancel()
	c := j.ask(cell.country, cell.medium)
	outcome, err := j.policy.Decide(ctx, c.Input)
	if err != nil {
		return err
	}
	explained, err := j.policy.Explain(c, outcome)
	if err != nil {
		return err
	}
	cell.verdict, cell.findings, cell.until = outcome.Verdict, deciding(outcome.Verdict, explained), c.GoodUntil
	return nil
}

// deciding are the findings that a verdict rests on: what blocks and then what refers, or else the ground and then its conditions.
func deciding(v policy.Verdict, explained []policy.Explained) []check.Finding {
	effects := []policy.Effect{policy.Block, policy.Refer}
	if v.Clears() {
		effects = []policy.Effect{policy.Ground, policy.Condition}
	}
	var findings []check.Finding
	for _, effect := range effects {
		for _, e := range explained {
			if e.Effect != effect {
				continue
			}
			f := check.Finding{Code: e.Code, Effect: e.Effect, Title: e.Title, Detail: e.Detail, Remedy: e.Remedy, Words: []check.Words{}}
			for _, w := range e.Words {
				f.Words = append(f.Words, check.Words{Fact: w.Fact, Words: w.Words})
			}
			findings = append(findings, f)
		}
	}
	return findings
}
