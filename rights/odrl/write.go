package odrl

import (
	"errors"
	"fmt"

	"clearance/rights"
	"clearance/rights/language"
)

// document puts a draft into the form of ODRL.
func (d draft) document() (document, error) {
	doc := document{
		Context: []any{odrlContext, terms}, UID: d.uid, Type: "Set", Conflict: "prohibit", Unread: wordsOf(d.unread),
	}
	for _, s := range d.statements {
		e, err := d.entry(s)
		if err != nil {
			return document{}, fmt.Errorf("%s: %w", s.name, err)
		}
		switch s.rule.Effect {
		case language.Prohibition:
			doc.Prohibition = append(doc.Prohibition, e)
			if s.rule.Action == "use" {
				doc.Prohibition = append(doc.Prohibition, e.transferred())
			}
		case language.Duty:
			doc.Obligation = append(doc.Obligation, e)
		case language.Referral:
			doc.Referral = append(doc.Referral, e)
		case language.Note:
			doc.Note = append(doc.Note, e)
		}
	}
	doc.Profile = doc.profiles()
	return doc, nil
}

// profiles are those whose terms must be known to judge the rules.
func (doc document) profiles() any {
	all := []string{rightsML}
	mines, ours := false, false
	for _, rules := range [][]entry{doc.Prohibition, doc.Obligation, doc.Referral, doc.Note} {
		for _, e := range rules {
			mines = mines || e.Action == actions["train"]
			ours = ours || e.Action == duties["logo"]
			for _, c := range e.Constraint {
				ours = ours || c.LeftOperand == length
			}
		}
	}
	if mines {
		all = append(all, tdmRep)
	}
	if ours {
		all = append(all, ownProfile)
	}
	if len(all) == 1 {
		return all[0]
	}
	return all
}

// transferred is the same bar on passing it on.
func (e entry) transferred() entry {
	return entry{UID: e.UID + ":" + transfer, Action: transfer, Target: e.Target, Assigner: e.Assigner, Constraint: bare(e.Constraint)}
}

// bare is what ODRL knows of constraints.
func bare(all []constraint) []constraint {
	var list []constraint
	for _, c := range all {
		c.Except, c.Perhaps = nil, nil
		if c.Or != nil {
			c.Or = &alternative{bare(c.Or.List)}
		}
		list = append(list, c)
	}
	return list
}

func (d draft) entry(s statement) (entry, error) {
	r := s.rule
	if err := sayable(r.Rule); err != nil {
		return entry{}, err
	}
	e := entry{
		UID: d.uid + ":" + s.name, Action: actions[r.Action], Target: d.target, Assigner: d.assigner,
		Kind: r.Kind, Place: r.Place, Part: r.Part, Channel: r.Channel, Name: r.Note, Start: r.Start, Words: spansOf(r),
	}
	if r.Effect == language.Duty {
		e.Action, e.With = duties[r.Kind], r.Action
		if r.Kind == "credit" && r.Note != "" {
			e.AttributedParty, e.Name = &person{"Party", r.Note}, ""
		}
	}
	for _, el := range r.Elements {
		e.Elements = append(e.Elements, element{el.Kind, el.Values, el.Except, el.Perhaps, el.Parent, el.Span.Start, el.Span.End})
	}
	var err error
	if e.Constraint, err = dimensionsOf(r.Rule); err != nil {
		return entry{}, err
	}
	err = e.limit(r.Rule)
	return e, err
}

// sayable refuses what ODRL would say wrongly, and what no text is read as.
func sayable(r language.Rule) error {
	switch {
	case r.Effect == language.Permission:
		return errors.New("a permission is not written: ODRL cannot say what a person must decide beside it")
	case r.Effect != language.Prohibition && r.Effect != language.Duty && r.Effect != language.Referral && r.Effect != language.Note:
		return fmt.Errorf("unknown effect %q", r.Effect)
	case language.Kinds[r.Kind] == "":
		return fmt.Errorf("unknown kind %.80q", r.Kind)
	case actions[r.Action] == "":
		return fmt.Errorf("unknown action %.80q", r.Action)
	case r.Effect == language.Duty && duties[r.Kind] == "":
		return fmt.Errorf("no duty of ODRL for the kind %q", r.Kind)
	case r.From != nil && r.Elapsed != 0:
		return errors.New("begins at a time and after one: two constraints would bar less than either")
	case r.Count < 0:
		return fmt.Errorf("%d uses", r.Count)
	}
	return nil
}

func spansOf(r rights.Rule) []words {
	var all []words
	for i, span := range r.Spans {
		w := words{Start: span.Start, End: span.End}
		if i < len(r.Words) {
			w.Field, w.Text = r.Words[i].Field, r.Words[i].Text
		}
		all = append(all, w)
	}
	return all
}
