package canonical_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/gowebpki/jcs"

	"clearance/rights/canonical"
)

func TestWriter(t *testing.T) {
	far, usual := time.FixedZone("", -90*60), []string{"a", "b"}
	for name, tc := range map[string]struct {
		write func(*canonical.Writer)
		want  string // "" for an error
	}{
		"nothing":             {func(w *canonical.Writer) { w.Null() }, `null`},
		"no members":          {func(w *canonical.Writer) { w.Open(); w.Close() }, `{}`},
		"members":             {func(w *canonical.Writer) { w.Open(); w.Key("a").Bool(true); w.Key("b").Bool(false); w.Close() }, `{"a":true,"b":false}`},
		"an object in one":    {func(w *canonical.Writer) { w.Open(); w.Key("a").Open(); w.Close(); w.Key("b").Null(); w.Close() }, `{"a":{},"b":null}`},
		"a key behind braces": {func(w *canonical.Writer) { w.Open(); w.Key("a").Text("{"); w.Key("b").Text("{"); w.Close() }, `{"a":"{","b":"{"}`},
		"no list":             {func(w *canonical.Writer) { canonical.Texts[string](w, nil) }, `null`},
		"an empty list":       {func(w *canonical.Writer) { canonical.Texts(w, []string{}) }, `[]`},
		"a list":              {func(w *canonical.Writer) { canonical.Texts(w, []string{"b", "a"}) }, `["b","a"]`},
		"no map":              {func(w *canonical.Writer) { canonical.Map(w, nil, usual, writeInt) }, `null`},
		"an empty map":        {func(w *canonical.Writer) { canonical.Map(w, map[string]int{}, usual, writeInt) }, `{}`},
		"a map in order": {func(w *canonical.Writer) {
			canonical.Map(w, map[string]int{"b": 1, "ab": 2, "a": 3, "": 4}, usual, writeInt)
		}, `{"":4,"a":3,"ab":2,"b":1}`},
		"a map as usual":      {func(w *canonical.Writer) { canonical.Map(w, map[string]int{"b": 1, "a": 2}, usual, writeInt) }, `{"a":2,"b":1}`},
		"one less than usual": {func(w *canonical.Writer) { canonical.Map(w, map[string]int{"b": 1}, usual, writeInt) }, `{"b":1}`},
		"one that is unusual": {func(w *canonical.Writer) { canonical.Map(w, map[string]int{"b": 1, "B": 2}, usual, writeInt) }, `{"B":2,"b":1}`},
		"a key beyond ASCII":  {func(w *canonical.Writer) { canonical.Map(w, map[string]int{"é": 1}, usual, writeInt) }, ``},
		"a key in quotes":     {func(w *canonical.Writer) { canonical.Map(w, map[string]int{`"`: 1}, usual, writeInt) }, ``},
		"largest integer":     {func(w *canonical.Writer) { w.Int(1<<53 - 1) }, `9007199254740991`},
		"smallest integer":    {func(w *canonical.Writer) { w.Int(-(1<<53 - 1)) }, `-9007199254740991`},
		"one too large":       {func(w *canonical.Writer) { w.Int(1 << 53) }, ``},
		"one too small":       {func(w *canonical.Writer) { w.Int(-1 << 53) }, ``},
		"an instant":          {func(w *canonical.Writer) { w.Time(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)) }, `"2026-11-23T12:00:00Z"`},
		"a part of a second":  {func(w *canonical.Writer) { w.Time(time.Date(2026, 11, 23, 12, 0, 0, 5e8, far)) }, `"2026-11-23T12:00:00.5-01:30"`},
		"a year that is none": {func(w *canonical.Writer) { w.Time(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)) }, ``},
		"an error, and more":  {func(w *canonical.Writer) { w.Int(1 << 60); w.Null() }, ``},
	} {
		t.Run(name, func(t *testing.T) {
			w := canonical.To(nil)
			tc.write(&w)
			got, err := w.Done()
			if (err != nil) != (tc.want == "") || string(got) != tc.want {
				t.Errorf("it writes %s, %v, want %s", got, err, tc.want)
			}
		})
	}
}

func writeInt(w *canonical.Writer, n int) { w.Int(int64(n)) }

// Every byte is looked at, wherever it stands among eight, and however many there are.
func TestTextEverywhere(t *testing.T) {
	for c := range 256 {
		for long := range 20 {
			for at := range long + 1 {
				checkText(t, strings.Repeat("x", at)+string([]byte{byte(c)})+strings.Repeat("~", long-at))
			}
		}
	}
}

// Whatever a text holds, it is written as encoding/json and another implementation write it.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "POOL (CAN SELL)", "<&>\u2028\u2029", "\x00\b\t\n\f\r\x1f\x7f", `"\/`, "é😀\ufffd", "a\xffb\xe2\x82", "\xed\xa0\x80\xc0\x80", "ends in \xf0\x9f", `"23456789`} {
		f.Add(s)
	}
	f.Fuzz(checkText)
}

func checkText(t *testing.T, s string) {
	w := canonical.To(nil)
	canonical.Texts(&w, []string{s})
	got, err := w.Done()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal([]string{s})
	if err != nil {
		t.Fatal(err)
	}
	if want, err := jcs.Transform(raw); err != nil || string(got) != string(want) {
		t.Errorf("%q is written as %s, want %s, %v", s, got, want, err)
	}
}
