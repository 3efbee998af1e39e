package piece_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"clearance/story/piece"
)

func TestKindOf(t *testing.T) {
	for name, want := range map[string]piece.Kind{
		"a.md": piece.Markdown, "b/c.MARKDOWN": piece.Markdown, "a.html": piece.HTML, "a.Htm": piece.HTML, "a.xhtml": piece.HTML, "a.json": piece.JSON,
		"a.txt": "", "md": "", "a.md.txt": "", "a.htmlx": "", "": "", "a.md/b": "",
	} {
		if got, ok := piece.KindOf(name); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", name, got, ok, want)
		}
	}
}

// show writes a use in a line: the identifier as the file writes it, and what is said of it.
func show(u piece.Use, data string) string {
	s := u.ID
	if written := data[u.Start:u.End]; written != u.ID {
		s += " written " + written
	}
	if u.Shots != nil {
		s += fmt.Sprint(" shots ", u.Shots)
	}
	if u.Seconds != nil {
		s += fmt.Sprint(" seconds ", *u.Seconds)
	}
	if u.Credit != "" {
		s += " credit " + u.Credit
	}
	return fmt.Sprintf("%s @%d:%d", s, u.Line, u.Column)
}

const (
	silent = "says nothing"
	none   = "uses none"
)

func said(p piece.Piece, data string) []string {
	switch {
	case !p.Declared:
		return []string{silent}
	case len(p.Uses) == 0:
		return []string{none}
	}
	var all []string
	for _, u := range p.Uses {
		all = append(all, show(u, data))
	}
	return all
}

type good struct {
	data string
	want []string
}

func (tc good) check(t *testing.T, kind piece.Kind) {
	t.Helper()
	p, err := piece.Read("a", kind, []byte(tc.data))
	if err != nil {
		t.Fatal(err)
	}
	if got := said(p, tc.data); !slices.Equal(got, tc.want) {
		t.Errorf("got  %q\nwant %q", got, tc.want)
	}
}

type bad struct {
	data string
	line int
	want string // words of the reason
}

func (tc bad) check(t *testing.T, kind piece.Kind) {
	t.Helper()
	p, err := piece.Read("a\x1b", kind, []byte(tc.data))
	var wrong *piece.Error
	if !errors.As(err, &wrong) {
		t.Fatalf("no error, got %q", said(p, tc.data))
	}
	if p.Declared || p.Uses != nil || len(p.SHA256) != 64 {
		t.Errorf("got %+v beside an error", p)
	}
	if wrong.Line != tc.line || !strings.Contains(wrong.Reason, tc.want) {
		t.Errorf("got line %d: %s\nwant line %d: … %s …", wrong.Line, wrong.Reason, tc.line, tc.want)
	}
	if strings.ContainsAny(err.Error(), "\x1b\x00\n") {
		t.Errorf("%q holds control characters", err.Error())
	}
}

