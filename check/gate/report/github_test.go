package report_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"clearance/check/gate"
	"clearance/policy"
)

// commands reads lines as the runner does: a command, its properties, its message. The last lines are for people.
func commands(t testing.TB, text string) (all []map[string]string, counts string) {
	t.Helper()
	unescape := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	line := regexp.MustCompile(`^::(error|warning|notice) ([^:\r\n]*)::([^\r\n]*)$`)
	for _, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		m := line.FindStringSubmatch(l)
		if m == nil {
			counts += l + "\n"
			if !strings.HasPrefix(l, "clearance: ") && !strings.HasPrefix(l, "GitHub shows only ") || strings.Contains(l, "::") || strings.Contains(l, "##") {
				t.Fatalf("the line %q may be obeyed", l)
			}
			continue
		}
		if counts != "" {
			t.Fatalf("%q stands behind the counts", l)
		}
		c := map[string]string{"command": m[1], "message": unescape.Replace(m[3])}
		for _, p := range strings.Split(m[2], ",") {
			name, value, _ := strings.Cut(p, "=")
			c[name] = unescape.Replace(value)
		}
		all = append(all, c)
	}
	return all, counts
}

func TestGitHub(t *testing.T) {
	text := written(t, "github", answers())
	all, counts := commands(t, text)
	if len(all) != 9 || counts != "clearance: 9 pieces: 6 stopped, 3 pass, 1 of them by an override; 5 errors, 3 warnings, 1 notices\n" {
		t.Errorf("%d commands, %s", len(all), counts)
	}
	blocked := all[0]
	if blocked["file"] != "pieces/blocked #1?.md" || blocked["line"] != "4" || blocked["col"] != "5" || blocked["endColumn"] != "7" ||
		!strings.HasPrefix(blocked["message"], "not in GB\nStory A1") {
		t.Errorf("%v", blocked)
	}
	if all[2]["file"] != "/srv/100% über uns.md" || all[5]["file"] != "" || !strings.HasPrefix(all[5]["message"], "standard input, line 1: ") || all[6]["command"] != "notice" {
		t.Errorf("%v", all)
	}
	if strings.Contains(text, "##[") || strings.Contains(text, "##vso[") {
		t.Error("another log would obey it")
	}
}

// What GitHub does not show beside the files is counted.
func TestGitHubCounts(t *testing.T) {
	all, counts := commands(t, written(t, "github", []gate.Answer{many(11)}))
	if len(all) != 11 || !strings.Contains(counts, "11 errors") || !strings.Contains(counts, "only the first 10") {
		t.Errorf("%d commands, %s", len(all), counts)
	}
}

// Whatever stands in an answer, every format stays what it is, and shows what is stopped.
func FuzzFormats(f *testing.F) {
	s := schema(f)
	f.Add("a.md", "A1", "x.y", hostile)
	f.Add("::x,y=%0A", "::stop-commands::", "..", "]]>")
	f.Add("-", "\ufffe\uffff\ufdd0", "ä.\xff", "{0} [a](b) {{")
	f.Add(`\\h h\s`, "", "", "\r\n::error::")
	f.Add("C:/%zz/../..", "a\x00", "terms.territory", strings.Repeat("\x00", 500))
	f.Fuzz(func(t *testing.T, from, id, code, text string) {
		w := words("Restrictions", "NO USE UK")
		w.Field, w.Text = id, text
		finding := finding(code, policy.Block, text, w)
		finding.Title, finding.Remedy = text, text
		story := named(md, "A1", policy.Blocked, finding)
		story.ID, story.Title, story.Decision.Story.From = id, text, from
		a := answer(from, md, story)
		a.Channel, a.Answer, a.AsOf, a.Piece.SHA256, a.Policy = text, text, text, text, text
		passed := a
		passed.Passes, passed.Override = true, &gate.Passed{Note: text, ApprovedBy: []string{text, text}, Actor: text, Until: text}
		all := []gate.Answer{a, passed}

		if n := len(read(t, s, written(t, "sarif", all)).results()); n != 2 {
			t.Fatalf("%d results", n)
		}
		for _, format := range []string{"junit", "checkstyle"} {
			got := written(t, format, all)
			if err := wellFormed(got); err != nil || !utf8.ValidString(got) {
				t.Fatalf("%s is not well-formed: %v\n%s", format, err, got)
			}
		}
		said, counts := commands(t, written(t, "github", all))
		if len(said) != 2 || said[0]["command"] != "error" || said[1]["command"] != "notice" || !strings.HasPrefix(counts, "clearance: 2 pieces: 1 stopped, 1 pass,") {
			got, _ := json.Marshal(said)
			t.Fatal(fmt.Sprint(string(got), counts))
		}
	})
}
