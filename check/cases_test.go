package check_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"clearance/check"
	"clearance/policy"
	"clearance/rights"
)

var update = flag.Bool("update", false, "rewrite what the cases want")

// A testCase is one file of testdata/cases: why it is there, what is asked, what is wanted, and a record or several; if need
// be, a house, and a record that was judged earlier.
type testCase struct {
	name  string
	file  *txtar.Archive
	path  string
	asked rights.Asked
	at    time.Time
	want  string
	story string

	house   rights.House
	earlier string
}

func cases(t testing.TB) []testCase {
	t.Helper()
	paths, err := filepath.Glob("../testdata/cases/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var all []testCase
	for _, path := range paths {
		file, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c := testCase{name: strings.TrimSuffix(filepath.Base(path), ".txtar"), path: path, file: file}
		for _, part := range file.Files {
			switch part.Name {
			case "ask":
				c.asked, c.at = readAsked(t, path, string(part.Data))
			case "want":
				c.want = string(part.Data)
			case "story":
				c.story = string(part.Data)
			case "earlier":
				c.earlier = string(part.Data)
			case "house":
				if c.house, err = rights.ReadHouse(part.Data); err != nil {
					t.Fatalf("%s: %v", path, err)
				}
			default:
				t.Fatalf("%s: unknown part %s", path, part.Name)
			}
		}
		all = append(all, c)
	}
	return all
}

// readAsked reads what is asked, a line for each part of it.
func readAsked(t testing.TB, path, text string) (a rights.Asked, at time.Time) {
	t.Helper()
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		setAsked(t, path, &a, &at, key, value)
	}
	return a, at
}

// setAsked sets one part of what is asked.
func setAsked(t testing.TB, where string, a *rights.Asked, at *time.Time, key, value string) {
	t.Helper()
	switch key {
	case "action":
		a.Action = value
	case "purpose":
		a.Purpose = value
	case "party":
		a.Party = value
	case "territory":
		a.Territory = strings.Split(value, ",")
	case "media":
		a.Media = strings.Split(value, ",")
	case "from":
		a.From = value
	case "until":
		a.Until = value
	case "at":
		moment, err := rights.ParseInstant(value)
		if err != nil {
			t.Fatalf("%s: %v", where, err)
		}
		*at = moment
	default:
		t.Fatalf("%s: unknown key %q", where, key)
	}
}

// TestCases judges every case and compares the verdict and each finding. With -update it writes down what is said.
func TestCases(t *testing.T) {
	for _, c := range cases(t) {
		t.Run(c.name, func(t *testing.T) {
			switch got := c.judge(t); {
			case got == c.want:
			case *update:
				i := slices.IndexFunc(c.file.Files, func(f txtar.File) bool { return f.Name == "want" })
				c.file.Files[i].Data = []byte(got)
				if err := os.WriteFile(c.path, txtar.Format(c.file), 0o644); err != nil {
					t.Fatal(err)
				}
			default:
				t.Errorf("said:\n%swant:\n%s", got, c.want)
			}
		})
	}
}

// judge checks the case with a trail of its own.
func (c testCase) judge(t *testing.T) (said string) {
	q, err := c.asked.Question(c.at)
	if err != nil {
		t.Fatal(err)
	}
	d := newDeskIn(t, c.house)
	for _, text := range []string{c.earlier, c.story} {
		said = ""
		sources := check.Sources{Paths: []string{"-"}, Stdin: strings.NewReader(text)}
		if _, err := d.Check(t.Context(), sources, q, func(r check.Result) error {
			if r.Decision != nil {
				said += inShort(*r.Decision)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	return said
}

// inShort is a decision as cases want it: the answer, then a line for each finding with its words.
func inShort(d check.Decision) string {
	var b strings.Builder
	b.WriteString(d.Answer + "\n")
	for _, f := range slices.Concat(d.Findings, d.Conditions) {
		b.WriteString(string(f.Effect) + " " + f.Code)
		for _, w := range f.Words {
			b.WriteString(" [" + check.Visible(w.Text) + "]")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestEveryCodeHasACase keeps the cases complete: each finding is shown by one, and each that bars or refers by one in which
// nothing else does. What only a broken policy says has its tests in the policy's room.
func TestEveryCodeHasACase(t *testing.T) {
	shown, alone := map[string]bool{}, map[string]bool{}
	for _, c := range cases(t) {
		var bars []string
		for line := range strings.Lines(c.want) {
			effect, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
			code, _, _ := strings.Cut(rest, " ")
			shown[code] = true
			if effect == string(policy.Block) || effect == string(policy.Refer) {
				bars = append(bars, code)
			}
		}
		slices.Sort(bars)
		bars = slices.Compact(bars) // of several records
		for i, code := range bars {
			rest := slices.Delete(slices.Clone(bars), i, i+1)
			if len(rest) == 0 || len(rest) == 1 && rest[0] == implied[code] {
				alone[code] = true
			}
		}
	}
	for _, rule := range newDesk(t).Policy.Rules() {
		switch bars := rule.Effect == policy.Block || rule.Effect == policy.Refer; {
		case rule.Topic == "main", unheard[rule.Code]: // only a broken policy says it, or one that does not know all that is read
		case !shown[rule.Code]:
			t.Errorf("no case in testdata/cases shows %s", rule.Code)
		case bars && !alone[rule.Code]:
			t.Errorf("no case in testdata/cases bars or refers by %s alone", rule.Code)
		}
	}
}

// unheard are findings that no record leads to: they are there for a reader that knows more kinds of rules than the policy.
var unheard = map[string]bool{"terms.unweighed": true, "terms.rules_unread": true}

// implied are findings that always come with another one: an unread flag is unread words of the holder's field, too.
var implied = map[string]string{
	"sale.flag_unread": "holder.unread", "sale.flag_contradictory": "holder.contradictory",
	"terms.no_resale": "terms.contradicts_flag", "terms.contradicts_flag": "terms.no_resale",
	"terms.no_training": "licence.not_granted", "terms.other_purpose": "licence.not_granted", "terms.training_licence": "licence.not_granted",
}
