package audit

import "testing"

func TestOnce(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	d := decision("A")
	d.Question.Use.Party = "Acme"
	first, repeated, err := r.Once("K1", d)
	if err != nil || repeated || first != 1 {
		t.Fatalf("Once = %d, %v, %v", first, repeated, err)
	}
	d.Question.AsOf = asOf.AddDate(0, 0, 1)
	second := begin(t, l) // another process, which lost the answer
	if seq, repeated, err := second.Once("K1", d); err != nil || !repeated || seq != first {
		t.Errorf("again: Once = %d, %v, %v, want %d", seq, repeated, err, first)
	}
	if seq, repeated, err := second.Once("K2", unjudged("x")); err != nil || repeated || seq != 3 {
		t.Errorf("another: Once = %d, %v, %v", seq, repeated, err)
	}
	if seq, repeated, err := second.Once("K2", unjudged("x")); err != nil || !repeated || seq != 3 {
		t.Errorf("another again: Once = %d, %v, %v", seq, repeated, err)
	}
	if counts, err := second.End(false); err != nil || counts.Cleared != 0 || counts.Unjudged != 1 {
		t.Errorf("the second run counts %+v, %v: what it repeated is not its own", counts, err)
	}
	checkDense(t, l, 5)
}

// A key stands for one question about one record.
func TestOnceRefuses(t *testing.T) {
	for name, spoil := range map[string]func(d *Decision){
		"another record":    func(d *Decision) { d.Reading.Story.SHA256 = hash("other") },
		"another action":    func(d *Decision) { d.Question.Use.Action = "publish" },
		"another territory": func(d *Decision) { d.Question.Use.Territory = []string{"GB"} },
		"another party":     func(d *Decision) { d.Question.Use.Party = "Other" },
		"no party":          func(d *Decision) { d.Question.Use.Party = "" },
	} {
		t.Run(name, func(t *testing.T) {
			l := newLog(t)
			r := begin(t, l)
			d := decision("A")
			d.Question.Use.Party = "Acme"
			if _, _, err := r.Once("K", d); err != nil {
				t.Fatal(err)
			}
			spoil(&d)
			_, _, err := r.Once("K", d)
			wantError(t, err, `"K"`, "entry 1", "choose another key")
			checkDense(t, l, 2)
		})
	}
	_, _, err := begin(t, newLog(t)).Once("", decision("A"))
	wantError(t, err, "its key is empty")
}

// A record that could not be read is not the one that was erased: it must not be given that one's answer.
func TestOnceUnknownRecord(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	if _, _, err := r.Once("K", decision(secret)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Erase(secret, "asked for"); err != nil {
		t.Fatal(err)
	}
	unread := unjudged("missing.txt")
	unread.SHA256 = ""
	seq, repeated, err := r.Once("K", unread)
	wantError(t, err, "choose another key")
	if repeated {
		t.Errorf("it is given entry %d", seq)
	}
}