func TestReadMarkdown(t *testing.T) {
	for name, tc := range map[string]good{
		"a list":                    {"---\nstories: [LVA1, LVA2]\n---\ntext", []string{"LVA1 @2:11", "LVA2 @2:17"}},
		"lines":                     {"---\ntitle: x\nstories:\n- LVA1\n- LVA1\n---\n", []string{"LVA1 @4:3", "LVA1 @5:3"}},
		"indented lines":            {"---\nstories:\n  - LVA1 # why\n...\n", []string{"LVA1 @3:5"}},
		"no text":                   {"---\nstories: [LVA1]\n---", []string{"LVA1 @2:11"}},
		"quotes":                    {"---\nstories: [\"LV\\x411\", 'L''1', \"a#b\"]\n---\n", []string{`LVA1 written LV\x411 @2:12`, "L'1 written L''1 @2:23", "a#b @2:31"}},
		"a mapping":                 {"---\nstories:\n- id: LVA1\n  shots: [3, 1, 3]\n  seconds: 12.01\n  credit: Courtesy of NATO\n- shots: 2\n  id: LVA2\n---\n", []string{"LVA1 shots [1 3] seconds 13 credit Courtesy of NATO @3:7", "LVA2 shots [2] @8:7"}},
		"seconds":                   {"---\nstories: [{id: a1, seconds: 9}, {id: b1, seconds: 12.000}, {id: c1, seconds: 0.0001}]\n---\n", []string{"a1 seconds 9 @2:16", "b1 seconds 12 @2:38", "c1 seconds 1 @2:65"}},
		"a credit over lines":       {"---\nstories:\n- id: a1\n  credit: >\n    Courtesy\n    of X\n---\n", []string{"a1 credit Courtesy of X @3:7"}},
		"unknown keys":              {"---\nstories: [{id: a1, note: x, 7: y}]\ntags: [stories]\n---\n", []string{"a1 @2:16"}},
		"none":                      {"---\nstories: []\n---\ntext", []string{none}},
		"none with a comment":       {"---\nstories: [\n# x\n] # y\n---\n", []string{none}},
		"byte order mark":           {"\uFEFF---\nstories: [LVA1]\n---\n", []string{"LVA1 @2:11"}},
		"CRLF":                      {"---\r\nstories:\r\n- LVA1\r\n---\r\n<p data-story=B1>", []string{"LVA1 @3:3", "B1 @5:15"}},
		"columns are letters":       {"---\n{é: 日本, stories: [日本, LVA1]}\n---\n", []string{"日本 @2:19", "LVA1 @2:23"}},
		"anchors elsewhere":         {"---\na: &x [1]\nb: *x\nstories: [LVA1]\n---\n", []string{"LVA1 @4:11"}},
		"aliases elsewhere, a bomb": {"---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d]\nstories: [L1]\n---\n", []string{"L1 @7:11"}},
		"no front matter":           {"# Title\n\nstories: [x]\n", []string{silent}},
		"empty":                     {"", []string{silent}},
		"empty front matter":        {"---\n---\ntext", []string{silent}},
		"front matter without it":   {"---\ntitle: x\nparams: {tags: [a, stories]}\n---\ntext", []string{silent}},
		"a rule first":              {"----\nstories: [x]\n", []string{silent}},
		"HTML in the text":          {"---\nstories: [LVA1]\n---\ntext <b data-story=\"LVA2\">x</b>\n\n> <p data-story='é'>\n", []string{"LVA1 @2:11", "LVA2 @4:21", "é @6:18"}},
		"HTML alone":                {"text\n<p\n data-story=\"LVA2\"\n data-seconds=2>\n", []string{"LVA2 seconds 2 @3:14"}},
		"HTML says none":            {"text\n\n<p data-stories=none>x</p>", []string{none}},
		"none in a code block":      {"text\n\n```\n<p data-stories=none>\n```\n", []string{silent}},
		"none in a code span":       {"text `<p data-stories=none>`", []string{silent}},
		"a story in a code block":   {"```\n<p data-story=LVA1>\n```\n", []string{"LVA1 @2:15"}},
		"a story in a comment":      {"a <!-- <p data-story=LVA1> --> b", []string{silent}},
		"words":                     {"We speak of data-story and data-stories.", []string{silent}},
		"mark in the first line":    {"\uFEFF<p data-story=LVA1>", []string{"LVA1 @1:15"}},
		"ten dashes, many stars":    {"----------\n\n" + strings.Repeat("* ", 50) + "\n\n" + strings.Repeat("-", 200), []string{silent}},
	} {
		t.Run(name, func(t *testing.T) { tc.check(t, piece.Markdown) })
	}
}

func TestReadHTML(t *testing.T) {
	for name, tc := range map[string]good{
		"an element":              {"<p>\n<img data-story=\"LVA1\">", []string{"LVA1 @2:18"}},
		"all that can be said":    {`<p DATA-Story=' LVA1 ' data-shots="3, 1" data-seconds=1.5 data-credit="A &amp; B">`, []string{"LVA1 shots [1 3] seconds 2 credit A & B @1:17"}},
		"entities":                {`<p data-story="L&#65;&amp;1">`, []string{"LA&1 written L&#65;&amp;1 @1:16"}},
		"none":                    {`<body data-stories=" NONE ">`, []string{none}},
		"nothing":                 {`<p>data-story</p>`, []string{silent}},
		"empty":                   {``, []string{silent}},
		"none in a template":      {`<textarea><p data-stories="none"></textarea>`, []string{silent}},
		"none for some only":      {`<noscript><p data-stories="none"></noscript>`, []string{silent}},
		"none in a frame":         {`<iframe srcdoc="<p data-stories=none>"></iframe>`, []string{silent}},
		"none in a comment":       {`<!-- <p data-stories="none"> -->`, []string{silent}},
		"a comment":               {`<!--[if IE]><p data-story=A1><![endif]-->`, []string{silent}},
		"the same twice":          {`<p data-story=A1 data-story="A1">`, []string{"A1 @1:15"}},
		"slashes":                 {`<p / data-story=A1/><br/data-story='B1'/>`, []string{"A1/ @1:17", "B1 @1:37"}},
		"glued":                   {`<p class="a"data-story="A1"title='>'>`, []string{"A1 @1:25"}},
		"noscript":                {`<noscript><p data-story=A1></noscript>`, []string{"A1 @1:25"}},
		"noscript in the head":    {`<head><noscript><meta data-story=A1></noscript>`, []string{"A1 @1:34"}},
		"noembed":                 {`<noembed><p data-story=A1></noembed>`, []string{"A1 @1:24"}},
		"noframes":                {`<noframes><p data-story=A1></noframes>`, []string{"A1 @1:25"}},
		"template":                {`<template><p data-story=A1></template>`, []string{"A1 @1:25"}},
		"iframe":                  {`<iframe><p data-story=A1></iframe>`, []string{"A1 @1:23"}},
		"title in SVG":            {`<svg><title><p data-story=A1></title></svg>`, []string{"A1 @1:27"}},
		"xmp, plaintext":          {`<xmp><p data-story=A1></xmp><plaintext><p data-story=B1>`, []string{"A1 @1:20", "B1 @1:54"}},
		"srcdoc":                  {`<iframe srcdoc="<p data-story='A1'>"></iframe>`, []string{"A1 @1:32"}},
		"srcdoc with entities":    {`<iframe srcdoc="&lt;p data-story=A1>"></iframe>`, []string{"A1 written &lt;p data-story=A1> @1:17"}},
		"srcdoc within srcdoc":    {`<iframe srcdoc="<iframe srcdoc='<p data-story=A1>'>">`, []string{"A1 @1:47"}},
		"script in the title":     {`<title><script>x</script></title><p data-story=A1>`, []string{"A1 @1:48"}},
		"a script":                {`<script>if (a<b) x = "data-storage"</script><p data-story=A1>`, []string{"A1 @1:59"}},
		"cloned by the parser":    {`<b data-story=A1><p>x</b>y</p>`, []string{"A1 @1:15"}},
		"Windows-1252 text":       {"<p data-story=A1>caf\xe9", []string{"A1 @1:15"}},
		"an attribute of others":  {`<p data-store=x data-seconds=-1 href="/data-story">`, []string{silent}},
		"a line break in the tag": {"<p\r\ndata-story\r=\r\nA1>", []string{"A1 @4:1"}},
		"other alphabets":         {"<p É=x \xff=y data-story=A1>", []string{"A1 @1:23"}},
		"srcdoc as long":          {`<iframe srcdoc="&nGt;&amp;<p data-story=A1>">`, []string{"A1 written &nGt;&amp;<p data-story=A1> @1:17"}},
		"a Persian credit":        {"<p data-story=A1 data-credit='می\u200cخواهم'>", []string{"A1 credit می\u200cخواهم @1:15"}},
		"XHTML":                   {`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p data-story="A1"/></html>`, []string{"A1 @1:80"}},
	} {
		t.Run(name, func(t *testing.T) { tc.check(t, piece.HTML) })
	}
}

