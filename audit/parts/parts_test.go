package parts

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"clearance/audit/leaf"
)

var form = NewForm([]string{"story.id", "story.sha256"}, []string{"record.id.value", "record.id.words.text", "shots.date"}, []string{"shots", "terms.rules"})

// stored is Stored with pieces that are asked for by their text.
func stored(p *Pieces, id func([]byte) (int64, error)) (pieces, own []byte, err error) {
	return p.Stored(func(i int) (int64, error) { return id(p.Text(i)) })
}

// shelf keeps pieces by their text, the even ones of them.
type shelf struct {
	ids   map[string]int64
	texts []string
}

func (s *shelf) put(text []byte) (int64, error) {
	if s.ids == nil {
		s.ids = map[string]int64{}
	}
	id, found := s.ids[string(text)]
	if !found {
		s.texts = append(s.texts, string(text))
		id = int64(len(s.texts))
		s.ids[string(text)] = id
	}
	if id%2 == 1 {
		return 0, nil
	}
	return id, nil
}

func (s *shelf) get(id int64) ([]byte, error) {
	if id < 1 || id > int64(len(s.texts)) {
		return nil, errors.New("there is none")
	}
	return []byte(s.texts[id-1]), nil
}

// wantBack takes a document apart and puts it together again.
func wantBack(t *testing.T, on *shelf, data []byte) Pieces {
	t.Helper()
	p := form.Split(data)
	pieces, own, err := stored(&p, on.put)
	if err != nil {
		t.Fatal(err)
	}
	back, err := form.Join(p.Columns, pieces, own, on.get)
	if err != nil || !bytes.Equal(back, data) {
		t.Fatalf("%q came back as %q, %v", data, back, err)
	}
	texts := make([]string, p.Len())
	for i := range texts {
		texts[i] = string(p.Text(i))
	}
	odd := true
	half := form.split(data, func([]byte) bool { odd = !odd; return !odd })
	pieces, own, _ = half.Stored(func(i int) (int64, error) { return int64((i + 1) * (1 - i%2)), nil })
	back, err = form.Join(p.Columns, pieces, own, func(id int64) ([]byte, error) { return []byte(texts[id-1]), nil })
	if err != nil || !bytes.Equal(back, data) {
		t.Fatalf("%q without half of its texts came back as %q, %v", data, back, err)
	}
	refs := 0
	if err := Refs(pieces, func(id int64) { refs++ }); err != nil || refs > len(p.ends) {
		t.Fatalf("%d references to %d pieces, %v", refs, len(p.ends), err)
	}
	return p
}

const document = `{"holder":{"words":[{"end":4305,"start":4285,"text":"Leila Novak Pictures"}]},"record":{"id":{"value":"A\"é1","words":[` +
	`{"end":299,"start":271,"text":"A\"é1"}]}},"shots":[{"date":"2009-12-05","rules":[],"source":"the same source"},{"date":"2009-12-05",` +
	`"rules":[1],"source":"the same source"}],"story":{"id":"A\"é1","offset":0,"sha256":"` +
	`0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},"terms":{"rules":[{"a":"is one of these"},{"a":"is one of these"}]}}`

func TestSplit(t *testing.T) {
	p := wantBack(t, &shelf{}, []byte(document))
	if p.Columns[0] != `A"é1` || p.Columns[1] != "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" {
		t.Errorf("columns are %q", p.Columns)
	}
	if len(p.ends) != 9 {
		t.Errorf("%d pieces: %q", len(p.ends), p.text)
	}
	for _, own := range []string{"4305", "2009", "é1", "abcdef"} {
		if bytes.Contains(p.text, []byte(own)) {
			t.Errorf("%s stands in a piece: %q", own, p.text)
		}
	}
	if n := bytes.Count(p.fills, []byte("2009-12-05")); n != 1 || bytes.Contains(p.fills, []byte("é1")) {
		t.Errorf("a string stands more than once: %q", p.fills)
	}
}

// Numbers, names and days are holes: what is otherwise the same has the same pieces.
func TestSplitShares(t *testing.T) {
	other := strings.NewReplacer("4305", "17", "4285", "1", "A\\\"é1", "another", "2009-12-05", "December 6", "0123456789", "9999999999").Replace(document)
	if a, b := form.Split([]byte(document)), form.Split([]byte(other)); !bytes.Equal(a.text, b.text) {
		t.Errorf("pieces are %q and %q", a.text, b.text)
	}
}

