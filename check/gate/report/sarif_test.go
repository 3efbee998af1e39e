package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"clearance/check"
	"clearance/check/gate"
	"clearance/check/gate/report"
	"clearance/policy"
	"clearance/rights"
)

// log is as much of SARIF as the tests look at, in their own words.
type log struct {
	Runs []struct {
		AutomationDetails struct{ ID string }
		Tool              struct {
			Driver struct{ Rules []struct{ ID string } }
		}
		Invocations []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []any
		}
		Artifacts []struct{ Location struct{ URI string } }
		Results   []result
	}
}

type result struct {
	RuleID              string
	RuleIndex           int
	Level               string
	Message             struct{ Text string }
	Locations           []location
	RelatedLocations    []location
	PartialFingerprints map[string]string
	Suppressions        []struct{ Justification string }
	Properties          struct{ Story string }
}

type location struct {
	PhysicalLocation struct {
		ArtifactLocation struct {
			URI   string
			Index int
		}
		Region struct {
			StartLine, StartColumn, EndLine, EndColumn int
			ByteOffset, ByteLength                     int
		}
	}
}

func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// read reads SARIF that must be valid: by its schema, and in what a schema cannot say.
func read(t testing.TB, s *jsonschema.Schema, text string) log {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(doc); err != nil {
		t.Fatal(err)
	}
	var l log
	if err := json.Unmarshal([]byte(text), &l); err != nil || !utf8.ValidString(text) {
		t.Fatalf("%v, or it is no UTF-8", err)
	}
	if len(l.Runs) == 0 || len(l.Runs) > 20 {
		t.Fatalf("%d runs", len(l.Runs))
	}
	categories, prints := map[string]bool{}, map[string]bool{}
	for _, run := range l.Runs {
		if categories[run.AutomationDetails.ID] || !strings.HasSuffix(run.AutomationDetails.ID, "/") {
			t.Fatalf("category %q", run.AutomationDetails.ID)
		}
		categories[run.AutomationDetails.ID] = true
		if len(run.Results) > 5000 {
			t.Fatalf("%d results in a run", len(run.Results))
		}
		for _, r := range run.Results {
			at := r.Locations[0].PhysicalLocation.ArtifactLocation
			if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID || run.Artifacts[at.Index].Location.URI != at.URI {
				t.Fatalf("an index of %+v points elsewhere", r)
			}
			if len(r.RelatedLocations)+len(r.Locations) > 100 {
				t.Fatalf("%d related locations", len(r.RelatedLocations))
			}
			print := r.PartialFingerprints["clearance/v1"]
			if prints[print] || print == "" || print != r.PartialFingerprints["primaryLocationLineHash"] {
				t.Fatalf("fingerprint %q stands twice", print)
			}
			prints[print] = true
		}
	}
	return l
}

func (l log) results() (all []result) {
	for _, run := range l.Runs {
		all = append(all, run.Results...)
	}
	return all
}

func TestSARIF(t *testing.T) {
	s := schema(t)
	all := answers()
	l := read(t, s, written(t, "sarif", all))
	if in := l.Runs[0].Invocations[0]; in.ExecutionSuccessful || len(in.ToolExecutionNotifications) != 2 {
		t.Errorf("two pieces were not judged, and it says %+v", in)
	}
	want := map[string]string{ // of each result where, how heavy, and whether it is suppressed
		"pieces/blocked%20%231%3F.md terms.territory": "error", "pieces/blocked%20%231%3F.md terms.unread": "warning",
		"file:///srv/100%25%20%C3%BCber%20uns.md holder.missing": "warning",
		"credit.md terms.credit":                                 "error", "credit.md terms.context": "warning",
		"standard-input gate.unreadable": "error", "passed.md terms.territory": "error suppressed", "zero.md gate.not_judged": "error",
	}
	got := map[string]string{}
	for _, r := range l.results() {
		uri := r.Locations[0].PhysicalLocation.ArtifactLocation.URI
		if len(r.Suppressions) > 0 {
			r.Level += " suppressed"
		}
		if !strings.HasPrefix(uri, "x") { // the hostile one
			got[uri+" "+r.RuleID] = r.Level
		}
		if strings.Contains(r.Message.Text, "](") || strings.ContainsFunc(r.Message.Text, func(r rune) bool { return r == 0x1b || r == 0x202e }) {
			t.Errorf("%q may be obeyed", r.Message.Text)
		}
	}
	if !maps.Equal(got, want) || len(l.results()) != len(want)+1 {
		t.Errorf("got  %v\nwant %v", got, want)
	}

	first := l.results()[0]
	if r := first.Locations[0].PhysicalLocation.Region; md[r.ByteOffset:r.ByteOffset+r.ByteLength] != "A1" || r.StartLine != 4 || r.StartColumn != 5 || r.EndColumn != 7 {
		t.Errorf("the story is named at %+v", r)
	}
	if n := len(first.RelatedLocations); n != 2 { // the same words twice are one place
		t.Fatalf("%d quoted places", n)
	}
	quoted := first.RelatedLocations[1].PhysicalLocation
	at := quoted.Region
	if text := record[at.ByteOffset-1000 : at.ByteOffset-1000+at.ByteLength]; text != "Überall sonst" || at.StartLine != 4 || at.EndColumn-at.StartColumn != 13 ||
		quoted.ArtifactLocation.URI != "archive/%C3%BCber%20uns.txt" {
		t.Errorf("%q is quoted at %+v", text, quoted)
	}
}

