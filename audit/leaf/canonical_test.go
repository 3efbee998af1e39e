package leaf

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gowebpki/jcs"
)

func TestCanonical(t *testing.T) {
	for name, tc := range map[string]struct {
		in   any
		want string // "" for an error
	}{
		"keys are sorted":          {map[string]any{"b": 1, "a": 2, "B": nil}, `{"B":null,"a":2,"b":1}`},
		"struct order is not kept": {struct{ B, A bool }{true, false}, `{"A":false,"B":true}`},
		"one inside another":       {json.RawMessage(`{"b":[{"d":1,"c":[]},{}],"a":{"z":"","y":{}}}`), `{"a":{"y":{},"z":""},"b":[{"c":[],"d":1},{}]}`},
		"white space":              {json.RawMessage(" { \"a\" : [ 1 , true ] } "), `{"a":[1,true]}`},
		"a prefix comes first":     {map[string]int{"ab": 1, "a": 2}, `{"a":2,"ab":1}`},
		"no HTML escapes":          {"<&>", `"<&>"`},
		"line separators stay":     {"\u2028\u2029", "\"\u2028\u2029\""},
		"control characters":       {"\x00\b\t\n\f\r\x1f\x7f", "\"\\u0000\\b\\t\\n\\f\\r\\u001f\x7f\""},
		"quotes and backslashes":   {`"\/`, `"\"\\/"`},
		"needless escapes":         {json.RawMessage(`"\u0041\/\u0022\u005c\u000A\ud83d\ude00"`), `"A/\"\\\n😀"`},
		"largest integer":          {int64(1<<53 - 1), `9007199254740991`},
		"smallest integer":         {int64(-(1<<53 - 1)), `-9007199254740991`},
		"one too large":            {int64(1 << 53), ``},
		"one too small":            {int64(-1 << 53), ``},
		"a fraction":               {0.5, ``},
		"an exponent":              {json.RawMessage(`1e3`), ``},
		"minus zero":               {json.RawMessage(`-0`), ``},
		"a key twice":              {json.RawMessage(`{"a":1,"\u0061":2}`), ``},
		"a key beyond ASCII":       {map[string]int{"é": 1}, ``},
		"half a surrogate pair":    {json.RawMessage(`"\ud83d"`), ``},
		"the wrong half":           {json.RawMessage(`"\ude00\ud83d"`), ``},
		"invalid UTF-8 in a text":  {"a\xffb", "\"a\uFFFDb\""},
		"invalid UTF-8 in JSON":    {json.RawMessage("\"\xff\""), ``},
		"no JSON":                  {json.RawMessage(`{`), ``},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Canonical(tc.in)
			if (err != nil) != (tc.want == "") || err == nil && string(got) != tc.want {
				t.Errorf("Canonical(%v) = %s, %v, want %s", tc.in, got, err, tc.want)
			}
		})
	}
}

// Whatever canonical accepts, another implementation writes in the same bytes, and they stay what they are.
func FuzzCanonical(f *testing.F) {
	for _, s := range []string{`{"b":[1,{"d":"\u00e9","c":null}],"a":"<\u2028>"}`, `"\ud83d\ude00"`, `-1`, `{"":{"a":true}}`, `{"a":1,"a":2}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got, err := Canonical(json.RawMessage(in))
		if err != nil {
			return
		}
		want, err := jcs.Transform([]byte(wrap(in)))
		if err != nil || wrap(string(got)) != string(want) {
			t.Fatalf("Canonical(%q) = %q, jcs says %q, %v", in, got, want, err)
		}
		again, err := Canonical(json.RawMessage(got))
		if err != nil || string(again) != string(got) || !utf8.Valid(got) {
			t.Fatalf("Canonical(%q) = %q, %v", got, again, err)
		}
	})
}

// wrap makes an array: the oracle takes arrays and objects only.
func wrap(s string) string { return "[" + strings.TrimSpace(s) + "]" }
