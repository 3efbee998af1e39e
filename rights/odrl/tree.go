package odrl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"unicode/utf8"
)

// deepest is how deep the values of a policy may nest. Those that are written reach 8.
const deepest = 16

// misplaced is an error with the path of what is wrong. The path grows on the way up, so that reading what is right pays nothing for it.
type misplaced struct {
	path    string
	message string
}

func (m *misplaced) Error() string { return "$" + m.path + ": " + m.message }

// inside puts a step before the path of an error.
func inside(step string, err *misplaced) *misplaced {
	return &misplaced{step + err.path, err.message}
}

// parse reads JSON strictly: UTF-8, no name twice in an object, no null, one value and nothing behind it.
func parse(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, &misplaced{"", "not UTF-8"}
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	root, wrong := value(d, 0)
	if wrong != nil {
		return nil, wrong
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, &misplaced{"", "something stands behind the policy"}
	}
	return root, nil
}

func value(d *json.Decoder, depth int) (any, *misplaced) {
	if depth > deepest {
		return nil, &misplaced{"", fmt.Sprintf("nested deeper than %d", deepest)}
	}
	token, err := d.Token()
	switch {
	case err != nil:
		return nil, broken(err)
	case token == json.Delim('{'):
		return object(d, depth)
	case token == json.Delim('['):
		return array(d, depth)
	case token == nil:
		return nil, &misplaced{"", "null says nothing"}
	}
	return token, nil
}

func object(d *json.Decoder, depth int) (any, *misplaced) {
	all := map[string]any{}
	for d.More() {
		token, err := d.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return nil, broken(err)
		}
		v, wrong := value(d, depth+1)
		if _, twice := all[name]; twice && wrong == nil {
			wrong = &misplaced{"", "there twice"}
		}
		if wrong != nil {
			return nil, inside(fmt.Sprintf(".%.80s", name), wrong)
		}
		all[name] = v
	}
	return all, closed(d)
}

func array(d *json.Decoder, depth int) (any, *misplaced) {
	all := []any{}
	for d.More() {
		v, wrong := value(d, depth+1)
		if wrong != nil {
			return nil, inside(fmt.Sprintf("[%d]", len(all)), wrong)
		}
		all = append(all, v)
	}
	return all, closed(d)
}

func closed(d *json.Decoder) *misplaced {
	if _, err := d.Token(); err != nil {
		return broken(err)
	}
	return nil
}

func broken(err error) *misplaced {
	return &misplaced{"", fmt.Sprintf("no JSON: %v", err)}
}

// differ reports the first difference between a policy and what it should be, by its path.
func differ(want, got any, path string) error {
	switch want := want.(type) {
	case map[string]any:
		if got, ok := got.(map[string]any); ok {
			return differNamed(want, got, path)
		}
	case []any:
		if got, ok := got.([]any); ok {
			return differListed(want, got, path)
		}
	default:
		switch got.(type) {
		case map[string]any, []any:
		default:
			if want == got {
				return nil
			}
			return fmt.Errorf("%s: is %s, but the rest of the policy says %s", path, short(got), short(want))
		}
	}
	return fmt.Errorf("%s: is %s, but should be %s", path, short(got), short(want))
}

func differNamed(want, got map[string]any, path string) error {
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			return fmt.Errorf("%s.%.80s: unknown here", path, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		v, ok := got[name]
		if !ok {
			return fmt.Errorf("%s.%s: missing", path, name)
		}
		if err := differ(want[name], v, path+"."+name); err != nil {
			return err
		}
	}
	return nil
}

func differListed(want, got []any, path string) error {
	for i := range min(len(want), len(got)) {
		if err := differ(want[i], got[i], fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	if len(want) != len(got) {
		return fmt.Errorf("%s: has %d, but the rest of the policy says %d", path, len(got), len(want))
	}
	return nil
}

// short is a value as it is shown in an error.
func short(v any) string {
	text, err := json.Marshal(v)
	if err != nil || len(text) > 80 {
		return "something else"
	}
	return string(text)
}
