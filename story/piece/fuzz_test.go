package piece_test

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"clearance/story/piece"
)

// explicit is what a piece of each kind must hold at least to say that it uses no story.
var explicit = map[piece.Kind]*regexp.Regexp{
	piece.Markdown: regexp.MustCompile(`(?is)stories.*\[.*\]|sto.*\\.*\[.*\]|data-stories`),
	piece.HTML:     regexp.MustCompile(`(?i)data-stories`),
	piece.JSON:     regexp.MustCompile(`(?s)".*:[ \t\r\n]*\[[ \t\r\n]*\]`),
}

func checkPromises(t *testing.T, kind piece.Kind, data []byte) {
	t.Helper()
	before := bytes.Clone(data)
	p, err := piece.Read("a", kind, data)
	if !bytes.Equal(before, data) {
		t.Error("the bytes were changed")
	}
	if err != nil {
		var wrong *piece.Error
		if !errors.As(err, &wrong) || wrong.Line < 1 || wrong.Line > 1+bytes.Count(data, []byte("\n"))+bytes.Count(data, []byte("\r")) || wrong.Reason == "" {
			t.Errorf("error %#v", err)
		}
		if p.Declared || p.Uses != nil || p.Text != "" {
			t.Errorf("got %+v beside an error", p)
		}
		return
	}
	if p.Declared != (len(p.Uses) > 0) && !explicit[kind].Match(data) {
		t.Error("it uses none without saying so")
	}
	if !utf8.ValidString(p.Text) {
		t.Error("the text is no UTF-8")
	}
	for _, u := range p.Uses {
		checkUse(t, u, data)
	}
}

func checkUse(t *testing.T, u piece.Use, data []byte) {
	t.Helper()
	if u.ID == "" || !utf8.ValidString(u.ID) || !utf8.ValidString(u.Credit) {
		t.Errorf("identifier %q, credit %q", u.ID, u.Credit)
	}
	if u.Start < 0 || u.Start >= u.End || u.End > len(data) {
		t.Fatalf("identifier %q stands at %d to %d of %d", u.ID, u.Start, u.End, len(data))
	}
	if u.Line < 1 || u.Column < 1 || u.Line > 1+bytes.Count(data[:u.Start], []byte("\n"))+bytes.Count(data[:u.Start], []byte("\r")) {
		t.Errorf("line %d, column %d", u.Line, u.Column)
	}
	// Without escapes, entities and quotes, what is written is what is read.
	if written := data[u.Start:u.End]; !bytes.ContainsAny(written, `\&'`+"\r") && !bytes.Contains(written, []byte(u.ID)) {
		t.Errorf("identifier %q is written %q", u.ID, written)
	}
	if !slices.IsSorted(u.Shots) || len(slices.Compact(slices.Clone(u.Shots))) != len(u.Shots) || u.Shots != nil && (len(u.Shots) == 0 || u.Shots[0] < 1) {
		t.Errorf("shots %v", u.Shots)
	}
	if u.Seconds != nil && *u.Seconds < 0 {
		t.Errorf("%d seconds", *u.Seconds)
	}
}

func fuzz(f *testing.F, kind piece.Kind, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkPromises(t, kind, data) })
}

func FuzzMarkdown(f *testing.F) {
	fuzz(f, piece.Markdown, onePiece[piece.Markdown], "---\nstories: []\n---\n", "\uFEFF---\r\n\"stor\\u0069es\": ['a''b', \"\\x41\", é]\r\n...\r\n> <p\n> data-story=x>\n",
		"---\na: &x [b]\n<<: *x\nstories:\n- id: |\n   a\n---\n`<!--` <b data-stories=none>", "# a\n\n* b _c_ [d](e)\n\n```\n<p data-story=f>\n```\n")
}

func FuzzHTML(f *testing.F) {
	fuzz(f, piece.HTML, onePiece[piece.HTML], `<body data-stories=none>`, `<iframe srcdoc="&lt;p data-story='a&amp;b'>"><svg><title><p data-story=c></title><![CDATA[x]]>`,
		`<noscript><p title="</noscript>" data-story=a>`, `<?xml version="1.0"?><a xmlns="http://www.w3.org/1999/xhtml" data-story="b"/>`, "<p /\r\ndata-story\t=\r\nA1 / =x data-shots=\"1,2\"><!-- --!><script><!--<script></script>-->")
}

