package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"clearance/check/gate"
)

// shownByGitHub is how many annotations of each level GitHub shows of one step.
const shownByGitHub = 10

// GitHub writes answers as workflow commands of GitHub Actions, a line for each problem: an error for what is blocked, a
// warning for what is referred, a notice for what passes by an override. The last lines count them all, since GitHub shows
// only the first of each level beside the files.
func GitHub(w io.Writer, answers []gate.Answer, _ Tool) error {
	var b bytes.Buffer
	said := map[string]int{}
	stopped, overridden := 0, 0
	for i := range answers {
		stops, passed := false, false
		for _, p := range problemsOf(&answers[i]) {
			name := level(p.Finding.Effect)
			if p.passed != nil {
				name, passed = "notice", true
			} else {
				stops = true
			}
			said[name]++
			b.WriteString(p.command(name))
		}
		if stops {
			stopped++
		} else if passed {
			overridden++
		}
	}
	fmt.Fprintf(&b, "clearance: %d pieces: %d stopped, %d pass, %d of them by an override; %d errors, %d warnings, %d notices\n",
		len(answers), stopped, len(answers)-stopped, overridden, said["error"], said["warning"], said["notice"])
	if max(said["error"], said["warning"], said["notice"]) > shownByGitHub {
		fmt.Fprintf(&b, "GitHub shows only the first %d of each as annotations; all of them stand above\n", shownByGitHub)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// command is a problem as one line. Columns are only allowed where it begins and ends in one line.
func (p problem) command(name string) string {
	message, where := strings.Join(p.lines(), "\n"), ""
	if p.at.From == stdin || p.at.From == "" {
		message = fmt.Sprintf("%s, line %d: %s", place(p.at.From), p.at.StartLine, message)
	} else {
		where = fmt.Sprintf("file=%s,line=%d,", property.Replace(place(p.at.From)), p.at.StartLine)
		if p.at.EndLine > 0 {
			where += fmt.Sprintf("endLine=%d,", p.at.EndLine)
		}
		if p.at.EndLine == p.at.StartLine {
			where += fmt.Sprintf("col=%d,endColumn=%d,", p.at.StartColumn, p.at.EndColumn)
		}
	}
	title := property.Replace(fmt.Sprintf("%s (%s)", shown(p.Finding.Title), shown(p.Finding.Code)))
	return fmt.Sprintf("::%s %stitle=%s::%s\n", name, where, title, data.Replace(message))
}

// What the runner undoes: in the message, and in a property, which a colon or a comma would end.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
