package policy_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"clearance/policy"
	"clearance/rego"
)

func TestRevision(t *testing.T) {
	type house struct {
		Zone  string            `json:"zone"`
		Raise map[string]string `json:"raise"`
	}
	raise := map[string]string{"holder.pool": "refer", "notice.link": "refer"}
	base := load(t, rego.Files, nil)
	if want := fmt.Sprintf("sha256:%x", sha256.Sum256(base.Bundle())); base.Revision() != want {
		t.Errorf("the revision is %s, want that of the bundle, %s", base.Revision(), want)
	}
	housed := load(t, rego.Files, house{"UTC", raise})
	for _, tc := range []struct {
		name  string
		edit  edit
		house any
		of    *policy.Policy
		same  bool
	}{
		{"the same files", nil, nil, base, true},
		{"an empty house", nil, map[string]any{}, base, true},
		{"another test", edit{"rights/rules/sale/sale_test.rego": add("# more")}, nil, base, true},
		{"another copy of the index", edit{"index/data.json": write("{}")}, nil, base, true},
		{"a file of another kind", edit{"README.md": write("rules")}, nil, base, true},
		{"the same house as a map", nil, map[string]any{"raise": raise, "zone": "UTC"}, housed, true},
		{"a house", nil, map[string]any{"zone": "UTC"}, base, false},
		{"another house", nil, house{"GMT", raise}, housed, false},
		{"another rule", edit{saleFile: add("# more")}, nil, base, false},
		{"another effect", edit{saleFile: replace("effect: refer", "effect: block")}, nil, base, false},
		{"more data", edit{"lists/data.json": write("{}")}, nil, base, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := load(t, edited(t, tc.edit), tc.house)
			if same := got.Revision() == tc.of.Revision() && bytes.Equal(got.Bundle(), tc.of.Bundle()); same != tc.same {
				t.Errorf("the revision is the same: %v", same)
			}
		})
	}
}

func TestBundle(t *testing.T) {
	p := load(t, edited(t, edit{"lists/data.yaml": write("a: 1")}), map[string]any{"raise": map[string]string{"holder.pool": "refer"}})
	var names []string
	for _, entry := range entries(t, p.Bundle()) {
		names = append(names, entry.Name)
		if entry.Mode != 0o644 || entry.ModTime.Unix() != 0 || entry.Uid != 0 || entry.Uname != "" || entry.Format != tar.FormatUSTAR {
			t.Errorf("%s: the header says more than it must: %+v", entry.Name, entry.Header)
		}
		if entry.Name == "house/data.json" && entry.content != "{\n  \"raise\": {\n    \"holder.pool\": \"refer\"\n  }\n}\n" {
			t.Errorf("the house is %s", entry.content)
		}
		if entry.Name == "index/data.json" && entry.content != string(read(t, "index/data.json")) {
			t.Errorf("the index is %s", entry.content)
		}
	}
	want := []string{"house/data.json", "index/data.json", "lists/data.yaml"}
	for name := range parseAll(t) {
		if !strings.HasSuffix(name, "_test.rego") {
			want = append(want, name)
		}
	}
	slices.Sort(want)
	if !slices.Equal(names, want) {
		t.Errorf("holds %q\nwant  %q", names, want)
	}
	p.Bundle()[0] = 0
	if p.Bundle()[0] == 0 {
		t.Error("the policy can be changed through its bundle")
	}
}

func TestFromBundle(t *testing.T) {
	p := load(t, edited(t, edit{"lists/data.yaml": write("a: 1")}),
		map[string]any{"raise": map[string]string{"holder.pool": "refer"}, "count": 12345678901234567890.0, "names": []string{"<A&B>"}})
	again, err := policy.FromBundle(p.Bundle())
	if err != nil {
		t.Fatal(err)
	}
	if again.Revision() != p.Revision() || !bytes.Equal(again.Bundle(), p.Bundle()) {
		t.Errorf("has the revision %s, want %s", again.Revision(), p.Revision())
	}
	if !reflect.DeepEqual(again.Rules(), p.Rules()) {
		t.Error("has other rules")
	}
	for _, in := range generated(t, 50) {
		if got, want := decide(t, again, in), decide(t, p, in); !reflect.DeepEqual(got, want) {
			t.Errorf("input %+v\ngot  %s\nwant %s", in, short(got), short(want))
		}
	}
}

func TestFromBundleRefuses(t *testing.T) {
	whole := load(t, rego.Files, nil).Bundle()
	change := func(name string, to func(string) string) []byte {
		return pack(t, func(e entry) []entry {
			if e.Name == name {
				e.content = to(e.content)
			}
			return []entry{e}
		}, whole)
	}
	for _, tc := range []struct {
		name   string
		bundle []byte
	}{
		{"nothing", nil},
		{"no tar", []byte("rights")},
		{"cut short", whole[:len(whole)/2]},
		{"cut short by its end", whole[:len(whole)-1024]},
		{"more behind its end", append(slices.Clone(whole), 0)},
		{"another index", change("index/data.json", func(s string) string { return strings.Replace(s, `"block"`, `"note"`, 1) })},
		{"a house in another form", change("house/data.json", func(string) string { return "{ }\n" })},
		{"a house that is null", change("house/data.json", func(string) string { return "null\n" })},
		{"a rule that does not load", change(saleFile, func(s string) string { return s + "x" })},
		{"no house", pack(t, func(e entry) []entry {
			if e.Name == "house/data.json" {
				return nil
			}
			return []entry{e}
		}, whole)},
		{"a file twice", pack(t, func(e entry) []entry { return []entry{e, e} }, whole)},
		{"another mode", pack(t, func(e entry) []entry { e.Mode = 0o600; return []entry{e} }, whole)},
		{"a test beside", pack(t, func(e entry) []entry {
			more := entry{&tar.Header{Name: "z_test.rego", Mode: 0o644, Typeflag: tar.TypeReg, Format: tar.FormatUSTAR}, "package z"}
			if e.Name == "rights/rules/terms/terms.rego" {
				return []entry{e, more}
			}
			return []entry{e}
		}, whole)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if bytes.Equal(tc.bundle, whole) {
				t.Fatal("is the whole bundle")
			}
			if p, err := policy.FromBundle(tc.bundle); err == nil {
				t.Errorf("loads as %s", p.Revision())
			}
		})
	}
}

// TestFlippedBundle flips bytes all over a bundle: it is refused, or is a policy under a revision of its own.
func TestFlippedBundle(t *testing.T) {
	whole := load(t, rego.Files, nil)
	for i := 0; i < len(whole.Bundle()); i += 997 {
		flipped := whole.Bundle()
		flipped[i] ^= 1
		p, err := policy.FromBundle(flipped)
		if err == nil && (p.Revision() == whole.Revision() || p.Revision() != fmt.Sprintf("sha256:%x", sha256.Sum256(flipped))) {
			t.Errorf("with byte %d flipped it loads as %s", i, p.Revision())
		}
	}
}

type entry struct {
	*tar.Header
	content string
}

func entries(t *testing.T, b []byte) []entry {
	t.Helper()
	var all []entry
	for r := tar.NewReader(bytes.NewReader(b)); ; {
		header, err := r.Next()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, entry{header, string(content)})
	}
}

// pack writes a tar anew, with what an edit makes of each entry.
func pack(t *testing.T, edit func(entry) []entry, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, old := range entries(t, b) {
		for _, e := range edit(old) {
			e.Size = int64(len(e.content))
			if err := w.WriteHeader(e.Header); err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(w, e.content); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
