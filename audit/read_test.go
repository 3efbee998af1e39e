package audit

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"clearance/policy"
)

// What was appended is what is read, in full.
func TestGet(t *testing.T) {
	l := newLog(t)
	now := time.Date(2026, 11, 23, 12, 0, 1, 0, time.UTC)
	l.Now = func() time.Time { return now }
	r := begin(t, l)
	d := decision("A")
	until, from := asOf.Add(time.Hour), asOf.In(time.FixedZone("", 7200))
	d.GoodUntil, d.Question.AsOf, d.Question.Use.From, d.Question.Use.Party = &until, from, &from, "Acme"
	u := unjudged("x.bin")
	mustAppend(t, r, d, u)

	got := mustGet(t, l, 1)
	wantEntry := Entry{Seq: 1, Recorded: now, Kind: KindDecision, Run: 0, StoryID: "A", Title: "Title of A", SHA256: hash("A"),
		Verdict: policy.Cleared, Action: "sell", AsOf: asOf, GoodUntil: &until, Policy: kept.Digest}
	if !reflect.DeepEqual(got.Entry, wantEntry) {
		t.Errorf("entry is  %+v\nwant %+v", got.Entry, wantEntry)
	}
	if listed := collect(t, l, Filter{})[1]; !reflect.DeepEqual(listed, wantEntry) {
		t.Errorf("listed as %+v\nwant %+v", listed, wantEntry)
	}
	utc := from.UTC()
	d.Question.AsOf, d.Question.Use.From = utc, &utc
	for name, pair := range map[string][2]any{
		"reading":  {*got.Reading, d.Reading},
		"question": {*got.Question, d.Question},
		"input":    {*got.Input, d.Input},
		"outcome":  {*got.Outcome, d.Outcome},
		"bundle":   {got.Bundle, bundle},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s is  %+v\nwant %+v", name, pair[0], pair[1])
		}
	}
	if got.Unjudged != nil || got.Counts != nil || got.Info.Program != "clearance" {
		t.Errorf("record is %+v", got)
	}
	if want := `{"findings":[{"code":"sale.can_sell","effect":"ground","facts":["holder.sale"]}],"verdict":"cleared"}`; string(got.Payloads.Outcome.Data) != want {
		t.Errorf("outcome is stored as %s", got.Payloads.Outcome.Data)
	}
	if want := `"as_of":"2026-11-23T12:00:00Z"`; !strings.Contains(string(got.Payloads.Question.Data), want) {
		t.Errorf("question is stored as %s", got.Payloads.Question.Data)
	}

	other := mustGet(t, l, 2)
	if !reflect.DeepEqual(*other.Unjudged, u) || other.SHA256 != u.SHA256 || other.Verdict != "" || other.Reading != nil {
		t.Errorf("unjudged is %+v\nwant %+v", other.Unjudged, u)
	}
}

func TestGetNotFound(t *testing.T) {
	l := newLog(t)
	_, err := l.Get(0)
	wantError(t, err, "the trail is empty")
	mustAppend(t, begin(t, l), decision("A"), decision("B"))
	for _, seq := range []int64{-1, 3, 1 << 60} {
		_, err := l.Get(seq)
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("Get(%d): %v", seq, err)
		}
		wantError(t, err, fmt.Sprint("entry ", seq), "0 to 2")
	}
}

