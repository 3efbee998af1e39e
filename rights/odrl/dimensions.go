package odrl

import (
	"errors"
	"fmt"
	"slices"

	"clearance/rights/language"
)

// The operators of lists.
const (
	anyOf  = "isAnyOf"
	noneOf = "isNoneOf"
)

// dimension is one of those that a rule may be limited in.
type dimension struct {
	name, left string
	of         func(r *language.Rule) **language.Constraint
	say        func(kind, value string) (any, error) // as a right operand, of a rule of a kind
	hear       func(uid string) (string, error)
}

var dimensions = []dimension{
	{"territory", "spatial", func(r *language.Rule) **language.Constraint { return &r.Territory },
		func(_, v string) (any, error) {
			uid, err := place(v)
			return ref{uid}, err
		}, placeOf},
	{"media", "media", func(r *language.Rule) **language.Constraint { return &r.Media }, plain, nil},
	{"purpose", "purpose", func(r *language.Rule) **language.Constraint { return &r.Purpose }, plain, nil},
	{"party", "recipient", func(r *language.Rule) **language.Constraint { return &r.Party },
		func(kind, v string) (any, error) {
			if uid := party(kind, v); uid != "" {
				return ref{uid}, nil
			}
			return v, nil
		}, partyOf},
}

// plain are values that are known by their names alone.
func plain(_, v string) (any, error) { return v, nil }

// dimensionsOf writes the dimensions that a rule is limited in.
func dimensionsOf(r language.Rule) ([]constraint, error) {
	var all []constraint
	for _, d := range dimensions {
		if c := *d.of(&r); c != nil {
			list, err := d.write(r.Kind, c)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", d.name, err)
			}
			all = append(all, list...)
		}
	}
	return all, nil
}

// write writes what limits a dimension. What the words may mean too is barred with the rest. What is taken out of a bar narrows
// it; what is taken out of what a bar leaves open is barred again.
func (d dimension) write(kind string, c *language.Constraint) ([]constraint, error) {
	if len(c.Values) == 0 {
		return nil, errors.New("it is limited to nothing")
	}
	main := constraint{LeftOperand: d.left, Operator: anyOf, Except: c.Except, Perhaps: c.Perhaps}
	values := slices.Concat(c.Values, c.Perhaps)
	if c.Outside {
		main.Operator, values = noneOf, c.Values
	}
	var err error
	if main.RightOperand, err = d.list(kind, values); err != nil {
		return nil, err
	}
	if d.left != "spatial" || !c.Outside && !excepts(c) || len(c.Except) == 0 {
		return []constraint{main}, nil // exceptions in other dimensions are not relied on: the bar is on all of it
	}
	except := constraint{LeftOperand: d.left, Operator: noneOf}
	if c.Outside {
		except.Operator = anyOf
	}
	if except.RightOperand, err = d.list(kind, c.Except); err != nil {
		return nil, err
	}
	if c.Outside {
		return []constraint{{Or: &alternative{[]constraint{main, except}}}}, nil
	}
	return []constraint{main, except}, nil
}

// excepts reports whether what a bar leaves out is surely left out: not the world, and nothing that the bar names itself.
func excepts(c *language.Constraint) bool {
	return !slices.ContainsFunc(c.Except, func(v string) bool {
		return v == "001" || slices.Contains(c.Values, v) || slices.Contains(c.Perhaps, v)
	})
}

func (d dimension) list(kind string, values []string) ([]any, error) {
	var all []any
	for _, v := range values {
		said, err := d.say(kind, v)
		if err != nil {
			return nil, err
		}
		all = append(all, said)
	}
	return all, nil
}

// read reads what write wrote first; the rest repeats it.
func (d dimension) read(c constraint) (*language.Constraint, error) {
	list, ok := c.RightOperand.([]any)
	if !ok {
		return nil, errors.New("must be a list")
	}
	if len(list) == 0 {
		return nil, errors.New("names nothing")
	}
	limit := &language.Constraint{Outside: c.Operator == noneOf, Except: c.Except, Perhaps: c.Perhaps}
	for _, v := range list {
		value, err := d.value(v)
		if err != nil {
			return nil, err
		}
		limit.Values = append(limit.Values, value)
	}
	if !limit.Outside {
		if len(limit.Values) <= len(c.Perhaps) {
			return nil, errors.New("names nothing that is certain")
		}
		limit.Values = limit.Values[:len(limit.Values)-len(c.Perhaps)]
	}
	return limit, nil
}

// value reads a right operand: a name, or an identifier.
func (d dimension) value(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case map[string]any:
		if uid, ok := v["uid"].(string); ok && d.hear != nil {
			return d.hear(uid)
		}
	}
	return "", errors.New("must be names or identifiers")
}
