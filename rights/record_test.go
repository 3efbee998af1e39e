package rights

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"clearance/story"
	"clearance/story/archive"
)

// The state of each label is what looking for it finds, whatever labels stand beside it and in which order.
func TestLabelsOf(t *testing.T) {
	a, err := archive.New(archive.Options{Stories: 100, Damaged: 0.5, TextSize: 100})
	if err != nil {
		t.Fatal(err)
	}
	var records []*story.Story
	for record := range a.All() {
		if s, err := story.Parse(record.Bytes, "-"); err == nil {
			again := *s
			again.Fields = append(slices.Clone(s.Fields[1:]), s.Fields[0])
			twice := *s
			twice.Fields = append(slices.Clone(s.Fields), s.Fields[len(s.Fields)/2])
			records = append(records, s, &again, &twice)
		}
	}
	inForm := 0
	for _, s := range records {
		want := map[string]Fact{}
		for name, label := range LabelNames {
			want[name] = Fact{State: Stated}
			if f := look(s, label); f.state != Stated {
				want[name] = f.fact(label)
			}
		}
		if got := labelsOf(s); !maps.EqualFunc(got, want, func(a, b Fact) bool { return reflect.DeepEqual(a, b) }) {
			t.Fatalf("%v, want %v", got, want)
		}
		if isInForm(s) {
			inForm++
		}
	}
	if inForm < 30 || len(allStated) != len(LabelNames) {
		t.Errorf("%d records of %d are in form", inForm, len(records))
	}
}