// Whatever is no canonical JSON comes back as well.
func TestSplitAnything(t *testing.T) {
	deep := strings.Repeat("[", 1000) + strings.Repeat("]", 1000)
	for _, s := range []string{"", "{", "}", "{}", "[]", "[1,-0,007,1e5,1.5,-7,9223372036854775807,999999999999999999,-999999999999999999]", `"`, `"\"`, `"\\"`, "true", "nul",
		"{\"a\":\x01}", "\x02", `{"a" : 1}`, "{\"a\":1}\n", `{"story":{"id":1}}`, `{"story":{"id":["x","y"]}}`, `{"story":{"id":"\u0041"}}`, `{"story":{"id":"\u0000\u001f\n"}}`,
		`{"story":{"id":"a","id":"b"}}`, "{\"story\":{\"id\":\"\xff\"}}", `{"shots":[[{"date":"x"}],[]]}`, deep, `{"shots":[],"story":{"id":""}}`} {
		wantBack(t, &shelf{}, []byte(s))
	}
}

// value makes any value that canonical JSON has, out of few keys and strings.
func value(r *rand.Rand, depth int) any {
	words := []string{"", "a", "A longer text that stands in many of them", "é😀", "\"\\\n\x01", "0123456789abcdef0123456789abcdef"}
	keys := []string{"story", "id", "sha256", "record", "value", "words", "text", "shots", "date", "terms", "rules"}
	switch n := r.IntN(10); {
	case n < 4 && depth > 0:
		m := map[string]any{}
		for range r.IntN(6) {
			m[keys[r.IntN(len(keys))]] = value(r, depth-1)
		}
		return m
	case n < 6 && depth > 0:
		a := []any{}
		for range r.IntN(5) {
			a = append(a, value(r, depth-1))
		}
		return a
	case n < 7:
		return r.Int64N(1<<40) - 1<<20
	case n < 8:
		return []any{true, false, nil}[r.IntN(3)]
	default:
		return words[r.IntN(len(words))]
	}
}

func TestSplitProperty(t *testing.T) {
	on := &shelf{}
	for seed := range uint64(3000) {
		data, err := leaf.Canonical(value(rand.New(rand.NewPCG(seed, 1)), 6))
		if err != nil {
			t.Fatal(err)
		}
		wantBack(t, on, data)
	}
}

// What is damaged gives an error or another document, and never panics.
func TestJoinDamaged(t *testing.T) {
	on := &shelf{}
	p := form.Split([]byte(document))
	pieces, own, _ := stored(&p, on.put)
	same := 0
	try := func(columns []any, pieces, own []byte) {
		if back, err := form.Join(columns, pieces, own, on.get); err == nil && string(back) == document {
			same++
		}
	}
	for i := range pieces {
		for _, b := range []byte{0, 1, 0x7f, 0xff, pieces[i] ^ 2} {
			bad := bytes.Clone(pieces)
			if bad[i] = b; !bytes.Equal(bad, pieces) {
				try(p.Columns, bad, own)
			}
		}
		try(p.Columns, pieces[:i], own)
	}
	for i := range own {
		for _, b := range []byte{0, 1, 2, 0x7f, 0xff, own[i] ^ 1} {
			bad := bytes.Clone(own)
			if bad[i] = b; !bytes.Equal(bad, own) {
				try(p.Columns, pieces, bad)
			}
		}
		try(p.Columns, pieces, own[:i])
	}
	try(p.Columns, pieces, append(bytes.Clone(own), 0))
	try([]any{nil, p.Columns[1]}, pieces, own)
	try([]any{p.Columns[0], p.Columns[1], "more"}, pieces, own)
	try([]any{p.Columns[1], p.Columns[0]}, pieces, own)
	try(nil, pieces, own)
	if same > 0 {
		t.Errorf("%d damages make no difference", same)
	}
}

func TestStoredError(t *testing.T) {
	p := form.Split([]byte(document))
	if _, _, err := stored(&p, func([]byte) (int64, error) { return 0, fmt.Errorf("full") }); err == nil {
		t.Error("no error")
	}
	if err := Refs([]byte{0xff}, func(int64) {}); err == nil {
		t.Error("no error")
	}
}

func FuzzSplit(f *testing.F) {
	f.Add([]byte(document))
	f.Add([]byte(`[1,"a",{"story":{"id":"x"}}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		wantBack(t, &shelf{}, data)
		if json.Valid(data) {
			var v any
			if json.Unmarshal(data, &v) == nil {
				if c, err := leaf.Canonical(v); err == nil {
					wantBack(t, &shelf{}, c)
				}
			}
		}
	})
}

func FuzzJoin(f *testing.F) {
	p := form.Split([]byte(document))
	on := &shelf{}
	pieces, own, _ := stored(&p, on.put)
	f.Add(pieces, own)
	f.Fuzz(func(t *testing.T, pieces, own []byte) {
		form.Join(p.Columns, pieces, own, on.get)
		Refs(pieces, func(int64) {})
	})
}

func BenchmarkSplit(b *testing.B) {
	data := []byte(document)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		form.Split(data)
	}
}
