package odrl

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"clearance/rights"
	"clearance/rights/language"
)

// sections are where rules stand, by what they do.
var sections = []struct {
	name   string
	effect language.Effect
}{
	{"prohibition", language.Prohibition},
	{"obligation", language.Duty},
	{"clearance:referral", language.Referral},
	{"clearance:note", language.Note},
}

// draftFrom reads what a policy says. It takes from each rule what it needs; whether the rest fits is found by writing the
// draft again.
func draftFrom(root any) (draft, error) {
	doc, ok := root.(map[string]any)
	if !ok {
		return draft{}, errors.New("$: a policy is an object")
	}
	if err := known(doc["profile"]); err != nil {
		return draft{}, err
	}
	if doc["permission"] != nil {
		return draft{}, errors.New("$.permission: no words of a record grant anything: a policy that does was not written from one")
	}
	uid, _ := doc["uid"].(string)
	d := draft{uid: uid}
	if !strings.HasPrefix(uid, policies) {
		return draft{}, fmt.Errorf("$.uid: must begin with %s", policies)
	}
	for _, s := range sections {
		if err := d.readSection(doc[s.name], s.effect, "$."+s.name); err != nil {
			return draft{}, err
		}
	}
	var unread []words
	if err := into(doc["clearance:unread"], &unread, "$.clearance:unread"); err != nil {
		return draft{}, err
	}
	d.unread = fromWords(unread)
	err := d.inOrder()
	return d, err
}

// known refuses profiles that this package does not know: an ODRL processor must not go on with one.
func known(profile any) error {
	list, several := profile.([]any)
	if !several {
		list = []any{profile}
	}
	for i, p := range list {
		path := "$.profile"
		if several {
			path += fmt.Sprintf("[%d]", i)
		}
		switch name, isText := p.(string); {
		case p == nil:
			return fmt.Errorf("%s: missing", path)
		case !isText:
			return fmt.Errorf("%s: must be text", path)
		case name != rightsML && name != tdmRep && name != ownProfile:
			return fmt.Errorf("%s: unknown profile %.80q", path, name)
		}
	}
	return nil
}

func (d *draft) readSection(section any, effect language.Effect, path string) error {
	list, ok := section.([]any)
	if section != nil && !ok {
		return fmt.Errorf("%s: must be a list", path)
	}
	for i, raw := range list {
		path := fmt.Sprintf("%s[%d]", path, i)
		var e entry
		if err := into(raw, &e, path); err != nil {
			return err
		}
		if effect == language.Prohibition && e.Action == transfer {
			continue // it repeats the bar on use before it
		}
		rule, err := e.rule(effect, path)
		if err != nil {
			return err
		}
		name, ok := strings.CutPrefix(e.UID, d.uid+":")
		if !ok {
			return fmt.Errorf("%s.uid: must begin with the policy's", path)
		}
		d.add(name, rule)
		d.target, d.assigner = e.Target, e.Assigner
	}
	return nil
}

// into fills a value from a part of the policy.
func into(part, value any, path string) error {
	if part == nil {
		return nil
	}
	text, err := json.Marshal(part)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	err = json.Unmarshal(text, value)
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		if wrong.Field != "" {
			path += "." + wrong.Field
		}
		return fmt.Errorf("%s: must not be a JSON %s", path, wrong.Value)
	}
	return err
}

// rule reads one rule.
func (e *entry) rule(effect language.Effect, path string) (rights.Rule, error) {
	r := rights.Rule{Place: e.Place, Words: fromWords(e.Words)}
	r.Effect, r.Kind, r.Part, r.Channel, r.Note, r.Start = effect, e.Kind, e.Part, e.Channel, e.Name, e.Start
	if e.AttributedParty != nil {
		r.Note = e.AttributedParty.Name
	}
	for _, w := range e.Words {
		r.Spans = append(r.Spans, language.Span{Start: w.Start, End: w.End})
	}
	for _, el := range e.Elements {
		r.Elements = append(r.Elements, language.Element{
			Kind: el.Kind, Values: el.Values, Except: el.Except, Perhaps: el.Perhaps, Parent: el.Parent,
			Span: language.Span{Start: el.Start, End: el.End},
		})
	}
	var err error
	if r.Action, err = e.actionOf(effect); err != nil {
		return r, fmt.Errorf("%s.action: %w", path, err)
	}
	if r.From, err = fromMoment(e.From); err != nil {
		return r, fmt.Errorf("%s.clearance:from: %w", path, err)
	}
	if r.Until, err = fromMoment(e.Until); err != nil {
		return r, fmt.Errorf("%s.clearance:until: %w", path, err)
	}
	if e.Per != nil {
		if r.Per, err = periodIn(e.Per); err != nil {
			return r, fmt.Errorf("%s.clearance:per: %w", path, err)
		}
	}
	if err := sayable(r.Rule); err != nil {
		return r, fmt.Errorf("%s: %w", path, err)
	}
	err = e.readConstraints(&r.Rule, path+".constraint")
	return r, err
}

// actionOf gives our action. A duty names what must be done, and with which action.
func (e *entry) actionOf(effect language.Effect) (string, error) {
	if effect == language.Duty {
		if e.Action == "" || duties[e.Kind] != e.Action {
			return "", fmt.Errorf("unknown duty %.80q for the kind %.80q", e.Action, e.Kind)
		}
		return e.With, nil
	}
	for ours, theirs := range actions {
		if theirs == e.Action {
			return ours, nil
		}
	}
	if e.Action == "" {
		return "", errors.New("missing")
	}
	return "", fmt.Errorf("unknown action %.80q", e.Action)
}

func (e *entry) readConstraints(r *language.Rule, path string) error {
	for i, c := range e.Constraint {
		path := fmt.Sprintf("%s[%d]", path, i)
		if c.Or != nil && len(c.Or.List) > 0 {
			c, path = c.Or.List[0], path+".or.@list[0]"
		}
		switch c.Operator {
		case "":
			return fmt.Errorf("%s.operator: missing", path)
		case anyOf, noneOf, "gteq", "gt", "lt":
		default:
			return fmt.Errorf("%s.operator: unknown operator %.80q", path, c.Operator)
		}
		if err := e.readConstraint(r, c, path); err != nil {
			return err
		}
	}
	return nil
}

func (e *entry) readConstraint(r *language.Rule, c constraint, path string) error {
	for _, d := range dimensions {
		at := d.of(r)
		if d.left != c.LeftOperand || *at != nil {
			continue
		}
		limit, err := d.read(c)
		if err != nil {
			return fmt.Errorf("%s.rightOperand: %w", path, err)
		}
		*at = limit
		return nil
	}
	switch c.LeftOperand {
	case "spatial": // an exception, which the first names too
		return nil
	case "dateTime", "delayPeriod", "count", length:
		if err := e.unlimit(r, c); err != nil {
			return fmt.Errorf("%s.rightOperand: %w", path, err)
		}
		return nil
	case "":
		return fmt.Errorf("%s.leftOperand: missing", path)
	}
	return fmt.Errorf("%s.leftOperand: unknown operand %.80q, or there twice", path, c.LeftOperand)
}
