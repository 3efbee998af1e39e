package piece_test

import (
	"strings"
	"testing"

	"clearance/story/piece"
)

func TestReadRefusesMarkdown(t *testing.T) {
	front := func(lines string) string { return "---\n" + lines + "\n---\ntext\n" }
	for name, tc := range map[string]bad{
		"no value":                      {front("stories:"), 2, "stories says nothing"},
		"null":                          {front("stories: ~"), 2, "stories says nothing"},
		"a word":                        {front("stories: none"), 2, "stories is no list"},
		"one identifier":                {front("stories: LVA1"), 2, "stories is no list"},
		"a number":                      {front("stories: 0"), 2, "stories is no list"},
		"false":                         {front("stories: false"), 2, "stories is no list"},
		"a mapping":                     {front("stories: {}"), 2, "stories is no list"},
		"a mapping of one":              {front("stories:\n  id: LVA1"), 3, "stories is no list"},
		"an empty item":                 {front("stories:\n- LVA1\n-"), 4, "identifier is missing"},
		"a null item":                   {front("stories: [null]"), 2, "identifier is missing"},
		"a list in it":                  {front("stories: [[]]"), 2, "identifier is missing"},
		"a number in it":                {front("stories: [17]"), 2, "identifier is missing, or is no text: put it in quotes"},
		"a date in it":                  {front("stories: [2026-01-01]"), 2, "put it in quotes"},
		"an empty identifier":           {front("stories: ['']"), 2, "identifier is empty"},
		"a blank identifier":            {front("stories: [\"\\t \\u00a0\"]"), 2, "identifier is empty"},
		"a control character":           {front("stories: [\"a\\u0007\"]"), 2, "cannot be seen"},
		"a hidden character":            {front("stories: [\"a\u200bb\"]"), 2, "cannot be seen"},
		"a long identifier":             {front("stories: [" + strings.Repeat("a", 513) + "]"), 2, "longer than 512"},
		"an identifier on two lines":    {front("stories: [a\n  b]"), 2, "one line"},
		"quoted on two lines":           {front("stories: ['a\n  b']"), 2, "one line"},
		"an identifier in a block":      {front("stories:\n- |\n  a"), 3, "one line"},
		"no id":                         {front("stories:\n- shots: 1"), 3, "has no id"},
		"an empty mapping":              {front("stories: [{}]"), 2, "has no id"},
		"an id without value":           {front("stories:\n- id:"), 3, "identifier is missing"},
		"an id twice":                   {front("stories:\n- id: a\n  id: b"), 4, `"id" stands twice`},
		"shots twice":                   {front("stories: [{id: a, shots: 1, shots: 2}]"), 2, `"shots" stands twice`},
		"shots 0":                       {front("stories: [{id: a, shots: 0}]"), 2, "shot is no number"},
		"shots -1":                      {front("stories: [{id: a, shots: [1, -1]}]"), 2, "shot is no number"},
		"half a shot":                   {front("stories: [{id: a, shots: 1.5}]"), 2, "shot is no number"},
		"octal shots":                   {front("stories: [{id: a, shots: 010}]"), 2, "shot is no number"},
		"too many shots":                {front("stories: [{id: a, shots: 10001}]"), 2, "shot is no number"},
		"shots in quotes":               {front("stories: [{id: a, shots: '1'}]"), 2, "shot is no number"},
		"no shots":                      {front("stories: [{id: a, shots: []}]"), 2, "no shot is listed"},
		"null shots":                    {front("stories: [{id: a, shots: }]"), 2, "shot is no number"},
		"seconds in words":              {front("stories: [{id: a, seconds: 1m20s}]"), 2, "seconds is no number"},
		"negative seconds":              {front("stories: [{id: a, seconds: -0.5}]"), 2, "the length"},
		"endless seconds":               {front("stories: [{id: a, seconds: .inf}]"), 2, "the length"},
		"no number of seconds":          {front("stories: [{id: a, seconds: .nan}]"), 2, "the length"},
		"absurd seconds":                {front("stories: [{id: a, seconds: 604801}]"), 2, "the length"},
		"no seconds at all":             {front("stories: [{id: a, seconds: 0.0}]"), 2, "take the story out"},
		"stories further down":          {front("stories: []\nparams: {stories: [a]}"), 3, "further down"},
		"stories further down, twice":   {front("stories: []\nparams:\n  - {x: {stories: [a]}}"), 4, "further down"},
		"an element in front matter":    {front("stories: []\nsummary: \"<p data-story=a>\""), 3, "data-story"},
		"hexadecimal seconds":           {front("stories: [{id: a, seconds: 0x10}]"), 2, "the length"},
		"null credit":                   {front("stories: [{id: a, credit: }]"), 2, "credit is no text"},
		"empty credit":                  {front("stories: [{id: a, credit: ' '}]"), 2, "credit is empty"},
		"a list of credits":             {front("stories: [{id: a, credit: [x]}]"), 2, "credit is no text"},
		"a hidden credit":               {front("stories: [{id: a, credit: \"x\\u202e\"}]"), 2, "cannot be seen"},
		"key shot":                      {front("stories: [{id: a, shot: 1}]"), 2, "write shots"},
		"key second":                    {front("stories: [{id: a, second: 1}]"), 2, "write seconds"},
		"key credits":                   {front("stories: [{id: a, credits: x}]"), 2, "write credit"},
		"key Credit":                    {front("stories: [{id: a, Credit: x}]"), 2, "write credit"},
		"key ID":                        {front("stories: [{id: a, ID: b}]"), 2, "write id"},
		"key Stories":                   {front("Stories: [a]"), 2, "write stories"},
		"key STORIES":                   {front("title: x\nSTORIES: [a]"), 3, "write stories"},
		"key story":                     {front("story: a"), 2, "write stories"},
		"key Story":                     {front("Story: a"), 2, "write stories"},
		"key with spaces":               {front("' stories ': [a]"), 2, "write stories"},
		"key storis":                    {front("storis: [a]"), 2, "write stories"},
		"key sotries":                   {front("sotries: [a]"), 2, "write stories"},
		"a Cyrillic key":                {front("st\u043eries: [a]"), 2, "write stories"},
		"a slip beside the right key":   {front("stories: []\nstorys: [a]"), 3, "write stories"},
		"the key twice":                 {front("stories: []\nstories: [a]"), 3, `"stories" stands twice`},
		"another key twice":             {front("title: a\ntitle: b"), 3, `"title" stands twice`},
		"an alias for the list":         {front("a: &x [a]\nstories: *x"), 3, "alias"},
		"an alias for an item":          {front("a: &x a\nstories: [*x]"), 3, "alias"},
		"an anchor in the list":         {front("stories: [&x a]"), 2, "anchor"},
		"an anchor on the list":         {front("stories: &x [a]"), 2, "anchor"},
		"a merge in a story":            {front("a: &x {id: a}\nstories:\n- <<: *x"), 4, "merge"},
		"a merge at the top":            {front("a: &x {b: [a]}\n<<: *x"), 3, "merge"},
		"a merge written out":           {front("<<: {stories: [a]}"), 2, "merge"},
		"an alias as a key":             {front("a: &x stories\n*x : [a]"), 3, "alias"},
		"a list as a key":               {front("? [stories]\n: [a]"), 2, "a list"},
		"a tag on the key":              {front("!!binary c3Rvcmllcw==: [a]"), 2, "tag"},
		"a tag on the list":             {front("stories: !!seq [a]"), 2, "tag"},
		"a tag on an item":              {front("stories: [!!str 17]"), 2, "tag"},
		"nested too deep":               {front("stories: " + strings.Repeat("[", 200) + strings.Repeat("]", 200)), 2, "100 levels"},
		"a list instead of keys":        {front("- stories"), 1, "has no keys"},
		"prose instead of keys":         {front("some prose"), 1, "has no keys"},
		"a second document":             {front("stories: []\n--- x"), 1, "second document"},
		"no YAML":                       {front("title: x\nstories: [a"), 2, "is no YAML"},
		"never ends":                    {"---\nstories: []\n", 1, "close the front matter"},
		"never ends, one line":          {"---", 1, "close the front matter"},
		"something behind the dashes":   {"--- # x\nstories: [a]\n---\n", 1, "more than ---"},
		"a line before":                 {"\n---\nstories: [a]\n---\n", 2, "stands before the front matter"},
		"a space before":                {" ---\nstories: [a]\n---\n", 1, "stands before the front matter"},
		"two byte order marks":          {"\uFEFF\uFEFF---\nstories: [a]\n---\n", 1, "stands before the front matter"},
		"old line ends":                 {"---\rstories: [a]\r---\r", 1, "more than ---"},
		"TOML":                          {"+++\nstories = []\n+++\n", 1, "must be YAML"},
		"JSON":                          {"{\"stories\": []}\n\ntext", 1, "must be YAML"},
		"JSON further down":             {"\n{\"stories\": []}\n\ntext", 2, "must be YAML"},
		"a lone CR":                     {front("title: x\rstories: [a]"), 2, "U+000D ends a line for some"},
		"a line separator":              {front("title: x\u2028stories: [a]"), 2, "U+2028"},
		"a next line":                   {front("title: x\u0085stories: [a]"), 2, "U+0085"},
		"no UTF-8":                      {front("title: caf\xe9"), 2, "byte E9 is no UTF-8"},
		"a NUL in the text":             {"text\n\x00", 2, "NUL"},
		"an escape in the text":         {"text\x1b$B", 1, "escape"},
		"none, and one in the text":     {front("stories: []") + "\n<p data-story=A1>", 2, "names \"A1\""},
		"some, and none in the text":    {front("stories: [A1]") + "\n<p data-stories=none>", 6, "names \"A1\""},
		"hidden by a comment in code":   {"`<!--`\n\n<p data-story=A1>\n", 1, "\"A1\" of the page is hidden"},
		"hidden by a quote in code":     {"`<a title=\"`\n\n<b data-story=A1>x</b>\n", 1, "is not whole"},
		"hidden by a script in code":    {"`<script>`\n\n<p data-story=A1>\n", 1, "script writes data-story"},
		"hidden by a blank line":        {"text <!-- a\n\n<p data-story=A1> -->\n", 1, "is hidden"},
		"hidden by an escape":           {"\\<!-- \n\n<p data-story=A1>\n", 1, "is hidden"},
		"cut by a quote mark":           {"> <p\n> data-story=\"A1\">\n", 2, "outside of a tag"},
		"attributes of other Markdown":  {"# Title {data-story=\"A1\"}\n", 1, "outside of a tag"},
		"a script in the text":          {"<script>\nx['data-story'] = 1\n</script>\n", 1, "script writes data-story"},
		"many quotes":                   {strings.Repeat(">", 17) + "x", 1, "make it flatter"},
		"many lists":                    {strings.Repeat("- ", 17) + "x", 1, "make it flatter"},
		"many brackets":                 {"x\n\n" + strings.Repeat("[a](", 10_000), 3, "blank lines between paragraphs"},
		"an indented list, very deep":   {deepList(400), 1, "make it flatter"},
		"elements, very deep":           {strings.Repeat("<div>", 600), 1, "make it flatter"},
		"over the limit":                {strings.Repeat("x", piece.Limit+1), 1, "4194305 bytes: a piece may have 4194304"},
		"front matter over the nesting": {front("a: " + strings.Repeat("[", 20_000)), 2, "is no YAML"},
	} {
		t.Run(name, func(t *testing.T) { tc.check(t, piece.Markdown) })
	}
}

