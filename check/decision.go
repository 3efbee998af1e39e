package check

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"clearance/policy"
	"clearance/rights"
)

// Decision is an answer as it is shown, on the screen and as JSON alike. It is only ever made from what the trail keeps:
// the same reading, question, input and outcome give the same decision years later.
type Decision struct {
	Verdict    policy.Verdict `json:"verdict"`
	Answer     string         `json:"answer"` // the verdict in a sales desk's words
	AsOf       string         `json:"as_of"`
	GoodUntil  *string        `json:"good_until"` // the earliest later instant at which the answer may change
	Story      Story          `json:"story"`
	Use        rights.Use     `json:"use"`
	Findings   []Finding      `json:"findings"`
	Conditions []Finding      `json:"conditions"`
	OpenFor    []Open         `json:"open_for"` // narrower uses that are cleared where this one is blocked
	Shots      []Shot         `json:"shots"`    // in the order of the record
	Policy     string         `json:"policy"`   // the policy's revision
	House      bool           `json:"house"`    // whether the policy was loaded for a house
	Entry      int64          `json:"entry"`    // where the trail keeps this decision
}

// Story says which record was judged. Without an identifier of its own a record is known by its digest.
type Story struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	From   string `json:"from"`
	Offset int64  `json:"offset"`
	SHA256 string `json:"sha256"`
}

// Shot is one shot: whose it is, and the terms beside it. What is not stated is "".
type Shot struct {
	Date   string `json:"date"`
	Source string `json:"source"`
	Terms  string `json:"terms"`
}

// Finding is one reason, condition or note, with the words it rests on.
type Finding struct {
	Code   string        `json:"code"`
	Effect policy.Effect `json:"effect"`
	Title  string        `json:"title"`
	Detail string        `json:"detail"`
	Remedy string        `json:"remedy"`
	Words  []Words       `json:"words"`
}

// Words are bytes of the record under the name of the fact that they state.
type Words struct {
	Fact string `json:"fact"`
	rights.Words
}

// explain puts an outcome into the words of the policy that made it.
func explain(p *policy.Policy, c rights.Case, o policy.Outcome) (Decision, error) {
	explained, err := p.Explain(c, o)
	if err != nil {
		return Decision{}, err
	}
	source := c.Reading.Story
	d := Decision{
		Verdict: o.Verdict,
		Answer:  answer(o.Verdict, c.Question.Use, openFor(c.Question, o.OpenFor)),
		AsOf:    c.Question.AsOf.Format(time.RFC3339),
		Story:   Story{source.ID, source.Title, source.From, source.Offset, source.SHA256},
		Use:     c.Question.Use, Findings: []Finding{}, Conditions: []Finding{}, OpenFor: openFor(c.Question, o.OpenFor), Shots: []Shot{},
		Policy: p.Revision(), House: p.House().TZVersion != "",
	}
	for _, shot := range c.Reading.Shots {
		d.Shots = append(d.Shots, Shot{said(shot.Date), said(shot.Source), said(shot.Terms)})
	}
	if d.Story.ID == "" {
		d.Story.ID = "sha256:" + source.SHA256
	}
	if c.GoodUntil != nil {
		t := c.GoodUntil.Format(time.RFC3339)
		d.GoodUntil = &t
	}
	for _, e := range explained {
		f := NewFinding(e)
		if f.Effect == policy.Condition {
			d.Conditions = append(d.Conditions, f)
		} else {
			d.Findings = append(d.Findings, f)
		}
	}
	slices.SortStableFunc(d.Findings, func(a, b Finding) int {
		return cmp.Or(weight(a.Effect)-weight(b.Effect), cmp.Compare(cause(a), cause(b)))
	})
	return d, nil
}

// NewFinding is a finding as it is shown.
func NewFinding(e policy.Explained) Finding {
	f := Finding{e.Code, e.Effect, e.Title, e.Detail, e.Remedy, []Words{}}
	for _, w := range e.Words {
		f.Words = append(f.Words, Words{w.Fact, w.Words})
	}
	return f
}

// said is what a fact says: its value, or else its words.
func said(f rights.Fact) string {
	if f.Value != "" {
		return f.Value
	}
	var texts []string
	for _, w := range f.Words {
		texts = append(texts, w.Text)
	}
	return strings.Join(texts, " … ")
}

// cause orders findings of one effect: damage to the record first, since others follow from it.
func cause(f Finding) int {
	if strings.HasPrefix(f.Code, "record.") {
		return 0
	}
	return 1
}

// weight orders findings for a reader: what bars first, notes last.
func weight(e policy.Effect) int {
	return slices.Index([]policy.Effect{policy.Block, policy.Refer, policy.Ground, policy.Condition, policy.Note}, e)
}
