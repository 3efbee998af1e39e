package policy

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// somePaths are cut from every text, those that begin with another one too.
var somePaths = []string{"a", "a.b", "a.b.c", "a.e", "f", "g.x", "h", "use.action", "use.territory.codes", "record.labels", "none.at.all", "x.y.z", "terms.rules"}

func cutterOf(paths []string) (*cutter, []int) {
	c := newCutter()
	var pieces []int
	for _, path := range paths {
		pieces = append(pieces, c.add(strings.Split(path, ".")))
	}
	return c, pieces
}

// found goes the plain way: it reads the document, and writes down what stands at a path.
func found(t testing.TB, text []byte, path string) []byte {
	t.Helper()
	var at any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&at); err != nil {
		t.Fatal(err)
	}
	for name := range strings.SplitSeq(path, ".") {
		object, _ := at.(map[string]any)
		below, ok := object[name]
		if !ok {
			return nil
		}
		at = below
	}
	b, err := json.Marshal(at)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCut(t *testing.T) {
	for _, tc := range []struct{ text, path, want string }{
		{`{"a":1}`, "a", "1"},
		{`{"a":{"b":[1,{"c":2}],"c":"}"},"b":3}`, "a.b", `[1,{"c":2}]`},
		{`{"a":{"b":[1,{"c":2}],"c":"}"},"b":3}`, "a.c", `"}"`},
		{`{"a":{"b":[1,{"c":2}],"c":"}"},"b":3}`, "a", `{"b":[1,{"c":2}],"c":"}"}`},
		{`{"a":"\"","b":"\\"}`, "b", `"\\"`},
		{`{"a":"\\\"]","b":"\\"}`, "a", `"\\\"]"`},
		{`{"a":{},"b":[]}`, "b", "[]"},
		{`{"a":{},"b":[]}`, "a.b", ""},
		{`{"a":[{"b":1}]}`, "a.b", ""},
		{`{"a":null}`, "a.b", ""},
		{`{"a":null}`, "a", "null"},
		{`{"a":-1.5e+9,"b":true}`, "a", "-1.5e+9"},
		{`{"a":{"a":{"a":1}}}`, "a.a", `{"a":1}`},
		{`{"b":{"a":1},"a":2}`, "a", "2"},
		{`{"A":1,"aa":2}`, "a", ""},
		{`{}`, "a", ""},
		{`[]`, "a", ""},
		{`"a"`, "a", ""},
		{`null`, "a", ""},
	} {
		c, at := cutterOf([]string{tc.path})
		pieces := make([][]byte, c.pieces)
		if ok := c.cut([]byte(tc.text), pieces); !ok || string(pieces[at[0]]) != tc.want {
			t.Errorf("%s of %s: %q, %v, want %q", tc.path, tc.text, pieces[at[0]], ok, tc.want)
		}
	}
}

// TestCutRefuses has texts that readers could differ on. Then main is asked whole.
func TestCutRefuses(t *testing.T) {
	for _, text := range []string{
		``, `{`, `{"a`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1}}`, `{"a":1} `, `{"a" :1}`, `{ "a":1}`, `{"a":1;"b":2}`, `{"a":"x}`, `{"a":"x\`, `{"a":[1}`[:7],
		`{"a":1,"a":2}`, `{"a":{"b":1},"a":{"c":2}}`, `{"a":{"b":1,"b":2}}`, `{"\u0061":1}`, `{"a":{"\u0062":1}}`, `{a:1}`, `{"a":}`, `{"a":,"b":1}`, "{\"a\x00\":1}",
	} {
		c, _ := cutterOf([]string{"a.b"})
		if pieces := make([][]byte, c.pieces); c.cut([]byte(text), pieces) {
			t.Errorf("%q is cut into %q", text, pieces)
		}
	}
}

// FuzzCut compares the cutter with the plain way, and tries it on bytes that are no JSON.
func FuzzCut(f *testing.F) {
	for i, text := range variants(f, anything) {
		if i%50 == 0 {
			f.Add(text)
		}
	}
	f.Add([]byte(`{"a":{"b":"\"}\\","c":[[],{}]},"use":{"action":"sell","territory":{"codes":["GB"]}}}`))
	f.Add([]byte(`{"a":1,"a":{"b":2}}`))
	f.Add([]byte(`{"use":{"action":"sell"},"use":{"action":"sell"}}`))
	c, at := cutterOf(somePaths)
	met := &newMemory(0, 0).uses
	f.Fuzz(func(t *testing.T, text []byte) {
		sameCut(t, c, met, text)
		pieces := make([][]byte, c.pieces)
		if !json.Valid(text) {
			c.cut(text, pieces)
			return
		}
		compareCuts(t, c, at, text, pieces)
		if normal := normalised(t, text); normal != nil {
			compareCuts(t, c, at, normal, pieces)
			if !c.cut(normal, pieces) && !bytes.Contains(normal, []byte(`\`)) {
				t.Errorf("does not cut %s", normal)
			}
		}
	})
}

// normalised is a document as this program writes it.
func normalised(t *testing.T, text []byte) []byte {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// compareCuts wants the value at each path, as it stands in the text, wherever the cutter takes the text.
func compareCuts(t *testing.T, c *cutter, at []int, text []byte, pieces [][]byte) {
	t.Helper()
	if !c.cut(text, pieces) {
		return
	}
	for i, path := range somePaths {
		got, want := pieces[at[i]], found(t, text, path)
		if got != nil {
			got = normalised(t, got)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s of %s: %s, want %s", path, text, got, want)
		}
	}
}

// TestCutVariants compares the two on all variants of a document.
func TestCutVariants(t *testing.T) {
	c, at := cutterOf(somePaths)
	pieces := make([][]byte, c.pieces)
	for _, text := range variants(t, anything) {
		if !c.cut(text, pieces) {
			t.Fatalf("does not cut %s", text)
		}
		compareCuts(t, c, at, text, pieces)
	}
}