func TestList(t *testing.T) {
	l := newLog(t)
	start := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	now := start
	l.Now = func() time.Time { return now }
	r := begin(t, l) // 0
	publish := decision("A")
	publish.Question.Use.Action = "publish"
	blocked := decision("B")
	blocked.Outcome = policy.Outcome{Verdict: policy.Blocked}
	corrected := decision("A") // the same story, another record
	corrected.Reading.Story.SHA256 = hash("A, corrected")
	nameless := decision("")
	for _, batch := range [][]Item{{decision("A"), publish}, {blocked, corrected}, {nameless, unjudged("x.bin")}} { // 1 2, 3 4, 5 6
		now = now.Add(time.Minute)
		mustAppend(t, r, batch...)
	}
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	for name, tc := range map[string]struct {
		filter Filter
		want   string
	}{
		"everything":              {Filter{}, "0 1 2 3 4 5 6"},
		"story by identifier":     {Filter{Story: "A"}, "1 2 4"},
		"identifiers have case":   {Filter{Story: "a"}, ""},
		"unknown story":           {Filter{Story: "Z"}, ""},
		"story by record":         {Filter{Story: hash("A")}, "1 2"},
		"by record with prefix":   {Filter{Story: "sha256:" + hash("A, corrected")}, "4"},
		"by record in capitals":   {Filter{Story: strings.ToUpper(hash("B"))}, "3"},
		"record without a name":   {Filter{Story: hash("")}, "5"},
		"unjudged record":         {Filter{Story: hash("x.bin")}, "6"},
		"verdict":                 {Filter{Verdict: policy.Blocked}, "3"},
		"no such verdict":         {Filter{Verdict: policy.Referred}, ""},
		"action":                  {Filter{Action: "publish"}, "2"},
		"verdict and story":       {Filter{Verdict: policy.Cleared, Story: "A", Action: "sell"}, "1 4"},
		"since is included":       {Filter{Since: at(2)}, "3 4 5 6"},
		"until is not":            {Filter{Until: at(2)}, "0 1 2"},
		"both":                    {Filter{Since: at(1), Until: at(3)}, "1 2 3 4"},
		"a moment later":          {Filter{Since: at(2).Add(1)}, "5 6"},
		"until a moment later":    {Filter{Until: at(2).Add(1)}, "0 1 2 3 4"},
		"another zone":            {Filter{Since: at(3).In(time.FixedZone("", -3600))}, "5 6"},
		"nothing before it":       {Filter{Until: at(0)}, ""},
		"nothing after it":        {Filter{Since: at(9)}, ""},
		"until lies before since": {Filter{Since: at(3), Until: at(1)}, ""},
		"limit":                   {Filter{Limit: 2}, "0 1"},
		"limit with a filter":     {Filter{Limit: 2, Story: "A"}, "1 2"},
		"limit beyond the end":    {Filter{Limit: 99}, "0 1 2 3 4 5 6"},
		"SQL is no story":         {Filter{Story: "' OR 1=1 --", Action: "' OR 1=1"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := seqs(collect(t, l, tc.filter)); got != tc.want {
				t.Errorf("listed %q, want %q", got, tc.want)
			}
		})
	}
}

// A listing goes over many pages, ends at the last entry there was when it began, and holds no transaction meanwhile.
func TestListPages(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	items := make([]Item, 2*pageSize+5)
	for i := range items {
		items[i] = decision(fmt.Sprint("S", i%7))
	}
	mustAppend(t, r, items...)
	total := 0
	for e, err := range l.List(Filter{}) {
		if err != nil || e.Seq != int64(total) {
			t.Fatalf("entry %d comes as %d, %v", total, e.Seq, err)
		}
		if total == pageSize/2 {
			mustAppend(t, r, decision("late"))
			var busy, frames, folded int
			if err := l.conn.QueryRowContext(t.Context(), `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &folded); err != nil || busy != 0 {
				t.Errorf("a listing keeps the write-ahead log: %v, busy %d", err, busy)
			}
		}
		total++
	}
	if want := 2*pageSize + 6; total != want {
		t.Errorf("listed %d entries, want %d", total, want)
	}
	if n := len(collect(t, l, Filter{Limit: pageSize + 1})); n != pageSize+1 {
		t.Errorf("listed %d, want %d", n, pageSize+1)
	}
	for range l.List(Filter{}) {
		break // must not panic, nor leave anything open
	}
}

// Queries for a story and for a time use an index or the order of seq: none walks through the whole trail.
func TestListUsesIndexes(t *testing.T) {
	l := newLog(t)
	mustAppend(t, begin(t, l), decision("A"))
	for name, f := range map[string]Filter{"identifier": {Story: "A"}, "record": {Story: hash("A")}, "verdict": {Verdict: "cleared"}, "all": {}} {
		where, args := f.where()
		rows, err := l.readers.Query(`EXPLAIN QUERY PLAN SELECT `+entryColumns+` FROM `+entryTables+`
			WHERE entry.seq >= ? AND entry.seq < ?`+where+` ORDER BY entry.seq LIMIT ?`, append(append([]any{0, 9}, args...), 9)...)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(detail, "SCAN entry") || strings.Contains(detail, "AUTOMATIC") ||
				strings.Contains(detail, "TEMP B-TREE") && name != "record" && name != "identifier" { // the few entries of one story may be sorted
				t.Errorf("%s: %s", name, detail)
			}
			t.Log(name, detail)
		}
		rows.Close()
	}
}

func TestListError(t *testing.T) {
	l := newLog(t)
	mustAppend(t, begin(t, l), decision("A"))
	l.readers.Close()
	n := 0
	for _, err := range l.List(Filter{}) {
		n++
		wantError(t, err, "listing the trail "+l.path)
	}
	if n != 1 {
		t.Errorf("%d turns, want one with the error", n)
	}
}
