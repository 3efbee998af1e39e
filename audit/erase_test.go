package audit

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
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

	erased, err := begin(t, l).Erase(secret, "asked for by a person")
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
	_, err = begin(t, l).Erase(secret, "once more")
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
	if erased, err := r.Erase("sha256:"+hash("corrected"), "asked for"); err != nil || len(erased.Erased) != 2 {
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
	mustAppend(t, r, decision("a"))
	if erased, err := r.Erase("a", "asked for"); err != nil || len(erased.Erased) != 1 {
		t.Errorf("Erase = %+v, %v, want one reading", erased, err)
	}
	_, err := r.Erase(" ", "asked for")
	wantError(t, err, "name the story")
	_, err = r.Erase("b", "")
	wantError(t, err, "the reason")
	wantSound(t, l)
}