func TestReadJSON(t *testing.T) {
	for name, tc := range map[string]good{
		"a list":       {"{\"stories\": [\"LVA1\",\n \"LVA2\"]}", []string{"LVA1 @1:15", "LVA2 @2:3"}},
		"a mapping":    {`{"a": {"storiez": 1, "a": [[{}]]}, "stories": [{"id": "A1", "shots": [2, 1], "seconds": 12.1, "credit": "X", "z": null}, {"shots": 1, "id": "B1"}]}`, []string{"A1 shots [1 2] seconds 13 credit X @1:56", "B1 shots [1] @1:142"}},
		"escapes":      {`{"stor\u0069es": ["L\u00411", "é", "B1"]}`, []string{`LA1 written L\u00411 @1:20`, "é @1:32", "B1 @1:37"}},
		"none":         {`{"stories": []}`, []string{none}},
		"nothing":      {`{"title": "stories"}`, []string{silent}},
		"a byte order": {"\uFEFF{\"stories\": [\"A1\"]}", []string{"A1 @1:15"}},
		"a hundred":    {`{"a": ` + strings.Repeat("[", 99) + strings.Repeat("]", 99) + `}`, []string{silent}},
		"signs":        {`{"a": "[[\\\"{", "stories": ["A1"]}`, []string{"A1 @1:31"}},
	} {
		t.Run(name, func(t *testing.T) { tc.check(t, piece.JSON) })
	}
}

func TestText(t *testing.T) {
	for name, tc := range map[string]struct {
		kind       piece.Kind
		data, want string
	}{
		"Markdown": {piece.Markdown, "---\ntitle: no\n---\n# A *b*\n\nc  d\ne [f](g)<br>h\n\n- i\n- j & k\n\n<b>x</b>`<y>`\n", "A b\nc d e f\nh\ni\nj & k\nx<y>"},
		"HTML": {piece.HTML, `<head><title>no</title><style>no</style></head><p>a <b>b</b>c<p>d<div hidden>no</div><script>no</script>
			<template>no</template><!-- no --><noscript>no</noscript><dialog>no</dialog><td>e&eacute;`, "a bc\nd\neé"},
		"hidden": {piece.HTML, `a<p style="color:red; display : none">no<details>no</details><select><option>no</select><div popover>no</div>` +
			`<p style="font-size:0">no<p style="font-size:0.9em">b<details open>c</details>`, "a\nb\nc"},
		"script in the title": {piece.HTML, `<title><script>no</script></title>a`, "a"},
		"JSON":                {piece.JSON, `{"stories": [], "text": "x"}`, ""},
		"damaged bytes":       {piece.HTML, "caf\xe9", "caf\uFFFD"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := piece.Read("a", tc.kind, []byte(tc.data))
			if err != nil {
				t.Fatal(err)
			}
			if p.Text != tc.want {
				t.Errorf("got %q, want %q", p.Text, tc.want)
			}
		})
	}
}