func TestNoAnswers(t *testing.T) {
	l := read(t, schema(t), written(t, "sarif", nil))
	if len(l.Runs) != 1 || len(l.results()) != 0 || !l.Runs[0].Invocations[0].ExecutionSuccessful {
		t.Errorf("nothing was asked, and it says %+v", l)
	}
}

// many is an answer with n problems.
func many(n int) gate.Answer {
	var findings []check.Finding
	for i := range n {
		w := check.Words{Words: rights.Words{Field: "Restrictions", Text: fmt.Sprint(i % (n/2 + 1))}} // half of them alike
		findings = append(findings, finding("terms.territory", policy.Block, fmt.Sprintf("problem %d.", i), w))
	}
	return answer("many.md", md, named(md, "A1", policy.Blocked, findings...))
}

func TestManyProblems(t *testing.T) {
	l := read(t, schema(t), written(t, "sarif", []gate.Answer{many(12_345)}))
	if len(l.Runs) != 3 {
		t.Errorf("%d runs", len(l.Runs))
	}
	said := map[string]int{}
	for _, r := range l.results() {
		first, _, _ := strings.Cut(r.Message.Text, "\n")
		said[first]++
	}
	for i := range 12_345 {
		if n := said[fmt.Sprintf("problem %d.", i)]; n != 1 {
			t.Fatalf("problem %d stands there %d times", i, n)
		}
	}
}

func TestManyWords(t *testing.T) {
	f := finding("terms.territory", policy.Block, "not in GB")
	for i := range 100 + 99 {
		f.Words = append(f.Words, words("Restrictions", record[i/2:i/2+1+i%2]))
		f.Words[i].Start, f.Words[i].End = i/2, i/2+1+i%2
	}
	l := read(t, schema(t), written(t, "sarif", []gate.Answer{answer("a.md", md, named(md, "A1", policy.Blocked, f))}))
	places := map[string]bool{}
	for _, r := range l.results() {
		for _, at := range r.RelatedLocations {
			places[fmt.Sprint(at.PhysicalLocation.Region.ByteOffset, at.PhysicalLocation.Region.ByteLength)] = true
		}
	}
	if len(l.results()) != 3 || len(places) != 199 {
		t.Errorf("%d results name %d places", len(l.results()), len(places))
	}
}

func TestTooMuch(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := func() string {
		b := make([]byte, 400)
		for i := range b {
			b[i] = byte('!' + random.IntN(90))
		}
		return string(b)
	}
	var bulky []check.Finding
	for range 3_500 {
		f := finding("terms.territory", policy.Block, noise())
		for range 10 {
			f.Words = append(f.Words, check.Words{Words: rights.Words{Field: "Restrictions", Text: noise()}})
		}
		bulky = append(bulky, f)
	}
	for name, tc := range map[string]struct {
		answers []gate.Answer
		says    string
	}{
		"too many results": {[]gate.Answer{many(50_000), many(50_001)}, "there are 100001 results, and a file holds 100000: gate fewer files"},
		"too many bytes":   {[]gate.Answer{answer("a.md", md, named(md, "A1", policy.Blocked, bulky...))}, "when compressed, and code hosts accept 10000000: gate fewer files"},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := report.SARIF(&b, tc.answers, tool()); err == nil || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("error %v", err)
			}
			if b.Len() > 0 {
				t.Errorf("%d bytes were written", b.Len())
			}
		})
	}
}

