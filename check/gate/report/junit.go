package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"clearance/check/gate"
	"clearance/policy"
)

type junit struct {
	XMLName  xml.Name `xml:"testsuites"`
	Name     string   `xml:"name,attr"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Errors   int      `xml:"errors,attr"`
	Suites   []suite  `xml:"testsuite"`
}

type suite struct {
	Name       string     `xml:"name,attr"`
	Tests      int        `xml:"tests,attr"`
	Failures   int        `xml:"failures,attr"`
	Errors     int        `xml:"errors,attr"`
	Skipped    int        `xml:"skipped,attr"`
	Properties []item     `xml:"properties>property"`
	Cases      []testcase `xml:"testcase"`
}

type item struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type testcase struct {
	Classname string `xml:"classname,attr"`
	Name      string `xml:"name,attr"`
	Time      string `xml:"time,attr"` // readers want one
	Skipped   *said  `xml:"skipped"`
	Error     *said  `xml:"error"`
	Failure   *said  `xml:"failure"`
	SystemOut string `xml:"system-out,omitempty"`
}

type said struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// itself is the test of what stands against the piece, rather than against a story.
const itself = "the piece itself"

// JUnit writes answers as the XML that Jenkins and GitLab read: a suite for each piece, a test for each story that it uses. What
// is referred or blocked is a failure, what could not be judged an error. What passes by an override is skipped, with all that
// stands against it in its output: it stops nothing, but is counted and shown by itself; a passed test would look cleared.
func JUnit(w io.Writer, answers []gate.Answer, _ Tool) error {
	doc, names := junit{Name: "clearance"}, map[string]int{}
	for i := range answers {
		s := suiteOf(&answers[i])
		for j := range s.Cases {
			s.Cases[j].Name = once(names, s.Name, s.Cases[j].Name)
		}
		doc.Suites = append(doc.Suites, s)
		doc.Tests, doc.Failures, doc.Errors = doc.Tests+s.Tests, doc.Failures+s.Failures, doc.Errors+s.Errors
	}
	return writeXML(w, doc)
}

// once is a name that no other test has. Readers keep only one of two tests of one name.
func once(names map[string]int, suite, name string) string {
	unique := name
	for n := 2; names[suite+"\x00"+unique] > 0; n++ {
		unique = fmt.Sprintf("%s (%d)", name, n)
	}
	names[suite+"\x00"+unique]++
	return unique
}

func suiteOf(a *gate.Answer) suite {
	s := suite{Name: place(a.Piece.From), Properties: properties(a)}
	by := map[*gate.Story][]problem{}
	for _, p := range problemsOf(a) {
		by[p.Story] = append(by[p.Story], p)
	}
	if len(by[nil]) > 0 || len(a.Stories) == 0 {
		s.Cases = append(s.Cases, test(itself, by[nil]))
	}
	for i := range a.Stories {
		story := &a.Stories[i]
		s.Cases = append(s.Cases, test(fmt.Sprintf("%s, line %d", shown(story.ID), story.Line), by[story]))
	}
	s.showUnjudged(a)
	for i, c := range s.Cases {
		s.Cases[i].Classname, s.Cases[i].Time = s.Name, "0"
		s.Tests++
		s.Failures += count(c.Failure)
		s.Errors += count(c.Error)
		s.Skipped += count(c.Skipped)
	}
	return s
}

// showUnjudged has a piece that was not judged show an error, whatever else stands against it.
func (s *suite) showUnjudged(a *gate.Answer) {
	erred := func(c testcase) bool { return c.Error != nil }
	if a.Judged || a.Passes && a.Override != nil || slices.ContainsFunc(s.Cases, erred) {
		return
	}
	p := problem{Problem: gate.Problem{Finding: unexplained}, answer: a}
	s.Cases = append([]testcase{test(itself, []problem{p})}, s.Cases...)
}

func count(s *said) int {
	if s == nil {
		return 0
	}
	return 1
}

// test is the test of a story, or of a piece, with all that stands against it.
func test(name string, against []problem) testcase {
	c := testcase{Name: name}
	if len(against) == 0 {
		return c
	}
	worst, texts, unjudged := against[0], []string{}, false
	for _, p := range against {
		texts = append(texts, strings.Join(append(p.lines(), "["+shown(p.Finding.Code)+"]"), "\n"))
		unjudged = unjudged || failed[p.Finding.Code]
		if worst.Finding.Effect == policy.Refer && p.Finding.Effect != policy.Refer {
			worst = p
		}
	}
	text, message := strings.Join(texts, "\n\n"), worst.summary()
	if more := len(against) - 1; more > 0 {
		message += fmt.Sprintf(" (and %d more)", more)
	}
	s := &said{shown(worst.Finding.Code), message, text}
	switch {
	case worst.passed != nil:
		c.Skipped, c.SystemOut = &said{Message: override(worst.passed)}, text
	case unjudged:
		c.Error = s
	default:
		c.Failure = s
	}
	return c
}

// properties are what a suite says of a piece beside its tests.
func properties(a *gate.Answer) []item {
	all := []item{
		{"verdict", shown(string(a.Verdict))}, {"answer", shown(a.Answer)}, {"as_of", shown(a.AsOf)}, {"channel", shown(a.Channel)},
		{"sha256", shown(a.Piece.SHA256)}, {"policy", shown(a.Policy)}, {"entry", fmt.Sprint(a.Entry)},
	}
	if a.GoodUntil != nil {
		all = append(all, item{"good_until", shown(*a.GoodUntil)})
	}
	return all
}