// deepList is a list in a list in a list.
func deepList(depth int) string {
	var s strings.Builder
	for i := range depth {
		s.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return s.String()
}

func TestReadRefusesHTML(t *testing.T) {
	for name, tc := range map[string]bad{
		"an empty identifier":        {`<p data-story="">`, 1, "identifier is empty"},
		"a blank identifier":         {`<p data-story="&nbsp; ">`, 1, "identifier is empty"},
		"a page of its own":          {`<iframe src="data:text/html,<p data&#45;story=a>"></iframe>`, 1, "data-story"},
		"no value":                   {"<p>\n<p data-story>", 2, "identifier is empty"},
		"a control character":        {`<p data-story="a&#7;">`, 1, "cannot be seen"},
		"a NUL by entity":            {`<p data-story="a&#0;">`, 1, "cannot be seen"},
		"no UTF-8":                   {"<p data-story=\"a\xff\">", 1, "cannot be seen"},
		"two values":                 {`<p data-story=A data-story=B>`, 1, "twice"},
		"two values in capitals":     {`<p data-story=A DATA-STORY=B>`, 1, "twice"},
		"two shots":                  {`<p data-story=A data-shots=1 data-shots=2>`, 1, "twice"},
		"none and some":              {`<p data-stories=none><p data-story=A>`, 1, "names \"A\""},
		"none on the same element":   {`<p data-story=A data-stories=none>`, 1, "names \"A\""},
		"a list of stories":          {`<p data-stories="A B">`, 1, "write data-stories=\"none\""},
		"empty data-stories":         {`<p data-stories>`, 1, "write data-stories=\"none\""},
		"empty shots":                {`<p data-story=A data-shots="">`, 1, "shot is no number"},
		"shots from to":              {`<p data-story=A data-shots="1-3">`, 1, "shot is no number"},
		"shot 0":                     {`<p data-story=A data-shots="1,0">`, 1, "shot is no number"},
		"a comma too many":           {`<p data-story=A data-shots="1,">`, 1, "shot is no number"},
		"seconds in words":           {`<p data-story=A data-seconds="12s">`, 1, "the length"},
		"seconds with a comma":       {`<p data-story=A data-seconds="12,5">`, 1, "the length"},
		"empty credit":               {`<p data-story=A data-credit="">`, 1, "credit is empty"},
		"data-shot":                  {`<p data-story=A data-shot="1">`, 1, "write data-shots"},
		"data-second":                {`<p data-story=A data-second="1">`, 1, "write data-seconds"},
		"data-credits":               {`<p data-story=A data-credits="1">`, 1, "write data-credit"},
		"data-storys":                {`<p data-storys=A>`, 1, "may be meant for"},
		"data-story-id":              {`<p data-story-id=A>`, 1, "may be meant for"},
		"data_story":                 {`<p data_story=A>`, 1, "may be meant for"},
		"a script":                   {"\n<script>e.setAttribute('data-story', 1)</script>", 2, "script writes data-story"},
		"a script by its data set":   {`<script>e.dataset.story = 1</script>`, 1, "script writes data-story"},
		"a script in an attribute":   {`<p onclick="e.setAttribute('data-story', 1)">`, 1, "may be meant for"},
		"an element in a script":     {`<script>"<p data-story=A>"</script>`, 1, "script writes data-story"},
		"a script that never ends":   {`<script><p data-story=A>`, 1, "script writes data-story"},
		"a style":                    {`<svg><style><p data-story=A></style></svg>`, 1, "style writes data-story"},
		"a tag that never ends":      {`<p data-story="A"`, 1, "not whole"},
		"a value that never ends":    {`<p data-story="A>`, 1, "not whole"},
		"no tag":                     {`p data-story="A">`, 1, "outside of a tag"},
		"an end tag":                 {`</p data-story="A">`, 1, "outside of a tag"},
		"in another's value":         {`<p title="x data-story="A">`, 1, "may be meant for"},
		"in a bare value":            {`<p title=x"data-story="A">`, 1, "may be meant for"},
		"a quote before the name":    {`<p "data-story="A">`, 1, "may be meant for"},
		"a program's tag":            {`<?php "<p data-story=A>" ?>`, 1, "outside of a tag"},
		"CDATA":                      {`<svg><![CDATA[ > <!-- ]]> <p data-story=A> --></svg>`, 1, "CDATA"},
		"a quote in noscript":        {`<noscript><p title="</noscript>" data-story=A>`, 1, "outside of a tag"},
		"a comment in SVG's title":   {`<svg><title><a title="</title><!--"></a><p data-story=A> -->`, 1, "is hidden"},
		"a script closed in XHTML":   {`<html xmlns="http://www.w3.org/1999/xhtml"><script/><!-- <script> --><p data-story="A"/></html>`, 1, "script writes"},
		"hidden in XHTML":            {`<html xmlns="http://www.w3.org/1999/xhtml"><?x > <!-- ?><p data-story="A"/><!-- --></html>`, 1, "is hidden"},
		"no XHTML":                   {`<?xml version="1.0"?><p>`, 1, "begins as XHTML"},
		"no XHTML, at length":        {`<?xml version="1.0"?><` + strings.Repeat("p", 1000) + `></q>`, 1, "…; mend it"},
		"a doctype with words":       {`<!DOCTYPE html [ <!ENTITY x "<p data-story='A'/>"> ]>`, 1, "doctype"},
		"frames in frames":           {frames(9), 1, "make it flatter"},
		"elements, very deep":        {strings.Repeat("<b>", 600), 1, "make it flatter"},
		"front matter":               {"---\nstories: [A]\n---\n<p>", 1, "front matter stands in a page"},
		"a NUL":                      {"<p>\n\n\x00", 3, "NUL"},
		"UTF-16":                     {"\xff\xfe<\x00p\x00", 1, "save it as text in UTF-8"},
		"over the limit":             {strings.Repeat("x", piece.Limit+1), 1, "may have"},
		"an attribute that is a tag": {`<data-story="A">`, 1, "outside of a tag"},
	} {
		t.Run(name, func(t *testing.T) { tc.check(t, piece.HTML) })
	}
}

// frames are frames within one another, each a page in an attribute of the one around it.
func frames(depth int) string {
	page := "<p>"
	for range depth {
		page = `<iframe srcdoc="` + strings.NewReplacer("&", "&amp;", `"`, "&#34;").Replace(page) + `">`
	}
	return page
}

func TestReadRefusesJSON(t *testing.T) {
	for name, tc := range map[string]bad{
		"empty":                {"", 1, "not one JSON object"},
		"cut":                  {"{\"stories\":\n[", 2, "not one JSON object"},
		"a list":               {`["A1"]`, 1, "no JSON object"},
		"null":                 {`null`, 1, "no JSON object"},
		"something behind":     {"{\"stories\": []}\n x", 2, "after top-level value"},
		"two documents":        {`{"stories": []}{"stories": ["A1"]}`, 1, "after top-level value"},
		"the key twice":        {`{"stories": [], "stories": ["A1"]}`, 1, `"stories" stands twice`},
		"twice by an escape":   {`{"stories": [], "\u0073tories": ["A1"]}`, 1, `"stories" stands twice`},
		"another key twice":    {`{"a": 1, "a": 2}`, 1, `"a" stands twice`},
		"further down":         {`{"stories": [], "items": [{"stories": ["A1"]}]}`, 1, "further down"},
		"an element in a text": {`{"stories": [], "body": "<p data-story=\"A1\">"}`, 1, "a text holds data-story"},
		"one in entities":      {`{"stories": [], "body": ["<p data&#45;story=A1>"]}`, 1, "a text holds data-story"},
		"key Stories":          {"{\n\"Stories\": [\"A1\"]}", 2, "write stories"},
		"key story":            {`{"story": "A1"}`, 1, "write stories"},
		"null stories":         {`{"stories": null}`, 1, "stories says nothing"},
		"a word":               {`{"stories": "none"}`, 1, "stories is no list"},
		"false":                {`{"stories": false}`, 1, "stories is no list"},
		"an object":            {`{"stories": {}}`, 1, "stories is no list"},
		"a null item":          {`{"stories": [null]}`, 1, "identifier is missing"},
		"a number":             {`{"stories": [1]}`, 1, "put it in quotes"},
		"an empty identifier":  {`{"stories": [" "]}`, 1, "identifier is empty"},
		"half a character":     {`{"stories": ["a\ud800"]}`, 1, "cannot be seen"},
		"a control character":  {`{"stories": ["a\u0000"]}`, 1, "cannot be seen"},
		"no id":                {`{"stories": [{"shots": 1}]}`, 1, "has no id"},
		"an id twice":          {`{"stories": [{"id": "A1", "id": "B1"}]}`, 1, `"id" stands twice`},
		"shots in quotes":      {`{"stories": [{"id": "A1", "shots": "1"}]}`, 1, "shot is no number"},
		"a shot with a power":  {`{"stories": [{"id": "A1", "shots": 1e1}]}`, 1, "shot is no number"},
		"negative seconds":     {`{"stories": [{"id": "A1", "seconds": -1}]}`, 1, "the length"},
		"seconds in quotes":    {`{"stories": [{"id": "A1", "seconds": "1"}]}`, 1, "seconds is no number"},
		"seconds with a power": {`{"stories": [{"id": "A1", "seconds": 1e400}]}`, 1, "the length"},
		"null credit":          {`{"stories": [{"id": "A1", "credit": null}]}`, 1, "credit is no text"},
		"key shot":             {`{"stories": [{"id": "A1", "shot": 1}]}`, 1, "write shots"},
		"a level too deep":     {`{"a": ` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`, 1, "more than 100 levels"},
		"very deep":            {strings.Repeat("[", piece.Limit), 1, "more than 100 levels"},
		"no UTF-8":             {"{\"a\": \"\xff\"}", 1, "byte FF is no UTF-8"},
		"a NUL":                {"{}\x00", 1, "NUL"},
		"a comma too many":     {`{"stories": ["A1",]}`, 1, "not one JSON object"},
		"over the limit":       {strings.Repeat(" ", piece.Limit+1), 1, "may have"},
	} {
		t.Run(name, func(t *testing.T) { tc.check(t, piece.JSON) })
	}
}

func TestReadRefusesUnknownKinds(t *testing.T) {
	bad{"{}", 1, "unknown kind"}.check(t, "")
}
