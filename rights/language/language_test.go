package language

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
)

// show writes a reading on one line.
func show(text string) string {
	r := Read(text)
	var parts []string
	for _, rule := range r.Rules {
		parts = append(parts, showRule(rule))
	}
	if r.Nothing {
		parts = append(parts, "nothing")
	}
	for _, s := range r.Unread {
		parts = append(parts, "unread:"+text[s.Start:s.End])
	}
	return strings.Join(parts, "; ")
}

func showRule(r Rule) string {
	s := fmt.Sprintf("%s %s %s", r.Effect, r.Kind, r.Action)
	for _, d := range []struct {
		name string
		c    *Constraint
	}{{"in", r.Territory}, {"media", r.Media}, {"for", r.Purpose}, {"by", r.Party}} {
		if d.c == nil {
			continue
		}
		s += " " + d.name + " "
		if d.c.Outside {
			s += "-"
		}
		s += strings.Join(d.c.Values, ",")
		if len(d.c.Except) > 0 {
			s += "!" + strings.Join(d.c.Except, ",")
		}
		if len(d.c.Perhaps) > 0 {
			s += "?" + strings.Join(d.c.Perhaps, ",")
		}
	}
	for _, m := range []struct {
		name string
		m    *Moment
	}{{"from", r.From}, {"until", r.Until}} {
		if m.m != nil {
			s += " " + m.name + " "
			if m.m.First.IsZero() {
				s += "?"
			} else {
				s += m.m.First.Format("2006-01-02T15:04Z")
				if !m.m.Last.Equal(m.m.First) {
					s += "/" + m.m.Last.Format("2006-01-02T15:04Z")
				}
			}
		}
	}
	if r.Elapsed > 0 {
		s += " after " + r.Elapsed.String()
	}
	if r.Start != "" {
		s += " of " + r.Start
	}
	if r.Count > 0 {
		s += fmt.Sprint(" times ", r.Count)
	}
	if r.Per > 0 {
		s += " per " + r.Per.String()
	}
	if r.Length > 0 {
		s += " length " + r.Length.String()
	}
	if r.Part {
		s += " part"
	}
	if r.Channel != "" {
		s += " channel " + r.Channel
	}
	if r.Note != "" {
		s += " '" + r.Note + "'"
	}
	return s
}

// The examples of the grammar must be read whole, as the phrase they stand below says.
func TestExamples(t *testing.T) {
	for _, p := range phrases.all {
		for _, line := range p.examples {
			r := Read(line)
			if len(r.Unread) > 0 || !p.silent() && len(r.Rules) == 0 {
				t.Errorf("%s: %q: %s", p.file, line, show(line))
			}
		}
	}
}

// TestPhrases reports what is unread in a file of real phrases: CLEARANCE_PHRASES=path, one JSON object with a text a line.
func TestPhrases(t *testing.T) {
	path := os.Getenv("CLEARANCE_PHRASES")
	if path == "" {
		t.Skip("CLEARANCE_PHRASES names no file")
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	whole, all := 0, 0
	for scan := bufio.NewScanner(f); scan.Scan(); {
		var row struct{ Text, As string }
		if err := json.Unmarshal(scan.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		if row.As != "" {
			row.Text = row.As
		}
		if all++; len(Read(row.Text).Unread) == 0 {
			whole++
		}
		t.Logf("%d %q\n    %s", all, row.Text, show(row.Text))
	}
	t.Logf("%d of %d read whole", whole, all)
}

// What is read without learning the language is read as the language reads it.
func TestPlainNothing(t *testing.T) {
	if len(plainNothing()) < 5 || !plainNothing()["none"] {
		t.Fatalf("too few: %v", plainNothing())
	}
	for text := range plainNothing() {
		r := reader{text: text, tokens: tokenize(text)}
		r.claims = make([]bucket, len(r.tokens))
		r.run()
		if got := r.reading(); !reflect.DeepEqual(got, read(text)) {
			t.Errorf("%q is %+v, and in short %+v", text, got, read(text))
		}
	}
}