func FuzzJSON(f *testing.F) {
	fuzz(f, piece.JSON, onePiece[piece.JSON], `{"stories": []}`, "\uFEFF{\"stor\\u0069es\": [\"\\ud83d\\ude00\", {\"id\": \"b\", \"x\": [{}]}]}\n", `{"a": {"stories": 1, "stories": 2}, "b": "\"]"}`)
}

// onePiece is a piece of each kind that uses one story.
var onePiece = map[piece.Kind]string{
	piece.Markdown: "---\ntitle: \"A # piece\"\nstories: # of the archive\n- id: LVA1\n  shots: [1, 3]\n  seconds: 12.5\n  credit: 'Courtesy of X'\n---\n# A\n\ntext <b data-story=\"LVA1\">x</b>\n",
	piece.HTML:     "<!DOCTYPE html>\n<title>A</title>\n<script>x = '<b>'</script><!-- y -->\n<p title=\"z\" data-story=\"LVA1\" data-shots='1,3' data-credit=\"X\">text</p>",
	piece.JSON:     `{"title": "A", "stories": [{"id": "LVA1", "shots": [1, 3], "seconds": 12.5, "credit": "Courtesy of X"}], "z": [null, {"stories": []}]}`,
}

// Wherever one byte is lost, or damaged, a piece that uses a story still does, says nothing, or cannot be read.
func TestDamageNeverMeansNone(t *testing.T) {
	pieces := map[piece.Kind][]string{
		piece.Markdown: {onePiece[piece.Markdown], "---\nstories: [LVA1]\n---\n", "---\nstories: [\"LVA1\"]\n---\n", "---\nstories:\n- LVA1\n---\n", "---\r\n{stories: [{id: LVA1}]}\r\n---\r\n"},
		piece.HTML:     {onePiece[piece.HTML], "<p data-story=LVA1>", "<iframe srcdoc=\"<p data-story='LVA1'>\">"},
		piece.JSON:     {onePiece[piece.JSON], `{"stories": ["LVA1"]}`, "{\"stories\":\n[\n\"LVA1\"]}"},
	}
	for kind, all := range pieces {
		for _, data := range all {
			for i := range data {
				checkStillUsed(t, kind, data[:i]+data[i+1:])
				for b := range 256 {
					checkStillUsed(t, kind, data[:i]+string([]byte{byte(b)})+data[i+1:])
				}
			}
		}
	}
}

func checkStillUsed(t *testing.T, kind piece.Kind, data string) {
	t.Helper()
	if p, err := piece.Read("a", kind, []byte(data)); err == nil && p.Declared && len(p.Uses) == 0 {
		t.Errorf("%q uses none", data)
	}
}

// A byte can still turn a use into none where what is left is a good piece that says so, and no reader could tell: a list in brackets whose
// only identifier is one letter without quotes, or stands on a line of its own that becomes a comment. Identifiers of the archive
// have 28 letters; a list with dashes, quotes, HTML and JSON do not have this.
func TestDamageThatMeansNone(t *testing.T) {
	for name, tc := range map[string]struct{ whole, damaged string }{
		"one letter, lost":        {"---\nstories: [A]\n---\n", "---\nstories: []\n---\n"},
		"one letter, overwritten": {"---\nstories: [A]\n---\n", "---\nstories: [ ]\n---\n"},
		"a comment":               {"---\nstories: [\nLVA1\n]\n---\n", "---\nstories: [\n#VA1\n]\n---\n"},
	} {
		if p, err := piece.Read("a", piece.Markdown, []byte(tc.whole)); err != nil || len(p.Uses) != 1 {
			t.Errorf("%s: got %+v, %v", name, p, err)
		}
		if p, err := piece.Read("a", piece.Markdown, []byte(tc.damaged)); err != nil || !p.Declared || len(p.Uses) != 0 {
			t.Errorf("%s: got %+v, %v", name, p, err)
		}
	}
}