// prints are the fingerprints of all results, by the story, the code and the message's first line.
func prints(t *testing.T, s *jsonschema.Schema, answers ...gate.Answer) map[string]string {
	all := map[string]string{}
	for _, r := range read(t, s, written(t, "sarif", answers)).results() {
		first, _, _ := strings.Cut(r.Message.Text, "\n")
		all[r.Properties.Story+" "+r.RuleID+" "+first] = r.PartialFingerprints["clearance/v1"]
	}
	return all
}

// A fingerprint outlives everything but the problem itself.
func TestFingerprintStays(t *testing.T) {
	s := schema(t)
	uk, rest := words("Restrictions", "NO USE UK"), words("Restrictions", "Überall sonst")
	blocked := func(raw string) []gate.Story {
		return []gate.Story{named(raw, "A1", policy.Blocked, finding("terms.territory", policy.Block, "not in GB", uk),
			finding("terms.territory", policy.Block, "nor elsewhere", rest), finding("terms.unread", policy.Refer, "unread", rest))}
	}
	before := prints(t, s, answer("a.md", md, blocked(md)...))
	if len(before) != 3 {
		t.Fatalf("three problems are %v", before)
	}
	moved := "\n\n# Überschrift\n" + strings.Replace(md, "  - A1", "  - C3\n  -    A1", 1)
	for name, after := range map[string]gate.Answer{
		"lines and columns move": answer("./a.md", moved, blocked(moved)...),
		"other stories come": answer("a.md", moved, append([]gate.Story{
			named(moved, "C3", policy.Blocked, finding("terms.territory", policy.Block, "not there", uk))}, blocked(moved)...)...),
		"other findings come": func() gate.Answer {
			stories := blocked(md)
			d := stories[0].Decision
			d.Findings = append([]check.Finding{finding("embargo.active", policy.Block, "embargo", uk)}, d.Findings...)
			a := answer("a.md", md, stories...)
			a.Findings = []check.Finding{finding(gate.Unsearched, policy.Block, "a folder")}
			return a
		}(),
		"another run, moment and policy": func() gate.Answer {
			stories := blocked(md)
			entry := int64(99)
			stories[0].Entry, stories[0].Decision.Entry, stories[0].Decision.AsOf, stories[0].Decision.Policy = &entry, 99, "2027-01-01T00:00:00Z", "sha256:9"
			a := answer("a.md", md, stories...)
			a.Entry, a.AsOf, a.Policy, a.Piece.SHA256 = 99, "2027-01-01T00:00:00Z", "sha256:9", strings.Repeat("cd", 32)
			return a
		}(),
		"an override": func() gate.Answer {
			a := answer("a.md", md, blocked(md)...)
			a.Passes, a.Override = true, &gate.Passed{Entry: 3}
			return a
		}(),
		"the record moves in its file": func() gate.Answer {
			stories := blocked(md)
			stories[0].Decision.Story.Offset = 5
			for i := range stories[0].Decision.Findings {
				stories[0].Decision.Findings[i].Words[0].Start++
			}
			return answer("a.md", md, stories...)
		}(),
	} {
		t.Run(name, func(t *testing.T) {
			now := prints(t, s, after)
			for what, print := range before {
				if now[what] != print {
					t.Errorf("%s: %s is now %s", what, print, now[what])
				}
			}
		})
	}
}

// Which mention of a story a problem is about does not hang on whether something stands against the others.
func TestFingerprintOfMention(t *testing.T) {
	s := schema(t)
	second := func(first policy.Verdict) string {
		stories := []gate.Story{
			named(md, "A1", first, finding("licence.assumed", policy.Ground, "ours")), named(md, "A1", policy.Blocked, finding("x.y", policy.Block, "second")),
		}
		if first != policy.Cleared {
			stories[0].Decision.Findings = []check.Finding{finding("x.y", policy.Block, "first")}
		}
		return prints(t, s, answer("a.md", md, stories...))["A1 x.y second"]
	}
	if before, after := second(policy.Blocked), second(policy.Cleared); before != after || before == "" {
		t.Errorf("%q is %q once the first mention clears", before, after)
	}
}

