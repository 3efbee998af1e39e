package audit

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gowebpki/jcs"

	"clearance/audit/leaf"
	"clearance/policy"
	"clearance/rights"
)

// appender is a value that writes its own canonical JSON.
type appender interface {
	AppendCanonical(to []byte) ([]byte, error)
}

// kinds are the values that every decision stores: the trail depends on their bytes for ever.
var kinds = []reflect.Type{reflect.TypeFor[rights.Reading](), reflect.TypeFor[rights.Input](), reflect.TypeFor[policy.Outcome](), reflect.TypeFor[rights.Question]()}

// What values write themselves is what everything else in the trail is written by, and what another implementation writes. A field that
// is new, and that its value does not write yet, fails here.
func TestValuesWriteTheirCanonicalForm(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind.Name(), func(t *testing.T) {
			for seed := range uint64(3000) {
				f := filler{t, rand.New(rand.NewPCG(seed, 1)), seed%3 == 0}
				v := reflect.New(kind).Elem()
				f.fill(v)
				sameForm(t, v.Interface().(appender))
			}
			sameForm(t, reflect.Zero(kind).Interface().(appender))
		})
	}
}

func sameForm(t *testing.T, v appender) {
	t.Helper()
	want, err := leaf.Canonical(v)
	if err != nil {
		t.Fatal(err)
	}
	got, err := v.AppendCanonical([]byte("before"))
	if err != nil || string(got) != "before"+string(want) {
		t.Fatalf("it writes %s, %v\nwant %s", got, err, want)
	}
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if other, err := jcs.Transform(raw); err != nil || string(other) != string(want) {
		t.Fatalf("another implementation writes %s, %v\nwant %s", other, err, want)
	}
}

// What has no canonical form is refused by both.
func TestValuesWithoutCanonicalForm(t *testing.T) {
	labelled := func(key string) appender {
		return rights.Reading{Record: rights.Record{Labels: map[string]rights.Fact{"title": {}, key: {}}}}
	}
	instant := func(at time.Time) appender { return rights.Reading{Embargo: rights.Embargo{First: &at}} }
	for name, v := range map[string]appender{
		"one too large":      rights.Reading{Story: rights.Source{Offset: leaf.MaxInteger + 1}},
		"one too small":      rights.Reading{Story: rights.Source{Offset: -leaf.MaxInteger - 1}},
		"a label not ASCII":  labelled("é"),
		"a label in quotes":  labelled(`"a"`),
		"a label with a tab": labelled("a\t"),
		"a broken label":     labelled("\xff"),
		"a label of states":  rights.Input{Record: rights.RecordInput{Labels: map[string]rights.State{"a\\": ""}}},
		"a late year":        instant(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)),
		"a year before all":  instant(time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)),
		"no such zone":       instant(time.Date(2026, 1, 1, 0, 0, 0, 0, time.FixedZone("far", 25*60*60))),
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := leaf.Canonical(v); err == nil {
				t.Errorf("canonical gives %s", got)
			}
			if got, err := v.AppendCanonical(nil); err == nil || got != nil {
				t.Errorf("it writes %s, %v", got, err)
			}
		})
	}
}

// filler fills values at random, every field that they have. One that is full leaves nothing empty.
type filler struct {
	t    *testing.T
	rnd  *rand.Rand
	full bool
}

func (f filler) fill(v reflect.Value) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(f.instant()))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	case reflect.Pointer:
		if !f.empty() {
			v.Set(reflect.New(v.Type().Elem()))
			f.fill(v.Elem())
		}
	case reflect.Slice:
		if !f.empty() {
			v.Set(reflect.MakeSlice(v.Type(), f.some(), 4))
			for i := range v.Len() {
				f.fill(v.Index(i))
			}
		}
	case reflect.Map:
		if !f.empty() {
			v.Set(reflect.MakeMap(v.Type()))
			for range f.some() * 9 {
				element := reflect.New(v.Type().Elem()).Elem()
				f.fill(element)
				v.SetMapIndex(reflect.ValueOf(f.plain()).Convert(v.Type().Key()), element)
			}
		}
	case reflect.String:
		v.SetString(f.text())
	case reflect.Bool:
		v.SetBool(f.full || f.rnd.IntN(2) == 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(f.number())
	default:
		f.t.Fatalf("nothing is known of %s: teach it to this test, and to whoever writes it", v.Type())
	}
}

func (f filler) empty() bool { return !f.full && f.rnd.IntN(3) == 0 }

// some is how many there are of a thing: of a slice that is there but empty, none.
func (f filler) some() int {
	if f.full {
		return 1 + f.rnd.IntN(2)
	}
	return f.rnd.IntN(3)
}

func (f filler) number() int64 {
	if f.empty() {
		return 0
	}
	n := 1 + f.rnd.Int64N(leaf.MaxInteger)>>f.rnd.IntN(50)
	if f.rnd.IntN(3) == 0 {
		return -n
	}
	return n
}

func (f filler) instant() time.Time {
	if f.empty() {
		return time.Time{}
	}
	at := time.Unix(f.rnd.Int64N(4e9), 0).UTC()
	if f.rnd.IntN(2) == 0 {
		at = at.Add(time.Duration(f.rnd.Int64N(1e9))).In(time.FixedZone("", f.rnd.IntN(20*3600)/60*60-10*3600))
	}
	return at
}

// textPieces are what texts are made of: what is escaped, what others would escape, and what is broken.
var textPieces = []string{
	"a", "POOL (CAN SELL)", `"`, `\`, "/", "<&>", "\x00", "\b\t\n\f\r", "\x1f", "\x7f", "é", "\u2028", "\u2029", "😀", "\ufffd", "\xff", "\xe2\x82", "\xed\xa0\x80",
}

func (f filler) text() string {
	if f.empty() {
		return ""
	}
	var b strings.Builder
	for range 1 + f.rnd.IntN(4) {
		b.WriteString(textPieces[f.rnd.IntN(len(textPieces))])
	}
	return b.String()
}

func (f filler) plain() string {
	b := make([]byte, f.rnd.IntN(3))
	for i := range b {
		b[i] = "aZ0_. /<~\x7f"[f.rnd.IntN(10)]
	}
	return string(b)
}
