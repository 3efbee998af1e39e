package audit

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clearance/policy"
)

// files gives all bytes of a trail's files.
func files(t testing.TB, path string) []byte {
	t.Helper()
	names, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data...)
	}
	return all
}

// story has an identifier that stands nowhere else, in readings long enough for overflow pages.
const secret = "LVASECRETIDENTIFIER0001"

func secretDecision() Decision {
	d := decision(secret)
	d.Reading.Story.Title = "The TITLE-OF-THE-SECRET story"
	d.Reading.Holder.Sale.Words[0].Text = string(bytes.Repeat([]byte("WORDS-OF-THE-SECRET "), 1000))
	return d
}

func TestErase(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	_, sign := signed(t, l, r)
	mustAppend(t, r, decision("OTHER"))
	about := mustAppend(t, r, secretDecision())[0]
	corrected := secretDecision() // another record of the story
	corrected.Reading.Story.SHA256 = hash("corrected")
	mustAppend(t, r, corrected)
	broken := unjudged("x.bin") // the first record, at a moment when it could not be judged
	broken.SHA256 = hash(secret)
	mustAppend(t, r, broken)
	named := unjudged("/archive/" + secret + ".txt")
	mustAppend(t, r, named)
	second, err := l.Begin(RunInfo{Program: "clearance", Args: []string{"check", "--id=" + secret, "archive"}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 { // so that its pages are among others'
		d := decision(string(rune('a'+i)) + "-OTHER")
		mustAppend(t, second, d)
	}
	sign()
	for _, words := range []string{secret, "TITLE-OF-THE-SECRET", "WORDS-OF-THE-SECRET", hash(secret)} {
		if !bytes.Contains(files(t, l.path), []byte(words)) {
			t.Fatalf("%s is not there to be erased", words)
		}
	}
	salt := mustGet(t, l, about).Payloads.Reading.Salt

	erased, _, err := begin(t, l).Erase(secret, "asked for by a person")
	if err != nil || len(erased.Erased) != 5 {
		t.Fatalf("Erase = %+v, %v, want two readings, two records and a run", erased, err)
	}
	all := files(t, l.path)
	for _, left := range [][]byte{[]byte(secret), []byte("TITLE-OF-THE-SECRET"), []byte("WORDS-OF-THE-SECRET"), []byte(hash(secret)), salt} {
		if bytes.Contains(all, left) {
			t.Errorf("%.40q is still in the file", left)
		}
	}
	v := wantSound(t, l)
	if v.Erased != 5 || v.Checkpoints != 1 {
		t.Errorf("%+v", v)
	}
	got := mustGet(t, l, about)
	if got.Verdict != "cleared" || got.StoryID != "" || got.Reading != nil || !got.Payloads.Reading.Erased() {
		t.Errorf("the decision is %+v", got.Entry)
	}
	if p, err := l.Prove(about); err != nil || len(p.Hashes) == 0 {
		t.Errorf("its proof: %v, %v", p, err)
	}
	if n := len(collect(t, l, Filter{Story: secret})); n != 0 {
		t.Errorf("%d entries are still found", n)
	}
	if other := mustGet(t, l, 2); other.StoryID != "OTHER" {
		t.Errorf("another story is %+v", other.Entry)
	}
	_, _, err = begin(t, l).Erase(secret, "once more")
	wantError(t, err, "nothing in it is of that story")
	wantSound(t, l)
}

// A story may be named by one of its records, and goes with all of them.
func TestEraseByRecord(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	corrected := secretDecision()
	corrected.Reading.Story.SHA256 = hash("corrected")
	mustAppend(t, r, secretDecision(), corrected)
	if erased, _, err := r.Erase("sha256:"+hash("corrected"), "asked for"); err != nil || len(erased.Erased) != 2 {
		t.Errorf("Erase = %+v, %v", erased, err)
	}
	if bytes.Contains(files(t, l.path), []byte(secret)) {
		t.Error("its identifier is still there")
	}
	wantSound(t, l)
}

// A short identifier must not take every run along that has its letters somewhere.
func TestEraseShortName(t *testing.T) {
	l := newLog(t)
	r := begin(t, l) // with the arguments check and a.txt
	mustAppend(t, r, decision("x"))
	if erased, _, err := r.Erase("x", "asked for"); err != nil || len(erased.Erased) != 1 {
		t.Errorf("Erase = %+v, %v, want one reading", erased, err)
	}
	_, _, err := r.Erase(" ", "asked for")
	wantError(t, err, "name the story")
	_, _, err = r.Erase("b", "")
	wantError(t, err, "the reason")
	wantSound(t, l)
}

// A name goes wherever it stands as a word of its own, and takes nothing else along.
func TestEraseNames(t *testing.T) {
	for name, tc := range map[string]struct {
		story string
		args  []string
		gone  bool
	}{
		"a flag's value":       {secret, []string{"check", "--id", secret}, true},
		"behind an equal sign": {secret, []string{"check", "--id=" + secret}, true},
		"a file":               {secret, []string{"check", "in/" + secret + ".txt"}, true},
		"in small letters":     {secret, []string{"check", "--id", "lvasecretidentifier0001"}, true},
		"a short one":          {"S7", []string{"check", "--id", "S7"}, true},
		"with a quote":         {`SECRET"NAME`, []string{"check", `--id=SECRET"NAME`}, true},
		"with a backslash":     {`SECRET\NAME`, []string{"check", `SECRET\NAME.txt`}, true},
		"part of another":      {"SECRET-1", []string{"check", "--id", "SECRET-12"}, false},
		"a command's name":     {"check", []string{"check", "b.txt"}, false},
		"the program's":        {"clearance", []string{"check", "b.txt"}, false},
		"a key of JSON":        {"actor", []string{"check", "b.txt"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLog(t)
			r, err := l.Begin(RunInfo{Program: "clearance", Actor: "desk", Args: tc.args})
			if err != nil {
				t.Fatal(err)
			}
			d := decision(tc.story)
			d.Reading.Story.Title = "A title"
			mustAppend(t, r, d)
			if _, _, err := begin(t, l).Erase(tc.story, "asked for"); err != nil {
				t.Fatal(err)
			}
			if gone := mustGet(t, l, 1).Info == nil; gone != tc.gone {
				t.Errorf("the run is gone: %v, want %v", gone, tc.gone)
			}
			wantSound(t, l)
		})
	}
}

// What is said at the gate goes with every story that it names, wherever it does.
func TestErasePieces(t *testing.T) {
	blocked := []Against{{Code: "gate.story_unknown", Effect: policy.Block}}
	for name, tc := range map[string]struct {
		piece Item
		gone  bool
	}{
		"it uses the story":        {Gate{Stories: []GateStory{used(secret, 1, policy.Cleared)}}, true},
		"a story without a record": {Gate{Stories: []GateStory{{ID: secret}}, Against: []Against{{Story: secret, Code: "x.y", Effect: policy.Block}}}, true},
		"by a record alone":        {Gate{Stories: []GateStory{{Record: hash(secret)}}}, true},
		"found against it":         {Gate{Against: []Against{{Story: secret, Code: "x.y", Effect: policy.Block}}}, true},
		"the record against it":    {Gate{Against: []Against{{Record: hash(secret), Code: "x.y", Effect: policy.Block}}}, true},
		"a credit":                 {Gate{Stories: []GateStory{{ID: "C", Credit: "Footage: " + secret + "/agency"}}}, true},
		"the piece's file":         {Gate{Piece: Piece{From: "site/" + secret + ".html"}}, true},
		"a confirmation":           {Gate{Confirmed: []Confirmed{{Story: secret, Record: hash("C"), Code: "x.y", Actor: "desk"}}}, true},
		"a confirmed record":       {Gate{Confirmed: []Confirmed{{Record: hash(secret), Code: "x.y", Actor: "desk"}}}, true},
		"part of another":          {Gate{Stories: []GateStory{{ID: secret + "2", Credit: "X" + secret}}}, false},
		"nothing of it":            {Gate{Stories: []GateStory{{ID: "C", Credit: "somebody"}}}, false},
		"an override of it":        {Override{Against: []Against{{Story: secret, Code: "x.y", Effect: policy.Block}}}, true},
		"an override's note":       {Override{Note: "asked about (" + strings.ToLower(secret) + ")"}, true},
		"an override's file":       {Override{Piece: Piece{From: secret}}, true},
		"an override of another":   {Override{Note: "asked about the other one"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLog(t)
			r := begin(t, l)
			mustAppend(t, r, published(secret))
			switch p := tc.piece.(type) {
			case Gate:
				p.Piece.SHA256, p.Verdict, p.Question, p.Against = article.SHA256, policy.Blocked, question("publish"), append(p.Against, blocked...)
				for _, s := range p.Stories {
					if s.ID != secret {
						p.Against = append(p.Against, Against{Story: s.ID, Code: "x.y", Effect: policy.Block})
					}
				}
				tc.piece = p
			case Override:
				p.Piece.SHA256, p.Until, p.Question, p.Against = article.SHA256, time.Now().Add(time.Hour), question("publish"), append(p.Against, blocked...)
				p.ApprovedBy, p.Note = []string{"Ann"}, p.Note+" by telephone"
				tc.piece = p
			}
			seq := mustAppend(t, r, tc.piece)[0]
			whole := mustGet(t, l, seq).Payloads.Piece
			if _, _, err := r.Erase(secret, "asked for"); err != nil {
				t.Fatal(err)
			}
			got := mustGet(t, l, seq)
			if gone := got.Payloads.Piece.Erased(); gone != tc.gone || gone != (got.Gate == nil && got.Override == nil) {
				t.Errorf("it is gone: %v, want %v: %+v", gone, tc.gone, got)
			}
			if v := wantSound(t, l); tc.gone && v.Erased != 2 {
				t.Errorf("%d payloads were erased, want the reading and the piece", v.Erased)
			}
			if tc.gone && (bytes.Contains(files(t, l.path), whole.Salt) || bytes.Contains(bytes.ToUpper(files(t, l.path)), []byte(secret))) {
				t.Error("something is left in the file")
			}
		})
	}
}

// A story that was never found can be erased: the gate alone has named it.
func TestEraseStoryNeverRead(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	g := stopped(1)
	g.Stories, g.Against = []GateStory{{ID: secret}}, []Against{{Story: secret, Code: "gate.story_unknown", Effect: policy.Refer}}
	o := override()
	o.Note = "as agreed on " + secret
	mustAppend(t, r, referred("B"), g, o)
	if erased, _, err := r.Erase(secret, "asked for"); err != nil || len(erased.Erased) != 2 {
		t.Errorf("Erase = %+v, %v, want a gate and an override", erased, err)
	}
	if bytes.Contains(files(t, l.path), []byte(secret)) {
		t.Error("its identifier is still there")
	}
	_, _, err := r.Erase("telephone", "no story has this name")
	wantError(t, err, "nothing in it is of that story")
	wantSound(t, l)
}

func TestEraseRefuses(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	d := decision(secret)
	other := decision("OTHER")
	other.Reading.Story.From = secret + ".txt" // one file with two records
	mustAppend(t, r, d, other)
	for reason, story := range map[string]string{"on request for " + secret: secret, "of record " + hash(secret): secret, "of " + secret + "!": hash(secret)} {
		_, _, err := r.Erase(story, reason)
		wantError(t, err, "the reason names the story")
	}
	_, _, err := r.Erase("desk", "no story has this name")
	wantError(t, err, "nothing in it is of that story")
	if mustGet(t, l, 1).Info == nil {
		t.Error("a name that is no story's took the run along")
	}
	mustAppend(t, r, decision("7"))
	if _, _, err := r.Erase("7", "asked for, case 17"); err != nil {
		t.Errorf("part of a number is no name: %v", err)
	}
	if _, named, err := r.Erase(secret, "asked for"); err != nil || named != 1 {
		t.Errorf("%d readings of other stories are counted, %v, want 1", named, err)
	}
}