// Two problems never share a fingerprint; read sees to it within one file, this across files.
func TestFingerprintTells(t *testing.T) {
	s := schema(t)
	uk, rest := words("Restrictions", "NO USE UK"), words("Restrictions", "Überall sonst")
	one := func(from, channel, id, code string, w ...check.Words) gate.Answer {
		a := answer(from, md, named(md, id, policy.Blocked, finding(code, policy.Block, "no", w...)))
		a.Channel = channel
		return a
	}
	seen := map[string]string{}
	for name, a := range map[string]gate.Answer{
		"one": one("a.md", "web", "A1", "x.y", uk), "another piece": one("b.md", "web", "A1", "x.y", uk), "another channel": one("a.md", "tv", "A1", "x.y", uk),
		"another story": one("a.md", "web", "B2", "x.y", uk), "another code": one("a.md", "web", "A1", "x.z", uk), "other words": one("a.md", "web", "A1", "x.y", rest),
		"more words": one("a.md", "web", "A1", "x.y", uk, rest), "no words": one("a.md", "web", "A1", "x.y"),
	} {
		print := slices.Collect(maps.Values(prints(t, s, a)))[0]
		if other, ok := seen[print]; ok {
			t.Errorf("%s is the same as %s", name, other)
		}
		seen[print] = name
	}
	twice := []gate.Story{named(md, "A1", policy.Blocked, finding("x.y", policy.Block, "no", uk)), named(md, "A1", policy.Blocked, finding("x.y", policy.Block, "no", uk))}
	if n := len(read(t, s, written(t, "sarif", []gate.Answer{answer("a.md", md, twice...)})).results()); n != 2 {
		t.Errorf("a story used twice has %d results", n)
	}
}

// A path is quoted as it is, unless it could be obeyed or misread.
func TestPlace(t *testing.T) {
	for from, want := range map[string]string{
		"a ü,#%:.md": "a ü,#%:.md", "می\u200cخ\u00a0.md": "می\u200cخ\u00a0.md", "-": "standard input", "": "unnamed",
		"a\x1b[31m.md": `a\u{001b}[31m.md`, "a\n.md": "a .md", "a\u202e.md": `a\u{202e}.md`, "a\u2028.md": `a\u{2028}.md`, "a\uffff.md": `a\u{ffff}.md`,
		"a\xff.md": `a\u{fffd}.md`, "##[add-mask]a": "## [add-mask]a",
	} {
		if got := report.Place(from); got != want {
			t.Errorf("%q is %q, want %q", from, got, want)
		}
	}
}

func TestURI(t *testing.T) {
	for _, tc := range []struct {
		from    string
		windows bool
		want    string
	}{
		{"a b/ü#1?.md", false, "a%20b/%C3%BC%231%3F.md"},
		{"100%.md", false, "100%25.md"},
		{"./a.md", false, "a.md"},
		{"../a.md", false, "../a.md"},
		{"a:b.md", false, "a%3Ab.md"},
		{"-", false, "standard-input"},
		{"./-", false, "-"},
		{"", false, "unnamed"},
		{"/srv/a b.md", false, "file:///srv/a%20b.md"},
		{"//srv/a.md", false, "file:///srv/a.md"},
		{`C:\news\a b.md`, false, "file:///C:/news/a%20b.md"},
		{"c:/news/a.md", true, "file:///c:/news/a.md"},
		{`\\server\share\a.md`, false, "file://server/share/a.md"},
		{`news\a.md`, true, "news/a.md"},
		{`news\a.md`, false, "news%5Ca.md"},
		{"\xff\n.md", false, "%FF%0A.md"},
	} {
		if got := report.URI(tc.from, tc.windows); got != tc.want {
			t.Errorf("%q (windows %v) is %s, want %s", tc.from, tc.windows, got, tc.want)
		}
	}
}
