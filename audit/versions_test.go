package audit

import "testing"

// What a run has recorded since a mark is left out of what the trail knows; what it recorded before, and what others did, is not.
func TestVersions(t *testing.T) {
	l := newLog(t)
	said := func(rights string) Decision {
		d := decision("S1")
		d.Reading.Rights = hash(rights)
		return d
	}
	knows := func(r *Run, mark int64, rights string) bool {
		t.Helper()
		v, err := r.Versions(mark)
		if err != nil {
			t.Fatal(err)
		}
		known, err := v.OtherRights("S1", hash(rights))
		if err != nil {
			t.Fatal(err)
		}
		return known
	}
	mark := func(r *Run) int64 {
		t.Helper()
		m, err := r.Mark()
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	first := begin(t, l)
	start := mark(first)
	mustAppend(t, first, said("none"))
	if knows(first, start, "other") {
		t.Error("it knows what it has recorded since the mark")
	}
	if !knows(first, mark(first), "other") {
		t.Error("it does not know what it recorded before the mark")
	}
	if knows(first, mark(first), "none") {
		t.Error("the same rights are others")
	}

	second := begin(t, l)
	if !knows(second, mark(second), "other") {
		t.Error("it does not know what another run recorded")
	}
	resumes := first.Seq()
	third, err := l.Begin(RunInfo{Resumes: &resumes})
	if err != nil {
		t.Fatal(err)
	}
	if knows(third, mark(third), "other") {
		t.Error("it knows what the run recorded that it goes on with")
	}
	mustAppend(t, second, said("none")) // the same reading once more
	if !knows(third, mark(third), "other") || !knows(first, start, "other") {
		t.Error("it does not know what another run recorded, too")
	}
}
