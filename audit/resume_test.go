package audit

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"clearance/policy"
)

func beginWith(t testing.TB, l *Log, resumes *int64, args ...string) *Run {
	t.Helper()
	r, err := l.Begin(RunInfo{Program: "clearance", Args: args, Resumes: resumes})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func mustEnd(t testing.TB, r *Run, interrupted bool) {
	t.Helper()
	if _, err := r.End(interrupted); err != nil {
		t.Fatal(err)
	}
}

func wantResumable(t testing.TB, l *Log, want int64, args ...string) {
	t.Helper()
	got, ended, found, err := l.Resumable(func(others []string) bool { return slices.Equal(others, args) })
	found = found && ended == nil
	if err != nil || found != (want >= 0) || found && got != want {
		t.Errorf("the run to go on with is %d, %v, %v, want %d", got, found, err, want)
	}
}

func TestResumable(t *testing.T) {
	l := newLog(t)
	wantResumable(t, l, -1, "check", "a")
	first := beginWith(t, l, nil, "check", "a") // 0, which is killed
	wantResumable(t, l, 0, "check", "a")
	wantResumable(t, l, -1, "check", "b")
	wantResumable(t, l, -1, "check")
	other := beginWith(t, l, nil, "check", "b") // 1
	mustEnd(t, other, false)
	wantResumable(t, l, -1, "check", "b")
	wantResumable(t, l, 0, "check", "a")

	seq := first.Seq()
	second := beginWith(t, l, &seq, "check", "--resume", "a") // 3
	wantResumable(t, l, 3, "check", "a")
	mustEnd(t, second, true)
	wantResumable(t, l, 3, "check", "a")
	seq = second.Seq()
	third := beginWith(t, l, &seq, "check", "a") // 5
	wantResumable(t, l, 5, "check", "a")
	mustEnd(t, third, false)
	wantResumable(t, l, -1, "check", "a") // what was begun was done
	mustEnd(t, beginWith(t, l, nil, "check", "a"), true)
	wantResumable(t, l, 7, "check", "a")
	if r := mustGet(t, l, 5); r.Info.Resumes == nil || *r.Info.Resumes != 3 {
		t.Errorf("run 5 is %+v", r.Info)
	}
	if data := string(mustGet(t, l, 0).Payloads.Run.Data); strings.Contains(data, "resumes") {
		t.Errorf("a run that goes on with none is %s", data)
	}
	wantSound(t, l)
}

// Answers come in the order in which they were asked for, over all runs of one, and without what others recorded between them.
func TestAnswers(t *testing.T) {
	l := newLog(t)
	first, between := beginWith(t, l, nil, "check", "a"), begin(t, l)
	var want []string
	add := func(r *Run, n int) {
		for i := range n {
			id := fmt.Sprint(r.Seq(), "-", i)
			if i%3 == 2 {
				mustAppend(t, r, unjudged(id))
			} else {
				mustAppend(t, r, decision(id))
			}
			mustAppend(t, between, decision("between"))
			want = append(want, id)
		}
	}
	add(first, 5)
	seq := first.Seq()
	second := beginWith(t, l, &seq, "check", "a")
	mustAppend(t, first, decision("late")) // it was not dead after all
	items := make([]Item, pageSize+3)
	for i := range items {
		items[i] = decision("many")
		want = append(want, "many")
	}
	mustAppend(t, second, items...)
	_, sign := signed(t, l, second)
	sign()
	table := decision("table")
	table.Outcome = grid("blocked", "cleared", "blocked")
	mustAppend(t, second, table)
	mustEnd(t, second, true)
	want = append(want, "table")
	seq = second.Seq()
	third := beginWith(t, l, &seq, "check", "a")
	add(third, 1)
	mustEnd(t, third, false)
	if _, _, err := between.Erase("many", "asked for"); err != nil {
		t.Fatal(err)
	}

	n := 0
	for a, err := range l.Answers(third.Seq()) {
		if err != nil {
			t.Fatal(err)
		}
		record := hash(want[n])
		if want[n] == "many" {
			record = ""
		}
		if a.SHA256 != record || a.Recorded.IsZero() || a.Kind == KindUnjudged != (a.From == want[n] && a.Offset == 3) {
			t.Fatalf("answer %d is %+v, want %s", n, a, want[n])
		}
		if n < 3 || n > len(want)-2 {
			r := mustGet(t, l, a.Seq)
			if r.SHA256 != a.SHA256 || r.Run != a.Run || r.Recorded != a.Recorded || r.Kind != a.Kind || !reflect.DeepEqual(r.Outcome, a.Outcome) {
				t.Errorf("answer %d is %+v, and in full %+v", n, a, r.Entry)
			}
			if u := r.Unjudged; u != nil && (u.Reason != a.Reason || a.Reason == "") {
				t.Errorf("answer %d could not be judged: %q, want %q", n, a.Reason, u.Reason)
			}
		}
		n++
	}
	counted, err := l.CountAnswers(third.Seq())
	if n != len(want) || err != nil || counted != (AnswerCount{First: 2, All: n, Last: 1}) {
		t.Errorf("%d answers, counted %+v, %v, want %d", n, counted, err, len(want))
	}
	if counted, err := l.CountAnswers(second.Seq()); err != nil || counted.All != n-1 || counted.Last != 1 {
		t.Errorf("the second run has %+v, %v", counted, err)
	}
	for range l.Answers(third.Seq()) {
		break
	}
	for _, seq := range []int64{2, 9999} {
		for _, err := range l.Answers(seq) {
			wantError(t, err, fmt.Sprint("run ", seq))
		}
	}
}

// A run whose arguments named a story that was erased cannot be gone on with.
func TestResumeErased(t *testing.T) {
	l := newLog(t)
	r := beginWith(t, l, nil, "check", "--id=A")
	mustAppend(t, r, decision("A"))
	if _, _, err := begin(t, l).Erase("A", "asked for"); err != nil {
		t.Fatal(err)
	}
	wantResumable(t, l, -1, "check", "--id=A")
	for _, err := range l.Answers(r.Seq()) {
		wantError(t, err, "was erased")
	}
}

// Nobody counts an answer that was altered: a run that goes on would come out as cleared by it.
func TestAnswersAltered(t *testing.T) {
	for name, statement := range map[string]string{
		"its verdict": `UPDATE entry SET verdict = 'referred' WHERE seq = 1`,
		"its outcome": `UPDATE entry SET (outcome, verdict, outcome_parts, outcome_own) =
			(SELECT outcome, verdict, outcome_parts, outcome_own FROM entry AS cleared WHERE seq = 1) WHERE seq = 2`,
		"its record":   `UPDATE reading SET record = (SELECT record FROM reading AS other WHERE id = 1) WHERE id = 2`,
		"its reading":  `UPDATE entry SET reading = 1 WHERE seq = 2`,
		"no outcome":   `UPDATE entry SET outcome_parts = NULL, outcome_own = NULL, verdict = NULL WHERE seq = 2`,
		"its kind":     `UPDATE entry SET kind = 'unjudged' WHERE seq = 2`,
		"its run":      `UPDATE entry SET run = 0 WHERE seq = 4`,
		"where it was": `UPDATE unjudged SET data = replace(data, 'x.bin', 'y.bin')`,
	} {
		t.Run(name, func(t *testing.T) {
			l := newLog(t)
			r, blocked := beginWith(t, l, nil, "check", "a"), decision("B")
			blocked.Outcome = policy.Outcome{Verdict: policy.Blocked, Findings: []policy.Finding{{Code: "x", Effect: policy.Block}}}
			mustAppend(t, r, decision("A"), blocked)
			mustAppend(t, beginWith(t, l, nil, "check", "b"), decision("C"))
			mustAppend(t, r, unjudged("x.bin"))
			for range tileWidth { // then the leaves are in a tile, and no longer made of the rows each time
				mustAppend(t, r, decision("D"))
			}
			tamper(t, l.path, `PRAGMA ignore_check_constraints = ON`, statement)
			for _, err := range l.Answers(r.Seq()) {
				if err != nil {
					wantError(t, err, "altered")
					return
				}
			}
			t.Error("all answers are given")
		})
	}
}
