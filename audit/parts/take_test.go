package parts

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"clearance/audit/leaf"
	"clearance/rights/canonical"
)

// write writes any value that canonical JSON has.
func write(w *canonical.Writer, v *any) {
	switch v := (*v).(type) {
	case nil:
		w.Null()
	case bool:
		w.Bool(v)
	case int64:
		w.Int(v)
	case float64:
		w.Int(int64(v))
	case string:
		w.Text(v)
	case []any:
		canonical.List(w, v, write)
	case map[string]any:
		w.Open()
		for _, key := range slices.Sorted(maps.Keys(v)) {
			below := v[key]
			write(w.Key(key), &below)
		}
		w.Close()
	}
}

// wantTaken writes a value, and wants what was noted of it to take it apart as reading its bytes does.
func wantTaken(t *testing.T, f *Form, v any, want []byte) {
	t.Helper()
	var notes canonical.Notes
	w := canonical.Noting(nil, &f.Root, &notes)
	write(&w, &v)
	data, err := w.Done()
	if err != nil || !bytes.Equal(data, want) {
		t.Fatalf("%s is written as %s, %v", want, data, err)
	}
	split, taken := f.Split(data), f.Take(data, notes.All, nil)
	if !taken.Equal(&split) {
		t.Fatalf("%s is taken apart as %+v\nand split as %+v", data, taken, split)
	}
}

func TestTakeProperty(t *testing.T) {
	forms := []*Form{form, NewForm(nil, nil, nil), NewForm([]string{"id"}, []string{"text", "record.value"}, []string{"rules", "story"}),
		NewForm([]string{"record", "record.id"}, []string{"shots", "story.words"}, []string{"shots", "record.value.shots"})}
	for seed := range uint64(6000) {
		v := value(rand.New(rand.NewPCG(seed, 2)), 6)
		data, err := leaf.Canonical(v)
		if err != nil {
			t.Fatal(err)
		}
		wantTaken(t, forms[seed%uint64(len(forms))], v, data)
	}
}

func FuzzTake(f *testing.F) {
	f.Add([]byte(document))
	f.Add([]byte(`[1,"a",{"story":{"id":"x"}}]`))
	f.Add([]byte(`{"shots":[[{"date":"x"}],[],[[1]]],"terms":{"rules":[[],"the same text",{}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var v any
		if json.Unmarshal(data, &v) != nil || bytes.Count(data, []byte("["))+bytes.Count(data, []byte("{")) > deepest {
			t.Skip()
		}
		if c, err := leaf.Canonical(v); err == nil {
			wantTaken(t, form, v, c)
		}
	})
}
