package report_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/joshdk/go-junit"

	"clearance/check"
	"clearance/check/gate"
	"clearance/policy"
)

// wellFormed reads XML to its end, strictly.
func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

// What reads XML elsewhere can read it, too: libxml2 also against the schema of the JUnit reports that Jenkins reads.
func TestOthersReadXML(t *testing.T) {
	ran := false
	for _, format := range []string{"junit", "checkstyle"} {
		file := filepath.Join(t.TempDir(), format+".xml")
		if err := os.WriteFile(file, []byte(written(t, format, answers())), 0o600); err != nil {
			t.Fatal(err)
		}
		lint := []string{"xmllint", "--noout", "--nonet", file}
		if format == "junit" {
			lint = append(lint, "--schema", "testdata/junit-10.xsd")
		}
		for _, command := range [][]string{lint, {"python3", "-c", "import sys, xml.etree.ElementTree as e; e.parse(sys.argv[1])", file}} {
			if _, err := exec.LookPath(command[0]); err != nil {
				continue
			}
			ran = true
			if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
				t.Errorf("%s does not read %s: %v\n%s", command[0], format, err, out)
			}
		}
	}
	if !ran {
		t.Skip("neither xmllint nor python3 is on the path")
	}
}

func TestJUnit(t *testing.T) {
	suites, err := junit.Ingest([]byte(written(t, "junit", answers())))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{ // each suite's tests
		"pieces/cleared.md": "A1, line 4: passed\n", "pieces/blocked #1?.md": "A1, line 4: failed\nB2, line 5: passed\n",
		"/srv/100% über uns.md": "B2, line 5: failed\n", "credit.md": "A1, line 4: failed\n", "standard input": "the piece itself: error\n",
		"passed.md": "A1, line 4: skipped\n", "none.html": "the piece itself: passed\n", "zero.md": "the piece itself: error\n",
	}
	if len(suites) != len(want)+1 {
		t.Errorf("%d suites", len(suites))
	}
	for _, s := range suites {
		got := ""
		for _, test := range s.Tests {
			got += fmt.Sprintf("%s: %s\n", test.Name, test.Status)
			if test.Classname != s.Name {
				t.Errorf("a test of %s is of the class %s", s.Name, test.Classname)
			}
		}
		if w, ok := want[s.Name]; ok && got != w {
			t.Errorf("%s:\n%swant:\n%s", s.Name, got, w)
		}
		if s.Name == "passed.md" && (!strings.Contains(s.Tests[0].SystemOut, "“NO USE UK”") || !strings.Contains(s.Tests[0].Message, "agreed by telephone")) {
			t.Errorf("what passes by an override does not say against what: %+v", s.Tests[0])
		}
	}
}

// The counts in the attributes are those of the elements, and no two tests have one name.
func TestJUnitCounts(t *testing.T) {
	twice := answer("twice.md", md, named(md, "A1", policy.Blocked, finding("x.y", policy.Block, "no")), named(md, "A1", policy.Cleared, finding("licence.assumed", policy.Ground, "ours")))
	both := stopped(answer("twice.md", md), policy.Blocked, false, finding(gate.Undeclared, policy.Block, "nothing said"))
	type counts struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	var doc struct {
		counts
		Suites []struct {
			counts
			Cases []struct {
				Classname string     `xml:"classname,attr"`
				Name      string     `xml:"name,attr"`
				Failure   []struct{} `xml:"failure"`
				Error     []struct{} `xml:"error"`
				Skipped   []struct{} `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(written(t, "junit", append(answers(), twice, twice, both))), &doc); err != nil {
		t.Fatal(err)
	}
	var total counts
	names := map[string]bool{}
	for _, s := range doc.Suites {
		got := counts{Tests: len(s.Cases)}
		for _, c := range s.Cases {
			got.Failures += len(c.Failure)
			got.Errors += len(c.Error)
			got.Skipped += len(c.Skipped)
			if key := c.Classname + "\x00" + c.Name; names[key] {
				t.Errorf("two tests are %q", c.Name)
			} else {
				names[key] = true
			}
		}
		if got != s.counts {
			t.Errorf("it says %+v and has %+v", s.counts, got)
		}
		total = counts{total.Tests + got.Tests, total.Failures + got.Failures, total.Errors + got.Errors, 0}
	}
	if total != doc.counts || total.Failures != 4+2+1 || total.Errors != 2+1 {
		t.Errorf("altogether it says %+v and has %+v", doc.counts, total)
	}
}

func TestCheckstyle(t *testing.T) {
	var doc struct {
		Version string `xml:"version,attr"`
		Files   []struct {
			Name   string `xml:"name,attr"`
			Errors []struct {
				Line     int    `xml:"line,attr"`
				Column   int    `xml:"column,attr"`
				Severity string `xml:"severity,attr"`
				Message  string `xml:"message,attr"`
				Source   string `xml:"source,attr"`
			} `xml:"error"`
		} `xml:"file"`
	}
	persian := answer("می\u200cخواهم\u00a0x.md", md, named(md, "A1", policy.Referred, finding("x.y", policy.Refer, "no")))
	if err := xml.Unmarshal([]byte(written(t, "checkstyle", append(answers(), persian))), &doc); err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, f := range doc.Files {
		for _, e := range f.Errors {
			if !strings.Contains(f.Name, "script") {
				got += fmt.Sprintf("%s:%d:%d: %s: %s\n", f.Name, e.Line, e.Column, e.Severity, e.Source)
			}
		}
	}
	want := `pieces/blocked #1?.md:4:5: error: clearance.terms.territory
pieces/blocked #1?.md:4:5: warning: clearance.terms.unread
/srv/100% über uns.md:5:5: warning: clearance.holder.missing
credit.md:4:5: error: clearance.terms.credit
credit.md:4:5: warning: clearance.terms.context
standard input:1:0: error: clearance.gate.unreadable
passed.md:4:5: info: clearance.terms.territory
zero.md:1:0: error: clearance.gate.not_judged
` + persian.Piece.From + ":4:5: warning: clearance.x.y\n"
	if got != want || doc.Version != "4.3" || len(doc.Files) != len(answers())+1 {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// A text ends with a sign where it is cut, and a list with how much is left.
func TestBounds(t *testing.T) {
	f := finding("x.y", policy.Block, strings.Repeat("long ", 1000))
	for i := range 12 {
		f.Words = append(f.Words, words("Restrictions", record[:i+1]))
	}
	f.Words = append(f.Words, f.Words[0], check.Words{}) // one of them again
	got := written(t, "checkstyle", []gate.Answer{answer("a.md", md, named(md, "A1", policy.Blocked, f))})
	for _, s := range []string{"long…&#xA;", "&#xA;… and 3 more&#xA;"} {
		if !strings.Contains(got, s) {
			t.Errorf("nothing says %q:\n%s", s, got)
		}
	}
}
