package story_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"slices"
	"strings"
	"testing"

	"clearance/story"
)

func sample(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile("../testdata/stories/nato-russia.txt")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func parse(t testing.TB, text []byte) *story.Story {
	t.Helper()
	s, err := story.Parse(text, "test")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSample(t *testing.T) {
	text := sample(t)
	s := parse(t, text)
	if !slices.Equal(labelsOf(s), story.Labels) {
		t.Errorf("labels %v", labelsOf(s))
	}
	for l, want := range map[story.Label]string{
		story.Title:           "BELGIUM: NATO and Russia sign agreement paving the way to smoother relations",
		story.Date:            "5th December 2009",
		story.Embargoed:       "20th December 2009 12:00",
		story.Keywords:        "",
		story.Topics:          "Defence / Military",
		story.Identifier:      "LVAC3E7SOXFSZZRMOKUZF9KEMHT5",
		story.CopyrightHolder: "POOL (CAN SELL)",
		story.CopyrightNotice: "(c) Copyright Thomson Reuters 2011. Open For Restrictions - http://about.reuters.com/fulllegal.asp",
		story.UsageTerms:      "None",
	} {
		if fields := s.All(l); len(fields) != 1 || fields[0].Text != want {
			t.Errorf("%s: %+v, want %q", l, fields, want)
		}
	}
	if body := s.All(story.Text)[0].Text; !strings.HasSuffix(body, `concerns," said Lavrov`) || strings.Count(body, "\n") != 17 {
		t.Errorf("the story text ends in %q, with %d line ends", body[len(body)-40:], strings.Count(body, "\n"))
	}
	if len(s.Oddities) > 0 {
		t.Errorf("oddities %v", s.Oddities)
	}
	digest := sha256.Sum256(text)
	if s.SHA256() != hex.EncodeToString(digest[:]) || s.Encoding != story.UTF8 || s.Offset != 0 || s.Line != 1 || s.From != "test" {
		t.Errorf("sha256 %s, %s, from %s at %d, line %d", s.SHA256(), s.Encoding, s.From, s.Offset, s.Line)
	}
}

func TestFields(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		want []string
	}{
		"one a line":                {"- Title: A\n- Date: B", []string{"Title=A", "Date=B"}},
		"CRLF":                      {"- Title: A\r\n- Date: B\r\n", []string{"Title=A", "Date=B"}},
		"CR":                        {"- Title: A\r- Date: B\r", []string{"Title=A", "Date=B"}},
		"a value of several lines":  {"- Title: A\n\nB - C\n - D\n- Date: E", []string{"Title=A\n\nB - C\n - D", "Date=E"}},
		"empty":                     {"- Title:\n- Date: \t \n- Country:", []string{"Title=", "Date=", "Country="}},
		"no space after the colon":  {"- Title:A", []string{"Title=A"}},
		"indented":                  {"- Title: A\n \t- Date: B", []string{"Title=A", "Date=B"}},
		"letter case":               {"- TITLE: A\n- uSAGE tERMS/restrictions: B", []string{"Title=A", "Usage Terms/Restrictions=B"}},
		"gaps in a label":           {"-\t Title \t: A\n- Story  \t Text: B\n- ReutersID: C", []string{"Title=A", "Story Text=B", "Reuters ID=C"}},
		"gaps around a stroke":      {"- Title: A\n- UsageTerms / Restrictions: B", []string{"Title=A", "Usage Terms/Restrictions=B"}},
		"en and em dash":            {"– Title: A\n— Date: B said – Country: C", []string{"Title=A", "Date=B said", "Country=C"}},
		"dashes of Windows-1252":    {"\x96 Title: A\n\x97 Date: B said \x96 Country: C", []string{"Title=A", "Date=B said", "Country=C"}},
		"UTF-8 dashes in neither":   {"– Title: A\n— Date: \xe9", []string{"Title=A", "Date=é"}},
		"glued":                     {"- Title: A\n- Story Text: said Lavrov - Copyright Holder: POOL (CAN SELL)", []string{"Title=A", "Story Text=said Lavrov", "Copyright Holder=POOL (CAN SELL)"}},
		"glued title":               {"- Title: A - Title: B", []string{"Title=A", "Title=B"}},
		"glued right after another": {"- Title: - Date: - Country: C", []string{"Title=", "Date=", "Country=C"}},
		"every occurrence":          {"- Title: A\n- Date: B\n- Date: B\n- Date: C", []string{"Title=A", "Date=B", "Date=B", "Date=C"}},
		"no unknown label":          {"- Title: A\n- Byline: B\n- Date: C", []string{"Title=A\n- Byline: B", "Date=C"}},
		"no label within a word":    {"- Title: A up- Date: B -Date: C - Dates: D", []string{"Title=A up- Date: B -Date: C - Dates: D"}},
		"a no-break space is text":  {"- Title: \u00a0A\u00a0\n", []string{"Title=\u00a0A\u00a0"}},
		"only some labels":          {"junk\n- Date: B\n", []string{"Date=B"}},
		"control is text":           {"- Title: A\x00\x00\n", []string{"Title=A\x00\x00"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := parse(t, []byte(tc.text))
			var got []string
			for _, f := range s.Fields {
				got = append(got, string(f.Label)+"="+f.Text)
				if words := string(s.Raw[f.Span.Start:f.Span.End]); s.Encoding == story.UTF8 && words != f.Text {
					t.Errorf("span shows %q, text %q", words, f.Text)
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestWindows1252(t *testing.T) {
	long := strings.Repeat("\x80 \xe9x", 5000)
	raw := "- Title: Caf\xe9 \x96 \x93So\x94\n- Date: " + long + "\n- Summary: \x81\n- Country: plain"
	s := parse(t, []byte(raw))
	if s.Encoding != story.Windows1252 {
		t.Fatalf("read as %s", s.Encoding)
	}
	for l, want := range map[story.Label]string{
		story.Title: "Café – “So”", story.Date: strings.Repeat("€ éx", 5000), story.Summary: "\ufffd", story.Country: "plain",
	} {
		f := s.All(l)[0]
		if f.Text != want {
			t.Errorf("%s: %.40q, want %.40q", l, f.Text, want)
		}
		if got := f.Words(0, len(f.Text)); got != f.Span {
			t.Errorf("%s: all words at %v, span is %v", l, got, f.Span)
		}
		place := f.Span.Start // one byte a character
		for i, r := range f.Text {
			end := i + len(string(r))
			if got := f.Words(i, end); got != (story.Span{Start: place, End: place + 1}) {
				t.Fatalf("%s: %q at %d is at %v in the record, want %d", l, r, i, got, place)
			}
			place++
		}
	}
	if got, want := s.All(story.Title)[0].Words(1, 4), (story.Span{Start: 10, End: 13}); got != want {
		t.Errorf("words cut within a character at %v, want %v", got, want)
	}
}

func TestWordsInUTF8(t *testing.T) {
	s := parse(t, []byte("- Title: Café (CAN SELL)\n"))
	f := s.All(story.Title)[0]
	i := strings.Index(f.Text, "CAN")
	if w := f.Words(i, i+8); string(s.Raw[w.Start:w.End]) != "CAN SELL" {
		t.Errorf("words show %q", s.Raw[w.Start:w.End])
	}
}
